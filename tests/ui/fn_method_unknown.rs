#[chainrule::gradient]
fn f(x: f64) -> f64 {
    x.rem_euclid(2.0)
}

fn main() {
    f_gradient(3.0);
}
