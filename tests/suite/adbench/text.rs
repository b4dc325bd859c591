//! A long short-term memory that guesses the next letter of a text.
#![allow(clippy::needless_range_loop)]

use chainrule::functions::sigmoid;
use chainrule::{Gradient, gradient};

/// A layer of cells that see one number each: weights and biases of the forget, input and output gates and of the change.
#[derive(Clone, Copy, Gradient)]
pub struct Layer<const B: usize> {
    pub weight: [[f64; B]; 4],
    pub bias: [[f64; B]; 4],
}

/// What is before the first layer and after the last one.
#[derive(Clone, Copy, Gradient)]
pub struct Ends<const B: usize> {
    pub input: [f64; B],
    pub output: [f64; B],
    pub bias: [f64; B],
}

/// What a layer remembers.
#[derive(Clone, Copy)]
pub struct State<const B: usize> {
    pub hidden: [f64; B],
    pub cell: [f64; B],
}

/// The mean cross-entropy of the letters of `text`, in nats.
#[gradient]
pub fn loss<const L: usize, const B: usize>(
    layers: &[Layer<B>; L],
    ends: &Ends<B>,
    #[constant] start: &[State<B>; L],
    #[constant] text: &[[f64; B]],
) -> f64 {
    let mut hidden = [[0.0; B]; L];
    let mut cell = [[0.0; B]; L];
    for l in 0..L {
        hidden[l] = start[l].hidden;
        cell[l] = start[l].cell;
    }
    let steps = text.len() - 1;
    let mut total = 0.0;
    for t in 0..steps {
        let mut v = [0.0; B];
        for i in 0..B {
            v[i] = text[t][i] * ends.input[i];
        }
        for l in 0..L {
            let (w, b) = (&layers[l].weight, &layers[l].bias);
            for i in 0..B {
                let forget = sigmoid(v[i] * w[0][i] + b[0][i]);
                let keep = sigmoid(hidden[l][i] * w[1][i] + b[1][i]);
                let show = sigmoid(v[i] * w[2][i] + b[2][i]);
                let change = (hidden[l][i] * w[3][i] + b[3][i]).tanh();
                cell[l][i] = cell[l][i] * forget + keep * change;
                hidden[l][i] = show * cell[l][i].tanh();
                v[i] = hidden[l][i];
            }
        }
        let mut y = [0.0; B];
        let mut sum = 2.0;
        for i in 0..B {
            y[i] = v[i] * ends.output[i] + ends.bias[i];
            sum += y[i].exp();
        }
        let norm = sum.ln();
        for i in 0..B {
            total += text[t + 1][i] * (y[i] - norm);
        }
    }
    -total / (steps * B) as f64
}
