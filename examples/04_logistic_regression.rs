//! Logistic regression: one neuron tells malignant from benign tumours, learning by gradient descent.
//!
//! `cargo run --release --example 04_logistic_regression`

#[path = "support/data.rs"]
mod data;

use chainrule::Gradient;

/// Weights and bias of the neuron. `loss` is the mean cross-entropy over the batch, in nats.
#[derive(Clone, Gradient)]
#[objective(predict(x: &[f64; 30]) = "sigmoid(sum(j: w[j]*x[j]) + b)")]
#[objective(loss(x: &[[f64; 30]], t: &[f64]) = "
    p[n] = sigmoid(sum(j: w[j]*x[n, j]) + b)
    loss = mean(n: -(t[n]*ln(p[n]) + (1 - t[n])*ln(1 - p[n])))
")]
struct Neuron {
    w: [f64; 30],
    b: f64,
}

fn main() {
    let (mut x, class) = data::rows::<30>(include_str!("data/breast_cancer.csv"));
    data::standardise(&mut x);
    let t: Vec<f64> = class.iter().map(|&c| c as f64).collect();

    let mut neuron = Neuron { w: [0.0; 30], b: 0.0 };
    println!("epoch  loss      accuracy");
    for epoch in 0..=200 {
        let (loss, gradient) = neuron.loss_value_and_gradient(&x, &t);
        if epoch % 20 == 0 {
            let right = x.iter().zip(&t).filter(|(x, t)| (neuron.predict(x) > 0.5) == (**t == 1.0)).count();
            println!("{epoch:5}  {loss:.6}  {:.4}", right as f64 / t.len() as f64);
        }
        if epoch < 200 {
            neuron.descend(&gradient, 0.1);
        }
    }
}
