fn pair(x: f64) -> (f64, f64) {
    (x, 2.0 * x)
}

fn single(x: f64) -> f64 {
    pair(x).0
}

// The seed has the type of the result, and that of `single` is a number.
#[chainrule::custom_gradient(of = single)]
fn single_vjp(x: f64, seed: (f64, f64)) -> f64 {
    seed.0 + 0.0 * x
}

#[chainrule::gradient]
fn loss(x: f64) -> f64 {
    single(x) * x
}

fn main() {
    println!("{}", loss_gradient(1.0));
}
