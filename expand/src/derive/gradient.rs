//! The methods of an objective that is one number: its value and its gradient.

use super::methods::Methods;
use crate::engine::{self, Gradient};
use crate::fallback;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

impl Methods<'_> {
    /// The methods, by the programs of value and gradient, and of the value alone, if there are some.
    pub fn of_number(&self, programs: Option<(&engine::Program, &engine::Program)>) -> TokenStream {
        let Methods { structure, objective, family, signature, pass } = self;
        let out = self.fresh("gradient");
        let place = |name: &str| match structure.kept.iter().find(|f| f.ident.unraw() == name) {
            Some(field) => self.place(&out.to_string(), field),
            None => name.to_owned(),
        };
        let reserved = self.reserved(&[&out]);
        let (clear, prologue) = (self.clear(&out), family.prologue(&[]));
        let (value_body, into_body, add_body) = match programs {
            Some((full, value)) => {
                let value = family.body(value, Gradient { place: &place, accumulate: false }, &reserved);
                let into = family.body(full, Gradient { place: &place, accumulate: false }, &reserved);
                let add = family.body(full, Gradient { place: &place, accumulate: true }, &reserved);
                (quote! { #prologue #value }, quote! { #prologue #clear #into }, quote! { #prologue let _ = { #add }; })
            }
            None => (fallback::body(), fallback::body(), fallback::body()),
        };
        let (path, vis, ident) = (structure.path, &structure.input.vis, &objective.ident);
        let (gradient, scalar) = (self.gradient(), structure.scalar);
        let f = ident.unraw().to_string();
        let (only, both) = (self.name("gradient"), self.name("value_and_gradient"));
        let (into, both_into, add) = (self.name("gradient_into"), self.name("value_and_gradient_into"), self.name("gradient_add"));
        let docs = [
            self.doc(),
            format!("The value of `{f}` and its gradient with respect to the parameters, written over `gradient`; never allocates."),
            format!("The gradient of `{f}` with respect to the parameters, written over `gradient`; never allocates."),
            format!("The value of `{f}` and its gradient with respect to the parameters."),
            format!("The gradient of `{f}` with respect to the parameters."),
            format!("Adds the gradient of `{f}` with respect to the parameters to `gradient`."),
        ];
        let [d0, d1, d2, d3, d4, d5] = &docs;
        let value = Ident::new("value", Span::mixed_site());
        let with_workspace = programs.filter(|(full, _)| full.has_workspace()).map(|_| {
            let (with, workspace) = (self.name("value_and_gradient_with"), Ident::new("workspace", Span::mixed_site()));
            let doc = format!("As `{f}_value_and_gradient_into`, in memory that the caller keeps.");
            quote! {
                #[doc = #doc]
                #[inline]
                #vis fn #with(&self, #workspace: &mut #path::Workspace, #(#signature,)* #out: &mut #gradient) -> #scalar {
                    #workspace.lend(|| self.#both_into(#(#pass,)* #out))
                }
            }
        });
        let returns = family.returns.as_ref().unwrap_or(scalar);
        quote! {
            #with_workspace

            #[doc = #d0]
            #[inline]
            #vis fn #ident(&self, #(#signature),*) -> #returns { #value_body }

            #[doc = #d1]
            #[inline]
            #vis fn #both_into(&self, #(#signature,)* #out: &mut #gradient) -> #scalar { #into_body }

            #[doc = #d2]
            #[inline]
            #vis fn #into(&self, #(#signature,)* #out: &mut #gradient) {
                let _ = self.#both_into(#(#pass,)* #out);
            }

            #[doc = #d3]
            #[inline]
            #vis fn #both(&self, #(#signature),*) -> (#scalar, #gradient) {
                let mut #out = #path::Parameters::zero_gradient(self);
                let #value = self.#both_into(#(#pass,)* &mut #out);
                (#value, #out)
            }

            #[doc = #d4]
            #[inline]
            #vis fn #only(&self, #(#signature),*) -> #gradient {
                let mut #out = #path::Parameters::zero_gradient(self);
                let _ = self.#both_into(#(#pass,)* &mut #out);
                #out
            }

            #[doc = #d5]
            #[inline]
            #vis fn #add(&self, #(#signature,)* #out: &mut #gradient) { #add_body }
        }
    }
}
