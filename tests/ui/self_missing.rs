use chainrule::{Gradient, gradient};

#[derive(Gradient)]
struct Spring {
    stiffness: f64,
}

#[gradient]
fn free(x: f64) -> f64 {
    self.stiffness * x
}

#[gradient]
fn of_a_method(x: f64) -> f64 {
    self.energy(x)
}

#[gradient]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }

    fn field(x: f64) -> f64 {
        self.stiffness * x
    }

    fn method(x: f64) -> f64 {
        self.energy(x)
    }
}

fn main() {
    free_gradient(1.0);
}
