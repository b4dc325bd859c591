//! Gradients of formulas and Rust functions, derived at compile time on stable Rust.
#![cfg_attr(not(feature = "std"), no_std)]
