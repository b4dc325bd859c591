//! The Jacobian of a function with more than one number as its result, with all results, in one pass.
//!
//! With respect to an argument it is the result with the argument's gradient in the place of each number: of a function
//! from `[f64; 3]` to `(f64, [f64; 2])` it is `([f64; 3], [[f64; 3]; 2])`. Where a length is known only at run time, or the
//! numbers are in structs, there is none.

use crate::engine::{self, Gradient};
use crate::fallback;
use crate::product::{Product, Shared};
use crate::signature::{Family, Parameter, ParameterKind, dim_tokens, local, place_type, turbofish, zero};
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
        results.extend(self.parameters.iter().filter(|p| p.output).map(|p| array(self.scalar, p.dims())));
        let form = if results.len() == 1 { results.remove(0) } else { Form::Tuple(results) };
        let by: Vec<&Parameter> = self.parameters.iter().filter(|p| p.wrt).collect();
        let floats = |p: &&Parameter| matches!(&p.kind, ParameterKind::Float(dims) if !dims.contains(&Dim::Slice));
        (is_fixed(&form) && by.iter().all(floats) && !self.checkpoint).then_some(Jacobian { family: self, form, by })
    }
}

impl Jacobian<'_> {
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
        let outputs: Vec<&Parameter> = self.family.parameters.iter().filter(|p| p.output).collect();
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
        let outs: Vec<Ident> = self.by.iter().map(|p| Ident::new(&format!("jacobian_{}", p.ident.unraw()), Span::mixed_site())).collect();
        let gradients = self.by.iter().map(|p| place_type(p.dims(), scalar, &names));
        let types: Vec<TokenStream> = gradients.map(|gradient| self.shaped(&self.form, &gradient)).collect();
        let zeros: Vec<TokenStream> =
            self.by.iter().map(|p| self.shaped(&self.form, &zero(p.dims(), scalar, &names, &TokenStream::new()))).collect();
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
                let by = self.by.iter().zip(&outs).map(move |(p, out)| {
                    let star = if single && p.dims().is_empty() { "*" } else { "" };
                    (engine::jacobian_target(k, &p.name), format!("{star}{out}{path}"))
                });
                std::iter::once(own).chain(by.collect::<Vec<_>>())
            });
            results.into_iter().find(|(target, _)| target == name).map_or_else(|| name.to_owned(), |found| found.1)
        };
        let stand_in = fallback::body();
        let body = match program {
            None => stand_in.clone(),
            Some(program) => {
                let mut reserved = shared.reserved.to_vec();
                reserved.extend(outs.iter().map(Ident::to_string));
                reserved.push(value.to_string());
                let prologue = family.prologue(&[]);
                let body = family.body(program, Gradient { place: &place, accumulate: false }, &reserved);
                family.enclose(false, quote! { #prologue let mut #value: #values = #no_values; #body #value })
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
