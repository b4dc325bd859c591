use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: [f64; 2],
    length: f64,
}

#[chainrule::gradient]
fn longer(springs: &[Spring], by: f64) -> Spring {
    Spring { stiffness: springs[0].stiffness, length: springs[0].length + by }
}

#[chainrule::gradient]
fn first(springs: &[Spring]) -> Spring {
    springs[0].clone()
}

fn main() {}
