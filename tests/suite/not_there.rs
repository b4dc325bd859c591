//! Elements that are not there, and that only a branch which is not taken would read.

#![allow(clippy::needless_range_loop, reason = "as they are written in numerical code")]

use super::close;
use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Debug, Gradient)]
struct Link {
    mass: f64,
    twist: f64,
}

#[gradient]
fn turned(angle: f64, twist: f64) -> [f64; 2] {
    [angle * twist, angle + twist]
}

#[gradient]
fn passed_on(turn: &[f64; 2], force: &[f64; 2]) -> [f64; 2] {
    [turn[0] * force[0], turn[1] * force[1] * force[0]]
}

/// The last link has none after it, whose turn would be passed to a function.
#[gradient]
fn torques<const N: usize>(links: &[Link; N], angles: &[f64; N]) -> f64 {
    let mut force = [0.1; 2];
    let mut sum = 0.0;
    for i in (0..N).rev() {
        let after = if i + 1 < N {
            let turn = turned(angles[i + 1], links[i + 1].twist);
            passed_on(&turn, &force)
        } else {
            [0.5; 2]
        };
        force = [after[0] + links[i].mass, after[1]];
        sum += after[1] * after[1];
    }
    sum
}

#[test]
fn an_argument_of_a_call_that_is_not_made() {
    let link = |k: f64| Link { mass: 1.0 + k, twist: 2.0 - 0.3 * k };
    let (links, angles) = ([link(0.0), link(1.0), link(2.0)], [1.0, 2.0, 0.5]);
    let (value, (by_links, by_angles)) = torques_value_and_gradient(&links, &angles);
    close(value, torques(&links, &angles));
    let h = 1e-5;
    for i in 0..3 {
        let at = |mass: f64, twist: f64, angle: f64| {
            let (mut links, mut angles) = (links, angles);
            links[i].mass += mass;
            links[i].twist += twist;
            angles[i] += angle;
            torques(&links, &angles)
        };
        let near = |found: f64, up: f64, down: f64| assert!((found - (up - down) / (2.0 * h)).abs() < 1e-6 * (1.0 + found.abs()));
        near(by_links[i].mass, at(h, 0.0, 0.0), at(-h, 0.0, 0.0));
        near(by_links[i].twist, at(0.0, h, 0.0), at(0.0, -h, 0.0));
        near(by_angles[i], at(0.0, 0.0, h), at(0.0, 0.0, -h));
    }
    assert_eq!(torques_gradient(&[link(1.0)], &[0.3]).1, [0.0]);
}

/// A hidden Markov model: of no observations there is no first one.
#[gradient]
fn likelihood<const S: usize>(start: &[f64; S], moves: &[[f64; S]; S], seen: &[[f64; 3]; S], #[constant] observed: &[usize]) -> f64 {
    let Some(&first) = observed.first() else { return 0.0 };
    let mut forward = [0.0; S];
    for s in 0..S {
        forward[s] = start[s] * seen[s][first];
    }
    let total: f64 = forward.iter().sum();
    forward.iter_mut().for_each(|x| *x /= total);
    let mut sum = total.ln();
    for &o in &observed[1..] {
        let mut next = [0.0; S];
        for j in 0..S {
            next[j] = (0..S).map(|i| forward[i] * moves[i][j]).sum::<f64>() * seen[j][o];
        }
        let total: f64 = next.iter().sum();
        for x in &mut next {
            *x /= total;
        }
        sum += total.ln();
        forward = next;
    }
    sum
}

#[test]
fn the_first_of_no_elements() {
    let (start, moves, seen) = ([0.6, 0.4], [[0.7, 0.3], [0.4, 0.6]], [[0.1, 0.6, 0.3], [0.3, 0.2, 0.5]]);
    assert_eq!(likelihood_value_and_gradient(&start, &moves, &seen, &[]), (0.0, ([0.0; 2], [[0.0; 2]; 2], [[0.0; 3]; 2])));
    for observed in [&[1][..], &[2, 0], &[0, 2, 1, 1]] {
        let (by_start, by_moves, by_seen) = likelihood_gradient(&start, &moves, &seen, observed);
        let h = 1e-6;
        let near = |found: f64, up: f64, down: f64| assert!((found - (up - down) / (2.0 * h)).abs() < 1e-6 * (1.0 + found.abs()));
        for i in 0..2 {
            let at = |d: f64| {
                let mut start = start;
                start[i] += d;
                likelihood(&start, &moves, &seen, observed)
            };
            near(by_start[i], at(h), at(-h));
            for j in 0..2 {
                let at = |d: f64| {
                    let mut moves = moves;
                    moves[i][j] += d;
                    likelihood(&start, &moves, &seen, observed)
                };
                near(by_moves[i][j], at(h), at(-h));
            }
            for j in 0..3 {
                let at = |d: f64| {
                    let mut seen = seen;
                    seen[i][j] += d;
                    likelihood(&start, &moves, &seen, observed)
                };
                near(by_seen[i][j], at(h), at(-h));
            }
        }
    }
}
