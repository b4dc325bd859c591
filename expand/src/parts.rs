//! Arguments that are structs, tuples or arrays of them: their gradients, and the parts that the body reads.

use crate::asked::Answer;
use crate::engine::Names;
use crate::signature::cast;
use chainrule_parser::list::CollectVec;
use chainrule_rust::types::{self, Part, Scalar};
use chainrule_rust::{Declared, PartKind};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// The gradient of an argument that is a struct, a tuple, or an array of these.
#[derive(Clone)]
pub struct Composite {
    /// Its type by value.
    pub value: TokenStream,
    /// The type behind `&mut`.
    pub place: TokenStream,
    /// Whether the argument is a slice or a `Vec`.
    pub list: bool,
    /// The trait by which the argument, or an element of the list, is a list of parameters.
    parameters: TokenStream,
}

/// What gives a constant that asks whether a type has a gradient.
pub type Ask<'a> = &'a mut dyn FnMut(&syn::TypePath) -> Option<Answer>;

impl Composite {
    /// Of an argument of this type, which is asked about if it is differentiated.
    pub fn of(ty: &TokenStream, krate: &TokenStream, ask: Option<Ask<'_>>) -> Composite {
        let Ok(ty) = syn::parse2::<syn::Type>(ty.clone()) else {
            return Composite { value: ty.clone(), place: ty.clone(), list: false, parameters: quote! { #krate::Parameters } };
        };
        let ty = types::referred(&ty);
        let list = match ty {
            syn::Type::Slice(t) => Some(&*t.elem),
            syn::Type::Path(t) => element_of_vec(&t.path),
            _ => None,
        };
        let asked = list.unwrap_or(ty);
        let mut answers: Vec<Answer> = Vec::new();
        let value = match ask {
            None => gradient(asked, krate),
            Some(ask) => asked_gradient(asked, krate, &mut |ty| {
                let answer = ask(ty);
                answers.extend(answer.clone());
                answer
            }),
        };
        let parameters = match &answers[..] {
            [] => quote! { #krate::Parameters },
            [Answer { checked, .. }] if matches!(asked, syn::Type::Path(_)) => quote! { <#checked as #krate::__rt::CheckedParameters> },
            answers => {
                let constants = answers.iter().map(|answer| &answer.constant);
                quote! { <#asked as #krate::__rt::Checked<{ #(#constants)+* }>> }
            }
        };
        match list {
            Some(_) => Composite { place: quote! { [#value] }, value: quote! { ::std::vec::Vec<#value> }, list: true, parameters },
            None => Composite { place: value.clone(), value, list: false, parameters },
        }
    }

    /// A gradient of zeros for an argument.
    pub fn zero(&self, argument: &Ident, by_ref: bool) -> TokenStream {
        let parameters = &self.parameters;
        match (self.list, by_ref) {
            (true, _) => quote! { #argument.iter().map(#parameters::zero_gradient).collect::<::std::vec::Vec<_>>() },
            (false, true) => quote! { #parameters::zero_gradient(&*#argument) },
            (false, false) => quote! { #parameters::zero_gradient(&#argument) },
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
    gradient_of(ty, krate, &mut |ty| unasked(ty, krate))
}

/// The same of a type that is asked about.
pub fn asked_gradient(ty: &syn::Type, krate: &TokenStream, ask: Ask<'_>) -> TokenStream {
    gradient_of(ty, krate, &mut |ty| match ask(ty) {
        Some(Answer { checked, .. }) => quote! { <#checked as #krate::__rt::CheckedParameters>::Gradient },
        None => unasked(ty, krate),
    })
}

/// The gradient of a type of which nothing has asked whether it has one. The place is that of the locals, so that the compiler
/// says the same of both.
fn unasked(ty: &impl ToTokens, krate: &TokenStream) -> TokenStream {
    quote_spanned! { Span::mixed_site()=> <#ty as #krate::Parameters>::Gradient }
}

/// The same, with what is to stand for a struct.
fn gradient_of(ty: &syn::Type, krate: &TokenStream, of_struct: &mut dyn FnMut(&syn::TypePath) -> TokenStream) -> TokenStream {
    match ty {
        syn::Type::Paren(t) => gradient_of(&t.elem, krate, of_struct),
        syn::Type::Group(t) => gradient_of(&t.elem, krate, of_struct),
        syn::Type::Array(t) => {
            let (element, len) = (gradient_of(&t.elem, krate, of_struct), &t.len);
            quote! { [#element; #len] }
        }
        syn::Type::Tuple(t) => {
            let items = t.elems.iter().map(|t| gradient_of(t, krate, of_struct)).collect_vec();
            quote! { (#(#items,)*) }
        }
        syn::Type::Path(t) if t.path.is_ident("f64") || t.path.is_ident("f32") => t.to_token_stream(),
        syn::Type::Path(t) => of_struct(t),
        other => unasked(other, krate),
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
        // Rows may be lists of one length.
        1 => {
            let list = text.split("[]").next().unwrap_or_default();
            names.tokens(&format!("{krate}::__rt::rows_length({list}.len(), |__at: usize| &{})", text.replacen("[]", "[__at]", 1)))
        }
        n => names.tokens(&format!("{krate}::__rt::row_length(|__at: [usize; {n}]| &{})", indexed(&text, "__at"))),
    }
}

/// The list of which a part is in the elements.
pub fn list(part: &Part, names: &Names, argument: &dyn Fn(&str) -> String) -> TokenStream {
    names.tokens(place(&part.template, argument).split("[]").next().unwrap_or_default())
}

/// A closure that gives a part, whatever it is; never runs.
pub fn value(declared: &Declared, names: &Names, argument: &dyn Fn(&str) -> String) -> TokenStream {
    let text = indexed(&place(&declared.place.template, argument), "__at");
    names.tokens(&format!("|__at: [usize; {}]| {text}", declared.place.holes))
}

/// An argument from where all parts that are read as floats are known to be floats: `seen` is `by` there, and what the compiler
/// knows to be wrong, and says no more about, if this part is none.
pub fn seen(
    declared: &Declared,
    (seen, by): (&Ident, &Ident),
    scalar: Scalar,
    krate: &str,
    names: &Names,
    argument: &dyn Fn(&str) -> String,
) -> TokenStream {
    let text = indexed(&place(&declared.place.template, argument), "__at");
    let holes = declared.place.holes;
    let text = format!("{krate}::__rt::seen::<{}, _, _, {holes}>(|__at: [usize; {holes}]| {text}, ", scalar.name());
    let field = declared.place.template.rsplit('.').next().unwrap_or("").trim_end_matches("[]");
    let call = names.tokens(&format!("{text} __by)"));
    let call = located(call, declared.span, &[field], by);
    quote! { let #seen = #call; }
}

/// Has the compiler confirm what a part is read as; never runs.
/// What is part of no argument, if `outside`, may be part of nothing at all: that is said of its name.
pub fn check(
    declared: &Declared,
    outside: bool,
    scalar: Scalar,
    krate: &str,
    names: &Names,
    argument: &dyn Fn(&str) -> String,
) -> TokenStream {
    let text = indexed(&place(&declared.place.template, argument), "__at");
    let at = match declared.place.holes {
        0 => String::new(),
        n => format!("__at: [usize; {n}]"),
    };
    let body = match declared.kind {
        PartKind::Float => format!("|{at}| -> {} {{ {text} }}", scalar.name()),
        PartKind::Integer | PartKind::Number => format!("|{at}| {{ {krate}::__rt::integer(&{text}) }}"),
        PartKind::Condition => format!("|{at}| {{ {krate}::__rt::condition(&{text}) }}"),
        PartKind::Whole => return TokenStream::new(),
    };
    let template = &declared.place.template;
    let field = match declared.kind {
        PartKind::Float => template.rsplit('.').next().unwrap_or("").trim_end_matches("[]"),
        _ => "",
    };
    let root = if outside { declared.argument.as_str() } else { "" };
    let check = located(names.tokens(&body), declared.span, &[field, root], &Ident::new("__by", Span::mixed_site()));
    quote! { let _ = #check; }
}

/// Tokens that resolve as before and are reported at another place, with `by` for `__by`; names that the user wrote stay where he did.
fn located(tokens: TokenStream, span: Span, written: &[&str], by: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut tree| {
            if let TokenTree::Group(group) = &tree {
                let mut inner = proc_macro2::Group::new(group.delimiter(), located(group.stream(), span, written, by));
                inner.set_span(span.resolved_at(group.span()));
                return TokenTree::Group(inner);
            }
            match &tree {
                TokenTree::Ident(ident) if ident == "__by" => return by.clone().into(),
                TokenTree::Ident(ident) if written.iter().any(|name| ident == name) => {}
                _ => tree.set_span(span.resolved_at(tree.span())),
            }
            tree
        })
        .collect()
}
