#[chainrule::gradient]
fn f(x: f64, #[constant] y: Option<f64>) -> f64 {
    if let Some(y) = y {
        return x * y;
    }
    x
}

fn main() {
    f_gradient(1.0, None);
}
