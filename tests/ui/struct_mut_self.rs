#[derive(chainrule::Gradient)]
struct Counter {
    x: f64,
}

impl Counter {
    #[chainrule::gradient]
    fn step(&mut self, by: f64) -> f64 {
        self.x * by
    }
}

fn main() {}
