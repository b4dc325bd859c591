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
