//! Gradients of formulas and Rust functions, derived at compile time on stable Rust.
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(not(any(feature = "std", feature = "libm")))]
#[path = "rt/bare.rs"]
mod rt;
#[cfg(feature = "std")]
mod rt;
#[cfg(all(feature = "libm", not(feature = "std")))]
#[path = "rt/with_libm.rs"]
mod rt;

pub use rt::Float;
pub mod functions {
    //! The functions that formulas may call, generic over `f32` and `f64`.
    pub use crate::rt::*;
}
