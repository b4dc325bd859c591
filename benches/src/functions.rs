//! The functions, written once over num-dual's numbers. `x` is differentiated, `c` is data.

use chainrule::functions::erf;
use num_dual::DualNum;
use std::array::from_fn;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// `f64` and the dual numbers over it.
pub trait Real: DualNum<Primitive = f64> + Copy {}
impl<T: DualNum<Primitive = f64> + Copy> Real for T {}

fn sigmoid<T: Real>(z: T) -> T {
    ((-z).exp() + 1.0).recip()
}

/// The sum, without a zero to start from: adding that would cost dual numbers time.
fn sum<T: Real>(terms: impl Iterator<Item = T>) -> T {
    terms.reduce(|a, b| a + b).expect("there are terms")
}

/// The error function to first order; num-dual has none.
fn dual_erf<T: Real>(z: T) -> T {
    let v = z.re();
    (z - v) * (FRAC_2_SQRT_PI * (-v * v).exp()) + erf(v)
}

/// 10 variables: sum of `100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2`
pub fn rosen<T: Real>(x: &[T; 10], _: &[f64; 0]) -> [T; 1] {
    let terms = (0..9).map(|i| {
        let a = x[i + 1] - x[i] * x[i];
        let b = -x[i] + 1.0;
        a * a * 100.0 + b * b
    });
    [sum(terms)]
}

/// Cross-entropy of a logistic neuron; 8 weights and the bias | 8 inputs and the label
pub fn logistic8<T: Real>(x: &[T; 9], c: &[f64; 9]) -> [T; 1] {
    let s = sigmoid(sum((0..8).map(|i| x[i] * c[i])) + x[8]);
    [-(s.ln() * c[8] + (-s + 1.0).ln() * (1.0 - c[8]))]
}

/// Mean squared error of a net of 4, 8 and 3 neurons; W1, b1, W2, b2 | 4 inputs, 3 targets
pub fn mlp483<T: Real>(x: &[T; 67], c: &[f64; 7]) -> [T; 1] {
    let h: [T; 8] = from_fn(|j| sigmoid(sum((0..4).map(|k| x[4 * j + k] * c[k])) + x[32 + j]));
    let y: [T; 3] = from_fn(|j| sigmoid(sum((0..8).map(|k| x[40 + 8 * j + k] * h[k])) + x[64 + j]));
    let squares = (0..3).map(|j| {
        let e = y[j] - c[4 + j];
        e * e
    });
    [sum(squares) * (1.0 / 3.0)]
}

/// Distance of a two-joint arm's hand from a target; two angles, two lengths | target
pub fn arm2<T: Real>(x: &[T; 4], c: &[f64; 2]) -> [T; 1] {
    let both = x[0] + x[1];
    let u = x[2] * x[0].cos() + x[3] * both.cos() - c[0];
    let v = x[2] * x[0].sin() + x[3] * both.sin() - c[1];
    [(u * u + v * v) * 0.5]
}

/// Residual of a rotated and shifted point; quaternion, translation | point, target
pub fn quat<T: Real>(x: &[T; 7], c: &[f64; 6]) -> [T; 1] {
    let n = sum((0..4).map(|i| x[i] * x[i])).sqrt();
    let [w, a, b, d]: [T; 4] = from_fn(|i| x[i] / n);
    let twice = |t: T| t * 2.0;
    let rotation = [
        [-twice(b * b + d * d) + 1.0, twice(a * b - w * d), twice(a * d + w * b)],
        [twice(a * b + w * d), -twice(a * a + d * d) + 1.0, twice(b * d - w * a)],
        [twice(a * d - w * b), twice(b * d + w * a), -twice(a * a + b * b) + 1.0],
    ];
    let squares = (0..3).map(|i| {
        let e = sum((0..3).map(|j| rotation[i][j] * c[j])) + x[4 + i] - c[3 + i];
        e * e
    });
    [sum(squares) * 0.5]
}

/// Bundle adjustment; rotation 3, centre 3, focal length, principal point 2, distortion 2, point 3, weight | pixel
pub fn ba<T: Real>(x: &[T; 15], c: &[f64; 2]) -> [T; 2] {
    let d: [T; 3] = from_fn(|i| x[11 + i] - x[3 + i]);
    let angle = sum((0..3).map(|i| x[i] * x[i])).sqrt();
    let (cos, sin) = (angle.cos(), angle.sin());
    let u: [T; 3] = from_fn(|i| x[i] / angle);
    let cross = [u[1] * d[2] - u[2] * d[1], u[2] * d[0] - u[0] * d[2], u[0] * d[1] - u[1] * d[0]];
    let t = sum((0..3).map(|i| u[i] * d[i])) * (-cos + 1.0);
    let p: [T; 3] = from_fn(|i| d[i] * cos + cross[i] * sin + u[i] * t);
    let q = [p[0] / p[2], p[1] / p[2]];
    let r2 = q[0] * q[0] + q[1] * q[1];
    let l = x[9] * r2 + x[10] * r2 * r2 + 1.0;
    from_fn(|i| x[14] * (q[i] * l * x[6] + x[7 + i] - c[i]))
}

/// Price of a call by Black and Scholes; price, strike, volatility, rate, time
pub fn bs<T: Real>(x: &[T; 5], _: &[f64; 0]) -> [T; 1] {
    let [s, k, v, r, t] = *x;
    let sq = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + v * v * 0.5) * t) / sq;
    let d2 = d1 - sq;
    let normal = |z: T| (dual_erf(z * FRAC_1_SQRT_2) + 1.0) * 0.5;
    [s * normal(d1) - k * (-(r * t)).exp() * normal(d2)]
}

/// Log-likelihood of 5 Gaussians in 2 dimensions; weights 5, means 10, factors 15 | 20 points
pub fn gmm<T: Real>(x: &[T; 30], c: &[f64; 40]) -> [T; 1] {
    let q = |k: usize, i: usize| x[15 + 3 * k + i];
    let e: [[T; 2]; 5] = from_fn(|k| [q(k, 0).exp(), q(k, 1).exp()]);
    let w: [T; 5] = from_fn(|k| x[k] + q(k, 0) + q(k, 1));
    let density = |n: usize, k: usize| {
        let (a, b) = (-x[5 + 2 * k] + c[2 * n], -x[6 + 2 * k] + c[2 * n + 1]);
        let (y0, y1) = (e[k][0] * a, q(k, 2) * a + e[k][1] * b);
        (w[k] - (y0 * y0 + y1 * y1) * 0.5).exp()
    };
    let likelihood = sum((0..20).map(|n| sum((0..5).map(|k| density(n, k))).ln()));
    [likelihood - sum((0..5).map(|k| x[k].exp())).ln() * 20.0]
}

/// Lennard-Jones energy of 4 atoms; 12 coordinates
pub fn lj4<T: Real>(x: &[T; 12], _: &[f64; 0]) -> [T; 1] {
    let pairs = (0..4).flat_map(|i| (0..i).map(move |j| (i, j)));
    let energies = pairs.map(|(i, j)| {
        let squares = (0..3).map(|k| {
            let d = x[3 * i + k] - x[3 * j + k];
            d * d
        });
        let r2 = sum(squares);
        let s6 = (r2 * r2 * r2).recip();
        (s6 * s6 - s6) * 4.0
    });
    [sum(energies)]
}
