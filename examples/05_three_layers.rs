//! Back propagation through three layers (2 inputs, 2 hidden neurons, 1 output), printed as the engine derived it.
//!
//! `cargo run --example 05_three_layers`

use chainrule::Gradient;

/// A network that learns exclusive or, the smallest task that one neuron cannot do.
#[derive(Clone, Gradient)]
#[objective(predict(x: &[f64; 2]) = "
    a[j] = tanh(sum(i: w1[j, i]*x[i]) + b1[j])
    y = sigmoid(sum(j: w2[j]*a[j]) + b2)
")]
#[objective(loss(x: &[f64; 2], t: f64) = "(predict(x) - t)^2 / 2")]
struct Net {
    w1: [[f64; 2]; 2],
    b1: [f64; 2],
    w2: [f64; 2],
    b2: f64,
}

fn main() -> Result<(), chainrule::Error> {
    // The same network written out for one sample, so that each equation of back propagation can be seen.
    let hidden = ["tanh(u1*x1 + v1*x2 + c1)", "tanh(u2*x1 + v2*x2 + c2)"];
    let loss = chainrule::parse(&format!("(sigmoid(p1*{} + p2*{} + d) - t)^2 / 2", hidden[0], hidden[1]))?;
    println!("loss = {loss}\n");
    for (name, role) in [("d", "output bias"), ("p1", "output weight"), ("c1", "hidden bias"), ("u1", "hidden weight")] {
        println!("d loss / d {name} ({role})\n  = {}", loss.derivative(name)?);
    }
    println!("\nThe textbook calls d loss / d (output bias) \"delta\" of the output layer. Every other derivative is delta");
    println!("times what lies between: a weight passes it back, tanh' = 1 - a^2 scales it, an input multiplies it.\n");

    // The same with arrays, at compile time: gradient descent, one sample after the other.
    let samples = [([0.0, 0.0], 0.0), ([0.0, 1.0], 1.0), ([1.0, 0.0], 1.0), ([1.0, 1.0], 0.0)];
    let mut net = Net { w1: [[0.9, -0.7], [-0.6, 0.8]], b1: [0.1, -0.1], w2: [0.5, 0.6], b2: 0.0 };
    for epoch in 0..=4000 {
        let mut total = 0.0;
        for (x, t) in &samples {
            let (loss, gradient) = net.loss_value_and_gradient(x, *t);
            net.descend(&gradient, 0.5);
            total += loss;
        }
        if epoch % 1000 == 0 {
            println!("epoch {epoch:4}: loss {:.6}", total / 4.0);
        }
    }
    for (x, t) in &samples {
        println!("{} xor {} = {t}: {:.3}", x[0], x[1], net.predict(x));
        assert!((net.predict(x) - t).abs() < 0.1);
    }
    Ok(())
}
