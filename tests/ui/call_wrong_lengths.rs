// Arrays of another length than the function takes: said once, of the call.

use chainrule::gradient;

const WIDTH: usize = 5;

#[gradient]
fn three(x: &[f64; 3]) -> f64 {
    x[0] * x[1] + x[2]
}

#[gradient]
fn rows(x: &[[f64; 3]; 2]) -> f64 {
    x[0][0] * x[1][2]
}

#[gradient]
fn wide(x: [f64; WIDTH]) -> f64 {
    x[0] * x[4]
}

#[gradient]
fn four(x: &[f64; 4]) -> f64 {
    three(x) * 2.0
}

#[gradient]
fn made(x: f64) -> f64 {
    three(&[x, x * x]) * x
}

#[gradient]
fn transposed(x: &[[f64; 2]; 3]) -> f64 {
    rows(x) + 1.0
}

#[gradient]
fn narrow(x: f64) -> f64 {
    let mut values = [0.0; 4];
    values[1] = x;
    wide(values)
}

fn main() {}
