#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    x.iter().cycle().map(|v| v * v).sum::<f64>() + (0..).map(|k| x[k]).sum::<f64>()
}

fn main() {
    f_gradient(&[1.0; 3]);
}
