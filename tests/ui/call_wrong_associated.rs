// Functions of a type that are given other arguments than they take.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[derive(Clone, Gradient)]
struct Damper {
    viscosity: f64,
}

#[gradient]
impl Spring {
    fn square(x: f64) -> f64 {
        x * x
    }

    fn norm(x: &[f64; 3]) -> f64 {
        x[0] * x[0] + x[1] * x[1] + x[2] * x[2]
    }

    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * Self::square(&x)
    }
}

#[gradient]
fn reference(x: f64) -> f64 {
    Spring::square(&x) * 2.0
}

#[gradient]
fn length(x: &[f64; 2]) -> f64 {
    Spring::norm(x) * 2.0
}

#[gradient]
fn other_struct(damper: &Damper, x: f64) -> f64 {
    Spring::energy(damper, x) * 2.0
}

#[gradient]
fn fewer(spring: &Spring) -> f64 {
    Spring::energy(spring) * 2.0
}

#[gradient]
fn unknown(x: f64) -> f64 {
    Spring::cube(x) * 2.0
}

#[gradient]
fn unknown_type(x: f64) -> f64 {
    Sprint::square(x) * 2.0
}

fn main() {
    reference_gradient(1.0);
}
