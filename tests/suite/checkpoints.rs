//! Recurrences that keep only some of their states, by each of the doors.

use crate::{all_close, close};
use chainrule::{Gradient, Workspace, formula, gradient};

mod kept {
    chainrule::formula! {
        /// All states are kept.
        pub fn network(U: [[f64; 2]; 5], W: [[f64; 5]; 5], b: [f64; 5]; x: &[[f64; 2]], y: &[f64]) = "
            h[0, i] = 0
            h[t, i] = tanh(sum(j: U[i, j]*x[t-1, j]) + sum(j: W[i, j]*h[t-1, j]) + b[i])
            loss = sum(t: (h[t+1, 0] - y[t])^2)";
    }
}

formula! {
    /// Some states are kept.
    #[checkpoint]
    fn network(U: [[f64; 2]; 5], W: [[f64; 5]; 5], b: [f64; 5]; x: &[[f64; 2]], y: &[f64]) = "
        h[0, i] = 0
        h[t, i] = tanh(sum(j: U[i, j]*x[t-1, j]) + sum(j: W[i, j]*h[t-1, j]) + b[i])
        loss = sum(t: (h[t+1, 0] - y[t])^2)";
}

fn number(k: usize) -> f64 {
    (1.0 + k as f64 * 0.7).sin() * 0.5
}

#[test]
fn a_network_with_a_workspace() {
    let (u, w) = (
        std::array::from_fn(|i| std::array::from_fn(|j| number(2 * i + j))),
        std::array::from_fn(|i| std::array::from_fn(|j| number(7 * i + j))),
    );
    let b = std::array::from_fn(|i| number(3 * i));
    let mut bytes = Vec::new();
    for steps in [0, 1, 2, 3, 10, 16, 100, 400, 1600] {
        let x: Vec<[f64; 2]> = (0..steps).map(|t| [number(t), number(5 * t)]).collect();
        let y: Vec<f64> = (0..steps).map(|t| number(11 * t)).collect();
        let (want, (du, dw, db)) = kept::network_value_and_gradient(&u, &w, &b, &x, &y);
        let mut workspace = Workspace::new();
        let (mut gu, mut gw, mut gb) = ([[9.0; 2]; 5], [[9.0; 5]; 5], [9.0; 5]);
        close(network_value_and_gradient_with(&mut workspace, &u, &w, &b, &x, &y, &mut gu, &mut gw, &mut gb), want);
        all_close(gu.as_flattened(), du.as_flattened());
        all_close(gw.as_flattened(), dw.as_flattened());
        all_close(&gb, &db);
        close(network(&u, &w, &b, &x, &y), want);
        // It is added, too.
        network_gradient_add(&u, &w, &b, &x, &y, &mut gu, &mut gw, &mut gb);
        all_close(&gb, &db.map(|d| 2.0 * d));
        bytes.push(workspace.bytes());
    }
    // 100, 400 and 1600 steps: twice the memory for four times the steps.
    let [.., a, b, c] = bytes[..] else { unreachable!("nine lengths") };
    assert!(b < 2 * a + 100 && c < 2 * b + 100, "{a}, {b} and {c} bytes");
    assert!(c <= 8 * 5 * (40 + 41 + 41), "{c} bytes");
}

/// A pendulum with friction that is pushed, step by step.
#[gradient(checkpoint)]
fn swing(start: f64, friction: f64, push: &[f64], #[constant] dt: f64) -> f64 {
    let mut x = start;
    let mut v = 0.0;
    let mut energy = 0.0;
    for p in push {
        v += dt * (p - x.sin() - friction * v);
        x += dt * v;
        energy += dt * (1.0 - x.cos());
    }
    energy + 0.5 * v * v
}

mod all {
    /// The same.
    #[chainrule::gradient]
    pub fn swing(start: f64, friction: f64, push: &[f64], #[constant] dt: f64) -> f64 {
        let mut x = start;
        let mut v = 0.0;
        let mut energy = 0.0;
        for p in push {
            v += dt * (p - x.sin() - friction * v);
            x += dt * v;
            energy += dt * (1.0 - x.cos());
        }
        energy + 0.5 * v * v
    }
}

#[test]
fn a_loop_of_a_function() {
    for steps in [0, 1, 2, 3, 9, 10, 50, 1000] {
        let push: Vec<f64> = (0..steps).map(number).collect();
        let (value, (start, friction, pushes)) = swing_value_and_gradient(0.3, 0.1, &push, 0.01);
        let (want, (dstart, dfriction, dpush)) = all::swing_value_and_gradient(0.3, 0.1, &push, 0.01);
        close(value, want);
        close(value, swing(0.3, 0.1, &push, 0.01));
        close(start, dstart);
        close(friction, dfriction);
        all_close(&pushes, &dpush);
    }
    let mut workspace = Workspace::new();
    let push: Vec<f64> = (0..10_000).map(number).collect();
    let (mut a, mut b, mut c) = (0.0, 0.0, vec![0.0; push.len()]);
    swing_value_and_gradient_with(&mut workspace, 0.3, 0.1, &push, 0.01, &mut a, &mut b, &mut c);
    assert!(workspace.bytes() <= 8 * 10 * 102, "{} bytes", workspace.bytes());
}

/// A step for each element of an array whose length the type says.
#[gradient(checkpoint)]
fn chain<const N: usize>(w: &[f64; N], x: f64) -> f64 {
    let mut a = x;
    for w in w {
        a = (w * a).tanh() + 0.1 * a;
    }
    a
}

#[test]
fn a_constant_of_the_type() {
    fn check<const N: usize>() {
        let w: [f64; N] = std::array::from_fn(number);
        let (value, (dw, dx)) = chain_value_and_gradient(&w, 0.8);
        close(value, chain(&w, 0.8));
        let moved = |k: usize, by: f64| {
            let mut w = w;
            w[k] += by;
            chain(&w, 0.8)
        };
        for (k, d) in dw.iter().enumerate() {
            assert!((d - (moved(k, 1e-6) - moved(k, -1e-6)) / 2e-6).abs() < 1e-8);
        }
        assert!((dx - (chain(&w, 0.8 + 1e-6) - chain(&w, 0.8 - 1e-6)) / 2e-6).abs() < 1e-8);
    }
    check::<1>();
    check::<2>();
    check::<10>();
    check::<16>();
}

/// Smooths a signal.
#[derive(Gradient)]
#[objective(checkpoint, loss(x: &[f64]) = "
    a[0] = start
    a[t] = rate*x[t-1] + (1 - rate)*a[t-1]
    loss = sum(t: (x[t] - a[t+1])^2)")]
struct Smooth {
    rate: f64,
    start: f64,
}

#[test]
fn an_objective() {
    let smooth = Smooth { rate: 0.3, start: 0.2 };
    let x: Vec<f64> = (0..30).map(number).collect();
    let (value, g) = smooth.loss_value_and_gradient(&x);
    // By hand, forward.
    let (mut a, mut da, mut ds, mut want, mut drate, mut dstart) = (0.2, 0.0, 1.0, 0.0, 0.0, 0.0);
    for x in &x {
        (a, da, ds) = (0.3 * x + 0.7 * a, x - a + 0.7 * da, 0.7 * ds);
        want += (x - a) * (x - a);
        drate -= 2.0 * (x - a) * da;
        dstart -= 2.0 * (x - a) * ds;
    }
    close(value, want);
    close(g.rate, drate);
    close(g.start, dstart);
}
