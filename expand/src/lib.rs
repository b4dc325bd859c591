//! What the macros of chainrule do, as functions from tokens to tokens.
//!
//! Each reads its attributes, has the parser make a tree, has the engine make statements, and puts a
//! signature around them. There is no calculus here. The manual of the macros is in `chainrule-macros`, whose
//! only content they are: a crate of macros is not compiled before all that it needs is, and this one is.

mod along;
mod arity;
mod asked;
mod attr;
mod autodiff;
mod changing;
mod check;
mod companion;
mod custom;
mod derivative;
mod derive;
mod diag;
mod engine;
mod fallback;
mod formula;
mod function;
mod imports;
mod inline;
mod jacobian;
mod methods;
mod names;
mod parts;
mod passes;
mod product;
mod returned;
mod signature;
#[cfg(test)]
mod tests;
mod twice;

extern crate proc_macro;

use proc_macro2::TokenStream;

/// `#[gradient(...)]` on a function or an `impl` block.
pub fn gradient(attribute: TokenStream, item: TokenStream) -> TokenStream {
    function::expand(attribute, item)
}

/// `#[custom_gradient(of = f)]` on a function.
pub fn custom_gradient(attribute: TokenStream, item: TokenStream) -> TokenStream {
    custom::expand(attribute, item)
}

/// `formula!`, as items and as an expression.
pub fn formula(input: TokenStream) -> TokenStream {
    formula::expand(input)
}

/// `derivative!`.
pub fn derivative(input: TokenStream) -> TokenStream {
    derivative::expand(input)
}

/// `#[derive(Gradient)]`.
pub fn derive_gradient(input: TokenStream) -> TokenStream {
    derive::expand(input)
}

/// `#[autodiff_reverse(...)]` on a function.
pub fn autodiff_reverse(attribute: TokenStream, item: TokenStream) -> TokenStream {
    autodiff::expand(autodiff::Mode::Reverse, attribute, item)
}

/// `#[autodiff_forward(...)]` on a function.
pub fn autodiff_forward(attribute: TokenStream, item: TokenStream) -> TokenStream {
    autodiff::expand(autodiff::Mode::Forward, attribute, item)
}
