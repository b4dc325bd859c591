#[chainrule::gradient]
fn f(x: f64, #[constant] n: usize) -> f64 {
    match n {
        m @ 1..=3 => x * m as f64,
        _ => x,
    }
}

fn main() {
    f_gradient(1.0, 2);
}
