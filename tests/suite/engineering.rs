//! Functions as engineers write them: kinematics, signals, dynamic programmes, solvers; each with a test of its own beside it, and
//! at the edges: no data, one number.

#![allow(clippy::needless_range_loop, clippy::many_single_char_names, reason = "as they are written in numerical code")]

use super::{all_close, close};
use chainrule::{Gradient, gradient};

#[gradient]
fn product(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut c = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[gradient]
fn about_z(t: f64) -> [[f64; 3]; 3] {
    let (s, c) = t.sin_cos();
    [[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]
}

#[gradient]
fn about_x(t: f64) -> [[f64; 3]; 3] {
    let (s, c) = t.sin_cos();
    [[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]]
}

#[gradient]
fn applied(r: &[[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| r[i][0] * v[0] + r[i][1] * v[1] + r[i][2] * v[2])
}

/// What a branch leaves of two results is whatever its use says.
#[gradient(check)]
fn arm(q: &[f64; 6], link: &[f64; 6], target: [f64; 3]) -> f64 {
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut p = [0.0; 3];
    for i in 0..6 {
        r = product(&r, &if i % 2 == 0 { about_z(q[i]) } else { about_x(q[i]) });
        let d = applied(&r, [link[i], 0.0, 0.1]);
        for k in 0..3 {
            p[k] += d[k];
        }
    }
    p.iter().zip(&target).map(|(a, b)| (a - b).powi(2)).sum()
}

#[gradient(check)]
fn chosen_rotations(q: &[f64; 6], v: [f64; 3]) -> f64 {
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for i in 0..6 {
        let m = if i % 2 == 0 { about_z(q[i]) } else { about_x(q[i]) };
        r = product(&r, &m);
        r = match i {
            2 => product(&m, &r),
            3 => about_x(q[1]),
            _ => r,
        };
    }
    let m = if q[0] > q[1] { about_z(q[0]) } else { about_x(q[1]) };
    let w = applied(&r, v);
    w[0] * w[1] + m[0][1] + m[2][2]
}

#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[gradient]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[gradient(check)]
fn chosen_numbers(x: f64, y: f64) -> f64 {
    let a = if x > y { square(x) } else { cube(y) };
    let b = if x > 0.0 {
        square(x + a)
    } else if y > 0.0 {
        cube(y)
    } else {
        1.0
    };
    let c = if y > x { square(b) } else { cube(b) };
    square(c) + a * b
}

#[derive(Clone, Copy, Debug, Gradient)]
struct Pose {
    q: [f64; 4],
    t: [f64; 3],
}

#[gradient]
impl Pose {
    fn transformed(&self, p: [f64; 3]) -> [f64; 3] {
        let [w, x, y, z] = self.q;
        let n = (w * w + x * x + y * y + z * z).sqrt();
        let (w, x, y, z) = (w / n, x / n, y / n, z / n);
        let uv = [y * p[2] - z * p[1], z * p[0] - x * p[2], x * p[1] - y * p[0]];
        let uuv = [y * uv[2] - z * uv[1], z * uv[0] - x * uv[2], x * uv[1] - y * uv[0]];
        let mut out = self.t;
        for i in 0..3 {
            out[i] += p[i] + 2.0 * (w * uv[i] + uuv[i]);
        }
        out
    }

    /// A field of what is returned is what another method returns.
    fn then(&self, other: &Pose) -> Pose {
        let (a, b) = (self.q, other.q);
        let q = [
            a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
            a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
            a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
            a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
        ];
        Pose { q, t: self.transformed(other.t) }
    }
}

#[gradient(check(
    start = Pose { q: [0.9, 0.1, 0.2, -0.1], t: [0.1, -0.2, 3.0] },
    step = Pose { q: [0.99, 0.05, -0.02, 0.03], t: [0.1, 0.0, 0.05] }
))]
fn odometry(start: &Pose, step: &Pose, n: usize) -> f64 {
    let mut pose = *start;
    for _ in 0..n.min(4) {
        pose = pose.then(step);
    }
    pose.t.iter().map(|v| v * v).sum::<f64>() + pose.q[1]
}

/// The length of the table is computed from two lengths.
#[gradient(check(a = vec![0.1, 0.5, 0.9, 0.2], b = vec![0.0, 0.6, 0.3]))]
fn warped(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut d = vec![f64::INFINITY; (n + 1) * (m + 1)];
    d[0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let cost = (a[i - 1] - b[j - 1]).powi(2);
            let best = d[(i - 1) * (m + 1) + j].min(d[i * (m + 1) + j - 1]).min(d[(i - 1) * (m + 1) + j - 1]);
            d[i * (m + 1) + j] = cost + best;
        }
    }
    d[n * (m + 1) + m]
}

/// Integers that the loops compute are combined bit by bit.
#[gradient(check)]
fn power_in_a_bin(x: &[f64; 8], y: &[f64; 8], bin: usize) -> f64 {
    let (mut re, mut im) = (*x, *y);
    let n = 8usize;
    let mut j = 0usize;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j ^= bit;
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let angle = -2.0 * std::f64::consts::PI / len as f64;
        for i in (0..n).step_by(len) {
            for k in 0..len / 2 {
                let (s, c) = (angle * k as f64).sin_cos();
                let (a, b) = (i + k, i + k + len / 2);
                let (tr, ti) = (re[b] * c - im[b] * s, re[b] * s + im[b] * c);
                re[b] = re[a] - tr;
                im[b] = im[a] - ti;
                re[a] += tr;
                im[a] += ti;
            }
        }
        len <<= 1;
    }
    re[bin % 8].powi(2) + im[bin % 8].powi(2)
}

/// A loop over pairs of integers that are written out.
#[gradient(check)]
fn largest_eigenvalue(m: [[f64; 3]; 3]) -> f64 {
    let mut a = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            a[i][j] = 0.5 * (m[i][j] + m[j][i]);
        }
    }
    for _ in 0..2 {
        for (p, q) in [(0usize, 1usize), (0, 2), (1, 2)] {
            let theta = 0.5 * (2.0 * a[p][q]).atan2(a[q][q] - a[p][p]);
            let (s, c) = theta.sin_cos();
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
    a[0][0].max(a[1][1]).max(a[2][2]) + a[0][1]
}

#[gradient(check)]
fn attention(q: &[f64; 2], keys: &[[f64; 2]], values: &[f64]) -> f64 {
    let n = keys.len().min(values.len());
    let scores: Vec<f64> = keys.iter().take(n).map(|k| k[0] * q[0] + k[1] * q[1]).collect();
    let m = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut num, mut den) = (0.0, 0.0);
    for i in 0..n {
        let e = (scores[i] - m).exp();
        num += e * values[i];
        den += e;
    }
    if den == 0.0 { 0.0 } else { num / den }
}

#[gradient(check)]
fn clenshaw(c: &[f64], x: f64) -> f64 {
    let (mut b1, mut b2) = (0.0, 0.0);
    for &ck in c.iter().skip(1).rev() {
        let b0 = ck + 2.0 * x * b1 - b2;
        b2 = b1;
        b1 = b0;
    }
    c.first().copied().unwrap_or(0.0) + x * b1 - b2
}

#[gradient(check)]
fn differences(x: &[f64], rate: f64) -> f64 {
    let mut level = [1.0, 0.5];
    for w in x.windows(3) {
        level = [level[0] * rate + w[2] - w[0], level[1] + level[0] * w[1]];
    }
    level[0] * level[1]
}

#[gradient(check)]
fn tridiagonal(d: &[f64], off: f64) -> f64 {
    let n = d.len();
    if n == 0 {
        return 0.0;
    }
    let b = 3.0 + off * off;
    let mut c = vec![0.0; n];
    let mut x = vec![0.0; n];
    c[0] = off / b;
    x[0] = d[0] / b;
    for i in 1..n {
        let m = b - off * c[i - 1];
        c[i] = off / m;
        x[i] = (d[i] - off * x[i - 1]) / m;
    }
    for i in (0..n - 1).rev() {
        x[i] -= c[i] * x[i + 1];
    }
    x.iter().sum()
}

/// A loop over one item less than there are, or two, of no items.
#[test]
fn of_no_data_and_of_one_number() {
    assert_eq!(clenshaw_value_and_gradient(&[], 0.3), (0.0, (vec![], 0.0)));
    assert_eq!(clenshaw_gradient(&[2.0], 0.3), (vec![1.0], 0.0));
    assert_eq!(clenshaw_gradient(&[2.0, 3.0], 0.3), (vec![1.0, 0.3], 3.0));
    assert_eq!(differences_value_and_gradient(&[], 0.3), (0.5, (vec![], 0.0)));
    assert_eq!(differences_value_and_gradient(&[2.0], 0.3), (0.5, (vec![0.0], 0.0)));
    assert_eq!(differences_value_and_gradient(&[2.0, 5.0], 0.3), (0.5, (vec![0.0; 2], 0.0)));
    assert_eq!(tridiagonal_value_and_gradient(&[], 1.0), (0.0, (vec![], 0.0)));
    let (by_d, by_off) = tridiagonal_gradient(&[2.0], 1.0);
    all_close(&by_d, &[0.25]);
    close(by_off, -0.25);
    let (by_q, by_keys, by_values) = attention_gradient(&[1.0, 2.0], &[], &[]);
    assert_eq!((by_q, by_keys.len(), by_values.len()), ([0.0; 2], 0, 0));
}
