//! Special functions.

use crate::agrees;

agrees! {
    incomplete_beta: betacf_value_and_gradient { (2.5, 1.5, 0.3) (0.7, 4.0, 0.1) (10.0, 3.0, 0.5) };
    chebyshev: chebev_value_and_gradient { (0.3, &[1.0, -0.5, 0.25, 2.0], 4) (-0.9, &[0.1, 0.2, 0.3], 2) };
    harmonic: gen_harmonic_value_and_gradient { (5, 1.5) (0, 2.0) (12, -0.5) };
    logistic: logistic_value_and_gradient { (0.3) (-40.0) (5.0) };
}
