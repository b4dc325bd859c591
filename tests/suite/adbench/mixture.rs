//! A mixture of Gaussians.
#![allow(clippy::needless_range_loop)]

use chainrule::functions::lgamma;
use chainrule::gradient;
use std::f64::consts::PI;

/// A Wishart prior of the inverse covariances.
pub struct Wishart {
    pub gamma: f64,
    pub m: f64,
}

/// The logarithm of the sum of exponentials.
#[gradient]
fn log_sum_exp(x: &[f64]) -> f64 {
    let mut largest = x[0];
    for v in x {
        largest = largest.max(*v);
    }
    let mut sum = 0.0;
    for v in x {
        sum += (v - largest).exp();
    }
    largest + sum.ln()
}

/// The logarithm of the likelihood of the points `x`.
///
/// The inverse covariance of component k is Q'Q with Q lower triangular. Row k of `icf` has the D logarithms of the diagonal
/// of Q, then what is below the diagonal, column by column.
#[gradient]
pub fn log_likelihood<const D: usize, const E: usize>(
    alpha: &[f64],
    mean: &[[f64; D]],
    icf: &[[f64; E]],
    #[constant] x: &[[f64; D]],
    #[constant] prior: &Wishart,
) -> f64 {
    let components = alpha.len();
    let mut diagonal = vec![[0.0; D]; components];
    let mut log_determinant = vec![0.0; components];
    for k in 0..components {
        for i in 0..D {
            diagonal[k][i] = icf[k][i].exp();
            log_determinant[k] += icf[k][i];
        }
    }

    let mut value = 0.0;
    for point in x {
        let mut score = vec![0.0; components];
        for k in 0..components {
            let mut centred = [0.0; D];
            for i in 0..D {
                centred[i] = point[i] - mean[k][i];
            }
            let mut squares = 0.0;
            for i in 0..D {
                let mut turned = diagonal[k][i] * centred[i];
                for j in 0..i {
                    turned += icf[k][D + j * (2 * D - j - 1) / 2 + i - j - 1] * centred[j];
                }
                squares += turned * turned;
            }
            score[k] = alpha[k] + log_determinant[k] - 0.5 * squares;
        }
        value += log_sum_exp(&score);
    }
    let (n, d) = (x.len() as f64, D as f64);
    value -= n * (log_sum_exp(alpha) + 0.5 * d * (2.0 * PI).ln());

    let freedom = d + prior.m + 1.0;
    let mut scale = freedom * d * (prior.gamma / 2f64.sqrt()).ln() - 0.25 * d * (d - 1.0) * PI.ln();
    for i in 0..D {
        scale -= lgamma(0.5 * (freedom - i as f64));
    }
    for k in 0..components {
        let mut squares = 0.0;
        for i in 0..D {
            squares += diagonal[k][i] * diagonal[k][i];
        }
        for e in D..E {
            squares += icf[k][e] * icf[k][e];
        }
        value += 0.5 * prior.gamma * prior.gamma * squares - prior.m * log_determinant[k] - scale;
    }
    value
}
