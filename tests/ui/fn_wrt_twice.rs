#[chainrule::gradient(wrt(x, x))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    f_gradient(1.0, 2.0);
}
