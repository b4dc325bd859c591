//! The functions that have to be told what the processor has, for a call from anywhere; see `alone_arithmetic.rs`.

use super::alone_arithmetic::alone;
pub use super::alone_arithmetic::*;
use super::dispatch::fuse;
use super::float::Float;

alone! {
    ELEMENTARY, outlined_elementary:
    /// Sine of an angle in radians.
    sin(x: T);
    /// Cosine of an angle in radians.
    cos(x: T);
    /// cos(x) - 1, accurate near 0.
    cosm1(x: T);
    /// Inverse hyperbolic sine.
    asinh(x: T);
    /// Inverse hyperbolic cosine; NaN below 1.
    acosh(x: T);
    /// Inverse hyperbolic tangent; NaN outside [-1, 1].
    atanh(x: T);
    /// ln(sum(exp(x))), shifted by the largest element; negative infinity of no elements.
    logsumexp(x: &[T]);
}

/// Whether a function has to be told.
pub fn is_fused(name: &str) -> bool {
    ARITHMETIC.contains(&name) || ELEMENTARY.contains(&name)
}
