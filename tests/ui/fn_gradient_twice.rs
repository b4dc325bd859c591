use chainrule::gradient;

#[gradient]
#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    square_gradient(1.0);
}
