// A result of another type than the signature says is no Rust: the compiler says so, once.

use chainrule::{Gradient, gradient};

#[derive(Gradient)]
struct Point {
    x: f64,
}

#[gradient]
fn array(x: f64) -> f64 {
    [x, x]
}

#[gradient]
fn number(x: f64) -> [f64; 2] {
    x * x
}

#[gradient]
fn tuple(x: f64) -> f64 {
    (x, x)
}

#[gradient]
fn point(x: f64) -> f64 {
    Point { x }
}

#[gradient]
fn integer(x: f64, n: usize) -> f64 {
    n
}

#[gradient]
fn condition(x: f64) -> f64 {
    x > 0.0
}

#[gradient]
fn iterator(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v)
}

#[gradient]
fn option(x: &[f64]) -> f64 {
    x.iter().copied().reduce(f64::max)
}

// What is wrong in a signature is said of that alone.

#[gradient]
fn nothing(x: f64) {
    x * x
}

#[gradient]
fn other_float(x: f64) -> f32 {
    x * x
}

#[gradient]
fn two_floats(x: f64, y: f32) -> f64 {
    x * y
}

#[gradient]
fn no_bound<T>(x: T) -> T {
    x * x
}

#[gradient]
impl Point {
    fn copied<T: Copy>(&self, x: T) -> f64 {
        self.x * x
    }
}

fn main() {}
