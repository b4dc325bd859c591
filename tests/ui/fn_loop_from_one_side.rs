#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut s = 0.0;
    for (i, v) in (0..).zip(x) {
        s += v * i as f64;
    }
    s
}

fn main() {
    f_gradient(&[1.0; 3]);
}
