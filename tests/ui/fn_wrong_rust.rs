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

fn main() {
    with_an_integer_gradient(1.0);
    with_a_typo_gradient(1.0);
    with_a_power_gradient(1.0);
}
