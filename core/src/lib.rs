//! The engine of chainrule: from a syntax tree to a graph, its derivatives, and a program.
//!
//! The stages, in the order in which a formula passes them:
//!
//! | stage | module | what it does |
//! |---|---|---|
//! | lower | [`lower`] | names, shapes and ranges resolved; [`Ast`](chainrule_parser::ast::Ast) to [`Graph`] |
//! | simplify | `build`, `simplify` | local rewrites as nodes are made |
//! | differentiate | [`differentiate`] | adjoints and tangents as nodes of the same graph |
//! | schedule | [`schedule`] | nodes to loop nests: a [`Program`](program::Program) |
//! | emit, evaluate | [`emit`], [`eval`] | Rust source, or numbers |
//!
//! [`pipeline`] calls them; [`formula`] and [`model`] are what a user at run time sees of it.
#![deny(unsafe_code)]

pub mod affine;
mod bounds;
mod build;
pub mod differentiate;
pub mod emit;
#[cfg(feature = "run")]
pub mod eval;
#[cfg(feature = "run")]
pub mod formula;
pub mod functions;
pub mod graph;
pub mod lower;
#[cfg(feature = "run")]
pub mod model;
pub mod number;
pub mod order;
pub mod pipeline;
pub mod print;
pub mod program;
#[cfg(feature = "run")]
#[allow(missing_docs)]
pub mod rt;
#[cfg(not(feature = "run"))]
#[allow(missing_docs, dead_code)]
#[path = "rt/numbers.rs"]
pub mod rt;
pub mod schedule;
mod simplify;
pub mod target;
#[cfg(feature = "run")]
pub mod tidy;

#[cfg(feature = "run")]
pub use formula::{Error, Formula, Kernel, Names, ParseOptions, parse, parse_with};
pub use graph::{Graph, NodeId};
