//! Sine and cosine.
//!
//! The angle is split into n pi/2 + r with an integer n and |r| <= pi/4, where both are polynomials; n says which of them
//! it is, and with which sign. pi/2 is the sum of three numbers, of which the first two have so few digits that their
//! products with n are exact (Cody and Waite, Software Manual for the Elementary Functions, 1980), and r is kept as
//! the sum of two. That does for angles up to [`MOST`], which are
//! called near; larger ones are left to the platform, by a branch that keeps a loop from being vectorised: where it matters, the
//! generated code looks at all angles of a loop first.
//!
//! Both polynomials are computed always: the functions are mostly needed together, as each is the other's derivative, and
//! the compiler then computes what they share once.
//!
//! The largest errors in units in the last place, for `f64` and `f32` alike: `sin` and `cos` 1.0, `cosm1` 2.25;
//! `accuracy.rs` holds them to it.

use super::bits::polynomial;
use super::float::Float;
use super::platform::Platform;
use super::vectors::Fma;
use core::f64::consts::FRAC_2_PI;

/// Angles up to this are reduced here, in radians: n is below 2^14.
const MOST: f64 = 25_000.0;
/// Adding it and taking it away again rounds to an integer.
const ROUND: f64 = (3u64 << 51) as f64;
/// pi/2 in three parts, the first two of 39 digits.
const HALF_PI: [f64; 3] = [f64::from_bits(0x3ff9_21fb_5444_0000), f64::from_bits(0x3d86_8c23_4c4c_4000), 3.9455541665632055e-24];

/// An angle that is at most pi/4.
struct Reduced {
    /// The angle is the sum of these, of which the second may be wrong by its last digits.
    high: f64,
    low: f64,
    square: f64,
    /// How many right angles were taken away, less whole turns: -2 to 2.
    turns: f64,
}

impl Reduced {
    #[inline(always)]
    fn new(fma: Fma, x: f64) -> Reduced {
        let n = fma.multiply_add(x, FRAC_2_PI, ROUND) - ROUND;
        let [first, second, third] = HALF_PI;
        // Exact, as the numbers are close together.
        let first = fma.multiply_add(-n, first, x);
        let second = n * second;
        let high = first - second;
        // What that was rounded by, whichever of the two is larger (Knuth).
        let taken = high - first;
        let error = (first - (high - taken)) - (second + taken);
        let turns = n - 4.0 * ((0.25 * n + ROUND) - ROUND);
        Reduced { high, low: error - n * third, square: high * high, turns }
    }

    /// The sine of the rest.
    #[inline(always)]
    fn sine(&self, fma: Fma) -> f64 {
        let Reduced { high, low, square, .. } = *self;
        let cube = high * square;
        let p = polynomial!(fma, square;
            0.008333333333322077,
            -0.00019841269829552898,
            2.7557313607578573e-06,
            -2.505074543962322e-08,
            1.5896086927705742e-10,
        );
        // Written so that -0 remains.
        let small = fma.multiply_add(square, fma.multiply_add(-cube, p, 0.5 * low), -low);
        high - fma.multiply_add(cube, 0.1666666666666663, small)
    }

    /// 1 less the cosine of the rest, and that cosine.
    #[inline(always)]
    fn cosine(&self, fma: Fma) -> (f64, f64) {
        let Reduced { high, low, square, .. } = *self;
        let p = polynomial!(fma, square;
            0.041666666666666595,
            -0.0013888888888872984,
            2.4801587288803823e-05,
            -2.755731416467875e-07,
            2.087569876404375e-09,
            -1.1358424843595218e-11,
        );
        let half = 0.5 * square;
        let small = fma.multiply_add(square * square, p, -(high * low));
        let most = 1.0 - half;
        (half - small, most + (((1.0 - most) - half) + small))
    }

    // What is chosen is chosen by comparing numbers, and both are computed: that takes no branch, and as many numbers at
    // once as a vector has.

    /// The sine of the whole angle.
    #[inline(always)]
    fn whole_sine(&self, fma: Fma) -> f64 {
        let (sine, (_, cosine)) = (self.sine(fma), self.cosine(fma));
        let y = if self.turns.abs() == 1.0 { cosine } else { sine };
        if (self.turns - 0.5).abs() > 1.0 { -y } else { y }
    }

    /// The cosine of the whole angle.
    #[inline(always)]
    fn whole_cosine(&self, fma: Fma) -> f64 {
        let (sine, (_, cosine)) = (self.sine(fma), self.cosine(fma));
        let y = if self.turns.abs() == 1.0 { sine } else { cosine };
        if (self.turns + 0.5).abs() > 1.0 { -y } else { y }
    }

    /// That less 1.
    #[inline(always)]
    fn cosine_less_one(&self, fma: Fma) -> f64 {
        let (less, _) = self.cosine(fma);
        let y = self.whole_cosine(fma) - 1.0;
        if self.turns == 0.0 { -less } else { y }
    }
}

/// The functions for each type, of angles that are near.
pub trait Trigonometric: Sized {
    #[doc(hidden)]
    fn near_sin_(self, fma: Fma) -> Self;
    #[doc(hidden)]
    fn near_cos_(self, fma: Fma) -> Self;
    #[doc(hidden)]
    fn near_cosm1_(self, fma: Fma) -> Self;
    #[doc(hidden)]
    fn near_(self) -> bool;
}

macro_rules! trigonometric {
    ($t:ident) => {
        impl Trigonometric for $t {
            #[inline(always)]
            fn near_sin_(self, fma: Fma) -> Self {
                Reduced::new(fma, f64::from(self)).whole_sine(fma) as Self
            }
            #[inline(always)]
            fn near_cos_(self, fma: Fma) -> Self {
                Reduced::new(fma, f64::from(self)).whole_cosine(fma) as Self
            }
            #[inline(always)]
            fn near_cosm1_(self, fma: Fma) -> Self {
                Reduced::new(fma, f64::from(self)).cosine_less_one(fma) as Self
            }
            #[inline(always)]
            fn near_(self) -> bool {
                self.abs() <= MOST as Self
            }
        }
    };
}
trigonometric!(f64);
// In double precision, where nothing need be kept of what is rounded.
trigonometric!(f32);

/// Whether an angle is one that the functions called `near` take.
#[inline(always)]
pub fn is_near<T: Float>(x: T) -> bool {
    x.near_()
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident, $near:ident, $method:ident, $far:ident;)*) => { $(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<T: Float>(fma: Fma, x: T) -> T {
            // Computed in any case: what is not in a branch can be shared.
            let y = $near(fma, x);
            if is_near(x) { y } else { $far(x) }
        }

        $(#[$doc])*
        ///
        /// Of an angle that is near.
        #[inline(always)]
        pub fn $near<T: Float>(fma: Fma, x: T) -> T {
            x.$method(fma)
        }
    )* };
}

functions! {
    /// Sine of an angle in radians.
    sin, near_sin, near_sin_, far_sin;
    /// Cosine of an angle in radians.
    cos, near_cos, near_cos_, far_cos;
    /// cos(x) - 1, accurate near 0.
    cosm1, near_cosm1, near_cosm1_, far_cosm1;
}

#[cold]
#[inline(never)]
fn far_sin<T: Platform>(x: T) -> T {
    x.platform_sin()
}

#[cold]
#[inline(never)]
fn far_cos<T: Platform>(x: T) -> T {
    x.platform_cos()
}

#[cold]
#[inline(never)]
fn far_cosm1<T: Float>(x: T) -> T {
    let (s, c) = (x.platform_sin(), x.platform_cos());
    // Where the cosine is positive, 1 - cos^2 = sin^2 has no cancellation.
    if c > T::ZERO { -(s * s) / (T::ONE + c) } else { c - T::ONE }
}
