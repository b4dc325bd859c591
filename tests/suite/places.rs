//! Places that are borrowed to be written: `iter_mut`, `&mut`, and methods that write to arrays.

use crate::{all_close, close};
use chainrule::gradient;

#[gradient]
fn elements(x: &[f64; 3], y: &[f64; 3]) -> f64 {
    let mut z = *x;
    for (a, b) in z.iter_mut().zip(y) {
        *a += b * 2.0;
        *a *= *a;
    }
    for (i, v) in z.iter_mut().enumerate() {
        *v *= (i + 1) as f64;
    }
    z.iter_mut().for_each(|v| *v += 1.0);
    for v in &mut z {
        *v *= 0.5;
    }
    z.iter().sum::<f64>() + z[1]
}

#[test]
fn elements_through_iter_mut() {
    let (x, y) = ([1.0, 2.0, 3.0], [0.5, 0.25, -1.0]);
    let (value, (dx, dy)) = elements_value_and_gradient(&x, &y);
    let z: Vec<f64> = x.iter().zip(&y).map(|(a, b)| a + 2.0 * b).collect();
    close(value, 0.5 * (z[0] * z[0] + 4.0 * z[1] * z[1] + 3.0 * z[2] * z[2]) + 2.0);
    close(value, elements(&x, &y));
    all_close(&dx, &[z[0], 4.0 * z[1], 3.0 * z[2]]);
    all_close(&dy, &[2.0 * z[0], 8.0 * z[1], 6.0 * z[2]]);
}

#[gradient]
fn rows<const N: usize>(m: &[[f64; N]; 2], s: f64) -> f64 {
    let mut a = *m;
    for row in a.iter_mut() {
        for v in row.iter_mut() {
            *v *= s;
        }
        row[0] += row[1];
    }
    let first = &mut a[0];
    first[1] *= 3.0;
    a[0][0] * a[1][0] + a[0][1]
}

#[test]
fn rows_through_iter_mut() {
    let m = [[1.0, 2.0], [3.0, 4.0]];
    let (value, (dm, ds)) = rows_value_and_gradient(&m, 0.5);
    // s²(m₀₀ + m₀₁)(m₁₀ + m₁₁) + 3 s m₀₁
    close(value, 0.25 * 3.0 * 7.0 + 3.0);
    close(value, rows(&m, 0.5));
    all_close(dm.as_flattened(), &[1.75, 1.75 + 1.5, 0.75, 0.75]);
    close(ds, 21.0 + 6.0);
}

#[gradient]
fn in_order(x: &[f64; 4]) -> f64 {
    let mut a = *x;
    a.swap(0, 3);
    let (mut p, mut q) = (a[0], a[1]);
    if p > q {
        std::mem::swap(&mut p, &mut q);
    }
    let mut b = [0.0; 4];
    b.copy_from_slice(&a);
    a.fill(2.0);
    let r = &mut q;
    *r *= 2.0;
    p + 10.0 * q + 100.0 * b[2] + 1000.0 * b[3] + a[1]
}

#[test]
fn exchanged_filled_and_copied() {
    all_close(&in_order_gradient(&[1.0, 2.0, 3.0, 4.0]), &[1000.0, 1.0, 100.0, 20.0]);
    all_close(&in_order_gradient(&[1.0, 5.0, 3.0, 4.0]), &[1000.0, 20.0, 100.0, 1.0]);
    close(in_order_value_and_gradient(&[1.0, 5.0, 3.0, 4.0]).0, in_order(&[1.0, 5.0, 3.0, 4.0]));
}

/// A carried array, written through places: damped oscillators.
#[gradient]
fn carried(x: &[f64; 2], k: f64, steps: usize) -> f64 {
    let mut v = *x;
    for _ in 0..steps {
        let total = v[0] + v[1];
        for e in v.iter_mut() {
            *e = *e * k + total;
        }
    }
    v[0] * v[1]
}

#[test]
fn places_of_a_carried_array() {
    let step = |v: [f64; 2], k: f64| v.map(|e| e * k + v[0] + v[1]);
    let f = |x: [f64; 2], k: f64| {
        let v = step(step(step(x, k), k), k);
        v[0] * v[1]
    };
    let (x, k, h) = ([0.3, 0.7], 0.4, 1e-6);
    let (value, (dx, dk)) = carried_value_and_gradient(&x, k, 3);
    close(value, f(x, k));
    let slopes = [
        (f([x[0] + h, x[1]], k) - f([x[0] - h, x[1]], k)) / (2.0 * h),
        (f([x[0], x[1] + h], k) - f([x[0], x[1] - h], k)) / (2.0 * h),
        (f(x, k + h) - f(x, k - h)) / (2.0 * h),
    ];
    for (found, slope) in [dx[0], dx[1], dk].into_iter().zip(slopes) {
        assert!((found - slope).abs() < 1e-7 * slope.abs(), "{found} is not {slope}");
    }
}
