//! The functions of this folder alone, without products of matrices and workspaces: for the engine, which evaluates
//! constants and runs no program. See `mod.rs`.

mod activation;
pub mod alone;
mod alone_arithmetic;
mod array;
mod basic;
mod bits;
mod contract {
    /// No product is to be had.
    pub trait Contract {}
    impl Contract for f32 {}
    impl Contract for f64 {}
}
#[allow(dead_code, unsafe_code)]
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
#[allow(dead_code)]
mod vectors;
#[path = "workspace_none.rs"]
mod workspace;

pub use activation::{elu, gelu, logcosh, logistic, logit, logsinh, mish, sigmoid, silu, softplus, swish};
pub use array::*;
pub use basic::*;
pub use elementary::*;
pub use error_function::{erf, erfc, erfcx, gaussian, logerfc};
pub use exponential::{cosh, exp, exp2, expm1, sinh, tanh};
pub use float::Float;
pub use logarithm::{ln, log1p, log2, log10};
pub use special::*;
pub use support::*;
pub use trigonometric::{cos, cosm1, is_near, near_cos, near_cosm1, near_sin, sin};
pub use vectors::Fma;
