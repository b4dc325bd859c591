#[chainrule::gradient]
fn f(x: f64, y: f64) -> f64 {
    let y = x(y);
    y
}

fn main() {
    f_gradient(1.0, 2.0);
}
