// What is made by a macro, twice: one message for each.

use chainrule::{Gradient, custom_gradient, formula, gradient};

formula! { fn cost(w; x) = "w*x"; }

formula! { fn cost(w; x) = "w*x^2"; }

#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

formula! { fn square(x) = x^2; }

#[derive(Clone, Gradient, Gradient)]
struct Spring {
    stiffness: f64,
}

#[gradient]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[custom_gradient(of = cube)]
fn cube_rule(x: f64, seed: f64) -> f64 {
    3.0 * x * x * seed
}

fn quartic(x: f64) -> f64 {
    x.powi(4)
}

#[custom_gradient(of = quartic)]
fn quartic_rule(x: f64, seed: f64) -> f64 {
    4.0 * x.powi(3) * seed
}

#[custom_gradient(of = quartic)]
fn another_rule(x: f64, seed: f64) -> f64 {
    4.0 * x * x * x * seed
}

// Of the same name in other places, also where one macro makes them.
macro_rules! models {
    ($($place:ident)*) => {
        $(mod $place {
            #[derive(Clone, chainrule::Gradient)]
            pub struct Spring {
                pub stiffness: f64,
            }

            chainrule::formula! { pub fn cost(w; x) = "w*x"; }
        })*
    };
}
models! { first second }

fn main() {
    println!("{} {} {}", cost_gradient(1.0, 2.0), first::cost_gradient(1.0, 2.0), second::cost_gradient(1.0, 2.0));
}
