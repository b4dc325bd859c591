#[derive(chainrule::Gradient)]
#[objective(loss(w: f64) = "w*w")]
struct Neuron {
    w: f64,
}

fn main() {}
