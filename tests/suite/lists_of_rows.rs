//! Lists of rows, `&[Vec<f64>]`, whose lengths are known only when the gradient runs.
#![allow(clippy::needless_range_loop, clippy::ptr_arg, reason = "as they are written in numerical code")]

use super::changing::{difference, near};
use super::close;
use chainrule::gradient;

/// The rows with one number changed.
fn moved(rows: &[Vec<f64>], i: usize, j: usize, by: f64) -> Vec<Vec<f64>> {
    let mut rows = rows.to_vec();
    rows[i][j] += by;
    rows
}

fn rows(n: usize, m: usize) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..m).map(|j| ((i * 7 + j * 3) as f64).sin()).collect()).collect()
}

#[gradient]
fn loss(x: &[Vec<f64>], y: &[f64], w: &[f64], b: f64) -> f64 {
    let mut loss = 0.0;
    for (row, t) in x.iter().zip(y) {
        let mut p = b;
        for (xi, wi) in row.iter().zip(w) {
            p += xi * wi;
        }
        loss += (p - t) * (p - t);
    }
    loss
}

#[gradient]
fn product(a: &Vec<Vec<f64>>, b: &[Vec<f64>]) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.len() {
        for j in 0..b[0].len() {
            let mut c = 0.0;
            for k in 0..a[i].len() {
                c += a[i][k] * b[k][j];
            }
            sum += c * c * (i + 2 * j) as f64;
        }
    }
    sum
}

/// One step of the heat equation.
#[gradient]
fn spread(u: &[Vec<f64>], dt: f64) -> f64 {
    let (n, m) = (u.len(), u[0].len());
    let mut v = vec![vec![0.0; m]; n];
    for i in 1..n - 1 {
        for j in 1..m - 1 {
            v[i][j] = u[i][j] + dt * (u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1] - 4.0 * u[i][j]);
        }
    }
    v.iter().map(|row| row.iter().map(|x| x * x).sum::<f64>()).sum()
}

#[gradient]
fn of_slices(#[constant] x: &[&[f64]], w: &[f64; 2]) -> f64 {
    x.iter().map(|row| (row[0] * w[0] + row[1] * w[1]).exp()).sum::<f64>().ln()
}

#[test]
fn rows_of_one_length() {
    for (n, m) in [(1, 1), (3, 2), (5, 9)] {
        let (x, y) = (rows(n, m), vec![0.3; n]);
        let w: Vec<f64> = (0..m).map(|j| 0.5 - 0.1 * j as f64).collect();
        let (value, (by_x, by_y, by_w, by_b)) = loss_value_and_gradient(&x, &y, &w, 0.1);
        close(value, loss(&x, &y, &w, 0.1));
        near(by_b, difference(|d| loss(&x, &y, &w, 0.1 + d)));
        near(by_y[0], difference(|d| loss(&x, &[&[0.3 + d], &y[1..]].concat(), &w, 0.1)));
        near(by_w[0], difference(|d| loss(&x, &y, &[&[w[0] + d], &w[1..]].concat(), 0.1)));
        let z = rows(m, 4);
        let (by_a, by_b) = product_gradient(&x, &z);
        for i in 0..n {
            for j in 0..m {
                near(by_x[i][j], difference(|d| loss(&moved(&x, i, j, d), &y, &w, 0.1)));
                near(by_a[i][j], difference(|d| product(&moved(&x, i, j, d), &z)));
            }
        }
        for j in 0..m {
            near(by_b[j][3], difference(|d| product(&x, &moved(&z, j, 3, d))));
        }
    }
    let u = rows(4, 5);
    let (by_u, by_dt) = spread_gradient(&u, 0.1);
    near(by_dt, difference(|d| spread(&u, 0.1 + d)));
    for i in 0..4 {
        for j in 0..5 {
            near(by_u[i][j], difference(|d| spread(&moved(&u, i, j, d), 0.1)));
        }
    }
    let slices: Vec<&[f64]> = u.iter().map(|row| &row[..]).collect();
    near(of_slices_gradient(&slices, &[0.4, 0.2])[1], difference(|d| of_slices(&slices, &[0.4, 0.2 + d])));
}

#[test]
fn no_rows() {
    let (value, (by_x, _, by_w, _)) = loss_value_and_gradient(&[], &[], &[0.4, 0.2], 0.1);
    assert_eq!((value, by_x.len(), by_w), (0.0, 0, vec![0.0, 0.0]));
}

#[test]
#[should_panic(expected = "the first has 2 elements and row 1 has 1")]
fn rows_of_other_lengths() {
    let _ = loss_gradient(&[vec![1.0, 2.0], vec![1.0]], &[0.1, 0.2], &[0.4, 0.2], 0.1);
}
