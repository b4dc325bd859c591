//! The methods of an objective that is an array: its value and its Jacobian.

use super::methods::Methods;
use crate::engine::{self, Gradient};
use crate::signature::{Array, dim_tokens, zero};
use chainrule_parser::list::CollectVec;
use chainrule_rust::types::Dim;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

impl Methods<'_> {
    /// The methods: the Jacobian is the array with a gradient in the place of each number.
    pub fn of_array(&self, value: &Array, program: &engine::Program) -> TokenStream {
        let Methods { structure, objective, family, signature, pass } = self;
        let (vis, path, ident, gradient) = (&structure.input.vis, structure.path, &objective.ident, self.gradient());
        let f = ident.unraw().to_string();
        let [out, result, row] = ["jacobian", "value", "row"].map(|name| self.fresh(name));
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
        let (zeros, zero) =
            (made(quote! { #path::Parameters::zero_gradient(self) }), zero(&[], family.scalar, &names, &TokenStream::new()));
        let no_values = made(zero);
        let holes = "[]".repeat(value.dims.len());
        let field = |target: &str| structure.kept.iter().find(|f| engine::jacobian_target(0, &f.ident.unraw().to_string()) == target);
        let place = |target: &str| match field(target) {
            Some(field) => self.place(&format!("{out}{holes}"), field),
            None if target == engine::result_target(0) => result.to_string(),
            None => target.to_owned(),
        };
        let reserved = self.reserved(&[&out, &result, &row]);
        let (prologue, body) = (family.prologue(&[]), family.body(program, Gradient { place: &place, accumulate: false }, &reserved));
        let checks = value.length.as_ref().map(|length| {
            quote! {
                ::core::assert!(#out.len() == #length, "the Jacobian has {} rows, but the result has {} elements", #out.len(), #length);
            }
        });
        // What the objective does not read stays zero.
        let clear = self.clear(&row).map(|clear| {
            let inner = value.dims.iter().skip(1).fold(clear, |inner, _| quote! { for #row in #row.iter_mut() { #inner } });
            quote! { for #row in #out.iter_mut() { #inner } }
        });
        let (only, both) = (self.name("jacobian"), self.name("value_and_jacobian"));
        let (into, both_into) = (self.name("jacobian_into"), self.name("value_and_jacobian_into"));
        let what = "its Jacobian with respect to the parameters, a gradient for each number";
        let docs = [
            format!("The value of `{f}` and {what}, written over `jacobian`."),
            format!("Of `{f}` {what}, written over `jacobian`."),
            format!("The value of `{f}` and {what}."),
            format!("Of `{f}` {what}."),
        ];
        let [d0, d1, d2, d3] = &docs;
        let (returns, doc, value_body) = (family.returns.as_ref().unwrap_or(&value.ty), self.doc(), &value.body);
        quote! {
            #[doc = #doc]
            #[inline]
            #vis fn #ident(&self, #(#signature),*) -> #returns { #value_body }

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
}
