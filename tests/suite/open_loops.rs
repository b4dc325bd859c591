//! `while`, `loop` and labels: loops whose number of passes the data decides, through the compiler.
#![allow(clippy::while_float)]

use crate::{all_close, close};
use chainrule::{Float, Gradient, gradient};

/// Kepler's equation by Newton's method.
#[gradient]
fn eccentric_anomaly(mean: f64, eccentricity: f64) -> f64 {
    let mut e = mean;
    loop {
        let step = (e - eccentricity * e.sin() - mean) / (1.0 - eccentricity * e.cos());
        e -= step;
        if step.abs() < 1e-14 {
            break;
        }
    }
    e
}

#[test]
fn newton_has_the_derivative_of_the_implicit_function() {
    for (mean, eccentricity) in [(0.5, 0.3), (2.0, 0.7), (3.0, 0.01), (0.1, 0.9)] {
        let (e, (by_mean, by_eccentricity)) = eccentric_anomaly_value_and_gradient(mean, eccentricity);
        close(e - eccentricity * e.sin(), mean);
        let slope = 1.0 / (1.0 - eccentricity * e.cos());
        all_close(&[by_mean, by_eccentricity], &[slope, slope * e.sin()]);
    }
}

/// Constants that a `let` of their name would compare with.
#[allow(non_upper_case_globals, dead_code)]
mod beside_constants {
    const passes: usize = 3;
    const pass: usize = 4;

    #[chainrule::gradient]
    pub fn doubled(x: f64) -> f64 {
        let mut y = x;
        while y < 10.0 {
            y *= 2.0;
        }
        y
    }
}

#[test]
fn constants_with_the_names_of_counters_do_not_matter() {
    assert_eq!(beside_constants::doubled_gradient(3.0), 4.0);
}

/// Names that the generated code might have, too.
#[gradient]
fn halvings(x: f64, passes: usize) -> f64 {
    let (mut y, mut pass) = (x, 0);
    while y > 1.0 && pass < passes {
        y /= 2.0;
        pass += 1;
    }
    y * y
}

#[test]
fn names_of_the_counter_are_free() {
    close(halvings_gradient(12.0, 10), 2.0 * 12.0 / 256.0);
    close(halvings_gradient(12.0, 2), 2.0 * 12.0 / 16.0);
    close(halvings_gradient(0.5, 10), 1.0);
}

/// The sum up to the first number that is too large, and its place.
#[gradient]
fn until(x: &[f64], #[constant] limit: f64) -> f64 {
    let mut i = 0;
    let mut s = 0.0;
    while i < x.len() && x[i] <= limit {
        s += x[i] * x[i];
        i += 1;
    }
    s * i as f64
}

#[test]
fn a_search_in_a_slice() {
    assert_eq!(until_gradient(&[1.0, 2.0, 5.0, 1.0], 3.0), [4.0, 8.0, 0.0, 0.0]);
    assert_eq!(until_gradient(&[1.0, 2.0], 3.0), [4.0, 8.0]);
    assert_eq!(until_gradient(&[], 3.0), [0.0; 0]);
}

#[gradient]
fn early(x: f64, y: f64) -> f64 {
    if x < 0.0 {
        return x * y;
    }
    let mut s = x;
    loop {
        s *= y;
        if s > 100.0 {
            return s;
        }
        if s < 0.01 {
            return -s;
        }
    }
}

#[test]
fn a_loop_that_only_returns() {
    all_close(&[early_gradient(-2.0, 3.0).0, early_gradient(-2.0, 3.0).1], &[3.0, -2.0]);
    let (value, (dx, dy)) = early_value_and_gradient(1.5, 2.0);
    all_close(&[value, dx, dy], &[192.0, 128.0, 1.5 * 7.0 * 64.0]);
    let (value, (dx, _)) = early_value_and_gradient(0.5, 0.1);
    all_close(&[value, dx], &[-0.005, -0.01]);
}

#[gradient]
fn in_a_closure(x: f64, y: f64) -> f64 {
    let grown = |from: f64| {
        let mut v = from;
        while v < 10.0 {
            v *= 2.0;
        }
        v
    };
    grown(x) + grown(y) * x
}

#[test]
fn passes_of_a_closure_are_those_of_each_call() {
    let (value, (dx, dy)) = in_a_closure_value_and_gradient(3.0, 0.4);
    all_close(&[value, dx, dy], &[12.0 + 38.4, 4.0 + 12.8, 96.0]);
}

#[gradient]
fn rows<const N: usize>(x: &[[f64; N]; 3], limit: f64) -> f64 {
    let mut total = 0.0;
    'rows: for row in x {
        for v in row {
            if *v < 0.0 {
                continue 'rows;
            }
            total += v * v;
            if total > limit {
                break 'rows;
            }
        }
        total *= 2.0;
    }
    total
}

#[test]
fn labels() {
    let (value, (dx, _)) = rows_value_and_gradient(&[[1.0, 2.0], [1.0, -1.0], [3.0, 1.0]], 100.0);
    assert_eq!(value, 42.0);
    assert_eq!(dx, [[8.0, 16.0], [4.0, 0.0], [12.0, 4.0]]);
    let (value, (dx, _)) = rows_value_and_gradient(&[[1.0, 2.0], [1.0, -1.0], [3.0, 1.0]], 15.0);
    assert_eq!(value, 20.0);
    assert_eq!(dx, [[4.0, 8.0], [2.0, 0.0], [6.0, 0.0]]);
}

#[derive(Clone, Gradient)]
struct Decay {
    rate: f64,
    start: [f64; 2],
}

#[gradient]
impl Decay {
    fn settled(&self, limit: f64) -> f64 {
        let mut v = self.start[0] * self.start[1];
        while v > limit {
            v *= self.rate;
        }
        v
    }
}

#[test]
fn methods() {
    let model = Decay { rate: 0.5, start: [2.0, 4.0] };
    let (g, _) = model.settled_gradient(1.5);
    close(g.rate, 3.0 * 8.0 * 0.25);
    all_close(&g.start, &[0.5, 0.25]);
}

#[gradient]
fn generic<T: Float>(x: T, y: T) -> T {
    let mut v = x;
    let mut n = 0;
    while n < 3 {
        v *= y;
        n += 1;
    }
    v
}

#[test]
fn a_generic_float() {
    assert_eq!(generic_gradient(2.0f32, 3.0), (27.0, 54.0));
    assert_eq!(generic_gradient(2.0f64, 3.0), (27.0, 54.0));
}

#[gradient(check)]
fn damped(x: f64, k: f64) -> f64 {
    let mut v = x;
    let mut steps = 0;
    while steps < 4 {
        v = v * 0.5 + (k * v).sin();
        steps += 1;
    }
    v
}

mod autodiff {
    use chainrule::autodiff::{autodiff_forward, autodiff_reverse};

    #[autodiff_reverse(down, Active, Active)]
    #[autodiff_forward(along, Dual, Dual)]
    #[chainrule::gradient]
    fn grown(x: f64) -> f64 {
        let mut v = x * x;
        while v < 10.0 {
            v *= 3.0;
        }
        v
    }

    #[test]
    fn both_modes() {
        assert_eq!(down(1.0, 1.0), (27.0, 54.0));
        assert_eq!(along(1.0, 2.0), (27.0, 108.0));
        assert_eq!(grown_gradient(1.0), 54.0);
    }
}

/// Asserts something about what it computes: the copy that counts passes runs the assertion.
#[gradient]
fn asserted(x: f64) -> f64 {
    let mut y = x;
    while y < 4.0 {
        y *= 2.0;
    }
    assert!(y < 6.0, "went too far");
    y
}

#[test]
fn assertions_hold_before_the_gradient() {
    assert_eq!(asserted_gradient(1.25), 4.0);
}

#[test]
#[should_panic(expected = "went too far")]
fn assertions_fail_before_the_gradient() {
    asserted_gradient(1.75);
}

/// The products of the two halves, of the halves of these, and so on.
#[gradient]
fn halved(a: &[f64; 8]) -> f64 {
    let (mut n, mut sum) = (8, 0.0);
    while n > 1 {
        let (left, right) = (&a[..n / 2], &a[n / 2..n]);
        for i in 0..n / 2 {
            sum += left[i] * right[i];
        }
        sum += right.iter().map(|x| x * x * x).sum::<f64>() / left.len() as f64;
        n /= 2;
    }
    sum
}

/// Both ends of the part are found by the loop.
#[gradient]
fn between(a: &[f64], t: f64) -> f64 {
    let (mut lo, mut hi, mut sum) = (0, a.len(), 0.0);
    while hi - lo > 1 {
        let middle = (lo + hi) / 2;
        if a[middle] <= t {
            lo = middle;
        } else {
            hi = middle;
        }
        for x in &a[lo..hi] {
            sum += x * x * t;
        }
    }
    sum
}

#[test]
fn parts_of_a_length_that_a_loop_finds() {
    let difference = |f: &dyn Fn(f64) -> f64| {
        let h = 1e-5;
        (f(h) - f(-h)) / (2.0 * h)
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
    let a = [0.1, 0.3, 0.4, 0.7, 0.9, 1.3, 1.6, 2.0];
    let moved = |i: usize, by: f64| {
        let mut a = a;
        a[i] += by;
        a
    };
    let by_halves = halved_gradient(&a);
    for t in [0.05, 0.5, 1.5, 3.0] {
        let (by_a, by_t) = between_gradient(&a, t);
        near(by_t, difference(&|d| between(&a, t + d)));
        for i in 0..8 {
            near(by_a[i], difference(&|d| between(&moved(i, d), t)));
            near(by_halves[i], difference(&|d| halved(&moved(i, d))));
        }
    }
}

/// How often the first loop runs is read as a number alone, and how often the second one does by nobody.
#[gradient]
#[allow(unused_assignments)]
fn only_as_a_number(p: f64, q: f64) -> f64 {
    let (mut k, mut n) = (0, 0);
    while (k as f64) < p * p {
        k += 1;
    }
    let product = p * q * k as f64 + (n as f64).sin();
    while n < 4 && q * (n as f64) < p {
        n += 1;
        k += 1;
    }
    product * q
}

#[test]
fn passes_that_are_read_as_numbers() {
    for (p, k) in [(0.0, 0.0), (0.5, 1.0), (2.5, 7.0)] {
        let q = 0.7;
        let (value, (by_p, by_q)) = only_as_a_number_value_and_gradient(p, q);
        assert_eq!(value, only_as_a_number(p, q));
        assert!((by_p - q * q * k).abs() < 1e-14 && (by_q - 2.0 * p * q * k).abs() < 1e-14, "{by_p} {by_q}");
    }
}
