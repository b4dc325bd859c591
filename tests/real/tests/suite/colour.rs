//! Colour spaces and differences, in single precision.

use crate::{agrees, fields};

fields!(chainrule_real_functions::difference::LabValue { l, a, b });

agrees! {
    srgb: lin_to_srgb_value_and_gradient { (0.5) (-0.2) (0.001) };
    difference: delta_e_1994_value_and_gradient {
        (&LabValue { l: 89.73, a: 1.88, b: -6.96 }, &LabValue { l: 95.08, a: -0.17, b: -10.81 }, true)
        (&LabValue { l: 50.0, a: 20.0, b: 30.0 }, &LabValue { l: 40.0, a: 10.0, b: -5.0 }, false)
    };
}
