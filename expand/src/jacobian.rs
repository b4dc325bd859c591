//! The Jacobian of a function with more than one number as its result, with all results, in one pass.
//!
//! With respect to an argument it is the result with the argument's gradient in the place of each number: of a function
//! from `[f64; 3]` to `(f64, [f64; 2])` it is `([f64; 3], [[f64; 3]; 2])`. By a slice there is a `Vec` in each place, by a
//! struct its gradient. Of a struct `Name` it is a `NameJacobian`, which is generic over what is in these places, and of a
//! slice that the function writes to a `Vec`.

use crate::engine::{self, Gradient};
use crate::fallback;
use crate::parts;
use crate::product::{Product, Shared};
use crate::signature::{
    Family, Parameter, ParameterKind, again, copy_of_output, dim_tokens, local, place_type, turbofish, value_type, zero,
};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::types::{Dim, Form, Scalar};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// The Jacobian of a function.
pub struct Jacobian<'a> {
    family: &'a Family<'a>,
    /// All results: what is returned, then what is left in `&mut` arguments.
    results: Vec<Outcome<'a>>,
    /// The arguments that it is taken by.
    by: Vec<&'a Parameter>,
}

/// One of the results.
struct Outcome<'a> {
    form: Form,
    /// The `&mut` argument that it is left in.
    left: Option<&'a Parameter>,
    /// The length of a list that is returned.
    length: Option<&'a TokenStream>,
}

impl Outcome<'_> {
    /// The length of a list, in front of the rest of a sentence that says it.
    fn list(&self) -> Option<(TokenStream, String)> {
        let left = || self.left.map(|p| p.ident.clone());
        match (&self.form, self.length) {
            (Form::Array(Dim::Slice, _), Some(length)) => Some((length.clone(), "the result".to_owned())),
            (Form::Array(Dim::Slice, _), None) => left().map(|left| (quote! { #left.len() }, format!("`{left}`"))),
            _ => None,
        }
    }
}

/// A float, or an array of floats.
pub fn array(scalar: Scalar, dims: &[Dim]) -> Form {
    dims.iter().rev().fold(Form::Float(scalar), |inner, dim| Form::Array(dim.clone(), Box::new(inner)))
}

/// Whether it is made of floats, in as many places as the type says, or a list of these.
pub fn is_made_of_floats(form: &Form) -> bool {
    match form {
        Form::Float(_) | Form::Opaque(_) => true,
        Form::Array(_, element) => is_made_of_floats(element),
        Form::Tuple(items) => items.iter().all(is_made_of_floats),
        _ => false,
    }
}

/// Whether there is a type in it that the macro does not see into.
pub fn has_opaque(form: &Form) -> bool {
    let mut found = false;
    form.for_each_leaf(&mut |leaf| found |= matches!(leaf, Form::Opaque(_)));
    found
}

impl Family<'_> {
    /// The Jacobian, if the function has one.
    pub fn jacobian<'a>(&'a self, product: &'a Product) -> Option<Jacobian<'a>> {
        let mut results: Vec<Outcome<'_>> = Vec::new();
        if product.returned.is_some() {
            results.push(Outcome { form: product.form.clone()?, left: None, length: product.length.as_ref() });
        }
        let left = self.parameters.iter().filter(|p| p.output);
        results.push_all(left.map(|p| Outcome { form: array(self.scalar, p.dims()), left: Some(p), length: None }));
        let by: Vec<&Parameter> = self.parameters.iter().filter(|p| p.wrt).collect_vec();
        let rows = results.iter().all(|r| is_made_of_floats(&r.form)) && !self.checkpoint && !self.returns_numbers();
        rows.then_some(Jacobian { family: self, results, by })
    }

    /// The type of what a function returns that writes nothing else, if it is made of floats, and zeros of it.
    pub fn returned_value(&self, product: &Product) -> Option<(TokenStream, TokenStream)> {
        let writes = self.parameters.iter().any(|p| p.output);
        let form = product
            .form
            .clone()
            .filter(|form| product.returned.is_some() && product.length.is_none() && !writes && !self.checkpoint && !has_opaque(form))?;
        let of_one = Jacobian::of_one(self);
        let (names, scalar) = (self.names(), self.scalar);
        let ty = of_one.shaped(&form, &place_type(&[], scalar, &names));
        (is_made_of_floats(&form)).then(|| (ty, of_one.copied(&form, None, &zero(&[], scalar, &names, &TokenStream::new()))))
    }

    /// Whether a struct in the result is multiplied number by number with its seed: it is what another function returned.
    pub fn returns_numbers(&self) -> bool {
        self.seeds.iter().any(|seed| seed.place.contains("__numbers()"))
    }

    /// Why there is none, for the documentation of what there is.
    pub fn without_jacobian(&self) -> &'static str {
        if self.checkpoint {
            "with checkpoints there is one row at a time, by a seed of 1 in one place"
        } else if self.returns_numbers() {
            "of a struct that another function returned there is one row at a time, by a seed of 1 in one place"
        } else {
            "not every part of the result is a float"
        }
    }
}

/// Whether a gradient is made of arrays whose types state their lengths.
fn is_plain(parameter: &Parameter) -> bool {
    matches!(&parameter.kind, ParameterKind::Float(dims) if !dims.contains(&Dim::Slice))
}

/// Several as a tuple, and one by itself.
fn together(items: &[TokenStream]) -> TokenStream {
    match items {
        [item] => item.clone(),
        items => quote! { (#(#items),*) },
    }
}

impl<'a> Jacobian<'a> {
    /// For the form of one result.
    pub fn of_one(family: &'a Family<'a>) -> Self {
        Jacobian { family, results: Vec::new(), by: Vec::new() }
    }

    /// Whether the program computes the results, too; the function itself does where it returns a struct, of which there may be
    /// fields that are no numbers.
    pub fn has_values(&self) -> bool {
        !self.results.iter().any(|r| has_opaque(&r.form))
    }

    /// The type of the gradient by an argument, and zeros of it.
    fn gradient(&self, parameter: &Parameter) -> (TokenStream, TokenStream) {
        let (names, scalar) = (self.family.names(), self.family.scalar);
        let argument = &parameter.ident;
        match &parameter.kind {
            ParameterKind::Parts(composite) => (composite.value.clone(), composite.zero(argument, parameter.by_ref)),
            _ => (value_type(parameter.dims(), scalar, &names), zero(parameter.dims(), scalar, &names, &quote! { #argument })),
        }
    }

    fn krate(&self) -> TokenStream {
        self.family.krate.parse().unwrap_or_default()
    }

    /// All results, with something in the place of each number.
    fn all(&self, each: impl Fn(&Outcome<'_>) -> TokenStream) -> TokenStream {
        together(&self.results.iter().map(each).collect_vec())
    }

    /// A struct in the result as numbers.
    fn results_of(&self, name: &str) -> TokenStream {
        let (ty, krate) = (self.family.names().tokens(name), self.krate());
        match self.family.results.iter().find(|known| known.0 == name) {
            Some((_, constant)) => quote! { <#ty as #krate::__rt::CheckedRows<{ #constant }>> },
            None => quote! { <#ty as #krate::__rt::Results> },
        }
    }

    /// The type of a result with another one in the place of each number.
    fn shaped(&self, form: &Form, number: &TokenStream) -> TokenStream {
        match form {
            Form::Array(Dim::Slice, element) => {
                let element = self.shaped(element, number);
                quote! { ::std::vec::Vec<#element> }
            }
            Form::Array(dim, element) => {
                let (element, len) = (self.shaped(element, number), dim_tokens(dim, &self.family.names()));
                quote! { [#element; #len] }
            }
            Form::Tuple(items) => {
                let items = items.iter().map(|item| self.shaped(item, number));
                quote! { (#(#items,)*) }
            }
            Form::Opaque(name) => {
                let results = self.results_of(name);
                quote! { #results::Rows<#number> }
            }
            _ => number.clone(),
        }
    }

    /// A value of that type, with a value in the place of each number, which may be one that cannot be copied. `list` is the
    /// length of a list.
    fn made(&self, form: &Form, list: Option<&TokenStream>, number: &TokenStream) -> TokenStream {
        match form {
            Form::Array(Dim::Slice, element) => {
                let element = self.made(element, None, number);
                quote! { (0..#list).map(|_| #element).collect::<::std::vec::Vec<_>>() }
            }
            Form::Array(dim, element) => {
                let (element, len) = (self.made(element, None, number), dim_tokens(dim, &self.family.names()));
                quote! { ::core::array::from_fn::<_, #len, _>(|_| #element) }
            }
            Form::Tuple(items) => {
                let items = items.iter().map(|item| self.made(item, None, number));
                quote! { (#(#items,)*) }
            }
            Form::Opaque(name) => {
                let results = self.results_of(name);
                quote! { #results::rows(&mut || #number) }
            }
            _ => number.clone(),
        }
    }

    /// As [`Jacobian::made`], of a value that can be copied.
    pub fn copied(&self, form: &Form, list: Option<&TokenStream>, number: &TokenStream) -> TokenStream {
        match form {
            Form::Array(Dim::Slice, _) | Form::Opaque(_) => self.made(form, list, number),
            Form::Array(dim, element) => {
                let (element, len) = (self.copied(element, None, number), dim_tokens(dim, &self.family.names()));
                quote! { [#element; #len] }
            }
            Form::Tuple(items) => {
                let items = items.iter().map(|item| self.copied(item, None, number));
                quote! { (#(#items,)*) }
            }
            _ => number.clone(),
        }
    }

    /// What follows the results as a whole in Rust to get to one of them.
    fn place_of(&self, result: usize) -> String {
        if self.results.len() > 1 { format!(".{result}") } else { String::new() }
    }

    /// What follows the results as a whole in Rust to get to those that a seed multiplies.
    fn path(&self, number: usize) -> String {
        let seed = &self.family.seeds[number];
        let own = |r: &Outcome<'_>| r.left.map(|p| &p.name) == seed.of.as_ref();
        let at = self.results.iter().position(own).unwrap_or(0);
        format!("{}{}", self.place_of(at), seed.place)
    }

    /// Does something with each row of a result.
    fn each_row(&self, form: &Form, place: &TokenStream, action: &dyn Fn(&Ident) -> TokenStream) -> TokenStream {
        let row = local("row");
        match form {
            Form::Array(_, element) => {
                let inner = self.each_row(element, &quote! { *#row }, action);
                quote! { for #row in (#place).iter_mut() { #inner } }
            }
            Form::Tuple(items) => {
                let fields = items.iter().enumerate().map(|(k, item)| {
                    let k = syn::Index::from(k);
                    self.each_row(item, &quote! { (#place).#k }, action)
                });
                quote! { #(#fields)* }
            }
            Form::Opaque(name) => {
                let (results, action) = (self.results_of(name), action(&row));
                quote! { #results::each_row(&mut #place, &mut |#row| { #action }); }
            }
            _ => {
                let action = action(&row);
                quote! { { let #row = &mut #place; #action } }
            }
        }
    }

    /// What has to be so, and is done, before the Jacobian by an argument is written, or all of it is added.
    fn prepared(&self, parameter: &Parameter, out: &Ident, adds: bool) -> TokenStream {
        let krate = self.krate();
        let argument = &parameter.ident;
        let composite = match &parameter.kind {
            ParameterKind::Parts(composite) => Some(composite),
            _ => None,
        };
        let list = composite.map_or(parameter.dims().first() == Some(&Dim::Slice), |c| c.list);
        let mut tokens = TokenStream::new();
        for (at, result) in self.results.iter().enumerate() {
            let form = &result.form;
            let place = match self.results.len() {
                1 => quote! { *#out },
                _ => {
                    let at = syn::Index::from(at);
                    quote! { #out.#at }
                }
            };
            if let Some((length, name)) = result.list() {
                let message = format!("the Jacobian by `{argument}` has {{}} rows of {name}, but {name} has {{}} elements");
                tokens.extend(quote! { ::core::assert!((#place).len() == #length, #message, (#place).len(), #length); });
            }
            // There may be fields that the function does not read, or that it has from an argument.
            let clear = adds || composite.is_some() || has_opaque(form);
            if !list && !clear {
                continue;
            }
            tokens.extend(self.each_row(form, &place, &|row| {
                let mut action = TokenStream::new();
                if list {
                    let message = format!("a gradient by `{argument}` has {{}} elements, but `{argument}` has {{}}");
                    action.extend(quote! { ::core::assert!(#row.len() == #argument.len(), #message, #row.len(), #argument.len()); });
                }
                if clear {
                    action.extend(quote! { #krate::Parameters::visit_mut(#row, &mut |x| *x = #krate::__rt::Zero::zero()); });
                }
                action
            }));
        }
        for copied in self.family.copies.iter().filter(|c| c.template.contains(&format!("@{}@", parameter.name))) {
            let names = self.family.names();
            let mut identity = |field: &str, value: u8| {
                let template = format!("{}{field}", copied.template);
                let row = local("row");
                let of =
                    names.tokens(&parts::place(&template, &|name| if parameter.by_ref { format!("(*{name})") } else { name.to_owned() }));
                let part = names.tokens(&parts::place(&template, &|_| format!("(*{row})")));
                let rows = names.tokens(&format!("{out}{}{}{field}", self.place_of(0), copied.place));
                let rows = if self.results.len() == 1 && copied.place.is_empty() && field.is_empty() {
                    quote! { #out }
                } else {
                    quote! { &mut #rows }
                };
                let value = proc_macro2::Literal::u8_unsuffixed(value);
                let scalar = names.tokens(self.family.scalar.name());
                let value = quote! { <#scalar as #krate::Float>::from_f64(#value as ::core::primitive::f64) };
                tokens.extend(quote! { #krate::__rt::identity(&#of, #rows, |#row| &mut #part, #value); });
            };
            identity("", 1);
            // What is written in its place has rows of its own.
            for field in &copied.except {
                identity(&format!(".{field}"), 0);
            }
        }
        tokens
    }

    /// `f_jacobian` and `f_value_and_jacobian`, each by value and written through `&mut`.
    pub fn items(&self, program: Option<&engine::Program>, shared: &Shared<'_>, product: &Product) -> TokenStream {
        let Family { ident, generics, scalar, .. } = *self.family;
        let (family, names, arguments, pass) = (self.family, self.family.names(), shared.arguments, shared.pass);
        let (generic, _, clause) = generics.split_for_impl();
        let plain = ident.unraw();
        let outs: Vec<Ident> =
            self.by.iter().map(|p| Ident::new(&format!("jacobian_{}", p.ident.unraw()), Span::mixed_site())).collect_vec();
        let gradients: Vec<(TokenStream, TokenStream)> = self.by.iter().map(|p| self.gradient(p)).collect_vec();
        let types: Vec<TokenStream> = gradients.iter().map(|(ty, _)| self.all(|r| self.shaped(&r.form, ty))).collect_vec();
        let zeros = self.by.iter().zip(&gradients).map(|(p, (_, zero))| match is_plain(p) {
            true => self.all(|r| self.copied(&r.form, r.list().as_ref().map(|l| &l.0), zero)),
            false => self.all(|r| self.made(&r.form, r.list().as_ref().map(|l| &l.0), zero)),
        });
        let zeros: Vec<TokenStream> = zeros.collect_vec();
        // A list is written through a slice.
        let out_types = gradients.iter().zip(&types).map(|((ty, _), all)| match &self.results[..] {
            [Outcome { form: Form::Array(Dim::Slice, element), .. }] => {
                let element = self.shaped(element, ty);
                quote! { [#element] }
            }
            _ => all.clone(),
        });
        let out_types: Vec<TokenStream> = out_types.collect_vec();
        let adds = program.is_some_and(engine::Program::only_adds);
        let prepared = self.by.iter().zip(&outs).map(|(p, out)| self.prepared(p, out, adds));
        let prepared = quote! { #(#prepared)* };
        let number = zero(&[], scalar, &names, &TokenStream::new());
        let scalar_type = place_type(&[], scalar, &names);
        let values = self.all(|r| match r.form.clone() {
            form if has_opaque(&form) => product.written.clone().unwrap_or_default(),
            form => self.shaped(&form, &scalar_type),
        });
        let no_values = match self.has_values() {
            true => self.all(|r| self.copied(&r.form, r.list().as_ref().map(|l| &l.0), &number)),
            false => TokenStream::new(),
        };
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
                let body = family.body(program, Gradient { place: &place, accumulate: adds }, &reserved);
                let (before, after) = match self.has_values() {
                    true => (quote! { let mut #value: #values = #no_values; }, quote! { #value }),
                    false => (TokenStream::new(), TokenStream::new()),
                };
                family.enclose(false, quote! { #prologue #prepared #before #body #after })
            }
        };
        let name = |suffix: &str| format_ident!("{plain}_{suffix}", span = ident.span());
        let (bare, into) = (name("jacobian"), name("jacobian_into"));
        let (both, both_into) = (name("value_and_jacobian"), name("value_and_jacobian_into"));
        let turbofish = turbofish(generics);
        let run = |of: &Ident, pass: &[TokenStream], outs: TokenStream| {
            let path = family.call(of);
            quote! { #path #turbofish (#(#pass,)* #outs) }
        };
        let pass: Vec<TokenStream> = pass.iter().map(|p| quote! { #p }).collect_vec();
        let pick = |body: TokenStream| if program.is_some() { body } else { stand_in.clone() };
        // The length of what is returned.
        let lengths = product.length.as_ref().map(|_| family.prologue(&[]));
        let by = shared.by;
        let held = match family.parameters.iter().any(|p| p.output) {
            true => " What the function has by `&mut` is taken as it is before the function runs, and is not changed.",
            false => "",
        };
        let what = format!("the Jacobian with respect to {by}: for each number of the result its gradient");
        let (allocates, alone) = match self.results.iter().any(|r| matches!(r.form, Form::Array(Dim::Slice, _))) {
            true => ("allocates nothing but what it returns", "allocates the values, too"),
            false => ("never allocates", "never allocates"),
        };
        let through = quote! { #(#outs),* };
        let (both_into_body, into_body) = match self.has_values() {
            true => {
                let through = run(&both_into, &pass, through);
                (body, pick(quote! { let _ = #through; }))
            }
            false => (pick(self.and_then_values(&run(&into, &family.parameters.iter().map(again).collect_vec(), through))), body),
        };
        let mut out = family.item(
            format!("What `{plain}` returns, and, written through `&mut`, {what}; {allocates}.{held}"),
            quote! { #both_into #generic (#(#arguments,)* #(#outs: &mut #out_types),*) -> #values #clause },
            both_into_body,
        );
        out.extend(family.item(
            format!("Of `{plain}`, written through `&mut`: {what}; {alone}.{held}"),
            quote! { #into #generic (#(#arguments,)* #(#outs: &mut #out_types),*) #clause },
            into_body,
        ));
        let through = run(&both_into, &pass, quote! { #(&mut #outs),* });
        out.extend(family.item(
            format!("What `{plain}` returns, and {what}.{held}"),
            quote! { #both #generic (#(#arguments),*) -> (#values, #jacobian_type) #clause },
            pick(quote! {
                #lengths
                #(let mut #outs = #zeros;)*
                let #value = #through;
                (#value, #jacobian)
            }),
        ));
        let through = run(&into, &pass, quote! { #(&mut #outs),* });
        out.extend(family.item(
            format!("Of `{plain}`: {what}.{held}"),
            quote! { #bare #generic (#(#arguments),*) -> #jacobian_type #clause },
            pick(quote! {
                #lengths
                #(let mut #outs = #zeros;)*
                #through;
                #jacobian
            }),
        ));
        out
    }

    /// Runs the function itself after the Jacobian.
    fn and_then_values(&self, jacobian: &TokenStream) -> TokenStream {
        let family = self.family;
        let (path, turbofish) = (family.call(family.ident), turbofish(family.generics));
        let outputs: Vec<&Parameter> = family.parameters.iter().filter(|p| p.output).collect_vec();
        let left: Vec<Ident> = outputs.iter().map(|p| local(&format!("left_{}", p.ident.unraw()))).collect_vec();
        let copies = outputs.iter().map(|p| copy_of_output(p));
        let pass = family.parameters.iter().map(|p| match outputs.iter().position(|o| o.name == p.name) {
            Some(at) => {
                let left = &left[at];
                quote! { &mut #left }
            }
            None => {
                let ident = &p.ident;
                quote! { #ident }
            }
        });
        let value = local("result");
        let values = together(&std::iter::once(quote! { #value }).chain(left.iter().map(|left| quote! { #left })).collect_vec());
        quote! {
            #jacobian;
            #(let mut #left = #copies;)*
            let #value = #path #turbofish (#(#pass),*);
            #values
        }
    }
}
