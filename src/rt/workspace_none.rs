//! What stands for the workspace where there is no standard library.

/// A number.
pub trait Kept: Sized + 'static {}

impl Kept for f32 {}
impl Kept for f64 {}

/// Does not compile where it is used.
pub fn with_workspace<T: super::Float, R>(_: usize, _: impl FnOnce(&mut [T]) -> R) -> R {
    const { panic!("this function keeps arrays whose size is known only when it runs: that takes the feature `std` of chainrule") }
}

/// What is there is never called.
pub fn rows_mut<const N: usize, T>(numbers: &mut [T], _: usize) -> &mut [[T; N]] {
    numbers.as_chunks_mut().0
}
