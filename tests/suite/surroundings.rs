//! `#[gradient]` on functions that use constants, tables and settings of the code around them, NaN and conversions to
//! integers.
#![allow(clippy::needless_range_loop, clippy::excessive_precision, clippy::needless_late_init, clippy::useless_vec)]

use crate::{all_close, close};
use chainrule::gradient;

const TABLE: [f64; 4] = [1.0, -0.5, 0.25, 2.0];
static WEIGHTS: &[f64] = &[0.5, 0.25, 0.125];
const GRID: [[f64; 2]; 3] = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
const ORDER: [usize; 3] = [2, 0, 1];
const CAREFUL: bool = true;

struct Settings {
    rate: f64,
    steps: usize,
    damped: bool,
}

const SETTINGS: Settings = Settings { rate: 0.1, steps: 3, damped: false };

mod deep {
    pub const TABLE: [f64; 2] = [10.0, 20.0];
}

#[gradient]
fn horner(x: f64) -> f64 {
    TABLE.iter().rev().fold(0.0, |y, c| y * x + c)
}

#[gradient]
fn indexed(x: &[f64; 3]) -> f64 {
    let mut s = deep::TABLE[1] * x[0];
    for i in 0..WEIGHTS.len() {
        s += WEIGHTS[i] * x[ORDER[i]] * x[i] * GRID[i][1];
    }
    let [a, b] = deep::TABLE;
    s + a * x[1] + b * x[2]
}

#[gradient]
fn settings(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..SETTINGS.steps {
        y -= SETTINGS.rate * y * y;
    }
    if SETTINGS.damped || !CAREFUL {
        y = 0.0;
    }
    if cfg!(all(unix, windows)) { -y } else { y }
}

#[test]
fn tables_and_settings() {
    let x = 0.7f64;
    close(horner_gradient(x), -0.5 + 0.5 * x + 6.0 * x * x);
    let x = [0.3, -0.6, 0.9];
    let (value, g) = indexed_value_and_gradient(&x);
    close(value, indexed(&x));
    // 20 x0 + x2 x0 + x0 x1 + 3/4 x1 x2 + 10 x1 + 20 x2
    all_close(&g, &[20.0 + x[2] + x[1], x[0] + 0.75 * x[2] + 10.0, x[0] + 0.75 * x[1] + 20.0]);
    let (mut y, mut d) = (0.7, 1.0);
    for _ in 0..3 {
        d *= 1.0 - 0.2 * y;
        y -= 0.1 * y * y;
    }
    close(settings_gradient(0.7), d);
}

#[gradient]
fn latitude(x: f64, y: f64) -> f64 {
    if !x.is_finite() || x.abs() > 90.0 { f64::NAN } else { f64::midpoint(x, y) }
}

#[gradient]
fn cleaned(x: &[f64; 4]) -> f64 {
    let mut s = 0.0;
    for v in x {
        if v.is_nan() || v.is_infinite() {
            continue;
        }
        s += v * v;
    }
    s
}

#[test]
fn what_is_no_number() {
    assert_eq!(latitude_gradient(45.0, 3.0), (0.5, 0.5));
    let (value, (dx, dy)) = latitude_value_and_gradient(100.0, 3.0);
    assert!(value.is_nan() && dx.is_nan() && dy.is_nan());
    assert!(latitude_value_and_gradient(f64::INFINITY, 3.0).0.is_nan());
    all_close(&cleaned_gradient(&[1.0, f64::NAN, 3.0, f64::INFINITY]), &[2.0, 0.0, 6.0, 0.0]);
}

#[gradient]
fn wrapped(angle: f64, #[constant] table: &[f64; 4]) -> f64 {
    let turns = (angle / 360.0) as i64;
    let rest = angle - 360.0 * turns as f64;
    let quadrant = (rest / 90.0) as usize;
    let odd = if quadrant & 1 == 1 { -1.0 } else { 1.0 };
    rest * table[quadrant] * odd + (angle as u8) as f64 + (quadrant << 2) as f64 + (quadrant >> 1) as f64
}

#[test]
fn conversions_to_integers() {
    let table = [1.0, 2.0, 3.0, 4.0];
    for angle in [10.25, 100.5, 200.25, 300.75, 730.5, 1000.5] {
        let (value, slope) = wrapped_value_and_gradient(angle, &table);
        close(value, wrapped(angle, &table));
        let h = 1e-4;
        let expected = (wrapped(angle + h, &table) - wrapped(angle - h, &table)) / (2.0 * h);
        assert!((slope - expected).abs() < 1e-6 * (1.0 + expected.abs()), "{slope}, expected {expected}");
    }
    let (value, slope) = saturated_value_and_gradient(-3.7);
    assert_eq!((value, slope), (saturated(-3.7), 1.0));
    assert_eq!(saturated_value_and_gradient(f64::NAN).0.to_bits() >> 52, f64::NAN.to_bits() >> 52);
    assert_eq!(saturated_value_and_gradient(1e300).0, saturated(1e300));
}

#[gradient]
fn saturated(x: f64) -> f64 {
    x + (x as u32) as f64 + (x as i16) as f64
}

#[gradient]
fn with_inner(x: f64, y: f64) -> f64 {
    static SCALE: f64 = 3.0;
    #[inline]
    fn step(v: f64, up: bool) -> f64 {
        const HALF: f64 = 0.5;
        if !up {
            return v;
        }
        square(v) + HALF
    }
    fn square(v: f64) -> f64 {
        v * v
    }
    let mut s = 0.0;
    for i in 0..3 {
        s += step(x, i % 2 == 0) * SCALE;
    }
    let sign = |v: f64| {
        if v < 0.0 {
            return -1.0;
        }
        1.0
    };
    s + sign(y) * y
}

#[test]
fn functions_inside() {
    let (dx, dy) = with_inner_gradient(0.7, -2.0);
    close(dx, 3.0 * (4.0 * 0.7 + 1.0));
    close(dy, -1.0);
}

#[gradient]
fn returns_in_let(x: f64, kind: u8) -> f64 {
    let scaled = if x > 10.0 { return -x } else { 2.0 * x };
    let (a, b) = match kind {
        0 => return scaled * scaled,
        1 => (scaled, 1.0),
        _ => {
            let inner = if scaled < 0.0 { return 7.0 * x } else { x };
            (inner * inner, 2.0)
        }
    };
    let mut s = 0.0;
    for i in 0..4 {
        let v = if i == 2 { continue } else { a };
        s += v * b;
    }
    s
}

#[test]
fn a_let_that_returns() {
    assert_eq!(returns_in_let_gradient(11.0, 1), -1.0);
    close(returns_in_let_gradient(3.0, 0), 24.0);
    close(returns_in_let_gradient(3.0, 1), 6.0);
    close(returns_in_let_gradient(3.0, 2), 36.0);
    close(returns_in_let_gradient(-3.0, 2), 7.0);
}

#[gradient]
fn declared_before(x: f64, n: usize) -> f64 {
    let mut an;
    let mut twice: f64;
    let first;
    if x > 0.0 {
        first = x;
    } else {
        first = -x;
    }
    let mut h = first;
    for i in 0..n {
        an = x * i as f64;
        twice = 2.0 * an;
        h += (h * twice).sin();
    }
    h
}

#[test]
fn variables_declared_before_their_value() {
    let (x, n) = (0.3, 4);
    let h = 1e-6;
    let expected = (declared_before(x + h, n) - declared_before(x - h, n)) / (2.0 * h);
    assert!((declared_before_gradient(x, n) - expected).abs() < 1e-8);
}

#[gradient]
fn vectors(x: &[f64], #[constant] n: usize) -> f64 {
    let squares: Vec<f64> = x.iter().map(|v| v * v).collect();
    let mut sums = vec![0.0; n];
    for i in 0..n {
        for j in 0..x.len() {
            sums[i] += squares[j] * (i + j) as f64;
        }
    }
    let largest = x.iter().copied().reduce(f64::max).unwrap();
    let weights = vec![0.5, 0.25];
    let late = x.iter().enumerate().skip(1).fold(squares[0], |s, (k, v)| s + v / k as f64);
    if !(-10.0..=10.0).contains(&late) {
        return 0.0;
    }
    sums.iter().map(|s| s * s).sum::<f64>() * weights[1] + largest + late
}

#[test]
fn vectors_that_the_body_makes() {
    let x = [0.3, -0.6, 0.9];
    let (value, g) = vectors_value_and_gradient(&x, 2);
    close(value, vectors(&x, 2));
    for k in 0..3 {
        let h = 1e-6;
        let at = |d: f64| {
            let mut y = x;
            y[k] += d;
            vectors(&y, 2)
        };
        let expected = (at(h) - at(-h)) / (2.0 * h);
        assert!((g[k] - expected).abs() < 1e-7, "{}, expected {expected}", g[k]);
    }
}

#[gradient]
fn pieces(x: &[f64; 4], n: u32) -> f64 {
    struct Pair(f64, f64);
    let [first, .., last] = x;
    let [_, rest @ ..] = x;
    let (a, b) = x.split_at(2);
    let (mut p, mut q) = (a[1], b[0]);
    std::mem::swap(&mut p, &mut q);
    let pair = Pair(p * first, q);
    let k = match n {
        k @ 1..=3 => k as f64,
        _ => 10.0,
    };
    pair.0 * k + pair.1 * last + rest[2] * x.last().unwrap() + *x.first().expect("it has elements")
}

#[test]
fn patterns_and_parts() {
    let x = [0.3, -0.6, 0.9, 1.1];
    close(pieces(&x, 2), pieces_value_and_gradient(&x, 2).0);
    // x2 x0 k + x1 x3 + x3 x3 + x0
    all_close(&pieces_gradient(&x, 2), &[1.8 + 1.0, 1.1, 0.6, -0.6 + 2.2]);
    all_close(&pieces_gradient(&x, 7)[..1], &[10.0]);
}

#[gradient]
fn signed_power<const N: i32>(x: f64) -> f64 {
    x.powi(N) * N as f64
}

#[test]
fn const_generics_that_no_argument_shows() {
    close(signed_power_gradient::<3>(2.0), 36.0);
}
