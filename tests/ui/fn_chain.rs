#[chainrule::gradient]
fn f(x: &[f64; 3], y: &[f64; 3]) -> f64 {
    x.iter().chain(y).map(|v| v * v).sum()
}

fn main() {
    f_gradient(&[1.0; 3], &[1.0; 3]);
}
