//! Logarithms.
//!
//! x is split into m 2^k with m in [0.8, 1.6), of which the upper half is multiplied by 3/4: so it is
//! (1 + f) 2^k, or (1 + f) 2^k 4/3, with |f| <= 0.2, and f is exact. The logarithm of 1 + f is f plus f^2 times a
//! polynomial, and what is added to it is the sum of two numbers, the first of few digits. There are neither
//! branches nor divisions nor tables, for the reasons given in `exponential.rs`. (Muller, Elementary Functions, 3rd
//! edition, sections 4.1 and 11.4.)
//!
//! The largest error in units in the last place, for `f64` and `f32` alike, is 1.0; `accuracy.rs` holds them to it.

use super::bits::{add_product, polynomial};
use super::float::Float;
use super::vectors::Fma;

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
    /// Fractions above this are multiplied by 3/4.
    const LEAST_UPPER_: Self;
    /// 2 to this and to minus this are normal numbers.
    const EXPONENT_MOST_: Self;
    /// The leading digits of ln(4/3).
    const LN_4_3_HIGH_: Self;
    /// ln(4/3) minus that.
    const LN_4_3_LOW_: Self;
    /// The leading digits of its logarithm to base 2.
    const LOG2_4_3_HIGH_: Self;
    /// That logarithm minus them.
    const LOG2_4_3_LOW_: Self;
    /// The leading digits of its logarithm to base 10.
    const LOG10_4_3_HIGH_: Self;
    /// That logarithm minus them.
    const LOG10_4_3_LOW_: Self;
    /// A number plus ln(1 + f) - f for |f| <= 0.2.
    #[doc(hidden)]
    fn ln_beyond_linear_(self, fma: Fma, start: Self) -> Self;
    /// A number plus ln(1 + x) - x for x in [0, 1].
    #[doc(hidden)]
    fn log1p_beyond_linear_(self, fma: Fma, start: Self) -> Self;
}

impl Logarithm for f64 {
    const LOG2_E_HIGH_: Self = f64::from_bits(0x3ff7_1547_6520_0000);
    const LOG2_E_LOW_: Self = 1.6751713164886512e-10;
    const LOG10_E_HIGH_: Self = f64::from_bits(0x3fdb_cb7b_1520_0000);
    const LOG10_E_LOW_: Self = 2.5082946711645275e-11;
    const LOG10_2_HIGH_: Self = f64::from_bits(0x3fd3_4413_509f_6000);
    const LOG10_2_LOW_: Self = 3.694239077158931e-13;
    const LEAST_UPPER_: Self = 1.17;
    const EXPONENT_MOST_: Self = 1000.0;
    const LN_4_3_HIGH_: Self = 0.28768207249231637;
    const LN_4_3_LOW_: Self = -4.053543780278539e-11;
    const LOG2_4_3_HIGH_: Self = 0.4150374992750585;
    const LOG2_4_3_LOW_: Self = 3.785310626949533e-12;
    const LOG10_4_3_HIGH_: Self = 0.12493873660832833;
    const LOG10_4_3_LOW_: Self = -2.8373705641129622e-14;

    #[inline(always)]
    fn ln_beyond_linear_(self, fma: Fma, start: Self) -> Self {
        add_product!(fma, start; self * self, self;
            -0.5,
            0.3333333333333619,
            -0.250000000000072,
            0.19999999998144627,
            -0.1666666666324009,
            0.14285714688715445,
            -0.12500000607868372,
            0.11111069850907627,
            -0.09999946115958032,
            0.09093157109436291,
            -0.08335967143042669,
            0.07625459275131,
            -0.07070937596018124,
            0.07681577296233313,
            -0.07268571129776459,
        )
    }
    #[inline(always)]
    fn log1p_beyond_linear_(self, fma: Fma, start: Self) -> Self {
        add_product!(fma, start; self * self, self;
            -0.4999999999999946,
            0.3333333333323504,
            -0.24999999993676011,
            0.19999999791302817,
            -0.16666662498112472,
            0.14285658892391453,
            -0.1249947957185814,
            0.111075057480709,
            -0.09981013816958774,
            0.09013149960808951,
            -0.08081202180164106,
            0.07035524236380945,
            -0.05750175127978492,
            0.04229981126968516,
            -0.02674368740208615,
            0.013838397581786222,
            -0.005543010541456036,
            0.00159570645955261,
            -0.00029175373417881427,
            2.5329192215812356e-05,
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
    const LEAST_UPPER_: Self = 1.17;
    const EXPONENT_MOST_: Self = 120.0;
    const LN_4_3_HIGH_: Self = 0.2876892;
    const LN_4_3_LOW_: Self = -7.1365325e-6;
    const LOG2_4_3_HIGH_: Self = 0.41503906;
    const LOG2_4_3_LOW_: Self = -1.5632212e-6;
    const LOG10_4_3_HIGH_: Self = 0.124938965;
    const LOG10_4_3_LOW_: Self = -2.2823545e-7;

    #[inline(always)]
    fn ln_beyond_linear_(self, fma: Fma, start: Self) -> Self {
        add_product!(fma, start; self * self, self;
            -0.5,
            0.33333468,
            -0.2500019,
            0.19979262,
            -0.1664314,
            0.15174477,
            -0.13380073,
        )
    }
    #[inline(always)]
    fn log1p_beyond_linear_(self, fma: Fma, start: Self) -> Self {
        add_product!(fma, start; self * self, self;
            -0.4999993,
            0.33330515,
            -0.24958642,
            0.19695687,
            -0.1535622,
            0.1068192,
            -0.057677478,
            0.020211251,
            -0.0033198872,
        )
    }
}

/// `u`, a normal number, as 2^k (1 + f) times 1 or 4/3: k, whether it is 4/3, and f.
#[inline(always)]
fn split_normal<T: Float>(fma: Fma, u: T) -> (T, bool, T) {
    let (k, m) = u.exponent_and_fraction_();
    let upper = m > T::LEAST_UPPER_;
    let quarter = T::HALF * T::HALF;
    // Exact, both ways.
    let f = if fma.is_there() {
        fma.multiply_add(m, if upper { T::ONE - quarter } else { T::ONE }, -T::ONE)
    } else {
        (m - T::ONE) - m * (if upper { quarter } else { T::ZERO })
    };
    (k, upper, f)
}

/// The same of any positive number.
#[inline(always)]
fn split<T: Float>(fma: Fma, x: T) -> (T, bool, T) {
    let subnormal = x < T::NORMAL_;
    let (k, upper, f) = split_normal(fma, if subnormal { x * T::RAISE_ } else { x });
    (if subnormal { k - T::RAISED_ } else { k }, upper, f)
}

/// The two parts of a number, or of 0.
#[inline(always)]
fn only_if<T: Float>(condition: bool, high: T, low: T) -> (T, T) {
    if condition { (high, low) } else { (T::ZERO, T::ZERO) }
}

/// k ln(2), or that plus ln(4/3), in two parts.
#[inline(always)]
fn whole<T: Float>(fma: Fma, k: T, upper: bool) -> (T, T) {
    let (high, low) = only_if(upper, T::LN_4_3_HIGH_, T::LN_4_3_LOW_);
    (fma.multiply_add(k, T::LN_2_HIGH_, high), fma.multiply_add(k, T::LN_2_LOW_, low))
}

/// The sum of two numbers, of which the first is 0 or the larger one, and what it was rounded by.
#[inline(always)]
fn two_sum<T: Float>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// ln(1 + f) in two parts, the first of few digits.
#[inline(always)]
fn ln_parts<T: Float>(fma: Fma, f: T) -> (T, T) {
    let rest = f.ln_beyond_linear_(fma, T::ZERO);
    let high = (f + rest).upper_half_();
    (high, (f - high) + rest)
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
pub fn ln<T: Float>(fma: Fma, x: T) -> T {
    let (k, upper, f) = split(fma, x);
    let (high, low) = whole(fma, k, upper);
    let (sum, error) = two_sum(high, f);
    or_edge(x, sum + f.ln_beyond_linear_(fma, low + error))
}

/// Logarithm to base 2.
#[inline(always)]
pub fn log2<T: Float>(fma: Fma, x: T) -> T {
    let (k, upper, f) = split(fma, x);
    let (high, low) = ln_parts(fma, f);
    let (offset, offset_low) = only_if(upper, T::LOG2_4_3_HIGH_, T::LOG2_4_3_LOW_);
    let (sum, error) = two_sum(k + offset, high * T::LOG2_E_HIGH_);
    let rest = (low + high) * T::LOG2_E_LOW_ + low * T::LOG2_E_HIGH_;
    or_edge(x, sum + (rest + (error + offset_low)))
}

/// Logarithm to base 10.
#[inline(always)]
pub fn log10<T: Float>(fma: Fma, x: T) -> T {
    let (k, upper, f) = split(fma, x);
    let (high, low) = ln_parts(fma, f);
    let (offset, offset_low) = only_if(upper, T::LOG10_4_3_HIGH_, T::LOG10_4_3_LOW_);
    let (sum, error) = two_sum(k * T::LOG10_2_HIGH_ + offset, high * T::LOG10_E_HIGH_);
    let rest = (low + high) * T::LOG10_E_LOW_ + low * T::LOG10_E_HIGH_;
    or_edge(x, sum + (rest + (error + (k * T::LOG10_2_LOW_ + offset_low))))
}

/// ln(1 + x), accurate near 0.
#[inline(always)]
pub fn log1p<T: Float>(fma: Fma, x: T) -> T {
    let u = T::ONE + x;
    // What 1 + x was rounded by, exactly (Knuth's two-sum).
    let part = u - T::ONE;
    let late = (T::ONE - (u - part)) + (x - part);
    let (k, upper, f) = split_normal(fma, u);
    let (high, low) = whole(fma, k, upper);
    let (sum, error) = two_sum(high, f);
    // ln(u + late) is ln(u) + late/u; of 1/(1 + f) this takes the first four terms.
    let most = T::EXPONENT_MOST_;
    let scale = (T::POWER_ - if k > most { most } else { k }).power_of_two_();
    let scale = if upper { scale - scale * (T::HALF * T::HALF) } else { scale };
    let inverse = (T::ONE - f) * (T::ONE + f * f);
    let y = sum + f.ln_beyond_linear_(fma, (low + error) + late * scale * inverse);
    // The sign matters for -0.
    or_edge(u, y).with_sign_of(x)
}

/// ln(1 + x) for x in [0, 1].
#[inline(always)]
pub(super) fn log1p_unit<T: Float>(fma: Fma, x: T) -> T {
    x.log1p_beyond_linear_(fma, x)
}
