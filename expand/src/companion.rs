//! Functions that call each other: the item by which a caller differentiates what it calls.
//!
//! Beside a function `f` stands a type of the same name. Types and functions have namespaces of their own, so whoever
//! can call `f`, by a path or after `use a::b::f;`, can also name the type, and needs to import nothing else. Its
//! function `vjp` is the vector-Jacobian product of `f`.
//!
//! A caller names the type by `use f as found;` in a block of its own. Where there is none, the import finds the
//! function only, and the block around has a type for that case, which lacks the trait `Companion`: the compiler then
//! says in our words what is missing. That works for items of modules and of function bodies alike. Where there is no
//! such function either, the compiler says so where the user calls it, and all that is made here compiles: `f` itself is
//! imported in the same way.

use crate::arity::{self, Given, StandIn};
use crate::imports::{self, Path, RawOrPlain as _, module_of, placed, shown};
use crate::signature::{Original, allow, local, named, turbofish};
use chainrule_parser::ast::{Call, Callee};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

/// A function that a body calls, and where.
#[derive(Clone)]
pub struct Called {
    /// The function.
    pub call: Call,
    /// The place of the call.
    pub span: Span,
    /// The path of a function of a type, or of one with type arguments, as it is written.
    pub written: Option<TokenStream>,
    /// Its type arguments, as they are written.
    pub turbofish: Option<TokenStream>,
    /// What calls the function of a type as it is written, with the arguments of the function around: it can stand in a constant.
    pub asked: Option<TokenStream>,
    /// For each argument the extents of its axes by their names in the tree; none for one that is computed.
    pub lengths: Vec<Vec<Option<String>>>,
    /// What is passed as it is, by its name in the tree, if it is a part of an argument.
    pub parts: Vec<Option<String>>,
    /// The call and the place in its result, if what is passed is that.
    pub results: Vec<Option<(usize, String)>>,
    /// Where the arguments are wrong.
    pub stand_in: StandIn,
    /// Whether it is a method that is taken to change nothing, of what may change.
    pub may_change: bool,
}

impl Called {
    /// Whether another call of the function can share its stand-in.
    fn passes_the_same(&self, other: &Called) -> bool {
        match self.call.callee {
            Callee::Function => self.call.sort() == other.call.sort(),
            _ => self.call.taken().len() == other.call.taken().len(),
        }
    }
}

/// As many arguments of a method, with what it is called on, as the run time compares.
const MOST_KINDS: usize = 12;

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

/// Whether a name is one of these.
pub fn is_of_the_language(name: &Ident) -> bool {
    NOT_A_TYPE.contains(&name.unraw().to_string().as_str())
}

/// A body in which what it calls has names. What has no companion is reported if this is the first such body.
///
/// `given` is what a call, by its number, passes as it is, for each argument.
pub fn enclose(
    calls: &[Called],
    krate: &TokenStream,
    first: bool,
    given: &dyn Fn(usize) -> Vec<Option<Given>>,
    body: TokenStream,
) -> TokenStream {
    let mut known: Vec<(Callee, &str)> = Vec::new();
    let (mut fallbacks, mut imports) = (TokenStream::new(), TokenStream::new());
    let (mut sorts, mut counts): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
    for called in calls {
        let key = (called.call.callee, called.call.path.as_str());
        if known.contains(&key) {
            continue;
        }
        let module = module_of(&called.call);
        known.push(key);
        if called.call.is_between_numbers() {
            continue;
        }
        // Each with what it passes, which is wrong if they differ.
        let mut same: Vec<&Called> = Vec::new();
        for other in calls.iter().filter(|c| (c.call.callee, c.call.path.as_str()) == key) {
            if same.iter().all(|s| !s.passes_the_same(other)) {
                same.push(other);
            }
        }
        if called.call.callee != Callee::Function {
            fallbacks.extend(imports::asked_of_type(calls, &called.call));
            fallbacks.extend(without_method(called, &same, &module, krate));
            // Not around the constant, which must not find what is there instead.
            imports.extend(quote! { use #module::Fallback as _; });
            let (around, inside) = imports::beside(called);
            fallbacks.extend(around);
            imports.extend(inside);
            if called.call.callee == Callee::Method {
                let of = calls.iter().enumerate().filter(|(_, c)| (c.call.callee, c.call.path.as_str()) == key);
                let of = of.map(|(number, call)| (call, given(number))).collect_vec();
                let (stand_ins, macros, asked) = receivers(&of, &module, krate);
                fallbacks.extend(stand_ins);
                imports.extend(macros);
                counts.extend(asked);
            }
            continue;
        }
        let Ok(path) = called.call.path.parse::<TokenStream>() else { continue };
        let path = Path::of(placed(path, called.span));
        let companion = Ident::new(&called.call.any_companion(), Span::mixed_site());
        let name = shown(&called.call, first);
        let mut stand_ins = TokenStream::new();
        let (mut missing, mut own, mut checked) = (Vec::new(), Vec::new(), Vec::new());
        for (k, called) in same.iter().enumerate() {
            let (stand_in, count) = (&called.stand_in, called.call.taken().len());
            let wrong = format_ident!("Wrong{k}", span = Span::mixed_site());
            let (of_wrong, structs) = (stand_in.of_function(krate), stand_in.structs(krate));
            stand_ins.extend(quote! {
                pub struct #wrong;
                impl #wrong { #of_wrong }
                #structs
            });
            missing.push(stand_in.missing(&called_as(&called.call.sort(), false), krate));
            let alike = calls.iter().enumerate().filter(|(_, c)| (c.call.callee, c.call.path.as_str()) == key && c.passes_the_same(called));
            let alike = alike.map(|(number, call)| (&call.stand_in, given(number))).collect_vec();
            let alike = alike.iter().map(|(stand_in, given)| (*stand_in, given.as_slice())).collect_vec();
            let (kinds, local) = (arity::kinds(count), Ident::new("kinds", Span::mixed_site()));
            let (asks, one) = (StandIn::asks(&alike, &local, krate), Ident::new(&called.call.companion(), Span::mixed_site()));
            let at = Span::mixed_site().located_at(called.span);
            let mut at_call = companion.clone();
            at_call.set_span(at);
            let at_call = quote_spanned! { at=> &#at_call };
            let select = Ident::new("select", at);
            checked.push(quote! {
                let #local = #companion.#kinds();
                let #one = #asks.#select(#at_call, &#module::#wrong);
            });
            if same[..k].iter().all(|s| s.call.taken().len() != count) {
                let anything = (0..=count).map(|_| quote! { #krate::__rt::kinds::any });
                let anything = quote! { (#krate::__rt::kinds::Unmarked, #(#anything),*) };
                own.push(quote! { pub fn #kinds(&self) -> #anything { #anything } });
            }
            sorts.push(called.call.sort());
            counts.push(count);
        }
        let (stub, last) = (path.stub(), path.last());
        // It takes the type arguments of the function that is not there.
        let value = match &called.turbofish {
            None => quote! { #[allow(non_upper_case_globals)] pub const #last: super::Missing = super::Missing; },
            Some(turbofish) => {
                let generics = imports::generics_for(turbofish);
                quote! { pub fn #last<#(#generics),*>() -> super::Missing { super::Missing } }
            }
        };
        fallbacks.extend(quote! {
            mod #module {
                pub struct #name {}
                impl #name { #(#own)* }
                pub struct Missing;
                impl Missing { #(#missing)* }
                pub mod values { #value }
                #stand_ins
                #stub
            }
        });
        let (around, inside) = path.import(called, &name, krate);
        fallbacks.extend(around);
        imports.extend(inside);
        imports.extend(checked);
    }
    if known.is_empty() {
        return body;
    }
    let of_types = calls.iter().filter(|c| c.call.is_of_type()).map(|c| c.call.sort());
    let mut of_types: Vec<String> = of_types.collect_vec();
    of_types.sort_unstable();
    of_types.dedup();
    let of_types = of_types.iter().map(|sort| called_as(sort, true));
    sorts.sort_unstable();
    sorts.dedup();
    counts.sort_unstable();
    counts.dedup();
    let sorts = sorts.iter().map(|sort| called_as(sort, false));
    let bound = first.then(|| quote! { : #krate::__rt::Companion });
    let of_bound = first.then(|| quote! { : #krate::__rt::HasDerivative });
    let others = counts.iter().map(|count| {
        let (kinds, none) = (arity::kinds(*count), quote! { #krate::__rt::kinds::none });
        let none = (0..*count + 2).map(|_| &none);
        let none = quote! { (#(#none),*) };
        quote! { fn #kinds(&self) -> #none { #none } }
    });
    quote! {
        #fallbacks
        trait Called: Sized {
            #(fn #sorts<C #bound>(self, _: &C) -> Self { self })*
            #(fn #of_types<C #of_bound>(self, _: &C) -> Self { self })*
        }
        impl<T> Called for T {}
        trait OtherNumber { #(#others)* }
        impl<T> OtherNumber for T {}
        {
            use #krate::__rt::{Array as _, ByNumber as _, Clear as _, Companion as _, Confirm as _, Except as _, kinds::Kind as _};
            #imports
            #body
        }
    }
}

/// Macros that give what a method is called on, or what takes anything where it does not take what is passed; with the modules in
/// which that is, and with the numbers of arguments.
fn receivers(calls: &[(&Called, Vec<Option<Given>>)], module: &Ident, krate: &TokenStream) -> (TokenStream, TokenStream, Vec<usize>) {
    let (mut stand_ins, mut macros, mut counts) = (TokenStream::new(), TokenStream::new(), Vec::new());
    let mut sorts: Vec<String> = Vec::new();
    for (called, _) in calls {
        let sort = called.call.sort();
        if sorts.contains(&sort) {
            continue;
        }
        let alike = calls.iter().filter(|(other, _)| other.call.sort() == sort);
        let alike = alike.map(|(other, given)| (&other.stand_in, given.as_slice())).collect_vec();
        let (on, count) = (Ident::new(&called.call.on(), Span::mixed_site()), called.call.taken().len());
        let (kinds, local) = (arity::kinds(count), Ident::new("kinds", Span::mixed_site()));
        let known = format_ident!("__{}_known", called.call.name, span = Span::mixed_site());
        let at = Span::mixed_site().located_at(called.span);
        let receiver = Ident::new("receiver", at);
        macros.extend(if count > MOST_KINDS {
            quote! { macro_rules! #on { ($receiver:expr) => { match &$receiver { #receiver => #receiver } }; } }
        } else {
            let stand_in = format_ident!("{module}_{}", sorts.len(), span = Span::mixed_site());
            let itself = called.stand_in.itself(&called.call, krate);
            // The first with so many arguments has those of the trait.
            let first =
                calls.iter().find(|(other, _)| other.call.taken().len() == count).is_some_and(|(other, _)| other.call.sort() == sort);
            let methods = (!first).then(|| (called.stand_in.of_type(&called.call, true, krate), called.stand_in.structs(krate)));
            let (methods, structs) = methods.unwrap_or_default();
            stand_ins.extend(quote! {
                mod #stand_in {
                    #structs
                    // With a type of its own, so that no code is made of what is not called.
                    pub struct Wrong<Own>(pub ::core::marker::PhantomData<Own>);
                    impl<Own> Wrong<Own> {
                        #methods
                        #itself
                    }
                }
            });
            let asks = StandIn::asks(&alike, &local, krate);
            counts.push(count);
            quote! {
                macro_rules! #on {
                    ($receiver:expr) => {
                        match &$receiver {
                            #receiver => {
                                let #local = #receiver.#known().#kinds();
                                #asks.receiver(#receiver, &#stand_in::Wrong::<()>(::core::marker::PhantomData))
                            }
                        }
                    };
                }
            }
        });
        sorts.push(sort);
    }
    (stand_ins, macros, counts)
}

/// What says of a function that is called in this way that it has a companion.
fn called_as(sort: &str, of_type: bool) -> Ident {
    format_ident!("{}_{sort}", if of_type { "called_of_type" } else { "called" }, span = Span::mixed_site())
}

/// What is found where a type has no derivative for a function: its own functions come before those of traits.
fn without_method(called: &Called, same: &[&Called], module: &Ident, krate: &TokenStream) -> TokenStream {
    let Call { name, callee, .. } = &called.call;
    let (known, receiver) = match callee {
        Callee::Method => (format_ident!("__{name}_known", span = Span::mixed_site()), quote! { &self }),
        _ => (format_ident!("__{name}_marked", span = Span::mixed_site()), TokenStream::new()),
    };
    let others = same.iter().map(|called| called.stand_in.of_type(&called.call, false, krate));
    let structs = same.iter().map(|called| called.stand_in.structs(krate));
    let missing = called.call.is_of_type().then(|| {
        let name = Ident::new_raw_or_plain(name, Span::mixed_site());
        let called = same.iter().map(|c| called_as(&c.call.sort(), true));
        (
            quote! { #[allow(non_upper_case_globals)] const #name: Missing = Missing; },
            quote! {
                pub struct Missing;
                impl Missing { #(pub fn #called<C>(self, _: &C) {})* }
            },
        )
    });
    let (itself, missing) = missing.unwrap_or_default();
    let beside = matches!(callee, Callee::Beside(_)).then(|| quote! { pub struct Beside {} });
    quote! {
        mod #module {
            #(#structs)*
            #missing
            #beside
            pub trait Fallback {
                #itself
                #(#others)*
                fn #known(#receiver) -> #krate::__rt::Unknown { ::core::unreachable!() }
            }
            impl<T: ?Sized> Fallback for T {}
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
    /// The kinds of the arguments, and that of the result, as types.
    pub kinds: Vec<TokenStream>,
    /// The types of the seeds; none for that of a function that returns nothing, which the product does not take.
    pub seeds: Vec<Option<TokenStream>>,
    /// For each argument the type of its gradient, if the function is differentiated by it.
    pub gradients: Vec<Option<TokenStream>>,
    /// The function that takes the arguments and a seed and returns the gradient, or a tuple of several.
    pub product: Ident,
    /// The function that takes the arguments and a closure that goes on with the value, if it is not the function itself and
    /// then its product that are called.
    pub continued: Option<Ident>,
    /// The function that takes the arguments and their tangents, if it is not its product that is called for each row.
    pub along: Option<Ident>,
    /// Whether it returns one number.
    pub number: bool,
    /// Which arguments it writes to.
    pub outputs: Vec<bool>,
    /// Whether its product is there, and no body that stands in for one.
    pub there: bool,
    /// A seed of zeros for the result, which is bound to the name of the seed, if the function itself says of what form.
    pub zero: Option<TokenStream>,
    /// For each argument a gradient of zeros, if the function itself says of what length.
    pub stills: Vec<Option<TokenStream>>,
    /// The function as it is written.
    pub output: &'a Original,
    /// `::chainrule`
    pub krate: &'a TokenStream,
}

impl Companion<'_> {
    /// The item, for a function or for a rule; none for a function whose name no type can have.
    pub fn item(&self, rule: bool) -> TokenStream {
        let Companion { of, vis, cfg, generics, arguments, krate, .. } = self;
        if is_of_the_language(of) {
            return TokenStream::new();
        }
        let name = Ident::new_raw_or_plain(&of.unraw().to_string(), of.span());
        let (heads, _, clause) = generics.split_for_impl();
        let given: Vec<Ident> = (0..arguments.len()).map(|k| local(&format!("a{k}"))).collect_vec();
        let Uniform { seeds, types, body, .. } = self.uniform(&quote! { #(#given,)* }, &TokenStream::new());
        let allow = allow();
        let (kinds, of_kinds) = (arity::kinds(arguments.len()), &self.kinds);
        let there = quote! { #krate::__rt::kinds::there };
        let same = (!rule).then(|| quote! { #cfg #allow impl #krate::__rt::SameArguments for #name {} });
        let with = self.with(rule, &arity::with(), &quote! { &self, }, &TokenStream::new()).map(|with| with.item);
        let along = self.along(rule, None, &quote! { &self, }, 0);
        quote! {
            #cfg
            #[doc(hidden)]
            #allow
            #vis struct #name {}
            #same
            #cfg
            #allow
            impl #krate::__rt::Companion for #name {}
            #cfg
            #allow
            impl #name {
                #[inline(always)]
                #vis fn #kinds(&self) -> (#there, #(#of_kinds),*) { (#there, #(<#of_kinds as #krate::__rt::kinds::New>::NEW),*) }
                #[inline]
                #vis fn vjp #heads (&self, #(#given: #arguments,)* #seeds) -> #types #clause { #body }
                #with
                #along
            }
        }
    }

    /// `fn name(function, arguments.., then)`, which goes on with a closure: of a function, a rule, or after `of` a function of a
    /// type. None if the function writes to what it is given.
    fn with(&self, rule: bool, name: &Ident, receiver: &TokenStream, of: &TokenStream) -> Option<Continued> {
        let Companion { of: itself, vis, arguments, .. } = self;
        let [Some(seed)] = &self.seeds[..] else { return None };
        // No seed of what a function returns is a reference: the rule is wrong.
        if seed.to_string().contains('&') {
            return None;
        }
        let [function, result, weight, rest, then] = ["function", "value", "seed", "rest", "then"].map(local);
        let given: Vec<Ident> = (0..arguments.len()).map(|k| local(&format!("a{k}"))).collect_vec();
        let Uniform { pattern, values, types, .. } = self.uniform(&TokenStream::new(), of);
        let own = turbofish(self.generics);
        let body = match &self.continued {
            Some(with) => {
                let own = (!own.is_empty()).then(|| turbofish(&continuing(self.generics, &[])));
                quote! {
                    let (#rest, #pattern) = #of #with #own (#(#given,)* #then);
                    (#rest, #values)
                }
            }
            None => {
                let product = &self.product;
                let primal = if rule {
                    function.to_token_stream()
                } else {
                    quote! { #of #itself }
                };
                let again = arguments.iter().zip(&given).map(|(ty, name)| match ty.to_string().starts_with('&') {
                    true => name.to_token_stream(),
                    false => quote! { ::core::clone::Clone::clone(&#name) },
                });
                quote! {
                    let #result = #primal (#(#again),*);
                    let (#weight, #rest) = #then(#result);
                    let #pattern = #of #product #own (#(#given,)* #weight);
                    (#rest, #values)
                }
            }
        };
        let value = if rule {
            quote! { __R }
        } else {
            self.value_type()
        };
        let bounds = then_bound(&value, seed);
        let generics = continuing(self.generics, &["__F", "__R"]);
        let (heads, _, clause) = generics.split_for_impl();
        let clause = and(clause, &quote! { __F: ::core::ops::FnOnce(#(#arguments),*) -> __R, #bounds });
        let item = quote! {
            #[inline]
            #vis fn #name #heads (#receiver #function: __F, #(#given: #arguments,)* #then: __K) -> (__X, #types) #clause { #body }
        };
        Some(Continued { bounds, types, item })
    }

    /// The same of a function of a type: by its path, and as a method, which does not take the function.
    fn with_of_type(&self, receiver: Option<bool>) -> Option<TokenStream> {
        let Companion { of, vis, cfg, arguments, .. } = self;
        let name = |what: &str| format_ident!("__{}_{what}_{}", of.unraw(), arguments.len(), span = of.span());
        let (with, through, allow) = (name("with"), name("through"), allow());
        let Continued { bounds, types, item } = self.with(false, &through, &TokenStream::new(), &quote! { Self:: })?;
        let method = receiver.map(|by_ref| {
            let (itself, then) = (Ident::new("self", Span::call_site()), local("then"));
            let given: Vec<Ident> = (1..arguments.len()).map(|k| local(&format!("a{k}"))).collect_vec();
            let own = &arguments[1..];
            let generics = continuing(self.generics, &[]);
            let (heads, _, clause) = generics.split_for_impl();
            let clause = and(clause, &bounds);
            let named = named(self.generics);
            let generics = (!named.is_empty()).then(|| quote! { ::<#(#named,)* _, _, _, _> });
            let first = match by_ref {
                true => itself.to_token_stream(),
                false => quote! { ::core::clone::Clone::clone(#itself) },
            };
            quote! {
                #cfg
                #[doc(hidden)]
                #allow
                #[inline]
                #vis fn #with #heads (&#itself, #(#given: #own,)* #then: __K) -> (__X, #types) #clause {
                    Self::#through #generics (Self::#of, #first, #(#given,)* #then)
                }
            }
        });
        Some(quote! {
            #method
            #cfg
            #[doc(hidden)]
            #allow
            #item
        })
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
        let name = |what: &str| format_ident!("__{plain}_{what}", span = of.span());
        let (vjp, known, marked) = (name(&format!("vjp_{count}")), name("known"), name("marked"));
        let (call, takes) = (name(&format!("call_{count}")), name(&format!("takes_{count}")));
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
        let with = self.with_of_type(receiver);
        let along = self.along(false, Some((&name(&format!("still_{count}")), &name(&format!("jvp_{count}")))), &head, first);
        let allow = allow();
        let (turbofish, output, original) = (turbofish(generics), &self.output.output, &self.output.arguments[first..]);
        let kinds = match &self.kinds[..] {
            all if all.len() <= MOST_KINDS + 1 => quote! { <(#(#all,)*) as #krate::__rt::kinds::OfMethod>::All },
            _ => quote! { #krate::__rt::Known },
        };
        let of_method = receiver.map(|_| {
            quote! {
                #cfg
                #[doc(hidden)]
                #allow
                #[inline(always)]
                #vis fn #call #heads (#head #(#given: #original),*) #output #clause { Self::#of #turbofish (#passed #(#given),*) }
                #cfg
                #[doc(hidden)]
                #allow
                #[allow(private_interfaces)]
                #[inline(always)]
                pub fn #known(#head) -> #kinds { <#kinds as #krate::__rt::kinds::New>::NEW }
            }
        });
        quote! {
            #of_method
            #cfg
            #[doc(hidden)]
            #allow
            #[inline]
            #vis fn #vjp #heads (#head #(#given: #own,)* #seeds) -> #types #clause { #body }
            #cfg
            #[doc(hidden)]
            #allow
            #[inline(always)]
            #vis fn #takes<__F>(function: __F) -> __F { function }
            #cfg
            #[doc(hidden)]
            #allow
            #[inline(always)]
            #vis fn #marked() -> #krate::__rt::Known { #krate::__rt::Known }
            #with
            #along
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
    /// What the closure has to be.
    bounds: TokenStream,
    /// The gradients that it returns.
    types: TokenStream,
    item: TokenStream,
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
