//! Derivatives of ADBench's problems as one derives and writes them by hand: what depends on a point only is computed
//! once, and nothing is kept that is not needed. (The Jacobian of an observation of a bundle is in `../../hand.rs`.)
#![allow(clippy::needless_range_loop)]

use super::bundle::Camera;
use super::data::{Bundle, Hand, Mixture, Text};
use super::hand_small;
use chainrule::functions::{sigmoid, tanh};

/// The gradient of a mixture's likelihood, without the constants of its value.
pub struct OfMixture<const D: usize> {
    centred: Vec<[f64; D]>,
    turned: Vec<[f64; D]>,
    scale: Vec<[f64; D]>,
    share: Vec<f64>,
}

impl<const D: usize> OfMixture<D> {
    pub fn new(components: usize) -> Self {
        let rows = || vec![[0.0; D]; components];
        OfMixture { centred: rows(), turned: rows(), scale: rows(), share: vec![0.0; components] }
    }

    pub fn gradient<const E: usize>(&mut self, m: &Mixture<D, E>, alpha: &mut [f64], mean: &mut [[f64; D]], icf: &mut [[f64; E]]) {
        let components = m.alpha.len();
        alpha.fill(0.0);
        mean.as_flattened_mut().fill(0.0);
        icf.as_flattened_mut().fill(0.0);
        let sums: Vec<f64> = m.icf.iter().map(|row| row[..D].iter().sum()).collect();
        for (scale, row) in self.scale.iter_mut().zip(&m.icf) {
            *scale = std::array::from_fn(|i| row[i].exp());
        }
        for x in &m.x {
            let mut largest = f64::NEG_INFINITY;
            for k in 0..components {
                let (c, y, e) = (&mut self.centred[k], &mut self.turned[k], &self.scale[k]);
                for i in 0..D {
                    c[i] = x[i] - m.mean[k][i];
                    y[i] = e[i] * c[i];
                }
                // Below the diagonal, column by column.
                let mut at = D;
                for j in 0..D {
                    let column = &m.icf[k][at..at + D - j - 1];
                    for (y, l) in y[j + 1..].iter_mut().zip(column) {
                        *y += l * c[j];
                    }
                    at += D - j - 1;
                }
                self.share[k] = m.alpha[k] + sums[k] - 0.5 * y.iter().map(|y| y * y).sum::<f64>();
                largest = largest.max(self.share[k]);
            }
            let mut total = 0.0;
            for s in &mut self.share {
                *s = (*s - largest).exp();
                total += *s;
            }
            for k in 0..components {
                let p = self.share[k] / total;
                alpha[k] += p;
                let (c, y, e) = (&self.centred[k], &self.turned[k], &self.scale[k]);
                let (mean, icf) = (&mut mean[k], &mut icf[k]);
                for i in 0..D {
                    icf[i] += p * (1.0 - y[i] * e[i] * c[i]);
                    mean[i] += p * e[i] * y[i];
                }
                let mut at = D;
                for j in 0..D {
                    let (column, down) = (&m.icf[k][at..at + D - j - 1], &mut icf[at..at + D - j - 1]);
                    let pc = p * c[j];
                    let mut sum = 0.0;
                    for ((d, l), y) in down.iter_mut().zip(column).zip(&y[j + 1..]) {
                        *d -= pc * y;
                        sum += l * y;
                    }
                    mean[j] += p * sum;
                    at += D - j - 1;
                }
            }
        }
        let (n, gamma2) = (m.x.len() as f64, m.prior.gamma * m.prior.gamma);
        let total: f64 = m.alpha.iter().map(|a| a.exp()).sum();
        for k in 0..components {
            alpha[k] -= n * m.alpha[k].exp() / total;
            for i in 0..D {
                icf[k][i] += gamma2 * self.scale[k][i] * self.scale[k][i] - m.prior.m;
            }
            for i in D..E {
                icf[k][i] += gamma2 * m.icf[k][i];
            }
        }
    }
}

/// A camera in a row, as the suite has it.
pub fn flat(c: &Camera) -> [f64; 11] {
    let ([a, b, c0], [x, y, z], [u, v], [k, l]) = (c.rotation, c.centre, c.principal, c.radial);
    [a, b, c0, x, y, z, c.focal, u, v, k, l]
}

/// One observation of a bundle in a row: camera, point and weight.
pub fn observation(b: &Bundle, cameras: &[[f64; 11]], n: usize) -> [f64; 15] {
    let [camera, point] = b.of[n];
    let mut out = [0.0; 15];
    out[..11].copy_from_slice(&cameras[camera]);
    out[11..14].copy_from_slice(&b.points[point]);
    out[14] = b.weights[n];
    out
}

/// For each observation two values and two rows of the Jacobian.
pub fn observations(b: &Bundle, cameras: &[[f64; 11]], out: &mut [[f64; 32]], one: impl Fn(&[f64; 15], &[f64; 2], &mut [f64; 32])) {
    for (n, out) in out.iter_mut().enumerate() {
        one(&observation(b, cameras, n), &b.seen[n], out);
    }
}

/// The gradient of half the sum of the squares of a bundle's errors.
pub fn of_bundle(b: &Bundle, flat: &[[f64; 11]], cameras: &mut [[f64; 11]], points: &mut [[f64; 3]], weights: &mut [f64]) {
    cameras.as_flattened_mut().fill(0.0);
    points.as_flattened_mut().fill(0.0);
    let mut out = [0.0; 32];
    for n in 0..b.weights.len() {
        let ([camera, point], w) = (b.of[n], b.weights[n]);
        hand_small::ba(&observation(b, flat, n), &b.seen[n], &mut out);
        let (values, rows) = out.split_at(2);
        let (first, second) = rows.split_at(15);
        let g: [f64; 15] = std::array::from_fn(|k| values[0] * first[k] + values[1] * second[k]);
        cameras[camera].iter_mut().zip(&g).for_each(|(c, g)| *c += g);
        points[point].iter_mut().zip(&g[11..]).for_each(|(p, g)| *p += g);
        weights[n] = g[14] - 2.0 * w * (1.0 - w * w);
    }
}

/// What a step of a layer leaves for the way back: its input, the state before it, gates, and the tanh of the cell.
#[derive(Clone, Copy)]
struct Kept<const B: usize> {
    v: [f64; B],
    h: [f64; B],
    c: [f64; B],
    forget: [f64; B],
    keep: [f64; B],
    show: [f64; B],
    change: [f64; B],
    root: [f64; B],
}

/// Back propagation through the time of a text. A row of eight: weights, then biases.
pub struct ThroughTime<const L: usize, const B: usize> {
    kept: Vec<[Kept<B>; L]>,
    last: Vec<[f64; B]>,
}

impl<const L: usize, const B: usize> ThroughTime<L, B> {
    pub fn new(steps: usize) -> Self {
        let zero = [0.0; B];
        let kept = Kept { v: zero, h: zero, c: zero, forget: zero, keep: zero, show: zero, change: zero, root: zero };
        ThroughTime { kept: vec![[kept; L]; steps], last: vec![zero; steps] }
    }

    pub fn gradient(&mut self, t: &Text<L, B>, layers: &mut [[[f64; B]; 8]; L], ends: &mut [[f64; B]; 3]) {
        let steps = t.text.len() - 1;
        let (mut hidden, mut cell) = (t.start.each_ref().map(|s| s.hidden), t.start.each_ref().map(|s| s.cell));
        for (at, x) in t.text[..steps].iter().enumerate() {
            let mut v: [f64; B] = std::array::from_fn(|i| t.ends.input[i] * x[i]);
            for l in 0..L {
                let (w, b, k) = (&t.layers[l].weight, &t.layers[l].bias, &mut self.kept[at][l]);
                (k.v, k.h, k.c) = (v, hidden[l], cell[l]);
                for i in 0..B {
                    k.forget[i] = sigmoid(v[i] * w[0][i] + b[0][i]);
                    k.keep[i] = sigmoid(k.h[i] * w[1][i] + b[1][i]);
                    k.show[i] = sigmoid(v[i] * w[2][i] + b[2][i]);
                    k.change[i] = tanh(k.h[i] * w[3][i] + b[3][i]);
                    cell[l][i] = k.c[i] * k.forget[i] + k.keep[i] * k.change[i];
                }
                for i in 0..B {
                    k.root[i] = tanh(cell[l][i]);
                    hidden[l][i] = k.show[i] * k.root[i];
                }
                v = hidden[l];
            }
            self.last[at] = v;
        }
        *layers = [[[0.0; B]; 8]; L];
        *ends = [[0.0; B]; 3];
        let scale = 1.0 / (B * steps) as f64;
        let (mut dhidden, mut dcell) = ([[0.0; B]; L], [[0.0; B]; L]);
        for at in (0..steps).rev() {
            let (out, next) = (&self.last[at], &t.text[at + 1]);
            let e: [f64; B] = std::array::from_fn(|i| (out[i] * t.ends.output[i] + t.ends.bias[i]).exp());
            let sum = 2.0 + e.iter().sum::<f64>();
            let seen: f64 = next.iter().sum();
            let mut dv = [0.0; B];
            for i in 0..B {
                let dy = scale * (seen * e[i] / sum - next[i]);
                ends[1][i] += dy * out[i];
                ends[2][i] += dy;
                dv[i] = dy * t.ends.output[i];
            }
            for l in (0..L).rev() {
                let (w, k, d) = (&t.layers[l].weight, &self.kept[at][l], &mut layers[l]);
                for i in 0..B {
                    let dh = dv[i] + dhidden[l][i];
                    let dc = dh * k.show[i] * (1.0 - k.root[i] * k.root[i]) + dcell[l][i];
                    let forget = dc * k.c[i] * k.forget[i] * (1.0 - k.forget[i]);
                    let keep = dc * k.change[i] * k.keep[i] * (1.0 - k.keep[i]);
                    let show = dh * k.root[i] * k.show[i] * (1.0 - k.show[i]);
                    let change = dc * k.keep[i] * (1.0 - k.change[i] * k.change[i]);
                    dcell[l][i] = dc * k.forget[i];
                    for (part, (z, x)) in [(forget, k.v[i]), (keep, k.h[i]), (show, k.v[i]), (change, k.h[i])].into_iter().enumerate() {
                        d[part][i] += z * x;
                        d[4 + part][i] += z;
                    }
                    dhidden[l][i] = keep * w[1][i] + change * w[3][i];
                    dv[i] = forget * w[0][i] + show * w[2][i];
                }
            }
            for i in 0..B {
                ends[0][i] += dv[i] * t.text[at][i];
            }
        }
    }
}

type Matrix = [[f64; 4]; 4];

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..4).map(|k| a[i][k] * b[k][j]).sum()))
}

/// `a` times the transpose of `b`.
fn product_t(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..4).map(|k| a[i][k] * b[j][k]).sum()))
}

/// The transpose of `a` times `b`.
fn t_product(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..4).map(|k| a[k][i] * b[k][j]).sum()))
}

/// The matrix of a turn, and its derivatives by the three numbers of the axis.
fn turn(rotation: &[f64; 3]) -> ([[f64; 3]; 3], [[[f64; 3]; 3]; 3]) {
    let angle = rotation.iter().map(|r| r * r).sum::<f64>().sqrt();
    let u = rotation.map(|r| r / angle);
    let (s, c) = angle.sin_cos();
    let cross = |u: &[f64; 3]| [[0.0, -u[2], u[1]], [u[2], 0.0, -u[0]], [-u[1], u[0], 0.0]];
    let one = |i: usize, j: usize| f64::from(u8::from(i == j));
    let k = cross(&u);
    let at = |i: usize, j: usize| c * one(i, j) + s * k[i][j] + (1.0 - c) * u[i] * u[j];
    let along = |axis: usize| {
        let du: [f64; 3] = std::array::from_fn(|j| (one(j, axis) - u[j] * u[axis]) / angle);
        let (ds, dc, dk) = (c * u[axis], -s * u[axis], cross(&du));
        std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                dc * (one(i, j) - u[i] * u[j]) + ds * k[i][j] + s * dk[i][j] + (1.0 - c) * (du[i] * u[j] + u[i] * du[j])
            })
        })
    };
    (std::array::from_fn(|i| std::array::from_fn(|j| at(i, j))), std::array::from_fn(along))
}

/// The gradient of half the sum of the squares of a hand's residuals: by rotation, translation and fingers.
pub fn of_hand<const B: usize>(h: &Hand<B>) -> ([f64; 3], [f64; 3], [[f64; 4]; 5]) {
    let m = &h.model;
    let zero = [[0.0; 4]; 4];
    let wrist = m.relative[0];
    let (mut absolute, mut bends, mut bent, mut bones) = ([zero; B], [zero; B], [zero; B], [zero; B]);
    let angles = |f: usize, s: usize| match s {
        0 => (0.0, 0.0),
        1 => (h.fingers[f][0], h.fingers[f][1]),
        _ => (h.fingers[f][s], 0.0),
    };
    (absolute[0], absolute[B - 1]) = (wrist, product(&wrist, &m.relative[B - 1]));
    for b in 1..B - 1 {
        let (f, s) = ((b - 1) / 4, (b - 1) % 4);
        let (flexion, abduction) = angles(f, s);
        let ((sx, cx), (sz, cz)) = (flexion.sin_cos(), abduction.sin_cos());
        bends[b] = [[cz, -sz * cx, sz * sx, 0.0], [sz, cz * cx, -cz * sx, 0.0], [0.0, sx, cx, 0.0], [0.0, 0.0, 0.0, 1.0]];
        bent[b] = product(&m.relative[b], &bends[b]);
        absolute[b] = product(if s == 0 { &wrist } else { &absolute[b - 1] }, &bent[b]);
    }
    for b in 0..B {
        bones[b] = product(&absolute[b], &m.inverse[b]);
    }
    let (turn, dturn) = turn(&h.rotation);
    let (mut d_turn, mut translation, mut d_bones) = ([[0.0; 3]; 3], [0.0; 3], [zero; B]);
    for (v, found) in h.found.vertex.iter().zip(&h.found.place) {
        let ([x, y, z], weight) = (m.skin[*v], &m.weight[*v]);
        let mut place = [0.0; 3];
        for (w, bone) in weight.iter().zip(&bones) {
            for (p, row) in place.iter_mut().zip(bone) {
                *p += w * (row[0] * x + row[1] * y + row[2] * z + row[3]);
            }
        }
        let residual: [f64; 3] = std::array::from_fn(|i| found[i] - h.translation[i] - (0..3).map(|j| turn[i][j] * place[j]).sum::<f64>());
        let mut back = [0.0; 3];
        for i in 0..3 {
            translation[i] -= residual[i];
            for j in 0..3 {
                d_turn[i][j] -= residual[i] * place[j];
                back[j] -= residual[i] * turn[i][j];
            }
        }
        for (w, bone) in weight.iter().zip(&mut d_bones) {
            for (b, row) in back.iter().zip(bone) {
                let d = w * b;
                row.iter_mut().zip([x, y, z, 1.0]).for_each(|(r, s)| *r += d * s);
            }
        }
    }
    let mut fingers = [[0.0; 4]; 5];
    for f in 0..5 {
        // What comes back along the finger.
        let mut from_next = zero;
        for s in (0..4).rev() {
            let b = 1 + 4 * f + s;
            let mut d = product_t(&d_bones[b], &m.inverse[b]);
            d.as_flattened_mut().iter_mut().zip(from_next.as_flattened()).for_each(|(d, n)| *d += n);
            from_next = product_t(&d, &bent[b]);
            if s == 0 {
                continue;
            }
            let d = t_product(&m.relative[b], &t_product(&absolute[b - 1], &d));
            let g = &bends[b];
            // By the flexion, column 1 becomes column 2 and column 2 the opposite of column 1; by the abduction, row 0 becomes
            // the opposite of row 1 and row 1 becomes row 0.
            fingers[f][if s == 1 { 0 } else { s }] = (0..3).map(|i| d[i][1] * g[i][2] - d[i][2] * g[i][1]).sum();
            if s == 1 {
                fingers[f][1] = (0..3).map(|j| d[1][j] * g[0][j] - d[0][j] * g[1][j]).sum();
            }
        }
    }
    let rotation = dturn.map(|dr| (0..3).map(|i| (0..3).map(|j| d_turn[i][j] * dr[i][j]).sum::<f64>()).sum());
    (rotation, translation, fingers)
}
