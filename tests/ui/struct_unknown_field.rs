use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Neuron {
    weight: f64,
    bias: [f64; 2],
}

#[chainrule::gradient]
fn loss(neuron: &Neuron, x: f64) -> f64 {
    neuron.wieght * x
}

#[chainrule::gradient]
impl Neuron {
    fn output(&self, x: f64) -> f64 {
        self.weight * x + self.biases[0]
    }
}

fn main() {
    println!("{:?}", loss_gradient(&Neuron { weight: 1.0, bias: [0.0; 2] }, 1.0));
}
