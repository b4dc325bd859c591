#[derive(chainrule::Gradient)]
#[objective(predict(x: f64) = "w*x")]
#[objective(loss(x: f64, t: f64) = "(predict(x, t) - t)^2")]
struct Neuron {
    w: f64,
}

fn main() {
    let _ = Neuron { w: 1.0 }.loss_gradient(1.0, 2.0);
}
