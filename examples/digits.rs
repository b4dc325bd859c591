//! A network of three layers learns to read: 1,797 real handwritten digits, 8x8 pixels each.
//!
//! `cargo run --release --example digits`
//!
//! The gradient is derived at compile time from the formula of the loss. The curve goes to `target/digits_loss.svg`.

#[path = "support/curve.rs"]
mod curve;
#[path = "support/data.rs"]
mod data;

use chainrule::Gradient;
use indicatif::{ProgressBar, ProgressStyle};

const EPOCHS: u64 = 600;
const RATE: f64 = 5.0;

/// 64 pixels, 32 hidden neurons, 10 outputs, all of them sigmoids.
/// `loss` is half the squared distance to the wanted outputs, mean over the batch; `accuracy` is the share of samples
/// whose strongest output is the wanted one.
#[derive(Clone, Gradient)]
#[objective(loss(x: &[[f64; 64]], t: &[[f64; 10]]) = "
    a1[n, j] = sigmoid(sum(i: w1[j, i]*x[n, i]) + b1[j])
    a2[n, k] = sigmoid(sum(j: w2[k, j]*a1[n, j]) + b2[k])
    loss = 1/2 * mean(n: sum(k: (a2[n, k] - t[n, k])^2))
")]
#[objective(accuracy(x: &[[f64; 64]], t: &[[f64; 10]]) = "
    a1[n, j] = sigmoid(sum(i: w1[j, i]*x[n, i]) + b1[j])
    a2[n, k] = sigmoid(sum(j: w2[k, j]*a1[n, j]) + b2[k])
    accuracy = mean(n: if(sum(k: t[n, k]*a2[n, k]) >= max(k: a2[n, k]), 1, 0))
")]
struct Net {
    w1: Box<[[f64; 64]; 32]>,
    b1: [f64; 32],
    w2: [[f64; 32]; 10],
    b2: [f64; 10],
}

/// Weights that look irregular and are the same on every machine.
fn weights<const IN: usize, const OUT: usize>() -> [[f64; IN]; OUT] {
    std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * (1.0 + (i * IN + j) as f64).sin()))
}

fn main() -> std::io::Result<()> {
    let (mut x, class) = data::rows::<64>(include_str!("data/digits.csv"));
    x.iter_mut().flatten().for_each(|pixel| *pixel /= 16.0);
    let t: Vec<[f64; 10]> = class.iter().map(|&c| std::array::from_fn(|k| f64::from(u8::from(k == c)))).collect();

    let mut net = Net { w1: Box::new(weights()), b1: [0.0; 32], w2: weights(), b2: [0.0; 10] };
    let style = ProgressStyle::with_template("{bar:40} epoch {pos}/{len} {msg}").expect("a template");
    let bar = ProgressBar::new(EPOCHS).with_style(style);
    let (mut losses, mut accuracies) = (Vec::new(), Vec::new());
    for epoch in 0..=EPOCHS {
        let (loss, gradient) = net.loss_value_and_gradient(&x, &t);
        losses.push((epoch as f64, loss));
        if epoch % 10 == 0 {
            let share = net.accuracy(&x, &t);
            accuracies.push((epoch as f64, share));
            bar.set_message(format!(" loss {loss:.5}  accuracy {share:.4}"));
            if bar.is_hidden() && epoch % 100 == 0 {
                println!("epoch {epoch:3}  loss {loss:.5}  accuracy {share:.4}");
            }
        }
        if epoch < EPOCHS {
            net.descend(&gradient, RATE);
            bar.inc(1);
        }
    }
    bar.finish();

    let path = "target/digits_loss.svg";
    std::fs::create_dir_all("target")?;
    let curves = [("loss", "#b5482a", &losses[..]), ("accuracy", "#2a6fb5", &accuracies[..])];
    std::fs::write(path, curve::svg("64-32-10 network on the digits, full batch, rate 5", "epoch", &curves))?;
    println!("curve: {path}");
    println!("accuracy {:.4}", net.accuracy(&x, &t));
    Ok(())
}
