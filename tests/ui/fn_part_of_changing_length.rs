#[chainrule::gradient]
fn f(x: &[f64; 4]) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        for v in &x[..i] {
            s += v;
        }
    }
    s
}

fn main() {
    f_gradient(&[0.0; 4]);
}
