//! Functions of neural networks and of likelihoods, in forms that neither overflow nor cancel.

use super::elementary::{exp, expm1, ln, log1p, sinh, tanh};
use super::float::Float;
use super::special::erfc;

/// The logistic function 1/(1 + e^-x).
#[inline]
pub fn sigmoid<T: Float>(x: T) -> T {
    // e^-|x| is at most 1: nothing overflows, and small values keep all their digits.
    let e = exp(-x.magnitude());
    let numerator = if x < T::ZERO { e } else { T::ONE };
    numerator / (T::ONE + e)
}

/// Another name of [`sigmoid`].
#[inline]
pub fn logistic<T: Float>(x: T) -> T {
    sigmoid(x)
}

/// ln(x/(1 - x)), the inverse of [`sigmoid`].
#[inline]
pub fn logit<T: Float>(x: T) -> T {
    let quarter = T::HALF * T::HALF;
    if x < quarter || x > T::ONE - quarter {
        ln(x / (T::ONE - x))
    } else {
        // Near 1/2, where the quotient is near 1: 2x - 1 is exact.
        let d = x - T::HALF;
        log1p((d + d) / (T::ONE - x))
    }
}

/// ln(1 + e^x)
#[inline]
pub fn softplus<T: Float>(x: T) -> T {
    let small = log1p(exp(-x.magnitude()));
    if x > T::ZERO { x + small } else { small }
}

/// ln(cosh(x))
#[inline]
pub fn logcosh<T: Float>(x: T) -> T {
    let a = x.magnitude();
    if a < T::ONE {
        let s = sinh(a * T::HALF);
        log1p(T::TWO * (s * s))
    } else {
        (a - T::LN_2) + log1p(exp(-T::TWO * a))
    }
}

/// ln(sinh(x)) for x > 0.
#[inline]
pub fn logsinh<T: Float>(x: T) -> T {
    if x < T::ONE { ln(sinh(x)) } else { (x - T::LN_2) + log1p(-exp(-T::TWO * x)) }
}

/// `x` where positive, else `alpha * (e^x - 1)`.
#[inline]
pub fn elu<T: Float>(x: T, alpha: T) -> T {
    if x > T::ZERO { x } else { alpha * expm1(x) }
}

/// x times the normal distribution function at x (exact, not the tanh approximation).
#[inline]
pub fn gelu<T: Float>(x: T) -> T {
    if x == T::NEG_INFINITY {
        return -T::ZERO;
    }
    x * erfc(-(x * T::FRAC_1_SQRT_2)) * T::HALF
}

/// x times [`sigmoid`] of x.
#[inline]
pub fn silu<T: Float>(x: T) -> T {
    if x == T::NEG_INFINITY {
        return -T::ZERO;
    }
    x * sigmoid(x)
}

/// Another name of [`silu`].
#[inline]
pub fn swish<T: Float>(x: T) -> T {
    silu(x)
}

/// x times tanh of [`softplus`] of x.
#[inline]
pub fn mish<T: Float>(x: T) -> T {
    if x == T::NEG_INFINITY {
        return -T::ZERO;
    }
    x * tanh(softplus(x))
}
