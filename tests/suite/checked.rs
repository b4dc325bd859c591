//! `#[gradient(check)]`: each of these functions has a test of its own beside it.

use chainrule::functions::{sigmoid, softplus};

#[chainrule::gradient(check)]
fn scalar(x: f64) -> f64 {
    x.sin() * (1.0 + x * x).ln()
}

#[chainrule::gradient(check)]
fn of_a_domain(x: f64, y: f64) -> f64 {
    (1.0 - x * x).sqrt() * y.ln()
}

#[chainrule::gradient(check)]
fn single(w: &[f32; 3], b: f32, #[constant] x: &[f32; 3]) -> f32 {
    sigmoid(w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b)
}

#[chainrule::gradient(check)]
fn slices<const N: usize>(w: &[[f64; N]], v: &[f64], #[constant] x: &[f64; N], steps: usize, #[constant] negative: bool) -> f64 {
    assert!(w.len() == v.len(), "as many weights as rows");
    let mut total = 0.0;
    for (row, v) in w.iter().zip(v) {
        let mut z = 0.0;
        for i in 0..N {
            z += row[i] * x[i];
        }
        for _ in 0..steps {
            z = z.tanh() + 0.1;
        }
        total += v * softplus(if negative { -z } else { z });
    }
    total
}

#[chainrule::gradient(check, wrt(p))]
fn labelled(p: &[f64; 2], #[constant] label: f64) -> f64 {
    let e = label - p[0];
    if e > 0.5 { e * e * p[1] } else { p[1].abs() }
}

#[test]
fn the_tests_are_there() {
    scalar_gradient_check();
    slices_gradient_check();
}
