//! Values against references and at the edges.
