#[chainrule::gradient]
fn f(x: f64, #[constant] y: &[f64; 3]) -> f64 {
    y[x as usize] * x
}

fn main() {
    f_gradient(0.0, &[0.0; 3]);
}
