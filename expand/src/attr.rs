//! Attributes and attribute arguments.

use crate::diag::Diagnostics;
use chainrule_parser::list::CollectVec;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token};

/// A test, with the values of arguments for which it states some.
#[derive(Clone)]
pub struct Check {
    /// Where it is asked for.
    pub at: Span,
    /// What is stated.
    pub stated: Vec<Stated>,
}

/// The value of an argument in a test.
#[derive(Clone)]
pub struct Stated {
    /// The argument.
    pub name: Ident,
    pub values: Choice,
}

/// What is drawn from.
#[derive(Clone)]
pub enum Choice {
    /// The value, or several to choose from.
    Listed(Vec<syn::Expr>),
    /// Both ends of a range of numbers, and whether the last one is in it.
    Between(Box<(syn::Expr, syn::Expr)>, bool),
}

impl Parse for Stated {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(<Ident as syn::ext::IdentExt>::parse_any)?;
        if input.peek(Token![in]) {
            input.parse::<Token![in]>()?;
            let values = match input.parse()? {
                syn::Expr::Array(list) if list.elems.is_empty() => {
                    return Err(syn::Error::new(name.span(), "there is no value to choose from"));
                }
                syn::Expr::Array(list) => Choice::Listed(list.elems.into_iter().collect_vec()),
                syn::Expr::Range(syn::ExprRange { start: Some(start), end: Some(end), limits, .. }) => {
                    Choice::Between(Box::new((*start, *end)), matches!(limits, syn::RangeLimits::Closed(_)))
                }
                other => {
                    let message =
                        format!("write several values, `check({name} in [1, 3])`, or a range with both ends, `check({name} in 0.1..0.9)`");
                    return Err(syn::Error::new_spanned(other, message));
                }
            };
            return Ok(Stated { name, values });
        }
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(
                name.span(),
                format!(
                    "`check` states values: `check({name} = 3)`, or several, `check({name} in [1, 3])`, or a range, `check({name} in 0.1..0.9)`"
                ),
            ));
        }
        input.parse::<Token![=]>()?;
        Ok(Stated { name, values: Choice::Listed(vec![input.parse()?]) })
    }
}

/// The argument of `#[gradient(...)]` on a function.
#[derive(Clone, Default)]
pub struct GradientArguments {
    /// `wrt(w, b)`
    pub wrt: Option<Vec<Ident>>,
    /// `crate = "path"`
    pub krate: Option<syn::Path>,
    /// `check`, `check(n = 3, kind in [Kind::A, Kind::B], x in 0.1..0.9)`
    pub check: Option<Check>,
    /// `checkpoint`
    pub checkpoint: Option<Span>,
}

impl Parse for GradientArguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut out = GradientArguments::default();
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                out.krate = Some(crate_path(input)?);
            } else {
                let name: Ident = input.parse()?;
                if name == "wrt" {
                    const WANTED: &str = "`wrt` lists the arguments to differentiate by: `wrt(w, b)`";
                    if !input.peek(syn::token::Paren) {
                        return Err(syn::Error::new(name.span(), WANTED));
                    }
                    let inner;
                    syn::parenthesized!(inner in input);
                    let names = inner.parse_terminated(<Ident as syn::ext::IdentExt>::parse_any, Token![,]);
                    let names = names.map_err(|error| syn::Error::new(error.span(), WANTED))?;
                    if names.is_empty() {
                        return Err(syn::Error::new(name.span(), WANTED));
                    }
                    out.wrt = Some(names.into_iter().collect_vec());
                } else if name == "check" {
                    let mut stated = Vec::new();
                    if input.peek(syn::token::Paren) {
                        let inner;
                        syn::parenthesized!(inner in input);
                        stated.extend(inner.parse_terminated(Stated::parse, Token![,])?);
                    }
                    out.check = Some(Check { at: name.span(), stated });
                } else if name == "checkpoint" {
                    out.checkpoint = Some(name.span());
                } else {
                    let known = "`wrt(w, b)`, `check`, `checkpoint` or `crate = \"path\"`";
                    return Err(syn::Error::new(name.span(), format!("unknown option `{name}`: write {known}")));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(out)
    }
}

/// `"path"` or `path`
pub fn crate_path(input: ParseStream<'_>) -> syn::Result<syn::Path> {
    if input.peek(syn::LitStr) { input.parse::<syn::LitStr>()?.parse() } else { syn::Path::parse_mod_style(input) }
}

/// The text of the path to `chainrule`, absolute unless one is given.
pub fn crate_text(path: Option<&syn::Path>) -> String {
    match path {
        Some(path) => chainrule_rust::types::text(path.to_token_stream()),
        None => "::chainrule".to_owned(),
    }
}

/// The attributes that a generated item takes over: `#[cfg]` and the documentation.
pub fn inherited(attributes: &[Attribute]) -> (TokenStream, TokenStream) {
    let pick = |name: &str| {
        let picked = attributes.iter().filter(|a| a.path().is_ident(name));
        quote! { #(#picked)* }
    };
    (pick("cfg"), pick("doc"))
}

/// Refuses a second type of float in one signature.
pub fn one_scalar(
    seen: &mut Option<(chainrule_rust::types::Scalar, Span)>,
    scalar: chainrule_rust::types::Scalar,
    span: Span,
    diag: &mut Diagnostics,
) {
    match seen {
        None => *seen = Some((scalar, span)),
        Some((first, _)) if *first != scalar => {
            diag.error(span, format!("f32 and f64 in one function: use {} for every argument", first.name()));
        }
        Some(_) => {}
    }
}
