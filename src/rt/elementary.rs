//! Functions of the platform, and what is made of them and of logarithms: roots, powers,
//! inverse trigonometric and inverse hyperbolic functions.

use super::float::Float;
use super::logarithm::{ln, log1p};
use super::vectors::Fma;

macro_rules! forward {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),+) = $method:ident;)*) => { $(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<T: Float>($($arg: T),+) -> T {
            T::$method($($arg),+)
        }
    )* };
}

forward! {
    /// The largest integer not above `x`.
    floor(x) = platform_floor;
    /// The smallest integer not below `x`.
    ceil(x) = platform_ceil;
    /// The nearest integer, halves away from zero.
    round(x) = platform_round;
    /// Square root; NaN for negative numbers.
    sqrt(x) = platform_sqrt;
    /// Cube root, of negative numbers too.
    cbrt(x) = platform_cbrt;
    /// Tangent of an angle in radians.
    tan(x) = platform_tan;
    /// Inverse sine, in [-pi/2, pi/2].
    asin(x) = platform_asin;
    /// Inverse cosine, in [0, pi].
    acos(x) = platform_acos;
    /// Inverse tangent, in [-pi/2, pi/2].
    atan(x) = platform_atan;
    /// The angle of the point (x, y), in [-pi, pi].
    atan2(y, x) = platform_atan2;
    /// `x` to the power `y`.
    pow(x, y) = platform_pow;
}

/// Inverse hyperbolic sine.
#[inline]
pub fn asinh<T: Float>(fma: Fma, x: T) -> T {
    let a = x.magnitude();
    let y = if a * T::EPSILON > T::ONE {
        // a + sqrt(a^2 + 1) is 2a
        ln(fma, a) + T::LN_2
    } else {
        let square = a * a;
        log1p(fma, a + square / (T::ONE + sqrt(square + T::ONE)))
    };
    y.with_sign_of(x)
}

/// Inverse hyperbolic cosine; NaN below 1.
#[inline]
pub fn acosh<T: Float>(fma: Fma, x: T) -> T {
    if x * T::EPSILON > T::ONE {
        ln(fma, x) + T::LN_2
    } else if x < T::ONE {
        T::NAN
    } else {
        let t = x - T::ONE;
        log1p(fma, t + sqrt(t * (x + T::ONE)))
    }
}

/// Inverse hyperbolic tangent; NaN outside [-1, 1].
#[inline]
pub fn atanh<T: Float>(fma: Fma, x: T) -> T {
    let a = x.magnitude();
    let y = T::HALF * log1p(fma, T::TWO * a / (T::ONE - a));
    y.with_sign_of(x)
}

/// sqrt(x^2 + y^2) without overflow: [`norm`](super::norm) of two numbers.
#[inline]
pub fn hypot<T: Float>(x: T, y: T) -> T {
    super::norm(&[x, y])
}
