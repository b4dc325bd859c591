//! Patterns that borrow what they are bound to, `[a, b] = &mut p` and `ref mut a`, and what is put in the place of a value.

use crate::{all_close, close};
use chainrule::gradient;

#[gradient]
fn named(x: &[f64; 4]) -> f64 {
    let mut p = *x;
    let [a, b, ..] = &mut p;
    std::mem::swap(a, b);
    *a *= 3.0;
    p[0] - 2.0 * p[1]
}

#[test]
fn names_of_a_pattern_are_places() {
    // a = 3 x₁, b = x₀
    let (value, slope) = named_value_and_gradient(&[0.5, 2.0, 7.0, 9.0]);
    close(value, named(&[0.5, 2.0, 7.0, 9.0]));
    all_close(&slope, &[-2.0, 3.0, 0.0, 0.0]);
}

/// What the pattern does not borrow is a copy of what was there.
#[gradient]
fn some_of_them(x: &[f64; 4]) -> f64 {
    let mut p = *x;
    let [ref mut a, b, ref mut rest @ ..] = p;
    *a = 5.0 * b;
    rest[1] += *a;
    rest[0] *= b;
    p[0] * p[1] + p[2] - 3.0 * p[3]
}

#[test]
fn patterns_say_what_they_borrow() {
    // 5 x₁² + x₁ x₂ - 3 (x₃ + 5 x₁)
    let x = [0.5, 2.0, 7.0, 9.0];
    let (value, slope) = some_of_them_value_and_gradient(&x);
    close(value, some_of_them(&x));
    all_close(&slope, &[0.0, 10.0 * x[1] + x[2] - 15.0, x[1], -3.0]);
}

#[gradient]
fn in_rows(x: &[f64; 4]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    let [r, s] = &mut m;
    std::mem::swap(r, s);
    r[0] += 1.0;
    for [a, b] in &mut m {
        *a += *b;
    }
    let mut last = 0.0;
    for &mut [a, mut b] in &mut m {
        b *= a;
        last = b;
    }
    m[0][0] * m[1][1] + last
}

#[test]
fn rows_are_borrowed_part_by_part() {
    // (x₂ + 1 + x₃) x₁ + x₁ (x₀ + x₁)
    let x = [0.5, 2.0, 7.0, 9.0];
    let (value, slope) = in_rows_value_and_gradient(&x);
    close(value, in_rows(&x));
    all_close(&slope, &[x[1], x[2] + 1.0 + x[3] + x[0] + 2.0 * x[1], x[1], x[1]]);
}

#[gradient]
fn replaced(x: &[f64; 4]) -> f64 {
    let mut before = 0.0;
    let mut products = 0.0;
    for &v in x {
        products += v * std::mem::replace(&mut before, v);
    }
    let mut p = *x;
    let whole = std::mem::replace(&mut p, [x[1]; 4]);
    let one = std::mem::replace(&mut p[2], 7.0 * x[0]);
    products + whole[2] * p[0] + one * p[2] + std::mem::take(&mut before) + before
}

#[test]
fn what_was_there_is_given() {
    // x₀x₁ + x₁x₂ + x₂x₃ + x₂x₁ + 7 x₀x₁ + x₃
    let x = [0.5, 2.0, 7.0, 9.0];
    let (value, slope) = replaced_value_and_gradient(&x);
    close(value, replaced(&x));
    all_close(&slope, &[8.0 * x[1], 8.0 * x[0] + 2.0 * x[2], 2.0 * x[1] + x[3], x[2] + 1.0]);
}

/// What stands behind `&&` and `||` happens where it is looked at, and nowhere else.
#[gradient]
fn looked_at(x: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    let mut positive = |v: f64| {
        sum += v * v;
        v > 0.0
    };
    let either = positive(x[0]) || positive(x[1]);
    let both = x[1] > 0.0 && positive(x[2]) && {
        sum *= 3.0;
        true
    };
    if either && both { sum * x[0] } else { sum }
}

#[test]
fn effects_behind_and_and_or_are_conditional() {
    for x in [[0.5, 2.0, 7.0], [-0.5, 2.0, 7.0], [-0.5, -2.0, 7.0], [0.5, 2.0, -7.0], [0.5, -2.0, 7.0]] {
        let (value, slope) = looked_at_value_and_gradient(&x);
        close(value, looked_at(&x));
        let h = 1e-6;
        for (k, slope) in slope.into_iter().enumerate() {
            let at = |d: f64| {
                let mut x = x;
                x[k] += d;
                looked_at(&x)
            };
            let difference = (at(h) - at(-h)) / (2.0 * h);
            assert!((slope - difference).abs() < 1e-7 * (1.0 + difference.abs()), "{x:?} {k}: {slope} is not {difference}");
        }
    }
}
