// A field or a constant that is no number of the function's type: what the compiler says of the operation, and once what it is read as.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
    lengths: [f64; 3],
    #[gradient(skip)]
    turns: usize,
    #[gradient(skip)]
    preloaded: bool,
}

#[derive(Clone, Gradient)]
struct Single {
    stiffness: f32,
}

#[gradient]
fn integer(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * x * spring.turns
}

#[gradient]
fn condition(spring: &Spring, x: f64) -> f64 {
    spring.preloaded * x + spring.stiffness
}

#[gradient]
fn array(spring: &Spring, x: f64) -> f64 {
    spring.lengths * x
}

#[gradient]
fn single(spring: &Single, x: f64) -> f64 {
    spring.stiffness * x
}

#[gradient]
impl Spring {
    fn method(&self, x: f64) -> f64 {
        self.stiffness * x + self.turns
    }
}

const COUNT: usize = 3;

#[gradient]
fn constant(x: f64) -> f64 {
    COUNT * x
}

fn main() {}
