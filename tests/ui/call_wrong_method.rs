// Methods that are not there, or take something else: said once, of the call.

use chainrule::{Gradient, gradient};

mod hidden {
    #[derive(Clone, chainrule::Gradient)]
    pub struct Damper {
        pub viscosity: f64,
    }

    #[chainrule::gradient]
    impl Damper {
        fn force(&self, v: f64) -> f64 {
            self.viscosity * v
        }
    }
}

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[derive(Clone, Gradient)]
struct Mount {
    spring: Spring,
}

impl Spring {
    fn force(&self, x: f64) -> f64 {
        self.stiffness * x
    }
}

#[gradient]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }

    fn work(&self, x: &[f64; 2], mount: &Mount) -> f64 {
        mount.spring.stiffness * (x[1] - x[0])
    }

    fn typo(&self, x: f64) -> f64 {
        self.enrgy(x) * 2.0
    }

    fn an_array(&self, x: &[f64; 2]) -> f64 {
        self.energy(x) * 2.0
    }

    fn a_reference(&self, x: f64) -> f64 {
        self.energy(&x) + self.energy(x)
    }

    fn other_length(&self, x: &[f64; 3], mount: &Mount) -> f64 {
        self.work(x, mount) * 2.0
    }

    fn other_struct(&self, x: &[f64; 2]) -> f64 {
        self.work(x, self) * 2.0
    }
}

#[gradient]
fn typo_of_a_field(mount: &Mount, x: f64) -> f64 {
    mount.spring.enrgy(x) + mount.spring.energy(x)
}

#[gradient]
fn private(damper: &hidden::Damper, v: f64) -> f64 {
    damper.force(v) * v
}

#[gradient]
fn unmarked(spring: &Spring, x: f64) -> f64 {
    spring.force(x) * x
}

fn main() {}
