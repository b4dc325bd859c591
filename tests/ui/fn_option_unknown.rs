#[chainrule::gradient(order = 2)]
fn f(x: f64) -> f64 {
    x
}

fn main() {
    f_gradient(1.0);
}
