//! Methods with more than one number as their result: what an `impl` block gives them.

use crate::{all_close, close};
use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Debug, PartialEq, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[gradient]
impl Point {
    fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    fn parse(text: &str) -> Option<Point> {
        let (x, y) = text.split_once(' ')?;
        Some(Point::new(x.parse().ok()?, y.parse().ok()?))
    }

    fn turned(&self, angle: f64) -> [f64; 2] {
        let (s, c) = angle.sin_cos();
        [c * self.x - s * self.y, s * self.x + c * self.y]
    }

    fn pair(&self, k: f64) -> (f64, f64) {
        (k * self.x, k * k * self.y)
    }

    fn scaled(&self, k: f64) -> Point {
        Point { x: k * self.x, y: k * self.y }
    }

    fn swapped(self) -> Self {
        Self { x: -self.y, y: 2.0 * self.x }
    }

    /// Not understood, and left as it is.
    fn with_x(&self, x: f64) -> Self {
        Self { x, ..*self }
    }

    fn write(&self, k: f64, out: &mut [f64; 2]) {
        out[0] += k * self.x;
        out[1] = self.y;
    }

    fn polar(r: f64, angle: f64) -> [f64; 2] {
        [r * angle.cos(), r * angle.sin()]
    }

    fn first(&self) -> String {
        self.x.to_string()
    }

    #[gradient]
    fn made(x: f64) -> Self {
        Self { x, y: x * x }
    }

    /// Rows that other methods return.
    fn rows(&self, #[constant] angle: f64) -> [[f64; 2]; 2] {
        let (one, two) = (self.turned(angle), self.scaled(2.0).swapped().turned(angle));
        [one, two]
    }

    /// Calls all of them.
    fn all(&self, k: f64) -> f64 {
        let (a, b) = self.pair(k);
        let p = self.scaled(k).swapped();
        let mut out = [k, k];
        p.write(k, &mut out);
        a * b + out[0] * out[1] + Self::polar(a, 0.0)[0] + Self::made(k).y
    }
}

#[test]
fn methods_that_return_arrays_tuples_and_structs() {
    let p = Point::parse("0.1 0.8").unwrap().with_x(0.3);
    assert_eq!(p.first(), "0.3");
    let (s, c) = 0.5f64.sin_cos();
    let (by_p, by_angle) = p.turned_vjp(0.5, [1.0, 2.0]);
    all_close(&[by_p.x, by_p.y, by_angle], &[c + 2.0 * s, 2.0 * c - s, -s * 0.3 - c * 0.8 + 2.0 * (c * 0.3 - s * 0.8)]);
    assert_eq!(Point::new(1.0, 2.0).pair_vjp(3.0, (1.0, 10.0)), (PointGradient { x: 3.0, y: 90.0 }, 1.0 + 120.0));
    assert_eq!(Point::new(1.0, 2.0).scaled_vjp(3.0, PointGradient { x: 1.0, y: 10.0 }), (PointGradient { x: 3.0, y: 30.0 }, 21.0));
    assert_eq!(Point::new(1.0, 2.0).swapped_vjp(PointGradient { x: 1.0, y: 10.0 }), PointGradient { x: 20.0, y: -1.0 });
    let (by_p, by_k, by_out) = Point::new(1.0, 2.0).write_vjp(3.0, &[5.0, 6.0], &[1.0, 10.0]);
    assert_eq!((by_p, by_k, by_out), (PointGradient { x: 3.0, y: 10.0 }, 1.0, [1.0, 0.0]));
    assert_eq!(Point::made_vjp(3.0, PointGradient { x: 1.0, y: 10.0 }), 61.0);
}

#[test]
fn functions_of_a_type_have_jacobians() {
    let (by_r, by_angle) = Point::polar_jacobian(2.0, 0.3);
    let (s, c) = 0.3f64.sin_cos();
    all_close(&[by_r, by_angle].concat(), &[c, s, -2.0 * s, 2.0 * c]);
}

#[test]
fn methods_that_call_methods() {
    // (one, two) = (R p, R (-2y, 4x)) at angle 0
    assert_eq!(Point::new(1.0, 2.0).rows_vjp(0.0, [[1.0, 2.0], [3.0, 4.0]]), PointGradient { x: 1.0 + 16.0, y: 2.0 - 6.0 });
    // k^3 xy + (k - k^2 y) 2 k x + k x + k^2
    let (p, k) = (Point::new(0.7, -1.2), 0.9);
    let (value, (by_p, by_k)) = p.all_value_and_gradient(k);
    let Point { x, y } = p;
    close(value, -k * k * k * x * y + 2.0 * k * k * x + k * x + k * k);
    let expected = [-k * k * k * y + 2.0 * k * k + k, -k * k * k * x, -3.0 * k * k * x * y + 4.0 * k * x + x + 2.0 * k];
    all_close(&[by_p.x, by_p.y, by_k], &expected);
}

#[derive(Clone, Gradient)]
struct Scale<const N: usize> {
    by: [f64; N],
}

#[gradient]
impl<const N: usize> Scale<N> {
    fn apply(&self, x: &[f64; N]) -> [f64; N] {
        let mut out = [0.0; N];
        for i in 0..N {
            out[i] = self.by[i] * x[i];
        }
        out
    }

    fn twice(&self, x: &[f64; N]) -> [[f64; N]; 2] {
        let once = self.apply(x);
        [once, self.apply(&once)]
    }
}

#[test]
fn methods_of_generic_types() {
    let scale = Scale { by: [2.0, 3.0] };
    let (by_scale, by_x) = scale.twice_vjp(&[5.0, 7.0], [[1.0, 1.0], [10.0, 100.0]]);
    // s x + 10 s^2 x, s x + 100 s^2 x
    assert_eq!((by_scale.by, by_x), ([5.0 + 200.0, 7.0 + 4200.0], [2.0 + 40.0, 3.0 + 900.0]));
}

#[derive(Clone, Gradient)]
struct Extent {
    factor: f64,
}

#[gradient]
impl Extent {
    fn area(x: &[f64; 2]) -> f64 {
        x[0] * x[1]
    }

    fn square(x: f64) -> f64 {
        x * x
    }

    fn scaled(&self, x: f64) -> f64 {
        let x = [x, self.factor];
        Self::area(&x) * Self::square(self.factor)
    }
}

#[gradient]
fn of_other_variables(x: &[f64; 3], scale: &Extent) -> f64 {
    let mut sum = Extent::scaled(scale, x[0]);
    for x in x {
        sum += Extent::square(*x);
        let x = [*x, sum];
        sum *= Extent::area(&x);
    }
    sum
}

// Functions of a type are given variables that hide arguments.
#[test]
fn functions_of_a_type_and_hidden_arguments() {
    let (x, scale) = ([0.7, -0.4, 1.2], Extent { factor: 0.9 });
    let (value, (dx, dscale)) = of_other_variables_value_and_gradient(&x, &scale);
    let f = |x: &[f64; 3], c: f64| x.iter().fold(x[0] * c * c * c, |sum, x| (sum + x * x) * (x * (sum + x * x)));
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-7 * (1.0 + b.abs()), "{a} is not {b}");
    near(value, f(&x, 0.9));
    for (k, slope) in dx.into_iter().enumerate() {
        let moved = |h: f64| f(&std::array::from_fn(|i| if i == k { x[i] + h } else { x[i] }), 0.9);
        near(slope, (moved(1e-6) - moved(-1e-6)) / 2e-6);
    }
    near(dscale.factor, (f(&x, 0.9 + 1e-6) - f(&x, 0.9 - 1e-6)) / 2e-6);
}
