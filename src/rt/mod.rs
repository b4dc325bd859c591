//! The functions that generated programs call, generic over `f32` and `f64`.
//!
//! This folder is compiled into both the facade and the engine, so that a formula evaluated at run time
//! and the code generated from it give bit-identical results. It depends on nothing but the elementary
//! functions of `platform`; `basic`, `exponential`, `logarithm`, `error_function` and `activation` need not even
//! those.

mod activation;
pub mod alone;
mod alone_arithmetic;
mod array;
mod basic;
mod bits;
mod contract;
// `unsafe`, but for arrays that begin with any numbers (`unset`), is only here: calls of functions that require processor
// features, once these are detected, and vectors as arrays.
#[allow(unsafe_code)]
mod dispatch;
mod elementary;
mod error_function;
mod exponential;
mod float;
mod fused;
mod logarithm;
mod platform;
mod special;
mod support;
mod trigonometric;
#[allow(unsafe_code)]
mod unset;
mod vectors;
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
pub use workspace::{Workspace, rows_mut, with_workspace};

#[cfg(test)]
mod accuracy;
#[cfg(test)]
mod tests;
