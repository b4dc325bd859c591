//! Functions of neural networks and of likelihoods, in forms that neither overflow nor cancel.
//!
//! `sigmoid`, `softplus` and `mish` of the same number take the same e^-|x|, which the compiler then computes once.
//!
//! The largest errors in units in the last place, for `f64` and `f32` alike: `softplus` and `sigmoid` 2.25, `silu`
//! and `logcosh` 3.0, `mish` 3.5, `gelu` 4.0; `accuracy.rs` holds them to it. `silu`, `mish` and `gelu` lose
//! digits where their second factor is subnormal.

use super::bits::polynomial;
use super::error_function::twice_normal;
use super::exponential::{exp, exp_below_one, expm1, sinh};
use super::float::Float;
use super::logarithm::{ln, log1p, log1p_unit};
use super::vectors::Fma;

/// What ln(cosh(x)) takes near 0.
pub trait Activation: Sized {
    /// ln(cosh(x))/x^2 in x^2, for |x| up to 3/4.
    #[doc(hidden)]
    fn logcosh_polynomial_(self, fma: Fma) -> Self;
}

impl Activation for f64 {
    #[inline(always)]
    fn logcosh_polynomial_(self, fma: Fma) -> Self {
        polynomial!(fma, self;
            0.5,
            -0.08333333333333288,
            0.02222222222216844,
            -0.006746031743764219,
            0.0021869488053972977,
            -0.0007386023568976261,
            0.0002565757312656944,
            -9.096356877758942e-05,
            3.268248976529483e-05,
            -1.1706289290245573e-05,
            3.957164369759032e-06,
            -1.0902797270543789e-06,
            1.7202368363162264e-07,
        )
    }
}

impl Activation for f32 {
    #[inline(always)]
    fn logcosh_polynomial_(self, fma: Fma) -> Self {
        polynomial!(fma, self; 0.5, -0.08333312, 0.022216845, -0.0067011137, 0.0020182906, -0.0004323097)
    }
}

/// The logistic function 1/(1 + e^-x).
#[inline(always)]
pub fn sigmoid<T: Float>(fma: Fma, x: T) -> T {
    // e^-|x| is at most 1: nothing overflows, and small values keep all their digits.
    let e = exp_below_one(fma, -x.magnitude());
    let numerator = if x < T::ZERO { e } else { T::ONE };
    numerator / (T::ONE + e)
}

/// Another name of [`sigmoid`].
#[inline(always)]
pub fn logistic<T: Float>(fma: Fma, x: T) -> T {
    sigmoid(fma, x)
}

/// ln(x/(1 - x)), the inverse of [`sigmoid`].
#[inline]
pub fn logit<T: Float>(fma: Fma, x: T) -> T {
    let quarter = T::HALF * T::HALF;
    if x < quarter || x > T::ONE - quarter {
        ln(fma, x / (T::ONE - x))
    } else {
        // Near 1/2, where the quotient is near 1: 2x - 1 is exact.
        let d = x - T::HALF;
        log1p(fma, (d + d) / (T::ONE - x))
    }
}

/// ln(1 + e^x)
#[inline(always)]
pub fn softplus<T: Float>(fma: Fma, x: T) -> T {
    let small = log1p_unit(fma, exp_below_one(fma, -x.magnitude()));
    if x > T::ZERO { x + small } else { small }
}

/// ln(cosh(x))
#[inline(always)]
pub fn logcosh<T: Float>(fma: Fma, x: T) -> T {
    let a = x.magnitude();
    let square = a * a;
    let small = square * square.logcosh_polynomial_(fma);
    // ln(2) in two parts, as its rounding counts.
    let large = (a - T::LN_2) + (log1p_unit(fma, exp_below_one(fma, -T::TWO * a)) - T::LN_2_ERROR_);
    if a < T::ONE - T::HALF * T::HALF { small } else { large }
}

/// ln(sinh(x)) for x > 0.
#[inline]
pub fn logsinh<T: Float>(fma: Fma, x: T) -> T {
    if x < T::ONE { ln(fma, sinh(fma, x)) } else { (x - T::LN_2) + log1p(fma, -exp(fma, -T::TWO * x)) }
}

/// `x` where positive, else `alpha * (e^x - 1)`.
#[inline(always)]
pub fn elu<T: Float>(fma: Fma, x: T, alpha: T) -> T {
    if x > T::ZERO { x } else { alpha * expm1(fma, x) }
}

/// x times the normal distribution function at x (exact, not the tanh approximation).
#[inline(always)]
pub fn gelu<T: Float>(fma: Fma, x: T) -> T {
    vanishing_below(x, x * (T::HALF * twice_normal(fma, x)))
}

/// x times [`sigmoid`] of x.
#[inline(always)]
pub fn silu<T: Float>(fma: Fma, x: T) -> T {
    vanishing_below(x, x * sigmoid(fma, x))
}

/// Another name of [`silu`].
#[inline(always)]
pub fn swish<T: Float>(fma: Fma, x: T) -> T {
    silu(fma, x)
}

/// x times tanh of [`softplus`] of x.
#[inline(always)]
pub fn mish<T: Float>(fma: Fma, x: T) -> T {
    // tanh(ln(1 + e^x)) is ((1 + e^x)^2 - 1)/((1 + e^x)^2 + 1); for positive x both by e^2x.
    let e = exp_below_one(fma, -x.magnitude());
    let square = e * e;
    let negative = x < T::ZERO;
    let numerator = if negative { square + T::TWO * e } else { T::ONE + T::TWO * e };
    let rest = if negative { T::TWO } else { T::TWO * square };
    vanishing_below(x, x * (numerator / (numerator + rest)))
}

/// `y`, which is a product with `x`, at negative infinity its limit, -0.
#[inline(always)]
fn vanishing_below<T: Float>(x: T, y: T) -> T {
    if x == T::NEG_INFINITY { -T::ZERO } else { y }
}
