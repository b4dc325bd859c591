#[chainrule::gradient]
fn f(x: &[Vec<Vec<f64>>]) -> f64 {
    x[0][0][0]
}

fn main() {}
