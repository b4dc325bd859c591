//! Tables that are filled from their neighbours, as in dynamic programming, and conditions that keep an index inside.

#![allow(clippy::needless_range_loop, clippy::manual_memcpy, reason = "as they are written in numerical code")]

use chainrule::gradient;

#[gradient(check)]
fn warped(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut d = vec![vec![1e3_f64; m + 1]; n + 1];
    d[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let cost = (a[i - 1] - b[j - 1]).powi(2);
            d[i][j] = cost + d[i - 1][j].min(d[i][j - 1]).min(d[i - 1][j - 1]);
        }
    }
    d[n][m]
}

/// The right side of `&&` and `||` is looked at only where the left one does not say enough.
#[gradient(check)]
fn cheapest_seam(c: &[[f64; 4]; 5]) -> f64 {
    let mut prev = c[0];
    for row in &c[1..] {
        let mut cur = [0.0; 4];
        for (j, out) in cur.iter_mut().enumerate() {
            let mut best = prev[j];
            if j > 0 && prev[j - 1] < best {
                best = prev[j - 1];
            }
            if !(j + 1 >= 4 || prev[j + 1] >= best) {
                best = prev[j + 1];
            }
            *out = best + row[j];
        }
        prev = cur;
    }
    prev.iter().copied().min_by(|a, b| a.total_cmp(b)).unwrap()
}
