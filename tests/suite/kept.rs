//! Lists that grow in some passes of a loop only.

#![allow(clippy::same_item_push, reason = "loops as they are written in numerical code")]

use super::adaptors::{agree, checked};

mod functions {
    use chainrule::gradient;

    #[gradient]
    pub fn spread_of_the_large(x: &[f64], a: f64) -> f64 {
        let mut kept = Vec::new();
        for v in x {
            if *v > 0.4 {
                kept.push(*v * a);
            }
        }
        let n = kept.len() as f64 + 1.0;
        let mean = kept.iter().sum::<f64>() / n;
        kept.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n
    }

    #[gradient]
    pub fn filtered(x: &[f64], a: f64) -> f64 {
        let large: Vec<f64> = x.iter().copied().filter(|v| *v > 0.4).collect();
        large.iter().map(|v| v * a).sum::<f64>() / (large.len() as f64 + 1.0)
    }

    #[gradient]
    pub fn into_two(x: &[f64], a: f64) -> f64 {
        let (mut low, mut high) = (vec![], vec![]);
        for &v in x {
            if v < 0.5 {
                low.push(v);
            } else {
                high.push(v * a);
            }
        }
        let mut sum = low.len() as f64 * a;
        for (i, l) in low.iter().enumerate() {
            sum += l * i as f64;
        }
        for h in &high {
            sum += h * h;
        }
        sum
    }

    #[gradient]
    pub fn peaks(x: &[f64], a: f64) -> f64 {
        let mut peaks = Vec::new();
        for i in 1..x.len().saturating_sub(1) {
            if x[i] <= x[i - 1] || x[i] <= x[i + 1] {
                continue;
            }
            peaks.push((i as f64 * a, x[i]));
        }
        peaks.iter().map(|p| p.0 * p.1).sum()
    }

    #[gradient]
    pub fn until_the_first_large(x: &[f64], a: f64) -> f64 {
        let mut path = vec![a];
        for v in x {
            if *v > 0.97 {
                break;
            }
            path.push(v * a);
        }
        path.iter().sum::<f64>() / path.len() as f64
    }

    #[gradient]
    pub fn ends(x: &[f64], a: f64) -> f64 {
        let mut kept = Vec::new();
        for v in x {
            if *v > 0.3 {
                kept.push(*v);
            }
        }
        if kept.is_empty() {
            return a;
        }
        let first = kept[0];
        let last = kept[kept.len() - 1];
        first * last * a + *kept.last().unwrap()
    }

    #[gradient]
    pub fn growing_capital(x: &[f64], a: f64) -> f64 {
        let mut capital = vec![1.0];
        let mut year = 0;
        while year < x.len() && capital[year] < 2.5 {
            let next = capital[year] * (1.0 + a * x[year]);
            capital.push(next);
            year += 1;
        }
        capital.iter().sum()
    }
}

checked! {
    spread_of_the_large, spread_of_the_large_value_and_gradient, [0, 1, 9];
    filtered, filtered_value_and_gradient, [0, 1, 9];
    into_two, into_two_value_and_gradient, [0, 1, 9];
    peaks, peaks_value_and_gradient, [0, 1, 3, 12];
    until_the_first_large, until_the_first_large_value_and_gradient, [0, 1, 12];
    ends, ends_value_and_gradient, [0, 1, 9];
    growing_capital, growing_capital_value_and_gradient, [0, 1, 9];
}
