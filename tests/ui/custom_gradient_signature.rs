fn one(x: f64) -> f64 {
    x
}

fn two(x: f64, y: f64, n: usize) -> f64 {
    x * y * n as f64
}

// Without the arguments of `one`.
#[chainrule::custom_gradient(of = one)]
fn one_vjp(seed: f64) -> f64 {
    seed
}

// Two arguments, but one gradient.
#[chainrule::custom_gradient(of = two)]
fn two_vjp(x: f64, y: f64, n: usize, seed: f64) -> f64 {
    seed * (x + y) * n as f64
}

fn main() {
    println!("{} {}", one(1.0), two(1.0, 2.0, 3));
}
