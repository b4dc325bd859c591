//! What remains of this folder where there are no elementary functions; see `mod.rs`.

mod basic;
mod contract;
#[path = "dispatch_none.rs"]
mod dispatch;
mod float;
#[path = "fused_none.rs"]
mod fused;
mod platform {
    /// Nothing is to be had.
    pub trait Platform {}
    impl Platform for f32 {}
    impl Platform for f64 {}
}
mod support;
mod vectors;
#[path = "workspace_none.rs"]
mod workspace;

pub use basic::*;
pub use contract::matmul;
pub use dispatch::dispatch;
pub use float::Float;
pub use support::*;
pub use workspace::with_workspace;
