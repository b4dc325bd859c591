#[chainrule::gradient]
fn f(x: f64, #[constant] n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n * n {
        y = y.sin();
    }
    y
}

fn main() {
    f_gradient(1.0, 2);
}
