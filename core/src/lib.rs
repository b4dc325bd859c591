//! The engine of chainrule: from a syntax tree to a graph, its derivatives, and a program.
#![forbid(unsafe_code)]

pub mod affine;
mod build;
pub mod differentiate;
pub mod functions;
pub mod graph;
pub mod lower;
pub mod number;
pub mod print;
#[allow(missing_docs)]
pub mod rt;
mod simplify;
pub mod target;
pub mod tidy;

pub use graph::{Graph, NodeId};
