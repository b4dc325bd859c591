#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut turned = *x;
    turned.swap_with_slice(&mut [0.0; 3]);
    turned[0] * x[1]
}

fn main() {
    f_gradient(&[1.0; 3]);
}
