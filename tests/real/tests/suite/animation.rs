//! Easing functions, in single precision.

use crate::agrees;

agrees! {
    elastic: elastic_in_out_value_and_gradient { (-0.5) (0.3) (0.8) (1.5) };
    bounce: bounce_out_value_and_gradient { (0.2) (0.5) (0.85) (0.97) };
}
