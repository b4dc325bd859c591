#[derive(chainrule::Gradient)]
#[objective(loss(x: f64) = "w*x")]
struct Neuron {
    w: f64,
    id: u32,
}

fn main() {
    let n = Neuron { w: 1.0, id: 3 };
    let _ = (n.loss_gradient(1.0), n.id);
}
