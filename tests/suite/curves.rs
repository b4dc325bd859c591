//! Training curves on real data, against curves that NumPy and JAX computed (`tests/cases/nets.json`).

#[path = "../../examples/support/data.rs"]
mod data;

use crate::logistic;
use chainrule::{Gradient, Parameters};
use serde_json::Value;

/// Allowed relative difference of a loss or a norm.
const TOLERANCE: f64 = 1e-9;

#[derive(Gradient)]
#[objective(loss(x: &[[f64; 30]], t: &[f64]) = "
    p[n] = sigmoid(sum(j: w[j]*x[n, j]) + b)
    loss = mean(n: -(t[n]*ln(p[n]) + (1 - t[n])*ln(1 - p[n])))
")]
struct Neuron {
    w: [f64; 30],
    b: f64,
}

#[derive(Gradient)]
#[objective(loss(x: &[[f64; 64]], t: &[[f64; 10]]) = "
    a1[n, j] = sigmoid(sum(i: w1[j, i]*x[n, i]) + b1[j])
    a2[n, k] = sigmoid(sum(j: w2[k, j]*a1[n, j]) + b2[k])
    loss = 1/2 * mean(n: sum(k: (a2[n, k] - t[n, k])^2))
")]
struct Net {
    w1: [[f64; 64]; 32],
    b1: [f64; 32],
    w2: [[f64; 32]; 10],
    b2: [f64; 10],
}

fn curve(id: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../cases/nets.json")).unwrap();
    all["curves"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap().clone()
}

#[track_caller]
fn near(what: &str, computed: f64, reference: &Value) {
    let reference = reference.as_f64().unwrap();
    let difference = ((computed - reference) / reference).abs();
    assert!(difference <= TOLERANCE, "{what}: {computed} is not {reference}, relative difference {difference:e}");
}

/// Descends, and compares loss and accuracy at each listed epoch. `accuracy` counts what is right.
fn follow<M: Parameters<Scalar = f64>>(
    id: &str,
    mut model: M,
    step: impl Fn(&M) -> (f64, M::Gradient),
    accuracy: impl Fn(&M) -> f64,
    first: impl Fn(&M::Gradient) -> Vec<f64>,
) -> M {
    let curve = curve(id);
    let (epochs, rate) = (curve["epochs"].as_u64().unwrap() as usize, curve["lr"].as_f64().unwrap());
    let mut compared = 0;
    for epoch in 0..=epochs {
        let (loss, gradient) = step(&model);
        if epoch == 0 {
            near("norm of the first gradient", gradient.norm(), &curve["grad_norm_at_0"]);
            for (at, g) in first(&gradient).into_iter().enumerate() {
                let reference = curve["grad_W1_first10_at_0"][at].as_f64().unwrap();
                assert!((g - reference).abs() <= TOLERANCE * reference.abs(), "first gradient, entry {at}: {g} is not {reference}");
            }
        }
        if epoch % 10 == 0 {
            near(&format!("loss at epoch {epoch}"), loss, &curve["loss_every_10"][epoch / 10]);
            near(&format!("accuracy at epoch {epoch}"), accuracy(&model), &curve["accuracy_every_10"][epoch / 10]);
            compared += 1;
        }
        if epoch < epochs {
            model.descend(&gradient, rate);
        }
    }
    assert_eq!(compared, curve["loss_every_10"].as_array().unwrap().len());
    model
}

#[test]
fn logistic_regression_on_breast_cancer() {
    let (mut x, class) = data::rows::<30>(include_str!("../../examples/data/breast_cancer.csv"));
    data::standardise(&mut x);
    let t: Vec<f64> = class.iter().map(|&c| c as f64).collect();
    let right = |m: &Neuron| {
        let p = |x: &[f64; 30]| logistic(x.iter().zip(&m.w).map(|(x, w)| x * w).sum::<f64>() + m.b);
        x.iter().zip(&class).filter(|(x, c)| usize::from(p(x) > 0.5) == **c).count() as f64 / x.len() as f64
    };
    let id = "logreg-breast-cancer";
    let model = follow(id, Neuron { w: [0.0; 30], b: 0.0 }, |m| m.loss_value_and_gradient(&x, &t), right, |g| g.w[..10].to_vec());
    near("norm of the weights", model.w.norm(), &curve(id)["final_weights_norm"]);
    near("bias", model.b.abs(), &curve(id)["final_bias_norm"]);
}

#[test]
fn three_layers_on_the_digits() {
    let (mut x, class) = data::rows::<64>(include_str!("../../examples/data/digits.csv"));
    x.iter_mut().flatten().for_each(|pixel| *pixel /= 16.0);
    let t: Vec<[f64; 10]> = class.iter().map(|&c| std::array::from_fn(|k| f64::from(u8::from(k == c)))).collect();
    let right = |m: &Net| {
        let strongest = |x: &[f64; 64]| {
            let a1: [f64; 32] = std::array::from_fn(|j| logistic(x.iter().zip(&m.w1[j]).map(|(x, w)| x * w).sum::<f64>() + m.b1[j]));
            let z2: [f64; 10] = std::array::from_fn(|k| a1.iter().zip(&m.w2[k]).map(|(a, w)| a * w).sum::<f64>() + m.b2[k]);
            (1..10).fold(0, |best, k| if z2[k] > z2[best] { k } else { best })
        };
        x.iter().zip(&class).filter(|(x, c)| strongest(x) == **c).count() as f64 / x.len() as f64
    };
    fn weights<const IN: usize, const OUT: usize>() -> [[f64; IN]; OUT] {
        std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * (1.0 + (i * IN + j) as f64).sin()))
    }
    let id = "digits-64-32-10-mse";
    let net = Net { w1: weights(), b1: [0.0; 32], w2: weights(), b2: [0.0; 10] };
    let net = follow(id, net, |m| m.loss_value_and_gradient(&x, &t), right, |g| g.w1[0][..10].to_vec());
    near("norm of the weights", (net.w1.norm_squared() + net.w2.norm_squared()).sqrt(), &curve(id)["final_weights_norm"]);
    near("norm of the biases", (net.b1.norm_squared() + net.b2.norm_squared()).sqrt(), &curve(id)["final_bias_norm"]);
}
