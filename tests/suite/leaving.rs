//! Blocks with labels, `if let`, `let ... else`, and elements that may not be there.

use chainrule::gradient;

/// Compares with a central difference.
#[track_caller]
fn near(f: impl Fn(f64) -> f64, found: f64, at: f64) {
    let h = 1e-6;
    let expected = (f(at + h) - f(at - h)) / (2.0 * h);
    assert!((found - expected).abs() < 1e-6 * (1.0 + expected.abs()), "{found} is not {expected}");
}

#[gradient]
#[allow(clippy::single_match)]
fn labelled(x: f64, y: f64) -> f64 {
    let mut z = x;
    let w = 'value: {
        if x > 2.0 {
            break 'value 3.0 * x;
        }
        z *= y;
        if y > 2.0 {
            z += 1.0;
            break 'value y * y;
        }
        match x > 1.0 {
            true => break 'value x * y,
            false => {}
        }
        x + y
    };
    'outer: {
        if w > 100.0 {
            break 'outer;
        }
        z += w;
        'inner: {
            if z > 0.0 {
                break 'outer;
            }
            if z < -5.0 {
                break 'inner;
            }
            z *= 2.0;
        }
        z *= 3.0;
    }
    w * z
}

#[gradient]
fn last(x: f64) -> f64 {
    'value: {
        if x > 1.0 {
            break 'value x * x;
        }
        2.0 * x
    }
}

#[gradient]
fn in_a_loop(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        'square: {
            if *v < 0.0 {
                break 'square;
            }
            sum += v * v;
        }
        sum += v;
    }
    sum
}

#[test]
fn blocks_with_labels() {
    let points = [(3.0, 1.0), (1.5, 3.0), (1.5, 0.5), (0.5, 0.5), (-1.0, -2.0), (-3.0, 2.5), (200.0, 1.0), (-20.0, 0.3), (0.2, -0.9)];
    for (x, y) in points {
        let (value, (dx, dy)) = labelled_value_and_gradient(x, y);
        super::close(value, labelled(x, y));
        near(|t| labelled(t, y), dx, x);
        near(|t| labelled(x, t), dy, y);
    }
    assert_eq!((last_gradient(3.0), last_gradient(0.5)), (6.0, 2.0));
    assert_eq!(in_a_loop_gradient(&[2.0, -1.0, 3.0]), [5.0, 1.0, 7.0]);
}

#[derive(Clone, Copy)]
enum Kind {
    Linear,
    Square,
    Power(u8),
}

#[gradient]
fn by_kind(x: f64, #[constant] kind: Kind, n: usize) -> f64 {
    let y = if let Kind::Square = kind {
        x * x
    } else if let 3..=5 = n {
        3.0 * x
    } else {
        x
    };
    if let Kind::Power(_) = kind {
        return y * y * y;
    }
    y
}

#[gradient]
fn otherwise(x: f64, #[constant] kind: Kind, n: usize) -> f64 {
    let Kind::Power(_) = kind else { return x * x };
    let m @ 1..=3 = n else { return 3.0 * x };
    let y = x.powi(m as i32);
    y * x
}

#[test]
fn patterns_that_may_not_fit() {
    for kind in [Kind::Linear, Kind::Square, Kind::Power(2)] {
        if let Kind::Power(n) = kind {
            assert_eq!(n, 2);
        }
        for n in 0..7 {
            near(|x| by_kind(x, kind, n), by_kind_gradient(1.3, kind, n), 1.3);
            near(|x| otherwise(x, kind, n), otherwise_gradient(1.3, kind, n), 1.3);
        }
    }
}

#[gradient]
fn first(x: &[f64], n: usize) -> f64 {
    let mut sum = x.iter().take(n).map(|v| v * v).sum::<f64>();
    for (i, v) in x.iter().enumerate().take(n) {
        sum = sum * v + i as f64;
    }
    for v in x[1..].iter().take(2) {
        sum += v;
    }
    sum
}

#[gradient]
fn halves(x: &[f64; 4]) -> f64 {
    x.iter().take(2).zip(x.iter().skip(2).take(9)).map(|(a, b)| a * b).sum()
}

#[gradient]
#[allow(clippy::needless_range_loop, clippy::get_first)]
fn neighbours(x: &[f64], k: usize) -> f64 {
    let mut sum = x.get(k).copied().unwrap_or(x[0] * 2.0).powi(2) + x.get(0).unwrap() * *x.get(1).unwrap_or(&7.0);
    for i in 0..x.len() {
        sum += x[i] * x.get(i + 1).copied().unwrap_or(1.0);
    }
    sum
}

#[test]
fn elements_that_may_not_be_there() {
    let x = [0.3, -0.7, 1.2];
    for n in 0..6 {
        let (by_first, by_neighbours) = (first_gradient(&x, n), neighbours_gradient(&x, n));
        for k in 0..3 {
            let at = |v: f64| {
                let mut x = x;
                x[k] = v;
                x
            };
            near(|v| first(&at(v), n), by_first[k], x[k]);
            near(|v| neighbours(&at(v), n), by_neighbours[k], x[k]);
        }
    }
    assert_eq!(halves_gradient(&[1.0, 2.0, 3.0, 4.0]), [3.0, 4.0, 1.0, 2.0]);
}
