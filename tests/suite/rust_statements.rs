//! `#[gradient]` on `match`, `continue`, integers, closures, assertions and iterators, through the compiler.
#![allow(clippy::let_and_return, clippy::needless_range_loop, clippy::manual_div_ceil, clippy::manual_is_multiple_of)]

use crate::{all_close, close};
use chainrule::gradient;

#[gradient]
fn kinds(x: f64, y: f64, #[constant] kind: i32, on: bool) -> f64 {
    match (kind, on) {
        (0, _) => x * y,
        (1 | 2, true) => x.sin(),
        (1..=2, false) => -x,
        (-1, _) => {
            let s = x + y;
            s * s
        }
        (k, _) if k % 2 == 0 => k as f64 * x,
        _ => y.powi(kind - 1),
    }
}

#[test]
fn a_match_on_a_tuple() {
    let (x, y) = (0.7, 1.3f64);
    assert_eq!(kinds_gradient(x, y, 0, true), (y, x));
    close(kinds_gradient(x, y, 2, true).0, x.cos());
    assert_eq!(kinds_gradient(x, y, 1, false), (-1.0, 0.0));
    all_close(&[kinds_gradient(x, y, -1, false).1], &[4.0]);
    assert_eq!(kinds_gradient(x, y, 6, false), (6.0, 0.0));
    close(kinds_gradient(x, y, 5, false).1, 4.0 * y.powi(3));
    close(kinds_gradient(x, y, -3, false).1, -4.0 * y.powi(-5));
}

#[gradient]
fn skips(x: &[f64; 6], limit: f64) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if i % 3 == 1 {
            continue;
        }
        if *v > limit {
            break;
        }
        s += v * v;
    }
    s
}

#[test]
fn continue_and_break() {
    let (dx, _) = skips_gradient(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3.5);
    all_close(&dx, &[2.0, 0.0, 6.0, 0.0, 0.0, 0.0]);
}

#[gradient]
fn closures(x: f64, k: f64) -> f64 {
    let scale = 2.0 * k;
    let f = |v: f64, n: usize| v * scale + n as f64;
    let mut c = 3.0;
    let g = move |v: f64| v * c;
    c *= k;
    f(x, 1) * g(x) + c
}

#[test]
fn closures_bound_by_let() {
    // (2*k*x + 1)*3*x + 3*k
    let (dx, dk) = closures_gradient(0.5, 1.5);
    close(dx, 12.0 * 1.5 * 0.5 + 3.0);
    close(dk, 6.0 * 0.25 + 3.0);
}

#[gradient]
fn asserted(x: &[f64], y: &[f64]) -> f64 {
    assert_eq!(x.len(), y.len(), "{} and {} rows", x.len(), y.len());
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * y[i];
    }
    assert!(s > 0.0, "the sum {s} is not positive");
    s.ln()
}

#[test]
fn assertions_that_hold() {
    let (dx, dy) = asserted_gradient(&[1.0, 2.0], &[3.0, 4.0]);
    all_close(&dx, &[3.0 / 11.0, 4.0 / 11.0]);
    all_close(&dy, &[1.0 / 11.0, 2.0 / 11.0]);
}

#[test]
#[should_panic(expected = "2 and 1 rows")]
fn an_assertion_about_arguments_is_kept() {
    asserted_gradient(&[1.0, 2.0], &[3.0]);
}

#[test]
#[should_panic(expected = "the sum -11 is not positive")]
fn an_assertion_about_what_is_computed_is_kept() {
    asserted_gradient(&[1.0, 2.0], &[-3.0, -4.0]);
}

#[gradient]
fn panics<const N: usize>(x: &[f64; N], #[constant] kind: u8) -> f64 {
    debug_assert!(N > 0);
    match kind {
        0 => x[0],
        1 => x[0] * x[0],
        _ => unreachable!("kind {kind}"),
    }
}

#[test]
fn branches_that_do_not_panic() {
    assert_eq!(panics_gradient(&[3.0, 1.0], 1), [6.0, 0.0]);
}

#[test]
#[should_panic(expected = "kind 7")]
fn branches_that_panic() {
    panics_gradient(&[3.0, 1.0], 7);
}

#[gradient]
fn methods(x: f64, y: f64) -> f64 {
    let (s, c) = x.sin_cos();
    let a = f64::mul_add(s, y, c).clamp(-10.0, 10.0);
    let b = y.copysign(-x) + x.rem_euclid(0.4) + (5.0 * y) % 2.0;
    a + b * 2.0 + x.to_degrees() + f64::exp(y) * std::f64::consts::PI
}

#[test]
fn float_methods() {
    let (x, y) = (0.7f64, 1.3f64);
    let (value, (dx, dy)) = methods_value_and_gradient(x, y);
    close(value, methods(x, y));
    close(dx, x.cos() * y - x.sin() + 2.0 + 1f64.to_degrees());
    close(dy, x.sin() + 2.0 * (-1.0 + 5.0) + y.exp() * std::f64::consts::PI);
}

#[gradient]
fn chains(x: &[f64; 6]) -> f64 {
    let positive: f64 = x.iter().filter(|v| **v > 0.0).map(|v| v * v).sum();
    let largest = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let pairs: f64 = x.chunks_exact(2).map(|p| p[0] * p[1]).sum();
    let differences: f64 = x.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
    let (sum, product) = x.iter().fold((0.0, 1.0), |(s, p), v| (s + v, p * v));
    positive + 10.0 * largest + pairs + differences + sum * product
}

#[test]
fn chains_of_iterators() {
    let x = [0.3, -0.7, 0.9, 0.2, -0.4, 1.1];
    let (value, g) = chains_value_and_gradient(&x);
    close(value, chains(&x));
    for k in 0..6 {
        let h = 1e-5;
        let at = |d: f64| {
            let mut y = x;
            y[k] += d;
            chains(&y)
        };
        let expected = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
        assert!((g[k] - expected).abs() < 1e-8, "{}, expected {expected}", g[k]);
    }
}

#[gradient]
fn counted(x: &[f64], #[constant] n: usize) -> f64 {
    let half = n / 2;
    let mut count = 0;
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if i >= half && (i - half) % 2 == 0 {
            count += 1;
            s += v * count as f64;
        }
    }
    s
}

#[test]
fn integers_that_count() {
    all_close(&counted_gradient(&[1.0; 6], 3), &[0.0, 1.0, 0.0, 2.0, 0.0, 3.0]);
}

#[gradient]
fn scopes(x: f64, y: f64) -> f64 {
    let a = x;
    if y > 0.0 {
        let a = y;
        if a > 5.0 {
            return a * a;
        }
    }
    let x = a * 2.0;
    a * x
}

#[test]
fn names_of_a_branch_end_with_it() {
    assert_eq!(scopes_gradient(3.0, 1.0), (12.0, 0.0));
    assert_eq!(scopes_gradient(3.0, 6.0), (0.0, 12.0));
}

#[gradient]
fn integer_powers(x: f64, #[constant] n: usize) -> f64 {
    let mut s = 0.0;
    for k in 0..n {
        s += x.powi(k as i32) / (k + 1) as f64;
    }
    s
}

#[test]
fn the_power_zero_has_no_slope() {
    assert_eq!(integer_powers_gradient(0.0, 1), 0.0);
    close(integer_powers_gradient(0.0, 4), 0.5);
    close(integer_powers_gradient(2.0, 4), 0.5 + 4.0 / 3.0 + 3.0);
}

/// What two branches share where neither is taken: its slope is undefined there, and does not count.
#[gradient(check)]
fn shared_by_branches(x: f64, y: f64) -> f64 {
    let v = y.sqrt();
    let w = (v - x).sqrt();
    if y > 0.0 && v - x > 0.0 {
        x * v * w
    } else if y > 0.0 {
        3.0 * (v - x) * (v - x)
    } else {
        y * y
    }
}

#[gradient]
fn largest_of_any(x: &[f64]) -> f64 {
    x.iter().copied().fold(f64::NAN, f64::max) - x.iter().fold(f64::NAN, |least, v| least.min(*v))
}

#[test]
fn an_extreme_may_begin_with_nan() {
    assert_eq!(largest_of_any_value_and_gradient(&[2.0, 5.0, -1.0]), (6.0, vec![0.0, 1.0, -1.0]));
    assert!(largest_of_any_value_and_gradient(&[]).0.is_nan());
    assert!(largest_of_any(&[]).is_nan());
}

#[gradient]
fn by_path(x: f64, n: i32, b: bool) -> f64 {
    let k = i32::abs(n) + i32::from(b) + i32::max(n, 2) + n.clamp(-1, 4) + n.signum();
    x * f64::from(k)
}

#[test]
fn methods_of_integers_have_a_path() {
    for n in -7..7 {
        for b in [false, true] {
            assert_eq!(by_path_gradient(1.5, n, b), by_path(1.0, n, b));
        }
    }
}
