//! The same functions as an engineer writes them in Rust, with `#[gradient]`. Arguments are flat, as in `hand.rs`.

use chainrule::functions::{erf, sigmoid};
use chainrule::gradient;
use std::f64::consts::SQRT_2;

#[gradient]
fn rosenbrock(x: &[f64; 10]) -> f64 {
    let mut f = 0.0;
    for i in 0..9 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        f += 100.0 * a * a + b * b;
    }
    f
}

#[gradient]
fn neuron(w: &[f64; 9], #[constant] c: &[f64; 9]) -> f64 {
    let mut z = w[8];
    for i in 0..8 {
        z += w[i] * c[i];
    }
    let s = 1.0 / (1.0 + (-z).exp());
    -(c[8] * s.ln() + (1.0 - c[8]) * (1.0 - s).ln())
}

#[gradient]
fn network(w: &[f64; 67], #[constant] c: &[f64; 7]) -> f64 {
    let mut h = [0.0; 8];
    for j in 0..8 {
        let mut z = w[32 + j];
        for i in 0..4 {
            z += w[4 * j + i] * c[i];
        }
        h[j] = sigmoid(z);
    }
    let mut loss = 0.0;
    for k in 0..3 {
        let mut z = w[64 + k];
        for j in 0..8 {
            z += w[40 + 8 * k + j] * h[j];
        }
        let e = sigmoid(z) - c[4 + k];
        loss += e * e;
    }
    loss / 3.0
}

#[gradient]
fn arm(x: &[f64; 4], #[constant] target: &[f64; 2]) -> f64 {
    let [a, b, upper, lower] = *x;
    let u = upper * a.cos() + lower * (a + b).cos() - target[0];
    let v = upper * a.sin() + lower * (a + b).sin() - target[1];
    0.5 * (u * u + v * v)
}

#[gradient]
fn rotation(x: &[f64; 7], #[constant] c: &[f64; 6]) -> f64 {
    let cross = |a: [f64; 3], b: [f64; 3]| [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let n = (x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3]).sqrt();
    let (w, v) = (x[0] / n, [x[1] / n, x[2] / n, x[3] / n]);
    let p = [c[0], c[1], c[2]];
    let k = cross(v, p);
    let m = cross(v, k);
    let mut f = 0.0;
    for j in 0..3 {
        let e = p[j] + 2.0 * (w * k[j] + m[j]) + x[4 + j] - c[3 + j];
        f += 0.5 * e * e;
    }
    f
}

/// Bundle adjustment.
#[gradient]
fn residuals(x: &[f64; 15], #[constant] pixel: &[f64; 2]) -> [f64; 2] {
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
    [x[14] * (q[0] * l * x[6] + x[7] - pixel[0]), x[14] * (q[1] * l * x[6] + x[8] - pixel[1])]
}

#[gradient]
fn option(s: f64, k: f64, v: f64, r: f64, t: f64) -> f64 {
    let normal = |z: f64| 0.5 * (1.0 + erf(z / SQRT_2));
    let sq = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + 0.5 * v * v) * t) / sq;
    let d2 = d1 - sq;
    s * normal(d1) - k * (-r * t).exp() * normal(d2)
}

#[gradient]
fn mixture(x: &[f64; 30], #[constant] c: &[f64; 40]) -> f64 {
    let mut e = [[0.0; 2]; 5];
    let mut w = [0.0; 5];
    let mut total = 0.0;
    for k in 0..5 {
        e[k][0] = x[15 + 3 * k].exp();
        e[k][1] = x[16 + 3 * k].exp();
        w[k] = x[k] + x[15 + 3 * k] + x[16 + 3 * k];
        total += x[k].exp();
    }
    let mut likelihood = 0.0;
    for n in 0..20 {
        let mut sum = 0.0;
        for k in 0..5 {
            let a = c[2 * n] - x[5 + 2 * k];
            let b = c[2 * n + 1] - x[6 + 2 * k];
            let y0 = e[k][0] * a;
            let y1 = x[17 + 3 * k] * a + e[k][1] * b;
            sum += (w[k] - 0.5 * (y0 * y0 + y1 * y1)).exp();
        }
        likelihood += sum.ln();
    }
    likelihood - 20.0 * total.ln()
}

#[gradient]
fn lennard_jones(x: &[f64; 12]) -> f64 {
    let mut energy = 0.0;
    for i in 1..4 {
        for j in 0..i {
            let mut r2 = 0.0;
            for k in 0..3 {
                let d = x[3 * i + k] - x[3 * j + k];
                r2 += d * d;
            }
            let s6 = 1.0 / (r2 * r2 * r2);
            energy += 4.0 * s6 * (s6 - 1.0);
        }
    }
    energy
}

/// Splits `[value, gradient...]`.
fn parts<const N: usize, const O: usize>(out: &mut [f64; O]) -> (&mut f64, &mut [f64; N]) {
    let (value, gradient) = out.split_first_mut().expect("a value and a gradient");
    (value, gradient.try_into().expect("the gradient has N elements"))
}

macro_rules! flat {
    ($($name:ident: $both:ident, $n:literal, $c:literal, $o:literal $(, $data:ident)?;)*) => { $(
        pub fn $name(x: &[f64; $n], _c: &[f64; $c], out: &mut [f64; $o]) {
            let (value, gradient) = parts::<$n, $o>(out);
            $(let $data = _c;)?
            *value = $both(x, $($data,)? gradient);
        }
    )* };
}

flat! {
    rosen: rosenbrock_value_and_gradient_into, 10, 0, 11;
    logistic8: neuron_value_and_gradient_into, 9, 9, 10, c;
    mlp483: network_value_and_gradient_into, 67, 7, 68, c;
    arm2: arm_value_and_gradient_into, 4, 2, 5, c;
    quat: rotation_value_and_gradient_into, 7, 6, 8, c;
    gmm: mixture_value_and_gradient_into, 30, 40, 31, c;
    lj4: lennard_jones_value_and_gradient_into, 12, 0, 13;
}

pub fn ba(x: &[f64; 15], c: &[f64; 2], out: &mut [f64; 32]) {
    let (values, rows) = out.split_at_mut(2);
    let rows: &mut [[f64; 15]; 2] = rows.as_chunks_mut().0.try_into().expect("two rows of 15 numbers");
    values.copy_from_slice(&residuals_value_and_jacobian_into(x, c, rows));
}

pub fn bs(x: &[f64; 5], _: &[f64; 0], out: &mut [f64; 6]) {
    let [value, s, k, v, r, t] = out;
    *value = option_value_and_gradient_into(x[0], x[1], x[2], x[3], x[4], s, k, v, r, t);
}
