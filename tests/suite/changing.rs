//! Methods that take `&mut self`, functions that take structs by `&mut`, and what they leave.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::close;
use chainrule::{Gradient, gradient};

/// The central difference of a function at 0.
pub(super) fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-5;
    (f(h) - f(-h)) / (2.0 * h)
}

#[track_caller]
pub(super) fn near(found: f64, expected: f64) {
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

/// A function of a filter and its gradient at some measurements, against differences.
#[track_caller]
fn as_differences(
    filter: &Filter,
    measured: &[f64],
    gradient: impl Fn(&Filter, &[f64], f64) -> (f64, (FilterGradient, Vec<f64>, f64)),
    f: impl Fn(&Filter, &[f64], f64) -> f64,
) {
    let (value, (by_filter, by_measured, by_dt)) = gradient(filter, measured, 0.5);
    close(value, f(filter, measured, 0.5));
    let with = |change: &dyn Fn(&mut Filter, f64)| {
        difference(|d| {
            let mut filter = filter.clone();
            change(&mut filter, d);
            f(&filter, measured, 0.5)
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
            f(filter, &measured, 0.5)
        });
        near(by_measured[i], expected);
    }
    near(by_dt, difference(|d| f(filter, measured, 0.5 + d)));
}

#[test]
fn methods_leave_what_they_changed() {
    let filter = Filter { noise: 0.3, x: [0.2, 1.0], p: [[1.0, 0.1], [0.1, 2.0]] };
    for measured in [&[][..], &[0.4], &[0.4, 1.1], &[0.4, 1.1, 90.0, 2.0]] {
        as_differences(&filter, measured, likelihood_value_and_gradient, likelihood);
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

#[derive(Clone, Copy, Debug, Gradient)]
struct Body {
    x: f64,
    v: f64,
    m: f64,
}

mod steps {
    use super::{Body, Filter, gradient};

    #[gradient]
    pub fn predict(filter: &mut Filter, dt: f64) {
        if dt == 0.0 {
            return;
        }
        filter.x[0] += dt * filter.x[1];
        filter.p[1][1] += filter.noise * dt;
    }

    #[gradient]
    pub fn update(filter: &mut Filter, z: f64) -> f64 {
        let s = filter.p[0][0] + filter.noise;
        let e = z - filter.x[0];
        if e.abs() > 5.0 {
            return 0.0;
        }
        filter.x[0] += filter.p[0][0] / s * e;
        filter.p[0][0] *= 1.0 - filter.p[0][0] / s;
        -0.5 * (e * e / s + s.ln())
    }

    /// Two structs, and a result besides.
    #[gradient]
    pub fn collide(a: &mut Body, b: &mut Body, e: f64) -> f64 {
        let j = (1.0 + e) * (a.v - b.v) / (1.0 / a.m + 1.0 / b.m);
        a.v -= j / a.m;
        b.v += j / b.m;
        j * j
    }

    /// How often it runs the struct decides.
    #[gradient]
    pub fn drift(body: &mut Body, dt: f64) {
        let mut t = 0.0;
        while t < 0.25 * body.m {
            *body = Body { x: body.x + dt * body.v, v: body.v * 0.99, m: body.m };
            t += 0.1;
        }
    }

    /// What is by `&mut` and no struct is a result as it is.
    #[gradient]
    pub fn logged(body: &mut Body, log: &mut [f64], k: usize, dt: f64) -> f64 {
        body.x += body.v * dt;
        log[k] = body.x * body.x;
        body.v * dt
    }
}
use steps::predict;

#[gradient]
fn both(filter: &mut Filter, z: f64, dt: f64) -> f64 {
    predict(filter, dt);
    steps::update(filter, z)
}

#[gradient]
fn filtered(filter: &Filter, measured: &[f64], dt: f64) -> f64 {
    let mut filter = filter.clone();
    let mut sum = 0.0;
    for (k, &z) in measured.iter().enumerate() {
        match k % 3 {
            0 => predict(&mut filter, dt),
            1 => {
                predict(&mut filter, 2.0 * dt);
            }
            _ => {}
        }
        if z > 0.5 {
            predict(&mut filter, 0.1)
        } else {
            predict(&mut filter, 0.2)
        }
        let found = both(&mut filter, z, dt);
        sum += found;
        let _ = steps::update(&mut filter, 0.5 * z);
    }
    sum + filter.x[0] * filter.p[0][0]
}

#[gradient]
fn game(a: Body, b: Body, e: f64, n: usize) -> f64 {
    let (mut a, mut b) = (a, b);
    let (mut heat, mut log) = (0.0, [0.0; 8]);
    for k in 0..n {
        steps::drift(&mut a, 0.1);
        steps::drift(&mut b, 0.1);
        if a.x > b.x {
            heat += steps::collide(&mut a, &mut b, e);
        }
        heat += steps::logged(&mut b, &mut log, k, 0.05);
    }
    heat + a.x * b.v + log[1].sin() + log[n - 1]
}

/// A function inside is seen into, and a name may stand for a struct.
#[gradient]
fn borrowed(a: Body, dt: f64) -> f64 {
    fn kick(body: &mut Body, by: f64) {
        body.v += by / body.m;
    }
    let mut a = a;
    kick(&mut a, 0.3 * dt);
    let r = &mut a;
    r.v += 2.0 * dt;
    predict_one(r, dt);
    let s = r;
    s.x += s.v * s.v;
    a.x * a.v
}

#[gradient]
fn predict_one(body: &mut Body, dt: f64) {
    body.x += body.v * dt;
}

#[derive(Clone, Debug, Gradient)]
struct Spring {
    body: Body,
    k: f64,
}

#[gradient]
impl Spring {
    /// Of its own type, and of another one.
    fn stiffen(spring: &mut Spring, by: f64) {
        spring.k *= by;
    }

    #[gradient]
    fn push(body: &mut Body, force: f64, dt: f64) -> f64 {
        body.v += force / body.m * dt;
        body.x += body.v * dt;
        force * body.v
    }

    fn run(&self, n: usize, dt: f64) -> f64 {
        let mut s = self.clone();
        let mut work = 0.0;
        for _ in 0..n {
            let force = -s.k * s.body.x;
            work += Self::push(&mut s.body, force, dt);
            Spring::stiffen(&mut s, 1.01);
        }
        work + s.body.x
    }
}

#[test]
fn functions_leave_structs_that_they_changed() {
    let filter = Filter { noise: 0.3, x: [0.2, 1.0], p: [[1.0, 0.1], [0.1, 2.0]] };
    for measured in [&[][..], &[0.4], &[0.4, 1.1, -0.3], &[0.4, 90.0, 2.0, 0.1, 0.2]] {
        as_differences(&filter, measured, filtered_value_and_gradient, filtered);
    }
}

#[test]
fn several_structs_are_left() {
    let (a, b) = (Body { x: 0.0, v: 1.0, m: 2.0 }, Body { x: 0.3, v: -0.4, m: 1.5 });
    for n in 2..7 {
        let (value, (by_a, by_b, by_e)) = game_value_and_gradient(a, b, 0.7, n);
        close(value, game(a, b, 0.7, n));
        near(by_a.x, difference(|d| game(Body { x: a.x + d, ..a }, b, 0.7, n)));
        near(by_a.v, difference(|d| game(Body { v: a.v + d, ..a }, b, 0.7, n)));
        near(by_b.v, difference(|d| game(a, Body { v: b.v + d, ..b }, 0.7, n)));
        near(by_b.m, difference(|d| game(a, Body { m: b.m + d, ..b }, 0.7, n)));
        near(by_e, difference(|d| game(a, b, 0.7 + d, n)));
    }
    let (by_a, by_dt) = borrowed_gradient(a, 0.4);
    near(by_a.x, difference(|d| borrowed(Body { x: a.x + d, ..a }, 0.4)));
    near(by_a.v, difference(|d| borrowed(Body { v: a.v + d, ..a }, 0.4)));
    near(by_a.m, difference(|d| borrowed(Body { m: a.m + d, ..a }, 0.4)));
    near(by_dt, difference(|d| borrowed(a, 0.4 + d)));
    let spring = Spring { body: b, k: 1.3 };
    let (by_spring, by_dt) = spring.run_gradient(5, 0.1);
    near(by_spring.k, difference(|d| Spring { k: 1.3 + d, ..spring.clone() }.run(5, 0.1)));
    near(by_spring.body.m, difference(|d| Spring { body: Body { m: b.m + d, ..b }, k: 1.3 }.run(5, 0.1)));
    near(by_spring.body.x, difference(|d| Spring { body: Body { x: b.x + d, ..b }, k: 1.3 }.run(5, 0.1)));
    near(by_dt, difference(|d| spring.run(5, 0.1 + d)));
}

/// Before the block with the method.
#[gradient]
fn controlled(pid: &Pid, target: f64, n: usize, dt: f64) -> f64 {
    let mut pid = pid.clone();
    let (mut x, mut v, mut cost) = (0.0, 0.0, 0.0);
    for _ in 0..n {
        let u = pid.update(target - x, dt);
        v += (u - 0.3 * v) * dt;
        x += v * dt;
        cost += (target - x) * (target - x) * dt + 0.01 * u * u * dt;
    }
    cost
}

#[derive(Clone, Debug, Gradient)]
struct Pid {
    kp: f64,
    ki: f64,
    kd: f64,
    sum: f64,
    last: f64,
}

#[gradient]
impl Pid {
    fn new(kp: f64, ki: f64) -> Pid {
        Pid { kp, ki, kd: 0.1, sum: 0.0, last: 0.0 }
    }

    fn update(&mut self, e: f64, dt: f64) -> f64 {
        self.sum += e * dt;
        let d = (e - self.last) / dt;
        self.last = e;
        self.kp * e + self.ki * self.sum + self.kd * d
    }

    fn gain(&self, w: f64) -> f64 {
        self.kp + self.ki / w + self.kd * w
    }
}

/// What a call returned is a struct, as its methods say.
#[gradient]
fn from_gains(kp: f64, ki: f64, n: usize) -> f64 {
    let mut pid = Pid::new(kp, ki);
    let mut x = 1.0;
    for k in 0..n {
        x -= 0.1 * pid.update(x, 0.1) + if k % 2 == 0 { 0.01 * pid.update(x * x, 0.2) } else { 0.0 };
    }
    x + pid.gain(2.0) * pid.sum
}

#[derive(Clone, Debug, Gradient)]
struct Controller {
    inner: Pid,
    smooth: [f64; 3],
    limit: f64,
}

#[gradient]
impl Controller {
    /// As a list has one.
    fn push(&mut self, e: f64) {
        self.smooth = [e, self.smooth[0], self.smooth[1]];
    }

    fn command(&mut self, e: f64, dt: f64) -> f64 {
        self.push(e);
        let s = (self.smooth[0] + self.smooth[1] + self.smooth[2]) / 3.0;
        let u = self.inner.update(s, dt);
        let w = self.inner.gain(3.0);
        (u + 0.01 * w).clamp(-self.limit, self.limit)
    }

    /// Fields of what a call has left are changed, and that by another call.
    fn adapt(&mut self, r: f64) {
        self.push(r);
        self.inner.kp += 0.1 * r;
        self.push(2.0 * r * self.inner.kp);
        self.smooth[1] *= 0.5;
        if r > 0.2 {
            self.inner.sum = r;
            self.push(r * r);
        }
        self.limit += 0.01;
    }
}

#[gradient]
fn commanded(controller: &Controller, xs: &[f64]) -> f64 {
    let mut controller = controller.clone();
    let mut total = 0.0;
    for &x in xs {
        let u = controller.command(x - total, 0.1);
        total += u * 0.1;
        controller.adapt(total);
        if total > 0.1 {
            // What nobody reads has changed the controller all the same.
            let _last = controller.command(total, 0.1);
            controller.push(total);
        }
    }
    total * controller.inner.gain(1.0) + controller.inner.sum
}

/// A result that the gradient does not need.
#[gradient]
fn unread(pid: &Pid, x: f64) -> f64 {
    let mut pid = pid.clone();
    let u = pid.update(x, 0.5);
    assert!(u < 100.0);
    let u = 0.0 * pid.update(x, 0.25);
    pid.sum * pid.last + u
}

/// Of two types, of which nothing else is changed.
#[gradient]
fn in_turn(mut a: Pid, b: &Stage, xs: &[f64; 3]) -> f64 {
    let mut b = b.clone();
    let mut sum = 0.0;
    for x in xs {
        let u = a.update(*x, 0.1);
        sum += b.step(u) * u;
    }
    sum * b.a
}

#[test]
fn methods_whose_result_is_read_leave_what_they_changed() {
    let pid = Pid { kp: 2.0, ki: 0.5, kd: 0.1, sum: 0.0, last: 0.2 };
    let with = |change: &dyn Fn(&mut Pid, f64), f: &dyn Fn(&Pid) -> f64| {
        difference(|d| {
            let mut pid = pid.clone();
            change(&mut pid, d);
            f(&pid)
        })
    };
    let f = |pid: &Pid| controlled(pid, 1.0, 6, 0.4);
    let (value, (by_pid, by_target, by_dt)) = controlled_value_and_gradient(&pid, 1.0, 6, 0.4);
    close(value, f(&pid));
    near(by_pid.kp, with(&|p, d| p.kp += d, &f));
    near(by_pid.ki, with(&|p, d| p.ki += d, &f));
    near(by_pid.last, with(&|p, d| p.last += d, &f));
    near(by_target, difference(|d| controlled(&pid, 1.0 + d, 6, 0.4)));
    near(by_dt, difference(|d| controlled(&pid, 1.0, 6, 0.4 + d)));

    let (by_kp, by_ki) = from_gains_gradient(1.0, 0.3, 6);
    near(by_kp, difference(|d| from_gains(1.0 + d, 0.3, 6)));
    near(by_ki, difference(|d| from_gains(1.0, 0.3 + d, 6)));

    let f = |pid: &Pid| unread(pid, 0.7);
    let (value, (by_pid, by_x)) = unread_value_and_gradient(&pid, 0.7);
    close(value, f(&pid));
    near(by_pid.sum, with(&|p, d| p.sum += d, &f));
    near(by_pid.last, with(&|p, d| p.last += d, &f));
    near(by_x, difference(|d| unread(&pid, 0.7 + d)));

    let (xs, stage) = ([0.4, -0.2, 0.9], Stage { a: 0.3, b: [0.2, 0.7] });
    let f = |pid: &Pid| in_turn(pid.clone(), &stage, &xs);
    let (by_pid, by_stage, by_xs) = in_turn_gradient(pid.clone(), &stage, &xs);
    near(by_pid.kd, with(&|p, d| p.kd += d, &f));
    near(by_pid.sum, with(&|p, d| p.sum += d, &f));
    near(by_stage.a, difference(|d| in_turn(pid.clone(), &Stage { a: 0.3 + d, ..stage.clone() }, &xs)));
    near(by_xs[1], difference(|d| in_turn(pid.clone(), &stage, &[xs[0], xs[1] + d, xs[2]])));
}

#[test]
fn methods_of_fields_leave_what_they_changed() {
    let pid = Pid { kp: 2.0, ki: 0.5, kd: 0.1, sum: 0.0, last: 0.2 };
    let controller = Controller { inner: pid, smooth: [0.1, 0.5, -0.2], limit: 1.3 };
    for xs in [&[][..], &[0.4], &[0.4, 1.1, -0.3, 0.7]] {
        let (value, (by_controller, by_xs)) = commanded_value_and_gradient(&controller, xs);
        close(value, commanded(&controller, xs));
        let with = |change: &dyn Fn(&mut Controller, f64)| {
            difference(|d| {
                let mut controller = controller.clone();
                change(&mut controller, d);
                commanded(&controller, xs)
            })
        };
        near(by_controller.inner.kp, with(&|c, d| c.inner.kp += d));
        near(by_controller.inner.sum, with(&|c, d| c.inner.sum += d));
        near(by_controller.limit, with(&|c, d| c.limit += d));
        for i in 0..3 {
            near(by_controller.smooth[i], with(&|c, d| c.smooth[i] += d));
        }
        for i in 0..xs.len() {
            let expected = difference(|d| {
                let mut xs = xs.to_vec();
                xs[i] += d;
                commanded(&controller, &xs)
            });
            near(by_xs[i], expected);
        }
    }
}

#[derive(Clone, Debug, Gradient)]
struct Chain<const N: usize> {
    x: [f64; N],
    g: f64,
}

#[gradient]
fn advance<const N: usize>(chain: &mut Chain<N>, dt: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        let left = if i > 0 { chain.x[i - 1] } else { 0.0 };
        chain.x[i] += dt * (left - chain.g * chain.x[i]);
        sum += chain.x[i] * chain.x[i];
    }
    sum
}

/// Returns from inside a loop, with what is left there.
#[gradient]
fn drain(chain: &mut Chain<3>, dt: f64, n: usize) -> f64 {
    let mut out = 0.0;
    for step in 0..n {
        for i in 0..3 {
            let q = if chain.x[i] > 0.0 { chain.g * chain.x[i].sqrt() } else { return out };
            chain.x[i] -= dt * q;
            out += q * dt;
            if out > 0.4 {
                return out * step as f64;
            }
        }
        advance(chain, 0.1 * dt);
    }
    out
}

#[gradient]
fn drained<const N: usize>(chain: &Chain<N>, tank: &Chain<3>, n: usize, dt: f64) -> f64 {
    let (mut chain, mut tank) = (chain.clone(), tank.clone());
    let mut sum = 0.0;
    for _ in 0..n {
        let r = &mut chain;
        sum += advance::<N>(r, dt);
        r.g *= 1.1;
    }
    sum += drain(&mut tank, dt, n);
    tank.g += sum;
    sum * drain(&mut tank, 0.5 * dt, 2) + tank.x[2] * chain.x[0]
}

#[test]
fn structs_with_lengths_are_left() {
    let (chain, tank) = (Chain { x: [0.4, -0.2], g: 0.3 }, Chain { x: [1.0, 0.6, 0.8], g: 0.9 });
    for n in [0, 1, 2, 6] {
        let f = |chain: &Chain<2>, tank: &Chain<3>, dt: f64| drained(chain, tank, n, dt);
        let (value, (by_chain, by_tank, by_dt)) = drained_value_and_gradient(&chain, &tank, n, 0.2);
        close(value, f(&chain, &tank, 0.2));
        near(by_dt, difference(|d| f(&chain, &tank, 0.2 + d)));
        near(by_chain.g, difference(|d| f(&Chain { g: 0.3 + d, ..chain.clone() }, &tank, 0.2)));
        near(by_tank.g, difference(|d| f(&chain, &Chain { g: 0.9 + d, ..tank.clone() }, 0.2)));
        for i in 0..3 {
            let expected = difference(|d| {
                let mut tank = tank.clone();
                tank.x[i] += d;
                f(&chain, &tank, 0.2)
            });
            near(by_tank.x[i], expected);
        }
    }
}

#[gradient]
impl Orbit {
    /// Of another type, which derives `Gradient`, too.
    fn position(&self, t: f64) -> Point {
        let (s, c) = (self.w * t).sin_cos();
        Point { x: self.a * c, y: self.a * s }
    }

    fn nudge(&self, p: &mut Point, t: f64) {
        p.x += self.a * t;
        p.y *= self.w;
    }

    /// Changes what it is called on and what it is given.
    fn pull(&mut self, p: &mut Point, q: &mut Point, t: f64) -> f64 {
        p.x += self.a * t;
        q.y *= self.w;
        self.a += p.x * q.y;
        self.a * t
    }
}

#[derive(Clone, Copy, Gradient)]
struct Orbit {
    a: f64,
    w: f64,
}

#[derive(Clone, Copy, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[gradient]
fn of_two(orbit: Orbit, t: f64) -> f64 {
    let start = orbit.position(t);
    let (mut orbit, mut p, mut q) = (orbit, Point { x: t, y: 1.0 }, start);
    orbit.nudge(&mut p, t);
    let mut total = orbit.pull(&mut p, &mut q, 0.3);
    for i in 0..3 {
        total += orbit.pull(&mut p, &mut q, 0.1 * i as f64);
        orbit.pull(&mut q, &mut p, t);
    }
    total + start.x * p.y + q.x * orbit.a
}

#[test]
fn a_method_changes_what_it_is_called_on_and_what_it_is_given() {
    let (value, (by_orbit, by_t)) = of_two_value_and_gradient(Orbit { a: 1.2, w: 0.7 }, 0.5);
    let f = |a, w, t| of_two(Orbit { a: 1.2 + a, w: 0.7 + w }, 0.5 + t);
    close(value, f(0.0, 0.0, 0.0));
    near(by_orbit.a, difference(|d| f(d, 0.0, 0.0)));
    near(by_orbit.w, difference(|d| f(0.0, d, 0.0)));
    near(by_t, difference(|d| f(0.0, 0.0, d)));
}
