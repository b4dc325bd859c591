//! Generated code under the strictest lints, without the standard library, and beside names like its own.
//!
//! This crate has no tests that do more than call: that it compiles, and that `clippy` finds nothing, is the test.

#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic, clippy::nursery, clippy::cargo)]
#![deny(nonstandard_style, unused, unused_qualifications, unreachable_pub, missing_debug_implementations)]
#![deny(trivial_casts, trivial_numeric_casts, unused_results, single_use_lifetimes, elided_lifetimes_in_paths)]
#![allow(clippy::cargo_common_metadata, clippy::multiple_crate_versions, clippy::many_single_char_names, clippy::needless_range_loop)]

pub mod constants;
pub mod names;
pub mod strict;
