// Patterns that fit neither what a body makes nor what a call returns.

use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Pose {
    x: f64,
    y: f64,
}

#[gradient]
fn pair(x: f64) -> (f64, f64) {
    (x, x * x)
}

#[gradient]
fn row(x: f64) -> [f64; 2] {
    [x, x * x]
}

#[gradient]
fn pose(x: f64) -> Pose {
    Pose { x, y: x * x }
}

#[gradient]
fn tuple(x: f64) -> f64 {
    let (a, b, c) = (x, x);
    a * b * c
}

#[gradient]
fn array(x: f64) -> f64 {
    let [a, b, c] = [x, x];
    a * b * c
}

#[gradient]
fn argument((a, b): (f64, f64, f64)) -> f64 {
    a * b
}

#[gradient]
fn slice(x: &[f64]) -> f64 {
    let [a, b] = x;
    a * b
}

#[gradient]
fn items(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, v, w) in x.iter().enumerate() {
        sum += v * w;
    }
    sum
}

#[gradient]
fn closure(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b, c)| a * b * c).sum()
}

#[gradient]
fn three_of_a_pair(x: f64) -> f64 {
    let (a, b, c) = pair(x);
    a * b * c
}

#[gradient]
fn pair_of_a_row(x: f64) -> f64 {
    let (a, b) = row(x);
    a * b
}

#[gradient]
fn row_of_a_pair(x: f64) -> f64 {
    let [a, b] = pair(x);
    a * b
}

#[gradient]
fn pair_of_a_pose(x: f64) -> f64 {
    pose(x) * 2.0
}

fn main() {
    tuple_gradient(1.0);
    three_of_a_pair_gradient(1.0);
}
