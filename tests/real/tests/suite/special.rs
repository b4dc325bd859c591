//! Special functions.

use crate::agrees;

agrees! {
    incomplete_beta: betacf_value_and_gradient { (2.5, 1.5, 0.3) (0.7, 4.0, 0.1) (10.0, 3.0, 0.5) };
    incomplete_gamma: ln_gamma_value_and_gradient { (2.5) (0.3) (40.0) };
    chebyshev: chebev_value_and_gradient { (0.3, &[1.0, -0.5, 0.25, 2.0], 4) (-0.9, &[0.1, 0.2, 0.3], 2) };
    harmonic: gen_harmonic_value_and_gradient { (5, 1.5) (0, 2.0) (12, -0.5) };
    logistic: logistic_value_and_gradient { (0.3) (-40.0) (5.0) };
}

/// The derivative by the end of the integral is the integrand (NIST Digital Library of Mathematical Functions, 8.8.13);
/// that by the parameter is compared with central differences.
#[test]
fn incomplete_gamma_by_quadrature() {
    use chainrule_real_functions::incomplete_gamma::*;
    for (a, x) in [(120.0, 130.0), (200.0, 230.0), (101.5, 101.0f64)] {
        let density = ((a - 1.0) * x.ln() - x - ln_gamma(a)).exp();
        let h = 1e-4;
        for (sign, kind) in [(1.0, (|| IncGamma::P) as fn() -> IncGamma), (-1.0, || IncGamma::Q)] {
            let (value, gradient) = gammpapprox_value_and_gradient(a, x, kind());
            assert!((value - gammpapprox(a, x, kind())).abs() < 1e-11, "value at {a}, {x}");
            assert!((gradient.1 - sign * density).abs() < 1e-7 * density, "by x at {a}, {x}: {} of {density}", gradient.1);
            let slope = (gammpapprox(a + h, x, kind()) - gammpapprox(a - h, x, kind())) / (2.0 * h);
            assert!((gradient.0 - slope).abs() < 1e-6 * slope.abs(), "by a at {a}, {x}: {} of {slope}", gradient.0);
        }
    }
}
