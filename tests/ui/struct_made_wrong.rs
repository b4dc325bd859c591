// Structs that are made with a field too few or a wrong one, of a type that is not there or has no gradient.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
    length: f64,
}

struct Damper {
    viscosity: f64,
}

#[gradient]
fn energy(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * (x - spring.length)
}

#[gradient]
fn passed(x: f64) -> f64 {
    energy(&Spring { stiffness: x }, x) * 2.0
}

#[gradient]
fn returned(x: f64) -> Spring {
    Spring { stiffness: x }
}

#[gradient]
fn unknown_field(x: f64) -> f64 {
    energy(&Spring { stiffnes: x, length: 1.0 }, x) * 2.0
}

#[gradient]
fn not_there(x: f64) -> f64 {
    energy(&Sping { stiffness: x, length: 1.0 }, x) * 2.0
}

#[gradient]
fn without_gradient(x: f64) -> Damper {
    Damper { viscosity: x }
}

fn main() {}
