struct Neuron {
    w: f64,
}

impl Neuron {
    #[chainrule::gradient]
    fn f(&self, x: f64) -> f64 {
        self.w * x
    }
}

fn main() {
    Neuron { w: 0.0 }.f(1.0);
}
