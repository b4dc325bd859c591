//! Map projections and distances on the earth.

use crate::agrees;

agrees! {
    meridian: clenshaw_value_and_gradient { (0.3, 0.9, &[0.1, 0.02, 0.003]) (-0.5, 0.8, &[0.5]) };
    authalic: qsfn_value_and_gradient { (0.5, 0.08, 0.99) (-0.9, 0.3, 0.91) (0.4, 1e-9, 1.0) };
    conformal: tsfn_value_and_gradient { (0.7, 0.64, 0.08) (-0.4, -0.39, 0.2) };
    longitude: adjlon_value_and_gradient { (4.0) (-9.5) (1.0) };
    haversine: distance_value_and_gradient { ((48.2, 16.3), (40.7, -74.0)) ((-33.9, 151.2), (1.35, 103.8)) };
    polynomial: polyval_value_and_gradient { (2, &[1.0, -0.5, 0.25], 0.7) (1, &[1.0, 2.0, 3.0], -0.4) };
}
