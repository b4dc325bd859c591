#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    (0..4).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum()
}

fn main() {
    f_gradient(&[1.0; 4]);
}
