#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let root = if x < 0.0 { Err("negative") } else { Ok(x.sqrt()) };
    let Err(message) = root else { return x };
    x * message.len() as f64
}

fn main() {
    f_gradient(1.0);
}
