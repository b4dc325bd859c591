use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[chainrule::gradient]
fn energy(s: &Spring, x: f64) -> f64 {
    0.5 * s.stiffness * x * x
}

#[chainrule::gradient]
fn total(x: f64) -> f64 {
    struct Pair {
        a: f64,
        b: f64,
    }
    let pair = Pair { a: x, b: 2.0 * x };
    energy(&Spring { stiffness: pair.a }, pair.b) + sum(&pair)
}

fn main() {}
