//! `#[gradient(check)]`: a test beside the gradient that compares it with central differences and with forward mode at
//! random points.

use crate::autodiff;
use crate::engine::{self, Names};
use crate::function;
use crate::signature::{Family, Parameter, ParameterKind, value_type};
use chainrule_rust as rust;
use chainrule_rust::Options;
use chainrule_rust::types::Dim;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

/// The test; `at` is where the attribute asks for it.
pub fn test(function: &syn::ItemFn, family: &Family<'_>, at: Span) -> syn::Result<TokenStream> {
    if let Some(generic) = function.sig.generics.type_params().next() {
        return Err(syn::Error::new(at, format!("`check` cannot choose a type for `{}`: write a test with one instead", generic.ident)));
    }
    if family.method {
        return Err(syn::Error::new(at, crate::methods::METHOD));
    }
    let path: TokenStream = family.krate.parse().unwrap_or_default();
    let names = family.names();
    let point = Ident::new("point", Span::mixed_site());
    let mut make = TokenStream::new();
    for parameter in &family.parameters {
        make.extend(made_up(parameter, family, &names, &path, &point).ok_or_else(|| {
            syn::Error::new(at, format!("`check` cannot make up a value for `{}`: write a test with one instead", parameter.ident))
        })?);
    }

    // Const generics are extents; any will do.
    let constants = function.sig.generics.const_params().map(|p| {
        let (name, ty) = (&p.ident, &p.ty);
        quote! { const #name: #ty = 3; }
    });
    let plain = family.ident.unraw();
    let title = plain.to_string();
    let ident = family.ident;
    let both = format_ident!("{plain}_value_and_gradient", span = family.ident.span());
    let test = format_ident!("{plain}_gradient_check", span = family.ident.span());
    let pass =
        |moved: Option<&Ident>| -> Vec<TokenStream> { family.parameters.iter().map(|p| passed(p, moved == Some(&p.ident))).collect() };
    let all = pass(None);
    let wrt: Vec<&Parameter> = family.parameters.iter().filter(|p| p.wrt).collect();
    let gradients: Vec<Ident> = (0..wrt.len()).map(|at| format_ident!("gradient_{at}", span = Span::mixed_site())).collect();
    let pattern = match &gradients[..] {
        [one] => one.to_token_stream(),
        several => quote! { (#(#several),*) },
    };
    let (beside, value) = (Ident::new("beside", Span::mixed_site()), Ident::new("value", Span::mixed_site()));
    let partials = wrt.iter().zip(&gradients).map(|(p, gradient)| {
        let (name, argument) = (p.ident.to_string(), &p.ident);
        let moved = pass(Some(argument));
        quote! {
            #point.partials(#name, ::core::clone::Clone::clone(&#argument), &#gradient, &mut |#argument| #ident(#(#moved),*));
        }
    });
    let forward = forward(function, family, &path, &point, &wrt, &gradients);
    Ok(quote! {
        #[cfg(test)]
        #[test]
        #[allow(non_snake_case, unused, unnameable_test_items, clippy::all, clippy::pedantic)]
        fn #test() {
            #(#constants)*
            #path::__rt::check(#title, |#point: &mut #path::__rt::Point| {
                #make
                let #value = #ident(#(#all),*);
                let (#beside, #pattern) = #both(#(#all),*);
                #point.value(#beside, #value);
                #(#partials)*
                #forward
            });
        }
    })
}

/// The comparison with forward mode, where the engine has it.
fn forward(
    function: &syn::ItemFn,
    family: &Family<'_>,
    path: &TokenStream,
    point: &Ident,
    wrt: &[&Parameter],
    gradients: &[Ident],
) -> TokenStream {
    let idents = wrt.iter().map(|p| p.ident.clone()).collect();
    let Ok(f) = rust::parse_function(
        function,
        &Options {
            wrt: Some(idents),
            constants: Vec::new(),
            table: Some(engine::in_table),
            several: false,
            outputs: false,
            computes: Some(engine::computes),
        },
    ) else {
        return TokenStream::new();
    };
    let tangent = Ident::new("tangent", Span::mixed_site());
    let read = function::family_of(function, &f, &family.krate);
    let Some(item) = autodiff::tangent(tangent.clone(), function, read, f) else {
        return TokenStream::new();
    };
    let directions: Vec<Ident> = (0..wrt.len()).map(|at| format_ident!("direction_{at}", span = Span::mixed_site())).collect();
    let mut arguments = Vec::new();
    for parameter in &family.parameters {
        arguments.push(passed(parameter, false));
        if let Some(at) = wrt.iter().position(|p| p.ident == parameter.ident) {
            let direction = &directions[at];
            arguments.push(if parameter.by_ref {
                quote! { &#direction }
            } else {
                quote! { #direction }
            });
        }
    }
    quote! {
        #item
        #(let mut #directions = ::core::clone::Clone::clone(&#gradients); #point.direction(&mut #directions);)*
        #point.along(
            0.0 #(+ #path::Parameters::dot(&#directions, &#gradients))*,
            #tangent(#(#arguments),*),
            0.0 #(+ #path::Parameters::norm_squared(&#gradients))*,
        );
    }
}

/// How an argument is passed on: the variable of its name holds it by value, except in a closure that moves it.
fn passed(parameter: &Parameter, moved: bool) -> TokenStream {
    let ident = &parameter.ident;
    match (parameter.by_ref, moved) {
        (true, false) => quote! { &#ident },
        (false, true) => quote! { ::core::clone::Clone::clone(#ident) },
        _ => quote! { #ident },
    }
}

/// A value for an argument, by value, in a variable of its name; `None` if there is no telling.
fn made_up(parameter: &Parameter, family: &Family<'_>, names: &Names, path: &TokenStream, point: &Ident) -> Option<TokenStream> {
    let ident = &parameter.ident;
    Some(match &parameter.kind {
        ParameterKind::Float(dims) => {
            let ty = value_type(dims, family.scalar, names);
            let zero = match dims.split_first() {
                Some((Dim::Slice, inner)) => {
                    let element = value_type(inner, family.scalar, names);
                    quote! { (0..#point.length()).map(|_| <#element as #path::__rt::Zero>::zero()).collect() }
                }
                _ => quote! { #path::__rt::Zero::zero() },
            };
            let fill = Ident::new(if parameter.wrt { "fill" } else { "fill_constant" }, Span::mixed_site());
            quote! { let mut #ident: #ty = #zero; #point.#fill(&mut #ident); }
        }
        ParameterKind::Integer | ParameterKind::Number => quote! { let #ident = #point.integer().into(); },
        ParameterKind::Bool => quote! { let #ident = #point.condition(); },
        ParameterKind::Parts(_) | ParameterKind::Other => return None,
    })
}
