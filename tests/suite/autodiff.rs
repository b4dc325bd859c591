//! The notation of `std::autodiff`.

use super::{all_close, close, logistic};
use chainrule::autodiff::{autodiff_forward, autodiff_reverse};

#[autodiff_reverse(d_rosenbrock, Duplicated, Active)]
#[autodiff_forward(rosenbrock_along, Dual, DualOnly)]
fn rosenbrock(x: &[f64; 2]) -> f64 {
    (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0].powi(2)).powi(2)
}

fn rosenbrock_by_hand([x, y]: [f64; 2]) -> [f64; 2] {
    [-2.0 * (1.0 - x) - 400.0 * x * (y - x * x), 200.0 * (y - x * x)]
}

#[test]
fn shadows_are_added_to_and_the_seed_multiplies() {
    let x = [0.3, 1.7];
    let [a, b] = rosenbrock_by_hand(x);
    let mut dx = [1.0, 2.0];
    close(d_rosenbrock(&x, &mut dx, 0.5), rosenbrock(&x));
    all_close(&dx, &[1.0 + 0.5 * a, 2.0 + 0.5 * b]);
    close(rosenbrock_along(&x, &[3.0, -1.0]), 3.0 * a - b);
}

#[autodiff_reverse(d_neuron, Active, Duplicated, Const, Const, Active)]
#[autodiff_reverse(d_neuron_only, Active, Duplicated, Const, Const, ActiveOnly)]
#[autodiff_reverse(d_neuron_weights, Const, DuplicatedOnly, Const, Const, ActiveOnly)]
#[autodiff_forward(neuron_along, Dual, Dual, Const, Const, Dual)]
fn neuron(b: f64, w: &[f64], x: &[f64], t: f64) -> f64 {
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let e = 1.0 / (1.0 + (-z).exp()) - t;
    0.5 * e * e
}

#[test]
fn slices_and_numbers() {
    let (b, w, x, t) = (0.1, [0.5, -0.2, 0.7], [1.0, 2.0, -1.5], 1.0);
    let s = logistic(b + w.iter().zip(&x).map(|(w, x)| w * x).sum::<f64>());
    let slope = (s - t) * s * (1.0 - s);
    let by_w: Vec<f64> = x.iter().map(|x| x * slope).collect();
    let mut dw = vec![0.0; 3];
    let (value, db) = d_neuron(b, &w, &mut dw, &x, t, 1.0);
    close(value, 0.5 * (s - t) * (s - t));
    close(db, slope);
    all_close(&dw, &by_w);
    let only: f64 = d_neuron_only(b, &w, &mut dw, &x, t, -1.0);
    close(only, -slope);
    all_close(&dw, &[0.0; 3]);
    let () = d_neuron_weights(b, &w, &mut dw, &x, t, 2.0);
    all_close(&dw, &by_w.iter().map(|d| 2.0 * d).collect::<Vec<_>>());
    let v = [0.3, 0.4, 0.5];
    let (value, along) = neuron_along(b, 2.0, &w, &v, &x, t);
    close(value, 0.5 * (s - t) * (s - t));
    close(along, 2.0 * slope + v.iter().zip(&by_w).map(|(v, d)| v * d).sum::<f64>());
}

#[test]
#[should_panic(expected = "the gradient of `w` has 2 elements, but `w` has 3")]
fn a_shadow_has_the_length_of_its_argument() {
    d_neuron(0.0, &[1.0; 3], &mut [0.0; 2], &[1.0; 3], 0.0, 1.0);
}

#[test]
#[should_panic(expected = "the direction of `w` has 1 elements, but `w` has 3")]
fn a_direction_has_the_length_of_its_argument() {
    neuron_along(0.0, 0.0, &[1.0; 3], &[0.0], &[1.0; 3], 0.0);
}

#[autodiff_forward(square_four, 4, Dual, Dual)]
#[autodiff_forward(square_four_only, 4, Dual, DualOnly)]
fn square(x: &f32) -> f32 {
    x * x
}

#[test]
fn several_directions_at_once() {
    assert_eq!(square_four(&3.0, &1.0, &2.0, &0.0, &-1.0), [9.0, 6.0, 12.0, 0.0, -6.0]);
    assert_eq!(square_four_only(&3.0, &1.0, &2.0, &0.0, &-1.0), [6.0, 12.0, 0.0, -6.0]);
}

#[autodiff_reverse(d_chain, Duplicated, Active, Active)]
#[autodiff_forward(chain_along, Dual, Dual, Dual)]
fn chain<const N: usize>(x: &[f64; N], dret: f64) -> f64 {
    let mut state = dret;
    for factor in x {
        if state > 0.5 {
            state = state * factor + state.sin();
        } else {
            state = factor - state;
        }
    }
    state
}

#[test]
fn what_is_carried_through_a_loop() {
    let (x, start) = ([0.9, 0.4, -0.3, 1.2, 0.8], 0.7);
    let mut dx = [0.0; 5];
    let (value, d_start) = d_chain(&x, &mut dx, start, 1.0);
    close(value, chain(&x, start));
    let h = 1e-6;
    for i in 0..5 {
        let (mut up, mut down) = (x, x);
        up[i] += h;
        down[i] -= h;
        let difference = (chain(&up, start) - chain(&down, start)) / (2.0 * h);
        assert!((dx[i] - difference).abs() < 1e-8, "{i}: {} is not {difference}", dx[i]);
        let mut along = [0.0; 5];
        along[i] = 1.0;
        close(chain_along(&x, &along, start, 0.0).1, dx[i]);
    }
    close(chain_along(&x, &[0.0; 5], start, 1.0).1, d_start);
}

#[test]
fn inside_of_a_function() {
    #[autodiff_reverse(d_cube, Active, Active)]
    fn cube(x: f64) -> f64 {
        x * x * x
    }
    assert_eq!(d_cube(2.0, 1.0), (8.0, 12.0));
}

#[autodiff_reverse(d_product, Duplicated, Active, Duplicated)]
#[autodiff_forward(product_along, Dual, Dual, Dual)]
fn product(x: &[f64; 2], factor: f64, y: &mut f64) {
    *y = factor * x[0] * x[1];
}

#[test]
fn the_shadow_of_a_place_is_the_seed_and_then_nothing() {
    let (mut dx, mut y, mut dy) = ([1.0, 0.0], 0.0, 2.0);
    let by_factor = d_product(&[3.0, 4.0], &mut dx, 0.5, &mut y, &mut dy);
    assert_eq!((dx, y, dy, by_factor), ([5.0, 3.0], 6.0, 0.0, 24.0));
    let (mut y, mut by) = (0.0, 100.0);
    let () = product_along(&[3.0, 4.0], &[1.0, 2.0], 0.5, 1.0, &mut y, &mut by);
    assert_eq!((y, by), (6.0, 0.5 * (4.0 + 6.0) + 12.0));
}

/// A step of a filter, in place, and its energy.
#[autodiff_reverse(d_filter, Duplicated, Active, Duplicated, Active)]
#[autodiff_reverse(d_filter_of_x, Duplicated, Const, Const, ActiveOnly)]
#[autodiff_forward(filter_along, 2, Dual, Dual, Dual, Dual)]
fn filter(x: &[f64], keep: f64, state: &mut [f64]) -> f64 {
    let mut energy = 0.0;
    for (s, x) in state.iter_mut().zip(x) {
        *s = keep * *s + (1.0 - keep) * x;
        energy += *s * *s;
    }
    energy
}

#[test]
fn places_that_are_read_first() {
    let (x, keep, start) = ([1.0, -2.0, 0.5], 0.75, [0.2, 0.4, -1.0]);
    let end: Vec<f64> = (0..3).map(|i| keep * start[i] + 0.25 * x[i]).collect();
    let energy: f64 = end.iter().map(|s| s * s).sum();
    let seed = [1.0, 10.0, 100.0];
    let (mut dx, mut state, mut d_state) = ([0.5; 3], start, seed);
    let (value, d_keep) = d_filter(&x, &mut dx, keep, &mut state, &mut d_state, 3.0);
    close(value, energy);
    all_close(&state, &end);
    let by_end: Vec<f64> = (0..3).map(|i| seed[i] + 3.0 * 2.0 * end[i]).collect();
    all_close(&d_state, &by_end.iter().map(|d| keep * d).collect::<Vec<_>>());
    all_close(&dx, &by_end.iter().map(|d| 0.5 + 0.25 * d).collect::<Vec<_>>());
    close(d_keep, (0..3).map(|i| by_end[i] * (start[i] - x[i])).sum());
    // A constant place has no seed, and is written all the same.
    let (mut dx, mut state) = ([0.0; 3], start);
    let () = d_filter_of_x(&x, &mut dx, keep, &mut state, 1.0);
    all_close(&state, &end);
    all_close(&dx, &end.iter().map(|s| 0.25 * 2.0 * s).collect::<Vec<_>>());
    // Forward: the Jacobian times a direction, two at once.
    let (mut state, mut along, mut still) = (start, [1.0, 0.0, 2.0], [0.0; 3]);
    let v = [3.0, 1.0, 0.0];
    let [value, first, second] = filter_along(&x, &v, &[0.0; 3], keep, 0.5, 1.0, &mut state, &mut along, &mut still);
    close(value, energy);
    all_close(&state, &end);
    let expected =
        |v: &[f64], k: f64, s: &[f64]| -> Vec<f64> { (0..3).map(|i| keep * s[i] + 0.25 * v[i] + k * (start[i] - x[i])).collect() };
    let (a, b) = (expected(&v, 0.5, &[1.0, 0.0, 2.0]), expected(&[0.0; 3], 1.0, &[0.0; 3]));
    all_close(&along, &a);
    all_close(&still, &b);
    close(first, (0..3).map(|i| 2.0 * end[i] * a[i]).sum());
    close(second, (0..3).map(|i| 2.0 * end[i] * b[i]).sum());
}

#[autodiff_reverse(d_matrix, Duplicated, Duplicated)]
#[autodiff_forward(matrix_along, Dual, Dual)]
fn matrix<const N: usize>(x: &[f64; N], y: &mut [[f64; N]; 2]) {
    y[0] = *x;
    for (a, b) in y[1].iter_mut().zip(x) {
        *a *= b * b;
    }
}

#[test]
fn arrays_of_rows() {
    let (mut dx, mut y, mut dy) = ([0.0; 2], [[9.0, 9.0], [2.0, 3.0]], [[1.0, 10.0], [100.0, 1000.0]]);
    d_matrix(&[4.0, 5.0], &mut dx, &mut y, &mut dy);
    assert_eq!(dx, [1.0 + 100.0 * 2.0 * 2.0 * 4.0, 10.0 + 1000.0 * 3.0 * 2.0 * 5.0]);
    assert_eq!((y, dy), ([[4.0, 5.0], [32.0, 75.0]], [[0.0, 0.0], [1600.0, 25000.0]]));
    let (mut y, mut by) = ([[9.0, 9.0], [2.0, 3.0]], [[7.0, 7.0], [1.0, 0.0]]);
    matrix_along(&[4.0, 5.0], &[0.5, 1.0], &mut y, &mut by);
    assert_eq!(by, [[0.5, 1.0], [16.0 + 2.0 * 2.0 * 4.0 * 0.5, 3.0 * 2.0 * 5.0]]);
}

#[chainrule::gradient]
fn polar(r: f64, phi: f64) -> (f64, [f64; 2]) {
    (r * r, [r * phi.cos(), r * phi.sin()])
}

/// A rule that is written by hand.
fn cube(x: f64) -> f64 {
    x.powi(3)
}

#[chainrule::custom_gradient(of = cube)]
fn cube_rule(x: f64, seed: f64) -> f64 {
    3.0 * x * x * seed
}

#[autodiff_forward(through_calls_along, Dual, Dual, Dual)]
fn through_calls(x: f64, w: &[f64; 3]) -> f64 {
    let mut state = x;
    for v in w {
        let (a, p) = polar(state, cube(*v));
        if a < 1.0 {
            state = p[0] + cube(p[1] * state);
        }
    }
    state
}

#[test]
fn forward_mode_through_calls() {
    let (x, w, along) = (0.9, [0.8, -0.4, 1.1], (0.3, [-0.5, 0.7, 0.2]));
    let at = |h: f64| through_calls(x + h * along.0, &std::array::from_fn(|k| w[k] + h * along.1[k]));
    let (value, tangent) = through_calls_along(x, along.0, &w, &along.1);
    assert!((value - at(0.0)).abs() < 1e-14, "{value} and {}", at(0.0));
    let difference = (at(1e-5) - at(-1e-5)) / 2e-5;
    assert!((tangent - difference).abs() < 1e-9, "{tangent} and {difference}");
}
