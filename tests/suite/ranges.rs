//! Ranges whose ends are any integers: of lengths, of loops around, of data. Their lengths are counted first.

#![allow(clippy::needless_range_loop, clippy::manual_memcpy, clippy::useless_vec, reason = "loops as they are written in numerical code")]

use super::{all_close, close};
use chainrule::gradient;

/// Central differences by each element of a slice.
#[track_caller]
fn differ(gradient: &[f64], x: &[f64], f: impl Fn(&[f64]) -> f64) {
    const H: f64 = 1e-5;
    for k in 0..x.len() {
        let at = |step: f64| {
            let mut x = x.to_vec();
            x[k] += step;
            f(&x)
        };
        let slope = (at(H) - at(-H)) / (2.0 * H);
        assert!((gradient[k] - slope).abs() < 1e-7 * (1.0 + slope.abs()), "element {k}: {} and {slope}", gradient[k]);
    }
}

fn points(n: usize) -> Vec<f64> {
    (0..n).map(|k| 0.3 + (1.7 * k as f64).sin()).collect()
}

#[gradient]
fn folded(x: &[f64]) -> f64 {
    let n = x.len();
    let h = n / 2;
    let mut sum = 0.0;
    for k in 0..h {
        sum += x[k] * x[n - 1 - k];
    }
    for k in h..n {
        sum += x[k].sin();
    }
    let last: f64 = (1..(n + 1) / 3).rev().map(|k| x[k] * x[k - 1]).sum();
    sum + last
}

#[test]
fn parts_of_lengths() {
    for n in [0, 1, 2, 5, 8, 9] {
        let x = points(n);
        let (value, gradient) = folded_value_and_gradient(&x);
        close(value, folded(&x));
        differ(&gradient, &x, folded);
    }
}

#[gradient]
fn tree(x: &[f64], levels: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..levels {
        let width = 1 << i;
        let mut level = 0.0;
        for k in 0..width {
            level += x[width - 1 + k] * (k + 1) as f64;
        }
        total += level * level;
    }
    total
}

/// The rule of Romberg for the integral of a sum of sines: twice as many points in each row.
#[gradient]
fn romberg(x: &[f64]) -> f64 {
    let f = |t: f64| x.iter().enumerate().map(|(k, c)| c * (t * k as f64).sin()).sum::<f64>();
    let mut table = [[0.0; 4]; 4];
    let mut h = 1.0;
    table[0][0] = 0.5 * h * (f(0.0) + f(1.0));
    for i in 1..4 {
        h *= 0.5;
        let mut sum = 0.0;
        for k in 1..=(1 << (i - 1)) {
            sum += f((2 * k - 1) as f64 * h);
        }
        table[i][0] = 0.5 * table[i - 1][0] + h * sum;
        let mut power = 1.0;
        for j in 1..=i {
            power *= 4.0;
            table[i][j] = table[i][j - 1] + (table[i][j - 1] - table[i - 1][j - 1]) / (power - 1.0);
        }
    }
    table[3][3]
}

#[test]
fn numbers_of_passes_that_are_powers_of_two() {
    let x = points(5);
    let (value, gradient) = romberg_value_and_gradient(&x);
    close(value, romberg(&x));
    differ(&gradient, &x, romberg);
    // The integral of sin(k t) from 0 to 1.
    for (k, g) in gradient.iter().enumerate().skip(1) {
        let exact = (1.0 - (k as f64).cos()) / k as f64;
        assert!((g - exact).abs() < 1e-4, "{k}: {g} {exact}");
    }
}

/// A range that is gone through backwards, with a value carried.
#[gradient]
fn triangles(x: &[f64], n: usize) -> f64 {
    let mut state = 0.1;
    for i in 0..n {
        for k in (i * i..(i + 1) * (i + 1)).rev() {
            state = 0.5 * state + x[k] * x[i];
        }
        state = state.tanh();
    }
    state
}

#[test]
fn powers_and_squares_of_loops_around() {
    let x = points(16);
    for n in [0, 1, 2, 4] {
        let (value, gradient) = tree_value_and_gradient(&x, n);
        close(value, tree(&x, n));
        differ(&gradient, &x, |x| tree(x, n));
        let (value, gradient) = triangles_value_and_gradient(&x, n);
        close(value, triangles(&x, n));
        differ(&gradient, &x, |x| triangles(x, n));
    }
}

/// A matrix with few numbers in it times a vector.
#[gradient]
fn sparse(values: &[f64], columns: &[usize], rows: &[usize], x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..rows.len() - 1 {
        let mut sum = 0.0;
        for k in rows[i]..rows[i + 1] {
            sum += values[k] * x[columns[k]];
        }
        total += sum * sum;
    }
    total
}

#[test]
fn ranges_that_are_data() {
    let (rows, columns) = ([0, 2, 2, 5, 6], [0, 2, 1, 2, 3, 0]);
    let (values, x) = (points(6), points(4));
    let (value, (by_values, by_x)) = sparse_value_and_gradient(&values, &columns, &rows, &x);
    close(value, sparse(&values, &columns, &rows, &x));
    differ(&by_values, &values, |v| sparse(v, &columns, &rows, &x));
    differ(&by_x, &x, |x| sparse(&values, &columns, &rows, x));
}

/// The doubling of a transform: the length of the inner range is carried.
#[gradient]
fn walsh(x: &[f64; 8], w: &[f64; 8]) -> f64 {
    let mut a = *x;
    let mut half = 1;
    while half < 8 {
        let mut next = a;
        for block in 0..8 / (2 * half) {
            for k in 0..half {
                let (i, j) = (block * 2 * half + k, block * 2 * half + k + half);
                next[i] = a[i] + a[j];
                next[j] = a[i] - a[j];
            }
        }
        a = next;
        half *= 2;
    }
    let mut sum = 0.0;
    for k in 0..8 {
        sum += w[k] * a[k] * a[k];
    }
    sum
}

#[test]
fn lengths_that_are_carried() {
    let (x, w): ([f64; 8], [f64; 8]) = (points(8).try_into().unwrap(), points(8).try_into().unwrap());
    let (value, (by_x, by_w)) = walsh_value_and_gradient(&x, &w);
    close(value, walsh(&x, &w));
    differ(&by_x, &x, |v| walsh(v.try_into().unwrap(), &w));
    differ(&by_w, &w, |v| walsh(&x, v.try_into().unwrap()));
}

/// In functions and closures inside, in a branch, and after an assertion.
#[gradient]
fn inside(x: &[f64], n: u32) -> f64 {
    assert!(n > 0, "n is positive");
    fn head(x: &[f64], part: usize) -> f64 {
        let mut sum = 0.0;
        for k in 0..x.len() / part {
            sum += x[k] * x[k];
        }
        sum
    }
    let tail = |part: usize| (x.len() - x.len() / part..x.len()).map(|k| x[k]).sum::<f64>();
    if n > 1 {
        let mut sum = 0.0;
        for i in 1..=n / 2 {
            sum += head(x, i as usize) * tail(i as usize + 1);
        }
        return sum;
    }
    head(x, 2)
}

#[test]
fn in_functions_and_closures() {
    let x = points(7);
    for n in [1, 2, 5, 8] {
        let (value, gradient) = inside_value_and_gradient(&x, n);
        close(value, inside(&x, n));
        differ(&gradient, &x, |x| inside(x, n));
    }
    let mut add = [1.0; 7];
    inside_gradient_add(&x, 5, &mut add);
    all_close(&add, &inside_gradient(&x, 5).iter().map(|g| g + 1.0).collect::<Vec<_>>());
}

#[test]
#[should_panic(expected = "n is positive")]
fn assertions_are_kept() {
    let _ = inside_gradient(&[1.0], 0);
}

/// Halves, as parts of slices and lengths of lists.
#[gradient(check)]
fn halves(x: &[f64]) -> f64 {
    let h = x.len() / 2;
    let (a, b) = x.split_at(h);
    let mut v = vec![0.0; h];
    for k in 0..h {
        v[k] = a[k] * b[k];
    }
    let s: f64 = x[..h].iter().sum();
    let t: f64 = x[h..].iter().map(|v| v * v).sum();
    v.iter().sum::<f64>() + s * t
}

/// Parts whose length is that of the loop around.
#[gradient(check)]
fn prefixes(x: &[f64], w: &[f64; 6]) -> f64 {
    fn dot(a: &[f64], b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for k in 0..a.len() {
            sum += a[k] * b[k];
        }
        sum
    }
    let mean = |a: &[f64]| a.iter().sum::<f64>() / a.len() as f64;
    let mut p = 0.0;
    for i in 1..x.len() {
        let head = &x[..i];
        p += head.iter().zip(&x[1..i + 1]).map(|(a, b)| a * b).sum::<f64>() * x[i];
        for (j, v) in head.iter().enumerate() {
            p += v.sin() * j as f64;
        }
        p += head.len() as f64 * dot(head, &x[x.len() - i..]) + mean(&x[i..]) * mean(head);
    }
    for i in 0..6 {
        for v in w[i..].iter().rev() {
            p += v * w[i];
        }
        let m = w[..i].iter().fold(0.5, |a, b| 0.5 * a + b);
        p += m * m;
    }
    p
}

/// What the argument itself says.
#[gradient(check)]
fn of_a_float(x: f64, n: i32, m: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..(x * 3.0).abs() as usize {
        s += x * i as f64;
    }
    for i in 0..n * n - 2 {
        s += x.powi(i);
    }
    for i in (m % 3..m * m).step_by(2) {
        s += (x * i as f64).sin();
    }
    s
}

/// Steps that are no numbers.
#[gradient(check)]
fn strided(x: &[f64; 12], n: usize, step: usize) -> f64 {
    let mut s = 0.0;
    for i in (0..12).step_by(n + 1) {
        s += x[i] * x[i];
    }
    for k in 1..4 {
        for i in (k..12).step_by(k + step) {
            s += x[i] * x[k];
        }
    }
    let mut len = 2;
    while len <= 12 {
        for start in (0..12 - len).step_by(len) {
            s += x[start] * x[start + len / 2] * x[start + len];
        }
        len *= 2;
    }
    s + (0..12).step_by(n + 2).map(|i| x[i].sin()).sum::<f64>()
}

/// Lengths of arrays that a number minus a count is.
#[gradient(check)]
fn haar(x: &[f64; 8], w: &[f64; 8]) -> f64 {
    let mut a = x.to_vec();
    let mut n = a.len();
    while n > 1 {
        let half = n / 2;
        let mut t = vec![0.0; 8];
        for i in 0..half {
            t[i] = (a[2 * i] + a[2 * i + 1]) * 0.5;
            t[half + i] = (a[2 * i] - a[2 * i + 1]) * 0.5;
        }
        for i in 0..n {
            a[i] = t[i];
        }
        n = half;
    }
    a.iter().zip(w).map(|(p, q)| p * p * q).sum()
}

/// A table that is filled from the elements before, by functions, and does not begin at 0.
#[gradient(check)]
fn warped(a: &[f64; 4], b: &[f64; 5], gamma: f64) -> f64 {
    let g = gamma.abs() + 0.5;
    let soft = |x: f64, y: f64, z: f64| {
        let m = x.min(y).min(z);
        m - g * ((-(x - m) / g).exp() + (-(y - m) / g).exp() + (-(z - m) / g).exp()).ln()
    };
    let mut r = [[1e3; 6]; 5];
    r[0][0] = 0.0;
    for i in 1..=4 {
        for j in 1..=5 {
            let cost = (a[i - 1] - b[j - 1]).powi(2);
            r[i][j] = cost + soft(r[i - 1][j], r[i][j - 1], r[i - 1][j - 1]);
        }
    }
    r[4][5]
}

#[gradient(check)]
fn chained(x: &[f64], y: &[f64; 6]) -> f64 {
    let sum = x.iter().take(3).chain(y.iter().skip(2)).map(|v| v * v).sum::<f64>();
    let mut state = 0.5;
    for (k, v) in y.iter().chain(x).enumerate() {
        state = 0.5 * state + v.sin() * k as f64;
    }
    sum * state
}

const SHIFT: i32 = -7;

/// Ends that may be negative.
#[gradient(check)]
fn below_zero(x: f64, n: i32) -> f64 {
    let mut s = 0.0;
    for k in -(n * n)..=n * n / 2 {
        s += (x * k as f64).cos();
    }
    for k in SHIFT / 2..2 - n * n {
        s += (x * k as f64).sin();
    }
    s + (SHIFT / 2) as f64 * x
}

/// What is zipped ends with the shorter one.
#[gradient(check)]
fn shorter(x: &[f64], w: &[f64; 4]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[..i].iter().zip(x[i..].iter()).map(|(a, b)| a * b).sum::<f64>() * w[i % 4];
    }
    s
}

/// Rows one behind the other.
#[gradient(check)]
fn flattened(x: &[[f64; 3]], m: &[[f64; 4]; 2], w: f64, n: usize) -> f64 {
    let a: f64 = x.iter().flatten().map(|v| v * v).sum();
    let b: f64 = (0..3).flat_map(|i| (0..2).map(move |j| (i, j))).map(|(i, j)| m[j][i] * (i + 2 * j) as f64).sum();
    let mut s = w;
    for v in m.iter().flatten() {
        s = 0.5 * s + v.sin();
    }
    let c: f64 = (0..n).flat_map(|i| x.iter().map(move |r| r[i % 3] * i as f64)).sum();
    for (k, v) in x.iter().flat_map(|r| r.iter()).enumerate() {
        s += v * k as f64 * w;
    }
    a + b * s + c
}

/// A product of polynomials, and halves of it.
#[gradient(check)]
fn convolved(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len();
    let mut c = vec![0.0; 2 * n - 1];
    for i in 0..n {
        for j in 0..y.len().min(n) {
            c[i + j] += x[i] * y[j];
        }
    }
    let mid = c.len() / 2;
    c[mid] + c.iter().skip(mid).map(|v| v * v).sum::<f64>() + c[..mid].iter().sum::<f64>() + c.iter().take(mid).product::<f64>()
}

/// The last part is shorter.
#[gradient]
fn in_chunks(x: &[f64], w: f64) -> f64 {
    let mut total = 0.0;
    for (k, part) in x.chunks(3).enumerate() {
        let mut sum = 0.0;
        for v in part {
            sum += v * v;
        }
        total += (k + 1) as f64 * (sum / part.len() as f64 + w * part[0]).sin();
    }
    total + x.chunks(2).map(|p| p.iter().sum::<f64>().cos()).sum::<f64>()
}

#[gradient(check)]
fn in_chunks_of_seven(x: &[f64; 7], w: f64) -> f64 {
    let mut total = 0.0;
    for part in x.chunks(3) {
        let sum: f64 = part.iter().map(|v| v.exp()).sum();
        total += w * sum.ln();
    }
    total
}

#[test]
fn last_chunks_are_shorter() {
    for n in [0, 1, 2, 3, 6, 8] {
        let x = points(n);
        let (value, (by_x, by_w)) = in_chunks_value_and_gradient(&x, 0.7);
        close(value, in_chunks(&x, 0.7));
        differ(&by_x, &x, |x| in_chunks(x, 0.7));
        differ(&[by_w], &[0.7], |w| in_chunks(&x, w[0]));
    }
}

/// Loops that carry an array, and that may have no pass at all.
#[gradient]
fn in_passes_or_none(x: &[f64], n: usize) -> f64 {
    let mut y = x.to_vec();
    for i in 2..n {
        y[i] += 0.5 * y[i - 1];
        y[0] *= y[i];
    }
    for i in 1..n {
        for j in 0..y.len() {
            y[j] += 0.5 * y[i].sin() * y[j];
        }
    }
    y.iter().sum()
}

#[test]
fn a_loop_of_no_pass_leaves_what_it_would_have_carried() {
    for len in 0..4 {
        for n in 0..=len {
            let x = points(len);
            let (value, slope) = in_passes_or_none_value_and_gradient(&x, n);
            close(value, in_passes_or_none(&x, n));
            differ(&slope, &x, |x| in_passes_or_none(x, n));
        }
    }
}

/// What is divided by nothing is behind a `return`; the number of passes is asked for before it.
#[gradient]
fn in_parts(x: &[f64], n: usize) -> f64 {
    if n == 0 {
        return x.iter().sum();
    }
    let mut total = 0.0;
    for i in 0..x.len() / n {
        total += x[i * n].sin();
    }
    for i in 0..(x.len() % n) / n.min(2) {
        total *= x[i];
    }
    total
}

#[test]
fn a_number_of_passes_is_divided_by_nothing() {
    let x = points(7);
    for n in 0..4 {
        let (value, slope) = in_parts_value_and_gradient(&x, n);
        close(value, in_parts(&x, n));
        differ(&slope, &x, |x| in_parts(x, n));
    }
}
