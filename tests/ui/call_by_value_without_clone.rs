use chainrule::{Gradient, gradient};

#[derive(Gradient)]
struct Spring {
    stiffness: f64,
}

#[gradient]
fn energy(spring: Spring, x: f64) -> f64 {
    0.5 * spring.stiffness * x * x
}

#[gradient]
fn of_a_field(x: f64) -> f64 {
    energy(Spring { stiffness: 2.0 * x }, x)
}

fn main() {}
