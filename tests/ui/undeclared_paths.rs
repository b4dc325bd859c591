// What is in no such module, or of no such type, in functions and methods.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

struct Table<'a> {
    values: &'a [f64],
}

#[gradient]
fn constant(x: f64) -> f64 {
    x * physics::GRAVITY
}

#[gradient]
fn of_the_standard_library(x: f64) -> f64 {
    x * f64::consts::PI
}

#[gradient]
fn lifetime(#[constant] table: &Table<'t>, x: f64) -> f64 {
    table.values[0] * x
}

#[gradient]
impl Spring {
    fn energy(&self, damper: &Damper, x: f64) -> f64 {
        self.stiffness * damper.viscosity * x
    }
}

fn main() {
    constant_gradient(1.0);
}
