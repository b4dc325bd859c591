use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Filter {
    a: f64,
    state: f64,
}

#[gradient]
impl Filter {
    fn step(&mut self, x: f64) -> f64 {
        self.state += self.a * x;
        self.state
    }

    fn reset(&mut self) {
        self.state = 0.0;
    }
}

#[derive(Clone, Gradient)]
struct Gain {
    k: f64,
}

#[gradient]
impl Gain {
    fn step(&self, x: f64) -> f64 {
        self.k * x
    }
}

#[gradient]
fn result(filter: &Filter, gain: &Gain, x: f64) -> f64 {
    let mut filter = filter.clone();
    filter.reset();
    let y = filter.step(gain.step(x));
    y * filter.state
}

#[gradient]
fn left(filter: &Filter, x: f64) -> f64 {
    let mut filter = filter.clone();
    filter.reset();
    let _y = filter.step(x);
    filter.state
}

#[gradient]
fn unread(filter: &Filter, x: f64) -> f64 {
    let mut filter = filter.clone();
    filter.reset();
    let y = filter.step(x);
    assert!(y < 10.0);
    filter.state
}

fn main() {
    let (filter, gain) = (Filter { a: 0.5, state: 0.0 }, Gain { k: 2.0 });
    let _ = (result_gradient(&filter, &gain, 1.0), left_gradient(&filter, 1.0), unread_gradient(&filter, 1.0));
}
