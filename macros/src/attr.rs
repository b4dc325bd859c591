//! Attributes and attribute arguments.

use crate::diag::Diagnostics;
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token};

/// The argument of `#[gradient(...)]` on a function.
#[derive(Default)]
pub struct GradientArguments {
    /// `wrt(w, b)`
    pub wrt: Option<Vec<Ident>>,
    /// `crate = "path"`
    pub krate: Option<syn::Path>,
    /// `check`
    pub check: Option<Span>,
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
                    let inner;
                    syn::parenthesized!(inner in input);
                    let names = inner.parse_terminated(<Ident as syn::ext::IdentExt>::parse_any, Token![,])?;
                    if names.is_empty() {
                        return Err(syn::Error::new(name.span(), "`wrt` lists what to differentiate by: `wrt(w, b)`"));
                    }
                    out.wrt = Some(names.into_iter().collect());
                } else if name == "check" {
                    out.check = Some(name.span());
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
    let pick = |name: &str| attributes.iter().filter(|a| a.path().is_ident(name)).map(ToTokens::to_token_stream).collect::<TokenStream>();
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
