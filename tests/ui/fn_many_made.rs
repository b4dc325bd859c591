#[chainrule::gradient]
fn f(x: &[f64; 40]) -> f64 {
    let pairs = x.map(|v| (v, v > 0.0));
    if pairs[1].1 { pairs[0].0 } else { 0.0 }
}

fn main() {
    f_gradient(&[1.0; 40]);
}
