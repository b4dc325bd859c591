//! The Jacobian of a function with more than one number as its result, with all results, in one pass.
//!
//! With respect to an argument it is the result with the argument's gradient in the place of each number: of a function
//! from `[f64; 3]` to `(f64, [f64; 2])` it is `([f64; 3], [[f64; 3]; 2])`. By a slice there is a `Vec` in each place, by a
//! struct its gradient. Of results whose length is known only at run time, or that are structs, there is none.

use crate::engine::{self, Gradient};
use crate::fallback;
use crate::parts;
use crate::product::{Product, Shared};
use crate::signature::{Family, Parameter, ParameterKind, dim_tokens, local, place_type, turbofish, value_type, zero};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::PartKind;
use chainrule_rust::types::{Dim, Form, Scalar};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// The Jacobian of a function.
pub struct Jacobian<'a> {
    family: &'a Family<'a>,
    /// All results: what is returned, then what is left in `&mut` arguments; a tuple if these are several.
    form: Form,
    /// The arguments that it is taken by.
    by: Vec<&'a Parameter>,
}

/// A float, or an array of floats.
pub fn array(scalar: Scalar, dims: &[Dim]) -> Form {
    dims.iter().rev().fold(Form::Float(scalar), |inner, dim| Form::Array(dim.clone(), Box::new(inner)))
}

/// Whether it is made of floats, in as many places as the type says.
fn is_fixed(form: &Form) -> bool {
    match form {
        Form::Float(_) => true,
        Form::Array(dim, element) => *dim != Dim::Slice && is_fixed(element),
        Form::Tuple(items) => items.iter().all(is_fixed),
        _ => false,
    }
}

impl Family<'_> {
    /// The Jacobian, if the function has one.
    pub fn jacobian(&self, product: &Product) -> Option<Jacobian<'_>> {
        let mut results: Vec<Form> = Vec::new();
        if product.returned.is_some() {
            results.push(product.form.clone()?);
        }
        results.push_all(self.parameters.iter().filter(|p| p.output).map(|p| array(self.scalar, p.dims())));
        let form = if results.len() == 1 { results.remove(0) } else { Form::Tuple(results) };
        let by: Vec<&Parameter> = self.parameters.iter().filter(|p| p.wrt).collect_vec();
        // What another function is given as it is has a gradient without rows.
        let handed_on = self.parts.iter().any(|d| d.wrt && d.kind == PartKind::Whole);
        (is_fixed(&form) && !handed_on && !self.checkpoint).then_some(Jacobian { family: self, form, by })
    }
}

/// Whether a gradient is made of arrays whose types state their lengths.
fn is_plain(parameter: &Parameter) -> bool {
    matches!(&parameter.kind, ParameterKind::Float(dims) if !dims.contains(&Dim::Slice))
}

impl Jacobian<'_> {
    /// As [`Jacobian::shaped`], of a value that cannot be copied.
    fn made(&self, form: &Form, number: &TokenStream) -> TokenStream {
        match form {
            Form::Array(dim, element) => {
                let (element, len) = (self.made(element, number), dim_tokens(dim, &self.family.names()));
                quote! { ::core::array::from_fn::<_, #len, _>(|_| #element) }
            }
            Form::Tuple(items) => {
                let items = items.iter().map(|item| self.made(item, number));
                quote! { (#(#items,)*) }
            }
            _ => number.clone(),
        }
    }

    /// The type of the gradient by an argument, and zeros of it.
    fn gradient(&self, parameter: &Parameter) -> (TokenStream, TokenStream) {
        let (names, scalar) = (self.family.names(), self.family.scalar);
        let krate: TokenStream = self.family.krate.parse().unwrap_or_default();
        let argument = &parameter.ident;
        match &parameter.kind {
            ParameterKind::Parts(composite) => (composite.value.clone(), composite.zero(argument, parameter.by_ref, &krate)),
            _ => (value_type(parameter.dims(), scalar, &names), zero(parameter.dims(), scalar, &names, &quote! { #argument })),
        }
    }

    /// Has all gradients in a Jacobian as long as the argument, which is a slice.
    fn lengths(&self, form: &Form, place: &TokenStream, parameter: &Parameter) -> TokenStream {
        match form {
            Form::Array(_, element) => {
                let row = local("row");
                let inner = self.lengths(element, &quote! { #row }, parameter);
                quote! { for #row in #place.iter() { #inner } }
            }
            Form::Tuple(items) => {
                let fields = items.iter().enumerate().map(|(k, item)| {
                    let k = syn::Index::from(k);
                    self.lengths(item, &quote! { #place.#k }, parameter)
                });
                quote! { #(#fields)* }
            }
            _ => {
                let argument = &parameter.ident;
                let message = format!("a gradient by `{argument}` has {{}} elements, but `{argument}` has {{}}");
                quote! { ::core::assert!(#place.len() == #argument.len(), #message, #place.len(), #argument.len()); }
            }
        }
    }

    /// What has to be so, and is done, before the Jacobian by an argument is written.
    fn prepared(&self, parameter: &Parameter, out: &Ident) -> TokenStream {
        let krate: TokenStream = self.family.krate.parse().unwrap_or_default();
        let list = match &parameter.kind {
            ParameterKind::Parts(composite) => composite.list,
            _ => parameter.dims().first() == Some(&Dim::Slice),
        };
        let mut tokens = if list { self.lengths(&self.form, &quote! { #out }, parameter) } else { TokenStream::new() };
        if let ParameterKind::Parts(_) = parameter.kind {
            // There may be fields that the function does not read.
            tokens.extend(quote! { #krate::Parameters::visit_mut(#out, &mut |x| *x = #krate::__rt::Zero::zero()); });
        }
        tokens
    }

    /// A type, or a value of it, with something in the place of each number.
    fn shaped(&self, form: &Form, number: &TokenStream) -> TokenStream {
        match form {
            Form::Array(dim, element) => {
                let (element, len) = (self.shaped(element, number), dim_tokens(dim, &self.family.names()));
                quote! { [#element; #len] }
            }
            Form::Tuple(items) => {
                let items = items.iter().map(|item| self.shaped(item, number));
                quote! { (#(#items,)*) }
            }
            _ => number.clone(),
        }
    }

    /// What follows the results as a whole in Rust to get to those that a seed multiplies.
    fn path(&self, number: usize) -> String {
        let seed = &self.family.seeds[number];
        let outputs: Vec<&Parameter> = self.family.parameters.iter().filter(|p| p.output).collect_vec();
        let returned = self.family.seeds.iter().any(|s| s.of.is_none());
        let at = match &seed.of {
            None => 0,
            Some(of) => usize::from(returned) + outputs.iter().position(|p| p.name == *of).unwrap_or(0),
        };
        let several = usize::from(returned) + outputs.len() > 1;
        let result = if several { format!(".{at}") } else { String::new() };
        format!("{result}{}", seed.place)
    }

    /// `f_jacobian` and `f_value_and_jacobian`, each by value and written through `&mut`.
    pub fn items(&self, program: Option<&engine::Program>, shared: &Shared<'_>) -> TokenStream {
        let Family { ident, generics, scalar, .. } = *self.family;
        let (family, names, arguments, pass) = (self.family, self.family.names(), shared.arguments, shared.pass);
        let (generic, _, clause) = generics.split_for_impl();
        let plain = ident.unraw();
        let outs: Vec<Ident> =
            self.by.iter().map(|p| Ident::new(&format!("jacobian_{}", p.ident.unraw()), Span::mixed_site())).collect_vec();
        let gradients: Vec<(TokenStream, TokenStream)> = self.by.iter().map(|p| self.gradient(p)).collect_vec();
        let types: Vec<TokenStream> = gradients.iter().map(|(ty, _)| self.shaped(&self.form, ty)).collect_vec();
        let zeros = self.by.iter().zip(&gradients).map(|(p, (_, zero))| match is_plain(p) {
            true => self.shaped(&self.form, zero),
            false => self.made(&self.form, zero),
        });
        let zeros: Vec<TokenStream> = zeros.collect_vec();
        let prepared = self.by.iter().zip(&outs).map(|(p, out)| self.prepared(p, out));
        let prepared = quote! { #(#prepared)* };
        let number = zero(&[], scalar, &names, &TokenStream::new());
        let (values, no_values) = (self.shaped(&self.form, &place_type(&[], scalar, &names)), self.shaped(&self.form, &number));
        let (jacobian_type, jacobian) = match (&types[..], &outs[..]) {
            ([ty], [out]) => (quote! { #ty }, quote! { #out }),
            _ => (quote! { (#(#types),*) }, quote! { (#(#outs),*) }),
        };

        let value = local("result");
        let place = |name: &str| -> String {
            let results = family.seeds.iter().enumerate().flat_map(|(k, seed)| {
                let path = self.path(k);
                let single = seed.dims.is_empty() && path.is_empty();
                let own = (engine::result_target(k), format!("{value}{path}"));
                let out = |name: &str| self.by.iter().zip(&outs).find(|(p, _)| p.name == name).map(|(_, out)| out);
                let by = self.by.iter().zip(&outs).map(|(p, out)| {
                    let star = if single && p.dims().is_empty() { "*" } else { "" };
                    (engine::jacobian_target(k, &p.name), format!("{star}{out}{path}"))
                });
                // Of a struct each field has a place behind the indices of the row.
                let rows = "[]".repeat(seed.dims.len());
                let parts = family.parts.iter().filter(|d| d.wrt).filter_map(|d| {
                    let out = out(&d.argument)?;
                    let text = parts::place(&d.place.template, &|_| format!("{out}{path}{rows}"));
                    Some((engine::jacobian_target(k, &d.name), text))
                });
                std::iter::once(own).chain(by.chain(parts).collect_vec())
            });
            results.into_iter().find(|(target, _)| target == name).map_or_else(|| name.to_owned(), |found| found.1)
        };
        let stand_in = fallback::body();
        let body = match program {
            None => stand_in.clone(),
            Some(program) => {
                let mut reserved = shared.reserved.to_vec();
                reserved.push_all(outs.iter().map(Ident::to_string));
                reserved.push(value.to_string());
                let prologue = family.prologue(&[]);
                let body = family.body(program, Gradient { place: &place, accumulate: false }, &reserved);
                family.enclose(false, quote! { #prologue #prepared let mut #value: #values = #no_values; #body #value })
            }
        };
        let name = |suffix: &str| format_ident!("{plain}_{suffix}", span = ident.span());
        let (bare, into) = (name("jacobian"), name("jacobian_into"));
        let (both, both_into) = (name("value_and_jacobian"), name("value_and_jacobian_into"));
        let (path, turbofish) = (family.call(&both_into), turbofish(generics));
        let run = |outs: TokenStream| quote! { #path #turbofish (#(#pass,)* #outs) };
        let pick = |body: TokenStream| if program.is_some() { body } else { stand_in.clone() };
        let by = shared.by;
        let held = match family.parameters.iter().any(|p| p.output) {
            true => " What the function has by `&mut` is taken as it is before the function runs, and is not changed.",
            false => "",
        };
        let what = format!("the Jacobian with respect to {by}: for each number of the result its gradient");
        let mut out = family.item(
            format!("What `{plain}` returns, and, written through `&mut`, {what}; never allocates.{held}"),
            quote! { #both_into #generic (#(#arguments,)* #(#outs: &mut #types),*) -> #values #clause },
            body,
        );
        let through = run(quote! { #(#outs),* });
        out.extend(family.item(
            format!("Of `{plain}`, written through `&mut`: {what}; never allocates.{held}"),
            quote! { #into #generic (#(#arguments,)* #(#outs: &mut #types),*) #clause },
            pick(quote! { let _ = #through; }),
        ));
        let through = run(quote! { #(&mut #outs),* });
        out.extend(family.item(
            format!("What `{plain}` returns, and {what}.{held}"),
            quote! { #both #generic (#(#arguments),*) -> (#values, #jacobian_type) #clause },
            pick(quote! {
                #(let mut #outs = #zeros;)*
                let #value = #through;
                (#value, #jacobian)
            }),
        ));
        out.extend(family.item(
            format!("Of `{plain}`: {what}.{held}"),
            quote! { #bare #generic (#(#arguments),*) -> #jacobian_type #clause },
            pick(quote! {
                #(let mut #outs = #zeros;)*
                let _ = #through;
                #jacobian
            }),
        ));
        out
    }
}
