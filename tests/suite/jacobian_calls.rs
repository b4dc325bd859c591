//! Jacobians of functions that call other functions, against differences: what is called is run once for all columns.

#![allow(clippy::needless_range_loop, reason = "loops as they are written in numerical code")]

use chainrule::{Gradient, Parameters, custom_gradient, gradient};
use std::cell::Cell;

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// How often a rule's function runs.
fn runs(f: impl FnOnce()) -> u32 {
    RUNS.with(|n| n.set(0));
    f();
    RUNS.with(Cell::get)
}

/// The columns of a Jacobian by differences: of all numbers of the result by each number of the point.
fn columns<P: Parameters<Scalar = f64> + Clone>(point: &P, f: impl Fn(&P) -> Vec<f64>) -> Vec<Vec<f64>> {
    const H: f64 = 1e-4;
    let mut flat = vec![0.0; point.parameter_count()];
    point.to_flat(&mut flat);
    let at = |k: usize, h: f64| {
        let (mut flat, mut moved) = (flat.clone(), point.clone());
        flat[k] += h;
        moved.from_flat(&flat);
        f(&moved)
    };
    let column = |k: usize| {
        let [a, b, c, d] = [at(k, H), at(k, -H), at(k, 2.0 * H), at(k, -2.0 * H)];
        (0..a.len()).map(|i| (8.0 * (a[i] - b[i]) - (c[i] - d[i])) / (12.0 * H)).collect()
    };
    (0..flat.len()).map(column).collect()
}

/// Compares rows, each a gradient, with the columns.
#[track_caller]
fn compare<G: Parameters<Scalar = f64>>(rows: &[G], columns: &[Vec<f64>]) {
    for (i, row) in rows.iter().enumerate() {
        let mut flat = vec![0.0; row.parameter_count()];
        row.to_flat(&mut flat);
        assert_eq!(flat.len(), columns.len());
        for (k, value) in flat.iter().enumerate() {
            let expected = columns[k][i];
            assert!((value - expected).abs() <= 1e-9 * (1.0 + expected.abs()), "row {i}, column {k}: {value} is not {expected}");
        }
    }
    assert_eq!(rows.len(), columns[0].len());
}

type Matrix = [[f64; 3]; 3];

#[gradient]
fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let mut out = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                out[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    out
}

#[gradient]
fn turn(angle: f64, lift: f64) -> Matrix {
    let (s, c) = angle.sin_cos();
    [[c, -s, lift], [s, c, lift * s], [0.0, 0.0, 1.0]]
}

/// Results that are handed on as they are, and carried.
#[gradient]
fn chain<const N: usize>(angles: &[[f64; 2]; N]) -> [[[f64; 3]; 3]; N] {
    let mut pose: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut out = [[[0.0; 3]; 3]; N];
    for n in 0..N {
        pose = product(&pose, &turn(angles[n][0], angles[n][1]));
        out[n] = product(&pose, &pose);
    }
    out
}

/// Through three calls in each other.
#[gradient]
fn tips(angles: &[[f64; 2]; 3], scale: f64) -> [[f64; 2]; 3] {
    let poses: [[[f64; 3]; 3]; 3] = chain(angles);
    let mut out = [[0.0; 2]; 3];
    for n in 0..3 {
        out[n] = [poses[n][0][2] * scale, poses[n][1][2] / scale];
    }
    out
}

fn flat(value: &impl Parameters<Scalar = f64>) -> Vec<f64> {
    let mut out = vec![0.0; value.parameter_count()];
    value.to_flat(&mut out);
    out
}

#[test]
fn results_that_are_handed_on() {
    let angles = [[0.4, 1.0], [-0.7, 0.3], [1.1, -0.5]];
    let by = chain_jacobian(&angles);
    compare(by.as_flattened().as_flattened(), &columns(&angles, |a| flat(&chain(a))));
    let (by_angles, by_scale) = tips_jacobian(&angles, 1.7);
    compare(by_angles.as_flattened(), &columns(&angles, |a| flat(&tips(a, 1.7))));
    compare(by_scale.as_flattened(), &columns(&1.7, |s| flat(&tips(&angles, *s))));
}

/// (x y, x + 1) and counts.
fn counted(x: f64, y: f64) -> [f64; 2] {
    RUNS.with(|n| n.set(n.get() + 1));
    [x * y, x + 1.0]
}

#[custom_gradient(of = counted)]
fn counted_rule(x: f64, y: f64, seed: [f64; 2]) -> (f64, f64) {
    (seed[0] * y + seed[1], seed[0] * x)
}

#[gradient]
fn around_a_rule(x: &[f64; 2]) -> [f64; 5] {
    let [a, b] = counted(x[0].sin(), x[1]);
    let mut out = [0.0; 5];
    for k in 0..5 {
        out[k] = a * (k as f64) + b * a;
    }
    out
}

/// The same as a function that is differentiated.
#[gradient]
fn pair(x: f64, y: f64) -> [f64; 2] {
    [counted(x, y)[0], x + 1.0]
}

#[gradient]
fn around_a_function(x: &[f64; 2]) -> [f64; 5] {
    let [a, b] = pair(x[0].sin(), x[1]);
    let mut out = [0.0; 5];
    for k in 0..5 {
        out[k] = a * (k as f64) + b * a;
    }
    out
}

#[test]
fn rules_are_gone_through_row_by_row() {
    let x = [0.6, -1.3];
    let expected = columns(&x, |x| flat(&around_a_rule(x)));
    compare(&around_a_rule_jacobian(&x), &expected);
    compare(&around_a_function_jacobian(&x), &expected);
}

#[test]
fn a_call_is_made_once_for_all_columns() {
    let x = [0.6, -1.3];
    let rule = runs(|| _ = around_a_rule_jacobian(&x));
    let function = runs(|| _ = around_a_function_jacobian(&x));
    // Its value, and for its tangents once for their types, and once for the seeds.
    assert_eq!((rule, function), (3, 3));
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Lens {
    focus: [f64; 2],
    bend: f64,
    #[gradient(skip)]
    id: usize,
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Ray {
    at: [f64; 2],
    slope: f64,
}

#[gradient]
impl Lens {
    /// By reference, by value, and of the type; a struct as the result.
    #[gradient]
    fn bent(&self, ray: &Ray) -> Ray {
        let r = Lens::radius(&ray.at, self.bend);
        Ray { at: [ray.at[0] + ray.slope * self.focus[0], ray.at[1] * r[0]], slope: ray.slope - r[1] / self.focus[1] }
    }

    #[gradient]
    fn radius(x: &[f64; 2], bend: f64) -> [f64; 2] {
        let s = 1.0 + bend * (x[0] * x[0] + x[1] * x[1]);
        [s, s.sin()]
    }

    #[gradient]
    fn spread(self, x: [f64; 2]) -> [f64; 3] {
        let [a, b] = Self::radius(&x, self.bend);
        [a * self.focus[0], b * self.focus[1], a * b]
    }
}

/// What is in the result as it is in an argument, and a struct that another function returned.
#[gradient]
fn beside(ray: &Ray, k: f64) -> (f64, Ray) {
    (k * ray.slope, ray.clone())
}

#[gradient]
fn lifted(ray: &Ray, k: f64) -> Ray {
    Ray { slope: ray.slope * k, ..ray.clone() }
}

#[gradient]
fn bent_twice(lens: &Lens, ray: &Ray) -> Ray {
    lens.bent(&lens.bent(ray))
}

#[gradient]
fn copied(x: &[f64; 3]) -> [f64; 7] {
    let (a, ray) = beside(&Ray { at: [x[0], x[1] * x[2]], slope: x[2] }, x[1]);
    let up = lifted(&Ray { at: [x[1], a], slope: x[0] }, x[2]);
    let end = bent_twice(&Lens { focus: [x[0], 0.9], bend: 0.1, id: 0 }, &Ray { at: [0.3, x[1]], slope: x[2] });
    [a * ray.at[0], ray.at[1], ray.slope * up.at[1], up.slope, up.at[0] * a, end.at[1], end.slope * end.at[0]]
}

#[test]
fn copied_structs() {
    let x = [0.4, -1.2, 0.7];
    compare(&copied_jacobian(&x), &columns(&x, |x| flat(&copied(x))));
}

/// Structs that are made here, and results that are structs.
#[gradient]
fn through_lenses(lens: &[f64; 3], at: &[f64; 2], slope: f64) -> [f64; 4] {
    let ray = Ray { at: [at[0], at[1]], slope };
    let first = Lens { focus: [lens[0], lens[1]], bend: lens[2], id: 3 }.bent(&ray);
    let second = Lens { focus: [lens[1], 1.5], bend: 0.2, id: 4 }.bent(&first);
    let [a, b, _] = Lens { focus: [lens[0], 0.7], bend: second.slope, id: 5 }.spread([first.at[0], second.at[1]]);
    [second.at[0], second.slope, a, b * first.slope]
}

/// A struct that is handed on as it is: by rows.
#[gradient]
fn through(lens: &Lens, at: &[f64; 2]) -> [f64; 4] {
    let [a, b] = Lens::radius(at, lens.bend);
    let [c, d, e] = lens.clone().spread([a, b]);
    [c, d, e, a]
}

#[test]
fn methods_and_structs() {
    let (lens, at, slope) = ([1.1, 0.8, 0.3], [0.5, -0.4], 0.25);
    let (by_lens, by_at, by_slope) = through_lenses_jacobian(&lens, &at, slope);
    compare(&by_lens, &columns(&lens, |l| flat(&through_lenses(l, &at, slope))));
    compare(&by_at, &columns(&at, |a| flat(&through_lenses(&lens, a, slope))));
    compare(&by_slope, &columns(&slope, |s| flat(&through_lenses(&lens, &at, *s))));
}

/// Of a type parameter, const generics, and a list.
#[gradient]
fn generic<T: chainrule::Float>(x: T, y: T) -> [T; 2] {
    [x * chainrule::functions::exp(y), x + y]
}

#[gradient]
fn generic_number<T: chainrule::Float>(x: &[T; 2], y: T) -> T {
    x[0] * x[1] + chainrule::functions::sin(y)
}

#[gradient]
fn scaled<const N: usize>(x: &[f64; N], by: f64) -> [f64; N] {
    let mut out = [0.0; N];
    for i in 0..N {
        out[i] = (x[i] * by).sin();
    }
    out
}

#[gradient]
fn moments(x: &[f64], about: f64) -> [f64; 2] {
    let (mut sum, mut square) = (0.0, 0.0);
    for v in x {
        sum += v - about;
        square += (v - about) * (v - about);
    }
    [sum, square]
}

#[gradient]
fn power<const N: usize>(x: f64) -> (f64, [f64; 1]) {
    let mut y = 1.0;
    for _ in 0..N {
        y *= x;
    }
    (y, [y * y])
}

#[gradient]
fn of_types(x: &[f64; 4], by: f64) -> [f64; 6] {
    let y = scaled(x, by);
    let (a, [b]) = power::<3>(y[0] + y[3]);
    let [c, d] = generic(a, 0.5 * by);
    let [e, f] = moments(&scaled(x, 2.0 * by), by);
    let [g, h] = moments(x, c);
    let number = generic_number(&generic(by, x[1]), x[2]);
    [b * y[2], c + d, e, f * y[1], g * number, h]
}

#[test]
fn generic_functions_and_lists() {
    let (x, by) = ([0.3, -0.9, 1.4, 0.8], 0.7);
    let (by_x, by_by) = of_types_jacobian(&x, by);
    compare(&by_x, &columns(&x, |x| flat(&of_types(x, by))));
    compare(&by_by, &columns(&by, |by| flat(&of_types(&x, *by))));
}

/// Calls itself, with an integer that ends it.
#[gradient]
fn tree(x: &[f64; 2], depth: usize) -> [f64; 3] {
    if depth == 0 {
        return [x[0], x[1], x[0] * x[1]];
    }
    let [a, b, c] = tree(&[0.5 * x[0], x[1].sin()], depth - 1);
    [a * b, c + x[0], b.cos()]
}

#[gradient]
fn trees(x: &[f64; 2], depth: usize) -> [f64; 3] {
    let mut out = [x[0], x[1], 1.0];
    for k in 0..depth {
        let [a, b, c] = trees(&[0.5 * x[0] + 0.1, x[1]], k);
        out = [out[0] + a * b, out[1] * c, out[2] + a];
    }
    out
}

#[test]
fn recursion() {
    let x = [0.8, -0.3];
    for depth in 0..4 {
        compare(&tree_jacobian(&x, depth), &columns(&x, |x| flat(&tree(x, depth))));
        compare(&trees_jacobian(&x, depth), &columns(&x, |x| flat(&trees(x, depth))));
    }
}

/// What is written to.
#[gradient]
fn waves(x: &[f64; 2], out: &mut [f64; 4], last: &mut f64) -> f64 {
    for k in 0..4 {
        out[k] += (x[0] * k as f64).sin() * x[1];
    }
    *last = x[0] * x[1];
    x[0] + *last
}

#[gradient]
fn rows(x: &[f64; 2], #[constant] out: &mut [[f64; 2]]) {
    for n in 0..out.len() {
        out[n] = [x[0] * n as f64, x[1] * x[0]];
    }
}

#[gradient]
fn with_places(x: &[f64; 2]) -> [f64; 6] {
    let (mut out, mut last) = ([x[0], 1.0, 2.0, x[1]], 0.0);
    let sum = waves(x, &mut out, &mut last);
    let mut list = vec![[0.0; 2]; 3];
    rows(x, &mut list);
    [out[0], out[1] * last, out[2] + sum, out[3], list[1][0] * list[2][1], list[2][0]]
}

#[test]
fn functions_that_write() {
    let x = [0.8, -0.3];
    compare(&with_places_jacobian(&x), &columns(&x, |x| flat(&with_places(x))));
}

/// Where a call is not made nothing moves, and infinite derivatives move nothing that stands still.
#[gradient]
fn roots(x: f64, y: f64) -> [f64; 2] {
    [x.sqrt(), x * y]
}

#[gradient]
fn guarded(x: &[f64; 2]) -> [f64; 3] {
    let [a, b] = if x[0] > 0.5 { roots(x[0] - 0.5, x[1]) } else { [0.0, x[1]] };
    let [c, d] = roots(0.0, x[0]);
    [a + c, b, d + b]
}

#[test]
fn conditions_and_infinite_slopes() {
    for x in [[0.9, 1.2], [0.3, 1.2]] {
        compare(&guarded_jacobian(&x), &columns(&x, |x| flat(&guarded(x))));
    }
}

#[test]
fn by_a_struct_that_is_handed_on() {
    let lens = Lens { focus: [1.1, 0.8], bend: 0.3, id: 1 };
    let at = [0.5, -0.4];
    let (by_lens, by_at) = through_jacobian(&lens, &at);
    compare(&by_lens, &columns(&lens, |l| flat(&through(l, &at))));
    compare(&by_at, &columns(&at, |a| flat(&through(&lens, a))));
    // What was there before does not matter.
    let mut into = (by_lens.clone(), [[7.0; 2]; 4]);
    through_jacobian_into(&lens, &at, &mut into.0, &mut into.1);
    assert_eq!(into, (by_lens, by_at));
}

/// Calls what has no forward mode of its own.
#[gradient]
fn around_a_struct(bend: f64, at: &[f64; 2]) -> [f64; 5] {
    let [a, b, c, d] = through(&Lens { focus: [bend * bend, 0.8], bend, id: 2 }, at);
    [a, b * c, d, c, a * at[0]]
}

#[test]
fn through_a_function_that_hands_a_struct_on() {
    let (bend, at) = (0.7, [0.5, -0.4]);
    let (by_bend, by_at) = around_a_struct_jacobian(bend, &at);
    compare(&by_bend, &columns(&bend, |b| flat(&around_a_struct(*b, &at))));
    compare(&by_at, &columns(&at, |a| flat(&around_a_struct(bend, a))));
}

/// Returns the square of the sum, and leaves multiples in a list and the sum in a number.
fn totals(x: &[f64], k: f64, scaled: &mut [f64], sum: &mut f64) -> f64 {
    let total: f64 = x.iter().sum();
    scaled.iter_mut().zip(x).for_each(|(s, x)| *s = k * x);
    *sum += total;
    total * total
}

#[custom_gradient(of = totals)]
fn totals_rule(
    x: &[f64],
    k: f64,
    #[output]
    #[constant]
    _scaled: &[f64],
    #[output] _sum: &f64,
    seed: f64,
    seed_scaled: &[f64],
    seed_sum: &f64,
) -> (Vec<f64>, f64, f64) {
    let total: f64 = x.iter().sum();
    let by_x = seed_scaled.iter().map(|s| 2.0 * total * seed + k * s + seed_sum).collect();
    (by_x, x.iter().zip(seed_scaled).map(|(x, s)| x * s).sum(), *seed_sum)
}

#[gradient]
fn around_totals(x: &[f64; 3], k: f64) -> [f64; 4] {
    let (mut scaled, mut sum) = ([0.0; 3], x[0] * k);
    let square = totals(x, k * x[1], &mut scaled, &mut sum);
    [square * k, scaled[0] + scaled[2], scaled[1] * sum, sum]
}

#[test]
fn rules_of_functions_that_write() {
    let (x, k) = ([0.4, -1.2, 0.7], 1.3);
    let (by_x, by_k) = around_totals_jacobian(&x, k);
    compare(&by_x, &columns(&x, |x| flat(&around_totals(x, k))));
    compare(&by_k, &columns(&k, |k| flat(&around_totals(&x, *k))));
}
