//! Every row of the table of functions checks itself: first and second derivatives against differences of
//! the value, inside the function's domain.

use chainrule_core::functions::{self, Called, EXPANSIONS, Function};

/// An interval in which a function of one argument is smooth.
fn domain(name: &str) -> (f64, f64) {
    match name {
        "ln" | "log" | "log2" | "log10" | "sqrt" | "logsinh" | "lgamma" | "gammaln" | "ln_gamma" | "digamma" | "trigamma" | "recip"
        | "csc" | "cot" | "coth" | "csch" => (0.3, 3.0),
        "asin" | "arcsin" | "acos" | "arccos" | "atanh" | "artanh" => (-0.8, 0.8),
        "acosh" | "arcosh" => (1.2, 4.0),
        "logit" => (0.1, 0.9),
        "log1p" | "ln_1p" => (-0.6, 3.0),
        // Away from the kinks and steps at 0 and at the integers.
        "abs" | "sign" | "sgn" | "signum" | "relu" | "leaky_relu" | "elu" | "softsign" | "cbrt" => (0.2, 2.0),
        "floor" | "ceil" => (0.1, 0.9),
        "round" => (-0.4, 0.4),
        _ => (-1.3, 1.3),
    }
}

/// Derivative by five points, with an error of about h^4.
fn slope(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-3;
    (f(x - 2.0 * h) - 8.0 * f(x - h) + 8.0 * f(x + h) - f(x + 2.0 * h)) / (12.0 * h)
}

fn check(formula: &str, points: &[(f64, f64)]) {
    let kernel = chainrule_run::parse(formula).unwrap_or_else(|e| panic!("{e}")).compile(["x", "y"], []).unwrap();
    for &(x, y) in points {
        let (value, gradient, hessian) = kernel.value_gradient_hessian(&[x, y], &[]).unwrap();
        assert!(value.is_finite(), "{formula} at {x}, {y} is {value}");
        let close = |what: &str, got: f64, expected: f64| {
            let scale = 1.0 + expected.abs() + value.abs();
            assert!((got - expected).abs() <= 2e-8 * scale, "{what} of {formula} at {x}, {y}: {got}, by differences {expected}");
        };
        let value_at = |x: f64, y: f64| kernel.value(&[x, y], &[]).unwrap();
        let gradient_at = |x: f64, y: f64| kernel.gradient(&[x, y], &[]).unwrap();
        close("d/dx", gradient[0], slope(&|t| value_at(t, y), x));
        close("d/dy", gradient[1], slope(&|t| value_at(x, t), y));
        close("d2/dx2", hessian[0][0], slope(&|t| gradient_at(t, y)[0], x));
        close("d2/dxdy", hessian[0][1], slope(&|t| gradient_at(x, t)[0], y));
        close("d2/dy2", hessian[1][1], slope(&|t| gradient_at(x, t)[1], y));
    }
}

#[test]
fn derivatives_of_one_argument() {
    let mut rows = 0;
    for name in functions::names() {
        let one = match functions::lookup(name).expect("a name of the table") {
            Called::Function(f) => f.arity() == Some(1),
            Called::Expansion(row) => row.arity.0 == 1 && row.arity.1 <= 2,
        };
        // Its derivative is not that of its value: see below.
        if !one || name == "stop_gradient" {
            continue;
        }
        let (low, high) = domain(name);
        let points: Vec<(f64, f64)> = (0..9).map(|k| (low + (high - low) * (f64::from(k) + 0.45) / 9.0, 0.5)).collect();
        check(&format!("{name}(x)"), &points);
        // And inside other functions, where the adjoint is not 1.
        check(&format!("y*{name}(x)^2"), &points);
        rows += 1;
    }
    assert!(rows > 55, "only {rows} functions of one argument");
}

#[test]
fn what_is_stopped_is_a_constant() {
    let kernel = chainrule_run::parse("x*stop_gradient(x*y) + y").unwrap().compile(["x", "y"], []).unwrap();
    let (value, gradient, hessian) = kernel.value_gradient_hessian(&[3.0, 2.0], &[]).unwrap();
    assert_eq!((value, gradient), (20.0, vec![6.0, 1.0]));
    assert_eq!(hessian.concat(), [0.0; 4]);
}

#[test]
fn derivatives_of_several_arguments() {
    let points = [(0.7, 1.3), (1.9, 0.4), (2.2, -0.6)];
    for formula in [
        "min(x, y)",
        "max(x, y)",
        "x^y",
        "pow(x, y)",
        "atan2(x, y)",
        "atan2(y, x)",
        "hypot(x, y)",
        "norm(x, y, 2)",
        "norm(x, 2*y, x*y)",
        "logsumexp(x, y)",
        "logsumexp(x, y, x*y, 1)",
        "leaky_relu(x, y)",
        "elu(-x, y)",
        "min(x, y, x*y)",
        "max(x, 2*y, x*y)",
    ] {
        check(formula, &points);
    }
    check("polygamma(2, x)*y", &[(0.7, 1.3), (3.1, 0.4)]);
}

#[test]
fn the_table_names_each_function_once() {
    let mut names: Vec<&str> = Function::ALL.iter().flat_map(|f| [f.name()].into_iter().chain(f.aliases().iter().copied())).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(EXPANSIONS.iter().all(|row| row.arity.0 >= 1));
}

#[test]
fn kinks_are_as_documented() {
    for (formula, expected) in [
        ("abs(x)", 0.0),
        ("relu(x)", 0.0),
        ("max(x, 0)", 1.0),
        ("min(x, 0)", 1.0),
        ("max(0, x)", 0.0),
        ("leaky_relu(x)", 0.01),
        ("sign(x)", 0.0),
        ("relu(x)^2", 0.0),
        ("x*sqrt(x)", 0.0),
        ("x^0", 0.0),
        ("sqrt(x)^2", 1.0),
    ] {
        let kernel = chainrule_run::parse(formula).unwrap().compile(["x"], []).unwrap();
        assert_eq!(kernel.gradient(&[0.0], &[]).unwrap(), [expected], "{formula} at 0");
    }
}

#[test]
fn branches_not_taken_contribute_nothing() {
    for (formula, at, value, slope) in [
        ("if(x > 0, sqrt(x), 0)", 0.0, 0.0, 0.0),
        ("if(x > 0, sqrt(x), 0)", -1.0, 0.0, 0.0),
        ("if(x > 0, ln(x), x)", 0.0, 0.0, 1.0),
        ("if(x != 0, sin(x)/x, 1)", 0.0, 1.0, 0.0),
        ("if(x > 0, x^x, 1)", -2.0, 1.0, 0.0),
        ("if(abs(x) < 1, sqrt(1 - x^2), 0)", 1.0, 0.0, 0.0),
        ("2*if(x > 0, if(x > 4, sqrt(x - 4), 1/x), 3*x)", 4.0, 0.5, -0.125),
    ] {
        let kernel = chainrule_run::parse(formula).unwrap().compile(["x"], []).unwrap();
        let (v, g) = kernel.value_and_gradient(&[at], &[]).unwrap();
        assert_eq!((v, g[0]), (value, slope), "{formula} at {at}");
    }
}

#[test]
fn saturated_forms_stay_finite() {
    for (formula, low, high) in [
        ("1/(1 + exp(-x))", (0.0, 0.0), (1.0, 0.0)),
        ("exp(x)/(1 + exp(x))", (0.0, 0.0), (1.0, 0.0)),
        ("ln(1 + exp(x))", (0.0, 0.0), (800.0, 1.0)),
        ("ln(1/(1 + exp(-x)))", (-800.0, 1.0), (0.0, 0.0)),
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", (-1.0, 0.0), (1.0, 0.0)),
        ("sinh(x)/cosh(x)", (-1.0, 0.0), (1.0, 0.0)),
        ("ln(exp(x) + exp(0))", (0.0, 0.0), (800.0, 1.0)),
        ("ln(cosh(x)) + ln(2)", (800.0, -1.0), (800.0, 1.0)),
    ] {
        let kernel = chainrule_run::parse(formula).unwrap().compile(["x"], []).unwrap();
        for (x, (value, slope)) in [(-800.0, low), (800.0, high)] {
            let (v, g) = kernel.value_and_gradient(&[x], &[]).unwrap();
            assert!((v - value).abs() < 1e-12 && (g[0] - slope).abs() < 1e-12, "{formula} at {x}: {v}, {}", g[0]);
        }
    }
}

/// asin'' is x/(1 - x^2)^(3/2), and acos'' its opposite: infinite at the ends, where the slope is.
#[test]
fn second_derivatives_at_the_ends_of_a_domain() {
    let second = |formula: &str, x: f64| {
        let kernel = chainrule_run::parse(formula).unwrap().compile(["x"], []).unwrap();
        kernel.hessian(&[x], &[]).unwrap()[0][0]
    };
    for (x, expected) in [(1.0, f64::INFINITY), (-1.0, f64::NEG_INFINITY)] {
        assert_eq!(second("asin(x)", x), expected);
        assert_eq!(second("acos(x)", x), -expected);
        assert_eq!(second("3*asin(2*x)", x / 2.0), expected);
        assert_eq!(second("y*asin(x) - x^2".replace('y', "5").as_str(), x), expected);
    }
    for x in [0.5, -0.9, 0.999_999_999, 0.0] {
        let expected = x / ((1.0f64 - x) * (1.0 + x)).powf(1.5);
        for (formula, expected) in [("asin(x)", expected), ("acos(x)", -expected)] {
            let found = second(formula, x);
            assert!((found - expected).abs() <= 1e-14 * expected.abs(), "{formula} at {x}: {found} instead of {expected}");
        }
    }
    for formula in ["asin(x)", "acos(x)"] {
        assert!(second(formula, 1.5).is_nan());
    }
}

#[test]
fn powers_of_products_are_in_range_where_those_of_factors_are_not() {
    for (formula, x, y, value, slopes) in [
        ("(x*y)^3", 1e120, 1e-120, 1.0, [3e-120, 3e120]),
        ("(x*y)^2", 1e-200, 1e200, 1.0, [2e200, 2e-200]),
        ("(2*x*y)^5/x", 1e-100, 1e100, 32e100, [4.0 * 32e200, 5.0 * 32.0]),
        ("x^3*y^2", 1e150, 1e-200, 1e50, [3e-100, 2e250]),
    ] {
        let kernel = chainrule_run::parse(formula).unwrap().compile(["x", "y"], []).unwrap();
        let (got, gradient) = kernel.value_and_gradient(&[x, y], &[]).unwrap();
        for (got, expected) in [(got, value), (gradient[0], slopes[0]), (gradient[1], slopes[1])] {
            assert!((got / expected - 1.0).abs() < 1e-13, "{formula}: {got} is not {expected}");
        }
    }
}

/// Where an extreme of numbers is NaN, so are its slopes, though no comparison holds there.
#[test]
fn slopes_of_pieces_at_what_is_not_a_number() {
    let nan = f64::NAN;
    for (formula, x, y) in
        [("max(x, y)", nan, 1.0), ("max(x, y)", 1.0, nan), ("min(x, y)*3", nan, nan), ("min(x, y)", 1.0, nan), ("relu(x) + y", nan, 1.0)]
    {
        let kernel = chainrule_run::parse(formula).unwrap().compile(["x", "y"], []).unwrap();
        let (value, gradient) = kernel.value_and_gradient(&[x, y], &[]).unwrap();
        assert!(value.is_nan() && gradient[0].is_nan(), "{formula} at {x}, {y}: {value}, {gradient:?}");
    }
    // What is not taken may be anything.
    let kernel = chainrule_run::parse("if(x > 0, x^2, max(x, y))").unwrap().compile(["x", "y"], []).unwrap();
    assert_eq!(kernel.value_and_gradient(&[3.0, nan], &[]).unwrap(), (9.0, vec![6.0, 0.0]));
}
