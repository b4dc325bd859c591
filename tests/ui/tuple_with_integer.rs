#[chainrule::gradient]
fn power(p: (f64, i32)) -> f64 {
    p.0.powi(p.1)
}

fn main() {}
