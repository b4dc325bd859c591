#[derive(Clone, Copy)]
struct Meters(f64);

impl std::ops::Add for Meters {
    type Output = Meters;
    fn add(self, other: Meters) -> Meters {
        Meters(self.0 + other.0)
    }
}

#[chainrule::gradient]
fn f(#[constant] a: Meters, x: f64) -> f64 {
    let b = a + a;
    b.0 * x
}

fn main() {
    f_gradient(Meters(1.0), 2.0);
}
