#[chainrule::gradient]
fn f(x: f64, #[constant] n: usize) -> f64 {
    match n.checked_sub(1) {
        Some(m) => x * m as f64,
        None => x,
    }
}

fn main() {
    f_gradient(1.0, 2);
}
