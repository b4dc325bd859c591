//! The run time of chainrule: formulas and models that are given as text, their derivatives, and their values.
//!
//! | module | what it does |
//! |---|---|
//! | [`formula`] | formulas: parsed, differentiated, printed, compiled for many calls |
//! | [`model`] | models: several lines with declarations, arrays and data |
//! | [`eval`] | the interpreter of [programs](chainrule_core::program::Program) |
//! | [`file`](mod@file) | a model as a file in Rust |
//! | [`rt`] | the functions that programs call, the same source as in the facade |
#![deny(unsafe_code)]

pub mod eval;
pub mod file;
pub mod formula;
pub mod model;
#[allow(missing_docs)]
pub mod rt;

pub use formula::{Error, Formula, Kernel, Names, ParseOptions, parse, parse_with};
