#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let mut y = x;
    let z = &mut y;
    *z += 1.0;
    y * y
}

fn main() {
    f_gradient(1.0);
}
