#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let mut tail = x[i..].to_vec();
        tail[0] *= 2.0;
        for v in &tail {
            s += v;
        }
    }
    s
}

fn main() {
    f_gradient(&[0.0; 4]);
}
