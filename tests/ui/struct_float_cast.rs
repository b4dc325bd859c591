#[derive(chainrule::Gradient)]
struct Neuron {
    w: f64,
}

#[chainrule::gradient]
fn response(n: &Neuron, x: f64) -> f64 {
    n.w as f64 * x
}

fn main() {}
