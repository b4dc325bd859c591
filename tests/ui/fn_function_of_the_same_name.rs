fn sigmoid(x: f64) -> f64 {
    x / (1.0 + x.abs())
}

#[chainrule::gradient]
fn f(x: f64) -> f64 {
    sigmoid(2.0 * x)
}

fn main() {
    f_gradient(0.0);
}
