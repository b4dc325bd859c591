#[chainrule::gradient]
fn residual(x: f64, #[constant] t: f64) -> f64 {
    (x - t) * (x - t)
}

#[chainrule::gradient]
fn loss(x: f64) -> f64 {
    residual(x, 2.0 * x)
}

fn main() {
    println!("{}", loss_gradient(1.0));
}
