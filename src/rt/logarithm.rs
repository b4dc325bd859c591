//! Logarithms.
//!
//! x is split into m 2^k with m near 1, and with f = m - 1 and s = f/(2 + f) the logarithm of m is
//! f - f^2/2 + s (f^2/2 + R(s^2)), R being a polynomial: the method of FreeBSD's msun (e_log.c, k_log.h,
//! s_log1p.c, after Tang, Table-driven implementation of the logarithm function, ACM TOMS 16, 1990), here
//! without branches, as in `exponential.rs`.
//!
//! The largest error in units in the last place, for `f64` and `f32` alike, is 1.0; `accuracy.rs` holds them to it.

use super::bits::{polynomial, product};
use super::float::Float;

/// Constants and polynomials; the leading digits of the numbers are so few that products of them are exact.
pub trait Logarithm: Sized {
    /// The leading digits of 1/ln(2).
    const LOG2_E_HIGH_: Self;
    /// 1/ln(2) minus that.
    const LOG2_E_LOW_: Self;
    /// The leading digits of 1/ln(10).
    const LOG10_E_HIGH_: Self;
    /// 1/ln(10) minus that.
    const LOG10_E_LOW_: Self;
    /// The leading digits of ln(2)/ln(10).
    const LOG10_2_HIGH_: Self;
    /// ln(2)/ln(10) minus that.
    const LOG10_2_LOW_: Self;
    /// 2 to this and to minus this are normal numbers.
    const EXPONENT_MOST_: Self;
    /// ln((1 + s)/(1 - s)) - 2s for s^2 at most ((sqrt(2) - 1)/(sqrt(2) + 1))^2, as a sum of two numbers of which the
    /// first is known sooner.
    #[doc(hidden)]
    fn ln_beyond_linear_(self) -> (Self, Self);
    /// The same for s^2 at most 1/9.
    #[doc(hidden)]
    fn ln_wide_polynomial_(self) -> Self;
}

impl Logarithm for f64 {
    const LOG2_E_HIGH_: Self = f64::from_bits(0x3ff7_1547_6520_0000);
    const LOG2_E_LOW_: Self = 1.6751713164886512e-10;
    const LOG10_E_HIGH_: Self = f64::from_bits(0x3fdb_cb7b_1520_0000);
    const LOG10_E_LOW_: Self = 2.5082946711645275e-11;
    const LOG10_2_HIGH_: Self = f64::from_bits(0x3fd3_4413_509f_6000);
    const LOG10_2_LOW_: Self = 3.694239077158931e-13;
    const EXPONENT_MOST_: Self = 1000.0;

    #[inline(always)]
    fn ln_beyond_linear_(self) -> (Self, Self) {
        let square = self * self;
        product!(self * square, square;
            0.6666666666666734,
            0.3999999999941628,
            0.2857142874216067,
            0.22222198587382577,
            0.18183563944422293,
            0.15314053004425518,
            0.14795986497931363,
        )
    }
    #[inline(always)]
    fn ln_wide_polynomial_(self) -> Self {
        self * polynomial!(self;
            0.666666666666663,
            0.40000000000158636,
            0.2857142854776242,
            0.2222222397218891,
            0.18181743913282092,
            0.15386559070640268,
            0.1330099503040506,
            0.12105857950789646,
            0.08341286755641796,
            0.1701612221295615,
        )
    }
}

impl Logarithm for f32 {
    const LOG2_E_HIGH_: Self = f32::from_bits(0x3fb8_b000);
    const LOG2_E_LOW_: Self = -1.7605285e-4;
    const LOG10_E_HIGH_: Self = f32::from_bits(0x3ede_6000);
    const LOG10_E_LOW_: Self = -3.168997e-5;
    const LOG10_2_HIGH_: Self = f32::from_bits(0x3e9a_2080);
    const LOG10_2_LOW_: Self = 7.903415e-7;
    const EXPONENT_MOST_: Self = 120.0;

    #[inline(always)]
    fn ln_beyond_linear_(self) -> (Self, Self) {
        let square = self * self;
        product!(self * square, square; 0.6666666, 0.40000972, 0.28498793, 0.2427886)
    }
    #[inline(always)]
    fn ln_wide_polynomial_(self) -> Self {
        self * polynomial!(self; 0.66666675, 0.39998952, 0.2861509, 0.21445455, 0.24238844)
    }
}

/// `x` as 2^k (1 + f): k and f.
#[inline(always)]
fn split<T: Float>(x: T) -> (T, T) {
    let subnormal = x < T::NORMAL_;
    let (k, m) = (if subnormal { x * T::RAISE_ } else { x }).exponent_and_fraction_();
    (if subnormal { k - T::RAISED_ } else { k }, m - T::ONE)
}

/// With s = f/(2 + f): s, and ln(1 + f) - f in two parts, of which the second is known late.
#[inline(always)]
fn ln_rest<T: Float>(f: T) -> (T, T, T) {
    let s = f / (T::TWO + f);
    let half_square = T::HALF * f * f;
    let (first, second) = s.ln_beyond_linear_();
    (s, (s * half_square - half_square) + first, second)
}

/// ln(1 + f) in two parts, the first of few digits.
#[inline(always)]
fn ln_parts<T: Float>(f: T) -> (T, T) {
    let (_, first, second) = ln_rest(f);
    let high = (f + first).upper_half_();
    (high, ((f - high) + first) + second)
}

/// `y`, or what the logarithm of `x` is where `x` is no positive number.
#[inline(always)]
fn or_edge<T: Float>(x: T, y: T) -> T {
    let positive = if x < T::INFINITY { y } else { x };
    let other = if x == T::ZERO { T::NEG_INFINITY } else { T::NAN };
    if x > T::ZERO { positive } else { other }
}

/// Natural logarithm.
#[inline(always)]
pub fn ln<T: Float>(x: T) -> T {
    let (k, f) = split(x);
    let (_, first, second) = ln_rest(f);
    or_edge(x, k * T::LN_2_HIGH_ + (f + ((first + k * T::LN_2_LOW_) + second)))
}

/// Logarithm to base 2.
#[inline(always)]
pub fn log2<T: Float>(x: T) -> T {
    let (k, f) = split(x);
    let (high, low) = ln_parts(f);
    let first = high * T::LOG2_E_HIGH_;
    let second = (low + high) * T::LOG2_E_LOW_ + low * T::LOG2_E_HIGH_;
    let sum = k + first;
    or_edge(x, sum + (second + ((k - sum) + first)))
}

/// Logarithm to base 10.
#[inline(always)]
pub fn log10<T: Float>(x: T) -> T {
    let (k, f) = split(x);
    let (high, low) = ln_parts(f);
    let whole = k * T::LOG10_2_HIGH_;
    let first = high * T::LOG10_E_HIGH_;
    let second = k * T::LOG10_2_LOW_ + (low + high) * T::LOG10_E_LOW_ + low * T::LOG10_E_HIGH_;
    let sum = whole + first;
    or_edge(x, sum + (second + ((whole - sum) + first)))
}

/// ln(1 + x), accurate near 0.
#[inline(always)]
pub fn log1p<T: Float>(x: T) -> T {
    let u = T::ONE + x;
    // What 1 + x was rounded by, exactly (Knuth's two-sum).
    let part = u - T::ONE;
    let error = (T::ONE - (u - part)) + (x - part);
    let (k, m) = u.exponent_and_fraction_();
    let f = m - T::ONE;
    let (s, first, second) = ln_rest(f);
    // ln(u + error) is ln(u) + error/u, and with the error scaled like m: error/m. It takes few digits of 1/m.
    let most = T::EXPONENT_MOST_;
    let scale = (T::POWER_ - if k > most { most } else { k }).power_of_two_();
    let inverse = T::ONE - T::TWO * (s - s * s);
    let correction = k * T::LN_2_LOW_ + error * scale * inverse;
    let y = k * T::LN_2_HIGH_ + (f + ((first + correction) + second));
    // The sign matters for -0.
    or_edge(u, y).with_sign_of(x)
}

/// ln(1 + x) for x in [0, 1].
#[inline(always)]
pub(super) fn log1p_unit<T: Float>(x: T) -> T {
    let s = x / (T::TWO + x);
    let half_square = T::HALF * x * x;
    x - (half_square - s * (half_square + (s * s).ln_wide_polynomial_()))
}
