//! Arithmetic on the parts of a floating-point number: sign, exponent, fraction.
//!
//! Everything here is a few instructions that exist for vectors of every width, SSE2's included, so that the loops
//! that call the elementary functions can be vectorised: no conversion between integers and floating-point
//! numbers, no comparison and no arithmetic shift of 64-bit integers. In their place stand numbers so large that
//! their unit in the last place is 1: adding one rounds to an integer, which then stands in the low bits. (Muller
//! et al., Handbook of Floating-Point Arithmetic, 2nd edition, section 10.2.)

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
    /// This times 2^n where `t` is `n + SCALE_`. Rounds once, and over- and underflows as it should.
    #[doc(hidden)]
    fn times_power_of_two_(self, t: Self) -> Self;
    /// What `times_small_power_` takes n with.
    #[doc(hidden)]
    const SMALL_: Self;
    /// This, from 1 to 2, times 2^n where `t` is `n + SMALL_` and n is not above 0. Rounds once, and underflows as it
    /// should.
    #[doc(hidden)]
    fn times_small_power_(self, t: Self) -> Self;
    /// The integer k and the number m in [sqrt(1/2), sqrt(2)) with m 2^k equal to this positive normal number.
    #[doc(hidden)]
    fn exponent_and_fraction_(self) -> (Self, Self);
    /// This with the lower half of its digits cleared.
    #[doc(hidden)]
    fn upper_half_(self) -> Self;
}

macro_rules! bits {
    ($t:ident, $u:ident, fraction: $fraction:literal, bias: $bias:literal, half: $half:literal, low: $low:literal) => {
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
            fn times_power_of_two_(self, t: Self) -> Self {
                // In two steps, as 2^n itself may be out of range. The first is exact.
                let n = t.to_bits();
                let half = n >> 1;
                self * $t::from_bits(half << $fraction) * $t::from_bits((n - half) << $fraction)
            }
            // 2^n times 2 to this is a normal number for every n whose 2^n is not 0. Odd, so that halves are rounded as
            // with `SCALE_`.
            const SMALL_: Self = Self::POWER_ + (($fraction + 8) | 1) as $t;

            #[inline(always)]
            fn times_small_power_(self, t: Self) -> Self {
                const BACK: $t = $t::from_bits(($bias - (($fraction + 8) | 1)) << $fraction);
                self * t.power_of_two_() * BACK
            }
            #[inline(always)]
            fn exponent_and_fraction_(self) -> (Self, Self) {
                const ONE: $u = (1.0 as $t).to_bits();
                const MASK: $u = (1 << $fraction) - 1;
                // Shifted so that the exponent changes at sqrt(1/2) rather than at 1.
                let shifted = self.to_bits().wrapping_add(ONE - $half);
                let exponent = $t::from_bits((shifted >> $fraction) | ((1u64 << $fraction) as $t).to_bits());
                let fraction = $t::from_bits((shifted & MASK) + $half);
                (exponent - ((1u64 << $fraction) + $bias) as $t, fraction)
            }
            #[inline(always)]
            fn upper_half_(self) -> Self {
                $t::from_bits(self.to_bits() & !$low)
            }
        }
    };
}

bits!(f64, u64, fraction: 52, bias: 1023, half: 0x3fe6_a09e_667f_3bcd, low: 0xffff_ffff);
bits!(f32, u32, fraction: 23, bias: 127, half: 0x3f35_04f3, low: 0x0fff);

/// The polynomial in `x` with these coefficients, the constant one first.
///
/// By Estrin's scheme: terms in pairs, the pairs in pairs with the square of `x`, and so on, which leaves much
/// for the processor to do at the same time. (Muller, Elementary Functions, 3rd edition, section 5.3.)
macro_rules! polynomial {
    ($x:expr; $c:expr) => { $c };
    // Three by Horner's scheme: it waits no longer and needs no other square.
    ($x:expr; $a:expr, $b:expr, $c:expr $(,)?) => {{
        let x = $x;
        $a + ($b + $c * x) * x
    }};
    ($x:expr; $($c:expr),+ $(,)?) => {{
        let x = $x;
        polynomial!(@pairs x; []; $($c),+)
    }};
    (@pairs $x:ident; [$($done:expr),*]; $a:expr, $b:expr, $($c:expr),+) => {
        polynomial!(@pairs $x; [$($done,)* $a + $b * $x]; $($c),+)
    };
    (@pairs $x:ident; [$($done:expr),*]; $a:expr, $b:expr) => { polynomial!($x * $x; $($done,)* $a + $b * $x) };
    (@pairs $x:ident; [$($done:expr),*]; $a:expr) => { polynomial!($x * $x; $($done,)* $a) };
}
pub(super) use polynomial;

/// A factor times the polynomial in `x` with these coefficients (five to ten), as a sum of two numbers of which the
/// first is known sooner.
///
/// The factor is multiplied with the powers of `x` rather than with the polynomial, which nothing waits for.
macro_rules! product {
    ($factor:expr, $x:expr; $($c:expr),+ $(,)?) => {{
        let (factor, x) = ($factor, $x);
        let square = x * x;
        product!(@pairs factor, x, square; []; $($c),+)
    }};
    (@pairs $f:ident, $x:ident, $s:ident; [$($done:expr),*]; $a:expr, $b:expr $(, $c:expr)*) => {
        product!(@pairs $f, $x, $s; [$($done,)* $a + $b * $x]; $($c),*)
    };
    (@pairs $f:ident, $x:ident, $s:ident; [$($done:expr),*]; $a:expr) => {
        product!(@pairs $f, $x, $s; [$($done,)* $a]; )
    };
    (@pairs $f:ident, $x:ident, $s:ident; [$a:expr, $b:expr]; ) => { ($f * ($a), $f * $s * ($b)) };
    (@pairs $f:ident, $x:ident, $s:ident; [$a:expr, $b:expr, $c:expr]; ) => {
        ($f * ($a), $f * $s * ($b + $s * ($c)))
    };
    (@pairs $f:ident, $x:ident, $s:ident; [$a:expr, $b:expr, $c:expr, $d:expr]; ) => {{
        let next = $f * $s;
        ($f * ($a), next * ($b + $s * ($c)) + next * ($s * $s) * ($d))
    }};
    (@pairs $f:ident, $x:ident, $s:ident; [$a:expr, $b:expr, $c:expr, $d:expr, $e:expr]; ) => {{
        let next = $f * $s;
        ($f * ($a), next * ($b + $s * ($c)) + next * ($s * $s) * ($d + $s * ($e)))
    }};
}
pub(super) use product;
