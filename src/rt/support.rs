//! What generated code needs beyond functions of numbers.

use super::float::Float;

/// The nearest number of type `T`: how generated code that is generic writes a constant.
#[inline(always)]
pub fn constant<T: Float>(x: f64) -> T {
    T::from_f64(x)
}

/// `a` where the condition holds, else `b`; both are there already, so that a loop needs no branch.
#[inline(always)]
pub fn select<T>(condition: bool, a: T, b: T) -> T {
    if condition { a } else { b }
}

/// The index that a value means.
///
/// # Panics
/// If the value is not an integer from 0 to below `extent`.
#[inline]
#[track_caller]
pub fn index<T: Float>(value: T, extent: usize) -> usize {
    assert!(is_index(value, extent), "index {value} is not an integer from 0 to below {extent}");
    value.to_f64() as usize
}

/// Whether a value is an integer from 0 to below `extent`.
#[inline]
pub fn is_index<T: Float>(value: T, extent: usize) -> bool {
    let x = value.to_f64();
    x >= 0.0 && x < extent as f64 && (x as usize) as f64 == x
}

/// The number of steps in each segment of a recurrence that is checkpointed: the square root of the number of steps,
/// rounded up, and at least 1.
#[inline]
pub const fn segment_length(steps: usize) -> usize {
    if steps == 0 { 1 } else { (steps - 1).isqrt() + 1 }
}

/// The number of segments of a recurrence that is checkpointed.
#[inline]
pub const fn segment_count(steps: usize) -> usize {
    steps.div_ceil(segment_length(steps))
}

/// A mutable borrow of what is one already, or is not.
pub trait Lend {
    /// The borrow.
    #[inline(always)]
    fn __chainrule_lend(&mut self) -> &mut Self {
        self
    }
}

impl<T: ?Sized> Lend for T {}
