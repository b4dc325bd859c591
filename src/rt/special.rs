//! The gamma function's logarithm and its derivatives.
//!
//! All are computed in `f64`, for `f32` too.
//!
//! `lgamma` uses the approximations of FreeBSD's msun (e_lgamma_r.c), which carry this notice:
//!
//! ```text
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//!
//! Developed at SunPro, a Sun Microsystems, Inc. business.
//! Permission to use, copy, modify, and distribute this
//! software is freely granted, provided that this notice
//! is preserved.
//! ```

use super::alone::{cos, ln, sin};
use super::basic::powi;
use super::elementary::{floor, round, tan};
use super::float::Float;
use core::f64::consts::PI;

/// ln|Gamma(x)|; positive infinity at the poles 0, -1, -2, ...
#[inline]
pub fn lgamma<T: Float>(x: T) -> T {
    T::from_f64(lgamma_f64(x.to_f64()))
}

/// The derivative of [`lgamma`]; NaN at the poles -1, -2, ..., infinite at 0.
#[inline]
pub fn digamma<T: Float>(x: T) -> T {
    T::from_f64(digamma_f64(x.to_f64()))
}

/// The derivative of [`digamma`].
#[inline]
pub fn trigamma<T: Float>(x: T) -> T {
    T::from_f64(polygamma_f64(1, x.to_f64()))
}

/// The `n`-th derivative of [`digamma`], for integers 0 <= n <= 1000; NaN for other `n`.
#[inline]
pub fn polygamma<T: Float>(n: T, x: T) -> T {
    let order = n.to_f64();
    if !((0.0..=1000.0).contains(&order) && order == floor(order)) {
        return T::NAN;
    }
    T::from_f64(polygamma_f64(order as u32, x.to_f64()))
}

/// The polynomial with these coefficients, the constant one first.
#[inline(always)]
fn polynomial<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    let mut sum = coefficients[N - 1];
    for c in coefficients[..N - 1].iter().rev() {
        sum = sum * x + c;
    }
    sum
}

// lgamma(2 - y) on [1.73, 2], around the minimum TC on [1.23, 1.73], lgamma(1 + y) on [1, 1.23],
// lgamma(2 + y) on [2, 3], and Stirling's series from 8 on.
const TC: f64 = 1.4616321449683622;
const TF: f64 = -0.12148629053584961;
const TT: f64 = -3.638676997039505e-18;
const W0: f64 = 0.4189385332046727;
const LA: [f64; 12] = [
    0.07721566490153287,
    0.3224670334241136,
    0.06735230105312927,
    0.020580808432516733,
    0.007385550860814029,
    0.0028905138367341563,
    0.0011927076318336207,
    0.0005100697921535113,
    0.00022086279071390839,
    0.00010801156724758394,
    2.5214456545125733e-05,
    4.4864094961891516e-05,
];
const LT: [f64; 15] = [
    0.48383612272381005,
    -0.1475877229945939,
    0.06462494023913339,
    -0.032788541075985965,
    0.01797067508118204,
    -0.010314224129834144,
    0.006100538702462913,
    -0.0036845201678113826,
    0.0022596478090061247,
    -0.0014034646998923284,
    0.000881081882437654,
    -0.0005385953053567405,
    0.00031563207090362595,
    -0.00031275416837512086,
    0.0003355291926355191,
];
const LU: [f64; 6] =
    [-0.07721566490153287, 0.6328270640250934, 1.4549225013723477, 0.9777175279633727, 0.22896372806469245, 0.013381091853678766];
const LV: [f64; 6] = [1.0, 2.4559779371304113, 2.128489763798934, 0.7692851504566728, 0.10422264559336913, 0.003217092422824239];
const LS: [f64; 7] = [
    -0.07721566490153287,
    0.21498241596060885,
    0.325778796408931,
    0.14635047265246445,
    0.02664227030336386,
    0.0018402845140733772,
    3.194753265841009e-05,
];
const LR: [f64; 7] =
    [1.0, 1.3920053346762105, 0.7219355475671381, 0.17193386563280308, 0.01864591917156529, 0.0007779424963818936, 7.326684307446256e-06];
const LW: [f64; 6] = [
    0.08333333333333297,
    -0.0027777777772877554,
    0.0007936505586430196,
    -0.00059518755745034,
    0.0008363399189962821,
    -0.0016309293409657527,
];

fn lgamma_f64(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return f64::INFINITY;
    }
    if x >= 0.0 {
        return lgamma_positive(x);
    }
    let a = -x;
    if a < 8.470329472543003e-22 {
        return -ln(a);
    }
    let t = sin_pi(a).abs();
    if t == 0.0 {
        return f64::INFINITY;
    }
    ln(PI / (t * a)) - lgamma_positive(a)
}

/// |sin(pi x)| up to its sign, for x >= 0.
fn sin_pi(x: f64) -> f64 {
    let r = x - round(x);
    if r.abs() <= 0.25 { sin(PI * r) } else { cos(PI * (0.5 - r.abs())) }
}

fn lgamma_positive(x: f64) -> f64 {
    if x < 8.470329472543003e-22 {
        -ln(x)
    } else if x == 1.0 || x == 2.0 {
        0.0
    } else if x < 2.0 {
        // lgamma(x) = lgamma(x + 1) - ln(x)
        let (shift, y) = if x <= 0.9 { (-ln(x), x) } else { (0.0, x - 1.0) };
        if y >= 0.7316321449683623 {
            let y = if x <= 0.9 { 1.0 - x } else { 2.0 - x };
            let z = y * y;
            let even = polynomial(z, &[LA[0], LA[2], LA[4], LA[6], LA[8], LA[10]]);
            let odd = z * polynomial(z, &[LA[1], LA[3], LA[5], LA[7], LA[9], LA[11]]);
            shift + (y * even + odd - 0.5 * y)
        } else if y >= 0.23163214496836226 {
            let y = if x <= 0.9 { x - (TC - 1.0) } else { x - TC };
            let z = y * y;
            let w = z * y;
            let p1 = polynomial(w, &[LT[0], LT[3], LT[6], LT[9], LT[12]]);
            let p2 = polynomial(w, &[LT[1], LT[4], LT[7], LT[10], LT[13]]);
            let p3 = polynomial(w, &[LT[2], LT[5], LT[8], LT[11], LT[14]]);
            shift + (TF + (z * p1 - (TT - w * (p2 + y * p3))))
        } else {
            shift + (-0.5 * y + y * polynomial(y, &LU) / polynomial(y, &LV))
        }
    } else if x < 8.0 {
        let whole = floor(x);
        let y = x - whole;
        let mut r = 0.5 * y + y * polynomial(y, &LS) / polynomial(y, &LR);
        if whole >= 3.0 {
            // lgamma(1 + s) = ln(s) + lgamma(s)
            let mut z = 1.0;
            let mut k = whole - 1.0;
            while k >= 2.0 {
                z *= y + k;
                k -= 1.0;
            }
            r += ln(z);
        }
        r
    } else if x < 288230376151711744.0 {
        let z = 1.0 / x;
        let w = W0 + z * polynomial(z * z, &LW);
        (x - 0.5) * (ln(x) - 1.0) + w
    } else {
        x * (ln(x) - 1.0)
    }
}

// The positive zero of digamma, in two parts, and the Taylor series there.
const ZERO_HIGH: f64 = 1.4616321449683622;
const ZERO_LOW: f64 = 9.549995429965697e-17;
const AT_ZERO: [f64; 24] = [
    0.9676722454476212,
    -0.4427631689835921,
    0.258499760955651,
    -0.16394270544240652,
    0.10782405069126237,
    -0.07219956125645471,
    0.04880428816414311,
    -0.03316112647484736,
    0.022597648232218104,
    -0.01542476590494896,
    0.010538791616612175,
    -0.007204534386356869,
    0.004926781395729853,
    -0.003369801655439328,
    0.002305126326734928,
    -0.0015769367714301972,
    0.0010788252019162967,
    -0.0007380709389960052,
    0.000504953265834602,
    -0.0003454680251063077,
    0.00023635601564027053,
    -0.00016170622091974803,
    0.0001106337276874741,
    -7.569179582195066e-05,
];
/// B(2k)/(2k)
const DIGAMMA_SERIES: [f64; 8] =
    [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32760.0, 1.0 / 12.0, -3617.0 / 8160.0];

fn digamma_f64(x: f64) -> f64 {
    if x <= 0.0 {
        if x == 0.0 {
            return -1.0 / x;
        }
        let r = x - round(x);
        if r == 0.0 || x == f64::NEG_INFINITY {
            return f64::NAN;
        }
        // Reflection; the cotangent's period is 1.
        return digamma_f64(1.0 - x) - PI * cot_pi(r);
    }
    let mut x = x;
    let mut shift = 0.0;
    if x < 1.2 {
        shift = 1.0 / x;
        x += 1.0;
    }
    if x < 1.7 {
        let d = (x - ZERO_HIGH) - ZERO_LOW;
        return d * polynomial(d, &AT_ZERO) - shift;
    }
    while x < 10.0 {
        shift += 1.0 / x;
        x += 1.0;
    }
    let s = 1.0 / (x * x);
    let series = s * polynomial(s, &DIGAMMA_SERIES);
    ln(x) - 0.5 / x - series - shift
}

/// cot(pi r) for |r| <= 1/2.
fn cot_pi(r: f64) -> f64 {
    if r.abs() <= 0.25 { 1.0 / tan(PI * r) } else { tan(PI * (0.5 - r.abs())).copysign(r) }
}

/// B(2k)/(2k)!
const BERNOULLI: [f64; 12] = [
    0.08333333333333333,
    -0.001388888888888889,
    3.306878306878307e-05,
    -8.267195767195768e-07,
    2.08767569878681e-08,
    -5.284190138687493e-10,
    1.3382536530684679e-11,
    -3.3896802963225827e-13,
    8.586062056277845e-15,
    -2.174868698558062e-16,
    5.5090028283602295e-18,
    -1.3954464685812522e-19,
];
/// Up to here derivatives of the cotangent are written as polynomials.
const MOST_COTANGENT: usize = 32;

fn polygamma_f64(n: u32, x: f64) -> f64 {
    if n == 0 {
        return digamma_f64(x);
    }
    if x.is_nan() || x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    // (-1)^(n+1)
    let sign = if n % 2 == 1 { 1.0 } else { -1.0 };
    if x >= 0.0 {
        return sign * hurwitz(n, x);
    }
    let nearest = round(x);
    let r = x - nearest;
    if r == 0.0 {
        return if n % 2 == 1 { f64::INFINITY } else { f64::NAN };
    }
    if n as usize >= MOST_COTANGENT {
        // Only the nearest poles count.
        let mut m = nearest.max(-8.0);
        let mut sum = 0.0;
        while m <= 8.0 {
            sum += factorial_over_power(n, r + m);
            m += 1.0;
        }
        return sign * sum;
    }
    // Reflection: (-1)^n psi_n(1 - x) - psi_n(x) is the n-th derivative of pi cot(pi x).
    -hurwitz(n, 1.0 - x) - cotangent_derivative(n, r)
}

/// The sum of n!/(x + k)^(n+1) over k >= 0, for x >= 0.
fn hurwitz(n: u32, x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    let order = n as f64;
    let mut x = x;
    let mut sum = 0.0;
    while x < order + 10.0 {
        let term = factorial_over_power(n, x);
        sum += term;
        x += 1.0;
        if term < sum * 1e-18 {
            return sum;
        }
    }
    // Euler and Maclaurin
    let s = 1.0 / (x * x);
    let mut rising = 1.0;
    let mut series = 1.0 + 0.5 * order / x;
    let mut k = order;
    for b in BERNOULLI {
        rising *= k * (k + 1.0) * s;
        series += b * rising;
        k += 2.0;
    }
    sum + factorial_over_power(n - 1, x) * series
}

/// n!/x^(n+1)
fn factorial_over_power(n: u32, x: f64) -> f64 {
    if n <= 20 {
        let mut factorial = 1.0;
        for i in 2..=n {
            factorial *= i as f64;
        }
        let power = powi(x, n as i32 + 1);
        if power.is_finite() && power.abs() > f64::MIN_POSITIVE {
            return factorial / power;
        }
    }
    let inverse = 1.0 / x;
    let mut product = inverse;
    for i in 1..=n {
        product *= i as f64 * inverse;
    }
    product
}

/// The n-th derivative of pi cot(pi r), for n < MOST_COTANGENT.
fn cotangent_derivative(n: u32, r: f64) -> f64 {
    // With c = cot(u): (c^k)' = -k (c^(k-1) + c^(k+1)).
    let mut coefficients = [0.0; MOST_COTANGENT + 2];
    coefficients[1] = 1.0;
    for order in 0..n as usize {
        let mut next = [0.0; MOST_COTANGENT + 2];
        for k in 1..=order + 1 {
            let c = -(k as f64) * coefficients[k];
            next[k - 1] += c;
            next[k + 1] += c;
        }
        coefficients = next;
    }
    let c = cot_pi(r);
    let mut sum = coefficients[n as usize + 1];
    for a in coefficients[..n as usize + 1].iter().rev() {
        sum = sum * c + a;
    }
    powi(PI, n as i32 + 1) * sum
}
