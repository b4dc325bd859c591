//! As many layers as you like: one recurrence over the layers tells wines of three cultivars apart.
//!
//! `cargo run --release --example 06_layers`

#[path = "support/data.rs"]
mod data;

use chainrule::Gradient;

/// `L` hidden layers of 16 neurons and an output for each cultivar. The number of layers is a number here, and code and
/// compile time do not grow with it; the gradient runs the recurrence backwards, from the last layer to the first.
#[derive(Clone, Gradient)]
#[objective(loss(x: &[[f64; 13]], label: &[f64]) = "
    a[0, n, i: 16] = if(i < 13, x[n, i], 0)
    a[l, n, i] = tanh(sum(j: w[l-1, i, j]*a[l-1, n, j]) + b[l-1, i])
    z[n, k] = sum(j: v[k, j]*a[L, n, j]) + c[k]
    loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))
")]
#[objective(accuracy(x: &[[f64; 13]], label: &[f64]) = "
    a[0, n, i: 16] = if(i < 13, x[n, i], 0)
    a[l, n, i] = tanh(sum(j: w[l-1, i, j]*a[l-1, n, j]) + b[l-1, i])
    z[n, k] = sum(j: v[k, j]*a[L, n, j]) + c[k]
    accuracy = mean(n: if(argmax(k: z[n, k]) == label[n], 1, 0))
")]
struct Net<const L: usize> {
    w: [[[f64; 16]; 16]; L],
    b: [[f64; 16]; L],
    v: [[f64; 16]; 3],
    c: [f64; 3],
}

fn main() {
    let (mut x, class) = data::rows::<13>(include_str!("data/wine.csv"));
    data::standardise(&mut x);
    let label: Vec<f64> = class.iter().map(|&c| c as f64).collect();

    let weight = |k: usize| 0.5 * (1.0 + k as f64).sin();
    let layer = |l: usize| std::array::from_fn(|i| std::array::from_fn(|j| weight(l * 256 + i * 16 + j)));
    let v = std::array::from_fn(|k| std::array::from_fn(|j| weight(k * 16 + j)));
    let mut net = Net::<4> { w: std::array::from_fn(layer), b: [[0.0; 16]; 4], v, c: [0.0; 3] };
    println!("epoch  loss      accuracy");
    for epoch in 0..=300 {
        let (loss, gradient) = net.loss_value_and_gradient(&x, &label);
        if epoch % 50 == 0 {
            println!("{epoch:5}  {loss:.6}  {:.4}", net.accuracy(&x, &label));
        }
        net.descend(&gradient, 0.1);
    }
}
