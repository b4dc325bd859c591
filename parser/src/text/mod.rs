//! Formula text: characters to tokens, tokens to the tree.

pub(crate) mod grammar;
pub(crate) mod lexer;
pub(crate) mod model;
pub(crate) mod precedence;
pub(crate) mod token;
pub(crate) mod tokens;
