use chainrule::{Gradient, gradient};

#[derive(Gradient)]
struct Spring {
    stiffness: f64,
}

#[gradient]
fn slice(x: &'a [f64]) -> f64 {
    x[0] * x[1]
}

#[gradient]
fn energy(spring: &'a Spring, x: f64) -> f64 {
    spring.stiffness * x
}

fn main() {}
