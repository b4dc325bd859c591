//! A product and a sum with one rounding, by the standard library.

/// Whether [`Fused::fused`] rounds once.
pub const ROUNDS_ONCE: bool = true;

/// A number with a fused multiply-add.
pub trait Fused {
    /// `self * a + b`, rounded once. Slow where the processor has no instruction for it.
    #[doc(hidden)]
    fn fused(self, a: Self, b: Self) -> Self;
}

impl Fused for f32 {
    #[inline(always)]
    fn fused(self, a: f32, b: f32) -> f32 {
        self.mul_add(a, b)
    }
}

impl Fused for f64 {
    #[inline(always)]
    fn fused(self, a: f64, b: f64) -> f64 {
        self.mul_add(a, b)
    }
}
