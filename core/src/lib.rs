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
//! | emit | [`emit`] | Rust source |
//!
//! [`pipeline`] calls them. Programs are run, and formulas given at run time, by the crate `chainrule-run`.
#![deny(unsafe_code)]

pub mod affine;
mod bounds;
mod build;
mod copies;
mod crossed;
pub mod differentiate;
pub mod emit;
pub mod functions;
pub mod graph;
pub mod jacobian;
pub mod lower;
pub mod number;
pub mod order;
pub mod pipeline;
pub mod print;
pub mod program;
#[allow(missing_docs, dead_code)]
#[path = "rt/numbers.rs"]
pub mod rt;
pub mod schedule;
mod simplify;
pub mod target;
pub mod tidy;

pub use graph::{Graph, NodeId};
