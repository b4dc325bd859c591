#[chainrule::gradient]
fn f(x: f64, #[constant] y: Option<f64>) -> f64 {
    let Some(y) = y else { return x };
    x * y
}

fn main() {
    f_gradient(1.0, None);
}
