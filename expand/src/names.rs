//! Generated text as tokens, with the user's names at the user's places.

use chainrule_parser::table::Map;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

/// The names of the user that generated text may use; every other identifier is hygienic.
#[derive(Default)]
pub struct Names {
    spans: Map<String, Span>,
    /// Names in front of what is called, and where mistakes in the call are reported.
    calls: Map<String, Span>,
    /// Names in the place of which something else stands.
    written: Map<String, TokenStream>,
}

impl Names {
    /// Makes a name resolve where the user wrote it.
    pub fn add(&mut self, ident: &Ident) {
        self.spans.insert(ident.to_string(), ident.span());
    }

    /// Makes a name resolve where the macro is called.
    pub fn add_at(&mut self, name: &str, span: Span) {
        self.spans.insert(name.to_owned(), span);
    }

    /// Has mistakes in the arguments of a call that begins with a name reported at a place.
    pub fn add_call(&mut self, name: &str, span: Span) {
        self.calls.insert(name.to_owned(), span);
    }

    /// Has tokens stand in the place of a name.
    pub fn add_written(&mut self, name: &str, tokens: TokenStream) {
        self.written.insert(name.to_owned(), tokens);
    }

    /// Whether the user wrote this name.
    pub fn has(&self, name: &str) -> bool {
        self.spans.contains_key(name)
    }

    /// Text as tokens.
    pub fn tokens(&self, text: &str) -> TokenStream {
        match text.parse::<TokenStream>() {
            Ok(tokens) => self.place_in(tokens, None),
            Err(error) => {
                let message = format!("generated code is not Rust: {error}; please report this as a bug of chainrule");
                syn::Error::new(Span::call_site(), message).to_compile_error()
            }
        }
    }

    /// Tokens at their places; those of a call are reported where that is.
    fn place_in(&self, tokens: TokenStream, call: Option<Span>) -> TokenStream {
        let mut calls = call;
        let mut tokens = tokens.into_iter().peekable();
        let mut written = TokenStream::new().into_iter();
        std::iter::from_fn(move || {
            if let Some(tree) = written.next() {
                return Some(tree);
            }
            let tree = tokens.next()?;
            // What is called on the result belongs to the call.
            let goes_on = matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == '.');
            let at = |span: Span, call: Option<Span>| call.map_or(span, |call| span.located_at(call));
            Some(match tree {
                TokenTree::Group(group) => {
                    let mut placed = Group::new(group.delimiter(), self.place_in(group.stream(), calls));
                    placed.set_span(at(Span::mixed_site(), calls));
                    if !goes_on {
                        calls = call;
                    }
                    TokenTree::Group(placed)
                }
                TokenTree::Ident(mut ident) => {
                    let name = ident.to_string();
                    calls = self.calls.get(&name).copied().or(calls);
                    if let Some(tokens) = self.written.get(&name) {
                        written = tokens.clone().into_iter();
                        return written.next();
                    }
                    let span = self.spans.get(&name).copied().unwrap_or_else(Span::mixed_site);
                    ident.set_span(at(span, calls));
                    TokenTree::Ident(ident)
                }
                mut other => {
                    other.set_span(at(Span::mixed_site(), calls));
                    other
                }
            })
        })
        .collect()
    }
}
