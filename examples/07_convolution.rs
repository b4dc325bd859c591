//! A convolutional network reads handwritten digits: 3x3 filters, relu, the largest of each 2x2, and a dense layer.
//!
//! `cargo run --release --example 07_convolution`

#[path = "support/data.rs"]
mod data;

use chainrule::Gradient;

/// Eight filters over pictures of 8x8 pixels. The gradient of `max` goes to the pixel that was the largest, the first
/// on a tie.
#[derive(Clone, Gradient)]
#[objective(loss(x: &[[[f64; 8]; 8]], label: &[f64]) = "
    c[n, f, r: 6, s: 6] = relu(sum(p, q: filter[f, p, q]*x[n, r + p, s + q]) + bias[f])
    m[n, f, r: 3, s: 3] = max(p in 0..2, q in 0..2: c[n, f, 2*r + p, 2*s + q])
    z[n, k] = sum(f, r, s: dense[k, f, r, s]*m[n, f, r, s]) + shift[k]
    loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))
")]
#[objective(accuracy(x: &[[[f64; 8]; 8]], label: &[f64]) = "
    c[n, f, r: 6, s: 6] = relu(sum(p, q: filter[f, p, q]*x[n, r + p, s + q]) + bias[f])
    m[n, f, r: 3, s: 3] = max(p in 0..2, q in 0..2: c[n, f, 2*r + p, 2*s + q])
    z[n, k] = sum(f, r, s: dense[k, f, r, s]*m[n, f, r, s]) + shift[k]
    accuracy = mean(n: if(argmax(k: z[n, k]) == label[n], 1, 0))
")]
struct Net {
    filter: [[[f64; 3]; 3]; 8],
    bias: [f64; 8],
    dense: [[[[f64; 3]; 3]; 8]; 10],
    shift: [f64; 10],
}

fn main() {
    let (pixels, class) = data::rows::<64>(include_str!("data/digits.csv"));
    let picture = |row: &[f64; 64]| std::array::from_fn(|i| std::array::from_fn(|j| row[8 * i + j] / 16.0));
    let x: Vec<[[f64; 8]; 8]> = pixels.iter().map(picture).collect();
    let label: Vec<f64> = class.iter().map(|&c| c as f64).collect();
    // The network never sees the last fifth.
    let (seen, unseen) = x.split_at(1440);
    let (seen_label, unseen_label) = label.split_at(1440);

    let mut k = 0.0f64;
    let mut weight = || {
        k += 1.0;
        0.3 * k.sin()
    };
    let filter = std::array::from_fn(|_| std::array::from_fn(|_| std::array::from_fn(|_| weight())));
    let dense = std::array::from_fn(|_| std::array::from_fn(|_| std::array::from_fn(|_| std::array::from_fn(|_| weight()))));
    let mut net = Net { filter, bias: [0.0; 8], dense, shift: [0.0; 10] };
    println!("epoch  loss      accuracy on digits not seen");
    for epoch in 0..=20 {
        if epoch % 5 == 0 {
            println!("{epoch:5}  {:.6}  {:.4}", net.loss(seen, seen_label), net.accuracy(unseen, unseen_label));
        }
        for (x, label) in seen.chunks(32).zip(seen_label.chunks(32)) {
            let gradient = net.loss_gradient(x, label);
            net.descend(&gradient, 0.1);
        }
    }
}
