//! Generated text as tokens, with the user's names at the user's places.

use chainrule_parser::table::Map;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// What operators are made of.
const SIGNS: &[u8] = b"+-*/%^!&|=<>@.,;:#$?~";

/// Text that is read from the left.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Numbers that have been there: the compiler is asked for each only once.
    numbers: Map<&'a str, Literal>,
}

impl<'a> Reader<'a> {
    fn word(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
            self.at += 1;
        }
    }

    /// A number; the name of a field has no point.
    fn number(&mut self, field: bool) -> Option<Literal> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        self.word();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        if !field && bytes.get(self.at) == Some(&b'.') && digit(self.at + 1) {
            self.at += 1;
            self.word();
        }
        // `1e-5`
        if matches!(bytes[self.at - 1], b'e' | b'E') && !self.text[start..].starts_with("0x") {
            if matches!(bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.word();
        }
        let text = &self.text[start..self.at];
        if let Some(known) = self.numbers.get(text) {
            return Some(known.clone());
        }
        let number = text.parse::<Literal>().ok()?;
        self.numbers.insert(text, number.clone());
        Some(number)
    }
}

/// The names of the user that generated text may use; every other identifier is hygienic.
#[derive(Default)]
pub struct Names {
    spans: Map<String, Span>,
    /// Those that in a call are reported at places of their own.
    kept: Map<String, Span>,
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

    /// Makes a name resolve where the user wrote it, and has mistakes about it reported there also in a call.
    pub fn add_kept(&mut self, ident: &Ident) {
        self.kept.insert(ident.to_string(), ident.span());
    }

    /// The place of a name, in a call at another one.
    fn place_of(&self, name: &str, call: Option<Span>) -> Span {
        let (kept, span) = (self.kept.get(name), self.spans.get(name));
        match (call, kept, span) {
            (Some(_), Some(kept), _) | (None, Some(kept), None) => *kept,
            (Some(call), None, span) => span.copied().unwrap_or_else(Span::mixed_site).located_at(call),
            (None, _, span) => span.copied().unwrap_or_else(Span::mixed_site),
        }
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

    /// The place of a struct, by its name before: what the compiler says of its fields depends on who wrote it.
    fn literal(&self, before: Option<&TokenTree>, delimiter: Delimiter) -> Option<Span> {
        match before {
            Some(TokenTree::Ident(name)) if delimiter == Delimiter::Brace => self.kept.get(&name.to_string()).copied(),
            _ => None,
        }
    }

    /// Text as tokens, in which mistakes are reported at a place.
    pub fn tokens_at(&self, text: &str, place: Span) -> TokenStream {
        text.parse::<TokenStream>().map_or_else(|_| self.tokens(text), |tokens| self.place_in(tokens, Some(place)))
    }

    /// Text as tokens.
    pub fn tokens(&self, text: &str) -> TokenStream {
        if let Some(tokens) = self.plain(text) {
            return tokens;
        }
        match text.parse::<TokenStream>() {
            Ok(tokens) => self.place_in(tokens, None),
            Err(error) => {
                let message = format!("generated code is not Rust: {error}; please report this as a bug of chainrule");
                syn::Error::new(Span::call_site(), message).to_compile_error()
            }
        }
    }

    /// The same for what consists of names, numbers and signs, as nearly all text does; none for other text. The general way
    /// reads the text twice, in `proc_macro2` and in the compiler, and then asks the compiler for each token.
    fn plain(&self, text: &str) -> Option<TokenStream> {
        let mut reader = Reader { text, at: 0, numbers: Map::default() };
        let tokens = self.read(&mut reader, None, None)?;
        (reader.at == text.len()).then_some(tokens)
    }

    /// Tokens up to the end of a group.
    fn read(&self, reader: &mut Reader<'_>, closing: Option<u8>, call: Option<Span>) -> Option<TokenStream> {
        let bytes = reader.text.as_bytes();
        let mut out: Vec<TokenTree> = Vec::new();
        let mut calls = call;
        let mixed = Span::mixed_site();
        let at = |span: Span, call: Option<Span>| call.map_or(span, |call| span.located_at(call));
        loop {
            while bytes.get(reader.at).is_some_and(u8::is_ascii_whitespace) {
                reader.at += 1;
            }
            let Some(&first) = bytes.get(reader.at) else { return closing.is_none().then(|| out.into_iter().collect()) };
            let start = reader.at;
            match first {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    reader.word();
                    let name = &reader.text[start..reader.at];
                    // Raw names, strings and lifetimes are read in the general way, and `_` is a sign to the compiler.
                    if matches!(bytes.get(reader.at), Some(b'#' | b'"' | b'\'')) {
                        return None;
                    }
                    calls = self.calls.get(name).copied().or(calls);
                    match self.written.get(name) {
                        Some(tokens) => out.extend(tokens.clone()),
                        None => {
                            out.push(Ident::new(name, self.place_of(name, calls)).into());
                        }
                    }
                }
                b'0'..=b'9' => {
                    // A field of a tuple, and no end of a range.
                    let point = |tree: Option<&TokenTree>, spacing| matches!(tree, Some(TokenTree::Punct(p)) if p.as_char() == '.' && p.spacing() == spacing);
                    let before = out.len().checked_sub(2).map(|at| &out[at]);
                    let field = point(out.last(), Spacing::Alone) && !point(before, Spacing::Joint);
                    let mut number = reader.number(field)?;
                    number.set_span(at(mixed, calls));
                    out.push(number.into());
                }
                b'(' | b'[' | b'{' => {
                    let (delimiter, end) = match first {
                        b'(' => (Delimiter::Parenthesis, b')'),
                        b'[' => (Delimiter::Bracket, b']'),
                        _ => (Delimiter::Brace, b'}'),
                    };
                    reader.at += 1;
                    let literal = self.literal(out.last(), delimiter);
                    let mut group = Group::new(delimiter, self.read(reader, Some(end), calls)?);
                    group.set_span(literal.unwrap_or_else(|| at(mixed, calls)));
                    out.push(group.into());
                    // What is called on the result belongs to the call.
                    if bytes.get(reader.at) != Some(&b'.') {
                        calls = call;
                    }
                }
                b')' | b']' | b'}' => {
                    if closing != Some(first) {
                        return None;
                    }
                    reader.at += 1;
                    return Some(out.into_iter().collect());
                }
                _ if SIGNS.contains(&first) => {
                    reader.at += 1;
                    let next = bytes.get(reader.at);
                    // A comment.
                    if first == b'/' && matches!(next, Some(b'/' | b'*')) {
                        return None;
                    }
                    let joint = next.is_some_and(|next| SIGNS.contains(next));
                    let mut sign = Punct::new(char::from(first), if joint { Spacing::Joint } else { Spacing::Alone });
                    sign.set_span(at(mixed, calls));
                    out.push(sign.into());
                }
                _ => return None,
            }
        }
    }

    /// Tokens at their places; those of a call are reported where that is.
    fn place_in(&self, tokens: TokenStream, call: Option<Span>) -> TokenStream {
        let mut calls = call;
        let mut tokens = tokens.into_iter().peekable();
        let mut written = TokenStream::new().into_iter();
        let mut literal = None;
        std::iter::from_fn(move || {
            if let Some(tree) = written.next() {
                return Some(tree);
            }
            let mut tree = tokens.next()?;
            // What nothing stands in the place of.
            while matches!(&tree, TokenTree::Ident(name) if self.written.get(&name.to_string()).is_some_and(TokenStream::is_empty)) {
                tree = tokens.next()?;
            }
            // What is called on the result belongs to the call.
            let goes_on = matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == '.');
            let at = |span: Span, call: Option<Span>| call.map_or(span, |call| span.located_at(call));
            let of_literal = literal.take();
            if let Some(TokenTree::Group(next)) = tokens.peek() {
                literal = self.literal(Some(&tree), next.delimiter());
            }
            Some(match tree {
                TokenTree::Group(group) => {
                    let mut placed = Group::new(group.delimiter(), self.place_in(group.stream(), calls));
                    placed.set_span(of_literal.unwrap_or_else(|| at(Span::mixed_site(), calls)));
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
                    ident.set_span(self.place_of(&name, calls));
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
