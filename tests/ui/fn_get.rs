#[chainrule::gradient]
fn f(x: &[f64], #[constant] k: usize) -> f64 {
    let v = x.get(k).copied().unwrap_or(0.0);
    v * v
}

fn main() {
    f_gradient(&[1.0; 3], 1);
}
