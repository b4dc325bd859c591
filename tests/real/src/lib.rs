//! Functions of published crates with `#[gradient]` on them. `functions.txt` says which, `build.rs` takes them from
//! the sources that Cargo has fetched; the tests compare values and derivatives with dual numbers on the same text. `refused.txt` says which cannot be
//! differentiated, and what the message is.

include!(concat!(env!("OUT_DIR"), "/real.rs"));
