use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Polynomial {
    c: Vec<f64>,
}

#[gradient]
fn scaled(p: &Polynomial, by: f64) -> Polynomial {
    Polynomial { c: p.c.iter().map(|c| c * by).collect() }
}

#[gradient]
fn f(p: &Polynomial, by: f64) -> f64 {
    scaled(p, by).c.iter().sum()
}

fn main() {
    f_gradient(&Polynomial { c: vec![1.0, 2.0] }, 0.5);
}
