#[derive(chainrule::Gradient)]
struct Neuron {
    w: f64,
}

#[chainrule::gradient(wrt(x))]
impl Neuron {
    fn response(&self, x: f64) -> f64 {
        self.w * x
    }
}

fn main() {}
