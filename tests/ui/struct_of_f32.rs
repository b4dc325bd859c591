#[derive(chainrule::Gradient)]
struct Neuron {
    w: f32,
}

#[chainrule::gradient]
fn response(n: &Neuron, x: f64) -> f64 {
    f64::from(n.w) * x
}

fn main() {}
