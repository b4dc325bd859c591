#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    x.iter().scan(0.0, |s, v| {
        *s += v;
        Some(*s * v)
    }).sum()
}

fn main() {
    f_gradient(&[1.0; 3]);
}
