//! What code that is compiled once for each set of vector instructions may know about them.

use super::dispatch::Work;
use super::float::Float;

/// A set of vector instructions, as a type.
pub trait Vectors {
    /// The size of a vector. Where the shape of a loop depends on it, match on this constant alone, and on the
    /// size of an element in an inner `match`: of a tuple of both, an unoptimised build compiles every arm for
    /// every type.
    const BYTES: usize;
    /// Whether products and sums are fused.
    const FUSED: bool;

    /// Does `work` with these vectors, in a function of its own: its loops get all registers.
    fn apart<W: Work>(work: W) -> W::Output;

    /// A square of numbers with rows and columns exchanged.
    #[inline(always)]
    fn transposed<T: Float>(square: [[T; 4]; 4]) -> [[T; 4]; 4] {
        let mut out = square;
        for i in 0..4 {
            for j in 0..4 {
                out[i][j] = square[j][i];
            }
        }
        out
    }

    /// `a * b + c`, in one operation where there is an instruction for it.
    #[inline(always)]
    fn multiply_add<T: Float>(a: T, b: T, c: T) -> T {
        if Self::FUSED { a.fused(b, c) } else { a * b + c }
    }
}

/// What the program was compiled for.
pub struct Baseline;

impl Vectors for Baseline {
    const BYTES: usize = 16;
    // Fusing is part of the first version of AArch64.
    const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));

    #[inline(never)]
    fn apart<W: Work>(work: W) -> W::Output {
        work.run::<Baseline>()
    }
}
