//! This folder without the standard library but with the `libm` crate; see `mod.rs`.

mod activation;
mod array;
mod basic;
mod elementary;
mod float;
#[path = "platform_libm.rs"]
mod platform;
mod special;
mod support;

pub use activation::*;
pub use array::*;
pub use basic::*;
pub use elementary::*;
pub use float::Float;
pub use special::*;
pub use support::*;

#[cfg(test)]
mod tests;
