#[chainrule::gradient]
fn f(x: &[[f64; 3]; 2]) -> f64 {
    x.iter().flatten().map(|v| v * v).sum()
}

fn main() {
    f_gradient(&[[1.0; 3]; 2]);
}
