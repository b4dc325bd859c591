#[chainrule::gradient]
fn f(x: f64, name: &str) -> f64 {
    x * name.len() as f64
}

fn main() {
    f_gradient(1.0, "name");
}
