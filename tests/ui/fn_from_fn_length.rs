#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let y = std::array::from_fn(|i| x[i] * i as f64);
    let [a, b, c] = y;
    a * b * c
}

fn main() {
    f_gradient(&[1.0; 3]);
}
