//! Structs that the body makes: passed to calls, carried by loops, assigned in part.
#![allow(clippy::needless_range_loop)]

use crate::{all_close, close};
use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Clone, Gradient)]
struct Body {
    at: Point,
    speed: [f64; 2],
    mass: Box<[f64; 1]>,
    #[gradient(skip)]
    turns: usize,
}

#[gradient]
impl Point {
    fn cross(&self, other: &Point) -> f64 {
        self.x * other.y - self.y * other.x
    }

    fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    /// With a point of its own.
    fn twisted(&self) -> f64 {
        let other = Self { x: self.y, y: 2.0 * self.x };
        other.cross(self)
    }
}

#[gradient]
fn product(p: &Point) -> f64 {
    p.x * p.y
}

#[gradient]
fn by_value(p: Point, k: f64) -> f64 {
    k * p.x + p.y
}

#[gradient]
fn energy(b: &Body) -> f64 {
    let mut sum = 0.5 * b.mass[0] * (b.speed[0] * b.speed[0] + b.speed[1] * b.speed[1]);
    for _ in 0..b.turns {
        sum += b.mass[0] * b.at.y;
    }
    sum
}

#[gradient]
fn areas(points: &[Point]) -> f64 {
    let mut sum = 0.0;
    for p in points {
        sum += p.x * p.y;
    }
    sum
}

#[gradient]
fn of_tuple(t: (f64, Point)) -> f64 {
    t.0 * t.1.x + t.1.y
}

/// The same struct by reference, by value and by name.
#[gradient]
fn passed(a: f64, b: f64) -> f64 {
    let p = Point { x: a * b, y: a };
    product(&p) + by_value(p, b) + by_value(Point { x: a, y: b * b }, 3.0)
}

#[test]
fn structs_are_passed_by_reference_and_by_value() {
    // a^2 b + (a b^2 + a) + (3a + b^2)
    let (a, b) = (0.7, -1.3);
    let (by_a, by_b) = passed_gradient(a, b);
    all_close(&[by_a, by_b], &[2.0 * a * b + b * b + 4.0, a * a + 2.0 * a * b + 2.0 * b]);
}

const MASS: f64 = 2.5;
const TURNS: usize = 3;

/// Structs in structs, arrays, boxes, constants, and fields that are changed.
#[gradient]
fn nested(a: f64, speed: &[f64; 2], p: &Point) -> f64 {
    let first = Body { at: *p, speed: [a * speed[0], speed[1]], mass: Box::new([a]), turns: 2 };
    let mut second = Body { at: Point { x: a, y: a * a }, speed: *speed, mass: Box::new([MASS]), turns: TURNS };
    let before = energy(&second);
    second.at.y = 2.0 * a;
    energy(&first) + before * energy(&second)
}

#[test]
fn structs_are_made_of_all_that_a_body_has() {
    let (a, [u, v], p) = (0.7, [0.4, 1.1], Point { x: 0.3, y: 0.9 });
    let (value, (by_a, by_speed, by_p)) = nested_value_and_gradient(a, &[u, v], &p);
    // first = a (a^2 u^2 + v^2) / 2 + 2 a y
    let kinetic = 1.25 * (u * u + v * v);
    let (before, after) = (kinetic + 7.5 * a * a, kinetic + 15.0 * a);
    close(value, 0.5 * a * (a * a * u * u + v * v) + 2.0 * a * p.y + before * after);
    close(by_a, 1.5 * a * a * u * u + 0.5 * v * v + 2.0 * p.y + 15.0 * a * after + 15.0 * before);
    close(by_speed[0], a * a * a * u + 2.5 * u * (before + after));
    close(by_speed[1], a * v + 2.5 * v * (before + after));
    all_close(&[by_p.x, by_p.y], &[0.0, 2.0 * a]);
}

/// Arrays of structs, and a tuple with one.
#[gradient]
fn lists(a: f64, b: f64) -> f64 {
    let points = [Point { x: a, y: b }, Point { x: b * b, y: a }];
    areas(&points) + areas(&[Point { x: a, y: 2.0 }]) + of_tuple((b, Point { x: a, y: a * a }))
}

#[test]
fn arrays_and_tuples_of_structs_are_passed() {
    // ab + ab^2 + 2a + ab + a^2
    let (a, b) = (0.7, -1.3);
    let (by_a, by_b) = lists_gradient(a, b);
    all_close(&[by_a, by_b], &[2.0 * b + b * b + 2.0 + 2.0 * a, 2.0 * a + 2.0 * a * b]);
}

/// Methods of structs that branches and loops make.
#[gradient]
fn methods(a: f64, b: f64) -> f64 {
    let p = Point { x: a, y: b };
    let q = if a > b { Point { x: b, y: a * a } } else { p };
    let mut sum = q.cross(&p) + p.length() + p.twisted();
    for k in 0..3 {
        let r = Point { x: a * k as f64, y: b };
        if k != 1 {
            sum += r.cross(&q);
        }
    }
    sum
}

#[test]
fn methods_of_structs_that_are_made() {
    // q = (b, a^2): (b^2 - a^3) + |p| + (b^2 - 2a^2) + (0 - b^2) + (2 a^3 - b^2)
    let (a, b) = (0.7f64, -1.3f64);
    let (by_a, by_b) = methods_gradient(a, b);
    let length = a.hypot(b);
    all_close(&[by_a, by_b], &[3.0 * a * a + a / length - 4.0 * a, b / length]);
    // q = p: |p| + (b^2 - 2a^2) - ab + ab
    let (a, b) = (0.2f64, 0.9f64);
    let length = a.hypot(b);
    let (by_a, by_b) = methods_gradient(a, b);
    all_close(&[by_a, by_b], &[a / length - 4.0 * a, b / length + 2.0 * b]);
}

#[gradient]
fn step(p: &Point, by: f64) -> Point {
    Point { x: p.x + by * p.y, y: p.y - by * p.x }
}

/// A struct that a loop carries, and that a call returns anew in each pass.
#[gradient]
fn turned(a: f64, b: f64) -> f64 {
    let mut p = Point { x: a, y: b };
    for _ in 0..2 {
        p = step(&p, 0.5);
    }
    let mut q = Point { x: b, y: a };
    for k in 0..3 {
        if k == 1 {
            q = step(&q, 2.0);
        } else {
            q.x += a;
        }
    }
    product(&p) + q.x
}

#[test]
fn structs_are_carried_through_calls() {
    // (x, y) -> (x + y/2, y - x/2) twice: (3a/4 + b, 3b/4 - a); q = (b + a + 2a + a, ...)
    let (a, b) = (0.7, -1.3);
    let (by_a, by_b) = turned_gradient(a, b);
    let (x, y) = (0.75 * a + b, 0.75 * b - a);
    all_close(&[by_a, by_b], &[0.75 * y - x + 4.0, y + 0.75 * x + 1.0]);
}

/// Elements of arrays in structs and tuples, and fields of structs in an array, are assigned.
#[gradient]
fn in_place(x: &[f64; 3], turns: usize) -> f64 {
    let mut body = Body { at: Point { x: x[0], y: x[1] }, speed: [x[1], x[2]], mass: Box::new([x[0]]), turns: 1 };
    let mut pair = (1.0, [x[0], 2.0]);
    for k in 0..turns {
        body.speed[k % 2] += body.at.x;
        body.at.y *= 2.0;
        pair.1[1] *= x[2];
    }
    pair.0 += pair.1[0];
    let mut points = [Point { x: x[0], y: 1.0 }, Point { x: x[1], y: 2.0 }, Point { x: x[2], y: 3.0 }];
    for _ in 0..2 {
        for i in 0..3 {
            points[i].y += points[(i + 1) % 3].x;
        }
        points[0].x *= 2.0;
    }
    energy(&body) + pair.0 * pair.1[1] + points[0].y + points[2].y * points[1].x
}

#[test]
fn what_is_in_structs_is_assigned() {
    let [a, b, c] = [0.7, -0.4, 1.3];
    // speed = (b + 2a, c + a), y = 8b: a ((b + 2a)^2 + (c + a)^2) / 2 + 8ab + (1 + a) 2c^3 + (1 + 2b) + b (3 + a + 2a)
    let (value, by_x) = in_place_value_and_gradient(&[a, b, c], 3);
    let (u, v) = (b + 2.0 * a, c + a);
    close(value, 0.5 * a * (u * u + v * v) + 8.0 * a * b + (1.0 + a) * 2.0 * c * c * c + 1.0 + 2.0 * b + b * (3.0 + 3.0 * a));
    let by_a = 0.5 * (u * u + v * v) + a * (2.0 * u + v) + 8.0 * b + 2.0 * c * c * c + 3.0 * b;
    all_close(&by_x, &[by_a, a * u + 8.0 * a + 2.0 + 3.0 + 3.0 * a, a * v + (1.0 + a) * 6.0 * c * c]);
}
