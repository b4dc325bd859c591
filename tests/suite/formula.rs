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
    /// The residuals of a decay.
    fn residuals(p: [f64; 3]; x: [f64], t: [f64]) = "r[i] = p[0]*exp(-p[1]*x[i]) + p[2] - t[i]";

    fn dense<const N: usize>(W: [[f64; N]; 2], b: [f64; 2], gain; x: [f64; N]) -> [f64; 2] = "tanh(W @ x + b)*gain";

    fn joints(a: [f64; 3], length; ) = "
        turn[0, i: 2, j: 2] = if(i == j, 1, 0)
        turn[k, i, 0] = turn[k-1, i, 0]*cos(a[k-1]) + turn[k-1, i, 1]*sin(a[k-1])
        turn[k, i, 1] = turn[k-1, i, 1]*cos(a[k-1]) - turn[k-1, i, 0]*sin(a[k-1])
        at[k: 4, i: 2] = length*sum(s in 0..k+1: turn[s, i, 0])
    ";

    fn shares(w: [f64]; scale) = "p[i] = scale*w[i]/sum(j: w[j])";
}

/// Each derivative of a list of numbers as a central difference, row by row.
fn differences(f: impl Fn(&[f64]) -> Vec<f64>, x: &[f64]) -> Vec<Vec<f64>> {
    let columns = (0..x.len()).map(|k| {
        let at = |h: f64| {
            let mut x = x.to_vec();
            x[k] += h;
            f(&x)
        };
        at(1e-6).iter().zip(at(-1e-6)).map(|(a, b)| (a - b) / 2e-6).collect::<Vec<f64>>()
    });
    let columns: Vec<Vec<f64>> = columns.collect();
    (0..columns[0].len()).map(|row| columns.iter().map(|c| c[row]).collect()).collect()
}

#[track_caller]
fn near(rows: &[Vec<f64>], expected: &[Vec<f64>]) {
    assert_eq!(rows.len(), expected.len());
    for (k, (row, expected)) in rows.iter().zip(expected).enumerate() {
        assert_eq!(row.len(), expected.len());
        for (a, b) in row.iter().zip(expected) {
            assert!((a - b).abs() < 1e-8, "row {k}: {row:?} and {expected:?}");
        }
    }
}

#[test]
fn arrays_have_jacobians() {
    let (p, x, t) = ([1.2, 0.7, 0.1], [0.0, 0.5, 1.0, 1.5], [1.0; 4]);
    let (value, jacobian): (Vec<f64>, Vec<[f64; 3]>) = residuals_value_and_jacobian(&p, &x, &t);
    assert_eq!(value, residuals(&p, &x, &t));
    let rows: Vec<Vec<f64>> = jacobian.iter().map(|row| row.to_vec()).collect();
    near(&rows, &differences(|p| residuals(p.try_into().unwrap(), &x, &t), &p));
    let mut out = [[7.0; 3]; 4];
    residuals_jacobian_into(&p, &x, &t, &mut out);
    assert_eq!(out, jacobian[..]);
    assert_eq!(residuals_jacobian(&p, &x, &t), jacobian);

    let (w, b, x) = ([[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]], [0.1, -0.1], [1.0, 2.0, 3.0]);
    let (jw, jb, jg) = dense_jacobian(&w, &b, 0.7, &x);
    let rows: Vec<Vec<f64>> = (0..2).map(|i| [jw[i].as_flattened(), &jb[i], &[jg[i]]].concat()).collect();
    let all = |v: &[f64]| {
        let w: &[[f64; 3]; 2] = v[..6].as_chunks().0.try_into().unwrap();
        dense(w, v[6..8].try_into().unwrap(), v[8], &x).to_vec()
    };
    near(&rows, &differences(all, &[w.as_flattened(), &b, &[0.7]].concat()));

    // Many numbers of a few, through a recurrence.
    let (ja, jl): ([[[f64; 3]; 2]; 4], [[f64; 2]; 4]) = joints_jacobian(&[0.3, -0.5, 0.9], 1.1);
    let rows: Vec<Vec<f64>> = (0..8).map(|k| [&ja[k / 2][k % 2][..], &[jl[k / 2][k % 2]]].concat()).collect();
    let all = |v: &[f64]| joints(v[..3].try_into().unwrap(), v[3]).as_flattened().to_vec();
    near(&rows, &differences(all, &[0.3, -0.5, 0.9, 1.1]));

    // Of a slice each number has a list.
    let by_shares: Vec<Vec<f64>> = shares_jacobian(&[1.0, 2.0, 4.0], 3.0);
    near(&by_shares, &differences(|w| shares(w, 3.0), &[1.0, 2.0, 4.0]));
}

formula! {
    /// Six numbers of three, with roots, logarithms and conditions.
    fn edges(x: [f64; 3]; ) = "
        root[k: 6] = if(x[0] > 0, sqrt(x[0]), 0)*k
        y[k] = root[k] + k*x[1] + x[2]
    ";
    fn roots(x: [f64; 3]; ) = "y[k: 6] = sqrt(x[0])*(k + 1) + x[1]^2/x[2]";
    fn logs(x: [f64; 3]; ) = "y[k: 6] = ln(x[0])*(k + 1) + x[1]*x[2]";
}

/// Many results of a few numbers, where some derivatives are infinite or NaN: the others are not.
#[test]
fn jacobians_at_the_edges_of_domains() {
    for (k, row) in edges_jacobian(&[0.0, 2.0, 3.0]).iter().enumerate() {
        assert_eq!(*row, [0.0, k as f64, 1.0]);
    }
    for row in roots_jacobian(&[0.0, 3.0, 2.0]) {
        assert!(row[0] == f64::INFINITY && row[1..] == [3.0, -2.25], "{row:?}");
    }
    for row in roots_jacobian(&[4.0, 0.0, 0.0]) {
        assert!(row[0] > 0.0 && row[1].is_nan(), "{row:?}");
    }
    for row in logs_jacobian(&[-1.0, 3.0, 2.0]) {
        assert!(row[0].is_nan() && row[1..] == [2.0, 3.0], "{row:?}");
    }
}

#[test]
fn arrays_have_products_with_seeds() {
    let (p, x, t, seed) = ([1.2, 0.7, 0.1], [0.0, 0.5, 1.0, 1.5], [1.0; 4], [0.3, -0.2, 0.9, 0.4]);
    let rows = residuals_jacobian(&p, &x, &t);
    let expected: [f64; 3] = std::array::from_fn(|k| rows.iter().zip(seed).map(|(row, s)| s * row[k]).sum());
    all_close(&residuals_vjp(&p, &x, &t, seed.to_vec()), &expected);
    let mut sum = [1.0; 3];
    residuals_vjp_add(&p, &x, &t, seed.to_vec(), &mut sum);
    all_close(&sum, &expected.map(|g| g + 1.0));
}

#[test]
#[should_panic(expected = "the seed has 3 elements, but the result has 4")]
fn a_seed_is_as_long_as_the_result() {
    residuals_vjp(&[1.0; 3], &[0.0; 4], &[0.0; 4], vec![1.0; 3]);
}

#[test]
#[should_panic(expected = "the Jacobian by `p` has 2 rows of the result, but the result has 4 elements")]
fn a_jacobian_has_a_row_for_each_number() {
    residuals_jacobian_into(&[1.0; 3], &[0.0; 4], &[0.0; 4], &mut [[0.0; 3]; 2]);
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

#[test]
fn references_in_scope() {
    let (w, x) = (&3.0, 2.0);
    assert_eq!(formula!("w*x + 1"), 7.0);
    assert_eq!(derivative!(w * x ^ 2, x, w), (12.0, 4.0));
    let squares: f64 = [1.0, 2.0, 3.0].iter().map(|v| formula!("v^2")).sum();
    assert_eq!(squares, 14.0);
}

formula! {
    /// Two layers over the neighbours in a graph.
    fn convolution<const N: usize>(V: [[f64; 3]; 4], W: [[f64; 4]; 2]; x: &[[f64; 3]; N], A: &[[f64; N]; N]) = "
        a[n, j] = sum(i: V[j, i]*x[n, i])
        h[n, j] = relu(sum(m: A[n, m]*a[m, j]) + a[n, j])
        b[n, k] = sum(j: W[k, j]*h[n, j])
        z[n, k] = sum(m: A[n, m]*b[m, k]) + b[n, k]
        loss = mean(n: -log(softmax(k: z[n, k])[0]))";
}

fn convolved<const N: usize>(p: &[f64], x: &[[f64; 3]; N], a: &[[f64; N]; N]) -> f64 {
    let (v, w) = p.split_at(12);
    let layer = |m: &[f64], x: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let own = |x: &Vec<f64>| m.chunks(x.len()).map(|m| m.iter().zip(x).map(|(m, x)| m * x).sum()).collect();
        let own: Vec<Vec<f64>> = x.iter().map(own).collect();
        (0..N).map(|n| (0..own[n].len()).map(|j| own[n][j] + (0..N).map(|m| a[n][m] * own[m][j]).sum::<f64>()).collect()).collect()
    };
    let h: Vec<Vec<f64>> = layer(v, &x.map(|x| x.to_vec())).iter().map(|h| h.iter().map(|h| h.max(0.0)).collect()).collect();
    layer(w, &h).iter().map(|z| (1.0 + (z[1] - z[0]).exp()).ln()).sum::<f64>() / N as f64
}

fn convolution_of<const N: usize>() {
    let wave = |k: usize| (k as f64 * 1.7 + 0.3).sin();
    let p: [f64; 20] = std::array::from_fn(wave);
    let x = std::array::from_fn(|n| std::array::from_fn(|i| wave(3 * n + i + 20)));
    let a = std::array::from_fn(|n| std::array::from_fn(|m| wave(n * N + m + 50)));
    let (v, w) = (p[..12].as_chunks().0.try_into().unwrap(), p[12..].as_chunks().0.try_into().unwrap());
    let (value, (dv, dw)) = convolution_value_and_gradient::<N>(v, w, &x, &a);
    close(value, convolved(&p, &x, &a));
    close(value, convolution(v, w, &x, &a));
    let row = [dv.as_flattened(), dw.as_flattened()].concat();
    near(&[row], &differences(|p| vec![convolved(p, &x, &a)], &p));
}

/// Sums that are the same at two places, whose axes come in another order there.
#[test]
fn neighbours_in_a_graph() {
    convolution_of::<1>();
    convolution_of::<2>();
    convolution_of::<5>();
}
