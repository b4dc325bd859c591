#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let first = x.first().unwrap();
    first * first
}

fn main() {
    f_gradient(&[1.0; 3]);
}
