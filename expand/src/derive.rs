//! `#[derive(Gradient)]`.

mod fields;
mod gradient;
mod jacobian;
mod methods;
mod numbers;
mod objective;
mod vectors;

use self::fields::{nested_gradient, read_fields};
use self::objective::objectives;
use self::vectors::gradient_generics;
use crate::asked::Asked;
use crate::attr;
use crate::diag::Diagnostics;
use crate::twice::{self, Written};
use chainrule_rust::types::{Dim, Scalar};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// A field that is part of the gradient.
struct Field<'a> {
    syntax: &'a syn::Field,
    ident: &'a Ident,
    /// The axes, for floats and arrays of them.
    dims: Option<Vec<Dim>>,
    boxed: bool,
    /// Type of the field in the gradient.
    gradient: TokenStream,
    /// The type by a name that says that a constant has asked whether it has one, where that is not seen.
    asked: Option<TokenStream>,
}

impl Field<'_> {
    /// The trait by which the field is a list of parameters.
    fn parameters(&self, krate: &TokenStream) -> TokenStream {
        let ty = &self.syntax.ty;
        match &self.asked {
            None => quote! { <#ty as #krate::Parameters> },
            Some(asked) => quote! { <#asked as #krate::__rt::CheckedParameters> },
        }
    }

    /// The trait by which it may be in a result.
    fn results(&self, krate: &TokenStream) -> TokenStream {
        let ty = &self.syntax.ty;
        match &self.asked {
            None => quote! { <#ty as #krate::__rt::Results> },
            Some(asked) => quote! { <#asked as #krate::__rt::CheckedResults> },
        }
    }
}

/// Expands the derive.
pub fn expand(input: TokenStream) -> TokenStream {
    let input: syn::DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    crate::changing::note_struct(&input.ident);
    let mut diag = Diagnostics::default();
    let derive = Span::call_site();
    let items = if twice::is_derived_twice(&input.ident, derive) {
        diag.error(derive, "`Gradient` is derived twice for this struct: write it once");
        TokenStream::new()
    } else if twice::first_of("struct", &input.ident, Written::Plainly).is_some() {
        TokenStream::new()
    } else {
        expand_struct(&input, &mut diag)
    };
    let errors = diag.into_tokens();
    quote! { #items #errors }
}

fn expand_struct(input: &syn::DeriveInput, diag: &mut Diagnostics) -> TokenStream {
    let fields = match &input.data {
        syn::Data::Struct(data) => match &data.fields {
            syn::Fields::Named(fields) => &fields.named,
            other => {
                diag.error(
                    other.span(),
                    "`Gradient` needs fields with names: formulas use them by name; write `struct Name { w: f64 }` instead",
                );
                return TokenStream::new();
            }
        },
        syn::Data::Enum(data) => {
            diag.error(data.enum_token.span, "`Gradient` is for structs of parameters: an enum has no gradient");
            return TokenStream::new();
        }
        syn::Data::Union(data) => {
            diag.error(data.union_token.span, "`Gradient` is for structs of parameters: a union has no gradient");
            return TokenStream::new();
        }
    };
    let krate = crate_path(input, diag);
    let path: TokenStream = krate.parse().unwrap_or_default();
    let mut scalar: Option<(Scalar, Span)> = None;
    let before = diag.len();
    let mut kept = read_fields(fields, &input.generics, &mut scalar, diag);
    let complete = diag.len() == before;
    if kept.is_empty() {
        if diag.is_empty() {
            diag.error(input.ident.span(), "there is nothing to differentiate by: no field is a float or an array of floats");
        }
        return TokenStream::new();
    }
    let gradient_ident = format_ident!("{}Gradient", input.ident.unraw(), span = input.ident.span());
    let mut scalar_type = scalar.map(|(s, _)| Ident::new(s.name(), Span::mixed_site()).to_token_stream());
    let mut asked = Asked::default();
    for field in kept.iter_mut().filter(|f| f.dims.is_none()) {
        let (mut constants, mut all) = (Vec::new(), true);
        let gradient = nested_gradient(&field.syntax.ty, &mut |ty| {
            // The type of a field that may be absent may be absent, too.
            let constant = match attr::inherited(&field.syntax.attrs).0.is_empty() {
                true => asked.about(ty, &input.ident, &input.generics, scalar_type.as_ref(), &path),
                false => None,
            };
            match constant {
                Some(constant) => {
                    let gradient = quote! { <#ty as #path::__rt::Checked<{ #constant }>>::Gradient };
                    constants.push(constant);
                    gradient
                }
                None => {
                    all = false;
                    quote! { <#ty as #path::Parameters>::Gradient }
                }
            }
        });
        field.gradient = gradient.unwrap_or_default();
        if all && !constants.is_empty() {
            field.asked = Some(asked.alias(&field.syntax.ty, &constants, &input.ident, &input.generics, &path));
        }
        scalar_type.get_or_insert_with(|| {
            let parameters = field.parameters(&path);
            quote! { #parameters::Scalar }
        });
    }
    let scalar_type = scalar_type.unwrap_or_default();
    let structure = Structure {
        input,
        kept: &kept,
        path: &path,
        gradient: &gradient_ident,
        scalar: &scalar_type,
        generics: gradient_generics(&input.generics, &kept),
    };
    let (cfg, _) = attr::inherited(&input.attrs);
    let mut out = match asked.items.is_empty() {
        true => TokenStream::new(),
        false => asked.items(&cfg),
    };
    out.extend(structure.vector_space());
    out.extend(objectives(&structure, complete, scalar.map_or(Scalar::F64, |(s, _)| s), &krate, diag));
    out
}

fn crate_path(input: &syn::DeriveInput, diag: &mut Diagnostics) -> String {
    let mut path = None;
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("gradient")) {
        match attribute.parse_args::<attr::GradientArguments>() {
            Ok(attr::GradientArguments { krate, wrt: None, check: None, checkpoint: None }) => path = krate.or(path),
            Ok(_) => {
                diag.error(attribute.span(), "a struct is differentiated by its fields: mark others `#[gradient(skip)]`");
            }
            Err(error) => {
                diag.push(error);
            }
        }
    }
    attr::crate_text(path.as_ref())
}

struct Structure<'a> {
    input: &'a syn::DeriveInput,
    kept: &'a [Field<'a>],
    path: &'a TokenStream,
    gradient: &'a Ident,
    scalar: &'a TokenStream,
    generics: syn::Generics,
}
