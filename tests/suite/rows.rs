//! Rows of arrays that are assigned as a whole: from fields of structs, and from what functions return.
#![allow(clippy::needless_range_loop, clippy::manual_memcpy)]

use crate::close;
use chainrule::{Gradient, gradient};

type Pair = [[f64; 2]; 2];

struct Fixed<const N: usize> {
    start: [Pair; N],
    shift: Vec<[f64; 2]>,
}

#[derive(Clone, Gradient)]
struct Moving {
    start: [[f64; 2]; 2],
}

/// A result whose type is an alias.
#[gradient]
fn product(a: &Pair, b: &Pair) -> Pair {
    let mut out = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                out[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    out
}

/// `N` of the result follows from the struct.
#[gradient]
fn powers<const N: usize>(m: &Moving, turn: &Pair, #[constant] fixed: &Fixed<N>) -> [[[f64; 2]; 2]; N] {
    let mut out = [[[0.0; 2]; 2]; N];
    out[0] = m.start;
    for n in 1..N {
        out[n] = product(&out[n - 1], &product(turn, &fixed.start[n]));
    }
    out
}

#[gradient]
fn trace<const N: usize>(m: &Moving, turn: &Pair, #[constant] fixed: &Fixed<N>) -> f64 {
    let all = powers(m, turn, fixed);
    let mut at = [[0.0; 2]; N];
    for n in 0..N {
        at[n] = fixed.shift[n];
    }
    at[N - 1].copy_from_slice(&fixed.shift[0]);
    let mut sum = 0.0;
    for n in 0..N {
        for i in 0..2 {
            sum += (all[n][i][i] + at[n][i]).sin();
        }
    }
    sum
}

/// The same with the matrix carried from pass to pass; its type is written, because nothing else says that it is one.
#[gradient]
fn carried<const N: usize>(m: &Moving, turn: &Pair, #[constant] fixed: &Fixed<N>) -> f64 {
    let mut matrix: [[f64; 2]; 2] = m.start;
    let mut sum = 0.0;
    for n in 0..N {
        if n > 0 {
            matrix = product(&matrix, &product(turn, &fixed.start[n]));
        }
        let from = if n + 1 == N { 0 } else { n };
        for i in 0..2 {
            sum += (matrix[i][i] + fixed.shift[from][i]).sin();
        }
    }
    sum
}

fn fixed() -> Fixed<4> {
    let at = |n: usize, k: usize| (1.0 + n as f64 + 0.7 * k as f64).sin();
    Fixed {
        start: std::array::from_fn(|n| [[at(n, 0), at(n, 1)], [at(n, 2), at(n, 3)]]),
        shift: (0..4).map(|n| [at(n, 4), at(n, 5)]).collect(),
    }
}

fn differences(f: impl Fn(&Moving, &Pair) -> f64, m: &Moving, turn: &Pair) -> [Pair; 2] {
    let h = 1e-6;
    let mut out = [[[0.0; 2]; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            let moved = |which: usize, by: f64| {
                let (mut m, mut turn) = (m.clone(), *turn);
                if which == 0 {
                    m.start[i][j] += by
                } else {
                    turn[i][j] += by
                }
                f(&m, &turn)
            };
            for (which, out) in out.iter_mut().enumerate() {
                out[i][j] = (moved(which, h) - moved(which, -h)) / (2.0 * h);
            }
        }
    }
    out
}

#[test]
fn rows_from_structs_and_calls() {
    let fixed = fixed();
    let (m, turn) = (Moving { start: [[0.5, -0.3], [0.2, 0.9]] }, [[0.8, 0.1], [-0.4, 1.1]]);
    let numeric = differences(|m, turn| trace(m, turn, &fixed), &m, &turn);
    let near = |a: &Pair, b: &Pair| {
        for (a, b) in a.as_flattened().iter().zip(b.as_flattened()) {
            assert!((a - b).abs() < 1e-8, "{a} is not {b}");
        }
    };
    for (value, (dm, dturn)) in [trace_value_and_gradient(&m, &turn, &fixed), carried_value_and_gradient(&m, &turn, &fixed)] {
        close(value, trace(&m, &turn, &fixed));
        close(value, carried(&m, &turn, &fixed));
        near(&dm.start, &numeric[0]);
        near(&dturn, &numeric[1]);
    }
}

#[gradient]
fn scaled(a: &[f64; 3], #[constant] x: &[f64], #[constant] out: &mut [[f64; 3]]) {
    for n in 0..out.len() {
        for i in 0..3 {
            out[n][i] = x[n] * a[i];
        }
    }
}

/// Three reads of the same row of what a call has written.
#[gradient]
fn squares(a: &[f64; 3], #[constant] x: &[f64]) -> f64 {
    let mut out = vec![[0.0; 3]; x.len()];
    scaled(a, x, &mut out);
    let mut sum = 0.0;
    for r in &out {
        sum += r[0] * r[0] + 2.0 * r[1] * r[1] + 3.0 * r[2] * r[2];
    }
    sum
}

#[test]
fn rows_that_a_call_has_written() {
    let (a, x) = ([1.0, -2.0, 0.5], [1.0, 3.0, -1.0, 2.0]);
    let (value, da) = squares_value_and_gradient(&a, &x);
    close(value, 15.0 * (1.0 + 8.0 + 0.75));
    for (i, g) in da.iter().enumerate() {
        close(*g, 30.0 * (i + 1) as f64 * a[i]);
    }
}

/// Keeps a row of `D` numbers for each row of `x`.
#[gradient]
fn smoothed<const D: usize>(x: &[[f64; D]], by: f64) -> f64 {
    let mut state = [0.0; D];
    let mut sum = 0.0;
    for row in x {
        for i in 0..D {
            state[i] = by * state[i] + row[i].sin();
            sum += state[i] * state[i];
        }
    }
    sum
}

#[test]
fn rows_have_as_many_elements_as_the_type_says() {
    let (x, by) = ([[0.3, -0.7, 1.1], [0.2, 0.9, -0.4], [1.3, 0.1, 0.6]], 0.8);
    let (value, (dx, d_by)) = smoothed_value_and_gradient(&x, by);
    close(value, smoothed(&x, by));
    let mut slope = 0.0;
    for i in 0..3 {
        // s = by*s' + sin(x), and its adjoint is 2*s + by times that of the next one.
        let mut s = [0.0; 4];
        (0..3).for_each(|n| s[n + 1] = by * s[n] + x[n][i].sin());
        let mut adjoint = 0.0;
        for n in (0..3).rev() {
            adjoint = 2.0 * s[n + 1] + by * adjoint;
            close(dx[n][i], adjoint * x[n][i].cos());
            slope += adjoint * s[n];
        }
    }
    close(d_by, slope);
    assert_eq!(smoothed_value_and_gradient::<0>(&[[]; 4], 0.5), (0.0, (vec![[]; 4], 0.0)));
    assert_eq!(smoothed_value_and_gradient::<2>(&[], 0.5), (0.0, (vec![], 0.0)));
}
