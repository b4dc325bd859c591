#[chainrule::gradient]
fn f(x: &[f64], n: usize) -> f64 {
    x.iter().take(n).map(|v| v * v).sum()
}

fn main() {
    f_gradient(&[1.0; 3], 2);
}
