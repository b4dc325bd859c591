//! Blocks with labels, what loops are left with, `if let`, `let ... else`, and elements that may not be there.

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

/// Out of a block from inside a loop: what follows in the block is left out.
#[gradient]
fn up_to(x: &[f64; 5], limit: f64) -> f64 {
    let mut sum = 0.0;
    'block: {
        for v in x {
            sum += v;
            if sum > limit {
                break 'block;
            }
        }
        sum *= 10.0 * limit;
    }
    sum * sum
}

#[test]
fn blocks_are_left_from_inside_loops() {
    // 1 + 2 is more than 2.5; the others are not reached.
    let (value, (by_x, by_limit)) = up_to_value_and_gradient(&[1.0, 2.0, 4.0, 1.0, 1.0], 2.5);
    assert_eq!((value, by_x, by_limit), (9.0, [6.0, 6.0, 0.0, 0.0, 0.0], 0.0));
    // (10 * 9 * 20)^2
    let (value, (by_x, by_limit)) = up_to_value_and_gradient(&[1.0, 2.0, 4.0, 1.0, 1.0], 20.0);
    assert_eq!((value, by_x, by_limit), (3_240_000.0, [720_000.0; 5], 324_000.0));
}

/// Blocks with a value that a loop inside finds: a number, an index, both.
#[gradient]
fn first_above(x: &[f64; 4], limit: f64) -> f64 {
    let found = 'found: {
        for v in x {
            if *v > limit {
                break 'found v * v;
            }
        }
        limit
    };
    let (at, last) = 'pair: {
        let mut k = 4;
        while k > 0 {
            k -= 1;
            if x[k] > limit {
                break 'pair (k, x[k] * limit);
            }
        }
        (0, -1.0)
    };
    found + x[at] * last
}

#[test]
fn blocks_have_the_value_that_a_loop_finds() {
    // The first above 1 is x1, the last x2: x1^2 + x2 * x2 * limit
    let (value, (by_x, by_limit)) = first_above_value_and_gradient(&[0.5, 2.0, 3.0, 1.0], 1.0);
    assert_eq!((value, by_x, by_limit), (13.0, [0.0, 4.0, 6.0, 0.0], 9.0));
    // None: limit - x0
    let (value, (by_x, by_limit)) = first_above_value_and_gradient(&[0.5, 2.0, 3.0, 1.0], 5.0);
    assert_eq!((value, by_x, by_limit), (4.5, [-1.0, 0.0, 0.0, 0.0], 1.0));
}

/// A block around two loops, left by either, beside a `return` and a label of the outer loop.
#[gradient]
fn ways(x: &[f64; 3], t: f64) -> f64 {
    let mut sum = t;
    'all: {
        'rows: for i in 0..3 {
            for j in 0..=i {
                sum += x[i] * x[j];
                if sum > 50.0 {
                    return sum * t;
                }
                if sum > 20.0 {
                    break 'all;
                }
                if x[j] < 0.0 {
                    continue 'rows;
                }
            }
            sum *= 2.0;
        }
        sum += 100.0;
    }
    sum * x[0]
}

#[test]
fn loops_are_left_in_every_way() {
    for (x, t) in
        [([1.0, 2.0, 3.0], 0.5), ([0.1, 0.2, 0.3], 0.5), ([2.0, -1.0, 3.0], 1.0), ([1.0, 9.0, 0.0], 2.0), ([-1.0, -2.0, -3.0], 0.2)]
    {
        let (by_x, by_t) = ways_gradient(&x, t);
        near(|t| ways(&x, t), by_t, t);
        for k in 0..3 {
            let moved = |v: f64| {
                let mut x = x;
                x[k] = v;
                ways(&x, t)
            };
            near(moved, by_x[k], x[k]);
        }
    }
}

/// What a loop is left with may be an index or an array.
#[gradient]
#[allow(clippy::needless_range_loop)]
fn arrays_and_indices(x: &[f64; 4], limit: f64) -> f64 {
    fn first(x: &[f64; 4], limit: f64) -> usize {
        for i in 0..4 {
            if x[i] > limit {
                return i;
            }
        }
        3
    }
    let pair = |scale: f64| {
        for v in x {
            if *v > limit {
                return [*v, scale * v];
            }
        }
        [scale, 1.0]
    };
    let [a, b] = pair(2.0);
    a * b + x[first(x, limit)]
}

#[test]
fn loops_return_indices_and_arrays() {
    // 2 x1^2 + x1
    assert_eq!(arrays_and_indices_gradient(&[0.5, 2.0, 3.0, 1.0], 1.0), ([0.0, 9.0, 0.0, 0.0], 0.0));
    // 2 + x3
    assert_eq!(arrays_and_indices_gradient(&[0.5, 2.0, 3.0, 1.0], 7.0), ([0.0, 0.0, 0.0, 1.0], 0.0));
}

/// A function that returns an array, from a loop.
#[gradient]
fn scaled_first(x: &[f64; 3], limit: f64) -> [f64; 2] {
    for v in x {
        if *v > limit {
            return [v * v, limit * v];
        }
    }
    [x[0], limit]
}

#[test]
fn a_loop_returns_the_array_of_a_function() {
    assert_eq!(scaled_first_vjp(&[0.5, 2.0, 3.0], 1.0, [1.0, 10.0]), ([0.0, 14.0, 0.0], 20.0));
    assert_eq!(scaled_first_vjp(&[0.5, 2.0, 3.0], 4.0, [1.0, 10.0]), ([1.0, 0.0, 0.0], 10.0));
}

/// A pass of an outer loop is ended from inside the value of a `let`: by a block, a branch and a loop.
#[gradient]
fn skipping(x: &[f64; 4], limit: f64) -> f64 {
    let mut sum = 0.0;
    'rows: for i in 0..4 {
        let v = 'v: {
            for j in i..4 {
                if x[j] > limit {
                    break 'v x[j] * x[i];
                }
                if x[j] < 0.0 {
                    continue 'rows;
                }
            }
            x[i]
        };
        let mut k = 0;
        let w = loop {
            k += 1;
            if k > 3 {
                continue 'rows;
            }
            if v * k as f64 > limit {
                break v * k as f64;
            }
            if v < -50.0 {
                return v;
            }
        };
        let u = if w > 100.0 { break } else { w };
        sum = sum * 0.5 + u;
    }
    sum
}

#[test]
fn passes_are_ended_from_inside_a_let() {
    // Row 0 meets x1 < 0; row 1 too; row 2: x2 x2 = 1.44 > 1; row 3: 0.9, twice is 1.8.
    let (value, (by_x, _)) = skipping_value_and_gradient(&[0.3, -0.5, 1.2, 0.9], 1.0);
    super::close(value, 0.5 * 1.44 + 1.8);
    super::all_close(&by_x, &[0.0, 0.0, 1.2, 2.0]);
    // Row 0: x1 x0 = 0.6, twice; row 1: 4; row 2: 0.2 is not more than 1 three times; row 3: 0.5 three times.
    let (value, (by_x, _)) = skipping_value_and_gradient(&[0.3, 2.0, 0.2, 0.5], 1.0);
    super::close(value, 0.5 * (0.5 * 1.2 + 4.0) + 1.5);
    super::all_close(&by_x, &[0.5 * 0.5 * 2.0 * 2.0, 0.5 * (0.5 * 2.0 * 0.3 + 4.0), 0.0, 3.0]);
}

/// A block has its value from a branch of a `let` inside, or from a loop that is the value of one.
#[gradient]
fn from_inside(x: f64, y: f64) -> f64 {
    let v = 'v: {
        let a = if x > 1.0 { x * y } else { break 'v y };
        let mut k = 0;
        let b = loop {
            k += 1;
            if a * k as f64 > 6.0 {
                break a * k as f64;
            }
            if y < 0.0 {
                break 'v -y * x;
            }
        };
        a + b
    };
    v * v
}

#[test]
fn blocks_have_values_from_inside_a_let() {
    // y, then -yx, then a + 3a = 4xy, because three times a = 2.25 is more than 6.
    assert_eq!(from_inside_gradient(0.5, 3.0), (0.0, 6.0));
    assert_eq!(from_inside_gradient(2.0, -3.0), (36.0, -24.0));
    assert_eq!(from_inside_gradient(1.5, 1.5), (2.0 * 9.0 * 6.0, 2.0 * 9.0 * 6.0));
}

/// A block that is left, inside of a sum.
#[gradient(check)]
fn inside_of_a_sum(x: f64, y: f64) -> f64 {
    1.0 + y * 'value: {
        if x > 0.5 {
            break 'value x * x;
        }
        x
    }
}
