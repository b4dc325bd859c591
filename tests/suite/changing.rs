//! Methods that take `&mut self`, and what they leave.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::close;
use chainrule::{Gradient, gradient};

/// The central difference of a function at 0.
fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-5;
    (f(h) - f(-h)) / (2.0 * h)
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-7 * (1.0 + expected.abs()), "{found} is not {expected}");
}

#[derive(Clone, Debug, Gradient)]
struct Filter {
    noise: f64,
    x: [f64; 2],
    p: [[f64; 2]; 2],
}

#[gradient]
impl Filter {
    fn new(noise: f64, x: f64) -> Self {
        Filter { noise, x: [x, 1.0], p: [[1.0, 0.1], [0.1, 2.0 * noise]] }
    }

    fn predict(&mut self, dt: f64) {
        if dt == 0.0 {
            return;
        }
        self.x[0] += dt * self.x[1];
        let p = self.p;
        self.p[0][0] += dt * (p[1][0] + p[0][1]) + dt * dt * p[1][1];
        self.p[0][1] += dt * p[1][1];
        self.p[1][0] += dt * p[1][1];
        self.p[1][1] += self.noise * dt;
    }

    fn update(&mut self, z: f64) -> f64 {
        let s = self.p[0][0] + self.noise;
        let e = z - self.x[0];
        if e.abs() > 5.0 {
            return 0.0;
        }
        let gain = [self.p[0][0] / s, self.p[1][0] / s];
        let p = self.p;
        for i in 0..2 {
            self.x[i] += gain[i] * e;
            for j in 0..2 {
                self.p[i][j] -= gain[i] * p[0][j];
            }
        }
        -0.5 * (e * e / s + s.ln())
    }

    fn both(&mut self, z: f64, dt: f64) -> f64 {
        self.predict(dt);
        Filter::update(self, z)
    }

    /// Not understood, and left as it is.
    fn shown(&mut self) -> String {
        self.x[0] = 0.0;
        format!("{:?}", self.x)
    }
}

#[gradient]
fn likelihood(filter: &Filter, measured: &[f64], dt: f64) -> f64 {
    let mut filter = filter.clone();
    let mut sum = 0.0;
    for (k, &z) in measured.iter().enumerate() {
        filter.predict(dt);
        if k == 1 {
            filter.predict(0.5 * dt)
        }
        sum += Filter::update(&mut filter, z);
    }
    filter.update(sum);
    let _ = filter.update(0.3);
    sum + filter.x[0] * filter.p[1][0]
}

#[gradient]
fn of_a_new_one(noise: f64, z: f64) -> f64 {
    let mut filter = Filter::new(noise, 0.1);
    Filter::both(&mut filter, z, 0.4) + Filter::both(&mut filter, 2.0 * z, 0.0) + filter.x[1]
}

#[test]
fn methods_leave_what_they_changed() {
    let filter = Filter { noise: 0.3, x: [0.2, 1.0], p: [[1.0, 0.1], [0.1, 2.0]] };
    for measured in [&[][..], &[0.4], &[0.4, 1.1], &[0.4, 1.1, 90.0, 2.0]] {
        let (value, (by_filter, by_measured, by_dt)) = likelihood_value_and_gradient(&filter, measured, 0.5);
        close(value, likelihood(&filter, measured, 0.5));
        let with = |change: &dyn Fn(&mut Filter, f64)| {
            difference(|d| {
                let mut filter = filter.clone();
                change(&mut filter, d);
                likelihood(&filter, measured, 0.5)
            })
        };
        near(by_filter.noise, with(&|f, d| f.noise += d));
        for i in 0..2 {
            near(by_filter.x[i], with(&|f, d| f.x[i] += d));
            for j in 0..2 {
                near(by_filter.p[i][j], with(&|f, d| f.p[i][j] += d));
            }
        }
        for i in 0..measured.len() {
            let expected = difference(|d| {
                let mut measured = measured.to_vec();
                measured[i] += d;
                likelihood(&filter, &measured, 0.5)
            });
            near(by_measured[i], expected);
        }
        near(by_dt, difference(|d| likelihood(&filter, measured, 0.5 + d)));
    }
    let (by_noise, by_z) = of_a_new_one_gradient(0.3, 0.7);
    near(by_noise, difference(|d| of_a_new_one(0.3 + d, 0.7)));
    near(by_z, difference(|d| of_a_new_one(0.3, 0.7 + d)));
    assert_eq!(Filter { x: [1.0, 2.0], ..filter }.shown(), "[0.0, 2.0]");
}

#[derive(Clone, Debug, Gradient)]
struct Stage {
    a: f64,
    b: [f64; 2],
}

impl Stage {
    #[gradient]
    fn step(&mut self, x: f64) -> f64 {
        self.a += x * self.b[0];
        self.b[1] *= x;
        self.a * self.b[1]
    }
}

#[derive(Clone, Debug, Gradient)]
struct Cascade {
    first: Stage,
    second: Stage,
}

#[gradient]
impl Cascade {
    fn step(&mut self, x: f64) -> f64 {
        let y = Stage::step(&mut self.first, x);
        Stage::step(&mut self.second, y)
    }
}

/// Branches leave different fields.
#[gradient]
fn cascaded(cascade: &Cascade, x: &[f64]) -> f64 {
    let mut cascade = cascade.clone();
    let mut sum = 0.0;
    for (i, x) in x.iter().enumerate() {
        let y = Cascade::step(&mut cascade, *x);
        if i == 1 {
            cascade.first.step(0.3);
        }
        if y > 0.0 {
            cascade.second.step(*x);
        }
        sum += y * y;
    }
    sum + Stage::step(&mut cascade.first, 0.5) + cascade.first.b[1]
}

#[test]
fn fields_are_left_too() {
    let stage = |a: f64| Stage { a, b: [0.5 * a, 0.7] };
    let cascade = Cascade { first: stage(1.0), second: stage(-0.4) };
    for n in 0..4 {
        let x = &[0.5, -0.3, 0.8][..n];
        let (value, (by_cascade, by_x)) = cascaded_value_and_gradient(&cascade, x);
        close(value, cascaded(&cascade, x));
        let with = |change: &dyn Fn(&mut Cascade, f64)| {
            difference(|d| {
                let mut cascade = cascade.clone();
                change(&mut cascade, d);
                cascaded(&cascade, x)
            })
        };
        near(by_cascade.first.a, with(&|c, d| c.first.a += d));
        near(by_cascade.first.b[1], with(&|c, d| c.first.b[1] += d));
        near(by_cascade.second.a, with(&|c, d| c.second.a += d));
        near(by_cascade.second.b[0], with(&|c, d| c.second.b[0] += d));
        for i in 0..n {
            let expected = difference(|d| {
                let mut x = x.to_vec();
                x[i] += d;
                cascaded(&cascade, &x)
            });
            near(by_x[i], expected);
        }
    }
}

/// Of a type that cannot be copied nothing stands beside such a method.
#[derive(Debug, Gradient)]
struct Unique {
    a: f64,
}

#[gradient]
impl Unique {
    fn grow(&mut self, by: f64) {
        self.a += by;
    }

    fn square(&self) -> f64 {
        self.a * self.a
    }
}

#[test]
fn what_cannot_be_copied_keeps_its_methods() {
    let mut unique = Unique { a: 1.0 };
    unique.grow(2.0);
    assert_eq!(unique.square_gradient().a, 6.0);
}
