//! The parser's tests, one binary.

mod corpus;
mod helpers;
