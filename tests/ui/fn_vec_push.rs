#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let mut kept = Vec::new();
    for v in x {
        if *v > 0.0 {
            kept.push(*v);
        }
    }
    kept.iter().sum()
}

fn main() {
    f_gradient(&[1.0]);
}
