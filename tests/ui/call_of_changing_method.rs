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
}

#[gradient]
fn result(filter: &Filter, x: f64) -> f64 {
    let mut filter = filter.clone();
    let y = filter.step(x);
    y * filter.state
}

#[gradient]
fn left(filter: &Filter, x: f64) -> f64 {
    let mut filter = filter.clone();
    let _y = filter.step(x);
    filter.state
}

fn main() {
    let filter = Filter { a: 0.5, state: 0.0 };
    let _ = (result_gradient(&filter, 1.0), left_gradient(&filter, 1.0));
}
