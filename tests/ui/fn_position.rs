#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let k = x.iter().rposition(|v| *v > 0.0).unwrap_or(0);
    x[k] * x[0]
}

fn main() {
    f_gradient(&[1.0; 3]);
}
