//! `formula!` and `derivative!`.

use crate::{all_close, close, logistic};
use chainrule::{derivative, formula};

formula! {
    /// Squared error of a neuron.
    pub fn cost(w, b; x, t) = "(sigmoid(w*x + b) - t)^2 / 2";

    fn layer(W: [[f64; 3]; 2], b: [f64; 2]; x: [f64; 3], t: [f64; 2]) =
        "1/2 * sum(i: (sigmoid(sum(j: W[i,j]*x[j]) + b[i]) - t[i])^2)";

    fn several_lines<const N: usize>(w: &[f64; N]; x: &[[f64; N]], t: &[f64]) = "
        z[n] = sum(i: w[i]*x[n, i])     # a prediction for each row
        loss = sum(n: (z[n] - t[n])^2)
    ";

    fn tokens(a; x) = a * x^2 + exp(a);

    fn signed(w; n: i32, on: bool) = "if(on == 1, w*n, w)";

    fn single(a: f32; x: f32) = "a*x^2";
}

#[test]
fn scalars() {
    let (w, b, x, t) = (0.3, 0.1, 2.0, 1.0);
    let p = logistic(w * x + b);
    let dz = (p - t) * p * (1.0 - p);
    let (value, (dw, db)) = cost_value_and_gradient(w, b, x, t);
    close(value, (p - t) * (p - t) / 2.0);
    close(cost(w, b, x, t), value);
    close(dw, dz * x);
    close(db, dz);
    assert_eq!(cost_gradient(w, b, x, t), (dw, db));
    let (mut a, mut c) = (1.0, 1.0);
    cost_gradient_add(w, b, x, t, &mut a, &mut c);
    close(a, 1.0 + dw);
    close(c, 1.0 + db);
}

#[test]
fn a_layer() {
    let w = [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]];
    let (b, x, t) = ([0.1, 0.2], [1.0, 2.0, 3.0], [0.0, 1.0]);
    let (dw, db) = layer_gradient(&w, &b, &x, &t);
    for i in 0..2 {
        let p = logistic(w[i][0] * x[0] + w[i][1] * x[1] + w[i][2] * x[2] + b[i]);
        let d = (p - t[i]) * p * (1.0 - p);
        close(db[i], d);
        all_close(&dw[i], &[d * x[0], d * x[1], d * x[2]]);
    }
}

#[test]
fn lines_and_slices() {
    let g = several_lines_gradient(&[1.0, 2.0], &[[1.0, 0.0], [1.0, 1.0]], &[0.0, 1.0]);
    // 2*(1 - 0)*[1, 0] + 2*(3 - 1)*[1, 1]
    all_close(&g, &[6.0, 4.0]);
}

#[test]
#[should_panic(expected = "but")]
fn lengths_are_checked() {
    several_lines_gradient(&[1.0], &[[1.0]], &[0.0, 1.0]);
}

#[test]
fn tokens_and_single_precision() {
    close(tokens_gradient(2.0, 3.0), 9.0 + 2f64.exp());
    assert!((single_gradient(2.0, 3.0) - 9.0).abs() < 1e-6);
}

#[test]
fn over_the_scope() {
    let (w, x, b) = (0.5, 2.0, -0.3);
    let p = logistic(w * x + b);
    close(formula!("sigmoid(w*x + b)"), p);
    close(formula!(sigmoid(w * x + b)), p);
    close(derivative!("sigmoid(w*x + b)", w), p * (1.0 - p) * x);
    let (db, dx) = derivative!(sigmoid(w * x + b), b, x);
    close(db, p * (1.0 - p));
    close(dx, p * (1.0 - p) * w);
    close(formula!("sin(pi*x)"), (std::f64::consts::PI * x).sin());
    let e = 3.0;
    close(derivative!("e^2", e), 6.0);
    close(derivative!("x", e), 0.0);
}

#[test]
fn integers_and_conditions() {
    close(signed_gradient(2.0, -3, true), -3.0);
    close(signed_gradient(2.0, -3, false), 1.0);
}

formula! {
    fn product(W: [[f64; 3]; 2]; x: [f64; 3]) = "W @ x";

    fn doubled<const N: usize>(value: &[f64; N]) -> [f64; N] = "2*value";

    fn rows(w: [f64; 2]; x: &[[f64; 2]]) = "x @ w";
}

#[test]
fn arrays_have_values() {
    let y: [f64; 2] = product(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], &[1.0, 0.0, -1.0]);
    all_close(&y, &[-2.0, -2.0]);
    all_close(&doubled(&[1.0, 2.0, 3.0]), &[2.0, 4.0, 6.0]);
    let y: Vec<f64> = rows(&[1.0, 2.0], &[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]);
    all_close(&y, &[1.0, 2.0, 3.0]);
    assert!(rows(&[1.0, 2.0], &[]).is_empty());
}

formula! {
    fn batch(W: [[f64; 8]; 12]; x: &[[f64; 8]], t: &[[f64; 12]]) = "
        y[n, i] = tanh(sum(j: W[i, j]*x[n, j]))
        loss = sum(n: sum(i: (y[n, i] - t[n, i])^2))
    ";
}

/// The gradient of a weight is a sum over blocks of rows, the first of which is stored over whatever is there.
#[test]
fn sums_over_rows_forget_what_was_there() {
    let w: [[f64; 8]; 12] = std::array::from_fn(|i| std::array::from_fn(|j| ((3 * i + j) as f64).sin() / 3.0));
    let x: Vec<[f64; 8]> = (0..300).map(|n| std::array::from_fn(|j| ((n * 5 + j * 2) as f64 * 0.37).cos())).collect();
    let t: Vec<[f64; 12]> = (0..300).map(|n| std::array::from_fn(|i| ((n + i * 7) as f64 * 0.21).sin())).collect();
    for rows in [0, 1, 127, 128, 129, 256, 300] {
        let mut by_hand = [[0.0; 8]; 12];
        for (x, t) in x.iter().zip(&t).take(rows) {
            for i in 0..12 {
                let y = w[i].iter().zip(x).map(|(w, x)| w * x).sum::<f64>().tanh();
                for j in 0..8 {
                    by_hand[i][j] += 2.0 * (y - t[i]) * (1.0 - y * y) * x[j];
                }
            }
        }
        let mut found = [[f64::NAN; 8]; 12];
        batch_gradient_into(&w, &x[..rows], &t[..rows], &mut found);
        batch_gradient_add(&w, &x[..rows], &t[..rows], &mut found);
        for (found, by_hand) in found.iter().zip(&by_hand) {
            for (found, by_hand) in found.iter().zip(by_hand) {
                assert!((found - 2.0 * by_hand).abs() <= 1e-11 * (1.0 + by_hand.abs()), "{rows} rows: {found}, {by_hand} twice");
            }
        }
    }
}
