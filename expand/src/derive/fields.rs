//! The fields of a struct that are part of its gradient, and what those are that cannot be.

use super::Field;
use crate::diag::Diagnostics;
use chainrule_rust::types::{Dim, Form, Kind, Scalar, Type};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Token, punctuated::Punctuated};

pub fn read_fields<'a>(
    fields: &'a Punctuated<syn::Field, Token![,]>,
    generics: &syn::Generics,
    scalar: &mut Option<(Scalar, Span)>,
    diag: &mut Diagnostics,
) -> Vec<Field<'a>> {
    let mut kept = Vec::new();
    for field in fields {
        let ident = field.ident.as_ref().expect("the fields have names");
        // The compiler says so.
        if kept.iter().any(|other: &Field<'_>| other.ident == ident) {
            continue;
        }
        // What has another attribute here was meant to be none: that the compiler or the option says.
        let mut skip = field.attrs.iter().any(|a| a.path().is_ident("skip") || a.path().is_ident("constant"));
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("gradient")) {
            skip = true;
            match attribute.parse_args::<Ident>() {
                Ok(word) if word == "skip" => {}
                Ok(word) => {
                    diag.error(word.span(), format!("unknown option `{word}`: a field that is no parameter is marked `#[gradient(skip)]`"));
                }
                Err(error) => {
                    diag.push(error);
                }
            }
        }
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("objective")) {
            diag.error(attribute.span(), "`#[objective(...)]` goes on the struct, not on a field");
        }
        if skip {
            continue;
        }
        let advice = "mark the field `#[gradient(skip)]` if it is no parameter";
        let parsed = match Type::parse(&field.ty) {
            Ok(parsed) => parsed,
            Err(_) => {
                diag.error(field.ty.span(), format!("`{ident}` is no float, array of floats or struct of parameters: {advice}"));
                continue;
            }
        };
        if parsed.by_ref {
            diag.error(field.ty.span(), format!("`{ident}` is a reference, which cannot be trained: {advice}"));
            continue;
        }
        match parsed.kind {
            Kind::Float(s, dims) => {
                match scalar {
                    Some((first, _)) if *first != s => {
                        diag.error(field.ty.span(), format!("f32 and f64 in one struct: use {} for every field", first.name()));
                        continue;
                    }
                    _ => *scalar = Some((s, field.ty.span())),
                }
                // How long a list is only its value says, as with what is in one.
                let dims = Some(dims).filter(|dims| !dims.contains(&Dim::Slice));
                match nested_gradient(&field.ty, &mut |ty| ty.to_token_stream()) {
                    Some(gradient) => kept.push(Field { syntax: field, ident, dims, boxed: parsed.boxed, gradient, asked: None }),
                    None => {
                        diag.error(field.ty.span(), format!("this type is not supported yet: use an array, or a `Vec`; or {advice}"));
                    }
                }
            }
            Kind::Composite(form) if !trainable(&form) => {
                diag.error(field.ty.span(), format!("`{ident}` is no float, array of floats or struct of parameters: {advice}"));
            }
            Kind::Path(_) if type_parameter(&field.ty, generics).is_some() => {
                let name = type_parameter(&field.ty, generics).expect("there is one");
                diag.error(field.ty.span(), format!("`{name}` may be any type: write `f64`, `f32` or a struct of parameters; or {advice}"));
            }
            Kind::Path(_) if is_of_std(&field.ty) => {
                diag.error(field.ty.span(), format!("`{ident}` is no float, array of floats or struct of parameters: {advice}"));
            }
            Kind::Path(_) | Kind::Composite(_) => match nested_gradient(&field.ty, &mut |ty| ty.to_token_stream()) {
                Some(gradient) => {
                    kept.push(Field { syntax: field, ident, dims: None, boxed: parsed.boxed, gradient, asked: None });
                }
                None => {
                    diag.error(field.ty.span(), format!("this type is not supported yet: {advice}"));
                }
            },
            Kind::Integer | Kind::Bool | Kind::Text => {
                diag.error(field.ty.span(), format!("`{ident}` cannot be differentiated: {advice}"));
            }
        }
    }
    kept
}

/// The type parameter that a type is.
fn type_parameter<'a>(ty: &syn::Type, generics: &'a syn::Generics) -> Option<&'a Ident> {
    let syn::Type::Path(path) = ty else { return None };
    generics.type_params().map(|p| &p.ident).find(|p| path.path.is_ident(*p))
}

/// Whether a type is one of the standard library's that holds another type.
fn is_of_std(ty: &syn::Type) -> bool {
    const HOLDERS: [&str; 14] = [
        "Option",
        "Result",
        "Rc",
        "Arc",
        "Cell",
        "RefCell",
        "Mutex",
        "RwLock",
        "Cow",
        "PhantomData",
        "HashMap",
        "BTreeMap",
        "VecDeque",
        "OnceCell",
    ];
    let syn::Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        let holds = matches!(&last.arguments, syn::PathArguments::AngleBracketed(a) if a.args.iter().any(|a| matches!(a, syn::GenericArgument::Type(_))));
        holds && HOLDERS.iter().any(|name| last.ident == name)
    })
}

/// Whether all that is in a field may be a parameter.
fn trainable(form: &Form) -> bool {
    match form {
        Form::Float(_) | Form::Opaque(_) => true,
        Form::Array(_, element) => trainable(element),
        Form::Tuple(items) => items.iter().all(trainable),
        Form::Integer | Form::Bool | Form::Text => false,
    }
}

/// The gradient of what is in a field. That of a struct is asked for, by `of_struct`, and not named: the name may be that of an
/// alias, and `LayerGradient` need not be imported where `Layer` is.
pub fn nested_gradient(ty: &syn::Type, of_struct: &mut dyn FnMut(&syn::TypePath) -> TokenStream) -> Option<TokenStream> {
    let path = match ty {
        syn::Type::Path(path) => path,
        syn::Type::Array(array) => {
            let (element, len) = (nested_gradient(&array.elem, of_struct)?, &array.len);
            return Some(quote! { [#element; #len] });
        }
        syn::Type::Tuple(tuple) => {
            let items = tuple.elems.iter().map(|ty| nested_gradient(ty, of_struct)).collect::<Option<Vec<_>>>()?;
            return Some(quote! { (#(#items,)*) });
        }
        _ => return None,
    };
    if path.path.is_ident("f64") || path.path.is_ident("f32") {
        return Some(path.to_token_stream());
    }
    let last = path.path.segments.last()?;
    if last.ident == "Box" || last.ident == "Vec" {
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        let syn::GenericArgument::Type(inner) = arguments.args.first()? else {
            return None;
        };
        let inner = nested_gradient(inner, of_struct)?;
        return Some(if last.ident == "Box" {
            quote! { ::std::boxed::Box<#inner> }
        } else {
            quote! { ::std::vec::Vec<#inner> }
        });
    }
    Some(of_struct(path))
}
