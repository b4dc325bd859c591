//! Bundle adjustment: cameras see points in space.
#![allow(clippy::needless_range_loop)]

use chainrule::{Gradient, gradient};

/// A camera.
#[derive(Clone, Copy, Gradient)]
pub struct Camera {
    /// An axis, as long as the angle by which is turned about it.
    pub rotation: [f64; 3],
    pub centre: [f64; 3],
    pub focal: f64,
    pub principal: [f64; 2],
    pub radial: [f64; 2],
}

#[gradient]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[gradient]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Turns `x` (Rodrigues).
#[gradient]
fn rotated(rotation: &[f64; 3], x: &[f64; 3]) -> [f64; 3] {
    let squared = dot(rotation, rotation);
    if squared == 0.0 {
        let [a, b, c] = cross(rotation, x);
        return [x[0] + a, x[1] + b, x[2] + c];
    }
    let angle = squared.sqrt();
    let (sin, cos) = angle.sin_cos();
    let axis = [rotation[0] / angle, rotation[1] / angle, rotation[2] / angle];
    let across = cross(&axis, x);
    let along = dot(&axis, x) * (1.0 - cos);
    let mut out = [0.0; 3];
    for i in 0..3 {
        out[i] = x[i] * cos + across[i] * sin + axis[i] * along;
    }
    out
}

#[gradient]
impl Camera {
    /// Where on the image the camera sees a point.
    #[gradient]
    fn project(&self, point: &[f64; 3]) -> [f64; 2] {
        let mut offset = [0.0; 3];
        for i in 0..3 {
            offset[i] = point[i] - self.centre[i];
        }
        let [x, y, z] = rotated(&self.rotation, &offset);
        let (u, v) = (x / z, y / z);
        let r2 = u * u + v * v;
        let bend = 1.0 + self.radial[0] * r2 + self.radial[1] * r2 * r2;
        [self.focal * u * bend + self.principal[0], self.focal * v * bend + self.principal[1]]
    }
}

/// How far from where a point was seen it should be seen, times the weight of the observation.
#[gradient]
pub fn reprojection_error(camera: &Camera, point: &[f64; 3], weight: f64, #[constant] seen: &[f64; 2]) -> [f64; 2] {
    let [x, y] = camera.project(point);
    [weight * (x - seen[0]), weight * (y - seen[1])]
}

/// Half the sum of the squares of all errors; `of` says which camera saw which point.
#[gradient]
pub fn loss(cameras: &[Camera], points: &[[f64; 3]], weights: &[f64], #[constant] of: &[[usize; 2]], #[constant] seen: &[[f64; 2]]) -> f64 {
    let mut loss = 0.0;
    for n in 0..weights.len() {
        let [camera, point] = of[n];
        let [x, y] = reprojection_error(&cameras[camera], &points[point], weights[n], &seen[n]);
        let w = 1.0 - weights[n] * weights[n];
        loss += 0.5 * (x * x + y * y + w * w);
    }
    loss
}
