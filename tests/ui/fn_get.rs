#[chainrule::gradient]
fn f(x: &[f64], #[constant] k: usize) -> f64 {
    x.get(k..).map_or(0.0, |rest| rest[0] * rest[0])
}

fn main() {
    f_gradient(&[1.0; 3], 1);
}
