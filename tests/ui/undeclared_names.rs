use chainrule::{Gradient, formula};

#[derive(Clone, Gradient)]
struct Length {
    w: [f64; SIZE],
    b: f64,
}

#[derive(Clone, Gradient)]
struct Type {
    w: Layer,
    b: f64,
}

#[derive(Clone, Gradient)]
#[objective(loss(x: &[f64; COUNT]) = "sum(i: w[i]*x[i])")]
struct Objective {
    w: [f64; 3],
}

#[chainrule::gradient]
fn argument(w: &[f64; SIZE], x: f64) -> f64 {
    w[0] * x
}

#[chainrule::gradient]
fn body(x: f64) -> f64 {
    x * SCALE
}

#[chainrule::gradient]
fn bound(x: &[f64; 2]) -> f64 {
    let mut sum = 0.0;
    for i in 0..COUNT {
        sum += x[i];
    }
    sum
}

formula! { fn cost(w: [f64; SIZE]; x: f64) = "sum(i: w[i]*x)"; }

fn main() {
    println!("{}", body_gradient(1.0));
}
