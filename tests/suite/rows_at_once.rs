//! Functions of the few elements of a row, for the rows of many samples, against gradients made by hand with the functions of the
//! standard library.

#![allow(clippy::needless_range_loop)]

use chainrule::formula;

formula! {
    /// Three classes, straight from the data.
    fn classes(W: [[f64; 4]; 3], b: [f64; 3]; x: &[[f64; 4]], label: &[f64]) = "
        z[n, k] = sum(j: W[k, j]*x[n, j]) + b[k]
        p[n, k] = softmax(j: z[n, j])[k]
        loss = -sum(n: ln(p[n, label[n]]))";
}

formula! {
    /// A hidden layer that is computed where its sums are.
    fn layer(W: [[f64; 7]; 7], v: [f64; 7]; x: &[[f64; 7]]) = "
        h[n, i] = tanh(sum(j: W[i, j]*x[n, j]))
        g[n, i] = sigmoid(sum(j: W[j, i]*h[n, j]) + h[n, i])
        loss = sum(n, i: v[i]*g[n, i]*h[n, i])";
}

formula! {
    /// A mixture of five.
    fn mixture(m: [f64; 5], w: [f64; 5]; x: &[f64]) = "sum(n: ln(sum(k: exp(w[k] - (x[n] - m[k])^2))))";
}

formula! {
    fn single(a: [f32; 6], b: [f32; 6]; x: &[[f32; 6]]) = "sum(n: prod(k: 1 + exp(-(a[k]*x[n, k] + b[k])^2)))";
}

formula! {
    /// The forward algorithm of a hidden Markov model with three states and four symbols.
    fn hidden(A: [[f64; 3]; 3], B: [[f64; 4]; 3]; o: &[f64]) = "
        a[i, j] = A[i, j] - logsumexp(k: A[i, k])
        b[i, k: 4] = B[i, k] - logsumexp(c: B[i, c])
        f[0, i] = b[i, o[0]]
        f[t, j] = logsumexp(i: f[t-1, i] + a[i, j]) + b[j, o[t]]
        loss = -logsumexp(i: f[len(o)-1, i])";
}

/// Lengths on both sides of a block's, and of the shortest loop's that is written in blocks.
const LENGTHS: [usize; 9] = [0, 1, 15, 16, 63, 64, 65, 128, 200];

fn close(value: f64, expected: f64, scale: f64, what: &str) {
    assert!((value - expected).abs() <= scale * (1.0 + expected.abs()), "{what}: {value:e}, not {expected:e}");
}

fn number(i: usize, j: usize) -> f64 {
    ((i * 37 + j * 11) % 23) as f64 * 0.1 - 1.1
}

#[test]
fn a_softmax_over_three() {
    let weights: [[f64; 4]; 3] = std::array::from_fn(|k| std::array::from_fn(|j| number(k, j)));
    let b = [0.1, -0.4, 0.2];
    for n in LENGTHS {
        let x: Vec<[f64; 4]> = (0..n).map(|i| std::array::from_fn(|j| number(i, j + 5))).collect();
        let label: Vec<f64> = (0..n).map(|i| (i % 3) as f64).collect();
        let (value, (dw, db)) = classes_value_and_gradient(&weights, &b, &x, &label);
        let (mut loss, mut expected_w, mut expected_b) = (0.0, [[0.0; 4]; 3], [0.0; 3]);
        for (x, label) in x.iter().zip(&label) {
            let z: [f64; 3] = std::array::from_fn(|k| b[k] + weights[k].iter().zip(x).map(|(w, x)| w * x).sum::<f64>());
            let total: f64 = z.iter().map(|z| z.exp()).sum();
            loss += total.ln() - z[*label as usize];
            for k in 0..3 {
                let slope = z[k].exp() / total - f64::from(u8::from(k as f64 == *label));
                expected_b[k] += slope;
                for (j, x) in x.iter().enumerate() {
                    expected_w[k][j] += slope * x;
                }
            }
        }
        close(value, loss, 1e-13, &format!("the loss of {n}"));
        for k in 0..3 {
            close(db[k], expected_b[k], 1e-12, &format!("db[{k}] of {n}"));
            for j in 0..4 {
                close(dw[k][j], expected_w[k][j], 1e-12, &format!("dW[{k}][{j}] of {n}"));
            }
        }
    }
}

#[test]
fn a_layer_in_the_place_of_its_sums() {
    let w: [[f64; 7]; 7] = std::array::from_fn(|i| std::array::from_fn(|j| number(i, j) * 0.5));
    let v: [f64; 7] = std::array::from_fn(|i| number(i, 3));
    for n in LENGTHS {
        let x: Vec<[f64; 7]> = (0..n).map(|i| std::array::from_fn(|j| number(i, j + 2))).collect();
        let (value, (dw, dv)) = layer_value_and_gradient(&w, &v, &x);
        let (mut loss, mut expected_w, mut expected_v) = (0.0, [[0.0; 7]; 7], [0.0; 7]);
        for x in &x {
            let h: [f64; 7] = std::array::from_fn(|i| w[i].iter().zip(x).map(|(w, x)| w * x).sum::<f64>().tanh());
            let g: [f64; 7] = std::array::from_fn(|i| {
                let s = h[i] + (0..7).map(|j| w[j][i] * h[j]).sum::<f64>();
                1.0 / (1.0 + (-s).exp())
            });
            let ds: [f64; 7] = std::array::from_fn(|i| v[i] * h[i] * g[i] * (1.0 - g[i]));
            for i in 0..7 {
                loss += v[i] * g[i] * h[i];
                expected_v[i] += g[i] * h[i];
                let dh = v[i] * g[i] + ds[i] + (0..7).map(|k| w[i][k] * ds[k]).sum::<f64>();
                for j in 0..7 {
                    expected_w[i][j] += dh * (1.0 - h[i] * h[i]) * x[j] + h[i] * ds[j];
                }
            }
        }
        close(value, loss, 1e-13, &format!("the loss of {n}"));
        for i in 0..7 {
            close(dv[i], expected_v[i], 1e-12, &format!("dv[{i}] of {n}"));
            for j in 0..7 {
                close(dw[i][j], expected_w[i][j], 1e-12, &format!("dW[{i}][{j}] of {n}"));
            }
        }
    }
}

#[test]
fn a_mixture_of_five() {
    let (m, w) = ([-1.0, -0.5, 0.0, 0.4, 1.3], [0.1, 0.2, -0.3, 0.0, 0.5]);
    // A component may be out of sight, or a sample of no number.
    for odd in [0.3, 40.0, f64::NAN] {
        for n in LENGTHS {
            let mut x: Vec<f64> = (0..n).map(|i| number(i, 1)).collect();
            if let Some(last) = x.last_mut() {
                *last = odd;
            }
            let (value, (dm, dw)) = mixture_value_and_gradient(&m, &w, &x);
            let mut expected = [0.0; 11];
            for x in &x {
                let exponents: [f64; 5] = std::array::from_fn(|k| w[k] - (x - m[k]).powi(2));
                let largest = exponents.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
                let total: f64 = exponents.iter().map(|e| (e - largest).exp()).sum();
                expected[10] += largest + total.ln();
                for k in 0..5 {
                    let part = (exponents[k] - largest).exp() / total;
                    expected[k] += 2.0 * (x - m[k]) * part;
                    expected[k + 5] += part;
                }
            }
            for (k, (value, expected)) in dm.into_iter().chain(dw).chain([value]).zip(expected).enumerate() {
                if expected.is_nan() {
                    assert!(value.is_nan(), "part {k} of {n} is {value}");
                } else {
                    close(value, expected, 1e-12, &format!("part {k} of {n}, {odd}"));
                }
            }
        }
    }
}

#[test]
fn products_of_six_in_single_precision() {
    let (a, b) = ([0.5, -0.3, 0.8, 0.1, 1.1, -0.7], [0.1, 0.2, 0.3, -0.1, -0.2, 0.0]);
    for n in LENGTHS {
        let x: Vec<[f32; 6]> = (0..n).map(|i| std::array::from_fn(|j| number(i, j) as f32)).collect();
        let (value, (da, db)) = single_value_and_gradient(&a, &b, &x);
        let mut expected = [0.0f64; 13];
        for x in &x {
            let s: [f64; 6] = std::array::from_fn(|k| f64::from(a[k]) * f64::from(x[k]) + f64::from(b[k]));
            let product: f64 = s.iter().map(|s| 1.0 + (-s * s).exp()).product();
            expected[12] += product;
            for k in 0..6 {
                let e = (-s[k] * s[k]).exp();
                let slope = product / (1.0 + e) * e * -2.0 * s[k];
                expected[k] += slope * f64::from(x[k]);
                expected[k + 6] += slope;
            }
        }
        let scale = expected[12].abs().max(1.0) * 1e-5;
        for (k, (value, expected)) in da.into_iter().chain(db).chain([value]).zip(expected).enumerate() {
            close(f64::from(value), expected, scale, &format!("part {k} of {n}"));
        }
    }
}

/// The likelihood with probabilities, which do not underflow for so few symbols.
fn likelihood(p: &[f64], o: &[f64]) -> f64 {
    let shares = |row: &[f64]| -> Vec<f64> { row.iter().map(|x| x.exp() / row.iter().map(|x| x.exp()).sum::<f64>()).collect() };
    let a: Vec<Vec<f64>> = p[..9].chunks(3).map(shares).collect();
    let b: Vec<Vec<f64>> = p[9..].chunks(4).map(shares).collect();
    let mut f: Vec<f64> = (0..3).map(|i| b[i][o[0] as usize]).collect();
    for o in &o[1..] {
        f = (0..3).map(|j| (0..3).map(|i| f[i] * a[i][j]).sum::<f64>() * b[j][*o as usize]).collect();
    }
    -f.iter().sum::<f64>().ln()
}

/// What a function is computed of is filled by a loop that also adds to a gradient: it cannot be run twice.
#[test]
fn states_that_are_hidden() {
    let a: [[f64; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| number(i, j)));
    let b: [[f64; 4]; 3] = std::array::from_fn(|i| std::array::from_fn(|k| number(i + 4, k)));
    for n in [1, 2, 5, 64, 65, 100] {
        let o: Vec<f64> = (0..n).map(|t| (t * 7 % 11 % 4) as f64).collect();
        let (value, (da, db)) = hidden_value_and_gradient(&a, &b, &o);
        let mut p = [a.as_flattened(), b.as_flattened()].concat();
        close(value, likelihood(&p, &o), 1e-13, &format!("the loss of {n}"));
        for (k, slope) in [da.as_flattened(), db.as_flattened()].concat().into_iter().enumerate() {
            let x = p[k];
            let mut at = |h: f64| {
                p[k] = x + h;
                likelihood(&p, &o)
            };
            let expected = (at(1e-5) - at(-1e-5)) / 2e-5;
            p[k] = x;
            close(slope, expected, 1e-8, &format!("part {k} of {n}"));
        }
    }
}
