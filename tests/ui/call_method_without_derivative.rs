use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }

    fn square(x: f64) -> f64 {
        x * x
    }
}

#[chainrule::gradient]
fn total(spring: &Spring, x: f64) -> f64 {
    spring.energy(x)
}

#[chainrule::gradient]
fn of_type(x: f64) -> f64 {
    Spring::square(x)
}

fn main() {}
