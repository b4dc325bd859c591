#[derive(chainrule::Gradient)]
struct Counter {
    x: f64,
}

impl Counter {
    #[chainrule::gradient]
    fn step(&mut self, by: f64) {
        self.x *= by;
    }
}

#[chainrule::gradient]
fn stepped(mut counter: Counter, by: f64) -> f64 {
    counter.step(by);
    counter.x
}

fn main() {
    let _ = stepped_gradient(Counter { x: 1.0 }, 2.0);
}
