//! Emitters: a [`Program`](crate::program::Program) as source text.

pub mod rust;
