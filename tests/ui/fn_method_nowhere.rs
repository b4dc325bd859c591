// Methods that there are not, also under another name: one message for each.

use chainrule::{Gradient, gradient};

#[gradient]
fn of_number(x: f64) -> f64 {
    let y = 2.0 * x.sigmoid();
    y + x
}

#[gradient]
fn by_path(x: f32) -> f32 {
    f32::softplus(x)
}

#[gradient]
fn with_arguments(x: f64) -> f64 {
    x.digits_of(2, 3)
}

#[gradient]
fn of_array(x: &[f64; 3]) -> f64 {
    let n = x.norm();
    2.0 * n
}

#[derive(Clone, Gradient)]
struct Spring {
    k: f64,
}

#[gradient]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        x.erf() * self.k
    }
}

/// What there is, but is not seen into.
trait Twice {
    fn twice(self) -> f64;
}

impl Twice for f64 {
    fn twice(self) -> f64 {
        2.0 * self
    }
}

#[gradient]
fn of_a_trait(x: f64) -> f64 {
    x.twice()
}

fn main() {
    println!("{} {} {} {}", of_number(1.0), by_path(1.0), with_arguments(1.0), of_a_trait(1.0));
}
