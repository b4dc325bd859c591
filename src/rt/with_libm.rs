//! This folder without the standard library but with the `libm` crate; see `mod.rs`.

mod activation;
mod array;
mod basic;
mod contract;
#[path = "dispatch_none.rs"]
mod dispatch;
mod elementary;
mod float;
#[path = "fused_none.rs"]
mod fused;
#[path = "platform_libm.rs"]
mod platform;
mod special;
mod support;
mod vectors;
#[path = "workspace_none.rs"]
mod workspace;

pub use activation::*;
pub use array::*;
pub use basic::*;
pub use contract::matmul;
pub use dispatch::dispatch;
pub use elementary::*;
pub use float::Float;
pub use special::*;
pub use support::*;
pub use workspace::with_workspace;

#[cfg(test)]
mod tests;
