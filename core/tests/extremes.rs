//! Where the formula as it is written stays in range, at very large and very small arguments, so does what the engine makes of it.
//! Two bases and their powers: of three the order in which they are multiplied is not kept.

#[path = "support/dual.rs"]
mod dual;

use proptest::prelude::*;
use proptest::sample::select;
use std::collections::HashMap;

/// Products, quotients and powers of two bases.
fn formula() -> impl Strategy<Value = String> {
    let base = select(vec![("x", "y"), ("x", "exp(y)"), ("(x - 1)", "exp(-y)"), ("tanh(x)", "abs(y)"), ("y", "sqrt(abs(x))")]);
    let steps = prop::collection::vec((0..2usize, 0..12usize), 1..5);
    (base, steps).prop_map(|((a, b), steps)| {
        let mut text = String::from(a);
        for (which, step) in steps {
            let base = [a, b][which];
            text = match step {
                0..=2 => format!("({text} * {base})"),
                3 => format!("({base} * {text})"),
                4..=6 => format!("({text} / {base})"),
                7 => format!("({base} / {text})"),
                8 => format!("({text})^2"),
                9 => format!("({text})^3"),
                10 => format!("({text})^(-2)"),
                _ => format!("({text})^4"),
            };
        }
        text
    })
}

fn extreme() -> impl Strategy<Value = f64> {
    select(vec![0.0, 1.0, -1.0, 2.5, 1e160, -1e160, 1e-160, -1e-160, 700.0, -700.0, 1000.0, -1000.0, 1e300, 1e-300, 1e90, 1e-90])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20000, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn what_is_in_range_as_written_stays_so(text in formula(), x in extreme(), y in extreme()) {
        let ast = chainrule_parser::parse_expression(&text).unwrap();
        let at: HashMap<String, f64> = [("x", x), ("y", y)].map(|(n, v)| (n.to_owned(), v)).into();
        let dual::Dual(value, slope) = dual::evaluate(&ast, &at, "x").unwrap();
        if !value.is_finite() {
            return Ok(());
        }
        let kernel = chainrule_run::parse(&text).unwrap().compile(["x", "y"], []).unwrap();
        let (got, gradient) = kernel.value_and_gradient(&[x, y], &[]).unwrap();
        prop_assert!(got.is_finite(), "{text} at {x:e}, {y:e} is {got}, and as it is written {value:e}");
        // Powers of 0 have rules of their own, and so has what underflows.
        if slope.is_finite() && x != 0.0 && y != 0.0 && value != 0.0 {
            prop_assert!(gradient[0].is_finite(), "{text} at {x:e}, {y:e} has the slope {}, not {slope:e}", gradient[0]);
        }
    }
}

/// Numerator and denominator overflow, in the function or in its derivative, and the quotient does not: formula, x, value, slope.
/// Values by mpmath with 1200 digits, slopes by its central differences.
#[rustfmt::skip]
const QUOTIENTS: &[(&str, f64, f64, f64)] = &[
    ("1/cosh(x)", -800.0, 0.0, 0.0),
    ("1/cosh(x)", -20.0, 4.122307244877116e-09, 4.122307244877116e-09),
    ("1/cosh(x)", 0.001, 0.9999995000002083, -0.000999999166667175),
    ("1/cosh(x)", 1.0, 0.6480542736638853, -0.49355434756457306),
    ("1/cosh(x)", 20.0, 4.122307244877116e-09, -4.122307244877116e-09),
    ("1/cosh(x)", 800.0, 0.0, 0.0),
    ("x/cosh(x)", 800.0, 0.0, 0.0),
    ("1/cosh(x)^2", -800.0, 0.0, 0.0),
    ("1/cosh(x)^2", -20.0, 1.6993417021166355e-17, 3.398683404233271e-17),
    ("1/cosh(x)^2", 0.001, 0.9999990000006667, -0.0019999973333356),
    ("1/cosh(x)^2", 1.0, 0.4199743416140261, -0.6397000084492245),
    ("1/cosh(x)^2", 20.0, 1.6993417021166355e-17, -3.398683404233271e-17),
    ("1/cosh(x)^2", 800.0, 0.0, 0.0),
    ("1/(exp(x) - 1)", -800.0, -1.0, 0.0),
    ("1/(exp(x) - 1)", -20.0, -1.0000000020611537, -2.0611536309352665e-09),
    ("1/(exp(x) - 1)", 0.001, 999.5000833333319, -999999.9166666708),
    ("1/(exp(x) - 1)", 1.0, 0.5819767068693265, -0.9206735942077923),
    ("1/(exp(x) - 1)", 20.0, 2.061153626686912e-09, -2.0611536309352665e-09),
    ("1/(exp(x) - 1)", 800.0, 0.0, 0.0),
    ("x/(exp(x) - 1)", -800.0, 800.0, -1.0),
    ("x/(exp(x) - 1)", -20.0, 20.00000004122307, -0.999999960838081),
    ("x/(exp(x) - 1)", 0.001, 0.999500083333332, -0.4998333333388889),
    ("x/(exp(x) - 1)", 1.0, 0.5819767068693265, -0.33869688733846587),
    ("x/(exp(x) - 1)", 20.0, 4.1223072533738245e-08, -3.9161918992018416e-08),
    ("x/(exp(x) - 1)", 800.0, 0.0, 0.0),
    ("exp(x)/(exp(x) - 1)", -800.0, 0.0, 0.0),
    ("exp(x)/(exp(x) - 1)", -20.0, -2.061153626686912e-09, -2.0611536309352665e-09),
    ("exp(x)/(exp(x) - 1)", 0.001, 1000.5000833333319, -999999.9166666708),
    ("exp(x)/(exp(x) - 1)", 1.0, 1.5819767068693265, -0.9206735942077923),
    ("exp(x)/(exp(x) - 1)", 20.0, 1.0000000020611537, -2.0611536309352665e-09),
    ("exp(x)/(exp(x) - 1)", 800.0, 1.0, 0.0),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", -800.0, -1.0, 0.0),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", -20.0, -1.0, 1.6993417021166355e-17),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", 0.001, 0.0009999996666668, 0.9999990000006667),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", 1.0, 0.7615941559557649, 0.4199743416140261),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", 20.0, 1.0, 1.6993417021166355e-17),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", 800.0, 1.0, 0.0),
    ("(1 - exp(-x))/(1 + exp(-x))", -800.0, -1.0, 0.0),
    ("(1 - exp(-x))/(1 + exp(-x))", -20.0, -0.9999999958776927, 4.122307227883698e-09),
    ("(1 - exp(-x))/(1 + exp(-x))", 0.001, 0.0004999999583333375, 0.49999987500002085),
    ("(1 - exp(-x))/(1 + exp(-x))", 1.0, 0.46211715726000974, 0.3932238664829637),
    ("(1 - exp(-x))/(1 + exp(-x))", 20.0, 0.9999999958776927, 4.122307227883698e-09),
    ("(1 - exp(-x))/(1 + exp(-x))", 800.0, 1.0, 0.0),
    ("1/(1 + 9*exp(-x/2))", -800.0, 2.1279662185711173e-175, 1.0639831092855587e-175),
    ("1/(1 + 9*exp(-x/2))", -20.0, 5.044411194063439e-06, 2.522192873989572e-06),
    ("1/(1 + 9*exp(-x/2))", 0.001, 0.10004500900086248, 0.04501800258743992),
    ("1/(1 + 9*exp(-x/2))", 1.0, 0.15482809896025465, 0.06542817936630413),
    ("1/(1 + 9*exp(-x/2))", 20.0, 0.9995915675173919, 0.00020413283275765303),
    ("1/(1 + 9*exp(-x/2))", 800.0, 1.0, 8.618263185213025e-174),
    ("3/(2 + exp(x))^2", -800.0, 0.75, 0.0),
    ("3/(2 + exp(x))^2", -20.0, 0.7499999984541348, -1.5458652120495198e-09),
    ("3/(2 + exp(x))^2", 0.001, 0.33311111113580455, -0.2222221481399321),
    ("3/(2 + exp(x))^2", 1.0, 0.13475767153546905, -0.15527233984662253),
    ("3/(2 + exp(x))^2", 20.0, 1.2745062660796639e-17, -2.549012521651515e-17),
    ("3/(2 + exp(x))^2", 800.0, 0.0, 0.0),
    ("1/sqrt(1 + exp(-2*x))", -800.0, 0.0, 0.0),
    ("1/sqrt(1 + exp(-2*x))", -20.0, 2.061153622438558e-09, 2.061153622438558e-09),
    ("1/sqrt(1 + exp(-2*x))", 0.001, 0.7074602461151676, 0.3533763930524362),
    ("1/sqrt(1 + exp(-2*x))", 1.0, 0.9385078997951389, 0.11187288399642126),
    ("1/sqrt(1 + exp(-2*x))", 20.0, 1.0, 4.248354255291589e-18),
    ("1/sqrt(1 + exp(-2*x))", 800.0, 1.0, 0.0),
    ("log(exp(x) - 1)", 0.001, -6.9072552373154705, 1000.5000833333319),
    ("log(exp(x) - 1)", 1.0, 0.5413248546129181, 1.5819767068693265),
    ("log(exp(x) - 1)", 20.0, 19.999999997938847, 1.0000000020611537),
    ("log(exp(x) - 1)", 800.0, 800.0, 1.0),
];

/// Compares the value and the slope of each formula with those that are expected, given a relative and an absolute error.
#[track_caller]
fn agree(cases: &[(&str, f64, f64, f64)], relative: f64, absolute: f64) {
    for &(text, x, value, slope) in cases {
        let kernel = chainrule_run::parse(text).unwrap().compile(["x"], []).unwrap();
        let (got, gradient) = kernel.value_and_gradient(&[x], &[]).unwrap();
        for (what, got, expected) in [("value", got, value), ("slope", gradient[0], slope)] {
            let error = relative * expected.abs() + absolute;
            assert!((got - expected).abs() <= error, "{text} at {x}: the {what} is {got}, not {expected}");
        }
    }
}

#[test]
fn quotients_of_what_overflows() {
    // 1 - s is no more exact than s.
    agree(QUOTIENTS, 1e-12, 2e-16);
}

/// What is divided by overflows with the product above it: the quotient is near 1, and 0 would be a wrong number.
#[test]
fn a_product_in_its_own_divisor_is_not_zero() {
    for (text, moderate) in [("x*y/(1 + x*y)", 6.0 / 7.0), ("3*x*y/(2 + x + x*y)", 1.8), ("y*x/(x*y - 2)", 1.5)] {
        let kernel = chainrule_run::parse(text).unwrap().compile(["x", "y"], []).unwrap();
        assert!((kernel.value(&[2.0, 3.0], &[]).unwrap() - moderate).abs() < 1e-15, "{text}");
        let large = kernel.value(&[1e200, 1e200], &[]).unwrap();
        assert!(large != 0.0, "{text} is {large}");
    }
}

/// Where the difference of two slopes has nothing left but what was rounded, or a sum of weighted exponentials underflows: formula,
/// x, value, slope. Values by mpmath with 1300 digits, slopes by its central differences.
#[rustfmt::skip]
const SMALL_SLOPES: &[(&str, f64, f64, f64)] = &[
    ("tanh(x)^2/(1 + cosh(x))", 800.0, 0.0, -0.0),
    ("tanh(x)^2/(1 + cosh(x))", -800.0, 0.0, 0.0),
    ("tanh(x)^2/(1 + cosh(x))", 1.0, 0.22807993204985932, 0.14614566088465142),
    ("tanh(x)^2/(1 + cosh(x))", 0.001, 4.999995416669598e-07, 0.000999998166668425),
    ("tanh(x)^2/(1 + cosh(x))", 30.0, 1.8715245937676846e-13, -1.8715245937673345e-13),
    ("1/(2 + cosh(x))", 800.0, 0.0, -0.0),
    ("1/(2 + cosh(x))", -800.0, 0.0, 0.0),
    ("1/(2 + cosh(x))", 1.0, 0.28224026012101916, -0.09361601520701908),
    ("1/(2 + cosh(x))", 0.001, 0.33333327777778243, -0.00011111109259259352),
    ("1/(2 + cosh(x))", 30.0, 1.8715245937673345e-13, -1.871524593766634e-13),
    ("sinh(x)/(3 + x*cosh(x))", 800.0, 0.00125, -1.5625e-06),
    ("sinh(x)/(3 + x*cosh(x))", 1.0, 0.25867936057260715, 0.18487834513363816),
    ("sinh(x)/(3 + x*cosh(x))", -20.0, 0.050000000030917306, 0.002500000034009034),
    ("cosh(x)/(1 + sinh(x))", 800.0, 1.0, 0.0),
    ("cosh(x)/(1 + sinh(x))", 1.0, 0.7093967396323201, 0.037028676957082556),
    ("cosh(x)/(1 + sinh(x))", -800.0, -1.0, -0.0),
    ("cosh(x)^2/(x + cosh(x))", 1.0, 0.9363045012982075, 0.6253084220920204),
    ("cosh(x)^2/(x + cosh(x))", -20.0, 242582617.70489678, -242582598.70489365),
    ("cosh(x)^2/(x + cosh(x))", 600.0, 1.8865101504649698e+260, 1.8865101504649698e+260),
    ("log(0.3*exp(-x^2) + x^2*exp(-x))", 900.0, -886.3952104733514, -0.9977777777777778),
    ("log(0.3*exp(-x^2) + x^2*exp(-x))", 1.0, -0.7376357355325089, 0.3076923076923077),
    ("log(0.3*exp(-x^2) + x^2*exp(-x))", -3.0, 5.197224782143277, -1.6666650964793868),
    ("log(0.3*exp(-x^2) + x^2*exp(-x))", -900.0, 913.6047895266486, -1.0022222222222221),
    ("log(x + exp(x))", 800.0, 800.0, 1.0),
    ("log(x + exp(x))", 1.0, 1.3132616875182228, 1.0),
    ("log(x + exp(x))", 3.0, 3.1392063142194564, 0.9133656710409386),
    ("log(x + exp(x))", -0.5, -2.2393224506378187, 15.08045349616957),
    ("log(x*exp(-(x - 1)^2) + exp(-(x - 2)^2)/2)", 60.0, -3364.69314718056, -116.0),
    ("log(x*exp(-(x - 1)^2) + exp(-(x - 2)^2)/2)", 1.0, 0.16884762349830576, 1.1553624034969636),
    ("log(x*exp(-(x - 1)^2) + exp(-(x - 2)^2)/2)", 3.0, -1.4317661606981313, -2.3833541946806127),
    ("log(x*exp(-(x - 1)^2) + exp(-(x - 2)^2)/2)", 0.1, -2.847110046548264, 9.934732624558231),
    ("x/(1 + x)", 1e10, 0.9999999999, 9.999999998e-21),
    ("x/(1 + x)", 1e-10, 9.999999999e-11, 0.9999999998),
    ("x/(1 + x)", -3.0, 1.5, 0.25),
    ("x^2/(7 + x^2)", 1e10, 1.0, 1.4e-29),
    ("x^2/(7 + x^2)", 1e-10, 1.4285714285714287e-21, 2.8571428571428573e-11),
    ("x^2/(7 + x^2)", 3.0, 0.5625, 0.1640625),
    ("x/(1 + abs(x))", 1e10, 0.9999999999, 9.999999998e-21),
    ("x/(1 + abs(x))", -1e10, -0.9999999999, 9.999999998e-21),
    ("x/(1 + abs(x))", 0.5, 0.3333333333333333, 0.4444444444444444),
    ("x/sqrt(1 + x^2)", 1e10, 1.0, 1e-30),
    ("x/sqrt(1 + x^2)", -1e6, -0.9999999999995, 9.999999999985e-19),
    ("x/sqrt(1 + x^2)", 0.5, 0.4472135954999579, 0.7155417527999327),
    ("(1 + x)/(2 + x)", 1e10, 0.9999999999, 9.999999996e-21),
    ("(1 + x)/(2 + x)", 0.5, 0.6, 0.16),
    ("2*x/norm(x, 3)", 1e10, 2.0, 1.8e-29),
    ("2*x/norm(x, 3)", 0.5, 0.3287979746107146, 0.6398230857289581),
    ("log(sum(k in 0..4: (k + 0.5)/(10 - k)*exp(-(x - k)^2)))", 70.0, -4489.69314718056, -134.0),
    ("log(sum(k in 0..4: (k + 0.5)/(10 - k)*exp(-(x - k)^2)))", -70.0, -4902.995732273554, 140.0),
    ("log(sum(k in 0..4: (k + 0.5)/(10 - k)*exp(-(x - k)^2)))", 1.25, -0.9983366650726277, 0.6633754268180194),
    ("log(1 + exp(x) + exp(-x))", 800.0, 800.0, 1.0),
    ("log(1 + exp(x) + exp(-x))", -800.0, 800.0, -1.0),
    ("log(1 + exp(x) + exp(-x))", 1e-09, 1.0986122886681098, 6.666666666666667e-10),
    ("log(1 + exp(x) + exp(-x))", 2.0, 2.1429316284998996, 0.8509370922208681),
    ("log(x^2 + 3*cosh(x))", -900.0, 900.4054651081082, -1.0),
    ("log(x^2 + 3*cosh(x))", 0.5, 1.290025142880448, 0.7055799809765937),
    ("log(sinh(3*x)/x)", 700.0, 2092.755772484397, 2.9985714285714287),
    ("log(sinh(3*x)/x)", -700.0, 2092.755772484397, -2.9985714285714287),
    ("log(sinh(3*x)/x)", 2.0, 4.6136994946488805, 2.5000368655006295),
    ("log((exp(2*x) - 1)/x)", 700.0, 1393.4489196649565, 1.9985714285714287),
    ("log((exp(2*x) - 1)/x)", -700.0, -6.551080335043404, 0.0014285714285714286),
    ("log((exp(2*x) - 1)/x)", 2.0, 3.288367372614168, 1.5373147207275482),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x) + 1)", 800.0, 1.0, 0.0),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x) + 1)", 0.5, 0.32015666782980645, 0.5903038223256166),
    ("3/cosh(sqrt(x)*x)^2", 100.0, 0.0, -0.0),
    ("3/cosh(sqrt(x)*x)^2", 0.5, 2.6541721964425564, -1.9116337004649127),
];

#[test]
fn small_slopes_are_as_exact_as_large_ones() {
    agree(SMALL_SLOPES, 1e-13, 0.0);
}

/// Second derivatives where a part of them is out of range: formula, x, the second derivative by central differences of mpmath with
/// 1500 digits.
#[rustfmt::skip]
const CURVATURES: &[(&str, f64, f64)] = &[
    ("exp(x)/(x + exp(x))", -800.0, -0.0),
    ("exp(x)/(x + exp(x))", 800.0, -0.0),
    ("exp(x)/(x + exp(x))", 1.0, 0.19661193324148185),
    ("exp(x)/(x + exp(x))", -30.0, -3.334086405934948e-15),
    ("x/(x + exp(x))", -800.0, 0.0),
    ("x/(x + exp(x))", 800.0, 0.0),
    ("x/(x + exp(x))", 1.0, -0.19661193324148185),
    ("x/(x + exp(x))", -30.0, 3.334086405934948e-15),
    ("x^2*log(erfc(-x/sqrt(2))/2)", 50.0, -0.0),
    ("x^2*log(erfc(-x/sqrt(2))/2)", 3.0, -0.06944645529965568),
    ("x^2*log(erfc(-x/sqrt(2))/2)", -5.0, -158.0426652650665),
    ("x^2*log(erfc(-x/sqrt(2))/2)", -40.0, -9612.215630174924),
    ("log(x*exp(-x^2) + exp(-x)/2)", 900.0, 0.0),
    ("log(x*exp(-x^2) + exp(-x)/2)", 1.0, -2.0),
    ("log(x*exp(-x^2) + exp(-x)/2)", 3.0, 0.28352949025992935),
    ("x/(1 + x)", 1e10, -1.9999999994e-30),
    ("x/(1 + x)", 3.0, -0.03125),
    ("1/(2 + cosh(x))", 800.0, 0.0),
    ("1/(2 + cosh(x))", 1.0, -0.060818309357576365),
    ("1/(2 + cosh(x))", -30.0, 1.871524593765233e-13),
];

#[test]
fn curvatures_of_what_overflows() {
    for &(text, x, expected) in CURVATURES {
        let kernel = chainrule_run::parse(text).unwrap().compile(["x"], []).unwrap();
        let got = kernel.hessian(&[x], &[]).unwrap()[0][0];
        assert!((got - expected).abs() <= 1e-11 * expected.abs() + 1e-300, "{text} at {x}: {got}, not {expected}");
    }
}
