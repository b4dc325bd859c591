#[chainrule::gradient]
fn f(w: f64, #[constant] x: &[f64; 4]) -> f64 {
    let mut h = 0.0;
    for i in 0..4 {
        h = (w * h + x[i]).tanh();
    }
    h
}

fn main() {
    f_gradient(3.0, &[0.0; 4]);
}
