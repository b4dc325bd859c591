//! Jacobians of functions with several results, against differences and known values.

#![allow(clippy::needless_range_loop, reason = "loops as they are written in numerical code")]

use super::all_close;
use chainrule::functions::sigmoid;
use chainrule::{Gradient, gradient};
use std::array::from_fn;

/// Central differences, row by row.
fn differences<const N: usize, const M: usize>(f: impl Fn(&[f64; N]) -> [f64; M], x: &[f64; N]) -> [[f64; N]; M] {
    const H: f64 = 1e-5;
    let columns: [[f64; M]; N] = from_fn(|i| {
        let at = |step: f64| f(&from_fn(|k| if k == i { x[k] + step } else { x[k] }));
        let (above, below) = (at(H), at(-H));
        from_fn(|m| (above[m] - below[m]) / (2.0 * H))
    });
    from_fn(|m| from_fn(|i| columns[i][m]))
}

#[track_caller]
fn near<const N: usize, const M: usize>(a: &[[f64; N]; M], b: &[[f64; N]; M]) {
    for (m, (a, b)) in a.iter().zip(b).enumerate() {
        for (i, (a, b)) in a.iter().zip(b).enumerate() {
            assert!((a - b).abs() < 1e-8 * (1.0 + b.abs()), "row {m}, column {i}: {a} and {b}");
        }
    }
}

/// What differs from element to element, and what they share.
#[gradient]
fn projected(x: &[f64; 5], #[constant] seen: &[f64; 2]) -> [f64; 2] {
    let depth = x[2] * x[2] + x[3].cos();
    let p = [x[0] / depth, x[1] / depth];
    let r2 = p[0] * p[0] + p[1] * p[1];
    [x[4] * (p[0] * r2 - seen[0]), p[1] * (1.0 + r2) - seen[1]]
}

#[test]
fn elements_that_are_listed() {
    let (x, seen) = ([0.3, -0.7, 1.2, 0.4, 2.0], [0.1, 0.2]);
    let (value, rows) = projected_value_and_jacobian(&x, &seen);
    all_close(&value, &projected(&x, &seen));
    near(&rows, &differences(|x| projected(x, &seen), &x));
    assert_eq!(projected_jacobian(&x, &seen), rows);
    let mut out = [[7.0; 5]; 2];
    projected_jacobian_into(&x, &seen, &mut out);
    assert_eq!(out, rows);
    out = [[7.0; 5]; 2];
    assert_eq!(projected_value_and_jacobian_into(&x, &seen, &mut out), value);
    assert_eq!(out, rows);
}

#[gradient]
fn layer<const N: usize, const M: usize>(w: &[[f64; N]; M], b: &[f64; M], gain: f64, x: &[f64; N]) -> [f64; M] {
    let mut y = [0.0; M];
    for i in 0..M {
        let mut z = b[i];
        for j in 0..N {
            z += w[i][j] * x[j];
        }
        y[i] = gain * sigmoid(z);
    }
    y
}

#[test]
fn elements_of_a_loop_and_several_arguments() {
    let w = [[0.1, -0.2, 0.3], [0.5, 0.4, -0.6]];
    let (b, x) = ([0.2, -0.1], [1.0, 2.0, -1.5]);
    let (value, (dw, db, dgain, dx)) = layer_value_and_jacobian(&w, &b, 3.0, &x);
    all_close(&value, &layer(&w, &b, 3.0, &x));
    near(&dx, &differences(|x| layer(&w, &b, 3.0, x), &x));
    near(&db, &differences(|b| layer(&w, b, 3.0, &x), &b));
    near(&dgain.map(|g| [g]), &differences(|g| layer(&w, &b, g[0], &x), &[3.0]));
    let flat: [f64; 6] = from_fn(|k| w[k / 3][k % 3]);
    let by_differences = differences(|w| layer(&[[w[0], w[1], w[2]], [w[3], w[4], w[5]]], &b, 3.0, &x), &flat);
    near(&dw.map(|rows| from_fn(|k| rows[k / 3][k % 3])), &by_differences);
}

#[gradient]
fn softmax(x: &[f64; 20]) -> [f64; 20] {
    let mut total = 0.0;
    for k in 0..20 {
        total += x[k].exp();
    }
    let mut p = [0.0; 20];
    for k in 0..20 {
        p[k] = x[k].exp() / total;
    }
    p
}

#[test]
fn every_element_depends_on_all() {
    let x: [f64; 20] = from_fn(|k| (k as f64).sin());
    near(&softmax_jacobian(&x), &differences(softmax, &x));
}

#[gradient]
fn polar(x: f64, y: f64) -> (f64, [f64; 2]) {
    let r = (x * x + y * y).sqrt();
    (r, [x / r, y.atan2(x)])
}

#[test]
fn a_tuple_has_a_gradient_for_each_of_its_numbers() {
    let ((r, [c, angle]), (dx, dy)) = polar_value_and_jacobian(3.0, 4.0);
    all_close(&[r, c, angle], &[5.0, 0.6, 4.0f64.atan2(3.0)]);
    near(&[[dx.0, dy.0], [dx.1[0], dy.1[0]], [dx.1[1], dy.1[1]]], &[[0.6, 0.8], [16.0 / 125.0, -12.0 / 125.0], [-4.0 / 25.0, 3.0 / 25.0]]);
}

/// The states of a recurrence: each of them depends on those before.
#[gradient]
fn track(start: f64, push: &[f64; 6]) -> [f64; 6] {
    let (mut x, mut v) = (start, 0.0);
    let mut out = [0.0; 6];
    for t in 0..6 {
        v += 0.3 * (push[t] - x.sin());
        x += 0.3 * v;
        out[t] = x * x;
    }
    out
}

/// The last one.
#[gradient]
fn ends<const T: usize>(start: [f64; 3], push: &[f64; T]) -> [f64; 3] {
    let mut x = start;
    for t in 0..T {
        let mut next = [0.0; 3];
        for i in 0..3 {
            let mut sum = push[t] * (i as f64 + 1.0);
            for j in 0..3 {
                sum += 0.4 * x[j] / (1.0 + i as f64 + j as f64);
            }
            next[i] = sum.tanh();
        }
        x = next;
    }
    x
}

#[test]
fn recurrences() {
    let push = [0.5, -0.1, 0.3, 0.9, -0.4, 0.2];
    let (ds, dp) = track_jacobian(0.7, &push);
    near(&dp, &differences(|p| track(0.7, p), &push));
    near(&ds.map(|d| [d]), &differences(|s| track(s[0], &push), &[0.7]));
    let start = [0.3, -0.2, 0.8];
    let (ds, dp) = ends_jacobian(start, &push);
    near(&ds, &differences(|s| ends(*s, &push), &start));
    near(&dp, &differences(|p| ends(start, p), &push));
}

/// A step of a simulation, whose state is an argument by `&mut`, and what it returns.
#[gradient]
fn step(state: &mut [f64; 2], stiffness: f64) -> f64 {
    state[1] -= 0.1 * stiffness * state[0];
    state[0] += 0.1 * state[1];
    state[0] * state[0] + state[1] * state[1]
}

/// A number alone.
#[gradient]
fn doubled(x: &mut f64, y: f64) {
    *x = 2.0 * *x * y;
}

#[test]
fn what_is_left_in_arguments() {
    let at = |x: &[f64; 3]| {
        let mut state = [x[0], x[1]];
        let energy = step(&mut state, x[2]);
        [energy, state[0], state[1]]
    };
    let x = [1.0, 0.5, 2.0];
    let ((energy, state), (d_state, d_stiffness)) = step_value_and_jacobian(&[1.0, 0.5], 2.0);
    all_close(&[energy, state[0], state[1]], &at(&x));
    let rows: [[f64; 3]; 3] =
        [(d_state.0, d_stiffness.0), (d_state.1[0], d_stiffness.1[0]), (d_state.1[1], d_stiffness.1[1])].map(|(s, k)| [s[0], s[1], k]);
    near(&rows, &differences(at, &x));
    assert_eq!(doubled_value_and_jacobian(&3.0, 5.0), (30.0, (10.0, 6.0)));
}

/// A condition, and an element that is not a function of anything.
#[gradient]
fn cut(x: &[f64; 2], limit: f64) -> [f64; 3] {
    if x[0] > limit { [x[0].ln() * x[1], 1.0, x[1].sqrt()] } else { [limit * x[1], 2.0, 0.0] }
}

#[test]
fn branches() {
    let x = [0.7, 1.3];
    for limit in [0.5, 0.9] {
        let (dx, dl) = cut_jacobian(&x, limit);
        near(&dx, &differences(|x| cut(x, limit), &x));
        near(&dl.map(|d| [d]), &differences(|l| cut(&x, l[0]), &[limit]));
    }
    // The branch that is not taken has an infinite slope here.
    assert_eq!(cut_jacobian(&[0.0, 0.0], 0.5), ([[0.0, 0.5], [0.0, 0.0], [0.0, 0.0]], [0.0, 0.0, 0.0]));
}

#[gradient]
fn bump(x: f64, width: f64) -> f64 {
    (-x * x / width).exp()
}

#[gradient]
fn turned(v: [f64; 2], angle: f64) -> [f64; 2] {
    [v[0] * angle.cos() - v[1] * angle.sin(), v[0] * angle.sin() + v[1] * angle.cos()]
}

/// Calls once for all rows, once for each, and with an array.
#[gradient]
fn called(x: &[f64; 3], width: f64) -> [f64; 4] {
    let shared = bump(x[0] * x[1], width);
    let mut out = [0.0; 4];
    for k in 0..3 {
        out[k] = shared * bump(x[k], 1.0 + width);
    }
    let t = turned([x[1], shared], x[2]);
    out[3] = t[0] * t[1];
    out
}

/// A row of the call's own result for each of ours.
#[gradient]
fn turned_twice(v: [f64; 2], angle: f64) -> [f64; 2] {
    let first = turned(v, angle);
    let mut out = [0.0; 2];
    for k in 0..2 {
        out[k] = first[k] * first[k] * v[k];
    }
    out
}

#[test]
fn calls() {
    let x = [0.4, -0.6, 0.9];
    let (dx, dw) = called_jacobian(&x, 0.8);
    near(&dx, &differences(|x| called(x, 0.8), &x));
    near(&dw.map(|d| [d]), &differences(|w| called(&x, w[0]), &[0.8]));
    let v = [0.4, -0.6];
    let (dv, da) = turned_twice_jacobian(v, 0.3);
    near(&dv, &differences(|v| turned_twice(*v, 0.3), &v));
    near(&da.map(|d| [d]), &differences(|a| turned_twice(v, a[0]), &[0.3]));
}

#[gradient]
fn powers<T: chainrule::Float>(x: T, y: &[T; 2]) -> [T; 2] {
    [x * y[0], x * x * y[1]]
}

struct Camera;

#[gradient]
impl Camera {
    #[gradient]
    fn pair(#[constant] &self, x: f64) -> [f64; 2] {
        [x * x, 3.0 * x]
    }
}

#[test]
fn generics_and_methods() {
    assert_eq!(powers_jacobian(3.0f32, &[2.0, 5.0]), ([2.0, 30.0], [[3.0, 0.0], [0.0, 9.0]]));
    assert_eq!(Camera.pair_value_and_jacobian(2.0), ([4.0, 6.0], [4.0, 3.0]));
}

/// Data picks the element that is read, and the range that is summed.
#[gradient]
fn picked(x: &[f64; 4], which: &[usize; 3], #[constant] count: usize) -> [f64; 3] {
    let mut out = [0.0; 3];
    for k in 0..3 {
        let mut sum = 0.0;
        for i in 0..count {
            sum += x[i] * x[which[k]];
        }
        out[k] = sum;
    }
    out
}

#[test]
fn indices_that_are_data() {
    let x = [0.5, 1.5, -2.0, 3.0];
    near(&picked_jacobian(&x, &[2, 0, 2], 3), &differences(|x| picked(x, &[2, 0, 2], 3), &x));
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Line {
    slope: [f64; 2],
    offset: f64,
    unused: f64,
    #[gradient(skip)]
    turns: usize,
}

fn line(slope: [f64; 2], offset: f64) -> Line {
    Line { slope, offset, unused: 1.0, turns: 3 }
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Chain {
    links: [Line; 2],
    scale: f64,
}

#[gradient]
fn moments(x: &[f64], k: f64) -> [f64; 2] {
    let (mut sum, mut square) = (0.0, 0.0);
    for v in x {
        sum += v;
        square += k * v * v;
    }
    [sum, square]
}

#[test]
fn by_slices() {
    let x = [0.5, -1.0, 2.0];
    let (by_x, by_k) = moments_jacobian(&x, 3.0);
    assert_eq!((&by_x, by_k), (&[vec![1.0; 3], vec![3.0, -6.0, 12.0]], [0.0, 5.25]));
    let mut into = ([vec![7.0; 3], vec![7.0; 3]], [7.0; 2]);
    assert_eq!(moments_value_and_jacobian_into(&x, 3.0, &mut into.0, &mut into.1), [1.5, 15.75]);
    assert_eq!(into, (by_x, by_k));
}

#[test]
#[should_panic(expected = "a gradient by `x` has 2 elements, but `x` has 3")]
fn by_slices_of_other_lengths() {
    moments_jacobian_into(&[1.0, 2.0, 3.0], 1.0, &mut [vec![0.0; 3], vec![0.0; 2]], &mut [0.0; 2]);
}

#[gradient]
fn responses(p: &Line, x: &[f64; 3]) -> [f64; 3] {
    let mut out = [0.0; 3];
    for i in 0..3 {
        out[i] = p.slope[0] * x[i] + p.slope[1] * x[i] * x[i] + p.offset;
    }
    out
}

#[gradient]
impl Line {
    fn pair(&self, x: f64) -> [f64; 2] {
        [self.slope[0] * x, self.offset * x * x]
    }
}

#[test]
fn by_structs() {
    let (p, x) = (line([2.0, 3.0], 5.0), [0.5, -1.0, 2.0]);
    let (by_p, by_x) = responses_jacobian(&p, &x);
    for i in 0..3 {
        assert_eq!(by_p[i], LineGradient { slope: [x[i], x[i] * x[i]], offset: 1.0, unused: 0.0 });
        let mut row = [0.0; 3];
        row[i] = 2.0 + 6.0 * x[i];
        assert_eq!(by_x[i], row);
    }
    let mut into = [LineGradient { slope: [7.0; 2], offset: 7.0, unused: 7.0 }, LineGradient::default()];
    p.pair_jacobian_into(3.0, &mut into, &mut [7.0; 2]);
    assert_eq!(into, [LineGradient { slope: [3.0, 0.0], ..Default::default() }, LineGradient { offset: 9.0, ..Default::default() }]);
}

/// A number and a matrix of what structs in an array and a tuple hold.
#[gradient]
fn nested(chain: &Chain, t: (f64, f64)) -> (f64, [[f64; 2]; 2]) {
    let mut out = [[0.0; 2]; 2];
    let s = chain.scale * t.0;
    for l in 0..2 {
        for i in 0..2 {
            out[l][i] = chain.links[l].slope[i] * chain.links[l].offset * t.1 * s;
        }
    }
    (s, out)
}

#[gradient]
fn of_list(lines: &[Line], k: f64) -> [f64; 2] {
    let (mut sum, mut product) = (0.0, 1.0);
    for line in lines {
        sum += k * line.offset;
        product *= line.slope[0];
    }
    [sum, product]
}

#[test]
fn by_structs_in_arrays_and_slices() {
    let chain = Chain { links: [line([2.0, 3.0], 5.0), line([0.5, 0.7], 0.3)], scale: 1.5 };
    let (by_chain, by_t) = nested_jacobian(&chain, (0.4, 1.1));
    assert_eq!((by_chain.0.scale, by_chain.0.links, by_t.0), (0.4, Default::default(), (1.5, 0.0)));
    for l in 0..2 {
        for i in 0..2 {
            let (gradient, (first, second)) = (&by_chain.1[l][i], by_t.1[l][i]);
            let Line { slope, offset, .. } = &chain.links[l];
            let product = slope[i] * offset;
            all_close(&[gradient.scale, first, second], &[product * 1.1 * 0.4, product * 1.1 * 1.5, product * 0.6]);
            let mut links = <[LineGradient; 2]>::default();
            links[l].offset = slope[i] * 1.1 * 0.6;
            links[l].slope[i] = offset * 1.1 * 0.6;
            for (found, expected) in gradient.links.iter().zip(&links) {
                all_close(&[found.slope[0], found.slope[1], found.offset], &[expected.slope[0], expected.slope[1], expected.offset]);
            }
        }
    }
    let (by_lines, by_k) = of_list_jacobian(&chain.links, 2.0);
    assert_eq!(by_k, [5.3, 0.0]);
    let offset = |offset| LineGradient { offset, ..Default::default() };
    let slope = |slope| LineGradient { slope: [slope, 0.0], ..Default::default() };
    assert_eq!(by_lines, [vec![offset(2.0), offset(2.0)], vec![slope(0.5), slope(2.0)]]);
}

/// A turn about the third axis, and a step along it.
#[gradient]
fn screw(p: &[f64; 3], angle: f64) -> [f64; 3] {
    let (s, c) = angle.sin_cos();
    [p[0] * c - p[1] * s, p[0] * s + p[1] * c, p[2] + 0.1 * angle]
}

/// A few angles, and many numbers that follow from what they share: by columns.
#[gradient]
fn arm(angles: &[f64; 4]) -> [[f64; 3]; 12] {
    let mut p = [1.0, 0.2, 0.0];
    let mut out = [[0.0; 3]; 12];
    for k in 0..4 {
        p = screw(&p, angles[k]);
        for n in 0..3 {
            out[3 * k + n] = [p[0] * n as f64 + p[1], p[1] * p[2], p[n]];
        }
    }
    out
}

/// The same, of points of which only the caller knows how many there are.
#[gradient]
fn moved(angles: &[f64; 4], shift: f64, #[constant] points: &[[f64; 3]], #[constant] out: &mut [[f64; 3]]) {
    let a = screw(&screw(&[1.0, 0.0, 0.0], angles[0] * angles[1]), angles[2]);
    for n in 0..out.len() {
        for i in 0..3 {
            let mut z = a[i] * angles[3] + shift;
            for j in 0..3 {
                z += (a[j] * points[n][j] * shift).tanh();
            }
            out[n][i] = z;
        }
    }
}

#[test]
fn many_results_of_a_few_numbers_through_calls() {
    let angles = [0.3, -0.8, 1.1, 0.5];
    let flat = |angles: &[f64; 4]| -> [f64; 36] { arm(angles).as_flattened().try_into().unwrap() };
    let rows: [[f64; 4]; 36] = arm_jacobian(&angles).as_flattened().try_into().unwrap();
    near(&rows, &differences(flat, &angles));

    let points: [[f64; 3]; 7] = from_fn(|n| from_fn(|j| 0.3 * n as f64 - 0.5 * j as f64));
    let all = |x: &[f64; 5]| -> [f64; 21] {
        let mut out = [[0.0; 3]; 7];
        moved(x.first_chunk().unwrap(), x[4], &points, &mut out);
        out.as_flattened().try_into().unwrap()
    };
    let x = [0.3, -0.8, 1.1, 0.5, 0.4];
    let (by_angles, by_shift) = moved_jacobian(&angles, x[4], &points, &[[0.0; 3]; 7]);
    let rows: [[f64; 5]; 21] = from_fn(|m| from_fn(|i| if i < 4 { by_angles[m / 3][m % 3][i] } else { by_shift[m / 3][m % 3] }));
    near(&rows, &differences(all, &x));
}

#[derive(Clone, Gradient)]
struct Pose {
    at: f64,
    heading: [f64; 2],
}

#[gradient]
fn posed(a: f64, b: &[f64; 2]) -> Pose {
    Pose { at: a * b[0], heading: [b[1] * a.sin(), b[0] + a] }
}

#[gradient]
fn seen_from(pose: &Pose) -> [f64; 2] {
    [pose.at * pose.heading[0], pose.heading[1] * pose.heading[1]]
}

/// What a call returns is handed on to another one: by rows.
#[gradient]
fn seen(a: f64, b: &[f64; 2]) -> [f64; 2] {
    let pose = posed(a, b);
    let m = seen_from(&pose);
    let n = seen_from(&posed(m[0], b));
    [pose.at * a + m[1], n[0] + n[1]]
}

/// The same by columns.
#[gradient]
fn seen_often(a: f64, b: &[f64; 2]) -> [[f64; 2]; 5] {
    let mut out = [[0.0; 2]; 5];
    for k in 0..5 {
        out[k] = seen_from(&posed(a * (1.0 + k as f64), b));
    }
    out
}

#[test]
fn what_a_call_returns_goes_on_to_another() {
    let x = [0.6, 0.4, -0.8];
    let b = [x[1], x[2]];
    let together = |a: &[f64], b: &[[f64; 2]]| -> Vec<[f64; 3]> { a.iter().zip(b).map(|(a, b)| [*a, b[0], b[1]]).collect() };
    let (by_a, by_b) = seen_jacobian(x[0], &b);
    let rows: [[f64; 3]; 2] = together(&by_a, &by_b).try_into().unwrap();
    near(&rows, &differences(|x| seen(x[0], &[x[1], x[2]]), &x));
    let (by_a, by_b) = seen_often_jacobian(x[0], &b);
    let rows: [[f64; 3]; 10] = together(by_a.as_flattened(), by_b.as_flattened()).try_into().unwrap();
    near(&rows, &differences(|x| seen_often(x[0], &[x[1], x[2]]).as_flattened().try_into().unwrap(), &x));
}
