//! Functions that call each other: the item by which a caller differentiates what it calls.
//!
//! Beside a function `f` stands a type of the same name. Types and functions have namespaces of their own, so whoever
//! can call `f`, by a path or after `use a::b::f;`, can also name the type, and needs to import nothing else. Its
//! function `vjp` is the vector-Jacobian product of `f`.
//!
//! A caller names the type by `use f as f_companion;` in a block of its own. Where there is none, the import finds the
//! function only, and the block around has a type for that case, which lacks the trait `Companion`: the compiler then
//! says in our words what is missing. That works for items of modules and of function bodies alike.

use crate::arity::{self, StandIn};
use crate::signature::{Original, allow, local, turbofish};
use chainrule_parser::ast::{Call, Callee};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

/// A function that a body calls, and where.
#[derive(Clone)]
pub struct Called {
    /// The function.
    pub call: Call,
    /// The place of the call.
    pub span: Span,
    /// For each argument the extents of its axes by their names in the tree.
    pub lengths: Vec<Vec<String>>,
    /// What is passed as it is, by its name in the tree, if it is a part of an argument.
    pub parts: Vec<Option<String>>,
    /// The call and the place in its result, if what is passed is that.
    pub results: Vec<Option<(usize, String)>>,
    /// Where the number of arguments is wrong.
    pub stand_in: StandIn,
}

/// Names that a type cannot take without being in the way of paths that begin with them, or of types of the language.
const NOT_A_TYPE: &[&str] = &[
    "std",
    "core",
    "alloc",
    "chainrule",
    "bool",
    "char",
    "str",
    "f16",
    "f32",
    "f64",
    "f128",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "main",
];

/// A body in which the companions of what it calls have names. What has none is reported if this is the first such body.
pub fn enclose(calls: &[Called], krate: &TokenStream, first: bool, body: TokenStream) -> TokenStream {
    let mut known: Vec<(Callee, &str)> = Vec::new();
    let (mut fallbacks, mut imports) = (TokenStream::new(), TokenStream::new());
    for called in calls {
        let key = (called.call.callee, called.call.path.as_str());
        if known.contains(&key) {
            continue;
        }
        // Each with its number of arguments, which is wrong if they differ.
        let mut same: Vec<&Called> = Vec::new();
        for other in calls.iter().filter(|c| (c.call.callee, c.call.path.as_str()) == key) {
            if same.iter().all(|s| s.call.taken().len() != other.call.taken().len()) {
                same.push(other);
            }
        }
        let module = format_ident!("without_derivative_{}", known.len(), span = Span::mixed_site());
        known.push(key);
        if called.call.is_between_numbers() {
            continue;
        }
        if called.call.callee != Callee::Function {
            fallbacks.extend(without_method(called, &same, &module, krate));
            continue;
        }
        let Ok(path) = called.call.path.parse::<TokenStream>() else { continue };
        let path = placed(path, called.span);
        let companion = Ident::new(&called.call.companion(), Span::mixed_site().located_at(called.span));
        // A name that is unique is shown without the path to it.
        let name = if first { called.call.name.as_str() } else { "reported" };
        let name = Ident::new_raw_or_plain(name, Span::mixed_site());
        let check = first.then(|| quote! { #krate::__rt::has_derivative::<#companion>(); });
        let own = same.iter().map(|called| {
            let count = called.call.taken().len();
            let (vjp, takes) = (arity::vjp(count, called.call.outputs()), arity::takes(count));
            let types = (0..=count + called.call.outputs()).map(|k| format_ident!("A{k}", span = Span::mixed_site()));
            let types: Vec<Ident> = types.collect_vec();
            let (with, arguments) = (arity::with(count), &types[..count]);
            quote! {
                pub fn #with<#(#arguments,)* F, V, K, S, X, R>(_: F, #(_: #arguments,)* _: K) -> (X, R)
                where F: ::core::ops::FnOnce(#(#arguments),*) -> V, K: ::core::ops::FnOnce(V) -> (S, X) { ::core::unreachable!() }
                pub fn #vjp<#(#types,)* R>(#(_: #types),*) -> R { ::core::unreachable!() }
                pub fn #takes<F>(function: F) -> F { function }
            }
        });
        let others = same.iter().map(|called| called.stand_in.of_function(krate, first));
        let structs = same.iter().map(|called| called.stand_in.structs(krate));
        fallbacks.extend(quote! {
            mod #module {
                pub enum #name {}
                impl #name {
                    #(#own)*
                    pub fn differentiated<D>(gradient: D) -> D { gradient }
                }
                #(#structs)*
                pub trait OtherNumber { #(#others)* }
                impl<T> OtherNumber for T {}
            }
            use #module::{#name as #companion, OtherNumber as _};
        });
        imports.extend(quote! {
            use #path as #companion;
            #check
        });
    }
    if known.is_empty() {
        return body;
    }
    quote! { #fallbacks { use #krate::__rt::{Array as _, ByNumber as _, Clear as _, Companion as _, Confirm as _, Except as _}; #imports #body } }
}

/// What is found where a type has no derivative for a function: its own functions come before those of traits.
fn without_method(called: &Called, same: &[&Called], module: &Ident, krate: &TokenStream) -> TokenStream {
    let Call { name, callee, .. } = &called.call;
    let known = format_ident!("__{name}_known", span = Span::mixed_site());
    let receiver = (*callee == Callee::Method).then(|| quote! { &self });
    let others = same.iter().map(|called| called.stand_in.of_type(&called.call, krate));
    let structs = same.iter().map(|called| called.stand_in.structs(krate));
    quote! {
        mod #module {
            #(#structs)*
            pub trait Fallback {
                #(#others)*
                fn #known(#receiver) -> #krate::__rt::Unknown { ::core::unreachable!() }
            }
            impl<T: ?Sized> Fallback for T {}
        }
        use #module::Fallback as _;
    }
}

/// Tokens that resolve where the macro is called and are reported at a place.
fn placed(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut tree| {
            if let TokenTree::Group(group) = &tree {
                return TokenTree::Group(Group::new(group.delimiter(), placed(group.stream(), span)));
            }
            tree.set_span(Span::call_site().located_at(span));
            tree
        })
        .collect()
}

trait RawOrPlain {
    /// An identifier, raw if it is a word of the language.
    fn new_raw_or_plain(name: &str, span: Span) -> Ident;
}

impl RawOrPlain for Ident {
    fn new_raw_or_plain(name: &str, span: Span) -> Ident {
        match syn::parse_str::<Ident>(name) {
            Ok(_) => Ident::new(name, span),
            Err(_) => Ident::new_raw(name, span),
        }
    }
}

/// A companion to be.
pub struct Companion<'a> {
    /// The function.
    pub of: &'a Ident,
    /// Visibility of the function.
    pub vis: &'a TokenStream,
    /// `#[cfg]`s of the function.
    pub cfg: &'a TokenStream,
    /// Generics of the function.
    pub generics: &'a syn::Generics,
    /// The types of the arguments.
    pub arguments: Vec<TokenStream>,
    /// The types of the seeds; none for that of a function that returns nothing, which the product does not take.
    pub seeds: Vec<Option<TokenStream>>,
    /// For each argument the type of its gradient, if the function is differentiated by it.
    pub gradients: Vec<Option<TokenStream>>,
    /// The function that takes the arguments and a seed and returns the gradient, or a tuple of several.
    pub product: Ident,
    /// The function that takes the arguments and a closure that goes on with the value, if it is not the function itself and
    /// then its product that are called.
    pub continued: Option<Ident>,
    /// The function as it is written.
    pub output: &'a Original,
    /// `::chainrule`
    pub krate: &'a TokenStream,
}

impl Companion<'_> {
    /// The item, for a function or for a rule; none for a function whose name no type can have.
    pub fn item(&self, rule: bool) -> TokenStream {
        let Companion { of, vis, cfg, generics, arguments, krate, .. } = self;
        if NOT_A_TYPE.contains(&of.unraw().to_string().as_str()) {
            return TokenStream::new();
        }
        let name = Ident::new_raw_or_plain(&of.unraw().to_string(), of.span());
        let (heads, _, clause) = generics.split_for_impl();
        let given: Vec<Ident> = (0..arguments.len()).map(|k| local(&format!("a{k}"))).collect_vec();
        let Uniform { seeds, types, body, .. } = self.uniform(&quote! { #(#given,)* }, &TokenStream::new());
        let allow = allow();
        let (vjp, takes) = (arity::vjp(arguments.len(), self.seeds.len() - 1), arity::takes(arguments.len()));
        let same = (!rule).then(|| quote! { #cfg #allow impl #krate::__rt::SameArguments for #name {} });
        let with = self.with(rule, &given);
        quote! {
            #cfg
            #[doc(hidden)]
            #allow
            #vis enum #name {}
            #same
            #cfg
            #allow
            impl #krate::__rt::Companion for #name {}
            #cfg
            #allow
            impl #name {
                #[inline(always)]
                #vis fn #takes<__F>(function: __F) -> __F { function }
                #[inline]
                #vis fn #vjp #heads (#(#given: #arguments,)* #seeds) -> #types #clause { #body }
                #with
            }
        }
    }

    /// The function that goes on with a closure, of a function or of a rule.
    fn with(&self, rule: bool, given: &[Ident]) -> Option<TokenStream> {
        let Companion { of, vis, arguments, .. } = self;
        let [function, then] = ["function", "then"].map(local);
        let pass = given.iter().map(ToTokens::to_token_stream).collect_vec();
        let again = arguments.iter().zip(given).map(|(ty, name)| match ty.to_string().starts_with('&') {
            true => name.to_token_stream(),
            false => quote! { ::core::clone::Clone::clone(&#name) },
        });
        let (value, primal) = match rule {
            true => (quote! { __R }, function.to_token_stream()),
            false => (self.value_type(), of.to_token_stream()),
        };
        let Continued { bounds, types, body } = self.continued(&value, &TokenStream::new(), &pass, &quote! { #primal(#(#again),*) })?;
        let generics = continuing(self.generics, &["__F", "__R"]);
        let (heads, _, clause) = generics.split_for_impl();
        let clause = and(clause, &quote! { __F: ::core::ops::FnOnce(#(#arguments),*) -> __R, #bounds });
        let name = arity::with(arguments.len());
        Some(quote! {
            #[inline]
            #vis fn #name #heads (#function: __F, #(#given: #arguments,)* #then: __K) -> (__X, #types) #clause { #body }
        })
    }

    /// The same of a function of a type.
    fn with_of_type(&self, receiver: Option<bool>, given: &[Ident]) -> Option<TokenStream> {
        let Companion { of, vis, cfg, arguments, .. } = self;
        let (itself, then) = (Ident::new("self", Span::call_site()), local("then"));
        let own = &arguments[usize::from(receiver.is_some())..];
        let again = own.iter().zip(given).map(|(ty, name)| match ty.to_string().starts_with('&') {
            true => name.to_token_stream(),
            false => quote! { ::core::clone::Clone::clone(&#name) },
        });
        let first = receiver.map(|by_ref| match by_ref {
            true => itself.to_token_stream(),
            false => quote! { ::core::clone::Clone::clone(#itself) },
        });
        let pass = first.iter().cloned().chain(given.iter().map(ToTokens::to_token_stream)).collect_vec();
        let again = first.iter().cloned().chain(again).collect_vec();
        let Continued { bounds, types, body } =
            self.continued(&self.value_type(), &quote! { Self:: }, &pass, &quote! { Self::#of(#(#again),*) })?;
        let generics = continuing(self.generics, &[]);
        let (heads, _, clause) = generics.split_for_impl();
        let clause = and(clause, &bounds);
        let head = receiver.map(|_| quote! { &#itself, });
        let (name, allow) = (format_ident!("__{}_with_{}", of.unraw(), arguments.len(), span = of.span()), allow());
        Some(quote! {
            #cfg
            #[doc(hidden)]
            #allow
            #[inline]
            #vis fn #name #heads (#head #(#given: #own,)* #then: __K) -> (__X, #types) #clause { #body }
        })
    }

    /// What there is to a function that goes on with a closure; none if the function writes to what it is given. `of` is the
    /// path to what is called, `primal` the call for the value.
    fn continued(&self, value: &TokenStream, of: &TokenStream, pass: &[TokenStream], primal: &TokenStream) -> Option<Continued> {
        let [Some(seed)] = &self.seeds[..] else { return None };
        // No seed of what a function returns is a reference: the rule is wrong.
        if seed.to_string().contains('&') {
            return None;
        }
        let Uniform { pattern, values, types, .. } = self.uniform(&TokenStream::new(), of);
        let [result, weight, rest, then] = ["value", "seed", "rest", "then"].map(local);
        let own = turbofish(self.generics);
        let body = match &self.continued {
            Some(with) => {
                let own = (!own.is_empty()).then(|| turbofish(&continuing(self.generics, &[])));
                quote! {
                    let (#rest, #pattern) = #of #with #own (#(#pass,)* #then);
                    (#rest, #values)
                }
            }
            None => {
                let product = &self.product;
                quote! {
                    let #result = #primal;
                    let (#weight, #rest) = #then(#result);
                    let #pattern = #of #product #own (#(#pass,)* #weight);
                    (#rest, #values)
                }
            }
        };
        Some(Continued { bounds: then_bound(value, seed), types, body })
    }

    /// The type that the function returns, as it is written; that of a formula is the type of its seed.
    fn value_type(&self) -> TokenStream {
        match (&self.seeds[..], self.output.output.is_empty()) {
            ([Some(seed)], true) => seed.clone(),
            // Behind the arrow.
            _ => self.output.output.clone().into_iter().skip(2).collect(),
        }
    }

    /// For a function of a type, with `self` by reference or by value if it has it: hidden functions beside it.
    pub fn of_type(&self, receiver: Option<bool>) -> TokenStream {
        let Companion { of, vis, cfg, generics, arguments, krate, .. } = self;
        let (heads, _, clause) = generics.split_for_impl();
        let plain = of.unraw();
        let count = arguments.len();
        let (vjp, known) = (format_ident!("__{plain}_vjp_{count}", span = of.span()), format_ident!("__{plain}_known", span = of.span()));
        let call = format_ident!("__{plain}_call_{count}", span = of.span());
        let first = usize::from(receiver.is_some());
        let given: Vec<Ident> = (first..arguments.len()).map(|k| local(&format!("a{k}"))).collect_vec();
        let own = &arguments[first..];
        let itself = Ident::new("self", Span::call_site());
        let (head, passed) = match receiver {
            None => (TokenStream::new(), TokenStream::new()),
            Some(true) => (quote! { &#itself, }, quote! { #itself, }),
            Some(false) => (quote! { &#itself, }, quote! { ::core::clone::Clone::clone(#itself), }),
        };
        let Uniform { seeds, types, body, .. } = self.uniform(&quote! { #passed #(#given,)* }, &quote! { Self:: });
        let with = self.with_of_type(receiver, &given);
        let allow = allow();
        let (turbofish, output, original) = (turbofish(generics), &self.output.output, &self.output.arguments[first..]);
        quote! {
            #cfg
            #[doc(hidden)]
            #allow
            #[inline(always)]
            #vis fn #call #heads (#head #(#given: #original),*) #output #clause { Self::#of #turbofish (#passed #(#given),*) }
            #cfg
            #[doc(hidden)]
            #allow
            #[inline]
            #vis fn #vjp #heads (#head #(#given: #own,)* #seeds) -> #types #clause { #body }
            #cfg
            #[doc(hidden)]
            #allow
            #[inline(always)]
            #vis fn #known(#head) -> #krate::__rt::Known { #krate::__rt::Known }
            #with
        }
    }

    /// The product with something in the place of each argument that is not differentiated.
    fn uniform(&self, pass: &TokenStream, of: &TokenStream) -> Uniform {
        let Companion { seeds, gradients, product, krate, .. } = self;
        let by: Vec<Ident> = (0..seeds.len()).map(|k| local(&format!("seed{k}"))).collect_vec();
        let moving = by.iter().zip(seeds).filter_map(|(by, seed)| seed.is_some().then_some(by));
        let seeds = seeds.iter().map(|seed| seed.clone().unwrap_or_else(|| quote! { () }));
        let results: Vec<Ident> = (0..gradients.len()).map(|k| local(&format!("g{k}"))).collect_vec();
        let own: Vec<&Ident> = results.iter().zip(gradients).filter(|(_, g)| g.is_some()).map(|(r, _)| r).collect_vec();
        let pattern = match &own[..] {
            [one] => one.to_token_stream(),
            several => quote! { (#(#several),*) },
        };
        let types = gradients.iter().map(|g| match g {
            Some(ty) => ty.clone(),
            None => quote! { #krate::__rt::HeldConstant },
        });
        let values = results.iter().zip(gradients).map(|(r, g)| match g {
            Some(_) => r.to_token_stream(),
            None => quote! { #krate::__rt::HeldConstant },
        });
        let values = quote! { (#(#values,)*) };
        let turbofish = turbofish(self.generics);
        Uniform {
            body: quote! {
                let #pattern = #of #product #turbofish (#pass #(#moving),*);
                #values
            },
            pattern,
            values,
            seeds: quote! { #(#by: #seeds),* },
            types: quote! { (#(#types,)*) },
        }
    }
}

/// Generics with those of a function that goes on with a closure, and some before these.
pub fn continuing(generics: &syn::Generics, others: &[&str]) -> syn::Generics {
    let mut generics = generics.clone();
    for name in others.iter().chain(&["__K", "__X"]) {
        let name = Ident::new(name, Span::call_site());
        generics.params.push(syn::parse_quote!(#name));
    }
    generics
}

/// What the closure has to be.
pub fn then_bound(value: &TokenStream, seed: &TokenStream) -> TokenStream {
    quote! { __K: ::core::ops::FnOnce(#value) -> (#seed, __X) }
}

/// A clause with more bounds.
pub fn and(clause: Option<&syn::WhereClause>, bounds: &TokenStream) -> TokenStream {
    match clause {
        Some(clause) if !clause.predicates.is_empty() => {
            let predicates = clause.predicates.iter();
            quote! { where #(#predicates,)* #bounds }
        }
        _ => quote! { where #bounds },
    }
}

/// A function that goes on with a closure.
struct Continued {
    bounds: TokenStream,
    types: TokenStream,
    body: TokenStream,
}

/// A vector-Jacobian product that has a result for each argument.
struct Uniform {
    /// What the product itself returns, and that with something for each argument.
    pattern: TokenStream,
    values: TokenStream,
    seeds: TokenStream,
    types: TokenStream,
    body: TokenStream,
}
