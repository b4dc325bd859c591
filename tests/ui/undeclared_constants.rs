// A name that is nowhere is said once, however it is used.

use chainrule::{Gradient, gradient};

mod constants {
    pub const GRAVITY: f64 = 9.81;
    const MASS: f64 = 1.0;
}

#[derive(Gradient)]
struct Spring {
    stiffness: f64,
}

#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[gradient]
fn element(x: f64) -> f64 {
    table[0] * x
}

#[gradient]
fn passed(x: f64) -> f64 {
    square(y) * x
}

#[gradient]
fn of_module(x: f64) -> f64 {
    constants::GRAVTIY * x
}

#[gradient]
fn private(x: f64) -> f64 {
    constants::MASS * x
}

#[gradient]
fn of_type(spring: &Spring) -> f64 {
    Spring::REST * spring.stiffness
}

#[gradient]
fn of_std(x: f64) -> f64 {
    std::f64::consts::PII * x
}

fn main() {}
