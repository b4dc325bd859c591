//! `#[gradient]` on functions whose loops carry values from pass to pass, through the compiler.
#![allow(clippy::let_and_return, clippy::needless_range_loop, clippy::manual_memcpy)]

use crate::{all_close, close};
use chainrule::gradient;

/// Central differences of a function of an array.
fn slopes(x: &[f64], f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let h = 1e-5;
    (0..x.len())
        .map(|k| {
            let at = |d: f64| {
                let mut y = x.to_vec();
                y[k] += d;
                f(&y)
            };
            (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h)
        })
        .collect()
}

fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (k, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= 1e-8 * b.abs().max(1.0), "number {k}: {a}, expected {b}");
    }
}

const X: [f64; 6] = [0.3, -0.7, 0.9, 0.2, -0.4, 1.1];

#[gradient]
fn recurrent(w: f64, u: f64, x: &[f64]) -> f64 {
    let mut h = 0.0;
    let mut loss = 0.0;
    for v in x {
        h = (w * h + u * v).tanh();
        loss += h * h;
    }
    loss + h
}

#[test]
fn a_recurrent_cell_over_a_slice() {
    let (w, u) = (0.8, -0.6);
    let (value, (dw, du, dx)) = recurrent_value_and_gradient(w, u, &X);
    close(value, recurrent(w, u, &X));
    near(&[dw, du], &slopes(&[w, u], |p| recurrent(p[0], p[1], &X)));
    near(&dx, &slopes(&X, |x| recurrent(w, u, x)));
    // No passes at all.
    let (value, (dw, _, dx)) = recurrent_value_and_gradient(w, u, &[]);
    assert_eq!((value, dw, dx.len()), (0.0, 0.0, 0));
}

#[gradient]
fn horner<const N: usize>(t: f64, c: &[f64; N]) -> f64 {
    let mut p = 0.0;
    for i in (0..N).rev() {
        p = p * t + c[i];
    }
    p
}

#[test]
fn a_polynomial_by_horner() {
    let (dt, dc) = horner_gradient(0.5, &[1.0, 2.0, 3.0, 4.0]);
    close(dt, 2.0 + 2.0 * 3.0 * 0.5 + 3.0 * 4.0 * 0.25);
    all_close(&dc, &[1.0, 0.5, 0.25, 0.125]);
}

#[gradient]
fn euler(x: f64, v: f64, #[constant] steps: usize) -> f64 {
    let dt = 0.1;
    let mut s = [x, v];
    for _ in 0..steps {
        let a = -s[0] - 0.2 * s[1];
        s[0] += dt * s[1];
        s[1] += dt * a;
    }
    s[0] * s[0] + s[1]
}

#[test]
fn steps_of_a_differential_equation() {
    for steps in [0, 1, 25] {
        let (dx, dv) = euler_gradient(0.7, -0.3, steps);
        near(&[dx, dv], &slopes(&[0.7, -0.3], |p| euler(p[0], p[1], steps)));
    }
}

/// Runge and Kutta's method with an array as state and a closure for the slope.
#[gradient]
fn lorenz(y0: &[f64; 3], rho: f64) -> f64 {
    let slope = |y: [f64; 3]| [10.0 * (y[1] - y[0]), y[0] * (rho - y[2]) - y[1], y[0] * y[1] - 8.0 / 3.0 * y[2]];
    let h = 0.01;
    let mut y = *y0;
    for _ in 0..20 {
        let k1 = slope(y);
        let mut z = [0.0; 3];
        for i in 0..3 {
            z[i] = y[i] + 0.5 * h * k1[i];
        }
        let k2 = slope(z);
        for i in 0..3 {
            y[i] += h * k2[i];
        }
    }
    y[0] + 2.0 * y[1] - y[2]
}

#[test]
fn the_midpoint_rule() {
    let y = [1.0, 0.5, 0.2];
    let (dy, dr) = lorenz_gradient(&y, 28.0);
    near(&dy, &slopes(&y, |y| lorenz(&[y[0], y[1], y[2]], 28.0)));
    near(&[dr], &slopes(&[28.0], |r| lorenz(&y, r[0])));
}

#[gradient]
fn alignment<const N: usize, const M: usize>(cost: &[[f64; M]; N]) -> f64 {
    let mut d = [[0.0; M]; N];
    d[0][0] = cost[0][0];
    for i in 1..N {
        d[i][0] = d[i - 1][0] + cost[i][0];
    }
    for j in 1..M {
        d[0][j] = d[0][j - 1] + cost[0][j];
    }
    for i in 1..N {
        for j in 1..M {
            d[i][j] = cost[i][j] + d[i - 1][j].min(d[i][j - 1]).min(d[i - 1][j - 1]);
        }
    }
    d[N - 1][M - 1]
}

#[test]
fn dynamic_programming_on_a_grid() {
    let mut cost = [[0.0; 4]; 3];
    for i in 0..3 {
        for j in 0..4 {
            cost[i][j] = 1.0 + ((i * 4 + j) as f64 * 1.7).sin();
        }
    }
    let (value, g) = alignment_value_and_gradient(&cost);
    close(value, alignment(&cost));
    let flat: Vec<f64> = cost.iter().flatten().copied().collect();
    let expected = slopes(&flat, |c| {
        let mut m = [[0.0; 4]; 3];
        for (k, v) in c.iter().enumerate() {
            m[k / 4][k % 4] = *v;
        }
        alignment(&m)
    });
    near(&g.concat(), &expected);
}

#[gradient]
fn exponential_filter(a: f64, x: &[f64; 6]) -> f64 {
    let mut y = [0.0; 6];
    y[0] = x[0];
    for t in 1..6 {
        y[t] = a * x[t] + (1.0 - a) * y[t - 1];
    }
    let mut s = 0.0;
    for t in 0..6 {
        s += (y[t] - x[t]) * (y[t] - x[t]);
    }
    s
}

#[test]
fn an_array_filled_from_its_own_elements() {
    let (da, dx) = exponential_filter_gradient(0.3, &X);
    let f = |p: &[f64]| exponential_filter(p[0], p[1..].try_into().unwrap());
    let mut p = vec![0.3];
    p.extend(X);
    let mut g = vec![da];
    g.extend(dx);
    near(&g, &slopes(&p, f));
}

#[gradient]
fn network<const L: usize, const H: usize>(w: &[[[f64; H]; H]; L], x: &[f64; H]) -> f64 {
    let mut a = *x;
    for l in 0..L {
        let mut z = [0.0; H];
        for i in 0..H {
            for j in 0..H {
                z[i] += w[l][i][j] * a[j];
            }
        }
        for i in 0..H {
            a[i] = z[i].tanh();
        }
    }
    a.iter().map(|v| v * v).sum()
}

#[test]
fn layers_in_a_loop() {
    let mut w = [[[0.0; 3]; 3]; 4];
    for (k, v) in w.iter_mut().flatten().flatten().enumerate() {
        *v = (k as f64 * 0.9).sin() * 0.8;
    }
    let x = [0.5, -0.2, 0.9];
    let (dw, dx) = network_gradient(&w, &x);
    near(&dx, &slopes(&x, |x| network(&w, &[x[0], x[1], x[2]])));
    let flat: Vec<f64> = w.iter().flatten().flatten().copied().collect();
    let expected = slopes(&flat, |f| {
        let mut m = w;
        m.iter_mut().flatten().flatten().zip(f).for_each(|(m, f)| *m = *f);
        network(&m, &x)
    });
    let found: Vec<f64> = dw.iter().flatten().flatten().copied().collect();
    near(&found, &expected);
}

#[gradient]
fn series(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= x / k as f64;
        if term.abs() < 1e-18 {
            break;
        }
        sum += term;
    }
    sum
}

#[test]
fn a_series_that_stops() {
    for x in [0.5, -2.0, 3.0f64] {
        let (value, slope) = series_value_and_gradient(x);
        near(&[value, slope], &[x.exp(), x.exp()]);
    }
}

#[gradient]
fn first_above(x: &[f64], limit: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s = 0.5 * s + x[i];
        if s > limit {
            return s * s;
        }
    }
    -s
}

#[test]
fn a_return_from_a_loop() {
    let (dx, dl) = first_above_gradient(&X, 0.5);
    // s = 0.3, -0.55, 0.625: the third.
    all_close(&dx, &[2.0 * 0.625 * 0.25, 2.0 * 0.625 * 0.5, 2.0 * 0.625, 0.0, 0.0, 0.0]);
    assert_eq!(dl, 0.0);
    all_close(&first_above_gradient(&[1.0, 2.0], 10.0).0, &[-0.5, -1.0]);
}

#[gradient]
fn single(x: &[f32; 3], w: f32) -> f32 {
    let mut h = w;
    for v in x {
        h = (h * w + v).sin();
    }
    h
}

#[test]
fn single_precision_recurrences() {
    let x = [0.1f32, 0.2, 0.3];
    let (dx, dw) = single_gradient(&x, 0.5);
    let wide = |w: f64| x.iter().fold(w, |h, v| (h * w + f64::from(*v)).sin());
    let expected = (wide(0.5 + 1e-6) - wide(0.5 - 1e-6)) / 2e-6;
    assert!((f64::from(dw) - expected).abs() < 1e-5, "{dw}, expected {expected}");
    assert!(dx[2] > dx[0]);
}

/// Each element beside the next one: the shorter of the two says how many pairs there are.
#[gradient]
fn roughness(x: &[f64]) -> f64 {
    let first: f64 = x.iter().zip(x.iter().skip(1)).map(|(a, b)| (b - a) * (b - a)).sum();
    let second: f64 = x.iter().skip(2).zip(x).map(|(c, a)| c * a).sum();
    first + second * x.last().copied().unwrap_or(0.0)
}

#[test]
fn what_is_zipped_may_be_shorter_by_a_number() {
    // (b-a)^2 + (c-b)^2 + (d-c)^2 + (ac + bd) d
    let [a, b, c, d] = [0.5, -1.0, 2.0, 3.0];
    let expected = [
        -2.0 * (b - a) + c * d,
        2.0 * (b - a) - 2.0 * (c - b) + d * d,
        2.0 * (c - b) - 2.0 * (d - c) + a * d,
        2.0 * (d - c) + b * d + (a * c + b * d),
    ];
    assert_eq!(roughness_gradient(&[a, b, c, d]), expected);
}

/// Sums of integers.
#[gradient]
fn counted(x: &[f64; 3], at: &[usize]) -> f64 {
    let (total, pairs): (usize, usize) = (at.iter().sum(), (0..4).sum());
    x[0] * total as f64 + x[1] * pairs as f64 + x[at.iter().map(|k| k + 1).product::<usize>() % 3]
}

#[test]
fn integers_are_summed() {
    assert_eq!(counted_gradient(&[1.0, 2.0, 3.0], &[1, 3]), [4.0, 6.0, 1.0]);
}

/// The largest eigenvalue, by rotations in place; a rotation by an angle that is not defined is left out.
#[gradient]
fn largest_eigenvalue(m: &[[f64; 3]; 3]) -> f64 {
    let mut a = *m;
    for _ in 0..8 {
        for p in 0..2 {
            for q in p + 1..3 {
                if a[p][q].abs() < 1e-14 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for k in 0..3 {
                    let (x, y) = (a[k][p], a[k][q]);
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for k in 0..3 {
                    let (x, y) = (a[p][k], a[q][k]);
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                }
            }
        }
    }
    a[0][0].max(a[1][1]).max(a[2][2])
}

#[test]
fn rotations_that_are_left_out() {
    for m in [[[2.0f64, 0.5, -0.3], [0.5, 1.0, 0.7], [-0.3, 0.7, 3.0]], [[4.0, 0.0, 0.0], [0.0, 1.0, 0.2], [0.0, 0.2, 2.0]]] {
        // The derivative by a symmetric change is the outer product of the eigenvector, which powers of the matrix give.
        let mut v = [1.0f64, 0.9, 1.1];
        for _ in 0..2000 {
            let w: [f64; 3] = std::array::from_fn(|i| (0..3).map(|j| m[i][j] * v[j]).sum());
            let norm = w.iter().map(|w| w * w).sum::<f64>().sqrt();
            v = w.map(|w| w / norm);
        }
        let gradient = largest_eigenvalue_gradient(&m);
        for i in 0..3 {
            for j in 0..=i {
                let (value, expected) = (0.5 * (gradient[i][j] + gradient[j][i]), v[i] * v[j]);
                assert!((value - expected).abs() < 1e-9, "[{i}][{j}] of {m:?}: {value}, not {expected}");
            }
        }
    }
}
