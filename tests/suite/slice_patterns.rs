//! Patterns of slices, which say how many elements there are, and of texts.

use crate::{all_close, close};
use chainrule::gradient;

#[gradient]
fn by_length(x: &[f64]) -> f64 {
    match x {
        [] => 0.5,
        [a] => a * a,
        [a, b] if a > b => a * b,
        [a, rest @ ..] => a * rest.len() as f64 + rest[0].powi(3),
    }
}

#[test]
fn a_slice_is_matched_by_its_length() {
    for (x, value, slope) in [
        (&[][..], 0.5, &[][..]),
        (&[3.0], 9.0, &[6.0]),
        (&[3.0, 2.0], 6.0, &[2.0, 3.0]),
        (&[1.0, 2.0], 9.0, &[1.0, 12.0]),
        (&[1.0, 2.0, 5.0], 10.0, &[2.0, 12.0, 0.0]),
    ] {
        assert_eq!(by_length_value_and_gradient(x), (value, slope.to_vec()));
        close(value, by_length(x));
    }
}

#[gradient]
fn ends(x: &[f64], pairs: &[[f64; 2]]) -> f64 {
    let [first, .., last] = x else { return 1.0 };
    let mut sum = 0.0;
    for window in x.windows(2) {
        match window {
            [p, q] if p > q => sum += p * q,
            [p, _] => sum -= p,
            _ => unreachable!(),
        }
    }
    let turned = if let [[a, b], .., [c, d]] = pairs { a * d - b * c } else { 0.0 };
    first * last + sum + turned
}

#[test]
fn both_ends_are_bound() {
    let none = ends_value_and_gradient(&[2.0], &[[1.0, 2.0]]);
    assert_eq!(none, (1.0, (vec![0.0], vec![[0.0; 2]])));
    // x₀x₂ - x₀ + x₁x₂, and the cross product of the first and the last pair.
    let (x, pairs) = ([2.0, 3.0, 0.5], [[1.0, 2.0], [7.0, 8.0], [3.0, 5.0]]);
    let (value, (dx, dp)) = ends_value_and_gradient(&x, &pairs);
    close(value, ends(&x, &pairs));
    all_close(&dx, &[-0.5, 0.5, 5.0]);
    all_close(dp.as_flattened(), &[5.0, -3.0, 0.0, 0.0, -2.0, 1.0]);
}

#[gradient]
fn in_place(x: &[f64; 4]) -> f64 {
    let mut p = *x;
    match &mut p {
        [a, b, rest @ ..] => {
            *a += *b;
            rest[0] *= rest[1];
        }
    }
    p[0] * p[2]
}

#[test]
fn matched_elements_are_places() {
    all_close(&in_place_gradient(&[1.0, 2.0, 3.0, 4.0]), &[12.0, 12.0, 12.0, 9.0]);
}

#[gradient]
fn in_mode(x: f64, mode: &str, unit: char, other: &str) -> f64 {
    let scale = if matches!(unit, 'k' | 'K') { 1000.0 } else { 1.0 };
    let value = match mode {
        "square" => x * x,
        "cube" | "third" => x * x * x,
        m if m == other => -x,
        _ => x,
    };
    if mode != "cube" { value * scale } else { value }
}

#[test]
fn texts_are_compared() {
    for (mode, unit, other, value, slope) in [
        ("square", 'm', "", 4.0, 4.0),
        ("square", 'k', "", 4000.0, 4000.0),
        ("cube", 'k', "", 8.0, 12.0),
        ("third", 'K', "", 8000.0, 12000.0),
        ("minus", 'm', "minus", -2.0, -1.0),
        ("other", 'm', "minus", 2.0, 1.0),
    ] {
        assert_eq!(in_mode_value_and_gradient(2.0, mode, unit, other), (value, slope));
        close(value, in_mode(2.0, mode, unit, other));
    }
}
