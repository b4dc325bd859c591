//! The run time of chainrule: formulas that are given as text, their derivatives, and the values of programs.
//!
//! | module | what it does |
//! |---|---|
//! | [`formula`] | formulas: parsed, differentiated, printed, compiled for many calls |
//! | [`eval`] | the interpreter of [programs](chainrule_core::program::Program) |
//! | [`rt`] | the functions that programs call, the same source as in the facade |
#![deny(unsafe_code)]

pub mod eval;
pub mod formula;
#[allow(missing_docs)]
pub mod rt;

pub use formula::{Error, Formula, Kernel, Names, ParseOptions, parse, parse_with};
