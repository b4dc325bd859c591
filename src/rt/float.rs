//! The number types that the functions accept.

use super::activation::Activation;
use super::bits::Bits;
use super::contract::Contract;
use super::error_function::ErrorFunction;
use super::exponential::Exponential;
use super::fused::Fused;
use super::logarithm::Logarithm;
use super::platform::Platform;
use super::trigonometric::Trigonometric;
use super::workspace::Kept;
use core::fmt::{Debug, Display, LowerExp};
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// A floating-point number: `f32` or `f64`.
///
/// The trait is sealed. Its first supertraits, which are not public, lend it the elementary functions, the fused
/// multiply-add, workspaces and the matrix product.
pub trait Float:
    Platform
    + Activation
    + Bits
    + ErrorFunction
    + Exponential
    + Fused
    + Kept
    + Contract
    + Logarithm
    + Trigonometric
    + Copy
    + Default
    + PartialEq
    + PartialOrd
    + Debug
    + Display
    + LowerExp
    + Send
    + Sync
    + 'static
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Sum
    + Product
{
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;
    /// 2
    const TWO: Self;
    /// 1/2
    const HALF: Self;
    /// Natural logarithm of 2.
    const LN_2: Self;
    /// 1/sqrt(2)
    const FRAC_1_SQRT_2: Self;
    /// Positive infinity.
    const INFINITY: Self;
    /// Negative infinity.
    const NEG_INFINITY: Self;
    /// Not a number.
    const NAN: Self;
    /// The distance from 1 to the next number.
    const EPSILON: Self;
    /// A sum of squares that is at least this has lost nothing to underflow.
    const SAFE_SQUARE: Self;
    /// A power of two that brings the largest numbers' squares into range.
    const SCALE_DOWN: Self;
    /// A power of two that brings the smallest numbers' squares into range.
    const SCALE_UP: Self;

    /// The nearest number of this type.
    fn from_f64(x: f64) -> Self;
    /// The same number as an `f64`.
    fn to_f64(self) -> f64;
    /// Whether this is not a number.
    #[inline(always)]
    #[allow(clippy::eq_op)]
    fn is_not_a_number(self) -> bool {
        self != self
    }
    /// Whether this is an infinity.
    #[inline(always)]
    fn is_infinity(self) -> bool {
        self == Self::INFINITY || self == Self::NEG_INFINITY
    }
    /// The absolute value; clears the sign bit.
    fn magnitude(self) -> Self;
    /// This magnitude with the sign bit of `sign`.
    fn with_sign_of(self, sign: Self) -> Self;
}

macro_rules! float {
    ($t:ident, safe: $safe:literal, down: $down:literal, up: $up:literal) => {
        impl Float for $t {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const TWO: Self = 2.0;
            const HALF: Self = 0.5;
            const LN_2: Self = core::$t::consts::LN_2;
            const FRAC_1_SQRT_2: Self = core::$t::consts::FRAC_1_SQRT_2;
            const INFINITY: Self = $t::INFINITY;
            const NEG_INFINITY: Self = $t::NEG_INFINITY;
            const NAN: Self = $t::NAN;
            const EPSILON: Self = $t::EPSILON;
            const SAFE_SQUARE: Self = $t::from_bits($safe);
            const SCALE_DOWN: Self = $t::from_bits($down);
            const SCALE_UP: Self = $t::from_bits($up);

            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                x as $t
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn magnitude(self) -> Self {
                self.abs()
            }
            #[inline(always)]
            fn with_sign_of(self, sign: Self) -> Self {
                self.copysign(sign)
            }
        }
    };
}

// Bits of a power of two: (exponent + bias) << mantissa bits.
float!(f64, safe: 0x0700_0000_0000_0000, down: 0x1ff0_0000_0000_0000, up: 0x5ff0_0000_0000_0000); // 2^-911, 2^-512, 2^512
float!(f32, safe: 0x1000_0000, down: 0x1f80_0000, up: 0x5f80_0000); // 2^-95, 2^-64, 2^64
