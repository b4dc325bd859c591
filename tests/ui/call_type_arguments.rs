// Type arguments of a function that is not there, or takes others.

use chainrule::gradient;

mod physics {}

#[gradient]
fn sum<const N: usize>(x: &[f64; N]) -> f64 {
    x.iter().sum()
}

#[gradient]
fn steps<const N: usize>(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..N {
        y *= x;
    }
    y
}

#[gradient]
fn plain(x: f64) -> f64 {
    x * x
}

#[gradient]
fn not_there(x: f64) -> f64 {
    step::<3>(x) * 2.0
}

#[gradient]
fn not_in_the_module(x: f64) -> f64 {
    physics::work::<3, f64>(x) * 2.0
}

#[gradient]
fn too_many(x: f64) -> f64 {
    steps::<3, 4>(x) * 2.0
}

#[gradient]
fn none_taken(x: f64) -> f64 {
    plain::<3>(x) * 2.0
}

#[gradient]
fn a_type(x: &[f64; 3]) -> f64 {
    sum::<f64>(x) * 2.0
}

// These are right.
#[gradient]
fn right(x: f64) -> f64 {
    steps::<3>(x) * steps::<2>(x) * sum::<2>(&[x, x])
}

fn main() {
    not_there_gradient(1.0);
}
