//! Points where the chain rule says 0 times infinity and mathematics has an answer.

use chainrule_model::{Array, Model};
use chainrule_run::parse;
use std::collections::BTreeMap;

/// Value, gradient and Hessian of a formula in x and y.
fn at(formula: &str, x: f64, y: f64) -> (f64, Vec<f64>, Vec<Vec<f64>>) {
    let kernel = parse(formula).unwrap_or_else(|e| panic!("{e}")).compile(["x", "y"], []).unwrap();
    kernel.value_gradient_hessian(&[x, y], &[]).unwrap()
}

/// The value of `loss` and the gradient by `w`.
fn by_w(text: &str, w: &[f64]) -> (f64, Vec<f64>) {
    let values = BTreeMap::from([("w".to_owned(), Array { shape: vec![w.len()], values: w.to_vec() })]);
    let outcome = Model::parse(text).unwrap().compile(None, true).unwrap().run(&values).unwrap();
    (outcome.value.values[0], outcome.gradient[0].1.values.clone())
}

/// What `norm` says of numbers, the root of a sum of squares says of an array: at 0 nothing moves it.
#[test]
fn a_root_of_even_powers_is_flat_at_zero() {
    let sums = ["sqrt(sum(i in 0..3: (x + i*y)^2))", "sqrt(sum(i in 0..12: (i*x - y)^2))", "sqrt(sum(i in 0..3: (x - i*y)^4))"];
    for sum in sums.into_iter().chain(["norm(x, y)", "sqrt(x^2 + y^2)", "sqrt(x^4 + y^6)", "sqrt(x^2*y^2 + y^4)"]) {
        assert_eq!(at(sum, 0.0, 0.0), (0.0, vec![0.0; 2], vec![vec![0.0; 2]; 2]), "{sum}");
        // And nothing that is multiplied by it.
        assert_eq!(at(&format!("(x + 2)*({sum})"), 0.0, 0.0).1, [0.0; 2], "{sum}");
    }
    for text in [
        "loss = norm(w)",
        "loss = sqrt(sum(w^2))",
        "loss = sqrt(mean(i: w[i]^2))",
        "loss = 3*sqrt(sum(i: if(i < 2, w[i]^2, 0)))",
        "loss = sqrt(sum(i: sum(j: (w[i] - w[j])^2)))",
    ] {
        assert_eq!(by_w(&format!("param w[4]\n{text}"), &[0.0; 4]), (0.0, vec![0.0; 4]), "{text}");
    }
    let (value, gradient) = by_w("param w[4]\nloss = norm(w)", &[3.0, 0.0, -4.0, 0.0]);
    assert_eq!(value, 5.0);
    for (got, expected) in gradient.iter().zip([0.6, 0.0, -0.8, 0.0]) {
        assert!((got - expected).abs() < 1e-15, "{gradient:?}");
    }
    // Where what is summed may not be 0 though the sum is, or the root is steeper than a norm, there is no such answer.
    for steep in ["sqrt(sum(i in 0..2: x + i*y))", "(sum(i in 0..3: (x + i*y)^2))^0.25"] {
        assert!(!at(steep, 0.0, 0.0).1[0].is_finite(), "{steep}");
    }
    // NaN is no 0.
    assert!(by_w("param w[2]\nloss = norm(w)", &[f64::NAN, 0.0]).1[0].is_nan());
}

/// a^0 is 1 for every a: a sum of powers begins with a constant.
#[test]
fn a_power_series_at_zero() {
    assert_eq!(at("sum(k in 0..5: y*x^k)", 0.0, 2.0), (2.0, vec![2.0, 1.0], vec![vec![4.0, 1.0], vec![1.0, 0.0]]));
    assert_eq!(at("sum(i in 0..4: sum(j in 0..i+1: x^i*y^j))", 0.0, 0.0).1, [1.0, 0.0]);
    assert_eq!(by_w("param w[3]\nloss = sum(i: sum(k in 0..4: w[i]^k))", &[0.0, 1.0, 0.0]).1, [1.0, 6.0, 1.0]);
    // Beside 0 the exponent counts: d/dx d/dy x^y = x^(y-1) (1 + y ln x).
    let (_, gradient, hessian) = at("x^y", 1.5, 0.0);
    assert_eq!(gradient[0], 0.0);
    assert!((hessian[0][1] - 1.0 / 1.5).abs() < 1e-15, "{hessian:?}");
    assert_eq!(at("x^y", 0.0, 1.0).1, [1.0, 0.0]);
    assert_eq!(at("x^y", 0.0, 0.5).1[0], f64::INFINITY);
}

/// Numbers in a formula are put together only where their product is a number, too.
#[test]
fn coefficients_stay_in_range() {
    let expect = |formula: &str, x: f64, expected: f64| {
        let value = at(formula, x, 0.0).0;
        assert!((value - expected).abs() <= 1e-15 * expected, "{formula} at {x} is {value}");
    };
    expect("1e-200*x*1e-200*1e300", 1e100, 1.0);
    expect("x*1e200*1e200*1e-300", 1e100, 1e200);
    expect("(1e200*x)^2", 1e-150, 1e100);
    expect("(1e200*x)^2*1e-300", 1e-50, 1.0);
    expect("x/1e200/1e200*1e300", 1e100, 1.0);
    expect("x/1e-310", 1e-300, 1e-300 / 1e-310);
    expect("x/1e-310", 0.0, 0.0);
    let (_, gradient, _) = at("(1e-200*x)^2*1e300", 1e100, 0.0);
    assert!((gradient[0] / 2.0 - 1.0).abs() < 1e-15, "{gradient:?}");
    // What is in range is one number.
    let derivative = |formula: &str| parse(formula).unwrap().derivative("x").unwrap().to_string();
    assert_eq!(derivative("0.5*x*0.25"), "1/8");
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

/// What has overflowed moves nothing that is level there.
#[test]
fn a_level_function_of_what_overflows() {
    for formula in
        ["sigmoid(cosh(x))", "tanh(exp(x))", "atan(exp(2*x) - 1)", "erf(x*exp(x))", "erfc(exp(x)*y)", "exp(-cosh(x))", "softplus(-exp(x))"]
    {
        let (value, gradient, _) = at(formula, 800.0, 2.0);
        assert!(value.is_finite() && gradient == [0.0, 0.0], "{formula}: {value}, {gradient:?}");
        // In range nothing is cut off: differences.
        let (x, h) = (0.4, 1e-5);
        let slope = (at(formula, x + h, 2.0).0 - at(formula, x - h, 2.0).0) / (2.0 * h);
        assert!((at(formula, x, 2.0).1[0] - slope).abs() < 1e-8, "{formula}");
    }
}
