fn sigmod(x: f64) -> f64 {
    x
}

#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let a = 2.0 * x;
    sigmod(a)
}

fn main() {
    f_gradient(0.0);
}
