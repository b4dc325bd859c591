use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Neuron {
    w: f64,
    b: f64,
}

impl Neuron {
    fn response(&self, x: f64) -> f64 {
        self.w * x + self.b
    }
}

#[chainrule::gradient]
fn loss(w: f64, x: f64) -> f64 {
    let neuron = Neuron { w, b: 1.0 };
    let y = neuron.response(x);
    y * y
}

fn main() {}
