#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    x[0] + x[3]
}

fn main() {
    f_gradient(&[0.0; 3]);
}
