trait Scale {
    fn scale(self) -> Self;
}

impl Scale for f64 {
    fn scale(self) -> f64 {
        2.0 * self
    }
}

#[chainrule::gradient]
fn f(x: f64) -> f64 {
    <f64 as Scale>::scale(x)
}

fn main() {
    f_gradient(1.0);
}
