//! What remains of this folder where there is neither the standard library nor the `libm` crate: what needs only
//! arithmetic; see `mod.rs`.

mod activation;
#[path = "alone_arithmetic.rs"]
pub mod alone;
mod basic;
mod bits;
mod contract;
#[path = "dispatch_none.rs"]
mod dispatch;
mod error_function;
mod exponential;
mod float;
#[path = "fused_none.rs"]
mod fused;
mod logarithm;
mod platform {
    /// Nothing is to be had.
    pub trait Platform {}
    impl Platform for f32 {}
    impl Platform for f64 {}
}
mod support;
mod trigonometric {
    /// Large angles are left to the platform.
    pub trait Trigonometric {}
    impl Trigonometric for f32 {}
    impl Trigonometric for f64 {}
}
#[allow(unsafe_code)]
mod unset;
mod vectors;
#[path = "workspace_none.rs"]
mod workspace;

pub use activation::{elu, gelu, logcosh, logistic, logit, logsinh, mish, sigmoid, silu, softplus, swish};
pub use basic::*;
pub use contract::{matmul, matmul_lower, matmul_upper};
pub use dispatch::{dispatch, dispatch_with, fuse, fuse_with};
pub use error_function::{erf, erfc, erfcx, gaussian, logerfc};
pub use exponential::{cosh, exp, exp2, expm1, sinh, tanh};
pub use float::Float;
pub use logarithm::{ln, log1p, log2, log10};
pub use support::*;
pub use unset::unset;
pub use vectors::Fma;
pub use workspace::{rows_mut, with_workspace};
