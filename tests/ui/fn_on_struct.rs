#[chainrule::gradient]
struct Neuron {
    w: f64,
}

fn main() {
    let _ = Neuron { w: 0.0 }.w;
}
