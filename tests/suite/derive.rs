//! `#[derive(Gradient)]`.

use crate::{all_close, close, logistic};
use chainrule::{Gradient, Parameters};

#[derive(Clone, Gradient)]
#[objective(loss(x: f64, t: f64) = "(predict(x) - t)^2 / 2")]
#[objective(predict(x: f64) = "sigmoid(w*x + b)")]
struct Neuron {
    w: f64,
    b: f64,
    #[gradient(skip)]
    id: u32,
}

#[test]
fn a_neuron() {
    let mut neuron = Neuron { w: 0.3, b: 0.1, id: 7 };
    let (x, t) = (2.0, 1.0);
    let p = logistic(0.7);
    let dz = (p - t) * p * (1.0 - p);
    let (value, g) = neuron.loss_value_and_gradient(x, t);
    close(value, (p - t) * (p - t) / 2.0);
    close(neuron.predict(x), p);
    close(g.w, dz * x);
    close(g.b, dz);
    let mut sum = NeuronGradient { w: 1.0, b: 2.0 };
    neuron.loss_gradient_add(x, t, &mut sum);
    close(sum.w, 1.0 + dz * x);
    let mut over = sum.clone();
    neuron.loss_gradient_into(x, t, &mut over);
    assert_eq!(over, g);
    let double = g.clone() + g.clone();
    assert_eq!(double.clone() - g.clone(), g.clone() * 2.0 - g.clone());
    assert_eq!(-(-g.clone()), g);
    neuron.descend(&g, 0.5);
    close(neuron.w, 0.3 - 0.5 * dz * x);
    assert_eq!(neuron.zeros_like(), NeuronGradient::default());
    assert_eq!((neuron.parameter_count(), neuron.id), (2, 7));
    assert!(neuron.loss(x, t) < value);
}

#[derive(Gradient)]
#[objective(loss(x: &[[f64; 2]], t: &[f64]) = "mean(n: (sum(h: v[h]*tanh(sum(i: W[h,i]*x[n,i]) + b[h])) - t[n])^2)")]
#[allow(non_snake_case)]
struct Net<const H: usize> {
    W: Box<[[f64; 2]; H]>,
    b: [f64; H],
    v: [f64; H],
    c: Box<f64>,
}

#[test]
fn a_batch_of_any_length() {
    let net = Net { W: Box::new([[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]]), b: [0.1, 0.2, 0.3], v: [1.0, -1.0, 0.5], c: Box::new(1.0) };
    let (x, t) = ([[1.0, 2.0], [-1.0, 0.5]], [0.3, -0.2]);
    let (value, g) = net.loss_value_and_gradient(&x, &t);
    let (mut expected, mut dv, mut db) = (0.0, [0.0; 3], [0.0; 3]);
    for n in 0..2 {
        let h: Vec<f64> = (0..3).map(|k| (net.W[k][0] * x[n][0] + net.W[k][1] * x[n][1] + net.b[k]).tanh()).collect();
        let e = (0..3).map(|k| net.v[k] * h[k]).sum::<f64>() - t[n];
        expected += e * e / 2.0;
        for k in 0..3 {
            dv[k] += e * h[k];
            db[k] += e * net.v[k] * (1.0 - h[k] * h[k]);
        }
    }
    close(value, expected);
    all_close(&g.v, &dv);
    all_close(&g.b, &db);
    close(*g.c, 0.0);
    assert_eq!(g.parameter_count(), 13);
}

#[test]
#[should_panic(expected = "but")]
fn equal_lengths_are_checked() {
    let net = Net { W: Box::new([[0.1, 0.2]]), b: [0.1], v: [1.0], c: Box::new(1.0) };
    net.loss(&[[0.0; 2]; 3], &[0.0; 2]);
}

/// Without an objective, and nested.
#[derive(Clone, Gradient)]
struct Pair<const N: usize> {
    first: Neuron,
    second: [f64; N],
}

#[test]
fn nested_structs_are_vectors_too() {
    let mut pair = Pair { first: Neuron { w: 1.0, b: 2.0, id: 0 }, second: [3.0, 4.0] };
    let mut g = pair.zeros_like();
    g.first.w = 1.0;
    g.second[1] = 2.0;
    pair.descend(&g, 0.5);
    close(pair.first.w, 0.5);
    close(pair.second[1], 3.0);
    close(g.norm_squared(), 5.0);
    g.set_zero();
    assert_eq!(g, PairGradient::<2>::zero());
}

#[derive(Gradient)]
#[objective(loss(x: f32) = "(w*x - 1)^2")]
struct Single {
    w: f32,
}

#[test]
fn single_precision() {
    let g = Single { w: 2.0 }.loss_gradient(3.0);
    assert!((g.w - 30.0).abs() < 1e-4);
}

/// A value that is an array, and an objective that uses it.
#[derive(Gradient)]
#[objective(predict(x: &[f64; 3]) = "softmax(W2 @ sigmoid(W1 @ x + b1) + b2)")]
#[objective(loss(x: &[f64; 3], t: &[f64; 2]) = "-sum(k: t[k]*log(predict(x)[k]))")]
#[allow(non_snake_case)]
struct Classifier {
    W1: [[f64; 3]; 2],
    b1: [f64; 2],
    W2: [[f64; 2]; 2],
    b2: [f64; 2],
}

#[test]
fn a_prediction_is_an_array() {
    let net = Classifier { W1: [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], b1: [0.1, 0.2], W2: [[1.0, -1.0], [0.5, 2.0]], b2: [0.0, -0.1] };
    let (x, t) = ([1.0, 2.0, 3.0], [0.0, 1.0]);
    let h = [0, 1].map(|k| logistic((0..3).map(|i| net.W1[k][i] * x[i]).sum::<f64>() + net.b1[k]));
    let z = [0, 1].map(|k| net.W2[k][0] * h[0] + net.W2[k][1] * h[1] + net.b2[k]);
    let p: [f64; 2] = net.predict(&x);
    all_close(&p, &[logistic(z[0] - z[1]), logistic(z[1] - z[0])]);
    let (value, g) = net.loss_value_and_gradient(&x, &t);
    close(value, -p[1].ln());
    all_close(&g.b2, &[p[0], p[1] - 1.0]);
}

/// What an objective does not read.
#[derive(Clone, Gradient)]
struct Unread {
    c: f64,
}

#[derive(Clone, Gradient)]
#[objective(predict(x: [f64; 3]) = "tanh(w @ x + b)")]
#[objective(residuals(x: &[[f64; 3]], t: &[f64]) = "r[n] = sum(i: a*w[0, i]*x[n, i]) + b[1] - t[n]")]
#[objective(grid(x: [f64; 3]) = "p = predict(x)\ny[i: 2, j: 5] = p[i]*a*(j + 1)")]
struct Residuals {
    w: [[f64; 3]; 2],
    b: Box<[f64; 2]>,
    a: Box<f64>,
    unread: Unread,
}

/// Each number of an array has a gradient, which finite differences confirm.
#[test]
fn an_array_has_a_jacobian() {
    let net = Residuals { w: [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]], b: Box::new([0.1, -0.2]), a: Box::new(1.5), unread: Unread { c: 1.0 } };
    let numbers = |net: &Residuals| {
        let mut all = Vec::new();
        net.visit(&mut |x| all.push(x));
        all
    };
    let flat = |g: &ResidualsGradient| {
        let mut all = Vec::new();
        g.visit(&mut |x| all.push(x));
        all
    };
    let check = |f: &dyn Fn(&Residuals) -> Vec<f64>, rows: Vec<Vec<f64>>| {
        for k in 0..numbers(&net).len() {
            let at = |h: f64| {
                let mut net = net.clone();
                let mut number = 0;
                net.visit_mut(&mut |x| {
                    *x += if number == k { h } else { 0.0 };
                    number += 1;
                });
                f(&net)
            };
            let (above, below) = (at(1e-6), at(-1e-6));
            assert_eq!(above.len(), rows.len());
            for (row, (a, b)) in rows.iter().zip(above.iter().zip(&below)) {
                assert!((row[k] - (a - b) / 2e-6).abs() < 1e-8, "number {k}: {row:?}");
            }
        }
    };
    let (x, t) = ([[1.0, 2.0, 3.0], [0.5, 0.1, -1.0]], [1.0, 2.0]);
    let (value, rows): ([f64; 2], [ResidualsGradient; 2]) = net.predict_value_and_jacobian(x[0]);
    assert_eq!(value, net.predict(x[0]));
    check(&|net| net.predict(x[0]).to_vec(), rows.iter().map(flat).collect());
    let rows: Vec<ResidualsGradient> = net.residuals_jacobian(&x, &t);
    check(&|net| net.residuals(&x, &t), rows.iter().map(flat).collect());
    let rows: [[ResidualsGradient; 5]; 2] = net.grid_jacobian(x[1]);
    check(&|net| net.grid(x[1]).as_flattened().to_vec(), rows.as_flattened().iter().map(flat).collect());

    // What was there before is gone.
    let mut again = net.residuals_jacobian(&x, &t);
    again.iter_mut().for_each(|row| row.visit_mut(&mut |x| *x = 7.0));
    net.residuals_jacobian_into(&x, &t, &mut again);
    check(&|net| net.residuals(&x, &t), again.iter().map(flat).collect());
}

/// An objective without inputs in another one.
#[derive(Clone, Gradient)]
#[objective(loss(x: f64, t: f64) = "(w*x - t)^2 + penalty()")]
#[objective(penalty() = "rate*w^2/2")]
struct Penalised {
    w: f64,
    rate: f64,
}

#[test]
fn an_objective_needs_no_inputs() {
    let model = Penalised { w: 3.0, rate: 0.5 };
    let (value, g) = model.loss_value_and_gradient(2.0, 5.0);
    close(value, 1.0 + 0.25 * 9.0);
    close(g.w, 2.0 * 2.0 + 0.5 * 3.0);
    close(g.rate, 4.5);
    close(model.penalty_gradient().w, 1.5);
}
