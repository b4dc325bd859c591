//! Arrays of tuples and of structs that the body makes, and writes to field by field.

#![allow(clippy::needless_range_loop, clippy::manual_swap, reason = "loops as they are written in numerical code")]

use super::adaptors::{agree, checked};

mod functions {
    use chainrule::gradient;

    #[derive(Clone, Copy)]
    struct Point {
        x: f64,
        y: f64,
    }

    #[derive(Clone, Copy)]
    struct Body {
        at: Point,
        v: [f64; 2],
        mass: f64,
    }

    #[gradient]
    pub fn pairs(x: &[f64], a: f64) -> f64 {
        let n = x.len();
        let mut pairs = vec![(0.0, 0.0); n];
        for i in 0..n {
            pairs[i] = (x[i] * a, x[i].sin());
        }
        for i in 0..n {
            pairs[i].0 += pairs[i].1 * a;
        }
        pairs.iter().map(|p| p.0 * p.1).sum()
    }

    /// Points that are only read.
    #[gradient]
    pub fn polygon(x: &[f64], a: f64) -> f64 {
        let points: Vec<(f64, f64)> = x.chunks_exact(2).map(|c| (c[0], a * c[1])).collect();
        let n = points.len();
        let mut area = 0.0;
        for i in 0..n {
            let (p, q) = (points[i], points[(i + 1) % n]);
            area += p.0 * q.1 - q.0 * p.1;
        }
        let length: f64 = points.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum();
        let width = points.iter().map(|&(p, _)| p).fold(f64::MIN, f64::max);
        0.5 * area + length + width
    }

    /// Bodies that attract each other.
    #[gradient]
    pub fn bodies(x: &[f64], a: f64) -> f64 {
        let n = x.len();
        let body = |i: usize, v: f64| Body { at: Point { x: v, y: a * i as f64 }, v: [0.1 * v, -0.2], mass: 1.0 + v };
        let mut bodies: Vec<Body> = x.iter().enumerate().map(|(i, &v)| body(i, v)).collect();
        for _ in 0..3 {
            for i in 0..n {
                let mut force = [0.0, 0.0];
                for j in 0..n {
                    if i != j {
                        let dx = bodies[j].at.x - bodies[i].at.x;
                        let dy = bodies[j].at.y - bodies[i].at.y;
                        let r2 = dx * dx + dy * dy + 0.1;
                        force[0] += bodies[j].mass * dx / r2;
                        force[1] += bodies[j].mass * dy / r2;
                    }
                }
                bodies[i].v[0] += 0.05 * force[0] * a;
                bodies[i].v[1] += 0.05 * force[1] * a;
            }
            for body in bodies.iter_mut() {
                body.at.x += 0.05 * body.v[0];
                body.at.y += 0.05 * body.v[1];
            }
        }
        bodies.iter().map(|b| 0.5 * b.mass * (b.v[0] * b.v[0] + b.v[1] * b.v[1]) + b.at.x).sum()
    }

    /// Each point is moved by the one before, which was moved in the same pass.
    #[gradient]
    pub fn rope(x: &[f64], a: f64) -> f64 {
        let n = x.len();
        let mut rope: Vec<Point> = (0..n).map(|i| Point { x: x[i], y: 0.0 }).collect();
        for _ in 0..3 {
            for i in 1..n {
                let dx = rope[i].x - rope[i - 1].x;
                let dy = rope[i].y - rope[i - 1].y;
                let d = (dx * dx + dy * dy + 0.01).sqrt();
                let pull = a * (d - 0.5) / d;
                rope[i].x -= pull * dx;
                rope[i].y -= pull * dy + 0.01;
            }
        }
        rope.iter().map(|p| p.x * p.x + p.y * p.y).sum()
    }

    #[gradient]
    pub fn exchanged(x: &[f64], a: f64) -> f64 {
        let n = x.len();
        let mut cells: Vec<(f64, f64)> = x.iter().map(|v| (*v, a * v)).collect();
        for i in 0..n / 2 {
            cells.swap(i, n - 1 - i);
        }
        cells.iter().enumerate().map(|(i, c)| c.0 * i as f64 - c.1 * c.1).sum()
    }

    #[gradient]
    pub fn from_old_to_new(x: &[f64], a: f64) -> f64 {
        let n = x.len();
        let mut cells = vec![Point { x: 0.1, y: 0.2 }; n];
        for t in 0..3 {
            let old = cells.clone();
            for i in 0..n {
                let left = if i > 0 { old[i - 1] } else { old[n - 1] };
                cells[i] = Point { x: old[i].x + a * (left.x - old[i].y), y: x[i] * old[i].x + f64::from(t) };
            }
        }
        cells.iter().map(|c| c.x * c.y).sum()
    }

    #[gradient]
    pub fn bouncing(x: &[f64], a: f64) -> f64 {
        let mut balls: Vec<Point> = x.iter().map(|&v| Point { x: v, y: 1.0 }).collect();
        for _ in 0..5 {
            for ball in &mut balls {
                ball.y -= 0.3 * a;
                ball.x += 0.2 * ball.y;
                if ball.x < 0.0 {
                    ball.x = -ball.x;
                    ball.y *= -0.8;
                }
            }
        }
        let mut sum = 0.0;
        for ball in &balls {
            sum += ball.x * ball.y;
        }
        sum
    }

    #[gradient]
    pub fn forces_between_pairs(x: &[f64], a: f64) -> f64 {
        let n = x.len();
        let mut forces = vec![(0.0, 0.0); n];
        for i in 0..n {
            for j in i + 1..n {
                let d = x[i] - x[j];
                let k = a * d / (d * d + 0.1);
                forces[i].0 += k;
                forces[j].0 -= k;
                forces[i].1 += d * d;
                forces[j].1 += d;
            }
        }
        forces.iter().map(|(p, q)| p * p + q).sum()
    }

    #[gradient]
    pub fn pushed(x: &[f64], a: f64) -> f64 {
        let mut path = Vec::new();
        let mut pairs: Vec<(f64, f64)> = Vec::new();
        let mut so_far = 0.0;
        for &v in x {
            so_far += v * a;
            path.push(Point { x: so_far, y: v });
            pairs.push((v, a * v * v));
        }
        path.iter().map(|p| p.x * p.y).sum::<f64>() + pairs.iter().map(|p| p.0 * p.1).sum::<f64>()
    }
}

checked! {
    pairs, pairs_value_and_gradient, [0, 1, 7, 20];
    polygon, polygon_value_and_gradient, [6, 9];
    bodies, bodies_value_and_gradient, [0, 1, 5];
    rope, rope_value_and_gradient, [0, 1, 2, 6];
    exchanged, exchanged_value_and_gradient, [0, 1, 6, 7];
    from_old_to_new, from_old_to_new_value_and_gradient, [1, 2, 7];
    bouncing, bouncing_value_and_gradient, [0, 1, 7];
    forces_between_pairs, forces_between_pairs_value_and_gradient, [0, 1, 2, 7];
    pushed, pushed_value_and_gradient, [0, 1, 7];
}
