#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    fn step(s: &mut f64, v: &f64) -> Option<f64> {
        *s += v;
        Some(*s)
    }
    x.iter().scan(0.0, step).sum()
}

fn main() {
    f_gradient(&[1.0; 3]);
}
