//! Sines and cosines in loops, of near angles and of large ones, and functions beside sums, against gradients made by hand with
//! the functions of the standard library.

use chainrule::{formula, gradient};

formula! {
    fn wave(a, b, c; x: &[f64], y: &[f64]) = "sum(i: (y[i] - a*sin(b*x[i] + c))^2)";
}

formula! {
    fn decay(a, b; x: &[f64], y: &[f64]) = "sum(i: (y[i] - a*ln(1 + exp(b*x[i])))^2)";
}

formula! {
    fn features(w: &[f64], v: &[f64]; x) = "sum(k: v[k]*cos(w[k]*x))^2";
}

formula! {
    fn single(a: f32, b: f32; x: &[f32]) = "sum(i: cos(a*x[i])*sin(b*x[i]))";
}

fn close(value: f64, expected: f64, scale: f64, what: &str) {
    let same = value == expected || value.is_nan() && expected.is_nan();
    assert!(same || (value - expected).abs() <= 1e-12 * (1.0 + scale), "{what}: {value:e}, not {expected:e}");
}

/// Lengths on both sides of a block's, and of a vector's.
const LENGTHS: [usize; 9] = [0, 1, 7, 8, 63, 64, 65, 130, 300];
/// One number among the others; none, one that the platform reduces, and what has no sine.
const ODD: [f64; 5] = [0.3, -0.0, 1e6, 1e300, f64::INFINITY];

fn numbers(n: usize, odd: f64) -> Vec<f64> {
    let mut x: Vec<f64> = (0..n).map(|i| ((i * 37 % 101) as f64 - 50.0) * 0.31).collect();
    if let Some(last) = x.last_mut() {
        *last = odd;
    }
    x
}

#[test]
fn sums_over_waves() {
    for n in LENGTHS {
        for odd in ODD {
            let (x, (a, b, c)) = (numbers(n, odd), (1.5, 0.7, -0.2f64));
            let y: Vec<f64> = (0..n).map(|i| (i as f64 * 0.13).cos()).collect();
            let (value, (da, db, dc)) = wave_value_and_gradient(a, b, c, &x, &y);
            let mut expected = [0.0f64; 4];
            let mut scale = 1.0;
            for (x, y) in x.iter().zip(&y) {
                let (s, k) = (b * x + c).sin_cos();
                let t = y - a * s;
                expected[0] += t * t;
                expected[1] -= 2.0 * t * s;
                expected[2] -= 2.0 * t * a * k * x;
                expected[3] -= 2.0 * t * a * k;
                scale += if x.is_finite() { x.abs() } else { 0.0 };
            }
            for (k, (value, expected)) in [value, da, db, dc].into_iter().zip(expected).enumerate() {
                close(value, expected, scale, &format!("part {k} of {n}, {odd:e}"));
            }
        }
    }
}

/// A logarithm of an exponential: the second function takes what the first one is.
#[test]
fn functions_of_functions_beside_sums() {
    for n in LENGTHS {
        let (x, (a, b)) = (numbers(n, 0.5), (1.5, -0.4f64));
        let y: Vec<f64> = (0..n).map(|i| (i as f64 * 0.13).cos()).collect();
        let (value, (da, db)) = decay_value_and_gradient(a, b, &x, &y);
        let mut expected = [0.0; 3];
        for (x, y) in x.iter().zip(&y) {
            let e = (b * x).exp();
            let t = y - a * e.ln_1p();
            expected[0] += t * t;
            expected[1] -= 2.0 * t * e.ln_1p();
            expected[2] -= 2.0 * t * a * x * e / (1.0 + e);
        }
        for (value, expected) in [value, da, db].into_iter().zip(expected) {
            close(value, expected, expected.abs(), &format!("{n}"));
        }
    }
}

#[test]
fn elements_of_waves() {
    for n in LENGTHS {
        for odd in ODD {
            let (w, v, x) = (numbers(n, odd), numbers(n, 0.25), 1.25f64);
            let (value, (dw, dv)) = features_value_and_gradient(&w, &v, x);
            let sum: f64 = w.iter().zip(&v).map(|(w, v)| v * (w * x).cos()).sum();
            close(value, sum * sum, sum * sum + n as f64, &format!("{n}, {odd:e}"));
            for k in 0..n {
                let scale = 1e3 + n as f64;
                close(dv[k], 2.0 * sum * (w[k] * x).cos(), scale, &format!("v[{k}] of {n}, {odd:e}"));
                close(dw[k], -2.0 * sum * v[k] * x * (w[k] * x).sin(), scale, &format!("w[{k}] of {n}, {odd:e}"));
            }
        }
    }
}

#[test]
fn single_precision() {
    for odd in [0.5f32, 3e5, 1e30] {
        let mut x: Vec<f32> = (0..100).map(|i| (i as f32 - 50.0) * 0.11).collect();
        x[70] = odd;
        let (a, b) = (1.25f32, 0.75);
        let (value, (da, _)) = single_value_and_gradient(a, b, &x);
        let angles = x.iter().map(|x| (f64::from(*x), f64::from(a * x), f64::from(b * x)));
        let (sum, slope) = angles.fold((0.0, 0.0), |(sum, slope), (x, u, v)| (sum + u.cos() * v.sin(), slope - x * u.sin() * v.sin()));
        assert!((f64::from(value) - sum).abs() < 1e-4, "{value} {sum}");
        assert!((f64::from(da) - slope).abs() < 1e-5 * slope.abs().max(100.0), "{da} {slope}");
    }
}

/// An angle that is carried from step to step.
#[gradient]
fn pendulum(angle: f64, speed: f64, steps: usize) -> f64 {
    let (mut a, mut v) = (angle, speed);
    for _ in 0..steps {
        v -= 0.01 * a.sin();
        a += 0.01 * v;
    }
    0.5 * v * v - a.cos()
}

#[test]
fn steps_of_a_pendulum() {
    // By dual numbers: the tangent of each step.
    let by_hand = |angle: f64, speed: f64, [mut da, mut dv]: [f64; 2], steps: usize| {
        let (mut a, mut v) = (angle, speed);
        for _ in 0..steps {
            dv -= 0.01 * a.cos() * da;
            v -= 0.01 * a.sin();
            da += 0.01 * dv;
            a += 0.01 * v;
        }
        v * dv + a.sin() * da
    };
    for steps in [0, 1, 64, 500] {
        for angle in [0.5, 1e5] {
            let (da, dv) = pendulum_gradient(angle, 0.3, steps);
            close(da, by_hand(angle, 0.3, [1.0, 0.0], steps), 1.0, "angle");
            close(dv, by_hand(angle, 0.3, [0.0, 1.0], steps), 1.0, "speed");
        }
    }
}

/// A few bodies: small gradients that several short loops add to, of which one element has nothing added to it.
#[gradient]
fn springs(x: &[f64; 7]) -> f64 {
    let mut energy = 0.0;
    for i in 1..3 {
        for j in 0..i {
            let mut r2 = 0.0;
            for k in 0..2 {
                let d = x[2 * i + k] - x[2 * j + k];
                r2 += d * d;
            }
            energy += (r2.sqrt() - 1.0).powi(2);
        }
    }
    energy
}

#[test]
fn gradients_of_few_bodies() {
    let x = [0.1f64, 0.3, 1.4, -0.2, 0.7, 2.0, 9.0];
    let mut expected = [0.0; 7];
    for (i, j) in [(1, 0), (2, 0), (2, 1)] {
        let d = [x[2 * i] - x[2 * j], x[2 * i + 1] - x[2 * j + 1]];
        let r = d[0].hypot(d[1]);
        for k in 0..2 {
            expected[2 * i + k] += 2.0 * (r - 1.0) * d[k] / r;
            expected[2 * j + k] -= 2.0 * (r - 1.0) * d[k] / r;
        }
    }
    let gradient = springs_gradient(&x);
    for (value, expected) in gradient.iter().zip(expected) {
        close(*value, expected, 1.0, "force");
    }
    assert_eq!(gradient[6].to_bits(), 0, "0, not -0");
    let mut sum = [1.0; 7];
    springs_gradient_add(&x, &mut sum);
    for (value, expected) in sum.iter().zip(expected) {
        close(*value, 1.0 + expected, 1.0, "force added");
    }
}
