#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    for i in 0..3 {
        if x[i] > 0.0 {
            return x[i];
        }
    }
    0.0
}

fn main() {
    f_gradient(&[0.0; 3]);
}
