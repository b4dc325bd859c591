//! `#[gradient]` on functions, written the way people write them.
#![allow(clippy::let_and_return, clippy::needless_range_loop)]

use crate::{all_close, close, logistic};
use chainrule::functions::sigmoid;
use chainrule::gradient;

#[gradient]
fn loss<const N: usize>(w: &[f64; N], b: f64, #[constant] x: &[f64; N], #[constant] t: f64) -> f64 {
    let mut z = b;
    for i in 0..N {
        z += w[i] * x[i];
    }
    let e = sigmoid(z) - t;
    0.5 * e * e
}

#[test]
fn a_neuron_with_a_loop() {
    let (w, b, x, t) = ([0.5, -0.25], 0.1, [1.0, 2.0], 1.0);
    let p = logistic(0.1);
    let dz = (p - t) * p * (1.0 - p);
    let (value, (dw, db)) = loss_value_and_gradient(&w, b, &x, t);
    close(value, 0.5 * (p - t) * (p - t));
    close(value, loss(&w, b, &x, t));
    all_close(&dw, &[dz * x[0], dz * x[1]]);
    close(db, dz);
    let (mut sum, mut sum_b) = ([1.0, 1.0], 1.0);
    loss_gradient_add(&w, b, &x, t, &mut sum, &mut sum_b);
    all_close(&sum, &[1.0 + dz * x[0], 1.0 + dz * x[1]]);
    close(sum_b, 1.0 + dz);
    loss_gradient_into(&w, b, &x, t, &mut sum, &mut sum_b);
    all_close(&sum, &dw);
}

#[gradient(wrt(b))]
fn only_b(a: f64, b: f64) -> f64 {
    a * b * b
}

#[test]
fn wrt_picks_arguments() {
    close(only_b_gradient(3.0, 2.0), 12.0);
}

#[gradient]
fn branches(x: f64) -> f64 {
    if x < 0.0 {
        return x * x;
    }
    let y = if x > 1.0 { x.ln() } else { x.powi(3) };
    y + x
}

#[test]
fn branches_have_their_own_derivative() {
    close(branches_gradient(-2.0), -4.0);
    close(branches_gradient(0.5), 1.75);
    close(branches_gradient(4.0), 1.25);
}

#[gradient]
fn dot(u: &[f64], v: &[f64]) -> f64 {
    u.iter().zip(v).map(|(a, b)| a * b).sum()
}

#[test]
fn slices_give_vectors() {
    let (value, (du, dv)) = dot_value_and_gradient(&[1.0, 2.0], &[3.0, 4.0]);
    close(value, 11.0);
    all_close(&du, &[3.0, 4.0]);
    all_close(&dv, &[1.0, 2.0]);
}

#[test]
#[should_panic(expected = "the length of `u` is 2, but the length of `v` is 3")]
fn lengths_are_checked() {
    dot_gradient(&[1.0, 2.0], &[1.0, 2.0, 3.0]);
}

#[test]
#[should_panic(expected = "the gradient of `u` has 1 elements, but `u` has 2")]
fn lengths_of_results_are_checked() {
    dot_gradient_into(&[1.0, 2.0], &[1.0, 2.0], &mut [0.0], &mut [0.0, 0.0]);
}

const RATE: f64 = 0.5;

#[gradient]
fn constants(x: f64, n: i32, on: bool) -> f64 {
    use std::f64::consts::PI;
    let base = if on { PI * x } else { RATE * x };
    base.powi(n) * f64::from(n)
}

#[test]
fn constants_integers_and_conditions() {
    let pi = std::f64::consts::PI;
    close(constants_gradient(2.0, 2, true), 8.0 * pi * pi);
    close(constants_gradient(2.0, -1, false), 0.5);
}

/// A layer that is filled element by element, then read by a second one.
#[gradient]
fn two_layers(w: &[[f64; 2]; 3], v: &[f64; 3], #[constant] x: &[f64; 2]) -> f64 {
    let mut h = [0.0; 3];
    for j in 0..3 {
        for i in 0..2 {
            h[j] += w[j][i] * x[i];
        }
        h[j] = h[j].tanh();
    }
    let mut y = 0.0;
    for j in 0..3 {
        y += v[j] * h[j];
    }
    y
}

#[test]
fn arrays_filled_in_loops() {
    let w = [[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]];
    let (v, x) = ([1.0, -2.0, 3.0], [0.7, -0.8]);
    let (dw, dv) = two_layers_gradient(&w, &v, &x);
    for j in 0..3 {
        let h = (w[j][0] * x[0] + w[j][1] * x[1]).tanh();
        close(dv[j], h);
        for i in 0..2 {
            close(dw[j][i], v[j] * (1.0 - h * h) * x[i]);
        }
    }
}

#[gradient]
fn single(x: f32) -> f32 {
    x * x.sin()
}

#[test]
fn single_precision() {
    let x = 0.7f32;
    assert!((single_gradient(x) - (x.sin() + x * x.cos())).abs() < 1e-6);
}

#[gradient]
fn conditional_sum(x: &[f64; 4]) -> f64 {
    let mut s = 1.0;
    for v in x {
        if *v > 0.0 {
            s += v * v;
        } else {
            s -= 3.0 * v;
        }
    }
    s
}

#[test]
fn accumulation_under_a_condition() {
    all_close(&conditional_sum_gradient(&[1.0, -1.0, 2.0, -5.0]), &[2.0, -3.0, 4.0, -3.0]);
}

#[gradient]
fn pairs(x: &[f64; 4]) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        for j in 0..i {
            s += x[i] * x[j];
        }
    }
    s
}

#[test]
fn triangular_loops() {
    all_close(&pairs_gradient(&[1.0, 2.0, 3.0, 4.0]), &[9.0, 8.0, 7.0, 6.0]);
}

#[gradient]
fn shadow(x: f64) -> f64 {
    let value = x * 2.0;
    let dx = value * value;
    let x = dx + value;
    x
}

#[test]
fn names_of_the_user_meet_no_generated_ones() {
    close(shadow_gradient(1.5), 8.0 * 1.5 + 2.0);
}

macro_rules! in_a_macro {
    ($name:ident, $a:ident) => {
        #[gradient]
        fn $name($a: f64, b: f64) -> f64 {
            let c = $a * b;
            c * $a
        }
    };
}
in_a_macro!(made, a);

#[test]
fn inside_a_declarative_macro() {
    let (da, db) = made_gradient(2.0, 3.0);
    close(da, 12.0);
    close(db, 4.0);
}

#[gradient]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let c = 1.0 - x[i];
        s += 100.0 * a * a + c * c;
    }
    s
}

#[test]
fn neighbours_in_a_slice() {
    // -400*x0*(x1 - x0^2) - 2*(1 - x0), and so on.
    all_close(&rosenbrock_gradient(&[1.0, 2.0, 0.5]), &[-400.0, 3002.0, -700.0]);
    all_close(&rosenbrock_gradient(&[3.0]), &[0.0]);
}

#[gradient]
fn cross_entropy(w: &[[f64; 2]; 3], #[constant] x: &[f64; 2], #[constant] label: usize) -> f64 {
    let mut z = [0.0; 3];
    for k in 0..3 {
        for i in 0..2 {
            z[k] += w[k][i] * x[i];
        }
    }
    let m = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let s: f64 = z.iter().map(|v| (v - m).exp()).sum();
    let mut own = 0.0;
    for k in 0..3 {
        if k == label {
            own += z[k];
        }
    }
    s.ln() + m - own
}

#[test]
fn softmax_written_by_hand() {
    let (w, x): ([[f64; 2]; 3], [f64; 2]) = ([[0.1, 0.2], [0.3, -0.1], [0.0, 0.5]], [1.0, 2.0]);
    let e: Vec<f64> = w.iter().map(|r| (r[0] * x[0] + r[1] * x[1]).exp()).collect();
    let s: f64 = e.iter().sum();
    let g = cross_entropy_gradient(&w, &x, 1);
    for k in 0..3 {
        let d = e[k] / s - if k == 1 { 1.0 } else { 0.0 };
        all_close(&g[k], &[d * x[0], d * x[1]]);
    }
    let far = cross_entropy_gradient(&[[0.0; 2], [0.0; 2], [500.0; 2]], &x, 1);
    all_close(&far[1], &[-1.0, -2.0]);
    all_close(&far[2], &[1.0, 2.0]);
}

#[gradient]
fn raw(r#type: f64, b: &f64) -> f64 {
    r#type * b * b
}

#[test]
fn raw_names_and_references() {
    let (dt, db) = raw_gradient(2.0, &3.0);
    close(dt, 9.0);
    close(db, 12.0);
}

#[gradient]
fn swaps(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    if x > y {
        a = y;
        if y > 0.0 {
            b *= x;
        } else {
            b = 1.0;
        }
    } else if x > 1.0 {
        a += b * 2.0;
    }
    (a, b) = (b, a);
    a * b + a
}

#[test]
fn assignments_in_branches() {
    // x > y > 0: a = x*y, b = y: x*y^2 + x*y
    let (dx, dy) = swaps_gradient(3.0, 2.0);
    close(dx, 6.0);
    close(dy, 15.0);
    // x > y, y <= 0: a = 1, b = y
    assert_eq!(swaps_gradient(1.0, -1.0), (0.0, 1.0));
    // y >= x > 1: a = y, b = x + 2*y
    let (dx, dy) = swaps_gradient(2.0, 3.0);
    close(dx, 3.0);
    close(dy, 15.0);
}

#[gradient]
fn bounded(x: f64, n: i32) -> f64 {
    let mut s = 0.0;
    for _ in 0..n {
        s += x;
    }
    s + x.powi(-1)
}

#[test]
fn a_signed_bound() {
    close(bounded_gradient(1.0, 3), 2.0);
}

#[test]
#[should_panic(expected = "`n` is -1")]
fn a_negative_bound_is_no_extent() {
    bounded_gradient(1.0, -1);
}
