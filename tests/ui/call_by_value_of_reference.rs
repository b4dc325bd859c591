// A field that is passed by value where a reference is taken, and the other way round.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[derive(Clone, Gradient)]
struct Model {
    spring: Spring,
}

#[gradient]
fn by_reference(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * x
}

#[gradient]
fn by_value(spring: Spring, x: f64) -> f64 {
    spring.stiffness * x
}

#[gradient]
fn value(model: &Model, x: f64) -> f64 {
    by_reference(model.spring, x) * 2.0
}

#[gradient]
fn reference(model: &Model, x: f64) -> f64 {
    by_value(&model.spring, x) * 2.0
}

fn main() {}
