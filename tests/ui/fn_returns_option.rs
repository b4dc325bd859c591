#[chainrule::gradient]
fn f(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}

fn main() {
    f_gradient(1.0);
}
