#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let first = unsafe { *x.get_unchecked(0) };
    first * first
}

fn main() {
    f_gradient(&[0.0; 3]);
}
