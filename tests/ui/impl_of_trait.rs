trait Loss {
    fn loss(&self, x: f64) -> f64;
}

#[derive(chainrule::Gradient)]
struct Neuron {
    w: f64,
}

#[chainrule::gradient]
impl Loss for Neuron {
    fn loss(&self, x: f64) -> f64 {
        self.w * x
    }
}

fn main() {}
