//! All observations of a bundle in one function.

use chainrule::gradient;

/// The errors of all observations, added up. As each depends on its own row alone, the Jacobian of the two sums has the two rows of
/// the Jacobian of each observation.
#[gradient]
pub fn residuals(x: &[[f64; 15]], #[constant] pixel: &[[f64; 2]]) -> [f64; 2] {
    let (mut across, mut down) = (0.0, 0.0);
    for (x, pixel) in x.iter().zip(pixel) {
        let d = [x[11] - x[3], x[12] - x[4], x[13] - x[5]];
        let angle = (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]).sqrt();
        let (sin, cos) = angle.sin_cos();
        let u = [x[0] / angle, x[1] / angle, x[2] / angle];
        let cross = [u[1] * d[2] - u[2] * d[1], u[2] * d[0] - u[0] * d[2], u[0] * d[1] - u[1] * d[0]];
        let t = (u[0] * d[0] + u[1] * d[1] + u[2] * d[2]) * (1.0 - cos);
        let mut p = [0.0; 3];
        for i in 0..3 {
            p[i] = d[i] * cos + cross[i] * sin + u[i] * t;
        }
        let q = [p[0] / p[2], p[1] / p[2]];
        let r2 = q[0] * q[0] + q[1] * q[1];
        let l = 1.0 + x[9] * r2 + x[10] * r2 * r2;
        across += x[14] * (q[0] * l * x[6] + x[7] - pixel[0]);
        down += x[14] * (q[1] * l * x[6] + x[8] - pixel[1]);
    }
    [across, down]
}
