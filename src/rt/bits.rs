//! Arithmetic on the parts of a floating-point number: sign, exponent, fraction.
//!
//! Everything here is a few instructions that exist for vectors of every width, SSE2's included, so that the loops
//! that call the elementary functions can be vectorised: no conversion between integers and floating-point
//! numbers, no comparison and no arithmetic shift of 64-bit integers. In their place stand numbers so large that
//! their unit in the last place is 1: adding one rounds to an integer, which then stands in the low bits. (Muller
//! et al., Handbook of Floating-Point Arithmetic, 2nd edition, section 10.2.)

use super::vectors::Fma;

/// Powers of two, exponents and fractions.
pub trait Bits: Sized {
    /// 1.5 * 2^(bits of the fraction), and the bias of the exponent: `x + POWER_` has the nearest integer to `x`
    /// in its low bits.
    const POWER_: Self;
    /// The same with twice the bias.
    const SCALE_: Self;
    /// The smallest normal number.
    const NORMAL_: Self;
    /// A power of two that makes every subnormal number normal.
    const RAISE_: Self;
    /// Its exponent.
    const RAISED_: Self;
    /// This is `n + POWER_`: 2^n, which has to be a normal number.
    #[doc(hidden)]
    fn power_of_two_(self) -> Self;
    /// This is `n + SCALE_`: two powers of two, both normal numbers, whose product is 2^n.
    #[doc(hidden)]
    fn halves_(self) -> (Self, Self);
    /// This times 2^n where `t` is `n + SCALE_`. Rounds once, and over- and underflows as it should.
    #[doc(hidden)]
    fn times_power_of_two_(self, t: Self) -> Self;
    /// The same of this plus 1, which is rounded before.
    #[doc(hidden)]
    fn plus_one_times_power_(self, fma: Fma, t: Self) -> Self;
    /// What `plus_one_times_small_power_` takes n with.
    #[doc(hidden)]
    const SMALL_: Self;
    /// The same where `t` is `n + SMALL_`, n is not above 0, and this plus 1 is from 1/2 to 2.
    #[doc(hidden)]
    fn plus_one_times_small_power_(self, fma: Fma, t: Self) -> Self;
    /// The integer k and the number m in [0.8, 1.6) with m 2^k equal to this positive normal number.
    #[doc(hidden)]
    fn exponent_and_fraction_(self) -> (Self, Self);
    /// This with the lower half of its digits cleared.
    #[doc(hidden)]
    fn upper_half_(self) -> Self;
}

macro_rules! bits {
    ($t:ident, $u:ident, fraction: $fraction:literal, bias: $bias:literal, least: $least:literal, low: $low:literal) => {
        impl Bits for $t {
            const POWER_: Self = (3u64 << ($fraction - 1)) as $t + $bias as $t;
            const SCALE_: Self = (3u64 << ($fraction - 1)) as $t + (2 * $bias) as $t;
            const NORMAL_: Self = $t::MIN_POSITIVE;
            const RAISE_: Self = (1u64 << ($fraction + 2)) as $t;
            const RAISED_: Self = ($fraction + 2) as $t;

            #[inline(always)]
            fn power_of_two_(self) -> Self {
                // The shift drops all but n and the bias.
                $t::from_bits(self.to_bits() << $fraction)
            }
            #[inline(always)]
            fn halves_(self) -> (Self, Self) {
                let n = self.to_bits();
                let half = n >> 1;
                ($t::from_bits(half << $fraction), $t::from_bits((n - half) << $fraction))
            }
            #[inline(always)]
            fn times_power_of_two_(self, t: Self) -> Self {
                // In two steps, as 2^n itself may be out of range. The first is exact.
                let (half, other) = t.halves_();
                self * half * other
            }
            #[inline(always)]
            fn plus_one_times_power_(self, fma: Fma, t: Self) -> Self {
                let (half, other) = t.halves_();
                fma.multiply_add(self, half, half) * other
            }
            // 2^n times 2 to this is a normal number for every n whose 2^n is not 0. Odd, so that halves are rounded as
            // with `SCALE_`.
            const SMALL_: Self = Self::POWER_ + (($fraction + 8) | 1) as $t;

            #[inline(always)]
            fn plus_one_times_small_power_(self, fma: Fma, t: Self) -> Self {
                const BACK: $t = $t::from_bits(($bias - (($fraction + 8) | 1)) << $fraction);
                let power = t.power_of_two_();
                fma.multiply_add(self, power, power) * BACK
            }
            #[inline(always)]
            fn exponent_and_fraction_(self) -> (Self, Self) {
                const ONE: $u = (1.0 as $t).to_bits();
                const MASK: $u = (1 << $fraction) - 1;
                // Shifted so that the exponent changes at 0.8 rather than at 1.
                let shifted = self.to_bits().wrapping_add(ONE - $least);
                let exponent = $t::from_bits((shifted >> $fraction) | ((1u64 << $fraction) as $t).to_bits());
                let fraction = $t::from_bits((shifted & MASK) + $least);
                (exponent - ((1u64 << $fraction) + $bias) as $t, fraction)
            }
            #[inline(always)]
            fn upper_half_(self) -> Self {
                $t::from_bits(self.to_bits() & !$low)
            }
        }
    };
}

bits!(f64, u64, fraction: 52, bias: 1023, least: 0x3fe9_9999_9999_999a, low: 0xffff_ffff);
bits!(f32, u32, fraction: 23, bias: 127, least: 0x3f4c_cccd, low: 0x0fff);

/// The polynomial in `x` with these coefficients, the constant one first.
///
/// By Estrin's scheme: terms in pairs, the pairs in pairs with the square of `x`, and so on, which leaves much
/// for the processor to do at the same time. (Muller, Elementary Functions, 3rd edition, section 5.3.)
macro_rules! polynomial {
    ($fma:expr, $x:expr; $c:expr) => { $c };
    // Three by Horner's scheme: it waits no longer and needs no other square.
    ($fma:expr, $x:expr; $a:expr, $b:expr, $c:expr $(,)?) => {{
        let (fma, x) = ($fma, $x);
        fma.multiply_add(fma.multiply_add($c, x, $b), x, $a)
    }};
    ($fma:expr, $x:expr; $($c:expr),+ $(,)?) => {{
        let (fma, x) = ($fma, $x);
        polynomial!(@pairs fma, x; []; $($c),+)
    }};
    (@pairs $fma:ident, $x:ident; [$($done:expr),*]; $a:expr, $b:expr, $($c:expr),+) => {
        polynomial!(@pairs $fma, $x; [$($done,)* $fma.multiply_add($b, $x, $a)]; $($c),+)
    };
    (@pairs $fma:ident, $x:ident; [$($done:expr),*]; $a:expr, $b:expr) => {
        polynomial!($fma, $x * $x; $($done,)* $fma.multiply_add($b, $x, $a))
    };
    (@pairs $fma:ident, $x:ident; [$($done:expr),*]; $a:expr) => { polynomial!($fma, $x * $x; $($done,)* $a) };
}
pub(super) use polynomial;

/// A sum of `start` and a factor times the polynomial in `x` with these coefficients (more than two).
///
/// The factor is multiplied with the powers of `x` rather than with the polynomial, which nothing waits for.
macro_rules! add_product {
    ($fma:expr, $start:expr; $factor:expr, $x:expr; $a:expr, $b:expr, $($c:expr),+ $(,)?) => {{
        let (fma, factor, x) = ($fma, $factor, $x);
        let square = x * x;
        let start = fma.multiply_add(factor, fma.multiply_add($b, x, $a), $start);
        add_product!(@pairs fma, start, factor * square, x, square; []; $($c),+)
    }};
    (@pairs $fma:ident, $start:ident, $f:expr, $x:ident, $s:ident; [$($done:expr),*]; $a:expr, $b:expr $(, $c:expr)*) => {
        add_product!(@pairs $fma, $start, $f, $x, $s; [$($done,)* $fma.multiply_add($b, $x, $a)]; $($c),*)
    };
    (@pairs $fma:ident, $start:ident, $f:expr, $x:ident, $s:ident; [$($done:expr),*]; $a:expr) => {
        add_product!(@pairs $fma, $start, $f, $x, $s; [$($done,)* $a]; )
    };
    (@pairs $fma:ident, $start:ident, $f:expr, $x:ident, $s:ident; [$($done:expr),*]; ) => {
        $fma.multiply_add($f, polynomial!($fma, $s; $($done),*), $start)
    };
}
pub(super) use add_product;
