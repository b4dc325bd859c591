#[derive(chainrule::Gradient)]
struct Spring {
    stiffness: f64,
    #[gradient(skip)]
    length: f64,
}

#[chainrule::gradient]
fn energy(s: &Spring, x: f64) -> f64 {
    let e = x - s.length;
    0.5 * s.stiffness * e * e
}

fn main() {}
