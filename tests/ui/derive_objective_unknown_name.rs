#[derive(chainrule::Gradient)]
#[objective(loss(x: f64, t: f64) = "(sigmoid(w*x + bias) - t)^2")]
struct Neuron {
    w: f64,
    b: f64,
}

fn main() {
    let n = Neuron { w: 1.0, b: 3.0 };
    let _ = n.loss_value_and_gradient(1.0, 2.0);
}
