//! The parser's tests, one binary.

mod corpus;
mod grammar;
mod helpers;
mod hostile;
mod latex;
mod model;
mod round_trip;
