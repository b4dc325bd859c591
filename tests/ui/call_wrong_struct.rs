// A struct in the place of another one, or of a number: said once, of the call.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[derive(Clone, Gradient)]
struct Damper {
    viscosity: f64,
}

#[derive(Clone, Gradient)]
struct Mount {
    damper: Damper,
}

#[gradient]
fn energy(spring: &Spring, x: f64) -> f64 {
    0.5 * spring.stiffness * x * x
}

#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[gradient]
fn another(damper: &Damper, x: f64) -> f64 {
    energy(damper, x) * 2.0
}

#[gradient]
fn a_field(mount: &Mount, x: f64) -> f64 {
    energy(&mount.damper, x) * 2.0
}

#[gradient]
fn made(x: f64) -> f64 {
    energy(&Damper { viscosity: x }, x) * 2.0
}

#[gradient]
fn a_number(x: f64) -> f64 {
    energy(x, x) * 2.0
}

#[gradient]
fn in_the_place_of_a_number(spring: &Spring) -> f64 {
    square(spring)
}

fn main() {}
