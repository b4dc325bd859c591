#[chainrule::gradient]
fn f(x: &[f64], #[constant] k: usize) -> f64 {
    x.get(k).map_or(0.0, |v| v * v)
}

fn main() {
    f_gradient(&[1.0; 3], 1);
}
