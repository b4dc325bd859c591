//! A loop carries a struct as the list of its numbers, so all of its fields have to be some.

use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Gradient)]
struct State {
    x: f64,
    #[gradient(skip)]
    rounds: usize,
}

#[gradient]
fn step(s: &State, dt: f64) -> State {
    State { x: s.x + dt * s.x, rounds: s.rounds }
}

#[gradient]
fn run(start: &State, dt: f64) -> f64 {
    let mut s = *start;
    for _ in 0..10 {
        s = step(&s, dt);
    }
    s.x
}

#[gradient]
fn start(x: f64) -> State {
    State { x, rounds: 0 }
}

#[gradient]
fn of_a_type_that_is_not_seen(x: f64, dt: f64) -> f64 {
    let mut s = start(x);
    for _ in 0..10 {
        s = step(&s, dt);
    }
    s.x
}

fn main() {}
