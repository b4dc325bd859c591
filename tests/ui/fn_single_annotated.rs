#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let scale: f32 = 2.0;
    x * f64::from(scale)
}

fn main() {
    f_gradient(1.0);
}
