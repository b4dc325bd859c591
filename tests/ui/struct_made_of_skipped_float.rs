use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
    #[gradient(skip)]
    length: f64,
}

#[chainrule::gradient]
fn energy(s: &Spring, #[constant] x: f64) -> f64 {
    let e = x - chainrule::stop_gradient(s.length);
    0.5 * s.stiffness * e * e
}

#[chainrule::gradient]
fn total(a: f64, b: f64) -> f64 {
    energy(&Spring { stiffness: a, length: b }, 1.0)
}

fn main() {}
