//! The methods of an objective that is an array: its value and its Jacobian.

use super::Structure;
use super::objective::Objective;
use crate::engine::{self, Gradient};
use crate::signature::{Array, Family, dim_tokens, zero};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::types::Dim;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// The Jacobian of an objective that is an array: the array with a gradient in the place of each number.
pub fn jacobian_methods(
    structure: &Structure<'_>,
    objective: &Objective,
    family: &Family<'_>,
    (value, program): (&Array, &engine::Program),
    signature: &[TokenStream],
    gradient: &TokenStream,
) -> TokenStream {
    let (vis, path, ident) = (&structure.input.vis, structure.path, &objective.ident);
    let f = ident.unraw().to_string();
    let pass = objective.arguments.iter().map(|a| &a.ident).collect_vec();
    let fresh = |name: &str| {
        let mut name = name.to_owned();
        while pass.iter().any(|p| *p == name.as_str()) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    };
    let [out, result, row] = ["jacobian", "value", "row"].map(fresh);
    let names = family.names();
    // An array, a list of arrays, or the places of either, with something in the place of each number.
    let extents = value.dims.iter().filter(|d| **d != Dim::Slice).map(|d| dim_tokens(d, &names)).collect_vec();
    let rows = |number: TokenStream| extents.iter().rev().fold(number, |inner, extent| quote! { [#inner; #extent] });
    let made = |number: TokenStream| {
        let rows = extents.iter().rev().fold(number, |inner, extent| quote! { ::core::array::from_fn::<_, #extent, _>(|_| #inner) });
        match &value.length {
            Some(length) => quote! { (0..#length).map(|_| #rows).collect::<::std::vec::Vec<_>>() },
            None => rows,
        }
    };
    let of_list = |number: TokenStream| match value.length {
        Some(_) => quote! { ::std::vec::Vec<#number> },
        None => number,
    };
    let (ty, number) = (of_list(rows(gradient.clone())), names.tokens(family.scalar.name()));
    let values = of_list(rows(number));
    let place_type = match (&value.length, rows(gradient.clone())) {
        (Some(_), rows) => quote! { [#rows] },
        (None, rows) => rows,
    };
    let (zeros, zero) = (made(quote! { #path::Parameters::zero_gradient(self) }), zero(&[], family.scalar, &names, &TokenStream::new()));
    let no_values = made(zero);
    let holes = "[]".repeat(value.dims.len());
    let field = |target: &str| structure.kept.iter().find(|f| engine::jacobian_target(0, &f.ident.unraw().to_string()) == target);
    let place = |target: &str| match field(target) {
        Some(f) if f.boxed && f.dims.as_deref() == Some(&[]) => format!("(*{out}{holes}.{})", f.ident),
        Some(f) => format!("{out}{holes}.{}", f.ident),
        None if target == engine::result_target(0) => result.to_string(),
        None => target.to_owned(),
    };
    let mut reserved = pass.iter().map(ToString::to_string).collect_vec();
    reserved.push_all([&out, &result, &row].into_iter().map(Ident::to_string));
    reserved.push_all(family.runtime.iter().map(|d| d.name.clone()));
    let (prologue, body) = (family.prologue(&[]), family.body(program, Gradient { place: &place, accumulate: false }, &reserved));
    let checks = value.length.as_ref().map(|length| {
        quote! {
            ::core::assert!(#out.len() == #length, "the Jacobian has {} rows, but the result has {} elements", #out.len(), #length);
        }
    });
    // What the objective does not read stays zero.
    let nested = structure.kept.iter().filter(|f| f.dims.is_none()).map(|f| f.ident).collect_vec();
    let clear = (!nested.is_empty()).then(|| {
        let clear = quote! { #(#path::Parameters::visit_mut(&mut #row.#nested, &mut |x| *x = #path::__rt::Zero::zero());)* };
        let inner = value.dims.iter().skip(1).fold(clear, |inner, _| quote! { for #row in #row.iter_mut() { #inner } });
        quote! { for #row in #out.iter_mut() { #inner } }
    });
    let name = |suffix: &str| format_ident!("{f}_{suffix}", span = ident.span());
    let (only, both) = (name("jacobian"), name("value_and_jacobian"));
    let (into, both_into) = (name("jacobian_into"), name("value_and_jacobian_into"));
    let what = "its Jacobian with respect to the parameters, a gradient for each number";
    let docs = [
        format!("The value of `{f}` and {what}, written over `jacobian`."),
        format!("Of `{f}` {what}, written over `jacobian`."),
        format!("The value of `{f}` and {what}."),
        format!("Of `{f}` {what}."),
    ];
    let [d0, d1, d2, d3] = &docs;
    quote! {
        #[doc = #d0]
        #[inline]
        #vis fn #both_into(&self, #(#signature,)* #out: &mut #place_type) -> #values {
            #prologue
            #checks
            #clear
            let mut #result: #values = #no_values;
            #body
            #result
        }

        #[doc = #d1]
        #[inline]
        #vis fn #into(&self, #(#signature,)* #out: &mut #place_type) {
            let _ = self.#both_into(#(#pass,)* #out);
        }

        #[doc = #d2]
        #[inline]
        #vis fn #both(&self, #(#signature),*) -> (#values, #ty) {
            #prologue
            let mut #out = #zeros;
            let #result = self.#both_into(#(#pass,)* &mut #out);
            (#result, #out)
        }

        #[doc = #d3]
        #[inline]
        #vis fn #only(&self, #(#signature),*) -> #ty {
            #prologue
            let mut #out = #zeros;
            let _ = self.#both_into(#(#pass,)* &mut #out);
            #out
        }
    }
}
