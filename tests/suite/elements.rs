//! Fields of elements that are assigned, of copies of arrays and slices of structs.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::close;
use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Debug, Gradient)]
struct Body {
    x: [f64; 2],
    v: [f64; 2],
    mass: f64,
}

/// Bodies that attract each other.
#[gradient]
fn stepped<const N: usize>(bodies: &[Body; N], dt: f64) -> f64 {
    let mut bodies = *bodies;
    for _ in 0..3 {
        let mut forces = [[0.0; 2]; N];
        for i in 0..N {
            for j in 0..N {
                if i == j {
                    continue;
                }
                let d = [bodies[j].x[0] - bodies[i].x[0], bodies[j].x[1] - bodies[i].x[1]];
                let r2 = d[0] * d[0] + d[1] * d[1] + 0.01;
                for k in 0..2 {
                    forces[i][k] += bodies[j].mass * d[k] / (r2 * r2.sqrt());
                }
            }
        }
        for (body, force) in bodies.iter_mut().zip(&forces) {
            for k in 0..2 {
                body.v[k] += dt * force[k];
                body.x[k] += dt * body.v[k];
            }
        }
    }
    bodies[0].x[0] * bodies[N - 1].v[1] + bodies[0].x[1] * bodies[0].mass
}

/// In loops and branches, one number and all of them.
#[gradient]
fn settled(bodies: &[Body], dt: f64) -> f64 {
    let mut bodies = bodies.to_vec();
    let n = bodies.len();
    for step in 0..4 {
        for i in 0..n {
            let a = -bodies[i].x[0] * bodies[i].mass;
            bodies[i].v[0] += dt * a;
            if step > 1 {
                bodies[i].mass *= 1.1;
            }
        }
        for body in &mut bodies {
            body.x = [body.x[0] + dt * body.v[0], body.x[1] * body.mass];
        }
    }
    if dt > 0.0 && n > 0 {
        bodies[0].x[1] += 3.0 * dt;
    }
    bodies.iter().map(|body| body.mass * body.v.iter().map(|v| v * v).sum::<f64>() + body.x[1]).sum()
}

/// Compares the gradient by bodies and a number with differences.
#[track_caller]
fn compare(f: impl Fn(&[Body], f64) -> f64, bodies: &[Body], dt: f64, (by_bodies, by_dt): (&[BodyGradient], f64)) {
    let h = 1e-5;
    let near = |found: f64, up: f64, down: f64| {
        let expected = (up - down) / (2.0 * h);
        assert!((found - expected).abs() < 1e-7 * (1.0 + expected.abs()), "{found} is not {expected}");
    };
    near(by_dt, f(bodies, dt + h), f(bodies, dt - h));
    assert_eq!(by_bodies.len(), bodies.len());
    for (i, by) in by_bodies.iter().enumerate() {
        let with = |change: &dyn Fn(&mut Body, f64)| {
            let at = |d: f64| {
                let mut bodies = bodies.to_vec();
                change(&mut bodies[i], d);
                f(&bodies, dt)
            };
            (at(h), at(-h))
        };
        let both = |found: f64, change: &dyn Fn(&mut Body, f64)| {
            let (up, down) = with(change);
            near(found, up, down);
        };
        both(by.mass, &|body, d| body.mass += d);
        for k in 0..2 {
            both(by.x[k], &|body, d| body.x[k] += d);
            both(by.v[k], &|body, d| body.v[k] += d);
        }
    }
}

#[test]
fn fields_of_elements_are_assigned() {
    let body = |k: f64| Body { x: [k, 0.3 * k * k + 0.2], v: [0.1, 0.4 * k], mass: 1.0 + 0.3 * k };
    let three = [body(0.0), body(0.7), body(-1.2)];
    let (value, (by_bodies, by_dt)) = stepped_value_and_gradient(&three, 0.1);
    close(value, stepped(&three, 0.1));
    compare(|b, dt| stepped::<3>(b.try_into().expect("three"), dt), &three, 0.1, (&by_bodies, by_dt));
    let (by_bodies, by_dt) = stepped_gradient(&[body(0.4)], 0.1);
    compare(|b, dt| stepped::<1>(b.try_into().expect("one"), dt), &[body(0.4)], 0.1, (&by_bodies, by_dt));
    for n in 0..3 {
        let (value, (by_bodies, by_dt)) = settled_value_and_gradient(&three[..n], 0.1);
        close(value, settled(&three[..n], 0.1));
        compare(settled, &three[..n], 0.1, (&by_bodies, by_dt));
    }
}
