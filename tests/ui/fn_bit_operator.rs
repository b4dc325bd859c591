#[chainrule::gradient]
fn f(x: f64, n: u32) -> f64 {
    x * (n ^ 5) as f64
}

fn main() {
    f_gradient(1.0, 2);
}
