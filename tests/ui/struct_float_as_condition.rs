use chainrule::{Gradient, gradient};

#[derive(Clone, Gradient)]
struct Switch {
    on: f64,
}

#[gradient]
fn current(switch: &Switch, x: f64) -> f64 {
    if switch.on { x } else { 2.0 * x }
}

fn main() {
    println!("{}", current(&Switch { on: 1.0 }, 2.0));
}
