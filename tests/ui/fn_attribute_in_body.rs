#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let mut y = x;
    #[cfg(feature = "std")]
    if x > 0.0 {
        y *= x;
    }
    y
}

fn main() {
    f_gradient(1.0);
}
