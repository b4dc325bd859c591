#[chainrule::gradient]
fn f(x: f64, y: Option<f64>) -> f64 {
    match y {
        Some(y) => x * y,
        None => x,
    }
}

fn main() {
    f_gradient(1.0, None);
}
