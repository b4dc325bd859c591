//! Positions of the sun, the moon and stars, and the sea.

use crate::agrees;

agrees! {
    lunar_node: time_of_passage_through_node_value_and_gradient { (-170.0, -0.1266) (12.5, 0.01) };
    ecliptic: ecl_long_frm_eq_value_and_gradient { (1.2, 0.3, 0.409) (-2.0, -0.7, 0.41) };
    refraction: refrac_frm_true_alt_value_and_gradient { (0.3) (1.2) (std::f64::consts::PI) };
    magnitude: combined_mag_of_many_value_and_gradient { (&[1.96, 2.89]) (&[4.73, 5.22, 5.6]) };
    seawater: enthalpy_sso_0_value_and_gradient { (1000.0) (0.0) (4500.0) };
    sun: right_ascension_value_and_gradient { (1.3, 0.02) (-2.2, 0.1) }
        solar_hour_angle_value_and_gradient { (0.13, 0.02, 0.3) (-0.2, 0.8, -0.4) }
        equation_of_center_value_and_gradient { (1.3) (-2.2) };
}
