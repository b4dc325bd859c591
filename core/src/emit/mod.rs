//! Emitters: a [`Program`](crate::program::Program) as source text.

#[cfg(feature = "run")]
pub mod file;
pub mod rust;
