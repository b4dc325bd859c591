//! Iterators that a condition ends, that carry a state, that have no end, and those that are gone through in parts.

#![allow(clippy::needless_range_loop, reason = "loops as they are written in numerical code")]

use super::{all_close, close};
use chainrule::gradient;

/// The value and the gradient of a function of a slice and a number, beside the function itself and central differences.
#[track_caller]
pub fn agree(f: impl Fn(&[f64], f64) -> f64, gradient: impl Fn(&[f64], f64) -> (f64, (Vec<f64>, f64)), lens: &[usize]) {
    const H: f64 = 1e-6;
    for &n in lens {
        let (x, a) = (points(n), 0.7);
        let (value, (dx, da)) = gradient(&x, a);
        close(value, f(&x, a));
        let near = |found: f64, slope: f64, what: &str| {
            assert!((found - slope).abs() < 1e-6 * (1.0 + slope.abs()), "{what} of {n}: {found} and {slope}");
        };
        near(da, (f(&x, a + H) - f(&x, a - H)) / (2.0 * H), "a");
        for k in 0..n {
            let at = |step: f64| {
                let mut x = x.clone();
                x[k] += step;
                f(&x, a)
            };
            near(dx[k], (at(H) - at(-H)) / (2.0 * H), &format!("x[{k}]"));
        }
    }
}

fn points(n: usize) -> Vec<f64> {
    (0..n).map(|k| 0.5 + 0.5 * (1.7 * k as f64 + 0.3).sin()).collect()
}

/// Every function here beside differences.
macro_rules! checked {
    ($($name:ident, $gradient:ident, $lens:expr;)*) => { $(
        #[test]
        fn $name() {
            agree(functions::$name, functions::$gradient, &$lens);
        }
    )* };
}
pub(crate) use checked;

mod functions {
    use chainrule::gradient;
    use std::iter;

    #[gradient]
    pub fn filtered_by_state(x: &[f64], a: f64) -> f64 {
        let filter = x.iter().scan(0.0, |state, &v| {
            *state = a * *state + v;
            Some(*state)
        });
        filter.map(|v| v * v).sum()
    }

    #[gradient]
    pub fn scanned_pair(x: &[f64], a: f64) -> f64 {
        let rows = x.iter().scan((0.0, 1.0), |(p, q), &v| {
            let next = *q * 0.3 + v * a;
            *p = *q;
            *q = next;
            Some(*p)
        });
        rows.enumerate().map(|(i, v)| v * i as f64).sum()
    }

    #[gradient]
    pub fn until_used_up(x: &[f64], a: f64) -> f64 {
        let left = x.iter().scan(1.0, |left, &v| {
            *left -= 0.3 * v;
            if *left < 0.0 { None } else { Some(*left * a) }
        });
        left.sum()
    }

    #[gradient]
    pub fn leading(x: &[f64], a: f64) -> f64 {
        x.iter().take_while(|v| **v < 0.97).map(|v| a * v * v).sum::<f64>() + a
    }

    #[gradient]
    pub fn after_leading(x: &[f64], a: f64) -> f64 {
        x.iter().skip_while(|v| **v > 0.1).map(|v| a * v * v).sum::<f64>() + a
    }

    #[gradient]
    pub fn while_small(x: &[f64], a: f64) -> f64 {
        x.iter().map_while(|&v| if v < 0.97 { Some(v * a) } else { None }).sum()
    }

    /// Of each argument, a series that ends where its terms are small.
    #[gradient]
    pub fn series(x: &[f64], a: f64) -> f64 {
        let exp = |v: f64| {
            let terms = (0..40).scan(1.0, |term, k| {
                *term *= a * v / (f64::from(k) + 1.0);
                Some(*term)
            });
            terms.take_while(|term| term.abs() > 1e-12).sum::<f64>()
        };
        x.iter().map(|&v| exp(v)).sum()
    }

    #[gradient]
    pub fn padded(x: &[f64], a: f64) -> f64 {
        let padded: Vec<f64> = iter::once(0.0).chain(x.iter().copied()).chain(std::iter::once(a)).collect();
        padded.windows(3).map(|w| w[0] - 2.0 * a * w[1] + w[2]).map(|v| v * v).sum()
    }

    #[gradient]
    pub fn numbered(x: &[f64], a: f64) -> f64 {
        let from_one: f64 = x.iter().zip(1..).map(|(v, k)| v * a / f64::from(k)).sum();
        from_one + (2..).zip(x.iter()).map(|(k, v)| v * f64::from(k)).sum::<f64>()
    }

    #[gradient]
    pub fn weights_over_and_over(x: &[f64], a: f64) -> f64 {
        let weights = [1.0, a, -0.5];
        let mut repeated: f64 = iter::repeat(a).zip(x).map(|(p, q)| p.powf(*q)).sum();
        repeated += iter::zip(iter::repeat_n(a, x.len()), x).map(|(p, q)| p * q * q).sum::<f64>();
        let with_next: f64 = x.iter().zip(x.iter().cycle().skip(1)).map(|(p, q)| (p - a * q).powi(2)).sum();
        x.iter().zip(weights.iter().cycle()).map(|(v, w)| v * w).sum::<f64>() + repeated + with_next
    }

    /// Pairs of which the first may have no second one.
    #[gradient]
    pub fn in_steps(x: &[f64], a: f64) -> f64 {
        let (re, im) = (x.iter().step_by(2), x.iter().skip(1).step_by(2));
        let pairs: f64 = re.zip(im).map(|(p, q)| (p * p + a * q * q + 0.1).sqrt()).sum();
        pairs + x.windows(3).step_by(2).map(|w| w[0] + a * w[1] * w[2]).sum::<f64>()
    }

    /// What a closure changes, it changes once for each item, whoever else looks at that.
    #[gradient]
    pub fn sums_over_a_bound(x: &[f64], a: f64) -> f64 {
        let mut sum = 0.0;
        let sums = x.iter().map(|v| {
            sum += v;
            sum * a
        });
        sums.filter(|s| *s > 0.5).sum()
    }

    #[gradient]
    pub fn first_and_rest(x: &[f64], a: f64) -> f64 {
        let mut values = x.iter();
        let Some(&first) = values.next() else { return a };
        let mut before = first;
        let mut sum = 0.0;
        for &v in values {
            sum += (v - before).powi(2) * a;
            before = v;
        }
        sum
    }

    /// A head of three, and what is left.
    #[gradient]
    pub fn head(x: &[f64], a: f64) -> f64 {
        let mut values = x.iter();
        let head: f64 = values.by_ref().take(3).sum();
        let fifth = values.nth(1).copied().unwrap_or(a);
        head * fifth * values.map(|v| v * a).sum::<f64>()
    }

    /// Lists that are not equally long in every pass.
    #[gradient]
    pub fn attention(x: &[f64], a: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let scores: Vec<f64> = (0..=i).map(|j| a * x[i] * x[j]).collect();
            let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = scores.iter().map(|s| (s - largest).exp()).collect();
            let total: f64 = weights.iter().sum();
            let out: f64 = weights.iter().zip(x).map(|(w, v)| w / total * v).sum();
            sum += out * out;
        }
        sum
    }

    #[gradient]
    pub fn longer_each_time(x: &[f64], a: f64) -> f64 {
        let mut sum = 0.0;
        for i in 1..x.len() {
            let mut row = vec![0.0; i];
            for k in 0..i {
                row[k] = x[k] * a;
            }
            for k in 1..i {
                row[k] += row[k - 1] * 0.5;
            }
            for (k, v) in row.iter_mut().enumerate() {
                *v *= x[i - k];
            }
            sum += row[i - 1] * row[0] + row.iter().sum::<f64>() / row.len() as f64;
        }
        sum
    }

    #[gradient]
    pub fn softmax_of_each_part(x: &[f64], a: f64) -> f64 {
        let mut y = x.to_vec();
        for part in y.chunks_mut(3) {
            let sum: f64 = part.iter().map(|v| v.exp()).sum();
            for v in part.iter_mut() {
                *v = v.exp() / sum;
            }
        }
        y.iter().zip(x).map(|(p, q)| p * q * a).sum()
    }

    /// A table of pairs that the index of a sum picks from.
    #[gradient]
    pub fn springs(x: &[f64], a: f64) -> f64 {
        const ENDS: [(usize, usize); 5] = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)];
        ENDS.iter().map(|&(i, j)| 0.5 * a * ((x[i] - x[j]).abs() - 0.5).powi(2)).sum()
    }
}

checked! {
    filtered_by_state, filtered_by_state_value_and_gradient, [0, 1, 7];
    scanned_pair, scanned_pair_value_and_gradient, [0, 1, 7];
    until_used_up, until_used_up_value_and_gradient, [0, 1, 12];
    leading, leading_value_and_gradient, [0, 1, 12];
    after_leading, after_leading_value_and_gradient, [0, 1, 12];
    while_small, while_small_value_and_gradient, [0, 1, 12];
    series, series_value_and_gradient, [0, 5];
    padded, padded_value_and_gradient, [0, 1, 7];
    numbered, numbered_value_and_gradient, [0, 1, 7];
    weights_over_and_over, weights_over_and_over_value_and_gradient, [1, 2, 7];
    in_steps, in_steps_value_and_gradient, [0, 1, 2, 3, 8, 9];
    sums_over_a_bound, sums_over_a_bound_value_and_gradient, [0, 1, 9];
    first_and_rest, first_and_rest_value_and_gradient, [0, 1, 9];
    head, head_value_and_gradient, [6, 9];
    attention, attention_value_and_gradient, [0, 1, 6];
    longer_each_time, longer_each_time_value_and_gradient, [0, 1, 2, 6];
    softmax_of_each_part, softmax_of_each_part_value_and_gradient, [0, 1, 3, 7, 8];
    springs, springs_value_and_gradient, [4, 6];
}

/// None of its elements may be read.
#[gradient]
fn differences(x: &[f64], a: f64) -> f64 {
    x.iter().zip(x[1..].iter()).map(|(p, q)| a * p * q).sum()
}

#[gradient]
fn trimmed(x: &[f64], a: f64) -> f64 {
    let y: Vec<f64> = x.iter().map(|v| v * a).collect();
    y[2..y.len() - 2].iter().sum()
}

#[test]
#[should_panic(expected = "out of range for slice of length 0")]
fn a_part_beyond_an_argument_panics() {
    let _ = differences_gradient(&[], 1.0);
}

#[test]
#[should_panic(expected = "slice index starts at 2 but ends at 1")]
fn a_part_beyond_an_array_panics() {
    let _ = trimmed_gradient(&[1.0, 2.0, 3.0], 1.0);
}

#[test]
fn parts_inside_do_not() {
    let (value, (dx, da)) = differences_value_and_gradient(&[2.0, 3.0, 5.0], 10.0);
    assert_eq!((value, dx, da), (210.0, vec![30.0, 70.0, 30.0], 21.0));
    all_close(&trimmed_gradient(&[1.0, 2.0, 3.0, 4.0, 5.0], 2.0).0, &[0.0, 0.0, 2.0, 0.0, 0.0]);
    assert_eq!(trimmed_gradient(&[1.0, 2.0, 3.0, 4.0], 2.0), (vec![0.0; 4], 0.0));
}

/// A recurrence over no steps hands nothing on to a first element that is not there.
#[gradient]
fn running(x: &[f64], a: f64) -> f64 {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        v[i] += a * v[i - 1];
    }
    v.iter().map(|p| p * p).sum()
}

#[test]
fn a_recurrence_over_nothing() {
    assert_eq!(running_value_and_gradient(&[], 0.5), (0.0, (vec![], 0.0)));
    assert_eq!(running_value_and_gradient(&[3.0], 0.5), (9.0, (vec![6.0], 0.0)));
}
