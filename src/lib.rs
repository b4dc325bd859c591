//! Gradients of formulas and Rust functions, derived at compile time on stable Rust.
#![cfg_attr(not(feature = "std"), no_std)]

mod dispatch;
mod parameters;
#[cfg(feature = "std")]
mod rt;
#[cfg(all(feature = "libm", not(feature = "std")))]
#[path = "rt/with_libm.rs"]
mod rt;
#[cfg(not(any(feature = "std", feature = "libm")))]
#[path = "rt/bare.rs"]
mod rt;
mod zero;

pub use parameters::Parameters;
pub use rt::Float;

pub mod functions {
    //! The functions that formulas may call, for plain Rust: generic over `f32` and `f64`.
    pub use crate::rt::*;
}

/// `x` itself, which differentiation treats as a constant.
#[inline(always)]
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// What generated code calls. Not for direct use: it may change in any release.
#[doc(hidden)]
pub mod __rt {
    pub use crate::dispatch::dispatch;
    pub use crate::rt::*;
    pub use crate::zero::Zero;
}
