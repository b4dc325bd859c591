#[derive(chainrule::Gradient)]
struct Neuron {
    w: f64,
}

impl Neuron {
    #[chainrule::gradient]
    fn loss(self: Box<Self>, x: f64) -> f64 {
        self.w * x
    }
}

fn main() {}
