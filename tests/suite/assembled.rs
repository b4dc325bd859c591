//! Sums at places that are data in the steps of a recurrence: springs between particles, messages along the edges of a graph.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::close;
use chainrule::gradient;

#[gradient]
fn settled(x: &[[f64; 2]], #[constant] springs: &[(usize, usize)], stiffness: f64, #[constant] steps: usize) -> f64 {
    let mut x = x.to_vec();
    for _ in 0..steps {
        let mut forces = vec![[0.0, -0.1]; x.len()];
        for &(i, j) in springs {
            for c in 0..2 {
                let d = stiffness * (x[j][c] - x[i][c]).sin();
                forces[i][c] += d;
                forces[j][c] -= d;
            }
        }
        for (x, force) in x.iter_mut().zip(&forces) {
            for c in 0..2 {
                x[c] += 0.1 * force[c];
            }
        }
    }
    x.iter().enumerate().map(|(i, x)| x[0] * x[1] * (i + 1) as f64).sum()
}

#[gradient]
fn messages(x: &[f64], #[constant] from: &[usize], #[constant] to: &[usize], w: f64, #[constant] rounds: usize) -> f64 {
    let mut x = x.to_vec();
    for _ in 0..rounds {
        let mut received = vec![0.0; x.len()];
        for (&a, &b) in from.iter().zip(to) {
            received[b] += w * x[a];
        }
        for i in 0..x.len() {
            x[i] = (x[i] + received[i]).tanh();
        }
    }
    x.iter().map(|x| x * x).sum()
}

#[track_caller]
fn near(found: f64, f: impl Fn(f64) -> f64) {
    let h = 1e-5;
    let expected = (f(h) - f(-h)) / (2.0 * h);
    assert!((found - expected).abs() < 1e-7 * (1.0 + expected.abs()), "{found} is not {expected}");
}

#[test]
fn sums_in_steps() {
    let all = [[0.0, 0.3], [0.9, -0.2], [1.7, 0.4], [2.2, 0.1]];
    for (n, springs) in [(0, &[][..]), (1, &[]), (2, &[(0, 1)]), (4, &[(0, 1), (1, 2), (2, 3), (3, 0), (1, 2)])] {
        for steps in 0..4 {
            let x = &all[..n];
            let (value, (by_x, by_stiffness)) = settled_value_and_gradient(x, springs, 1.3, steps);
            close(value, settled(x, springs, 1.3, steps));
            near(by_stiffness, |d| settled(x, springs, 1.3 + d, steps));
            for i in 0..n {
                for c in 0..2 {
                    near(by_x[i][c], |d| {
                        let mut x = x.to_vec();
                        x[i][c] += d;
                        settled(&x, springs, 1.3, steps)
                    });
                }
            }
            let (x, from, to) = ([0.3, -0.4, 0.8, 0.1], [0, 1, 1, 3, 2], [1, 2, 0, 1, 1]);
            let (value, (by_x, by_w)) = messages_value_and_gradient(&x, &from, &to, 0.7, steps);
            close(value, messages(&x, &from, &to, 0.7, steps));
            near(by_w, |d| messages(&x, &from, &to, 0.7 + d, steps));
            for i in 0..4 {
                near(by_x[i], |d| {
                    let mut x = x;
                    x[i] += d;
                    messages(&x, &from, &to, 0.7, steps)
                });
            }
        }
    }
}

/// A pass over all particles for each spring would take minutes.
#[test]
fn thousands_of_springs() {
    let n = 20_000;
    let x: Vec<[f64; 2]> = (0..n).map(|i| [f64::from(i), 0.5]).collect();
    let springs: Vec<(usize, usize)> = (1..x.len()).map(|i| (i - 1, i)).collect();
    let (by_x, _) = settled_gradient(&x, &springs, 1.3, 3);
    // Three steps reach no further than three springs.
    let (of_few, _) = settled_gradient(&x[..50], &springs[..49], 1.3, 3);
    for i in 0..40 {
        assert_eq!(by_x[i], of_few[i], "particle {i}");
    }
}
