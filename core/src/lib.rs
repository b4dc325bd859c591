//! The engine of chainrule.
