//! The functions that have to be told what the processor has ([`Fma`](super::Fma)), for a call from anywhere: these
//! look it up themselves.
//!
//! Generated code calls the functions of the same names in the modules beside this one, which are part of the copy of
//! the code that calls them. These need nothing of the platform;
//! `alone` has the others, too.

/// Functions that call those of the same names, and the list of the names.
///
/// The others are part of each code that calls them even where nothing is optimised, and a sigmoid then takes ten
/// milliseconds to compile, in each place where it is called. So generated code calls those in the module `outlined` in
/// builds with debug assertions. They take the same arguments and give the same bits; where such a build is optimised,
/// the compiler may inline them.
macro_rules! alone {
    ($list:ident, $outlined:ident: $($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),+);)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name<T: Float>($($arg: $type),+) -> T {
                fuse(#[inline(always)] |fma| super::$name(fma, $($arg),+))
            }
        )*
        /// The functions that generated code calls in builds with debug assertions.
        #[cfg(debug_assertions)]
        #[allow(dead_code)]
        pub mod $outlined {
            use super::super::{Fma, dispatch::fuse_as, float::Float};
            $(
                $(#[$doc])*
                #[inline]
                pub fn $name<T: Float>(fma: Fma, $($arg: $type),+) -> T {
                    fuse_as(fma, #[inline(always)] |fma| super::super::$name(fma, $($arg),+))
                }
            )*
        }
        /// The names of these functions.
        pub const $list: &[&str] = &[$(stringify!($name)),*];
    };
}
#[allow(unused_imports)]
pub(super) use alone;

use super::dispatch::fuse;
use super::float::Float;

alone! {
    ARITHMETIC, outlined:
    /// e^x
    exp(x: T);
    /// 2^x
    exp2(x: T);
    /// e^x - 1, accurate near 0.
    expm1(x: T);
    /// Natural logarithm.
    ln(x: T);
    /// Logarithm to base 2.
    log2(x: T);
    /// Logarithm to base 10.
    log10(x: T);
    /// ln(1 + x), accurate near 0.
    log1p(x: T);
    /// Hyperbolic sine.
    sinh(x: T);
    /// Hyperbolic cosine.
    cosh(x: T);
    /// Hyperbolic tangent.
    tanh(x: T);
    /// The logistic function 1/(1 + e^-x).
    sigmoid(x: T);
    /// Another name of [`sigmoid`].
    logistic(x: T);
    /// ln(x/(1 - x)), the inverse of [`sigmoid`].
    logit(x: T);
    /// ln(1 + e^x)
    softplus(x: T);
    /// ln(cosh(x))
    logcosh(x: T);
    /// ln(sinh(x)) for x > 0.
    logsinh(x: T);
    /// `x` where positive, else `alpha * (e^x - 1)`.
    elu(x: T, alpha: T);
    /// x times the normal distribution function at x (exact, not the tanh approximation).
    gelu(x: T);
    /// x times [`sigmoid`] of x.
    silu(x: T);
    /// Another name of [`silu`].
    swish(x: T);
    /// x times tanh of [`softplus`] of x.
    mish(x: T);
    /// The error function.
    erf(x: T);
    /// 1 - [`erf`], accurate for large arguments.
    erfc(x: T);
    /// e^(x^2) [`erfc`]`(x)`: neither 0 nor infinite for large numbers.
    erfcx(x: T);
    /// ln([`erfc`]`(x)`), also where that is 0.
    logerfc(x: T);
    /// e^(-x^2), of the square that is not rounded: with [`erf`] and [`erfc`] of the same number, which take it, too, the
    /// compiler computes it once.
    gaussian(x: T);
}
