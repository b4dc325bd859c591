//! The procedural macros of chainrule.
