#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let root = if x < 0.0 { Err(-x) } else { Ok(x.sqrt()) };
    let Err(size) = root else { return x };
    x * size
}

fn main() {
    f_gradient(1.0);
}
