//! What remains of this folder where there are no elementary functions; see `mod.rs`.

mod basic;
mod float;
mod platform {
    /// Nothing is to be had.
    pub trait Platform {}
    impl Platform for f32 {}
    impl Platform for f64 {}
}
mod support;

pub use basic::*;
pub use float::Float;
pub use support::*;
