#[chainrule::gradient]
fn f(x: &[f64], #[constant] n: usize) -> f64 {
    let mut s = 0.0;
    for i in (0..x.len()).step_by(n) {
        s += x[i];
    }
    s
}

fn main() {
    f_gradient(&[0.0; 3], 2);
}
