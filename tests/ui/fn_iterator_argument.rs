#[chainrule::gradient]
fn f(x: impl Iterator<Item = f64>, y: f64) -> f64 {
    x.sum::<f64>() * y
}

fn main() {}
