//! The functions that have to be told what the processor has, for a call from anywhere; see `alone_arithmetic.rs`.

use super::alone_arithmetic::alone;
pub use super::alone_arithmetic::*;
use super::dispatch::fuse;
use super::float::Float;

alone! {
    ELEMENTARY:
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
