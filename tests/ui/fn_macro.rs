#[chainrule::gradient]
fn f(x: f64) -> f64 {
    println!("{x}");
    x * x
}

fn main() {
    f_gradient(0.0);
}
