fn square(x: f64) -> f64 {
    x * x
}

#[chainrule::custom_gradient(of = square)]
fn square_rule(x: f32, seed: f32) -> f32 {
    2.0 * x * seed
}

#[chainrule::gradient]
fn loss(x: f64) -> f64 {
    square(x)
}

fn main() {
    println!("{}", loss_gradient(1.0));
}
