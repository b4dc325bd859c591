use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: [f64; 2],
    length: f64,
}

#[chainrule::gradient]
fn longer(spring: &Spring, by: f64) -> Spring {
    Spring { stiffness: spring.stiffness, length: spring.length + by }
}

#[chainrule::gradient]
fn same(spring: &Spring) -> Spring {
    spring.clone()
}

fn main() {}
