#[derive(chainrule::Gradient)]
#[objective(a(x: f64) = "w*b(x)")]
#[objective(b(x: f64) = "a(x) + 1")]
struct Neuron {
    w: f64,
}

fn main() {
    let _ = Neuron { w: 1.0 }.a(1.0);
}
