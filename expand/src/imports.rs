//! How generated code names a function that is called, and what knows its derivative, also where there is none.
//!
//! An import fails only if nothing has the name. So there is something, in the namespace of macros, and in a block around the
//! import what is used instead of what it does not find. Of a module all is imported, which never fails, in a block of its own.

use crate::companion::Called;
use chainrule_parser::ast::{Call, Callee};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

/// The path by which a function is called.
pub struct Path {
    tokens: TokenStream,
    segments: Vec<Ident>,
    /// Whether it begins at a place that is always there: `crate`, or with `::` a crate.
    anchored: bool,
}

impl Path {
    pub fn of(tokens: TokenStream) -> Path {
        let absolute = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Punct(_)));
        let segments = tokens.clone().into_iter().filter_map(|tree| match tree {
            TokenTree::Ident(ident) => Some(ident),
            _ => None,
        });
        let segments: Vec<Ident> = segments.collect_vec();
        let anchored = absolute || segments.first().is_some_and(|first| ["crate", "self", "super"].iter().any(|word| first == word));
        Path { tokens, segments, anchored }
    }

    /// Whether it is a name alone.
    fn is_name(&self) -> bool {
        self.segments.len() == 1 && !self.anchored
    }

    /// The name of the function.
    pub fn last(&self) -> Option<&Ident> {
        self.segments.last()
    }

    /// Modules in the place of those of the path, if there are none.
    pub fn stub(&self) -> TokenStream {
        if self.anchored {
            return TokenStream::new();
        }
        let modules = self.segments.split_last().map_or(&[][..], |(_, modules)| modules);
        modules.iter().rev().fold(TokenStream::new(), |inner, module| quote! { pub mod #module { #inner } })
    }

    /// A name of its own for the first module.
    fn alias(call: &Call) -> Ident {
        format_ident!("{}_module", call.itself(), span = Span::mixed_site())
    }

    /// Gives names to the function and to its companion, a value; where there are none, and in the block around, to what the module
    /// `stand_in` has in their places.
    pub fn import(&self, called: &Called, name: &Ident, krate: &TokenStream) -> (TokenStream, TokenStream) {
        let call = &called.call;
        let (asked, constant) = (format_ident!("{}_asked", call.itself(), span = Span::mixed_site()), Path::asked(called, krate));
        let constant = constant.map(|constant| quote! { #[allow(non_upper_case_globals)] const #asked: usize = #constant; });
        let sure = |companion: TokenStream| match constant {
            Some(_) => quote! { #krate::__rt::kinds::sure::<{ #asked }, _>(#companion) },
            None => companion,
        };
        let [itself, companion] = [call.itself(), call.any_companion()].map(|name| Ident::new(&name, Span::mixed_site()));
        let (stand_in, tokens) = (module_of(call), &self.tokens);
        let Some(first) = self.segments.first() else { return Default::default() };
        let guard = guard(first);
        if self.is_name() {
            return (quote! { #constant use #stand_in::{#name as #itself, values::#tokens as #itself}; }, {
                let value = sure(quote! { #itself {} });
                quote! { #guard use #tokens as #itself; let #companion = #value; }
            });
        }
        // Without a new name where that is not needed: a type with two names is shown with the path to it.
        let of_last = match self.segments.last().is_some_and(|last| last == name) {
            true => quote! { #name },
            false => {
                let last = self.segments.last();
                quote! { #name as #last }
            }
        };
        let found = sure(self.found(call, &of_last, &quote! { {} }));
        let companion = quote! { let #companion = #found; };
        if self.anchored {
            return (quote! { #constant }, companion);
        }
        let alias = Path::alias(call);
        (quote! { #constant use #stand_in::#first as #alias; }, quote! { #guard use #first as #alias; #companion })
    }

    /// A constant that calls the function with its type arguments, as it is written: where that is wrong, the compiler knows that
    /// what names the constant is, too. None where a constant does not know them.
    fn asked(called: &Called, krate: &TokenStream) -> Option<TokenStream> {
        let (path, turbofish) = (called.written.as_ref()?, called.turbofish.as_ref()?);
        let known = |tree: TokenTree| match tree {
            // What one letter is the name of is a parameter.
            TokenTree::Ident(ident) => ident.to_string().len() > 1 && ident != "Self",
            TokenTree::Group(group) => group.stream().is_empty(),
            _ => true,
        };
        if !turbofish.clone().into_iter().all(known) {
            return None;
        }
        let any = called.call.taken().into_iter().map(|_| quote! { #krate::__rt::any() });
        Some(quote! { { let _ = || #path #turbofish (#(#any),*); 0 } })
    }

    /// What the last module of the path has of the last name, or the stand-in. An import of what it has not would be a mistake,
    /// and one of all that it has is none; the name is then not looked for elsewhere.
    fn found(&self, call: &Call, instead: &TokenStream, after: &TokenStream) -> TokenStream {
        let Some((last, modules)) = self.segments.split_last() else { return TokenStream::new() };
        let stand_in = module_of(call);
        let from = match (self.anchored, modules.split_first()) {
            (false, Some((_, rest))) => {
                let alias = Path::alias(call);
                quote! { #alias #(::#rest)* }
            }
            _ => {
                let absolute = matches!(self.tokens.clone().into_iter().next(), Some(TokenTree::Punct(_))).then(|| quote! { :: });
                quote! { #absolute #(#modules)::* }
            }
        };
        quote! { { use #stand_in::#instead; { use #from::*; #last #after } } }
    }
}

/// Gives a name to the type that stands beside a function; around that to another one, which has no derivative.
pub fn beside(called: &Called) -> (TokenStream, TokenStream) {
    let call = &called.call;
    let path = call.path.rsplit_once("::").and_then(|(function, _)| function.parse().ok());
    let (Callee::Beside(_), Some(path)) = (call.callee, path) else { return Default::default() };
    let (alias, stand_in) = (Ident::new(&call.beside(), Span::mixed_site()), module_of(call));
    let path = placed(path, called.span);
    let guard = syn::parse2::<Ident>(path.clone()).ok().map(|name| guard(&name));
    (quote! { use #stand_in::Beside as #alias; }, quote! { #guard use #path as #alias; })
}

/// Statements in which a function has a name of its own, also where there is none of this path, if that is a name.
pub fn importable(path: &TokenStream, itself: &TokenStream, arity: usize, statements: TokenStream) -> TokenStream {
    if syn::parse2::<Ident>(path.clone()).is_err() {
        return statements;
    }
    let types: Vec<Ident> = (0..arity).map(|k| format_ident!("A{k}", span = Span::mixed_site())).collect_vec();
    let (result, missing) = (Ident::new("R", Span::mixed_site()), Ident::new("missing", Span::mixed_site()));
    let guard = guard(path);
    quote! {
        {
            fn #missing<#(#types,)* #result>(#(_: #types),*) -> #result { ::core::unreachable!() }
            use #missing as #itself;
            { #guard use #path as #itself; #statements }
        }
    }
}

/// A macro of a name. What nothing has the name of cannot be imported: that would be said beside what the compiler says where
/// the user wrote it. So there is something, in a namespace that is of no use.
fn guard(name: &impl ToTokens) -> TokenStream {
    quote! { macro_rules! #name { () => {}; } }
}

/// What stands for a function in a call, if no name does: it is called by more than a name, or with type arguments.
pub fn value(called: &Called) -> Option<TokenStream> {
    let call = &called.call;
    if call.callee != Callee::Function {
        return None;
    }
    if !call.path.contains("::") {
        let (itself, turbofish) = (Ident::new(&call.itself(), called.span), called.turbofish.as_ref()?);
        return Some(quote! { #itself #turbofish });
    }
    let path = Path::of(placed(call.path.parse().ok()?, called.span));
    let last = path.segments.last();
    Some(path.found(call, &quote! { values::#last }, &called.turbofish.to_token_stream()))
}

/// What stands around what a function of a type is given and returns: nothing, if no constant asks about its calls.
pub fn sure(calls: &[Called], call: &Call, krate: &TokenStream) -> TokenStream {
    let name = asked_name(call);
    match asked_by(calls, call).next() {
        Some(_) => quote! { #krate::__rt::kinds::sure::<{ #name }, _> },
        None => TokenStream::new(),
    }
}

/// The constant that calls the function of a type as it is written.
pub fn asked_of_type(calls: &[Called], call: &Call) -> Option<TokenStream> {
    let asked = asked_by(calls, call).collect_vec();
    let name = asked_name(call);
    (!asked.is_empty()).then(|| quote! { #[allow(non_upper_case_globals)] const #name: usize = { #(let _ = #asked;)* 0 }; })
}

fn asked_by<'a>(calls: &'a [Called], call: &'a Call) -> impl Iterator<Item = &'a TokenStream> {
    let same = |called: &&Called| called.call.callee == Callee::Associated && called.call.path == call.path;
    calls.iter().filter(same).filter_map(|called| called.asked.as_ref())
}

fn asked_name(call: &Call) -> Ident {
    format_ident!("{}_asked", call.itself(), span = Span::mixed_site())
}

/// Parameters that take these type arguments.
pub fn generics_for(turbofish: &TokenStream) -> Vec<TokenStream> {
    let Ok(given) = syn::parse2::<syn::AngleBracketedGenericArguments>(turbofish.clone()) else { return Vec::new() };
    let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let parameter = |(k, argument): (usize, &syn::GenericArgument)| {
        let name = format_ident!("G{k}", span = Span::mixed_site());
        let text = argument.to_token_stream().to_string();
        // A name in capital letters is that of a constant.
        let constant = text.len() > 1 && text.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
        match argument {
            syn::GenericArgument::Const(_) if text == "true" || text == "false" => quote! { const #name: bool },
            syn::GenericArgument::Const(_) if text.starts_with('-') => quote! { const #name: isize },
            syn::GenericArgument::Const(_) => quote! { const #name: usize },
            _ if constant || number(&text) => quote! { const #name: usize },
            _ => quote! { #name },
        }
    };
    given.args.iter().enumerate().map(parameter).collect_vec()
}

/// The name of the stand-in for a companion. A name that is unique is shown without the path to it.
pub fn shown(call: &Call, first: bool) -> Ident {
    Ident::new_raw_or_plain(if first { &call.name } else { "reported" }, Span::mixed_site())
}

/// Where the stand-ins are.
pub fn module_of(call: &Call) -> Ident {
    let of = if call.callee == Callee::Method { "method_" } else { "" };
    let itself = call.itself();
    let words = itself.trim_start_matches('_').trim_end_matches("_itself");
    format_ident!("without_derivative_{of}{words}", span = Span::mixed_site())
}

/// Tokens that resolve where the macro is called and are reported at a place.
pub fn placed(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut tree| {
            if let TokenTree::Group(group) = &tree {
                return TokenTree::Group(Group::new(group.delimiter(), placed(group.stream(), span)));
            }
            tree.set_span(Span::call_site().located_at(span));
            tree
        })
        .collect()
}

pub trait RawOrPlain {
    /// An identifier, raw if it is a word of the language.
    fn new_raw_or_plain(name: &str, span: Span) -> Ident;
}

impl RawOrPlain for Ident {
    fn new_raw_or_plain(name: &str, span: Span) -> Ident {
        match syn::parse_str::<Ident>(name) {
            Ok(_) => Ident::new(name, span),
            Err(_) => Ident::new_raw(name, span),
        }
    }
}
