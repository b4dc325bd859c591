#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let mut y = Some(x);
    let old = y.replace(2.0 * x);
    old.unwrap_or(0.0) * y.unwrap_or(0.0)
}

fn main() {
    f_gradient(1.0);
}
