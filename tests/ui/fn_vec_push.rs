#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let mut kept = Vec::new();
    x.iter().for_each(|v| kept.push(*v));
    kept.iter().sum()
}

fn main() {
    f_gradient(&[1.0]);
}
