#[chainrule::gradient]
fn f(x: Box<[f64; 3]>) -> f64 {
    x[0] * x[1]
}

fn main() {}
