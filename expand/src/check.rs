//! `#[gradient(check)]`: a test beside the gradient that compares it with central differences and with forward mode at
//! random points.

use crate::attr::{Check, Choice, Stated};
use crate::autodiff;
use crate::engine::{self, Names};
use crate::function::{self, Surroundings};
use crate::signature::{Family, Parameter, ParameterKind, value_type};
use chainrule_parser::list::CollectVec;
use chainrule_rust as rust;
use chainrule_rust::Options;
use chainrule_rust::types::{self, Dim, Form, Kind, Type};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

/// The test.
pub fn test(function: &syn::ItemFn, family: &Family<'_>, check: &Check) -> syn::Result<TokenStream> {
    let at = check.at;
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
    for (k, stated) in check.stated.iter().enumerate() {
        if check.stated[..k].iter().any(|s| s.name == stated.name) {
            return Err(syn::Error::new(stated.name.span(), format!("`{}` is stated twice", stated.name)));
        }
        if !family.parameters.iter().any(|p| p.ident == stated.name) {
            return Err(syn::Error::new(stated.name.span(), format!("there is no argument `{}`", stated.name)));
        }
    }
    for parameter in &family.parameters {
        let value = match check.stated.iter().find(|s| parameter.ident == s.name) {
            Some(Stated { name, values: Choice::Between(ends, closed) }) => {
                match between(parameter, ends, *closed, family, &names, &path, &point) {
                    Some(value) => Some(value),
                    None => {
                        let message = format!("a range is for numbers: state values instead, `check({name} in [.., ..])`");
                        return Err(syn::Error::new(name.span(), message));
                    }
                }
            }
            Some(Stated { values: Choice::Listed(values), .. }) => Some(given(parameter, values, function, &point)),
            None => made_up(parameter, function, family, &names, &path, &point),
        };
        make.extend(value.ok_or_else(|| {
            let name = &parameter.ident;
            let message = format!(
                "`check` cannot make up a value for `{name}`: state one, `check({name} = ..)`, or several to choose from, `check({name} in [.., ..])`"
            );
            syn::Error::new(at, message)
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
        |moved: Option<&Ident>| -> Vec<TokenStream> { family.parameters.iter().map(|p| passed(p, moved == Some(&p.ident))).collect_vec() };
    let all = pass(None);
    let wrt: Vec<&Parameter> = family.parameters.iter().filter(|p| p.wrt).collect_vec();
    let gradients: Vec<Ident> = (0..wrt.len()).map(|at| format_ident!("gradient_{at}", span = Span::mixed_site())).collect_vec();
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
    // It takes directions for numbers and arrays of them.
    if wrt.iter().any(|p| matches!(p.kind, ParameterKind::Parts(_))) {
        return TokenStream::new();
    }
    let idents = wrt.iter().map(|p| p.ident.clone()).collect_vec();
    let Ok(f) = rust::parse_function(
        function,
        &Options {
            wrt: Some(idents),
            constants: Vec::new(),
            table: Some(engine::in_table),
            takes: Some(engine::takes),
            changing: Some(crate::changing::changes),
            returns_struct: Some(crate::changing::returns_struct),
            several: false,
            outputs: false,
            computes: Some(engine::computes),
        },
    ) else {
        return TokenStream::new();
    };
    let tangent = Ident::new("tangent", Span::mixed_site());
    let read = function::family_of(function, &f, None, &family.krate, Surroundings::Unknown);
    let Some(item) = autodiff::tangent(tangent.clone(), function, read, f) else {
        return TokenStream::new();
    };
    let directions: Vec<Ident> = (0..wrt.len()).map(|at| format_ident!("direction_{at}", span = Span::mixed_site())).collect_vec();
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
        // The function may take it.
        (false, false) if !matches!(parameter.kind, ParameterKind::Float(_)) => quote! { ::core::clone::Clone::clone(&#ident) },
        _ => quote! { #ident },
    }
}

/// The value that is stated for an argument. Of a struct that is differentiated only the lengths are taken, and numbers
/// are made up. For a slice an array will do.
fn given(parameter: &Parameter, values: &[syn::Expr], function: &syn::ItemFn, point: &Ident) -> TokenStream {
    let ident = &parameter.ident;
    let slice = type_of(parameter, function).is_some_and(|ty| matches!(types::referred(ty), syn::Type::Slice(_)));
    let owned = |value: &syn::Expr| match slice {
        true => quote! { ::std::vec::Vec::from(#value) },
        false => value.to_token_stream(),
    };
    let values: Vec<TokenStream> = values.iter().map(owned).collect();
    let value = match &values[..] {
        [one] => one.clone(),
        several => {
            let arms = several.iter().enumerate().skip(1).map(|(k, value)| quote! { #k => #value, });
            let (first, count) = (&several[0], several.len());
            quote! { match #point.choice(#count) { #(#arms)* _ => #first } }
        }
    };
    match parameter.kind {
        ParameterKind::Parts(_) if parameter.wrt => quote! { let mut #ident = #value; #point.fill(&mut #ident); },
        // A value of another type is reported where it stands.
        ParameterKind::Integer | ParameterKind::Number | ParameterKind::Bool if !parameter.by_ref => {
            let ty = &parameter.ty;
            quote! { let #ident: #ty = #value; }
        }
        _ => quote! { let #ident = #value; },
    }
}

/// Numbers in a range, for an argument that is one or made of them; `None` for others.
fn between(
    parameter: &Parameter,
    ends: &(syn::Expr, syn::Expr),
    closed: bool,
    family: &Family<'_>,
    names: &Names,
    path: &TokenStream,
    point: &Ident,
) -> Option<TokenStream> {
    let (ident, (least, most)) = (&parameter.ident, ends);
    match &parameter.kind {
        ParameterKind::Float(dims) => {
            let zero = zeros(parameter, dims, family, names, path, point);
            Some(quote! { #zero #point.fill_between(&mut #ident, (#least) as f64, (#most) as f64); })
        }
        ParameterKind::Integer | ParameterKind::Number => {
            Some(quote! { let #ident = #point.integer_between((#least) as f64, (#most) as f64, #closed); })
        }
        _ => None,
    }
}

/// A value of a form, for a variable whose type is written; `None` if there is no telling.
fn of_form(form: &Form, point: &Ident, wrt: bool) -> Option<TokenStream> {
    Some(match form {
        Form::Float(_) if wrt => quote! { #point.draw() },
        Form::Float(_) => quote! { #point.draw_constant() },
        Form::Integer => quote! { #point.index() },
        Form::Bool => quote! { #point.condition() },
        Form::Array(Dim::Slice, element) => {
            let element = of_form(element, point, wrt)?;
            quote! { (0..#point.length()).map(|_| #element).collect() }
        }
        Form::Array(_, element) => {
            let element = of_form(element, point, wrt)?;
            quote! { ::core::array::from_fn(|_| #element) }
        }
        Form::Tuple(items) => {
            let items: Vec<TokenStream> = items.iter().map(|item| of_form(item, point, wrt)).collect::<Option<_>>()?;
            quote! { (#(#items,)*) }
        }
        Form::Text | Form::Opaque(_) => return None,
    })
}

/// A type by value: that of a slice is a `Vec`.
fn owned(ty: &syn::Type) -> TokenStream {
    match types::referred(ty) {
        syn::Type::Slice(t) => {
            let element = &t.elem;
            quote! { ::std::vec::Vec<#element> }
        }
        other => other.to_token_stream(),
    }
}

/// The type of an argument as it is written.
fn type_of<'a>(parameter: &Parameter, function: &'a syn::ItemFn) -> Option<&'a syn::Type> {
    function.sig.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(typed) if matches!(&*typed.pat, syn::Pat::Ident(p) if p.ident == parameter.ident) => Some(&*typed.ty),
        _ => None,
    })
}

/// A variable with zeros for an argument of floats.
fn zeros(parameter: &Parameter, dims: &[Dim], family: &Family<'_>, names: &Names, path: &TokenStream, point: &Ident) -> TokenStream {
    let (ident, ty) = (&parameter.ident, value_type(dims, family.scalar, names));
    let zero = match dims.split_first() {
        Some((Dim::Slice, inner)) => {
            let element = value_type(inner, family.scalar, names);
            quote! { (0..#point.length()).map(|_| <#element as #path::__rt::Zero>::zero()).collect() }
        }
        _ => quote! { #path::__rt::Zero::zero() },
    };
    quote! { let mut #ident: #ty = #zero; }
}

/// A value for an argument, by value, in a variable of its name; `None` if there is no telling.
fn made_up(
    parameter: &Parameter,
    function: &syn::ItemFn,
    family: &Family<'_>,
    names: &Names,
    path: &TokenStream,
    point: &Ident,
) -> Option<TokenStream> {
    let ident = &parameter.ident;
    Some(match &parameter.kind {
        ParameterKind::Float(dims) => {
            let zero = zeros(parameter, dims, family, names, path, point);
            let fill = Ident::new(if parameter.wrt { "fill" } else { "fill_constant" }, Span::mixed_site());
            quote! { #zero #point.#fill(&mut #ident); }
        }
        ParameterKind::Integer | ParameterKind::Number => quote! { let #ident = #point.integer(); },
        ParameterKind::Bool => quote! { let #ident = #point.condition(); },
        ParameterKind::Parts(_) => {
            let ty = type_of(parameter, function)?;
            let Kind::Composite(form) = Type::parse(ty).ok()?.kind else { return None };
            let (ty, value) = (owned(ty), of_form(&form, point, parameter.wrt)?);
            quote! { let #ident: #ty = #value; }
        }
        ParameterKind::Other => return None,
    })
}
