//! Parts of arrays that are written: `y[2..5].reverse()`, `split_at_mut`, `rotate_left` and the like. Each function has a
//! test of its own beside it.

#![allow(clippy::needless_range_loop, clippy::manual_swap, clippy::manual_memcpy, reason = "as they are written in numerical code")]

use chainrule::gradient;

#[gradient(check)]
fn rotated(x: &[f64; 6], k: f64) -> f64 {
    let mut y = *x;
    y[2..5].reverse();
    y[..3].iter_mut().for_each(|v| *v *= k);
    y.rotate_left(2);
    y.swap(0, 1);
    let (a, b) = y.split_at(2);
    a[0] * b[1] + a[1] * b[0] * b[3]
}

#[gradient(check)]
fn parts(x: &[f64; 6], k: f64) -> f64 {
    let mut y = [0.0; 6];
    y[..3].copy_from_slice(&x[3..]);
    y[3..].fill(k);
    y[1..4].iter_mut().for_each(|v| *v += 1.0);
    for v in y[2..].iter_mut() {
        *v *= *v;
    }
    let (l, r) = y.split_at_mut(3);
    for i in 0..3 {
        l[i] += r[2 - i];
    }
    y.iter().enumerate().map(|(i, v)| v * (i as f64 + 1.0)).sum()
}

#[gradient(check)]
fn long_parts<const N: usize>(x: &[f64; N], z: &[f64; 40], k: f64) -> f64 {
    let mut y = *z;
    y[2..30].reverse();
    y[..20].iter_mut().for_each(|v| *v *= k);
    y.rotate_left(7);
    y[5..].rotate_right(3);
    y[10..20].copy_from_slice(&z[..10]);
    y.copy_within(0..5, 20);
    y[33..].fill(k * k);
    for c in y.chunks_exact_mut(4) {
        c[0] += c[3];
        c[1] = c[0] * c[2];
    }
    let mut w = *x;
    w[1..].reverse();
    w[..2].fill(k);
    *w.last_mut().unwrap() *= 3.0;
    if let Some(v) = y.get_mut(9) {
        *v += k;
    }
    y.iter().enumerate().map(|(i, v)| v * (i as f64 + 1.0)).sum::<f64>() + w.iter().map(|v| v * v).sum::<f64>()
}

#[gradient(check)]
fn in_loop(x: &[f64; 8], k: f64) -> f64 {
    let mut delay = [0.0; 4];
    let mut s = 0.0;
    for &v in x {
        let out = delay[3];
        delay.copy_within(0..3, 1);
        delay[0] = v + k * out;
        s += out * out;
    }
    s + delay[1]
}

#[gradient(check)]
fn rot_loop(x: &[f64; 8], taps: &[f64; 3]) -> f64 {
    let mut h = [0.0; 3];
    let mut s = 0.0;
    for i in 0..8 {
        h.rotate_right(1);
        h[0] = x[i];
        let y: f64 = h.iter().zip(taps).map(|(a, b)| a * b).sum();
        s += y * y;
    }
    s
}

#[gradient]
fn scale(v: &mut [f64], k: f64) {
    for x in v.iter_mut() {
        *x *= k;
    }
}

#[gradient(check)]
fn call_part(x: &[f64; 6], k: f64) -> f64 {
    let mut y = *x;
    scale(&mut y[1..4], k);
    let (a, b) = y.split_at_mut(3);
    scale(a, 2.0);
    scale(b, k);
    y.iter().enumerate().map(|(i, v)| v * v * (i as f64 + 1.0)).sum()
}

#[gradient(check)]
fn runtime(x: &[f64], k: f64) -> f64 {
    let mut y = x.to_vec();
    let n = y.len();
    y[..n - 1].iter_mut().for_each(|v| *v *= k);
    y[1..].reverse();
    y.rotate_left(1);
    y.iter().enumerate().map(|(i, v)| v * v * (i as f64 + 1.0)).sum()
}

#[gradient(check)]
fn reversed_rest<const N: usize>(x: &[f64; N]) -> f64 {
    let mut w = *x;
    w[1..].reverse();
    w.iter().map(|v| v * v).sum::<f64>()
}

#[gradient(check)]
fn filled_start<const N: usize>(x: &[f64; N], k: f64) -> f64 {
    let mut w = *x;
    w[..2].fill(k);
    w.iter().map(|v| v * v).sum::<f64>()
}

#[gradient(check)]
fn last_scaled<const N: usize>(x: &[f64; N], k: f64) -> f64 {
    let mut w = *x;
    *w.last_mut().unwrap() *= k;
    w.iter().map(|v| v * v).sum::<f64>()
}

#[gradient(check)]
fn collected_backwards<const N: usize>(x: &[f64; N], k: f64) -> f64 {
    let w: Vec<f64> = x.iter().skip(1).rev().map(|v| v * k).collect();
    let mut s = 0.0;
    for i in 0..N {
        s += if i > 0 { w[i - 1] * w[i - 1] } else { x[0] };
    }
    s
}

/// The gradient reads `x` where the condition keeps it inside, and nowhere else.
#[gradient(check)]
fn mirrored(x: &[f64; 7], k: f64) -> f64 {
    let mut w = [0.0; 6];
    for i in 0..6 {
        w[i] = k * x[6 - i];
    }
    let mut s = 0.0;
    for i in 0..7 {
        s += if i > 0 { w[i - 1] * w[i - 1] } else { x[0] };
    }
    s
}

#[gradient(check(x in [vec![0.5], vec![0.5, -0.2, 0.8], vec![0.5, -0.2, 0.8, 0.1]]))]
fn ends(x: &[f64]) -> f64 {
    let Some((first, rest)) = x.split_first() else { return 0.0 };
    let mut sum = *first;
    for v in rest {
        sum = sum * 0.5 + v * first;
    }
    match x.split_last() {
        Some((last, before)) => sum + last * before.iter().sum::<f64>(),
        None => sum,
    }
}

#[test]
fn no_ends() {
    assert!(ends_gradient(&[]).is_empty());
}

#[gradient(check)]
fn numbered_chunks(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, c) in x.chunks_exact(2).enumerate() {
        sum += c[0] * c[1] * (i as f64 + 1.0);
    }
    for (c, d) in x.chunks_exact(3).zip(x.chunks_exact(3).rev()) {
        sum += c[2] * d[0];
    }
    sum
}

/// The indices are computed by integers: 5, 1 and 4 of 5 and 1.
#[gradient]
fn by_bits(x: &[f64; 8], a: usize, b: usize) -> f64 {
    x[a | b] * x[a & b] + 3.0 * x[a ^ b]
}

#[gradient]
fn disjoint(x: &[f64; 8]) -> f64 {
    let mut sum = 0.0;
    for i in 0..8usize {
        for j in 0..8usize {
            if i & j == 0 {
                sum += x[i] * x[j];
            }
        }
    }
    sum
}

#[test]
fn bits_of_variables() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    assert_eq!(by_bits(&x, 5, 1), 6.0 * 2.0 + 3.0 * 5.0);
    let mut expected = [0.0; 8];
    (expected[5], expected[1], expected[4]) = (2.0, 6.0, 3.0);
    assert_eq!(by_bits_gradient(&x, 5, 1), expected);
    let by_hand = std::array::from_fn(|k: usize| 2.0 * (0..8).filter(|j| k & j == 0).map(|j| x[j]).sum::<f64>());
    assert_eq!(disjoint_gradient(&x), by_hand);
}
