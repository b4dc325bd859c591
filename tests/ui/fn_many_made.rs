#[chainrule::gradient]
fn f(x: &[f64; 40]) -> f64 {
    let pairs = x.map(|v| (v, v * v));
    pairs[0].0 * pairs[1].1
}

fn main() {
    f_gradient(&[1.0; 40]);
}
