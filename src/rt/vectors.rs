//! What code that is compiled once for each set of vector instructions may know about them.

use super::dispatch::Work;
use super::float::Float;
use super::fused::ROUNDS_ONCE;

/// Whether there is an instruction for a product and a sum with one rounding.
///
/// Code is compiled once for each answer: it is a constant wherever the functions that it is given to are inlined.
#[derive(Clone, Copy, Debug)]
pub struct Fma(pub(super) bool);

impl Fma {
    /// Whether there is.
    #[inline(always)]
    pub(super) fn is_there(self) -> bool {
        self.0
    }

    /// `a * b + c`, rounded once if there is an instruction for it.
    #[inline(always)]
    pub fn multiply_add<T: Float>(self, a: T, b: T, c: T) -> T {
        if self.0 { a.fused(b, c) } else { a * b + c }
    }
}

/// A set of vector instructions, as a type.
pub trait Vectors {
    /// The size of a vector. Where the shape of a loop depends on it, match on this constant alone, and on the
    /// size of an element in an inner `match`: of a tuple of both, an unoptimised build compiles every arm for
    /// every type.
    const BYTES: usize;
    /// Whether products and sums are fused.
    const FMA: Fma;

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
}

/// What the program was compiled for.
pub struct Baseline;

impl Vectors for Baseline {
    const BYTES: usize = 16;
    // Fusing is part of the first version of AArch64.
    const FMA: Fma = Fma(ROUNDS_ONCE && cfg!(any(target_feature = "fma", target_arch = "aarch64")));

    #[inline(never)]
    fn apart<W: Work>(work: W) -> W::Output {
        work.run::<Baseline>()
    }
}
