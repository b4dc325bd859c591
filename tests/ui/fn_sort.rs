#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut sorted = *x;
    sorted.sort_by(f64::total_cmp);
    sorted[1]
}

fn main() {
    f_gradient(&[1.0; 3]);
}
