//! What stands for the fused multiply-add where there is no standard library: a product and a sum.

/// Whether [`Fused::fused`] rounds once.
pub const ROUNDS_ONCE: bool = false;

/// A number that can be multiplied and added.
pub trait Fused {
    /// `self * a + b`, rounded twice.
    #[doc(hidden)]
    fn fused(self, a: Self, b: Self) -> Self;
}

impl Fused for f32 {
    #[inline(always)]
    fn fused(self, a: f32, b: f32) -> f32 {
        self * a + b
    }
}

impl Fused for f64 {
    #[inline(always)]
    fn fused(self, a: f64, b: f64) -> f64 {
        self * a + b
    }
}
