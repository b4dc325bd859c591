//! Functions with `&mut` arguments, and calls of them.

use super::{all_close, close};
use chainrule::gradient;

#[gradient]
fn scaled(x: &[f64], factor: f64, y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = factor * x;
    }
}

#[test]
fn what_is_overwritten_has_a_gradient_of_zero() {
    let (x, y) = ([1.0, 2.0, 3.0], [7.0; 3]);
    let (dx, df, dy) = scaled_vjp(&x, 2.0, &y, &[1.0, 0.5, 0.0]);
    assert_eq!((dx, df, dy), (vec![2.0, 1.0, 0.0], 2.0, vec![0.0; 3]));
}

/// One step of a damped oscillator, in place.
#[gradient]
fn step(state: &mut [f64; 2], stiffness: f64, #[constant] dt: f64) {
    let force = -stiffness * state[0] - 0.1 * state[1];
    state[1] += dt * force;
    state[0] += dt * state[1];
}

#[gradient]
fn distance(start: &[f64; 2], stiffness: f64, steps: usize) -> f64 {
    let mut state = *start;
    for _ in 0..steps {
        step(&mut state, stiffness, 0.05);
    }
    state[0] * state[0] + 0.5 * state[1]
}

#[test]
fn in_place_steps_in_a_loop() {
    let (start, k) = ([0.3, -0.2], 2.0);
    let (value, (ds, dk)) = distance_value_and_gradient(&start, k, 20);
    close(value, distance(&start, k, 20));
    let h = 1e-6;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} is not {b}");
    near(dk, (distance(&start, k + h, 20) - distance(&start, k - h, 20)) / (2.0 * h));
    near(ds[0], (distance(&[start[0] + h, start[1]], k, 20) - distance(&[start[0] - h, start[1]], k, 20)) / (2.0 * h));
    near(ds[1], (distance(&[start[0], start[1] + h], k, 20) - distance(&[start[0], start[1] - h], k, 20)) / (2.0 * h));
    // By hand: state[1] = (1 - 0.1 dt) v - k dt x, state[0] = x + dt state[1].
    let (dt, s) = (0.05, [1.0, 3.0]);
    let seed = [2.0, -1.0];
    let dv = seed[1] + dt * seed[0];
    let (ds, dk) = step_vjp(&s, k, dt, &seed);
    all_close(&ds, &[seed[0] - k * dt * dv, (1.0 - 0.1 * dt) * dv]);
    close(dk, -dt * s[0] * dv);
}

#[gradient]
fn statistics(x: &[f64; 4], sum: &mut f64, squares: &mut f64) -> f64 {
    for v in x {
        *sum += v;
        *squares += v * v;
    }
    *squares - *sum
}

#[test]
fn numbers_and_a_result_besides() {
    let x = [1.0, -2.0, 0.5, 3.0];
    // The seed of what is returned comes first.
    let (dx, d_sum, d_squares) = statistics_vjp(&x, &10.0, &20.0, 1.0, &3.0, &0.25);
    all_close(&dx, &x.map(|v| (3.0 - 1.0) + (0.25 + 1.0) * 2.0 * v));
    assert_eq!((d_sum, d_squares), (2.0, 1.25));
}

#[gradient]
fn spread(x: &[f64; 4], offset: f64) -> f64 {
    let (mut sum, mut squares) = (offset, 0.0);
    let difference = statistics(x, &mut sum, &mut squares);
    sum * squares + difference
}

#[test]
fn numbers_written_by_a_call() {
    let (x, c) = ([1.0, -2.0, 0.5, 3.0], 0.7);
    let (value, (dx, dc)) = spread_value_and_gradient(&x, c);
    close(value, spread(&x, c));
    let sum: f64 = c + x.iter().sum::<f64>();
    let squares: f64 = x.iter().map(|v| v * v).sum();
    all_close(&dx, &x.map(|v| squares + sum * 2.0 * v + 2.0 * v - 1.0));
    close(dc, squares - 1.0);
}

#[gradient]
fn layer<const N: usize, const M: usize>(w: &[[f64; N]; M], x: &[f64; N], out: &mut [f64; M]) {
    for i in 0..M {
        let mut z = 0.0;
        for j in 0..N {
            z += w[i][j] * x[j];
        }
        out[i] = z.tanh();
    }
}

#[gradient]
fn net(first: &[[f64; 2]; 3], second: &[[f64; 3]; 2], x: &[f64; 2]) -> f64 {
    let mut hidden = [0.0; 3];
    layer(first, x, &mut hidden);
    let mut rows = [[0.0; 2]; 2];
    for r in 0..2 {
        layer(second, &hidden, &mut rows[r]);
        hidden[r] *= 0.5;
    }
    rows[0][0] * rows[1][1] + rows[1][0] - rows[0][1]
}

#[test]
fn layers_that_fill_arrays() {
    let first = [[0.3, -0.2], [0.5, 0.7], [-0.4, 0.1]];
    let second = [[0.2, 0.6, -0.3], [0.9, -0.1, 0.4]];
    let x = [0.8, -1.1];
    let (value, (d1, d2, dx)) = net_value_and_gradient(&first, &second, &x);
    close(value, net(&first, &second, &x));
    let h = 1e-6;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} is not {b}");
    for i in 0..3 {
        for j in 0..2 {
            let at = |d: f64| {
                let mut w = first;
                w[i][j] += d;
                net(&w, &second, &x)
            };
            near(d1[i][j], (at(h) - at(-h)) / (2.0 * h));
            let at = |d: f64| {
                let mut w = second;
                w[j][i] += d;
                net(&first, &w, &x)
            };
            near(d2[j][i], (at(h) - at(-h)) / (2.0 * h));
        }
    }
    for j in 0..2 {
        let at = |d: f64| {
            let mut x = x;
            x[j] += d;
            net(&first, &second, &x)
        };
        near(dx[j], (at(h) - at(-h)) / (2.0 * h));
    }
}

/// Returns early, and in a loop.
#[gradient]
fn filled(x: &[f64; 5], limit: f64, y: &mut [f64; 5]) {
    if limit < 0.0 {
        y[0] = limit * x[0];
        return;
    }
    for i in 0..5 {
        if x[i] > limit {
            return;
        }
        y[i] *= x[i];
    }
    y[4] += limit;
}

#[test]
fn returns_leave_what_was_written() {
    let (y, seed) = ([2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 10.0, 100.0, 1000.0, 10000.0]);
    let x = [0.1, 0.2, 0.9, 0.3, 0.4];
    let (dx, dl, dy) = filled_vjp(&x, -2.0, &y, &seed);
    assert_eq!((dx, dl, dy), ([-2.0, 0.0, 0.0, 0.0, 0.0], 0.1, [0.0, 10.0, 100.0, 1000.0, 10000.0]));
    let (dx, dl, dy) = filled_vjp(&x, 0.5, &y, &seed);
    assert_eq!((dx, dl, dy), ([2.0, 30.0, 0.0, 0.0, 0.0], 0.0, [0.1, 2.0, 100.0, 1000.0, 10000.0]));
    let (_, dl, dy) = filled_vjp(&x, 1.0, &y, &seed);
    assert_eq!((dl, dy[4]), (10000.0, 4000.0));
}

#[gradient]
fn wrapped(x: &[f64], y: &mut [f64]) -> f64 {
    assert!(x.len() == y.len());
    scaled(x, 3.0, y);
    let z = y;
    z[0] *= z[1];
    let mut total = 0.0;
    for v in z.iter() {
        total += v * v;
    }
    assert!(total > 0.0, "nothing");
    total
}

#[test]
fn places_are_handed_on() {
    let (x, y) = ([1.0, 2.0, 0.5], [0.0; 3]);
    let (dx, dy) = wrapped_vjp(&x, &y, 0.0, &[1.0, 0.0, 0.0]);
    assert_eq!((dx, dy), (vec![18.0, 9.0, 0.0], vec![0.0; 3]));
    let mut out = (vec![1.0; 3], vec![1.0; 3]);
    // total = 81 (x0 x1)^2 + 9 x1^2 + 9 x2^2
    wrapped_vjp_add(&x, &y, 1.0, &[0.0; 3], &mut out.0, &mut out.1);
    assert_eq!(out, (vec![1.0 + 648.0, 1.0 + 324.0 + 36.0, 10.0], vec![1.0; 3]));
    wrapped_vjp_into(&x, &y, 1.0, &[0.0; 3], &mut out.0, &mut out.1);
    assert_eq!(out, (vec![648.0, 360.0, 9.0], vec![0.0; 3]));
}

#[test]
#[should_panic(expected = "the seed of `y` has 2 elements, but `y` has 3")]
fn a_seed_has_the_length_of_its_argument() {
    wrapped_vjp(&[1.0; 3], &[1.0; 3], 1.0, &[0.0; 2]);
}

#[gradient]
fn if_positive(x: &[f64], n: usize) -> f64 {
    let mut y = vec![0.0; n];
    if x[0] > 0.0 {
        scaled(x, x[1], &mut y);
    }
    let mut sum = 0.0;
    for v in y.iter() {
        sum += v * v;
    }
    sum
}

#[test]
fn a_call_in_a_branch_writes_only_there() {
    assert_eq!(if_positive_value_and_gradient(&[-1.0, 2.0], 2), (0.0, vec![0.0; 2]));
    // x1^2 (x0^2 + x1^2)
    assert_eq!(if_positive_value_and_gradient(&[1.0, 2.0], 2), (20.0, vec![8.0, 4.0 * 1.0 + 4.0 * 8.0]));
}

#[gradient]
fn generic<T: chainrule::Float>(x: T, y: &mut [T; 2]) {
    y[0] *= x;
    y[1] = x * x;
}

#[gradient]
fn held(#[constant] y: &mut [f64; 2], x: f64) {
    y[1] = y[0] * x;
}

#[test]
fn float_types_and_constants() {
    assert_eq!(generic_vjp(3.0f32, &[2.0, 5.0], &[1.0, 10.0]), (62.0, [3.0, 0.0]));
    assert_eq!(held_vjp(&[2.0, 3.0], 5.0, &[1.0, 10.0]), 20.0);
}

struct Model {
    gain: f64,
}

#[gradient]
impl Model {
    #[gradient]
    fn apply(#[constant] &self, x: f64, y: &mut f64) {
        *y += self.gain * x * x;
    }
}

#[test]
fn methods_with_places() {
    assert_eq!(Model { gain: 2.0 }.apply_vjp(3.0, &1.0, &0.5), (6.0, 0.5));
}

/// Tuples in an array, written one by one.
#[gradient]
fn pairs(x: &[f64; 3]) -> [(f64, [f64; 2]); 3] {
    let mut out = [(0.0, [0.0; 2]); 3];
    for i in 0..3 {
        out[i] = (x[i] * x[i], [x[i], x[(i + 1) % 3] * x[i]]);
    }
    out
}

#[gradient]
fn of_pairs(x: &[f64; 3]) -> f64 {
    let pairs = pairs(x);
    let mut sum = pairs[1].1[1];
    for (a, [b, c]) in pairs {
        sum += a * b + c * c;
    }
    sum
}

#[test]
fn tuples_in_arrays() {
    // x0 x1, and the cubes and the squares of the products of neighbours, each once.
    let [a, b, c] = [0.5, -1.0, 2.0];
    let (value, [by_a, by_b, by_c]) = of_pairs_value_and_gradient(&[a, b, c]);
    close(value, b * c + a.powi(3) + b.powi(3) + c.powi(3) + a * a * b * b + b * b * c * c + c * c * a * a);
    close(by_a, 3.0 * a * a + 2.0 * a * (b * b + c * c));
    close(by_b, c + 3.0 * b * b + 2.0 * b * (a * a + c * c));
    close(by_c, b + 3.0 * c * c + 2.0 * c * (a * a + b * b));
    let seed = [(1.0, [0.0, 0.0]), (0.0, [2.0, 0.0]), (0.0, [0.0, 3.0])];
    assert_eq!(pairs_vjp(&[a, b, c], seed), [2.0 * a + 3.0 * c, 2.0, 3.0 * a]);
}
