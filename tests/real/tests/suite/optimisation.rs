//! Test functions of optimisation, generic over the float type.

use crate::agrees;

agrees! {
    beale: beale_value_and_gradient { (&[1.5, 0.25]) (&[-2.0, 1.0]) };
    picheny: picheny_value_and_gradient { (&[0.3, 0.6]) (&[0.9, 0.1]) };
    styblinski_tang: styblinski_tang_value_and_gradient { (&[0.3, -2.5, 4.0]) };
}
