#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    let mut s = 0.0;
    for (k, v) in x.iter().filter(|v| **v > 0.0).enumerate() {
        s += v * k as f64;
    }
    s
}

fn main() {
    f_gradient(&[0.0; 4]);
}
