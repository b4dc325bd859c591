//! The Jacobian-vector product of a function with more than one number as its result, in several directions at once: by it the
//! Jacobians of functions that call this one go through the call.

use crate::companion;
use crate::engine::{self, Gradient};
use crate::jacobian::Jacobian;
use crate::names::Names;
use crate::parts;
use crate::product::{Product, Shared};
use crate::signature::{Family, Parameter, ParameterKind, allow, local, turbofish, value_type, zero};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::types::{Dim, Form, Scalar};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

/// The name of the const parameter that says how many directions there are.
pub fn lanes() -> Ident {
    local("L")
}

/// Generics with that parameter.
pub fn with_lanes(generics: &syn::Generics) -> syn::Generics {
    let (mut generics, lanes) = (generics.clone(), lanes());
    generics.params.push(syn::parse_quote!(const #lanes: usize));
    generics
}

/// The type of all results by value, of the type of what is returned and of those of the outputs.
pub fn together(returned: Option<&TokenStream>, outputs: &[TokenStream], krate: &TokenStream) -> TokenStream {
    match (returned, outputs) {
        (Some(returned), []) => returned.clone(),
        (returned, outputs) => {
            let returned = returned.cloned().unwrap_or_else(|| quote! { () });
            quote! { #krate::__rt::Outcome<#returned, (#(#outputs,)*)> }
        }
    }
}

/// The tangents of an argument.
fn along(parameter: &Parameter) -> Ident {
    local(&format!("along_{}", parameter.ident.unraw()))
}

impl Family<'_> {
    /// The arguments that the function writes to.
    fn outputs(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|p| p.output)
    }

    /// The seed of zeros for a result at a place.
    pub(crate) fn zero_like(&self, form: &Form, place: &TokenStream, depth: usize) -> TokenStream {
        let krate: TokenStream = self.krate.parse().unwrap_or_default();
        let one = local(&format!("one_{depth}"));
        match form {
            Form::Opaque(name) => {
                let ty = self.names().tokens(name);
                match self.results.iter().find(|known| known.0 == *name) {
                    Some((_, constant)) => quote! { <#ty as #krate::__rt::Checked<{ #constant }>>::zero_gradient(&#place) },
                    None => quote! { <#ty as #krate::Parameters>::zero_gradient(&#place) },
                }
            }
            Form::Array(Dim::Slice, element) => {
                let element = self.zero_like(element, &quote! { (*#one) }, depth + 1);
                quote! { #place.iter().map(|#one| #element).collect::<::std::vec::Vec<_>>() }
            }
            Form::Array(_, element) => {
                let element = self.zero_like(element, &quote! { #place[#one] }, depth + 1);
                quote! { ::core::array::from_fn(|#one| #element) }
            }
            Form::Tuple(items) => {
                let items = items.iter().enumerate().map(|(k, item)| {
                    let k = syn::Index::from(k);
                    self.zero_like(item, &quote! { #place.#k }, depth)
                });
                quote! { (#(#items,)*) }
            }
            _ => zero(&[], self.scalar, &self.names(), &TokenStream::new()),
        }
    }

    /// A hidden function that takes the tangents of the arguments and returns those of the results; its name and the item.
    pub fn along(&self, product: &Product, program: &engine::Program, shared: &Shared<'_>) -> (Ident, TokenStream) {
        let Family { ident, scalar, .. } = *self;
        let (names, krate): (_, TokenStream) = (self.names(), self.krate.parse().unwrap_or_default());
        let (lanes, tangent, lane) = (lanes(), local("tangent"), local("lane"));
        let moving = self.parameters.iter().filter(|p| p.wrt).collect_vec();
        let outputs = self.outputs().map(|p| value_type(p.dims(), scalar, &names)).collect_vec();
        let ty = together(product.returned.as_ref(), &outputs, &krate);
        let number = zero(&[], scalar, &names, &TokenStream::new());
        let (of_value, zero_of_returned) = match &product.form {
            None => (TokenStream::new(), quote! { () }),
            Some(form) if crate::jacobian::has_opaque(form) => {
                let (path, turbofish, value) = (self.call(ident), turbofish(self.generics), local("result"));
                let pass = self.parameters.iter().map(|p| match p.output {
                    true => {
                        let copy = crate::signature::copy_of_output(p);
                        quote! { &mut #copy }
                    }
                    false => crate::signature::again(p),
                });
                (quote! { let #value = #path #turbofish (#(#pass),*); }, self.zero_like(form, &quote! { #value }, 0))
            }
            Some(form) => (TokenStream::new(), Jacobian::of_one(self).copied(form, product.length.as_ref(), &number)),
        };
        let zeros = self.outputs().map(|p| {
            let ident = &p.ident;
            zero(p.dims(), scalar, &names, &quote! { #ident })
        });
        let zeros: Vec<TokenStream> = zeros.collect_vec();
        let zero = match &zeros[..] {
            [] => zero_of_returned,
            zeros => quote! { #krate::__rt::Outcome(#zero_of_returned, (#(#zeros,)*)) },
        };
        let place = |name: &str| -> String {
            let own = |n: &usize| engine::result_target(*n) == name;
            let Some(n) = (0..self.seeds.len()).find(own) else { return name.to_owned() };
            let seed = &self.seeds[n];
            let of = match seed.of.as_ref().and_then(|of| self.outputs().position(|p| p.name == *of)) {
                Some(at) => format!(".1.{at}"),
                None if zeros.is_empty() => String::new(),
                None => ".0".to_owned(),
            };
            format!("{tangent}[]{of}{}", seed.place)
        };
        let input = |name: &str| -> Option<String> {
            if let Some(part) = self.parts.iter().find(|p| engine::direction(&p.name) == name) {
                let of = |name: &str| moving.iter().find(|p| p.name == name).map(|p| format!("{}[]", along(p)));
                return Some(parts::place(&part.place.template, &|name| of(name).unwrap_or_else(|| name.to_owned())));
            }
            moving.iter().find(|p| engine::direction(&p.name) == name).map(|p| along(p).to_string())
        };
        let mut reserved = shared.reserved.to_vec();
        reserved.push_all(moving.iter().map(|p| along(p).to_string()));
        reserved.push_all([&tangent, &lanes].into_iter().map(Ident::to_string));
        let body = self.body_along(program, Gradient { place: &place, accumulate: false }, &reserved, &input, &lanes.to_string());
        let copies = self.copies.iter().map(|copied| {
            let of =
                |name: &str| moving.iter().find(|p| p.name == name).map_or_else(|| name.to_owned(), |p| format!("{}[{lane}]", along(p)));
            let from = names.tokens(&parts::place(&copied.template, &|name| format!("({})", of(name))));
            let to = names.tokens(&format!("{tangent}[{lane}]{}{}", if zeros.is_empty() { "" } else { ".0" }, copied.place));
            let rest = local("rest");
            let fields = copied.except.iter().map(|field| names.tokens(&format!("{rest}.{field}")));
            quote! {
                let mut #rest = ::core::clone::Clone::clone(&#from);
                #(#krate::Parameters::visit_mut(&mut #fields, &mut |x| *x = #krate::__rt::Zero::zero());)*
                #krate::__rt::add_to(&mut #to, &#rest);
            }
        });
        let copies = copies.collect_vec();
        let copies = (!copies.is_empty()).then(|| quote! { for #lane in 0..#lanes { #(#copies)* } });
        let prologue = self.prologue(&[]);
        let body = self.enclose(
            false,
            quote! {
                #prologue
                #of_value
                let mut #tangent: [#ty; #lanes] = ::core::array::from_fn(|_| #zero);
                #body
                #copies
                #tangent
            },
        );
        let arguments = shared.arguments;
        let tangents = moving.iter().zip(shared.types).map(|(p, ty)| {
            let along = along(p);
            quote! { #along: &[#ty; #lanes] }
        });
        let (vis, cfg, allow) = (&self.vis, &self.cfg, allow());
        let name = format_ident!("__{}_jvp", ident.unraw(), span = ident.span());
        let generics = with_lanes(self.generics);
        let (heads, _, clause) = generics.split_for_impl();
        let item = quote! {
            #cfg
            #[doc(hidden)]
            #allow
            #[inline]
            #vis fn #name #heads (#(#arguments,)* #(#tangents),*) -> [#ty; #lanes] #clause { #body }
        };
        (name, item)
    }
}

/// A type by value: what is behind a reference, and a list for a slice.
fn owned(ty: &TokenStream) -> TokenStream {
    match syn::parse2::<syn::Type>(ty.clone()) {
        Ok(syn::Type::Reference(reference)) => match &*reference.elem {
            syn::Type::Slice(slice) => {
                let element = &slice.elem;
                quote! { ::std::vec::Vec<#element> }
            }
            other => quote! { #other },
        },
        _ => ty.clone(),
    }
}

impl companion::Companion<'_> {
    /// The functions by which Jacobians go through a call: that which makes tangents of zeros for the arguments, and the
    /// Jacobian-vector product. `function` are those of a companion, which are given the function; those of a type are called
    /// by these names, after `receiver`, and their arguments begin behind it.
    pub(crate) fn along(&self, rule: bool, of_type: Option<(&Ident, &Ident)>, receiver: &TokenStream, first: usize) -> TokenStream {
        let companion::Companion { of: itself, vis, cfg, arguments, seeds, gradients, krate, product, .. } = self;
        let (lanes, tangents, function) = (lanes(), local("along"), local("function"));
        let [seed, sum] = ["seed", "sum"].map(local);
        let given: Vec<Ident> = (0..arguments.len()).map(|k| local(&format!("a{k}"))).collect_vec();
        let names = [Ident::new("still", Span::mixed_site()), Ident::new("jvp", Span::mixed_site())];
        let [still, jvp] = of_type.map_or(names.each_ref(), |(still, jvp)| [still, jvp]);
        let path = of_type.map(|_| quote! { Self:: });
        // What it is called on is there as it is.
        let me = Ident::new("self", Span::call_site());
        let again = |k: usize| -> TokenStream {
            let by_ref = arguments[k].to_string().starts_with('&');
            match (k < first, by_ref) {
                (true, true) => quote! { #me },
                (true, false) => quote! { ::core::clone::Clone::clone(#me) },
                (false, _) => {
                    let name = &given[k];
                    if by_ref {
                        quote! { #name }
                    } else {
                        quote! { ::core::clone::Clone::clone(&#name) }
                    }
                }
            }
        };
        let all = (0..arguments.len()).map(again).collect_vec();
        // Where there is one call.
        let moved = (0..arguments.len()).map(|k| if k < first { again(k) } else { given[k].to_token_stream() }).collect_vec();
        let types = gradients.iter().map(|g| g.clone().unwrap_or_else(|| quote! { #krate::__rt::HeldConstant })).collect_vec();
        let own = turbofish(self.generics);
        let outputs = seeds[1..].iter().flatten().map(owned).collect_vec();
        // No seed of what a function returns is a reference: the rule is wrong.
        let wrong = rule && seeds[0].as_ref().is_some_and(|seed| seed.to_string().contains('&'));
        let ty = together(seeds[0].as_ref().map(owned).as_ref(), &outputs, krate);
        // A seed of zeros.
        let places = arguments.iter().zip(&self.outputs).enumerate().filter(|(_, (_, output))| **output).map(|(k, (ty, _))| {
            let name = &given[k];
            match syn::parse2::<syn::Type>(ty.clone()) {
                Ok(syn::Type::Reference(reference)) if matches!(&*reference.elem, syn::Type::Slice(_)) => {
                    quote! { #name.iter().map(|_| #krate::__rt::Zero::zero()).collect::<::std::vec::Vec<_>>() }
                }
                _ => quote! { #krate::__rt::Zero::zero() },
            }
        });
        let places = places.collect_vec();
        let (value, zero) = match (&seeds[0], &places[..]) {
            (_, []) if rule => (quote! { let #seed = #function(#(#all),*); }, quote! { #krate::__rt::zeros_like(&#seed) }),
            (_, []) => {
                let itself = quote! { #path #itself };
                let zero = self.zero.clone().unwrap_or_else(|| quote! { #krate::__rt::zeros_like(&#seed) });
                (quote! { let #seed = #itself(#(#all),*); }, zero)
            }
            (Some(_), places) => (TokenStream::new(), quote! { #krate::__rt::Outcome(#krate::__rt::Zero::zero(), (#(#places,)*)) }),
            (None, places) => (TokenStream::new(), quote! { #krate::__rt::Outcome((), (#(#places,)*)) }),
        };
        // The vector-Jacobian product by a seed.
        let by = match outputs.len() {
            0 => quote! { #seed },
            count => {
                let returned = seeds[0].as_ref().map(|_| quote! { #seed.0, });
                let left = (0..count).map(syn::Index::from);
                quote! { #returned #(&#seed.1.#left),* }
            }
        };
        let results: Vec<Ident> = (0..gradients.len()).map(|k| local(&format!("g{k}"))).collect_vec();
        let moving = gradients.iter().enumerate().filter(|(_, g)| g.is_some()).map(|(k, _)| k).collect_vec();
        let pattern = match &moving[..] {
            [one] => {
                let one = &results[*one];
                quote! { #one }
            }
            several => {
                let several = several.iter().map(|k| &results[*k]);
                quote! { (#(#several),*) }
            }
        };
        let at = moving.iter().map(|k| syn::Index::from(*k)).collect_vec();
        let own_results = moving.iter().map(|k| &results[*k]).collect_vec();
        let row = |all: &[TokenStream]| {
            quote! {
                let #pattern = #path #product #own (#(#all,)* #by);
                let mut #sum = #krate::__rt::nothing();
                #(#krate::__rt::add_dots(&mut #sum, &#own_results, &#tangents.#at);)*
                #sum
            }
        };
        let along = match &self.along {
            Some(along) => {
                let generics = crate::signature::named(self.generics);
                let passed = at.iter().map(|at| quote! { &#tangents.#at });
                quote! { #path #along ::<#(#generics,)* #lanes> (#(#moved,)* #(#passed),*) }
            }
            // A number has one row.
            None if self.number => {
                let row = row(&moved);
                quote! {
                    let #seed = <#ty as #krate::Float>::from_f64(1.0);
                    #row
                }
            }
            None => {
                let row = row(&all);
                quote! {
                    #value
                    #krate::__rt::by_rows(|| -> #ty { #zero }, |#seed| { #row })
                }
            }
        };
        let zeros = self.stills.iter().enumerate().map(|(k, still)| match (still, &gradients[k]) {
            // A closure costs the compiler more.
            (Some(still), Some(_)) if is_constant(still.clone()) => quote! { [#still; #lanes] },
            (Some(still), Some(_)) => quote! { ::core::array::from_fn(|_| #still) },
            (None, Some(_)) => {
                let result = &results[k];
                quote! { ::core::array::from_fn(|_| #krate::__rt::emptied(&#result)) }
            }
            (_, None) => quote! { #krate::__rt::HeldConstant },
        });
        let zeros = quote! { (#(#zeros,)*) };
        let still_body = match rule {
            // Only its product says of what types and lengths its gradients are.
            true => quote! {
                #value
                let #seed: #ty = #zero;
                let #pattern = #path #product #own (#(#all,)* #by);
                #zeros
            },
            false => zeros,
        };
        let nothing = quote! { #krate::__rt::left_out() };
        let (still_body, along) = if wrong || !self.there { (nothing.clone(), nothing) } else { (still_body, along) };
        let tuple = types.iter().zip(gradients).map(|(ty, g)| {
            if g.is_some() {
                quote! { [#ty; #lanes] }
            } else {
                ty.clone()
            }
        });
        let tuple = quote! { (#(#tuple,)*) };
        let mut generics = self.generics.clone();
        let mut bounds = TokenStream::new();
        let mut passed = TokenStream::new();
        if of_type.is_none() {
            for name in ["__F", "__R"] {
                let name = Ident::new(name, Span::call_site());
                generics.params.push(syn::parse_quote!(#name));
            }
            passed = quote! { #function: __F, };
            bounds = match places.is_empty() {
                true if rule => quote! { __F: ::core::ops::Fn(#(#arguments),*) -> __R, __R: #krate::__rt::Image<Seed = #ty> },
                true => quote! { __F: ::core::ops::Fn(#(#arguments),*) -> __R },
                false => quote! { __F: #krate::__rt::Itself<__R> },
            };
        }
        let generics = with_lanes(&generics);
        let (heads, _, clause) = generics.split_for_impl();
        let clause = match bounds.is_empty() {
            true => clause.map(|clause| quote! { #clause }),
            false => Some(companion::and(clause, &bounds)),
        };
        let (given, arguments) = (&given[first..], &arguments[first..]);
        let hidden = of_type.map(|_| {
            let allow = allow();
            quote! { #cfg #[doc(hidden)] #allow }
        });
        quote! {
            #hidden
            #[inline]
            #vis fn #still #heads (#receiver #passed #(#given: #arguments,)* _: #krate::__rt::Lanes<#lanes>) -> #tuple #clause { #still_body }
            #hidden
            #[inline]
            #vis fn #jvp #heads (#receiver #passed #(#given: #arguments,)* #tangents: #tuple) -> [#ty; #lanes] #clause { #along }
        }
    }
}

/// Whether an expression is made of literals and arrays alone.
fn is_constant(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Literal(_) | TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket && is_constant(group.stream()),
    })
}

/// The zeros of an argument's gradient.
pub fn still(parameter: &Parameter, name: &Ident, scalar: Scalar, names: &Names) -> TokenStream {
    match &parameter.kind {
        ParameterKind::Parts(composite) => composite.zero(name, parameter.by_ref || parameter.ident == "self"),
        _ => zero(parameter.dims(), scalar, names, &quote! { #name }),
    }
}
