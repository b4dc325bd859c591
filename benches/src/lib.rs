//! Comparisons against hand-written code and peers.
