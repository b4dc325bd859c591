struct Other;

#[derive(chainrule::Gradient)]
struct Neuron {
    w: f64,
    other: Box<dyn Fn(f64) -> f64>,
}

fn main() {
    let _ = Other;
}
