//! Lists that grow: `push` in loops and outside of them. Each function has a test of its own beside it.

#![allow(clippy::vec_init_then_push, clippy::same_item_push, clippy::needless_range_loop, reason = "lists as they are filled")]

use chainrule::gradient;

#[gradient(check)]
fn mapped(x: &[f64]) -> f64 {
    let mut squares = Vec::with_capacity(x.len());
    for k in 0..x.len() {
        squares.push(x[k] * x[k]);
    }
    let mut sines: Vec<f64> = Vec::new();
    for a in x {
        sines.push(a.sin());
    }
    let products: Vec<f64> = squares.iter().zip(&sines).map(|(a, b)| a * b).collect::<Vec<_>>();
    let mut sum = 0.0;
    for k in 0..squares.len() {
        sum += squares[k] * sines[k] + products[k];
    }
    sum
}

/// What is pushed depends on what is there.
#[gradient(check)]
fn recurrence(x: &[f64; 5], #[constant] longer: bool) -> f64 {
    let mut t = vec![0.5];
    for k in 0..5 {
        let last = t[k];
        t.push(last * x[k] + 1.0);
    }
    let mut f = Vec::with_capacity(8);
    f.push(1.0);
    f.push(x[1]);
    for i in 2..8 {
        f.push(f[i - 1] * x[0] + f[i - 2] * f.last().unwrap_or(&0.0).sin() + f.len() as f64);
    }
    if longer {
        let mut g = f.clone();
        g.push(x[4]);
        return g.iter().map(|v| v * v).sum();
    }
    t[5] + f[7] * t.iter().sum::<f64>() + f.len() as f64 * x[2]
}

#[gradient(check)]
fn in_loops_inside(x: &[f64; 3], y: &[f64]) -> f64 {
    let mut all = vec![0.5, x[0]];
    for a in x {
        for b in y {
            all.push(a * b + all[0]);
        }
        all.push(*a);
    }
    let mut sums = Vec::new();
    let mut sum = 0.0;
    for v in &all {
        sum += v;
        sums.push(sum);
    }
    let mut total = 0.0;
    for k in 0..all.len() {
        total += all[k] * sums[k];
    }
    total
}

#[gradient(check)]
fn extended(x: &[f64], y: &[f64; 4]) -> f64 {
    let mut all = x.to_vec();
    all.extend_from_slice(y);
    all.extend(y.iter().map(|v| v * v));
    all.push(x.iter().sum());
    let n = all.len();
    all.iter().enumerate().map(|(k, v)| v * v * (k + n) as f64).sum()
}

/// A list for each pass of the loop around.
#[gradient(check)]
fn of_each_pass(x: &[[f64; 3]], w: f64) -> f64 {
    let mut total = 0.0;
    for row in x {
        let mut scaled = Vec::new();
        for v in row {
            scaled.push(w * v);
        }
        let norm = scaled.iter().map(|v| v * v).sum::<f64>().sqrt();
        total += norm.sin() * scaled[1];
    }
    total
}

/// Lists that each pass makes anew, of a length that stays.
#[gradient(check)]
fn made_anew(x: &[f64; 4], w: f64) -> f64 {
    let mut row = vec![0.5; 5];
    let mut total = 0.0;
    for k in 0..3 {
        let mut next = Vec::new();
        for v in &row {
            next.push(w * v + x[k]);
        }
        next.push(x[k + 1]);
        row = next[1..].to_vec();
        total += row.iter().map(|v| v * v).sum::<f64>();
    }
    total
}
