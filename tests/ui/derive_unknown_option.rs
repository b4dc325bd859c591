#[derive(chainrule::Gradient)]
struct Neuron {
    w: f64,
    #[gradient(ignore)]
    b: f64,
}

fn main() {}
