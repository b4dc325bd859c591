//! This folder without the standard library but with the `libm` crate; see `mod.rs`.

mod activation;
pub mod alone;
mod alone_arithmetic;
mod array;
mod basic;
mod bits;
mod contract;
#[path = "dispatch_none.rs"]
mod dispatch;
mod elementary;
mod error_function;
mod exponential;
mod float;
#[path = "fused_none.rs"]
mod fused;
mod logarithm;
#[path = "platform_libm.rs"]
mod platform;
mod special;
mod support;
mod trigonometric;
#[allow(unsafe_code)]
mod unset;
mod vectors;
#[path = "workspace_none.rs"]
mod workspace;

pub use activation::{elu, gelu, logcosh, logistic, logit, logsinh, mish, sigmoid, silu, softplus, swish};
pub use array::*;
pub use basic::*;
pub use contract::{matmul, matmul_lower, matmul_upper};
pub use dispatch::{dispatch, dispatch_with, fuse, fuse_with};
pub use elementary::*;
pub use error_function::{erf, erfc, erfcx, gaussian, logerfc};
pub use exponential::{cosh, exp, exp2, expm1, sinh, tanh};
pub use float::Float;
pub use logarithm::{ln, log1p, log2, log10};
pub use special::*;
pub use support::*;
pub use trigonometric::{cos, cosm1, is_near, near_cos, near_cosm1, near_sin, sin};
pub use unset::unset;
pub use vectors::Fma;
pub use workspace::{rows_mut, with_workspace};

#[cfg(test)]
mod accuracy;
#[cfg(test)]
mod tests;
