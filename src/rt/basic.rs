//! Functions that need only arithmetic and comparison.

use super::float::Float;

/// Absolute value.
#[inline(always)]
pub fn abs<T: Float>(x: T) -> T {
    x.magnitude()
}

/// -1, 0 or 1; 0 for both zeros.
#[inline]
pub fn sign<T: Float>(x: T) -> T {
    if x > T::ZERO {
        T::ONE
    } else if x < T::ZERO {
        -T::ONE
    } else {
        // 0 for both zeros, NaN for NaN.
        x.magnitude()
    }
}

/// The smaller argument, the first on a tie, NaN if either is NaN.
#[inline]
pub fn min<T: Float>(x: T, y: T) -> T {
    if x <= y || x.is_not_a_number() { x } else { y }
}

/// The larger argument, the first on a tie, NaN if either is NaN.
#[inline]
pub fn max<T: Float>(x: T, y: T) -> T {
    if x >= y || x.is_not_a_number() { x } else { y }
}

/// max(x, 0); NaN for NaN.
#[inline]
pub fn relu<T: Float>(x: T) -> T {
    // Written so that NaN passes and -0 becomes 0.
    if x <= T::ZERO { T::ZERO } else { x }
}

/// `x` where positive, else `slope * x`.
#[inline]
pub fn leaky_relu<T: Float>(x: T, slope: T) -> T {
    if x > T::ZERO { x } else { slope * x }
}

/// x/(1 + |x|)
#[inline]
pub fn softsign<T: Float>(x: T) -> T {
    if x.is_infinity() {
        return T::ONE.with_sign_of(x);
    }
    x / (T::ONE + x.magnitude())
}

/// `x` itself, which differentiation takes to be a constant.
#[inline(always)]
pub fn stop_gradient<T: Float>(x: T) -> T {
    x
}

/// 1, or NaN for a number that is not finite.
#[inline]
pub fn defined<T: Float>(x: T) -> T {
    if x.magnitude() < T::INFINITY { T::ONE } else { T::NAN }
}

/// `x` to an integer power; `powi(x, 0)` is 1 for every `x`.
///
/// By squaring, from the lowest bit of the exponent up: the result is the product of those of x, x^2,
/// x^4, ... whose bit is set, in that order. A negative power is the reciprocal of the positive one, or,
/// where that one overflows, the positive power of the reciprocal.
#[inline]
pub fn powi<T: Float>(x: T, n: i32) -> T {
    let power = powu(x, n.unsigned_abs());
    if n >= 0 {
        power
    } else if power.is_infinity() {
        powu(T::ONE / x, n.unsigned_abs())
    } else {
        T::ONE / power
    }
}

#[inline]
fn powu<T: Float>(x: T, mut n: u32) -> T {
    if n == 0 {
        return T::ONE;
    }
    let mut square = x;
    while n & 1 == 0 {
        square *= square;
        n >>= 1;
    }
    let mut power = square;
    n >>= 1;
    while n != 0 {
        square *= square;
        if n & 1 == 1 {
            power *= square;
        }
        n >>= 1;
    }
    power
}
