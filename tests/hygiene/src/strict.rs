//! Public functions and structs under `missing_docs` and all of `clippy`.

use chainrule::Gradient;

/// A plane.
#[derive(Clone, Copy, Debug, Gradient)]
pub struct Plane {
    /// The slopes.
    pub slopes: [f64; 2],
    /// The height at the origin.
    pub height: f64,
}

/// Half the squared distance of a point from a plane, along the last axis.
#[chainrule::gradient]
#[must_use]
pub fn distance(plane: &Plane, #[constant] at: &[f64; 2], #[constant] z: f64) -> f64 {
    let mut e = plane.height - z;
    for (slope, x) in plane.slopes.iter().zip(at) {
        e += slope * x;
    }
    0.5 * e * e
}

#[chainrule::gradient]
impl Plane {
    /// Its steepness, squared.
    #[must_use]
    pub fn steepness(&self) -> f64 {
        let [a, b] = self.slopes;
        a.mul_add(a, b * b)
    }
}

/// A loop that carries a value, a branch and a constant.
#[chainrule::gradient]
#[must_use]
pub fn recurrent<const N: usize>(w: f64, x: &[f64; N], n: usize) -> f64 {
    const LEAK: f64 = 0.01;
    let mut h = 0.0;
    for (k, v) in x.iter().enumerate() {
        if k >= n {
            break;
        }
        let z = w * h + v;
        h = if z > 0.0 { z } else { LEAK * z };
    }
    h
}

/// Ranges that are computed before the body, and that are counted.
#[chainrule::gradient]
#[must_use]
pub fn ranges(x: &[f64; 8], rows: &[usize; 4]) -> f64 {
    let mut sum = 0.0;
    for k in 0..rows[0] / 2 {
        sum += x[k];
    }
    for i in 1..4 {
        for k in rows[i - 1]..rows[i] {
            sum += x[k] * x[i];
        }
    }
    sum
}

/// A plane that goes through a point.
#[chainrule::gradient]
#[must_use]
pub fn lifted(plane: &Plane, x: &[f64; 2]) -> Plane {
    Plane { height: plane.slopes[1].mul_add(x[1], plane.slopes[0] * x[0]), ..*plane }
}

chainrule::formula! {
    /// A neuron.
    pub fn neuron(w: [f32; 3], b: f32; x: [f32; 3]) = "sigmoid(sum(i: w[i]*x[i]) + b)";
}
