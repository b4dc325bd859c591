//! What code that is compiled once for each set of vector instructions may know about them.

use super::float::Float;

/// A set of vector instructions, as a type.
pub trait Vectors {
    /// Whether products and sums are fused.
    const FUSED: bool;

    /// `a * b + c`, in one operation where there is an instruction for it.
    #[inline(always)]
    fn multiply_add<T: Float>(a: T, b: T, c: T) -> T {
        if Self::FUSED { a.fused(b, c) } else { a * b + c }
    }
}

/// What the program was compiled for.
pub struct Baseline;

impl Vectors for Baseline {
    // Fusing is part of the first version of AArch64.
    const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));
}
