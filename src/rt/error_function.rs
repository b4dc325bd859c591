//! The error function and its complement.
//!
//! erfc(a) = e^(-a^2) P((a - K)/(a + K))/(1 + 2a), with one polynomial P that hardly varies (after Shepherd and
//! Laframboise, Chebyshev approximation of (1 + 2x) exp(x^2) erfc(x), Mathematics of Computation 36, 1981). Near 0,
//! erf(x) is x times a polynomial in x^2. Of a single number only one of them is evaluated; a loop over numbers becomes
//! one over vectors that evaluates both and selects, with the same bits.
//!
//! The largest errors in units in the last place, for `f64` and `f32` alike: `erf` 1.0, `erfc` 2.25; `accuracy.rs`
//! holds them to it.

use super::bits::polynomial;
use super::exponential::{at_most, exp, exp_parts};
use super::float::Float;
use super::logarithm::{ln, log1p};
use super::vectors::Fma;

/// Constants and polynomials.
pub trait ErrorFunction: Sized {
    /// The K of the module's head.
    const ERFC_CENTRE_: Self;
    /// From here up erfc(x) is 0.
    const ERFC_MOST_: Self;
    /// Up to here erf(x) is the polynomial.
    const ERF_SMALL_: Self;
    /// 2/sqrt(pi)
    const TWO_OVER_SQRT_PI_: Self;
    /// The constant coefficient of the P of the module's head.
    const ERFC_AT_CENTRE_: Self;
    /// The other coefficients.
    #[doc(hidden)]
    fn erfc_polynomial_(self, fma: Fma) -> Self;
    /// erf(x)/x - 1 in x^2.
    #[doc(hidden)]
    fn erf_polynomial_(self, fma: Fma) -> Self;
}

impl ErrorFunction for f64 {
    const ERFC_CENTRE_: Self = 2.5;
    const TWO_OVER_SQRT_PI_: Self = core::f64::consts::FRAC_2_SQRT_PI;
    const ERFC_AT_CENTRE_: Self = 1.2648381843668615;
    const ERFC_MOST_: Self = 28.0;
    const ERF_SMALL_: Self = 0.84;

    #[inline(always)]
    fn erfc_polynomial_(self, fma: Fma) -> Self {
        polynomial!(fma, self;
            -0.12235676308240463,
            -0.09902453957359528,
            0.1576299190232745,
            -0.10296705603908576,
            0.032760893266014446,
            0.0009318928350997797,
            -0.004382078287592619,
            0.0004918654833108414,
            0.0006321238540279209,
            -8.847567910063954e-05,
            -0.00011352080395102454,
            6.243211280792756e-06,
            2.270678742497694e-05,
            2.6926688234978345e-06,
            -4.29473066589909e-06,
            -1.7375100768739934e-06,
            7.698955102975729e-07,
            5.939728794732399e-07,
            -2.5257535432174974e-07,
        )
    }
    #[inline(always)]
    fn erf_polynomial_(self, fma: Fma) -> Self {
        polynomial!(fma, self;
            0.12837916709551256,
            -0.37612638903183354,
            0.11283791670934125,
            -0.026866170640651894,
            0.005223977575730983,
            -0.0008548323778497366,
            0.00012055200111810266,
            -1.4922135087954673e-05,
            1.6401902959700791e-06,
            -1.5716966549981027e-07,
            1.0735498076963266e-08,
        )
    }
}

impl ErrorFunction for f32 {
    const ERFC_CENTRE_: Self = 2.0;
    const TWO_OVER_SQRT_PI_: Self = core::f32::consts::FRAC_2_SQRT_PI;
    const ERFC_AT_CENTRE_: Self = 1.2769784;
    const ERFC_MOST_: Self = 10.6;
    const ERF_SMALL_: Self = 0.84;

    #[inline(always)]
    fn erfc_polynomial_(self, fma: Fma) -> Self {
        polynomial!(fma, self;
            -0.0927638,
            -0.16602993,
            0.16404957,
            -0.054227687,
            -0.008005633,
            0.008766143,
            0.0010847141,
            -0.0014964497,
        )
    }
    #[inline(always)]
    fn erf_polynomial_(self, fma: Fma) -> Self {
        polynomial!(fma, self; 0.12837917, -0.37612635, 0.112837315, -0.026861928, 0.00520836, -0.0008237081, 8.817791e-05)
    }
}

/// x^2 as a sum of two numbers.
///
/// With the digits of a number in two halves their products are exact (Dekker).
#[inline(always)]
fn square<T: Float>(fma: Fma, x: T) -> (T, T) {
    let square = x * x;
    if fma.is_there() {
        return (square, fma.multiply_add(x, x, -square));
    }
    let high = x.upper_half_();
    let low = x - high;
    (square, ((high * high - square) + T::TWO * (high * low)) + low * low)
}

/// erfc of a number from `ERF_SMALL_` up to `ERFC_MOST_`, of which the square is given in two parts: its rounding
/// error counts as much as it is large.
#[inline(always)]
fn erfc_large<T: Float>(fma: Fma, a: T, (square, error): (T, T)) -> T {
    let t = (a - T::ERFC_CENTRE_) / (a + T::ERFC_CENTRE_);
    let varying = t * t.erfc_polynomial_(fma);
    let p = T::ERFC_AT_CENTRE_ + varying;
    let d = T::ONE + T::TWO * a;
    let q = p / d;
    // What p and d were rounded by; the correction takes 1/d, which is q/p, to one digit: p is near 1.2.
    let p_error = varying - (p - T::ERFC_AT_CENTRE_);
    let d_error = T::ONE - (d - T::TWO * a);
    let correction = (p_error - q * d_error) * (q * (T::ONE - T::HALF * T::HALF));
    let (y, t) = exp_parts(fma, -square, error);
    (q + (q * y + correction)).times_power_of_two_(t)
}

/// erfc of `x`, or of its magnitude, `a`, where that is large, with the square of `a` in two parts.
#[inline(always)]
fn erfc_with<T: Float>(fma: Fma, x: T, a: T, square: (T, T)) -> T {
    if a < T::ERF_SMALL_ {
        // In this order, as 1 - x is exact where it is small.
        (T::ONE - x) - x * (x * x).erf_polynomial_(fma)
    } else {
        let large = erfc_large(fma, a, square);
        if x < T::ZERO { T::TWO - large } else { large }
    }
}

/// The error function.
#[inline(always)]
pub fn erf<T: Float>(fma: Fma, x: T) -> T {
    let a = at_most(x.magnitude(), T::ERFC_MOST_);
    let y = if a < T::ERF_SMALL_ { a + a * (a * a).erf_polynomial_(fma) } else { T::ONE - erfc_large(fma, a, square(fma, a)) };
    y.with_sign_of(x)
}

/// 1 - [`erf`], accurate for large arguments.
#[inline(always)]
pub fn erfc<T: Float>(fma: Fma, x: T) -> T {
    let a = at_most(x.magnitude(), T::ERFC_MOST_);
    erfc_with(fma, x, a, square(fma, a))
}

/// e^(x^2) [`erfc`]`(x)`: neither 0 nor infinite for large numbers.
#[inline]
pub fn erfcx<T: Float>(fma: Fma, x: T) -> T {
    let a = x.magnitude();
    if a < T::ERF_SMALL_ {
        return exp(fma, x * x) * erfc(fma, x);
    }
    let scaled = if a > T::ERFC_MOST_ {
        // The asymptotic series in 1/(2 x^2).
        let h = T::HALF / (a * a);
        let terms = [-11.0, -9.0, -7.0, -5.0, -3.0, -1.0];
        let series = terms.iter().fold(T::ONE, |sum, k| T::ONE + T::from_f64(*k) * (h * sum));
        T::HALF * T::TWO_OVER_SQRT_PI_ * series / a
    } else {
        let t = (a - T::ERFC_CENTRE_) / (a + T::ERFC_CENTRE_);
        (T::ERFC_AT_CENTRE_ + t * t.erfc_polynomial_(fma)) / (T::ONE + T::TWO * a)
    };
    if x > T::ZERO {
        scaled
    } else {
        // e^(x^2) of the square that is not rounded.
        let (square, error) = square(fma, at_most(a, T::ERFC_MOST_));
        T::TWO * exp(fma, square) * (T::ONE + error) - scaled
    }
}

/// ln([`erfc`]`(x)`), also where that is 0.
#[inline]
pub fn logerfc<T: Float>(fma: Fma, x: T) -> T {
    if x > T::ERF_SMALL_ {
        ln(fma, erfcx(fma, x)) - x * x
    } else if x < -T::ERF_SMALL_ {
        T::LN_2 + log1p(fma, -T::HALF * erfc(fma, -x))
    } else {
        log1p(fma, -erf(fma, x))
    }
}

/// e^(-x^2), of the square that is not rounded: with [`erf`] and [`erfc`] of the same number, which take it, too, the
/// compiler computes it once.
#[inline(always)]
pub fn gaussian<T: Float>(fma: Fma, x: T) -> T {
    let a = at_most(x.magnitude(), T::ERFC_MOST_);
    let (square, error) = square(fma, a);
    let (y, t) = exp_parts(fma, -square, error);
    (T::ONE + y).times_power_of_two_(t)
}

/// erfc(-x/sqrt(2)), twice the normal distribution function, as accurate as [`erfc`].
#[inline(always)]
pub(super) fn twice_normal<T: Float>(fma: Fma, x: T) -> T {
    let sqrt_2 = T::TWO * T::FRAC_1_SQRT_2;
    let a = at_most(x.magnitude(), T::ERFC_MOST_ * sqrt_2);
    // Half of the square of x itself, not the square of the rounded quotient.
    let (high, low) = square(fma, a);
    erfc_with(fma, -(x * T::FRAC_1_SQRT_2), a * T::FRAC_1_SQRT_2, (T::HALF * high, T::HALF * low))
}
