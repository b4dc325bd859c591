#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    let (a, b) = x.split_at(2);
    a[0] * b[0]
}

fn main() {
    f_gradient(&[1.0; 4]);
}
