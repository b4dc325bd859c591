//! Points where the chain rule says 0 times infinity and mathematics has an answer.

use chainrule_model::{Array, Model};
use std::collections::BTreeMap;

/// The value of `loss` and the gradient by `w`.
fn by_w(text: &str, w: &[f64]) -> (f64, Vec<f64>) {
    let values = BTreeMap::from([("w".to_owned(), Array { shape: vec![w.len()], values: w.to_vec() })]);
    let outcome = Model::parse(text).unwrap().compile(None, true).unwrap().run(&values).unwrap();
    (outcome.value.values[0], outcome.gradient[0].1.values.clone())
}

/// The factorisation of Cholesky as it is written down: where `i == j`, what is before `i` is before `j`.
#[test]
fn positions_that_are_equal_are_equally_far() {
    let factor = "if(i == j, sqrt(K[i, i] - sum(k in 0..i: L[i, k]^2)), if(j < i, (K[i, j] - sum(k in 0..j: L[i, k]*L[j, k]))/L[j, j], 0))";
    let text = format!("param w[3]\nK[i: 3, j: 3] = w[i]*w[j] + if(i == j, 1, 0)\nL[i: 3, j: 3] = {factor}\nloss = sum(i: log(L[i, i]))");
    // det(1 + w w') = 1 + w'w
    let w = [0.5, -1.5, 2.0];
    let squares: f64 = w.iter().map(|w| w * w).sum();
    let (value, gradient) = by_w(&text, &w);
    assert!((value - 0.5 * (1.0 + squares).ln()).abs() < 1e-14, "{value}");
    for (got, w) in gradient.iter().zip(w) {
        assert!((got - w / (1.0 + squares)).abs() < 1e-14, "{gradient:?}");
    }
}
