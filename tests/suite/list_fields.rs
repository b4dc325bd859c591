//! Structs of parameters with fields that are lists: how long they are only the value says.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::changing::{difference, near};
use super::close;
use chainrule::{Gradient, Parameters, gradient};

#[derive(Clone, Debug, Gradient)]
struct Layer<const I: usize, const O: usize> {
    w: [[f64; I]; O],
    b: [f64; O],
}

#[derive(Clone, Debug, Gradient)]
struct Net {
    layers: Vec<Layer<2, 2>>,
    scale: f64,
    powers: Vec<f64>,
    rows: Vec<Vec<f64>>,
    pairs: Vec<[f64; 2]>,
    #[gradient(skip)]
    name: String,
}

#[derive(Clone, Debug, Gradient)]
struct Model {
    net: Net,
    weight: f64,
}

#[gradient]
impl<const I: usize, const O: usize> Layer<I, O> {
    fn forward(&self, x: &[f64; I]) -> [f64; O] {
        let mut out = self.b;
        for i in 0..O {
            for j in 0..I {
                out[i] += self.w[i][j] * x[j];
            }
        }
        out.map(f64::tanh)
    }
}

#[gradient]
impl Net {
    fn run(&self, x: [f64; 2]) -> f64 {
        let mut h = x;
        for layer in self.layers.iter() {
            h = layer.forward(&h);
        }
        let mut rest = 0.0;
        for i in 0..self.rows.len() {
            for j in 0..self.rows[i].len() {
                rest += self.rows[i][j] * h[1] * (i + j + 1) as f64;
            }
        }
        for pair in &self.pairs {
            rest += pair[0] * pair[1];
        }
        self.powers.iter().rev().fold(0.0, |sum, c| sum * h[0] + c) * self.scale + rest
    }
}

/// Lists two structs deep, by methods and by their places.
#[gradient]
fn loss(model: &Model, data: &[[f64; 2]]) -> f64 {
    let mut total = 0.0;
    for x in data {
        let y = model.net.run(*x) * model.weight;
        total += y * y;
    }
    let penalty = model.net.powers.iter().map(|c| c * c).sum::<f64>();
    total / data.len() as f64 + penalty + model.net.layers[0].w[0][1]
}

/// A list in a copy is changed.
#[gradient]
fn faded(net: &Net, by: f64) -> f64 {
    let mut net = net.clone();
    for i in 0..net.powers.len() {
        net.powers[i] *= by;
    }
    net.scale *= by;
    net.powers.iter().sum::<f64>() * net.scale
}

fn model() -> Model {
    let layer = |k: f64| Layer { w: [[0.1 * k, 0.2], [0.3, -0.4 * k]], b: [0.5, 0.1 * k] };
    let net = Net {
        layers: vec![layer(1.0), layer(-2.0), layer(0.7)],
        scale: 1.5,
        powers: vec![0.3, 0.2, 0.1, 0.7],
        rows: vec![vec![0.1, 0.2, 0.3], vec![0.3, 0.2, 0.1]],
        pairs: vec![[0.1, 0.4], [0.2, 0.3]],
        name: "of three layers".to_owned(),
    };
    Model { net, weight: 0.8 }
}

const DATA: [[f64; 2]; 2] = [[0.1, 0.2], [0.4, -0.3]];

/// A gradient as a list, and the differences of a function, parameter by parameter.
#[track_caller]
fn as_differences<P: Parameters<Scalar = f64> + Clone>(p: &P, gradient: &P::Gradient, f: impl Fn(&P) -> f64) {
    let mut found = Vec::new();
    p.clone().zip_mut(gradient, &mut |_, d| found.push(d));
    for (k, found) in found.iter().enumerate() {
        let changed = |d: f64| {
            let (mut p, mut at) = (p.clone(), 0);
            p.visit_mut(&mut |x| {
                *x += if at == k { d } else { 0.0 };
                at += 1;
            });
            f(&p)
        };
        near(*found, difference(changed));
    }
}

#[test]
fn lists_are_parameters() {
    let (value, (by_model, by_data)) = loss_value_and_gradient(&model(), &DATA);
    close(value, loss(&model(), &DATA));
    as_differences(&model(), &by_model, |m| loss(m, &DATA));
    near(
        by_data[1][0],
        difference(|d| {
            let mut data = DATA;
            data[1][0] += d;
            loss(&model(), &data)
        }),
    );
    let mut sums = (model().zero_gradient(), vec![[0.0; 2]; 2]);
    for _ in 0..2 {
        loss_gradient_add(&model(), &DATA, &mut sums.0, &mut sums.1);
    }
    close(sums.0.net.powers[2], 2.0 * by_model.net.powers[2]);
    close(sums.0.net.layers[2].w[1][0], 2.0 * by_model.net.layers[2].w[1][0]);
    let mut better = model();
    better.descend(&by_model, 1e-3);
    assert!(loss(&better, &DATA) < value && better.net.name.len() == 15);
}

#[test]
fn lists_in_copies_change() {
    let net = model().net;
    let (value, (by_net, by)) = faded_value_and_gradient(&net, 0.7);
    close(value, faded(&net, 0.7));
    as_differences(&net, &by_net, |net| faded(net, 0.7));
    near(by, difference(|d| faded(&net, 0.7 + d)));
}
