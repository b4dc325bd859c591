//! Functions inside a differentiated function, and closures that are passed to them.
#![allow(clippy::while_float, clippy::needless_range_loop)]

use crate::{all_close, close};
use chainrule::gradient;

/// Roots by Newton's method, in a function inside whose loop runs as often as the number asks for.
#[gradient]
fn roots(a: f64) -> f64 {
    const fn root(a: f64) -> f64 {
        let mut x = a;
        let mut pass = 0;
        while (x * x - a > 1e-14 || a - x * x > 1e-14) && pass < 60 {
            x = 0.5 * (x + a / x);
            pass += 1;
        }
        x
    }
    // The loop in it runs another number of times in each call.
    let mut sum = 0.0;
    for k in 1..4 {
        sum += root(a * k as f64);
    }
    assert!(root(a) > 0.0, "a macro names the function, too");
    sum
}

#[test]
fn loops_in_a_function_inside_are_counted() {
    for a in [0.02, 0.7, 2.0, 900.0f64] {
        close(roots_gradient(a), (1.0 + 2f64.sqrt() + 3f64.sqrt()) / (2.0 * a.sqrt()));
    }
}

/// Functions inside that call each other, take functions, and have names that variables have, too.
#[gradient]
fn shadowed(a: f64, b: f64) -> f64 {
    fn root(a: f64) -> f64 {
        let mut x = a;
        loop {
            let y = 0.5 * (x + a / x);
            if (y - x).abs() <= 1e-15 * y {
                return y;
            }
            x = y;
        }
    }
    fn doubled(f: impl Fn(f64) -> f64, y: f64) -> f64 {
        fn until_ten(mut y: f64) -> f64 {
            while y < 10.0 {
                y *= 2.0;
            }
            y
        }
        f(y) + until_ten(y)
    }
    let by_name = doubled(root, a);
    let root = root(b);
    by_name * root + doubled(|root| root * root, b)
}

#[test]
fn names_of_functions_inside_may_be_hidden() {
    // 16a and 8b are the first at least 10.
    let (a, b) = (0.9f64, 2.3f64);
    let (value, (by_a, by_b)) = shadowed_value_and_gradient(a, b);
    let by_name = a.sqrt() + 16.0 * a;
    close(value, by_name * b.sqrt() + b * b + 8.0 * b);
    close(by_a, (0.5 / a.sqrt() + 16.0) * b.sqrt());
    close(by_b, by_name * 0.5 / b.sqrt() + 2.0 * b + 8.0);
}

/// A root of what a closure says, by bisection and one step of Newton's method.
#[gradient]
fn crossing(p: f64, q: f64) -> f64 {
    fn root(f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64, mut lo: f64, mut hi: f64) -> f64 {
        while hi - lo > 1e-12 {
            let middle = 0.5 * (lo + hi);
            if f(middle) > 0.0 { hi = middle } else { lo = middle }
        }
        let x = 0.5 * (lo + hi);
        x - f(x) / slope(x)
    }
    root(|x| x * x * x + p * x - q, |x| 3.0 * x * x + p, 0.0, 4.0)
}

#[test]
fn closures_are_passed_to_functions_inside() {
    let (x, (by_p, by_q)) = crossing_value_and_gradient(2.0, 12.0);
    close(x, 2.0);
    // dx = (dq - x dp) / (3 x^2 + p)
    all_close(&[by_p, by_q], &[-2.0 / 14.0, 1.0 / 14.0]);
}

/// Const generics of functions inside follow from arguments or are stated.
#[gradient]
fn products(m: &[[f64; 3]; 2], x: &[f64; 3]) -> f64 {
    fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
        let mut sum = 0.0;
        for i in 0..N {
            sum += a[i] * b[i];
        }
        sum
    }
    fn times<const R: usize, const C: usize>(m: &[[f64; C]; R], x: &[f64; C]) -> [f64; R] {
        let mut out = [0.0; R];
        for i in 0..R {
            out[i] = dot(&m[i], x);
        }
        out
    }
    fn power<const N: usize>(x: f64) -> f64 {
        let (mut out, mut k) = (1.0, 0);
        while k < N {
            out *= x;
            k += 1;
        }
        out
    }
    let y = times(m, x);
    power::<3>(y[0]) * power::<2>(y[1])
}

#[test]
fn const_generics_of_functions_inside() {
    let (m, x) = ([[1.0, 2.0, 3.0], [-1.0, 0.5, 2.0]], [0.5, -1.0, 1.5]);
    let (by_m, by_x) = products_gradient(&m, &x);
    // y = (3, 2): d/dy0 = 3*9*4 = 108, d/dy1 = 27*2*2 = 108
    for (row, by_y) in by_m.iter().zip([108.0, 108.0]) {
        all_close(row, &x.map(|x| by_y * x));
    }
    all_close(&by_x, &[0, 1, 2].map(|j| 108.0 * (m[0][j] + m[1][j])));
}

/// Functions that call themselves, as often as a number in the first call says.
#[gradient(check)]
fn recursive(x: f64, y: f64, v: &[f64; 5]) -> f64 {
    fn legendre(n: usize, x: f64) -> f64 {
        match n {
            0 => 1.0,
            1 => x,
            _ => ((2 * n - 1) as f64 * x * legendre(n - 1, x) - (n - 1) as f64 * legendre(n - 2, x)) / n as f64,
        }
    }
    fn sum(v: &[f64]) -> f64 {
        if v.is_empty() { 0.0 } else { v[0].sin() + sum(&v[1..]) }
    }
    fn simpson(a: f64, b: f64, depth: u32) -> f64 {
        let f = |x: f64| (-x * x).exp();
        let m = 0.5 * (a + b);
        if depth == 0 {
            return (b - a) / 6.0 * (f(a) + 4.0 * f(m) + f(b));
        }
        simpson(a, m, depth - 1) + simpson(m, b, depth - 1)
    }
    legendre(5, x) * y + sum(v) * simpson(x, y, 3)
}

/// Functions by their names, closures and references to them, passed to functions inside.
#[gradient(check)]
fn passed(a: f64, b: f64, c: f64) -> f64 {
    fn simpson(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> f64 {
        let h = (b - a) / n as f64;
        let mut sum = f(a) + f(b);
        for k in 1..n {
            sum += f(a + k as f64 * h) * if k % 2 == 1 { 4.0 } else { 2.0 };
        }
        sum * h / 3.0
    }
    fn newton<F, G>(f: F, slope: G, mut x: f64) -> f64
    where
        F: Fn(f64) -> f64,
        G: Fn(f64) -> f64,
    {
        for _ in 0..3 {
            x -= f(x) / slope(x);
        }
        x
    }
    fn cube(x: f64) -> f64 {
        x * x * x
    }
    fn apply(f: fn(f64) -> f64, x: f64) -> f64 {
        f(x)
    }
    fn twice(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
        f(f(x))
    }
    simpson(|x| (c * x).sin(), a, b, 4)
        + newton(|x| x * x - c, |x| 2.0 * x, 1.5)
        + apply(cube, a)
        + twice(&|x| x * a, b)
        + simpson(f64::exp, a, b, 2)
        + simpson(cube, a, b, 2)
}
