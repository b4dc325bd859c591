#[chainrule::gradient]
fn f(x: f64, #[constant] n: u32) -> f64 {
    match n {
        0 => x,
        _ => x * x,
    }
}

fn main() {
    f_gradient(3.0, 1);
}
