// A function, a method and a struct of one name: one message for each.

use chainrule::{Gradient, gradient};

#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[gradient]
fn square(x: &[f64]) -> f64 {
    x[0] * x[1]
}

#[derive(Gradient)]
struct Spring {
    stiffness: f64,
}

#[derive(Gradient)]
struct Spring {
    stiffness: f64,
}

#[derive(Gradient)]
struct Damper {
    viscosity: f64,
}

#[gradient]
impl Damper {
    fn force(&self, v: f64) -> f64 {
        self.viscosity * v
    }

    fn force(&self, v: f64) -> f64 {
        -self.viscosity * v
    }
}

// Of the same name in another place.
mod other {
    #[chainrule::gradient]
    pub fn square(x: f64) -> f64 {
        x * x * x
    }
}

fn main() {
    println!("{} {}", square_gradient(1.0), other::square_gradient(1.0));
}
