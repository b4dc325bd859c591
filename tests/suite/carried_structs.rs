//! Structs, tuples and arrays that a loop carries from pass to pass through calls, and structs with fields of another one.
#![allow(clippy::needless_range_loop)]

use super::all_close;
use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Debug, Gradient)]
struct State {
    x: f64,
    v: f64,
}

const START: State = State { x: 0.1, v: 0.9 };

#[gradient]
fn step(s: &State, dt: f64, k: f64) -> State {
    State { x: s.x + dt * s.v, v: s.v - dt * k * s.x }
}

#[gradient(check(start = START))]
fn oscillate(start: &State, dt: f64, k: f64) -> f64 {
    let mut s = *start;
    for _ in 0..6 {
        s = step(&s, dt, k);
    }
    s.x
}

/// A linear step six times: the first row of the sixth power of its matrix.
#[test]
fn is_a_power_of_the_matrix_of_a_step() {
    let (dt, k) = (0.2, 1.7);
    let step = [[1.0, dt], [-dt * k, 1.0]];
    let mut row = [1.0, 0.0];
    for _ in 0..6 {
        row = [row[0] * step[0][0] + row[1] * step[1][0], row[0] * step[0][1] + row[1] * step[1][1]];
    }
    let (gradient, _, _) = oscillate_gradient(&START, dt, k);
    all_close(&[gradient.x, gradient.v], &row);
}

#[gradient]
fn pendulum(s: State, dt: f64) -> State {
    State { x: s.x + dt * s.v, v: s.v - dt * s.x.sin() }
}

#[gradient(check(s = START, n in 0..6))]
fn energy(mut s: State, dt: f64, n: usize) -> f64 {
    let mut energy = 0.0;
    for k in 0..n {
        s = pendulum(s, dt);
        if k % 2 == 0 {
            energy += s.v * s.v;
        }
    }
    energy + s.x
}

#[gradient(check(start = START))]
fn until_the_top(start: &State, dt: f64, top: f64) -> f64 {
    let mut s = *start;
    for _ in 0..20 {
        if s.x > top {
            break;
        }
        s = pendulum(s, dt * dt);
    }
    s.x + s.v * s.v
}

#[gradient(check(start = START))]
fn early(start: &State, dt: f64) -> f64 {
    let mut s = *start;
    loop {
        s = pendulum(s, 0.5 + dt * dt);
        if s.x > 0.8 || s.v < 0.0 {
            return s.v;
        }
    }
}

#[gradient(check(start = START))]
#[allow(clippy::assign_op_pattern)]
fn fields(start: &State, dt: f64) -> f64 {
    let mut s = State { x: dt, ..*start };
    for k in 0..6 {
        if k % 2 == 0 {
            s = pendulum(s, dt);
            s.x -= 0.1;
        } else if s.v > 0.5 {
            s.v *= 0.5;
        }
        s = State { v: s.v * 0.9 + s.x, ..s };
    }
    s.x + s.v * s.v
}

#[gradient(check(start = START, n in 0..3, m in 0..3))]
fn impulses(start: &State, dt: f64, n: usize, m: usize) -> f64 {
    let mut s = *start;
    let mut total = 0.0;
    for _ in 0..n {
        for _ in 0..m {
            s = pendulum(s, dt);
        }
        total += s.x * s.x;
        s = State { v: 0.5, ..s };
    }
    total
}

#[gradient]
fn slope(s: &State, k: f64) -> State {
    State { x: s.v, v: -k * s.x }
}

#[gradient]
fn along(s: &State, h: f64, d: &State) -> State {
    State { x: s.x + h * d.x, v: s.v + h * d.v }
}

#[gradient(check(start = START, n in 0..4))]
fn runge_kutta(start: &State, dt: f64, k: f64, n: usize) -> f64 {
    let mut s = *start;
    for _ in 0..n {
        let a = slope(&s, k);
        let b = slope(&along(&s, dt / 2.0, &a), k);
        let c = slope(&along(&s, dt / 2.0, &b), k);
        let d = slope(&along(&s, dt, &c), k);
        s = State { x: s.x + dt / 6.0 * (a.x + 2.0 * b.x + 2.0 * c.x + d.x), v: s.v + dt / 6.0 * (a.v + 2.0 * b.v + 2.0 * c.v + d.v) };
    }
    s.x.powi(2) + s.v
}

#[gradient]
fn launched(x: f64) -> State {
    State { x: x * x, v: -x }
}

#[gradient(check)]
fn of_a_result(x: f64, dt: f64) -> f64 {
    let mut s: State = launched(x);
    for _ in 0..4 {
        s = pendulum(s, dt);
    }
    s.x * s.v
}

#[derive(Clone, Debug, Gradient)]
struct Filter<const N: usize> {
    mean: [f64; N],
    covariance: [[f64; N]; N],
    at: State,
}

#[gradient]
impl<const N: usize> Filter<N> {
    #[allow(clippy::needless_range_loop)]
    fn updated(&self, z: f64, noise: f64) -> Filter<N> {
        let gain = 1.0 / (self.covariance[0][0] + noise);
        let (mut mean, mut covariance) = (self.mean, self.covariance);
        for i in 0..N {
            mean[i] += self.covariance[i][0] * gain * (z - self.mean[0]);
            for j in 0..N {
                covariance[i][j] -= self.covariance[i][0] * gain * self.covariance[0][j];
            }
        }
        Filter { mean, covariance, at: State { x: self.at.x + z, ..self.at } }
    }
}

const FILTER: Filter<2> = Filter { mean: [0.1, 0.2], covariance: [[1.0, 0.2], [0.2, 1.5]], at: START };

#[gradient(check(prior = FILTER))]
fn likelihood(prior: &Filter<2>, observed: &[f64], noise: f64) -> f64 {
    let mut filter = prior.clone();
    let mut sum = 0.0;
    for &z in observed {
        let spread = filter.covariance[0][0].abs() + noise * noise + 0.1;
        sum += spread.ln() + (z - filter.mean[0]).powi(2) / spread;
        filter = filter.updated(z, noise * noise + 0.1);
    }
    sum + filter.mean[1] * filter.at.x
}

#[gradient(check)]
fn made_before_the_loop(observed: &[f64], noise: f64) -> f64 {
    let mut filter = Filter { mean: [0.0; 2], covariance: [[1.0, 0.0], [0.3, 1.0]], at: State { x: 0.0, v: 0.0 } };
    for &z in observed {
        filter = filter.updated(z, noise * noise + 0.1);
    }
    filter.mean[1] + filter.covariance[1][1]
}

#[gradient]
fn turned(p: (f64, f64), dt: f64) -> (f64, f64) {
    (p.0 + dt * p.1, p.1 - dt * p.0)
}

#[gradient(check)]
fn tuples(start: (f64, f64), dt: f64) -> f64 {
    let mut p = start;
    let (mut x, mut y) = (start.1, 0.5);
    for _ in 0..5 {
        p = turned(p, dt);
        (x, y) = turned((x, y), dt);
    }
    [x, y] = [x * y, x - y];
    p.0 * p.1 + x * y
}

#[gradient]
fn product(s: &State, by: f64) -> f64 {
    s.x * s.v.sin() * by
}

#[gradient(check(s = START))]
fn with_the_rest_of_another(s: &State, t: f64) -> f64 {
    product(&State { x: t, ..*s }, t) + product(&State { v: t * s.v, ..*s }, 2.0)
}

#[gradient(check(a = START, b = State { x: 0.4, v: -0.3 }))]
fn chosen(a: &State, b: &State, t: f64) -> f64 {
    let s = if t > 0.0 { *a } else { *b };
    product(&s, t) + s.x
}

#[gradient]
fn advanced(start: &State, dt: f64, n: usize) -> State {
    let mut s = *start;
    for _ in 0..n {
        s = pendulum(s, dt);
    }
    s
}

#[gradient]
fn twice(s: &State, dt: f64) -> State {
    pendulum(pendulum(*s, dt), 2.0 * dt)
}

#[gradient]
fn either(s: &State, dt: f64) -> (State, f64) {
    (if dt > 0.0 { pendulum(*s, dt) } else { State { x: dt, ..*s } }, dt * s.x)
}

#[gradient(check(s = START))]
fn returned_as_a_whole(s: &State, dt: f64) -> f64 {
    let (a, b) = (advanced(s, dt, 3), either(s, dt));
    let c = twice(&a, dt);
    c.x * b.0.v + b.0.x * b.1 + a.x
}

#[test]
fn a_seed_is_multiplied_number_by_number() {
    let seed = StateGradient { x: 1.5, v: -0.7 };
    let (by_start, by_dt) = advanced_vjp(&START, 0.1, 4, seed);
    let sum = |x: f64, v: f64, dt: f64| {
        let s = advanced(&State { x, v }, dt, 4);
        1.5 * s.x - 0.7 * s.v
    };
    let slope = |f: &dyn Fn(f64) -> f64| (f(1e-6) - f(-1e-6)) / 2e-6;
    let State { x, v } = START;
    let slopes = [slope(&|h| sum(x + h, v, 0.1)), slope(&|h| sum(x, v + h, 0.1)), slope(&|h| sum(x, v, 0.1 + h))];
    for (by_hand, found) in slopes.iter().zip([by_start.x, by_start.v, by_dt]) {
        assert!((by_hand - found).abs() < 1e-8, "{by_hand} is not {found}");
    }
}

/// A matrix of two rows.
#[derive(Clone, Copy, Debug, Gradient)]
struct Matrix {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Matrix {
    const ID: Matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0 };
}

#[gradient]
fn by_one_more(m: &Matrix, t: f64) -> Matrix {
    Matrix { a: m.a * t + m.b, b: m.b * t - m.a, c: m.c + t * m.d, d: m.d - m.c * t }
}

/// A loop makes the struct that was a constant before it.
#[gradient]
fn made_from_a_constant(t: &[f64; 3]) -> f64 {
    let mut m = Matrix::ID;
    for t in t {
        m = Matrix { a: m.a * t + m.b, b: m.b * t - m.a, c: m.c + t * m.d, d: m.d - m.c * t };
    }
    m.a * m.d - m.b * m.c
}

/// The same by calls.
#[gradient]
fn returned_from_a_constant(t: &[f64; 3]) -> f64 {
    let mut m: Matrix = Matrix::ID;
    for i in 0..3 {
        m = by_one_more(&m, t[i]);
    }
    m.a * m.d - m.b * m.c
}

/// A loop changes some of its fields.
#[gradient]
fn changed_from_a_constant(t: &[f64; 3]) -> f64 {
    let mut m = Matrix::ID;
    for i in 0..3 {
        m.a = m.a * t[i] + m.b;
        m.b -= m.a;
    }
    m.a * m.d - m.b * m.c
}

#[test]
fn loops_begin_with_a_constant() {
    let t = [0.3, 0.5, 0.7];
    let by_difference = |f: fn(&[f64; 3]) -> f64| {
        [0, 1, 2].map(|i| {
            let moved = |by: f64| {
                let mut t = t;
                t[i] += by;
                f(&t)
            };
            (moved(1e-5) - moved(-1e-5)) / 2e-5
        })
    };
    let near = |found: [f64; 3], expected: [f64; 3]| {
        assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-8), "{found:?} is not {expected:?}");
    };
    near(made_from_a_constant_gradient(&t), by_difference(made_from_a_constant));
    near(returned_from_a_constant_gradient(&t), by_difference(returned_from_a_constant));
    near(changed_from_a_constant_gradient(&t), by_difference(changed_from_a_constant));
}
