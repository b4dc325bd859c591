#[chainrule::gradient]
fn f(x: f64, #[constant] n: usize) -> f64 {
    x * (n / 2) as f64
}

fn main() {
    f_gradient(0.0, 3);
}
