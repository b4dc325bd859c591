#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    *x.iter().min_by_key(|v| v.abs() as i64).unwrap()
}

fn main() {
    f_gradient(&[0.0; 4]);
}
