//! e^x and what is made of it: exp2, expm1, sinh, cosh, tanh.
//!
//! x is split into n ln(2) + r with an integer n and |r| <= ln(2)/2, where e^r is a polynomial, and e^x is
//! 2^n e^r (Cody and Waite, Software Manual for the Elementary Functions, 1980). ln(2) is the sum of two numbers,
//! the first of so few digits that its product with n is exact, or that the rest is where the product is fused with
//! the difference. All is straight-line code without branches or tables, so that a loop over numbers becomes a loop
//! over vectors, with the same bits
//! (Shibata and Petrogalli, SLEEF: a portable vectorized library of C standard mathematical functions, 2020).
//!
//! The largest errors in units in the last place, for `f64` and `f32` alike: `exp`, `exp2` and `expm1` 1.25, `cosh` and
//! `tanh` 1.5, `sinh` 2.25; `accuracy.rs` holds them to it.

use super::bits::{add_product, polynomial};
use super::float::Float;
use super::vectors::Fma;

/// Constants and polynomials.
pub trait Exponential: Sized {
    /// 1/ln(2)
    const LOG2_E_: Self;
    /// The leading digits of ln(2): a multiple of so large a power of two that 2000 times it is exact.
    const LN_2_HIGH_: Self;
    /// ln(2) minus that.
    const LN_2_LOW_: Self;
    /// ln(2) minus the nearest number.
    const LN_2_ERROR_: Self;
    /// From here down e^x is 0.
    const EXP_LEAST_: Self;
    /// From here up it is infinite.
    const EXP_MOST_: Self;
    /// From here down 2^x is 0.
    const EXP2_LEAST_: Self;
    /// From here up it is infinite.
    const EXP2_MOST_: Self;
    /// From here down e^x - 1 is -1.
    const EXPM1_LEAST_: Self;
    /// From here up sinh(x) and cosh(x) are infinite.
    const SINH_MOST_: Self;
    /// Below this sinh(x) is x.
    const SINH_SMALL_: Self;
    /// From here up tanh(x) is 1.
    const TANH_MOST_: Self;
    /// A number plus e^r - 1 - r for |r| <= ln(2)/2.
    #[doc(hidden)]
    fn exp_beyond_linear_(self, fma: Fma, start: Self) -> Self;
}

impl Exponential for f64 {
    const LOG2_E_: Self = core::f64::consts::LOG2_E;
    const LN_2_HIGH_: Self = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN_2_LOW_: Self = 1.9082149292705877e-10;
    const LN_2_ERROR_: Self = 2.3190468138462996e-17;
    const EXP_LEAST_: Self = -746.0;
    const EXP_MOST_: Self = 710.0;
    const EXP2_LEAST_: Self = -1076.0;
    const EXP2_MOST_: Self = 1024.0;
    const EXPM1_LEAST_: Self = -40.0;
    const SINH_MOST_: Self = 710.5;
    const SINH_SMALL_: Self = 1.0 / (1 << 28) as f64;
    const TANH_MOST_: Self = 20.0;

    #[inline(always)]
    fn exp_beyond_linear_(self, fma: Fma, start: Self) -> Self {
        add_product!(fma, start; self * self, self;
            0.5,
            0.16666666666666433,
            0.04166666666660395,
            0.008333333333500025,
            0.001388888892680004,
            0.00019841269466264763,
            2.480150867689042e-05,
            2.755764080723171e-06,
            2.7625189445635593e-07,
            2.4978404841193294e-08,
        )
    }
}

impl Exponential for f32 {
    const LOG2_E_: Self = core::f32::consts::LOG2_E;
    const LN_2_HIGH_: Self = f32::from_bits(0x3f31_7200);
    const LN_2_LOW_: Self = 1.4286068e-6;
    const LN_2_ERROR_: Self = -1.9046542e-9;
    const EXP_LEAST_: Self = -105.0;
    const EXP_MOST_: Self = 89.0;
    const EXP2_LEAST_: Self = -151.0;
    const EXP2_MOST_: Self = 128.0;
    const EXPM1_LEAST_: Self = -18.0;
    const SINH_MOST_: Self = 89.5;
    const SINH_SMALL_: Self = 1.0 / (1 << 13) as f32;
    const TANH_MOST_: Self = 10.0;

    #[inline(always)]
    fn exp_beyond_linear_(self, fma: Fma, start: Self) -> Self {
        add_product!(fma, start; self * self, self; 0.5, 0.16666667, 0.041666478, 0.008333192, 0.001393371, 0.00019958454)
    }
}

/// `x` where it is not below `least` nor above `most`; NaN remains.
#[inline(always)]
fn clamp<T: Float>(x: T, least: T, most: T) -> T {
    at_most(if x < least { least } else { x }, most)
}

/// `x` where it is not above `most`; NaN remains.
#[inline(always)]
pub(super) fn at_most<T: Float>(x: T, most: T) -> T {
    if x > most { most } else { x }
}

/// With the integer n nearest to x/ln(2): n + `bias`, and x - n ln(2) in two parts, the second to be subtracted. The
/// first is exact.
#[inline(always)]
fn reduce<T: Float>(fma: Fma, x: T, bias: T) -> (T, T, T) {
    let t = fma.multiply_add(x, T::LOG2_E_, bias);
    let n = t - bias;
    if fma.is_there() { (t, fma.multiply_add(-n, T::LN_2, x), n * T::LN_2_ERROR_) } else { (t, x - n * T::LN_2_HIGH_, n * T::LN_2_LOW_) }
}

/// e^r - 1 - high for r = high - low.
#[inline(always)]
fn beyond_high<T: Float>(fma: Fma, high: T, low: T) -> T {
    (high - low).exp_beyond_linear_(fma, -low)
}

/// e^r - 1 for r = high - low, to the last digits of a 1.
#[inline(always)]
fn beyond_one<T: Float>(fma: Fma, high: T, low: T) -> T {
    // Where nothing is rounded in between, it is exact enough to start with r itself, for which nothing waits.
    let r = high - low;
    if fma.is_there() { r.exp_beyond_linear_(fma, r) } else { high + r.exp_beyond_linear_(fma, -low) }
}

/// e^(x - `less`) as y and t: it is (1 + y) 2^n with t = n + `SCALE_`; `less` is tiny.
#[inline(always)]
pub(super) fn exp_parts<T: Float>(fma: Fma, x: T, less: T) -> (T, T) {
    let (t, high, low) = reduce(fma, x, T::SCALE_);
    let low = low + less;
    (beyond_one(fma, high, low), t)
}

/// e^x
#[inline(always)]
pub fn exp<T: Float>(fma: Fma, x: T) -> T {
    let x = clamp(x, T::EXP_LEAST_, T::EXP_MOST_);
    let (t, high, low) = reduce(fma, x, T::SCALE_);
    beyond_one(fma, high, low).plus_one_times_power_(fma, t)
}

/// e^x for x that are not above 0, the same to the bit as [`exp`] of them and in fewer steps.
#[inline(always)]
pub(super) fn exp_below_one<T: Float>(fma: Fma, x: T) -> T {
    let (t, high, low) = reduce(fma, if x < T::EXP_LEAST_ { T::EXP_LEAST_ } else { x }, T::SMALL_);
    beyond_one(fma, high, low).plus_one_times_small_power_(fma, t)
}

/// 2^x
#[inline(always)]
pub fn exp2<T: Float>(fma: Fma, x: T) -> T {
    let x = clamp(x, T::EXP2_LEAST_, T::EXP2_MOST_);
    let t = x + T::SCALE_;
    // Exact, unlike its product with ln(2).
    let f = x - (t - T::SCALE_);
    let high = f * T::LN_2;
    let low = -f * T::LN_2_ERROR_;
    beyond_one(fma, high, low).plus_one_times_power_(fma, t)
}

/// (e^x - 1) * `scale` as a sum of two numbers, the second the smaller; `scale` is 2^-`down`.
#[inline(always)]
fn expm1_parts<T: Float>(fma: Fma, x: T, scale: T, down: T) -> (T, T) {
    let (t, high, low) = reduce(fma, x, T::POWER_);
    let power = (t - down).power_of_two_();
    // 2^n e^r - 1 is (2^n - 1) + 2^n (e^r - 1), and the first two summands' rounding error is found exactly.
    let whole = power - scale;
    let first = power * high;
    let sum = whole + first;
    (sum, power * beyond_high(fma, high, low) + (first - (sum - whole)))
}

/// e^x - 1, accurate near 0.
#[inline(always)]
pub fn expm1<T: Float>(fma: Fma, x: T) -> T {
    // Half of it, as 2^n may be out of range where the result is not.
    let (high, low) = expm1_parts(fma, clamp(x, T::EXPM1_LEAST_, T::EXP_MOST_), T::HALF, T::ONE);
    let y = T::TWO * (high + low);
    if x.magnitude() < T::HALF * T::EPSILON { x } else { y }
}

/// Hyperbolic sine.
#[inline(always)]
pub fn sinh<T: Float>(fma: Fma, x: T) -> T {
    let a = x.magnitude();
    // With E = e^|x| - 1 it is (E + E/(E + 1))/2; here is E/4.
    let four = T::TWO * T::TWO;
    let (high, low) = expm1_parts(fma, at_most(a, T::SINH_MOST_), T::HALF * T::HALF, T::TWO);
    let e = high + low;
    let y = T::TWO * (e + e / (four * e + T::ONE));
    (if a < T::SINH_SMALL_ { a } else { y }).with_sign_of(x)
}

/// Hyperbolic cosine.
#[inline(always)]
pub fn cosh<T: Float>(fma: Fma, x: T) -> T {
    let four = T::TWO * T::TWO;
    let (t, high, low) = reduce(fma, at_most(x.magnitude(), T::SINH_MOST_), T::SCALE_);
    // e^|x|/4
    let e = beyond_one(fma, high, low).plus_one_times_power_(fma, t - T::TWO);
    T::TWO * (e + T::ONE / (four * (four * e)))
}

/// Hyperbolic tangent.
#[inline(always)]
pub fn tanh<T: Float>(fma: Fma, x: T) -> T {
    // -E/(E + 2) with E = e^(-2|x|) - 1
    let a = at_most(x.magnitude(), T::TANH_MOST_);
    let (first, second) = expm1_parts(fma, -T::TWO * a, T::ONE, T::ZERO);
    let e = first + second;
    let e_error = second - (e - first);
    let d = e + T::TWO;
    let d_error = (e - (d - T::TWO)) + e_error;
    let q = e / d;
    // The quotient of the rounded numbers, corrected for what they were rounded by. This takes 1/d to one digit:
    // d is in [1, 2].
    let inverse = T::ONE + T::HALF - T::HALF * d;
    (q + (e_error - q * d_error) * inverse).with_sign_of(x)
}
