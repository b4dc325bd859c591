#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut doubled = Vec::new();
    doubled.push(x[0]);
    x.iter().for_each(|v| doubled.push(v * v));
    doubled.iter().sum()
}

fn main() {
    f_gradient(&[1.0; 3]);
}
