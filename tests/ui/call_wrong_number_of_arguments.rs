#[chainrule::gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[chainrule::gradient]
fn loss(x: f64) -> f64 {
    square(x, 2.0)
}

fn main() {
    println!("{}", loss_gradient(1.0));
}
