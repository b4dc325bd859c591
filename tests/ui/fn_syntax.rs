// What is called beside a function whose body does not parse is there all the same.

use chainrule::gradient;

#[gradient]
fn energy(x: f64, k: f64) -> f64 {
    let half = 0.5 * k
    half * x * x
}

#[gradient]
fn twice(x: f64) -> f64 {
    2.0 * energy(x, 1.0)
}

fn main() {
    println!("{:?} {}", energy_gradient(1.0, 2.0), twice_gradient(1.0));
}
