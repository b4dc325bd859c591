#[chainrule::gradient]
fn f(x: f64, text: &str) -> f64 {
    let parse = || -> Option<f64> {
        let scale: f64 = text.parse().ok()?;
        Some(scale)
    };
    x * parse().unwrap_or(1.0)
}

fn main() {
    f_gradient(1.0, "2");
}
