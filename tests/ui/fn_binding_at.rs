#[chainrule::gradient]
fn f(x: f64, n: u32) -> f64 {
    match n {
        k @ 1..=3 => x * k as f64,
        _ => x,
    }
}

fn main() {
    f_gradient(1.0, 2);
}
