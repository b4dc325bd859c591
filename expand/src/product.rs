//! Functions with more than one number as their result: arrays, tuples, and what is written to `&mut` arguments. They have
//! a vector-Jacobian product and, where types state all lengths, a Jacobian (`jacobian.rs`), and no gradient.

use crate::engine::{self, Gradient};
use crate::fallback;
use crate::parts;
use crate::returned;
use crate::signature::{Family, Parameter, local, place_type, seed_of, turbofish};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::Copied;
use chainrule_rust::types::{Dim, Form};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// What such a function returns.
pub struct Product {
    /// The type of the seed of that; none if it returns nothing.
    pub returned: Option<TokenStream>,
    /// The type of that as it is written.
    pub written: Option<TokenStream>,
    /// Its form.
    pub form: Option<Form>,
    /// The length of a list that it returns, behind the statements that all functions of the family begin with.
    pub length: Option<TokenStream>,
}

/// The programs of such a function.
pub struct Programs<'a> {
    /// The gradient of the sum of the products of all results with seeds.
    pub product: &'a engine::Program,
    /// All results and their derivatives, if it has a Jacobian.
    pub jacobian: Option<&'a engine::Program>,
    /// All results, and after a pause the gradient of that sum.
    pub pullback: Option<&'a engine::Program>,
    /// The tangents of all results.
    pub along: Option<&'a engine::Program>,
}

/// What the members of a family have in common.
pub struct Shared<'a> {
    /// The arguments of the function.
    pub arguments: &'a [TokenStream],
    /// Their names.
    pub pass: &'a [&'a Ident],
    /// The `&mut` argument for the gradient of each one that is differentiated.
    pub gradients: &'a [(usize, Ident)],
    /// These with their types.
    pub outs: &'a [TokenStream],
    /// The types of gradients by value.
    pub types: &'a [TokenStream],
    /// Gradients of zeros.
    pub zeros: &'a [TokenStream],
    /// Where a gradient is written to.
    pub place: &'a dyn Fn(&str) -> String,
    /// Names that are taken.
    pub reserved: &'a [String],
    /// What it is differentiated by, for a reader.
    pub by: &'a str,
}

impl Family<'_> {
    /// Adds the seed of what is in the result as it is to its gradient.
    fn copied(&self, copied: &Copied, gradients: &[(usize, Ident)]) -> TokenStream {
        let krate: TokenStream = self.krate.parse().unwrap_or_default();
        let gradient = |name: &str| gradients.iter().find(|(at, _)| self.parameters[*at].name == name).map(|g| g.1.to_string());
        let place = parts::place(&copied.template, &|name| format!("(*{})", gradient(name).unwrap_or_default()));
        let (place, seed) = (self.names().tokens(&place), self.names().tokens(&format!("{}{}", seed_of(None), copied.place)));
        if copied.except.is_empty() {
            return quote! { #krate::__rt::add_to(&mut #place, &#seed); };
        }
        let rest = local("rest");
        let fields = copied.except.iter().map(|field| self.names().tokens(&format!("{rest}.{field}")));
        quote! {
            let mut #rest = ::core::clone::Clone::clone(&#seed);
            #(#krate::Parameters::visit_mut(&mut #fields, &mut |x| *x = #krate::__rt::Zero::zero());)*
            #krate::__rt::add_to(&mut #place, &#rest);
        }
    }

    /// `f_vjp`, `f_vjp_into` and `f_vjp_add`.
    pub fn product(&self, product: &Product, programs: Option<&Programs<'_>>, shared: &Shared<'_>) -> TokenStream {
        let program = programs.map(|p| p.product);
        let ident = self.ident;
        let Shared { arguments, pass, outs, types, zeros, by, .. } = *shared;
        let names = self.names();
        let (generics, _, clause) = self.generics.split_for_impl();
        let gradients: Vec<&Ident> = shared.gradients.iter().map(|g| &g.1).collect_vec();
        let (gradient_type, gradient_value) = match (types, &gradients[..]) {
            ([ty], [out]) => (quote! { #ty }, quote! { #out }),
            _ => (quote! { (#(#types),*) }, quote! { (#(#gradients),*) }),
        };
        let outputs: Vec<&Parameter> = self.parameters.iter().filter(|p| p.output).collect_vec();
        let mut seeds: Vec<Ident> = Vec::new();
        let mut seed_types: Vec<TokenStream> = Vec::new();
        if let Some(returned) = &product.returned {
            seeds.push(seed_of(None));
            seed_types.push(returned.clone());
        }
        let mut checks = TokenStream::new();
        for output in &outputs {
            let (seed, ty) = (seed_of(Some(output)), place_type(output.dims(), self.scalar, &names));
            if let Some(Dim::Slice) = output.dims().first() {
                let argument = &output.ident;
                let message = format!("the seed of `{argument}` has {{}} elements, but `{argument}` has {{}}");
                checks.extend(quote! {
                    ::core::assert!(#seed.len() == #argument.len(), #message, #seed.len(), #argument.len());
                });
            }
            seeds.push(seed);
            seed_types.push(quote! { &#ty });
        }

        let plain = ident.unraw();
        let name = |suffix: &str| format_ident!("{plain}_{suffix}", span = ident.span());
        let (vjp, into, add) = (name("vjp"), name("vjp_into"), name("vjp_add"));
        let sum = match (&product.returned, &outputs[..]) {
            (Some(_), []) => "of the products of all numbers that it returns with those of the seed".to_owned(),
            (returned, outputs) => {
                let left: Vec<String> = outputs.iter().map(|p| format!("`{}`", p.ident)).collect_vec();
                let returned = if returned.is_some() { "returns and " } else { "" };
                format!("of the products of all numbers that it {returned}leaves in {} with those of the seeds", left.join(" and "))
            }
        };
        let held = match outputs.is_empty() {
            true => "",
            false => " What the function has by `&mut` is taken as it is before the function runs, and is not changed.",
        };
        let what = format!("the gradient with respect to {by} of the sum {sum}");
        let stand_in = fallback::body();
        let whole = |accumulate: bool| match program {
            None => stand_in.clone(),
            Some(program) => {
                let prologue = self.prologue(shared.gradients);
                let lengths = product.length.as_ref().map(|length| {
                    let seed = seed_of(None);
                    quote! { ::core::assert!(#seed.len() == #length, "the seed has {} elements, but the result has {}", #seed.len(), #length); }
                });
                let adds = program.only_adds();
                let clear = if accumulate { TokenStream::new() } else { self.clear(shared.gradients, adds) };
                let body = self.body(program, Gradient { place: shared.place, accumulate: accumulate || adds }, shared.reserved);
                let copies = self.copies.iter().map(|copied| self.copied(copied, shared.gradients));
                let unread = (!accumulate).then(|| returned::unread(self, program));
                self.enclose(!accumulate, quote! { #checks #prologue #unread #lengths #clear #body #(#copies)* })
            }
        };
        let counted = self.counted.as_ref().filter(|_| program.is_some()).map(|c| c.item().clone());
        let (into_path, turbofish) = (self.call(&into), turbofish(self.generics));
        let by_value = match program {
            None => stand_in.clone(),
            Some(_) => quote! {
                #(let mut #gradients = #zeros;)*
                #into_path #turbofish (#(#pass,)* #(#seeds,)* #(&mut #gradients),*);
                #gradient_value
            },
        };
        let mut out = counted.unwrap_or_default();
        out.extend(self.item(
            format!("The vector-Jacobian product of `{plain}`, written through `&mut`: {what}.{held}"),
            quote! { #into #generics (#(#arguments,)* #(#seeds: #seed_types,)* #(#outs),*) #clause },
            whole(false),
        ));
        let jacobian = self.jacobian(product);
        let none = match jacobian {
            Some(_) => String::new(),
            None => format!(" There is no `{plain}_jacobian`: {}.", self.without_jacobian()),
        };
        out.extend(self.item(
            format!("The vector-Jacobian product of `{plain}`: {what}.{held}{none}"),
            quote! { #vjp #generics (#(#arguments,)* #(#seeds: #seed_types),*) -> #gradient_type #clause },
            by_value,
        ));
        out.extend(self.item(
            format!("Adds the vector-Jacobian product of `{plain}` to what is there: {what}.{held}"),
            quote! { #add #generics (#(#arguments,)* #(#seeds: #seed_types,)* #(#outs),*) #clause },
            whole(true),
        ));
        if let Some(jacobian) = jacobian {
            out.extend(jacobian.items(programs.and_then(|p| p.jacobian), shared, product));
        }
        let pullback = programs.and_then(|p| p.pullback).zip(self.returned_value(product));
        let continued = pullback.map(|(program, (value_type, zeros_of_value))| {
            let [value, rest, seed, then] = ["result", "rest", "seed", "then"].map(local);
            let place = |name: &str| {
                let own = |n: &usize| engine::result_target(*n) == name;
                match (0..self.seeds.len()).find(own) {
                    Some(n) => format!("{value}{}", self.seeds[n].place),
                    None => (shared.place)(name),
                }
            };
            let pause = engine::Pause {
                statement: format!("let ({seed}, {rest}) = {then}({value});"),
                names: vec![seed.to_string(), rest.to_string()],
                value: rest.to_string(),
            };
            let mut reserved = shared.reserved.to_vec();
            reserved.push_all([&value, &rest, &seed, &then].into_iter().map(Ident::to_string));
            let (prologue, adds) = (self.prologue(shared.gradients), program.only_adds());
            let clear = self.clear(shared.gradients, adds);
            let body = self.body_with(program, Gradient { place: &place, accumulate: adds }, &reserved, Some(&pause));
            let body = self.enclose(false, quote! { #prologue #clear let mut #value: #value_type = #zeros_of_value; #body });
            let body = quote! {
                #(let mut #gradients = #zeros;)*
                let #rest = {
                    #(let #outs = &mut #gradients;)*
                    #body
                };
                (#rest, #gradient_value)
            };
            let (name, item) = self.continued(arguments, &value_type, &seed_types[0], &gradient_type, body);
            out.extend(item);
            name
        });
        let mut companion: Vec<Option<TokenStream>> = seed_types.into_iter().map(Some).collect_vec();
        if product.returned.is_none() {
            companion.insert(0, None);
        }
        let along = programs.and_then(|p| p.along).map(|program| {
            let (name, item) = self.along(product, program, shared);
            out.extend(item);
            name
        });
        out.extend(self.companion(vjp, programs.is_some(), continued, along, &companion, types));
        out
    }
}
