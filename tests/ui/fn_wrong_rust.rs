use chainrule::gradient;

#[gradient]
fn with_an_integer(x: f64) -> f64 {
    x * 2
}

#[gradient]
fn with_a_typo(x: f64) -> f64 {
    x.sinn()
}

#[gradient]
fn with_a_power(x: f64) -> f64 {
    x.powi(2.0)
}

#[gradient]
fn with_an_index(x: f64, n: usize) -> f64 {
    x * n
}

#[gradient]
fn with_a_semicolon(x: f64) -> f64 {
    x * x;
}

#[gradient]
fn with_an_integer_branch(x: f64) -> f64 {
    if x > 0.0 { x } else { 1 }
}

#[gradient]
fn without_mut(x: f64) -> f64 {
    let sum = 0.0;
    for _ in 0..3 {
        sum += x;
    }
    sum
}

#[gradient]
fn with_a_closure(x: f64) -> f64 {
    let product = |a: f64, b: f64| a * b;
    product(x)
}

fn main() {
    with_an_integer_gradient(1.0);
    with_a_typo_gradient(1.0);
    with_a_power_gradient(1.0);
}
