#[chainrule::gradient]
fn f(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    std::mem::swap(&mut a, &mut b);
    a * 2.0 + b
}

fn main() {
    f_gradient(1.0, 2.0);
}
