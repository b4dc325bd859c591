#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        s += x[i];
    }
    s
}

fn main() {
    f_gradient(&[0.0; 3]);
}
