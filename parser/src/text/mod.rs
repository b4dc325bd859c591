//! Formula text: characters to tokens, tokens to the tree.

pub(crate) mod grammar;
pub(crate) mod lexer;
pub(crate) mod model;
pub(crate) mod precedence;
pub(crate) mod token;
#[cfg(feature = "syn")]
pub(crate) mod tokens;
