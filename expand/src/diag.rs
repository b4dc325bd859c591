//! Errors are collected and reported together, each at its own place.

use chainrule_parser::Error;
use chainrule_rust::UnknownMethod;
use proc_macro2::{Span, TokenStream};

/// The errors of one expansion.
#[derive(Default)]
pub struct Diagnostics {
    errors: Vec<syn::Error>,
    /// Whether the signature of a function is refused: what is said about it, the compiler would say about the body.
    signature: bool,
    /// Methods that are said to be unknown.
    unknown: Vec<UnknownMethod>,
}

/// An error that is in a [`Diagnostics`] already.
#[derive(Debug)]
pub struct Reported;

impl Diagnostics {
    /// Adds an error.
    pub fn error(&mut self, span: Span, message: impl std::fmt::Display) -> Reported {
        self.push(syn::Error::new(span, message))
    }

    /// Adds an error of `syn` or of the parser of Rust.
    pub fn push(&mut self, error: syn::Error) -> Reported {
        self.errors.push(error);
        Reported
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// How many errors there are.
    pub fn len(&self) -> usize {
        self.errors.len()
    }

    /// Notes that the signature is refused.
    pub fn refuse_signature(&mut self) {
        self.signature = true;
    }

    /// Whether the signature was refused.
    pub fn refuses_signature(&self) -> bool {
        self.signature
    }

    /// Notes methods that are said to be unknown.
    pub fn note_unknown(&mut self, methods: Vec<UnknownMethod>) {
        self.unknown.extend(methods);
    }

    /// The methods that are said to be unknown.
    pub fn unknown(&self) -> &[UnknownMethod] {
        &self.unknown
    }

    /// Adds the errors of a part.
    pub fn append(&mut self, mut part: Diagnostics) {
        self.errors.append(&mut part.errors);
    }

    /// Adds help to the first of the errors.
    pub fn advise(&mut self, help: &str) {
        if let Some(error) = self.errors.first_mut() {
            let mut advised = syn::Error::new(error.span(), format!("{error}\nhelp: {help}"));
            for more in error.clone().into_iter().skip(1) {
                advised.combine(more);
            }
            *error = advised;
        }
    }

    /// Every error as a `compile_error!`.
    pub fn into_tokens(self) -> TokenStream {
        self.errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

/// Where a formula comes from, to show the place of an error in it.
pub enum Source {
    /// A string literal: the place is drawn into the message.
    Text(String, Span),
    /// A function in Rust: as tokens, but advice about the language of formulas is left out.
    Function(Box<dyn Fn(chainrule_parser::ast::Span) -> Span>, Span),
    /// Tokens: the place is the token, which the function finds; the span is that of everything.
    Tokens(Box<dyn Fn(chainrule_parser::ast::Span) -> Span>, Span),
}

impl Source {
    /// An error of the parser or the engine as one of the compiler.
    pub fn locate(&self, error: &Error) -> syn::Error {
        match self {
            Source::Text(text, span) => syn::Error::new(*span, error.render(text)),
            Source::Tokens(find, whole) | Source::Function(find, whole) => {
                let span = error.span().map_or(*whole, find);
                let mut message = error.message().to_owned();
                let formula = !matches!(self, Source::Function(..));
                if let Some(hint) = error.hint().filter(|h| formula || h.starts_with("did you mean") || h.starts_with("leave out")) {
                    message.push_str("\nhelp: ");
                    message.push_str(hint);
                }
                let mut located = syn::Error::new(span, message);
                if let Some((place, note)) = error.related() {
                    located.combine(syn::Error::new(find(place), note));
                }
                located
            }
        }
    }
}
