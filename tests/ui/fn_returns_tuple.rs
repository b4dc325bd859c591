#[chainrule::gradient]
fn f(x: f64) -> (f64, f64) {
    (x, x * x)
}

fn main() {
    f_gradient(1.0);
}
