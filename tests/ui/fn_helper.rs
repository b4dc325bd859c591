fn square(x: f64) -> f64 {
    x * x
}

mod inner {
    pub fn cube(x: f64) -> f64 {
        x * x * x
    }
}

#[chainrule::gradient]
fn f(x: f64) -> f64 {
    square(x) + inner::cube(x)
}

fn main() {
    f_gradient(3.0);
}
