#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    *x.iter().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap()
}

fn main() {
    f_gradient(&[0.0; 4]);
}
