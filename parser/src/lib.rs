//! The formula language of chainrule: text, LaTeX and Rust functions to one syntax tree.
pub mod ast;
mod error;
pub use error::{Error, line_column};
#[cfg(feature = "syn")]
pub mod rust;
