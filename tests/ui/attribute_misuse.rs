// Attributes that contradict each other, or are written in another way.

use chainrule::{custom_gradient, gradient};

#[gradient(wrt(x))]
fn both(#[constant] x: f64, y: f64) -> f64 {
    x * y
}

#[gradient(wrt = x)]
fn equals(x: f64, y: f64) -> f64 {
    x * y
}

#[gradient(wrt("x"))]
fn quoted(x: f64, y: f64) -> f64 {
    x * y
}

#[gradient]
fn constant_with_argument(x: f64, #[constant(true)] y: f64) -> f64 {
    x * y
}

fn square(x: f64) -> f64 {
    x * x
}

#[custom_gradient(of = "square")]
fn rule(x: f64, seed: f64) -> f64 {
    2.0 * x * seed
}

fn main() {
    println!("{} {}", both(1.0, 2.0), square(2.0));
}
