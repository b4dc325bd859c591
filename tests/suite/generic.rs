//! `#[gradient]` on functions that are generic over their float type.
#![allow(clippy::needless_range_loop)]

use crate::{all_close, close, logistic};
use chainrule::Float;
use chainrule::functions::{exp, max, sigmoid};

#[chainrule::gradient]
fn loss<T: Float, const N: usize>(w: &[T; N], b: T, #[constant] x: &[T; N], #[constant] t: T, #[constant] scale: i32) -> T {
    let mut z = b;
    for i in 0..N {
        z += w[i] * x[i];
    }
    let e = sigmoid(z) - t;
    T::HALF * e * e * T::from_f64(f64::from(scale))
}

#[test]
fn over_our_own_trait() {
    let (value, (dw, db)) = loss_value_and_gradient(&[0.5, -0.25], 0.1, &[1.0, 2.0], 1.0, 3);
    let s = logistic(0.1);
    let slope = 3.0 * (s - 1.0) * s * (1.0 - s);
    close(value, 1.5 * (s - 1.0) * (s - 1.0));
    all_close(&dw, &[slope, 2.0 * slope]);
    close(db, slope);
    let mut into = ([0f32; 2], 0f32);
    loss_gradient_into(&[0.5f32, -0.25], 0.1, &[1.0, 2.0], 1.0, 3, &mut into.0, &mut into.1);
    assert!((f64::from(into.1) - slope).abs() < 1e-6);
    loss_gradient_add(&[0.5f32, -0.25], 0.1, &[1.0, 2.0], 1.0, 3, &mut into.0, &mut into.1);
    assert!((f64::from(into.1) - 2.0 * slope).abs() < 1e-6);
}

#[chainrule::gradient]
fn steps<F>(x: F, rows: &[[F; 2]], #[constant] up: bool, #[constant] n: usize) -> F
where
    F: Float,
{
    let mut y = x;
    for _ in 0..n {
        y = exp(-y * y) + F::ONE / F::TWO;
    }
    for [a, b] in rows {
        y += max(*a, *b) * x;
    }
    if up && y > F::ZERO { y * x } else { -y }
}

#[test]
fn loops_and_conditions() {
    let rows = [[0.5, 0.25], [-1.0, 2.0]];
    for up in [true, false] {
        let (dx, drows) = steps_gradient(0.3, &rows, up, 3);
        let h = 1e-6;
        close((steps(0.3 + h, &rows, up, 3) - steps(0.3 - h, &rows, up, 3)) / (2.0 * h) * 1e-5, dx * 1e-5);
        let factor = if up { 0.3 * 0.3 } else { -0.3 };
        all_close(drows.as_flattened(), &[factor, 0.0, 0.0, factor]);
    }
    assert_eq!(steps_gradient(0.3f32, &[], false, 0).0, -1.0);
}

#[chainrule::gradient]
fn gaussian<T: num_traits::Float>(x: T, (mean, width): (T, T), #[constant] n: usize) -> T {
    let z = (x - mean) / width;
    let norm = (T::from(2.0).unwrap() * T::from(std::f64::consts::PI).unwrap()).sqrt() * width;
    (-z.powi(2) / T::from(n).unwrap()).exp() / norm + T::zero() * T::one()
}

#[test]
fn over_num_traits() {
    let (dx, (dmean, dwidth)) = gaussian_gradient(0.7, (0.2, 1.5), 2);
    let (z, f) = (0.5 / 1.5, gaussian(0.7, (0.2, 1.5), 2));
    close(dx, -f * z / 1.5);
    close(dmean, f * z / 1.5);
    close(dwidth, f * (z * z - 1.0) / 1.5);
    let (dx32, _) = gaussian_gradient(0.7f32, (0.2, 1.5), 2);
    assert!((f64::from(dx32) - dx).abs() < 1e-6);
}

#[chainrule::gradient]
fn square<T: Float>(x: T) -> T {
    x * x
}

#[chainrule::gradient]
fn product<T: Float>(x: T, y: T) -> T {
    x * y
}

#[chainrule::gradient]
fn product_by_reference<T: Float>(x: &T, y: &T) -> T {
    *x * *y
}

#[chainrule::gradient]
fn powers<T: Float>(x: T) -> (T, [T; 3]) {
    (x, [x, x * x, x * x * x])
}

#[chainrule::gradient]
fn polynomial<T: Float, const N: usize>(c: &[T; N], x: T) -> T {
    let mut sum = T::ZERO;
    for i in 0..N {
        sum = sum * x + c[i];
    }
    sum
}

// Nothing but results of other calls says what `T` is.
#[chainrule::gradient]
fn of_results(x: f64, n: usize) -> f64 {
    let (a, c) = powers(square(x));
    let b = if x > 1.0 { square(a) } else { product(a, square(a)) };
    let mut sum = product(b, b) + product_by_reference(&a, &b) * product(product(a, b), product(square(x), a));
    for _ in 0..n {
        sum += product(square(x), square(x));
    }
    sum * polynomial(&c, square(x))
}

#[chainrule::gradient]
fn of_generic_results<T: Float>(x: T) -> T {
    let (a, c) = powers(product(x, x));
    let rows = powers(square(a)).1;
    product(rows[0], a) * polynomial(&rows, product_by_reference(&a, &square(a))) + polynomial(&c, powers(x).0)
}

#[test]
fn calls_of_results_alone() {
    for x in [0.7, 1.3] {
        let f = |x: f64| {
            let a = x * x;
            let b = if x > 1.0 { a * a } else { a * a * a };
            (b * b + a * b * (a * b * a * a) + 2.0 * a * a) * (a.powi(3) + a.powi(3) + a.powi(3))
        };
        close(of_results(x, 2), f(x));
        let difference = |f: &dyn Fn(f64) -> f64| (f(x + 1e-6) - f(x - 1e-6)) / 2e-6;
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-7 * b.abs(), "{a} is not {b}");
        near(difference(&f), of_results_gradient(x, 2));
        let g = |x: f64| {
            let (a, b) = (x * x, x.powi(4));
            let of_rows = (b * (a * b) + b * b) * (a * b) + b.powi(3);
            b * a * of_rows + (a * x + a * a) * x + a.powi(3)
        };
        let (value, slope) = of_generic_results_value_and_gradient(x);
        close(value, g(x));
        near(difference(&g), slope);
        assert!((f64::from(of_generic_results_gradient(x as f32)) - slope).abs() < 1e-4 * slope.abs());
    }
}
