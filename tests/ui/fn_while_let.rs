#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let mut items = x.to_vec();
    let mut s = 0.0;
    while let Some(v) = items.pop() {
        s += v * v;
    }
    s
}

fn main() {
    f_gradient(&[3.0]);
}
