//! Elements of arrays of structs as a whole: methods that change them, and what calls return in their place.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::changing::{difference, near};
use super::close;
use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Debug, Gradient)]
struct State {
    x: f64,
    v: f64,
}

#[derive(Clone, Copy, Debug, Gradient)]
struct Body {
    state: State,
    /// Changed by methods only.
    heat: f64,
    mass: f64,
}

#[gradient]
impl Body {
    fn step(&mut self, dt: f64) {
        self.heat += self.state.v * self.state.v * dt;
        self.state.v -= self.state.x * dt / self.mass + 0.1 * self.heat;
        self.state.x += self.state.v * dt;
    }

    fn stepped(&self, dt: f64) -> Body {
        let mut next = *self;
        next.step(dt);
        next
    }

    fn energy(&self) -> f64 {
        0.5 * self.mass * self.state.v * self.state.v + 0.5 * self.state.x * self.state.x + self.heat
    }
}

/// A step of every element, by a method of each.
#[gradient]
fn by_methods(bodies: &[Body], dt: f64) -> f64 {
    let mut bodies = bodies.to_vec();
    for step in 0..3 {
        for body in bodies.iter_mut() {
            body.step(dt);
        }
        for i in 0..bodies.len() {
            if step > 0 {
                bodies[i].step(0.5 * dt);
            }
        }
    }
    bodies.iter().map(|b| b.energy()).sum()
}

/// The same, with what a call returns.
#[gradient]
fn by_results<const N: usize>(bodies: &[Body; N], dt: f64) -> f64 {
    let mut bodies = *bodies;
    for step in 0..3 {
        for i in 0..N {
            bodies[i] = bodies[i].stepped(dt);
        }
        if step > 0 {
            for body in &mut bodies {
                *body = body.stepped(0.5 * dt);
            }
        }
    }
    let mut total = 0.0;
    for body in &bodies {
        total += body.energy();
    }
    total
}

/// Methods and fields of the same elements, and two of them exchanged.
#[gradient]
fn mixed(bodies: &[Body], dt: f64) -> f64 {
    let mut bodies = bodies.to_vec();
    for i in 0..bodies.len() {
        bodies[i].step(dt);
        bodies[i].state.x *= 1.5;
        bodies[i].heat = 0.25 * bodies[i].state.x;
        if i > 0 {
            bodies.swap(i - 1, i);
        }
    }
    bodies[0].energy() * bodies[1].state.x + bodies[0].heat
}

/// A field of a field of an element.
#[gradient]
fn nested(bodies: &[Body; 3], dt: f64) -> f64 {
    let mut bodies = *bodies;
    for _ in 0..4 {
        for i in 0..3 {
            bodies[i].state.v -= bodies[i].state.x * dt / bodies[i].mass;
        }
        for body in bodies.iter_mut() {
            body.state.x += body.state.v * dt;
            body.mass *= 1.01;
        }
    }
    bodies.iter().map(|b| b.state.x * b.state.v * b.mass + b.energy()).sum()
}

/// Of structs that are made here, many and few.
#[gradient]
fn made(x: f64, k: f64) -> f64 {
    let mut many = vec![Body { state: State { x, v: k }, heat: 0.0, mass: 2.0 }; 20];
    let mut few = [Body { state: State { x: k, v: x }, heat: x, mass: 1.0 }; 2];
    let mut pushed = Vec::new();
    for i in 0..5 {
        pushed.push(Body { state: State { x: x * i as f64, v: k }, heat: 0.0, mass: 1.5 });
    }
    for _ in 0..3 {
        for i in 0..many.len() {
            many[i].step(0.1);
            many[i].state.x += 0.01 * i as f64;
        }
        few.iter_mut().for_each(|body| body.step(0.2));
        for body in pushed.iter_mut() {
            *body = body.stepped(0.1);
        }
    }
    many.iter().map(Body::energy).sum::<f64>() + few[0].energy() * few[1].state.v + pushed.iter().map(|b| b.energy()).sum::<f64>()
}

/// Arrays of what calls return, and of copies with a field changed.
#[allow(clippy::iter_cloned_collect)]
#[gradient]
fn collected(bodies: &[Body; 3], dt: f64) -> f64 {
    let after: Vec<Body> = bodies.iter().map(|b| b.stepped(dt)).collect();
    let mut later: Vec<_> = after.iter().map(|b| Body { heat: b.heat + dt, ..*b }).collect();
    for body in later.iter_mut() {
        body.step(dt);
        body.state.x += 0.5 * body.heat;
    }
    let both = bodies.map(|b| b.stepped(0.5 * dt));
    let copies: Vec<Body> = bodies.iter().copied().collect();
    after.iter().zip(&later).map(|(a, b)| a.state.x * b.energy()).sum::<f64>() + both[1].heat * copies[2].energy()
}

fn bodies() -> [Body; 3] {
    [(0.4, -0.7, 0.1, 1.2), (0.3, 0.9, 0.0, 0.8), (-1.1, 0.2, 0.3, 1.7)].map(|(x, v, heat, mass)| Body {
        state: State { x, v },
        heat,
        mass,
    })
}

#[track_caller]
fn as_differences(gradient: impl Fn(&[Body; 3], f64) -> (f64, Vec<BodyGradient>, f64), f: impl Fn(&[Body; 3], f64) -> f64) {
    let (value, by_bodies, by_dt) = gradient(&bodies(), 0.2);
    close(value, f(&bodies(), 0.2));
    near(by_dt, difference(|d| f(&bodies(), 0.2 + d)));
    for i in 0..3 {
        let with = |change: &dyn Fn(&mut Body, f64)| {
            difference(|d| {
                let mut bodies = bodies();
                change(&mut bodies[i], d);
                f(&bodies, 0.2)
            })
        };
        near(by_bodies[i].state.x, with(&|b, d| b.state.x += d));
        near(by_bodies[i].state.v, with(&|b, d| b.state.v += d));
        near(by_bodies[i].heat, with(&|b, d| b.heat += d));
        near(by_bodies[i].mass, with(&|b, d| b.mass += d));
    }
}

#[test]
fn elements_change_as_a_whole() {
    let of_slice = |(value, (bodies, dt)): (f64, (Vec<BodyGradient>, f64))| (value, bodies, dt);
    let of_array = |(value, (bodies, dt)): (f64, ([BodyGradient; 3], f64))| (value, bodies.to_vec(), dt);
    as_differences(|b, dt| of_slice(by_methods_value_and_gradient(b, dt)), |b, dt| by_methods(b, dt));
    as_differences(|b, dt| of_array(by_results_value_and_gradient(b, dt)), by_results);
    as_differences(|b, dt| of_slice(mixed_value_and_gradient(b, dt)), |b, dt| mixed(b, dt));
    as_differences(|b, dt| of_array(collected_value_and_gradient(b, dt)), collected);
    as_differences(|b, dt| of_array(nested_value_and_gradient(b, dt)), nested);
    close(by_methods(&bodies(), 0.2), by_results(&bodies(), 0.2));
}

#[test]
fn elements_that_are_made_change_as_a_whole() {
    let (value, (x, k)) = made_value_and_gradient(0.3, 0.7);
    close(value, made(0.3, 0.7));
    near(x, difference(|d| made(0.3 + d, 0.7)));
    near(k, difference(|d| made(0.3, 0.7 + d)));
}

/// Bodies that a function has changed are passed to another one.
#[gradient]
fn passed_on(bodies: &[Body; 3], dt: f64) -> f64 {
    let mut bodies = *bodies;
    let mut total = 0.0;
    for _ in 0..3 {
        for i in 0..3 {
            bodies[i].state.v -= dt * bodies[i].state.x;
            bodies[i].mass *= 1.1;
        }
        total += spread(&bodies);
    }
    for body in bodies.iter_mut() {
        body.step(dt);
    }
    total + spread(&bodies)
}

#[gradient]
fn spread(bodies: &[Body; 3]) -> f64 {
    let mean = bodies.iter().map(|b| b.state.v).sum::<f64>() / 3.0;
    bodies.iter().map(|b| b.mass * (b.state.v - mean).powi(2) + b.heat).sum()
}

#[test]
fn changed_elements_are_passed_on() {
    as_differences(
        |b, dt| {
            let (value, (bodies, dt)) = passed_on_value_and_gradient(b, dt);
            (value, bodies.to_vec(), dt)
        },
        passed_on,
    );
}
