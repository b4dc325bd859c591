#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    let mut part: &[f64] = x;
    let mut s = 0.0;
    for _ in 0..2 {
        s += part[0];
        part = &part[1..];
    }
    s
}

fn main() {
    f_gradient(&[0.0; 4]);
}
