#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let y = Some(x).filter(|v| *v > 0.0);
    match y {
        Some(y) => y * y,
        None => 0.0,
    }
}

fn main() {
    f_gradient(1.0);
}
