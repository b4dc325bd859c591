//! Calls in calls: each function is computed once for its value and its adjoint, however deep it is.

use crate::{all_close, close};
use chainrule::{Gradient, custom_gradient, gradient};
use std::cell::Cell;

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// sin(x), and counts.
fn counted(x: f64) -> f64 {
    RUNS.with(|n| n.set(n.get() + 1));
    x.sin()
}

#[custom_gradient(of = counted)]
fn counted_rule(x: f64, seed: f64) -> f64 {
    seed * x.cos()
}

/// How often `counted` runs, and what the other returns.
fn runs<T>(f: impl FnOnce() -> T) -> (u32, T) {
    RUNS.with(|n| n.set(0));
    let result = f();
    (RUNS.with(Cell::get), result)
}

/// The derivative of f at x by central differences.
fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-4;
    (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * (1.0 + b.abs()), "{a} is not {b}");
}

#[gradient]
fn pair(x: f64, y: f64) -> [f64; 2] {
    let s = counted(x * y);
    [s * s, s * y]
}

#[gradient]
fn triple(x: &[f64; 2]) -> (f64, [f64; 2]) {
    let [a, b] = pair(x[0], x[1]);
    (a * b, [a / (1.0 + b * b), b])
}

#[gradient]
fn turned(x: &[f64; 2], by: f64) -> [f64; 2] {
    let (s, [a, b]) = triple(x);
    [a * by.cos() - b * by.sin(), s + a * by]
}

#[gradient]
fn whole(x: &[f64; 2], by: f64) -> f64 {
    let [a, b] = turned(x, by);
    (a * b).exp() + a
}

#[test]
fn a_function_four_calls_deep_runs_once() {
    let (x, by) = ([0.7, 1.3], 0.4);
    let (count, (value, (dx, d_by))) = runs(|| whole_value_and_gradient(&x, by));
    assert_eq!(count, 1);
    near(value, whole(&x, by));
    near(dx[0], slope(|h| whole(&[h, x[1]], by), x[0]));
    near(dx[1], slope(|h| whole(&[x[0], h], by), x[1]));
    near(d_by, slope(|h| whole(&x, h), by));
    // A function with several results, by a seed: the value of what it calls is needed for that of what this calls.
    let (count, _) = runs(|| turned_vjp(&x, by, [1.0, 0.5]));
    assert_eq!(count, 1);
}

/// One after the other, and what the first ones leave is needed in the end.
#[gradient]
fn sequence(x: f64) -> f64 {
    let [a, b] = pair(x, 1.0 + x);
    let scale = [a + b, a * b, (a - b).tanh()];
    let [c, d] = pair(scale[0], scale[2]);
    let (e, [f, g]) = triple(&[c * scale[1], d]);
    a * e + scale[0] * f + d * g + scale[2]
}

#[test]
fn calls_one_after_the_other() {
    let (count, (value, dx)) = runs(|| sequence_value_and_gradient(0.6));
    assert_eq!(count, 3);
    near(value, sequence(0.6));
    near(dx, slope(sequence, 0.6));
}

thread_local! {
    static PRODUCTS: Cell<u32> = const { Cell::new(0) };
}

/// v v^T, and v beside it.
fn outer(v: &[f64; 3]) -> [[f64; 4]; 3] {
    std::array::from_fn(|i| std::array::from_fn(|j| v[i] * v.get(j).unwrap_or(&1.0)))
}

#[custom_gradient(of = outer)]
fn outer_rule(v: &[f64; 3], seed: [[f64; 4]; 3]) -> [f64; 3] {
    PRODUCTS.with(|n| n.set(n.get() + 1));
    std::array::from_fn(|k| (0..3).map(|j| (seed[k][j] + seed[j][k]) * v[j]).sum::<f64>() + seed[k][3])
}

/// How far points are after a map whose columns and shift are read at different places.
#[gradient]
fn mapped_points(v: &[f64; 3], #[constant] x: &[[f64; 3]]) -> f64 {
    let m = outer(v);
    let mut sum = 0.0;
    for p in x {
        for row in &m {
            let mut moved = row[3];
            for j in 0..3 {
                moved += row[j] * p[j];
            }
            sum += 0.5 * moved * moved;
        }
    }
    sum + m[0][1]
}

#[test]
fn a_result_that_is_read_at_several_places_is_differentiated_once() {
    let (v, x) = ([0.4, -0.7, 1.1], [[0.3, 0.2, -0.5], [1.0, -2.0, 0.25]]);
    PRODUCTS.with(|n| n.set(0));
    let (value, dv) = mapped_points_value_and_gradient(&v, &x);
    assert_eq!(PRODUCTS.with(Cell::get), 1);
    near(value, mapped_points(&v, &x));
    for k in 0..3 {
        let at = |h: f64| std::array::from_fn(|i| if i == k { h } else { v[i] });
        near(dv[k], slope(|h| mapped_points(&at(h), &x), v[k]));
    }
}

/// In a loop over data, with what is chosen by a condition.
#[gradient]
fn in_a_loop(k: &[f64; 3], #[constant] x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        let [a, b] = pair(k[0] * v, k[1]);
        let w = if a > 0.1 { a * k[2] } else { b };
        sum += turned(&[w, a], b)[1].powi(2);
    }
    sum
}

#[test]
fn calls_in_loops() {
    let (k, x) = ([0.5, 1.2, -0.7], [0.3, -0.8, 1.7, 2.2, 0.01]);
    let (count, (value, dk)) = runs(|| in_a_loop_value_and_gradient(&k, &x));
    assert_eq!(count, 10);
    near(value, in_a_loop(&k, &x));
    for i in 0..3 {
        let moved = |h: f64| {
            let mut k = k;
            k[i] = h;
            in_a_loop(&k, &x)
        };
        near(dk[i], slope(moved, k[i]));
    }
}

/// Twenty calls, each of what the last one returned.
#[gradient]
fn long_chain(x: f64) -> f64 {
    let [a, b] = pair(x, 0.9);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    let [a, b] = pair(a + x, b);
    a + b
}

#[test]
fn more_calls_than_closures_in_each_other() {
    let (value, dx) = long_chain_value_and_gradient(0.8);
    near(value, long_chain(0.8));
    near(dx, slope(long_chain, 0.8));
}

/// Calls itself in a loop, so that no condition stands around the call.
#[gradient]
fn trees(x: f64, depth: usize) -> [f64; 2] {
    let mut out = [x, x * x];
    for k in 0..depth {
        let [a, b] = trees(0.5 * x + 0.1, k);
        out[0] += a * b;
        out[1] += b.sin();
    }
    out
}

#[gradient]
fn forest(x: f64) -> f64 {
    let [a, b] = trees(x, 4);
    a * b
}

/// Two that call each other.
#[gradient]
fn even(x: f64, n: usize) -> [f64; 1] {
    let mut y = x;
    for k in 0..n {
        y += 0.3 * odd(y.cos(), k)[0];
    }
    [y]
}

#[gradient]
fn odd(x: f64, n: usize) -> [f64; 1] {
    let mut y = x * x;
    for k in 0..n {
        y += 0.2 * even(x + 0.1 * y, k)[0];
    }
    [y]
}

#[gradient]
fn in_turn(x: f64) -> f64 {
    even(x, 3)[0] * odd(x, 2)[0]
}

#[test]
fn functions_that_call_themselves_in_loops() {
    near(forest_gradient(0.7), slope(forest, 0.7));
    near(in_turn_gradient(0.7), slope(in_turn, 0.7));
}

#[derive(Clone, Gradient)]
struct Lens {
    focus: [f64; 2],
    bend: f64,
}

#[gradient]
impl Lens {
    /// By value, by reference, and of the type.
    #[gradient]
    fn seen(&self, x: &[f64; 2]) -> [f64; 2] {
        let r = Lens::radius(x, counted(self.bend));
        [self.focus[0] * x[0] * r, self.focus[1] * x[1] / r]
    }

    #[gradient]
    fn radius(x: &[f64; 2], bend: f64) -> f64 {
        1.0 + bend * (x[0] * x[0] + x[1] * x[1])
    }

    #[gradient]
    fn spread(self, x: [f64; 2]) -> f64 {
        let [a, b] = self.seen(&x);
        a * b + a
    }
}

#[gradient]
fn through_lenses(lenses: &[Lens; 2], x: &[f64; 2]) -> f64 {
    let y = lenses[0].seen(x);
    let [a, b] = lenses[1].seen(&y);
    a * y[1] + b.exp() * Lens::radius(&y, a)
}

#[test]
fn methods_run_once() {
    let lenses = [Lens { focus: [1.1, 0.8], bend: 0.3 }, Lens { focus: [0.6, 1.4], bend: -0.2 }];
    let x = [0.5, -0.4];
    let (count, (value, (d, dx))) = runs(|| through_lenses_value_and_gradient(&lenses, &x));
    assert_eq!(count, 2);
    close(value, through_lenses(&lenses, &x));
    near(dx[0], slope(|h| through_lenses(&lenses, &[h, x[1]]), x[0]));
    let bent = |h: f64| {
        let mut moved = lenses.clone();
        moved[0].bend = h;
        through_lenses(&moved, &x)
    };
    near(d[0].bend, slope(bent, 0.3));
    let focused = |h: f64| {
        let mut moved = lenses.clone();
        moved[1].focus[1] = h;
        through_lenses(&moved, &x)
    };
    near(d[1].focus[1], slope(focused, 1.4));
    let (d, _) = lenses[0].clone().spread_gradient(x);
    let bent = |h: f64| Lens { bend: h, ..lenses[0].clone() }.spread(x);
    near(d.bend, slope(bent, 0.3));
}

/// Length from the argument, from type arguments, and of a type parameter.
#[gradient]
fn scaled<const N: usize>(x: &[f64; N], by: f64) -> [f64; N] {
    let mut out = [0.0; N];
    for i in 0..N {
        out[i] = (x[i] * by).sin();
    }
    out
}

#[gradient]
fn power<const N: usize>(x: f64) -> (f64, f64) {
    let mut y = 1.0;
    for _ in 0..N {
        y *= x;
    }
    (y, y * y)
}

#[gradient]
fn generic<T: chainrule::Float>(x: T, y: T) -> [T; 2] {
    [x * chainrule::functions::exp(y), x + y]
}

#[gradient]
fn of_types(x: &[f64; 4], by: f64) -> f64 {
    let y = scaled(x, by);
    let (a, b) = power::<3>(y[0] + y[3]);
    let [c, d] = generic(a, 0.5 * by);
    c * d + b * y[2] * y[1]
}

#[test]
fn generic_functions() {
    let (x, by) = ([0.3, -0.9, 1.4, 0.8], 0.7);
    let (value, (dx, d_by)) = of_types_value_and_gradient(&x, by);
    near(value, of_types(&x, by));
    near(d_by, slope(|h| of_types(&x, h), by));
    let by_differences: Vec<f64> = (0..4)
        .map(|i| {
            let moved = |h: f64| {
                let mut x = x;
                x[i] = h;
                of_types(&x, by)
            };
            slope(moved, x[i])
        })
        .collect();
    dx.iter().zip(&by_differences).for_each(|(a, b)| near(*a, *b));
    all_close(&of_types_gradient(&x, by).0, &dx);
}

/// An array of what a call returns is carried, and read for other results as well.
#[gradient]
fn orbit(x: f64) -> [f64; 4] {
    let mut y: [f64; 2] = [x, 0.5];
    let mut out = [0.0; 4];
    for o in &mut out {
        y = pair(y[0], y[1] + 1.0);
        *o = pair(y[1], y[0])[0];
    }
    out
}

#[test]
fn calls_of_a_carried_array_are_not_repeated() {
    let (count, dx) = runs(|| orbit_vjp(0.3, [1.0, 0.5, -0.4, 0.2]));
    let weighted = |x: f64| orbit(x).iter().zip([1.0, 0.5, -0.4, 0.2]).map(|(y, s)| y * s).sum::<f64>();
    near(dx, slope(weighted, 0.3));
    // Two calls for each pass, forwards and backwards.
    assert_eq!(count, 16);
}
