//! Arguments that are structs, tuples or arrays of them: their gradients, and the parts that the body reads.

use crate::engine::Names;
use crate::signature::cast;
use chainrule_rust::types::{self, Part, Scalar};
use chainrule_rust::{Declared, PartKind};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The gradient of an argument that is a struct, a tuple, or an array of these.
#[derive(Clone)]
pub struct Composite {
    /// Its type by value.
    pub value: TokenStream,
    /// The type behind `&mut`.
    pub place: TokenStream,
    /// Whether the argument is a slice or a `Vec`.
    pub list: bool,
}

impl Composite {
    /// Of an argument of this type.
    pub fn of(ty: &TokenStream, krate: &TokenStream) -> Composite {
        let Ok(ty) = syn::parse2::<syn::Type>(ty.clone()) else {
            return Composite { value: ty.clone(), place: ty.clone(), list: false };
        };
        let ty = types::referred(&ty);
        let list = match ty {
            syn::Type::Slice(t) => Some(&*t.elem),
            syn::Type::Path(t) => element_of_vec(&t.path),
            _ => None,
        };
        match list {
            Some(element) => {
                let element = gradient(element, krate);
                Composite { value: quote! { ::std::vec::Vec<#element> }, place: quote! { [#element] }, list: true }
            }
            None => {
                let value = gradient(ty, krate);
                Composite { place: value.clone(), value, list: false }
            }
        }
    }

    /// A gradient of zeros for an argument.
    pub fn zero(&self, argument: &Ident, by_ref: bool, krate: &TokenStream) -> TokenStream {
        match (self.list, by_ref) {
            (true, _) => quote! { #argument.iter().map(#krate::Parameters::zero_gradient).collect::<::std::vec::Vec<_>>() },
            (false, true) => quote! { #krate::Parameters::zero_gradient(&*#argument) },
            (false, false) => quote! { #krate::Parameters::zero_gradient(&#argument) },
        }
    }

    /// Sets a gradient to zero if it has more numbers than those that the body writes: then there are fields that the
    /// function does not read.
    pub fn clear(&self, gradient: &Ident, written: &TokenStream, krate: &TokenStream) -> TokenStream {
        let clear = Ident::new(if self.list { "clear_list_beyond" } else { "clear_beyond" }, Span::mixed_site());
        quote! { #krate::__rt::#clear(#gradient, #written); }
    }
}

fn element_of_vec(path: &syn::Path) -> Option<&syn::Type> {
    let last = path.segments.last().filter(|s| s.ident == "Vec")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// The type of the gradient of a value of this type. `Parameters` names it, so that nothing but the type itself has
/// to be in scope.
pub fn gradient(ty: &syn::Type, krate: &TokenStream) -> TokenStream {
    match ty {
        syn::Type::Paren(t) => gradient(&t.elem, krate),
        syn::Type::Group(t) => gradient(&t.elem, krate),
        syn::Type::Array(t) => {
            let (element, len) = (gradient(&t.elem, krate), &t.len);
            quote! { [#element; #len] }
        }
        syn::Type::Tuple(t) => {
            let items = t.elems.iter().map(|t| gradient(t, krate));
            quote! { (#(#items,)*) }
        }
        syn::Type::Path(t) if t.path.is_ident("f64") || t.path.is_ident("f32") => t.to_token_stream(),
        other => quote! { <#other as #krate::Parameters>::Gradient },
    }
}

/// A place in Rust: the template of a part with each argument by its name.
pub fn place(template: &str, argument: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut pieces = template.split('@');
    while let Some(text) = pieces.next() {
        out.push_str(text);
        if let Some(name) = pieces.next() {
            out.push_str(&argument(name));
        }
    }
    out
}

/// What the tree reads as a number for a part.
pub fn read(declared: &Declared, scalar: Scalar, krate: &str, argument: &dyn Fn(&str) -> String) -> String {
    let text = place(&declared.place.template, argument);
    match declared.kind {
        PartKind::Float => text,
        // An argument itself may be a reference.
        PartKind::Whole => text,
        PartKind::Integer | PartKind::Number => cast(&text, scalar, krate),
        PartKind::Condition => cast(&format!("{text} as u8"), scalar, krate),
    }
}

/// The template with the elements of an array `at` for its indices.
fn indexed(text: &str, at: &str) -> String {
    let mut out = String::new();
    for (k, piece) in text.split("[]").enumerate() {
        if k > 0 {
            out.push_str(&format!("[{at}[{}]]", k - 1));
        }
        out.push_str(piece);
    }
    out
}

/// The length of a part.
pub fn length(part: &Part, krate: &str, names: &Names, argument: &dyn Fn(&str) -> String) -> TokenStream {
    let text = place(&part.template, argument);
    match part.holes {
        0 => names.tokens(&format!("{text}.len()")),
        n => names.tokens(&format!("{krate}::__rt::row_length(|__at: [usize; {n}]| &{})", indexed(&text, "__at"))),
    }
}

/// Has the compiler confirm what a part is read as; never runs.
pub fn check(declared: &Declared, scalar: Scalar, krate: &str, names: &Names, argument: &dyn Fn(&str) -> String) -> TokenStream {
    let text = indexed(&place(&declared.place.template, argument), "__at");
    let at = match declared.place.holes {
        0 => String::new(),
        n => format!("__at: [usize; {n}]"),
    };
    let body = match declared.kind {
        PartKind::Float => format!("|{at}| -> {} {{ {text} }}", scalar.name()),
        PartKind::Integer | PartKind::Number => format!("|{at}| {{ {krate}::__rt::integer(&{text}) }}"),
        PartKind::Condition => format!("|{at}| -> bool {{ {text} }}"),
        PartKind::Whole => return TokenStream::new(),
    };
    let check = located(names.tokens(&body), declared.span);
    quote! { let _ = #check; }
}

/// Tokens that resolve as before and are reported at another place.
fn located(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut tree| {
            if let TokenTree::Group(group) = &tree {
                let mut inner = proc_macro2::Group::new(group.delimiter(), located(group.stream(), span));
                inner.set_span(span.resolved_at(group.span()));
                return TokenTree::Group(inner);
            }
            tree.set_span(span.resolved_at(tree.span()));
            tree
        })
        .collect()
}
