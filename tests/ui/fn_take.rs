#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).take(2).map(|v| v * v).sum()
}

fn main() {
    f_gradient(&[1.0; 3]);
}
