//! The family of functions around one differentiated function: signatures, wrappers and documentation.

use crate::along;
use crate::arity::{self, Given};
use crate::companion::{self, Called, Companion};
use crate::engine::{self, Gradient, Names, Wanted};
use crate::fallback;
use crate::imports;
use crate::jacobian;
use crate::parts::{self, Composite};
use crate::passes::Counted;
use crate::product::{self, Product, Shared};
use crate::returned;
use chainrule_parser::ast::{Assembled, Ast, Callee, Extent, Handed, Passed};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust as rust;
use chainrule_rust::types::{Dim, RuntimeDim, Scalar, Type};
use chainrule_rust::{Checks, Constant, Declared, PartKind, Seed};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

/// One argument of the family.
pub struct Parameter {
    /// Its name in the tree.
    pub name: String,
    /// Its name in Rust.
    pub ident: Ident,
    /// Its type in Rust.
    pub ty: TokenStream,
    /// How the tree reads it.
    pub kind: ParameterKind,
    /// Whether its type is a reference.
    pub by_ref: bool,
    /// Whether the function has it by `&mut`: then the family has it by `&`, as it is before the function runs.
    pub output: bool,
    /// Whether the family differentiates by it.
    pub wrt: bool,
    /// The place, if it is not the argument `ident`: a field, `self.w`.
    pub place: Option<String>,
}

/// How the tree reads an argument.
pub enum ParameterKind {
    /// A float or an array of floats.
    Float(Vec<Dim>),
    /// An integer that is an extent, and possibly also an input by another name.
    Integer,
    /// An integer that may be negative and is a number only.
    Number,
    /// A condition: 1 or 0.
    Bool,
    /// By its parts: a struct, a tuple, or an array of these.
    Parts(Composite),
    /// Not at all.
    Other,
}

impl Parameter {
    /// The axes; none for a scalar and for what is not a float.
    pub fn dims(&self) -> &[Dim] {
        match &self.kind {
            ParameterKind::Float(dims) => dims,
            _ => &[],
        }
    }

    /// Whether it is an integer that may be negative.
    pub fn is_signed(&self) -> bool {
        let ty = self.ty.to_string();
        let name = ty.trim_start_matches(['&', ' ']);
        matches!(name, "isize" | "i8" | "i16" | "i32" | "i64" | "i128")
    }

    /// The Rust place that the tree's name stands for.
    pub fn place(&self, scalar: Scalar, krate: &str) -> String {
        let ident = &self.ident;
        if let Some(place) = &self.place {
            return place.clone();
        }
        let value = if self.by_ref { format!("*{ident}") } else { ident.to_string() };
        match &self.kind {
            ParameterKind::Float(dims) if dims.is_empty() && self.by_ref => format!("(*{ident})"),
            ParameterKind::Float(_) | ParameterKind::Parts(_) | ParameterKind::Other => ident.to_string(),
            ParameterKind::Integer | ParameterKind::Number => cast(&value, scalar, krate),
            ParameterKind::Bool => cast(&format!("{value} as u8"), scalar, krate),
        }
    }
}

/// An integer as a float.
pub fn cast(text: &str, scalar: Scalar, krate: &str) -> String {
    match scalar {
        Scalar::Generic(name) => format!("{krate}::__rt::constant::<{name}>({text} as f64)"),
        native => format!("({text} as {})", native.name()),
    }
}

/// The signature of a function as it is written, without names.
#[derive(Default)]
pub struct Original {
    /// Types of the arguments.
    pub arguments: Vec<TokenStream>,
    /// `-> f64`
    pub output: TokenStream,
}

/// A value that is an array.
pub struct Array {
    /// Its type.
    pub ty: TokenStream,
    /// Its extents.
    pub dims: Vec<Dim>,
    /// How many elements it has, if the type does not say it: behind the statements that all functions of the family begin with.
    pub length: Option<TokenStream>,
    /// Statements and the value.
    pub body: TokenStream,
}

/// A differentiated function and what its family needs to know.
pub struct Family<'a> {
    /// Its name.
    pub ident: &'a Ident,
    /// Visibility of the family.
    pub vis: TokenStream,
    /// Generics of the family.
    pub generics: &'a syn::Generics,
    /// `#[cfg]`s and documentation to take over.
    pub cfg: TokenStream,
    /// Documentation of the function.
    pub docs: TokenStream,
    /// Arguments.
    pub parameters: Vec<Parameter>,
    /// Arguments that the function itself does not have: a seed, a direction.
    pub extra: Vec<Parameter>,
    /// Type of the result.
    pub scalar: Scalar,
    /// Constants from outside.
    pub constants: Vec<Constant>,
    /// Constants that ask whether the types of arguments have gradients.
    pub asked: TokenStream,
    /// The names in paths to constants from outside, where they stand.
    pub outside: Vec<Ident>,
    /// Those that are floats of the function's type.
    pub computed: Vec<String>,
    /// The names in the structs that the body makes, where they stand.
    pub made: Vec<Ident>,
    /// Extents known at run time.
    pub runtime: Vec<RuntimeDim>,
    /// The parts of arguments that the body reads.
    pub parts: Vec<Declared>,
    /// Extents that must be equal.
    pub equal: Vec<(String, String)>,
    /// `use` declarations of the body.
    pub uses: Vec<TokenStream>,
    /// Integer arguments that must not be negative.
    pub extents: Vec<String>,
    /// Functions that must be generic over the float type, with the number of arguments.
    pub called: Vec<(TokenStream, usize)>,
    /// Functions that are called and not seen into.
    pub calls: Vec<Called>,
    /// Assertions about arguments.
    pub asserts: Vec<TokenStream>,
    /// Whether the function itself runs first, for its other assertions.
    pub checks: Checks,
    /// What counts the passes of its loops first, if it has any whose number data decides.
    pub counted: Option<Counted>,
    /// `::chainrule`
    pub krate: String,
    /// Whether it takes `self`, or stands in an `impl` for another reason.
    pub method: bool,
    /// Whether the function itself is generated too.
    pub with_value: bool,
    /// The type of its value as it is written.
    pub returns: Option<TokenStream>,
    /// What the function returns, `-> f64`, and the types of its arguments: for those who call it.
    pub output: Original,
    /// What its results are multiplied by, if there is more than one number.
    pub seeds: Vec<Seed>,
    /// What of arguments is in the result as it is.
    pub copies: Vec<chainrule_rust::Copied>,
    /// For a function with more than one number as its result: then there is a vector-Jacobian product only.
    pub several: Option<Product>,
    /// The types of structs in the result, and the constants that have asked whether they have gradients.
    pub results: Vec<(String, TokenStream)>,
    /// Whether recurrences keep only some of their states for the gradient.
    pub checkpoint: bool,
}

/// What the engine made of a function.
#[derive(Clone, Copy)]
struct Programs<'a> {
    /// The value and the gradient.
    full: &'a engine::Program,
    /// The value alone, if the function itself is generated.
    value: Option<&'a engine::Program>,
    /// All results and their derivatives.
    jacobian: Option<&'a engine::Program>,
    /// All results, and after a pause the gradient.
    pullback: Option<&'a engine::Program>,
    /// The tangents of all results.
    along: Option<&'a engine::Program>,
}

/// Those of a function with more than one number as its result, besides its product.
struct Several {
    jacobian: Option<engine::Program>,
    pullback: Option<engine::Program>,
    along: Option<engine::Program>,
}

impl Several {
    fn programs<'a>(&'a self, full: &'a engine::Program, value: Option<&'a engine::Program>) -> Programs<'a> {
        let Several { jacobian, pullback, along } = self;
        Programs { full, value, jacobian: jacobian.as_ref(), pullback: pullback.as_ref(), along: along.as_ref() }
    }
}

/// Lints that generated code must not raise, whatever the user's crate has switched on.
pub fn allow() -> TokenStream {
    quote! {
        #[allow(
            non_snake_case, non_camel_case_types, missing_debug_implementations, missing_copy_implementations, unused, unexpected_cfgs, unused_qualifications, unused_results, unreachable_pub,
            trivial_numeric_casts, clippy::all, clippy::pedantic, clippy::nursery
        )]
    }
}

/// The type of a gradient by value: arrays stay arrays, a slice becomes a `Vec`.
pub fn value_type(dims: &[Dim], scalar: Scalar, names: &Names) -> TokenStream {
    let inner = array_type(dims.get(1..).unwrap_or(&[]), scalar, names);
    match dims.first() {
        None => array_type(&[], scalar, names),
        Some(Dim::Slice) => quote! { ::std::vec::Vec<#inner> },
        Some(_) => array_type(dims, scalar, names),
    }
}

/// The type behind `&mut`.
pub fn place_type(dims: &[Dim], scalar: Scalar, names: &Names) -> TokenStream {
    match dims.first() {
        Some(Dim::Slice) => {
            let inner = array_type(&dims[1..], scalar, names);
            quote! { [#inner] }
        }
        _ => array_type(dims, scalar, names),
    }
}

fn array_type(dims: &[Dim], scalar: Scalar, names: &Names) -> TokenStream {
    let mut out = names.tokens(scalar.name());
    for dim in dims.iter().rev() {
        let len = dim_tokens(dim, names);
        out = quote! { [#out; #len] };
    }
    out
}

pub fn dim_tokens(dim: &Dim, names: &Names) -> TokenStream {
    match dim {
        Dim::Number(n) => {
            let n = proc_macro2::Literal::usize_unsuffixed(*n as usize);
            quote! { #n }
        }
        Dim::Const(text) => {
            let tokens = names.tokens(text);
            if syn::parse2::<Ident>(tokens.clone()).is_ok() || text.starts_with('{') {
                tokens
            } else {
                quote! { { #tokens } }
            }
        }
        Dim::Slice => quote! { 0 },
    }
}

/// A gradient of zeros; `place` is what a slice takes its length from.
pub fn zero(dims: &[Dim], scalar: Scalar, names: &Names, place: &TokenStream) -> TokenStream {
    let mut out = match scalar {
        Scalar::F32 => names.tokens("0.0f32"),
        Scalar::F64 => names.tokens("0.0f64"),
        Scalar::Generic(name) => names.tokens(&format!("<{name} as ::core::default::Default>::default()")),
    };
    for (at, dim) in dims.iter().enumerate().rev() {
        out = match dim {
            Dim::Slice if at == 0 => quote! { ::std::vec![#out; #place.len()] },
            _ => {
                let len = dim_tokens(dim, names);
                quote! { [#out; #len] }
            }
        };
    }
    out
}

/// `a`, `a` and `b`, `a`, `b` and `c`
pub fn enumerate(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect_vec();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The names of generics that a call can state: it has no lifetimes, which the compiler finds out.
pub fn named(generics: &syn::Generics) -> Vec<&Ident> {
    let named = generics.params.iter().filter_map(|p| match p {
        syn::GenericParam::Type(t) => Some(&t.ident),
        syn::GenericParam::Const(c) => Some(&c.ident),
        syn::GenericParam::Lifetime(_) => None,
    });
    named.collect_vec()
}

/// The generics of a function in a call.
pub fn turbofish(generics: &syn::Generics) -> TokenStream {
    let generics = named(generics);
    match &generics[..] {
        [] => TokenStream::new(),
        _ => quote! { ::<#(#generics),*> },
    }
}

/// Names in a type that begin with a capital letter.
fn add_constants(tokens: &TokenStream, names: &mut Names) {
    for tree in tokens.clone() {
        match tree {
            TokenTree::Ident(ident) if ident.to_string().starts_with(char::is_uppercase) && !names.has(&ident.to_string()) => {
                names.add(&ident);
            }
            TokenTree::Group(group) => add_constants(&group.stream(), names),
            _ => {}
        }
    }
}

/// The seed of what a function returns, or of what it leaves in an argument.
pub fn seed_of(output: Option<&Parameter>) -> Ident {
    match output {
        None => local("seed"),
        Some(parameter) => {
            let name = parameter.ident.to_string();
            local(&format!("seed_{}", name.strip_prefix("r#").unwrap_or(&name)))
        }
    }
}

/// A local of generated code; see [`engine::LOCAL`].
pub fn local(name: &str) -> Ident {
    Ident::new(&format!("{}{name}", engine::LOCAL), Span::mixed_site())
}

/// An argument that is used again.
pub fn again(parameter: &Parameter) -> TokenStream {
    let ident = &parameter.ident;
    match parameter.kind {
        ParameterKind::Parts(_) if !parameter.by_ref => quote! { ::core::clone::Clone::clone(&#ident) },
        _ => quote! { #ident },
    }
}

/// A copy of what the function has by `&mut`.
pub fn copy_of_output(parameter: &Parameter) -> TokenStream {
    let ident = &parameter.ident;
    match parameter.dims().first() {
        Some(Dim::Slice) => quote! { #ident.to_vec() },
        _ => quote! { ::core::clone::Clone::clone(#ident) },
    }
}

impl<'a> Family<'a> {
    /// What is computed from nothing but numbers, arrays and structs of the caller: without parts, calls, seeds and checks.
    pub fn of(ident: &'a Ident, vis: TokenStream, generics: &'a syn::Generics, scalar: Scalar, krate: &str) -> Family<'a> {
        Family {
            ident,
            vis,
            generics,
            scalar,
            krate: krate.to_owned(),
            cfg: TokenStream::new(),
            docs: TokenStream::new(),
            parameters: Vec::new(),
            extra: Vec::new(),
            constants: Vec::new(),
            asked: TokenStream::new(),
            outside: Vec::new(),
            computed: Vec::new(),
            made: Vec::new(),
            runtime: Vec::new(),
            parts: Vec::new(),
            equal: Vec::new(),
            uses: Vec::new(),
            extents: Vec::new(),
            called: Vec::new(),
            calls: Vec::new(),
            asserts: Vec::new(),
            checks: Checks::Never,
            counted: None,
            method: false,
            with_value: false,
            returns: None,
            output: Original::default(),
            seeds: Vec::new(),
            copies: Vec::new(),
            several: None,
            results: Vec::new(),
            checkpoint: false,
        }
    }
}

impl Family<'_> {
    /// The identifiers that generated text may use.
    pub fn names(&self) -> Names {
        let mut names = Names::default();
        for called in &self.calls {
            for name in [called.call.companion(), called.call.any_companion(), called.call.itself(), called.call.beside()] {
                names.add_call(&name, called.span);
            }
            if let Callee::Beside(_) = called.call.callee {
                let (beside, turbofish) =
                    (Ident::new(&called.call.beside(), Span::mixed_site().located_at(called.span)), &called.turbofish);
                let name = Ident::new(&called.call.name, Span::call_site().located_at(called.span));
                names.add_written(&called.call.value(), quote! { #beside::#name #turbofish });
                names.add_written(&called.call.sure().unwrap_or_default(), TokenStream::new());
            }
            if let Some(written) = called.written.as_ref().filter(|_| called.call.callee == Callee::Associated) {
                // All as the user wrote it: a type or a function that is not there is then said once.
                let turbofish = &called.turbofish;
                names.add_written(&called.call.value(), quote! { #written #turbofish });
                for tree in written.clone() {
                    if let TokenTree::Ident(ident) = &tree
                        && *ident != called.call.name
                    {
                        names.add_written(&ident.to_string(), tree.into());
                    }
                }
                if let Some(sure) = called.call.sure() {
                    names.add_written(&sure, imports::sure(&self.calls, &called.call, &self.krate.parse().unwrap_or_default()));
                }
            }
            if let Some(value) = imports::value(called) {
                names.add_written(&called.call.value(), value);
            }
            let (name, count) = (&called.call.name, called.call.taken().len());
            if called.call.callee == Callee::Method {
                names.add_at(&called.call.path, called.span);
            }
            for own in ["vjp", "with", "through", "call", "still", "jvp"]
                .map(|what| format!("__{name}_{what}_{count}"))
                .into_iter()
                .chain([format!("__{name}_known")])
            {
                names.add_call(&own, called.span);
            }
        }
        // Fields are found wherever they are written; this is for messages.
        let read = self.parts.iter().filter(|p| p.kind == PartKind::Float).map(|p| (p.place.template.as_str(), p.span));
        let made = self.calls.iter().flat_map(|c| c.call.assembled.iter().flat_map(|a| &a.places).map(|place| (place.as_str(), c.span)));
        for (place, span) in read.chain(made) {
            let field = place.rsplit('.').next().unwrap_or("");
            let field = field.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
            if field.starts_with(|c: char| c.is_alphabetic()) && !matches!(field, "f64" | "f32" | "usize" | "core" | "std" | "chainrule") {
                names.add_at(field, span);
            }
        }
        for parameter in self.parameters.iter().chain(&self.extra) {
            match parameter.place {
                None => names.add(&parameter.ident),
                Some(_) => names.add_at("self", Span::call_site()),
            }
        }
        // Constants in the types, so that one that is nowhere is reported where it was written.
        for parameter in &self.parameters {
            add_constants(&parameter.ty, &mut names);
        }
        add_constants(&self.output.output, &mut names);
        for name in self.made.iter().filter(|name| !companion::is_of_the_language(name)) {
            names.add_kept(name);
        }
        // Those of the language and its crates stand in generated code, too.
        for name in self.outside.iter().filter(|name| !companion::is_of_the_language(name)) {
            names.add(name);
        }
        for generic in &self.generics.params {
            match generic {
                syn::GenericParam::Const(c) => names.add(&c.ident),
                syn::GenericParam::Type(t) => names.add(&t.ident),
                syn::GenericParam::Lifetime(_) => {}
            }
        }
        names
    }

    /// Extents that hold before the body runs: `let n_x = x.len();` and checks of equal lengths.
    pub fn prologue(&self, gradients: &[(usize, Ident)]) -> TokenStream {
        let uses = &self.uses;
        let mut out = quote! { #(#[allow(unused_imports)] #uses)* };
        let (argument, names) = (|name: &str| self.argument(name), self.names());
        out.extend(self.views());
        for dim in self.runtime.iter().filter(|d| d.computed.is_none()) {
            if returned::is_result(dim) {
                continue;
            }
            if let Some(part) = &dim.part {
                let local = local(&dim.name);
                let length = parts::length(part, &self.krate, &names, &argument);
                let of_argument = self.parameters.iter().any(|p| part.template.contains(&format!("@{}@", p.name)));
                out.extend(match of_argument || part.holes > 0 {
                    true => quote! { let #local = #length; },
                    false => quote! { const #local: usize = #length; },
                });
                continue;
            }
            let Some(parameter) = self.parameters.iter().find(|p| p.name == dim.argument) else {
                continue;
            };
            let (local, ident) = (local(&dim.name), &parameter.ident);
            out.extend(quote! { let #local = #ident.len(); });
        }
        out.extend(returned::lengths(self, &names));
        for (at, ident) in gradients {
            let parameter = &self.parameters[*at];
            let list = matches!(&parameter.kind, ParameterKind::Parts(Composite { list: true, .. }));
            if list || matches!(parameter.dims().first(), Some(Dim::Slice)) {
                let argument = &parameter.ident;
                let message = format!("the gradient of `{argument}` has {{}} elements, but `{argument}` has {{}}");
                out.extend(quote! {
                    ::core::assert!(#ident.len() == #argument.len(), #message, #ident.len(), #argument.len());
                });
            }
        }
        // Where a field is not there, the compiler says so of the argument, and need not say it of its gradient.
        let generic = matches!(self.scalar, Scalar::Generic(_));
        for part in self.parts.iter().filter(|part| part.wrt && part.kind == PartKind::Float && !generic) {
            if let Some((_, gradient)) = gradients.iter().find(|(at, _)| self.parameters[*at].name == part.argument) {
                let (field, rt) = (parts::value(part, &names, &argument), &self.krate);
                let rt: TokenStream = rt.parse().unwrap_or_default();
                out.extend(quote! { let #gradient = #rt::__rt::beside(#field, #gradient); });
            }
        }
        for part in &self.parts {
            let parameter = self.parameters.iter().find(|p| p.name == part.argument);
            if part.kind != PartKind::Float || parameter.is_none_or(|p| self.seen(p).is_none()) {
                out.extend(parts::check(part, parameter.is_none(), self.scalar, &self.krate, &names, &argument));
            }
            if part.kind == PartKind::Integer && self.extents.contains(&part.name) {
                let local = local(&part.name);
                let text = parts::place(&part.place.template, &argument);
                let place = names.tokens(&text);
                let text = parts::place(&part.place.template, &|name| self.given_argument(name));
                let rt: TokenStream = self.krate.parse().unwrap_or_default();
                out.extend(quote! { let #local = #rt::__rt::extent(#place, #text); });
            }
        }
        for assertion in &self.asserts {
            out.extend(quote! { #assertion; });
        }
        let pass = |p: &Parameter| match p.output {
            // What it writes is of no use.
            true => {
                let copy = copy_of_output(p);
                quote! { &mut #copy }
            }
            false => again(p),
        };
        let pass: Vec<TokenStream> = self.parameters.iter().map(pass).collect_vec();
        let ident = self.call(self.ident);
        let turbofish = turbofish(self.generics);
        if let Some(counted) = &self.counted {
            out.extend(counted.run(|ident| self.call(ident), &turbofish, &pass));
        }
        let run = quote! { let _ = #ident #turbofish (#(#pass),*); };
        for dim in &self.runtime {
            if let Some(text) = &dim.computed {
                let text = parts::place(text, &|name| self.integer(name)).replace('$', &format!("{}::__rt::", self.krate));
                let (local, value) = (local(&dim.name), names.tokens(&text));
                out.extend(quote! { let #local = (#value) as ::core::primitive::usize; });
            }
        }
        out.extend(match self.checks {
            // The copy that counts passes has run the assertions.
            _ if self.counted.is_some() => TokenStream::new(),
            Checks::Never => TokenStream::new(),
            Checks::Debug => quote! { if ::core::cfg!(debug_assertions) { #run } },
            Checks::Always => run,
        });
        for (a, b) in &self.equal {
            out.extend(self.equal_check(a, b));
        }
        for parameter in self.parameters.iter().filter(|p| self.extents.contains(&p.name)) {
            if parameter.is_signed() {
                let ident = &parameter.ident;
                let value = if parameter.by_ref {
                    quote! { *#ident }
                } else {
                    quote! { #ident }
                };
                let message = format!("`{ident}` is {{}}, but it bounds a loop or an index and must not be negative");
                out.extend(quote! { ::core::assert!(#value >= 0, #message, #value); });
            }
        }
        // The body was read with the functions of `chainrule::functions`. Those are generic: a function
        // of the same name for one type, with a derivative of its own, does not compile here.
        let [f32, f64] = ["f32", "f64"].map(|name| Ident::new(name, Span::mixed_site()));
        let krate: TokenStream = self.krate.parse().unwrap_or_default();
        for (path, arity) in &self.called {
            let name = match syn::parse2::<Ident>(path.clone()) {
                Ok(name) => format_ident!("{name}_itself", span = Span::mixed_site().located_at(name.span())).into_token_stream(),
                Err(_) => path.clone(),
            };
            let checks = [&f32, &f64].map(|float| {
                let floats = std::iter::repeat_n(float, *arity);
                quote! { #krate::__rt::rename_it_chainrule_has_a_function_of_this_name::<fn(#(#floats),*) -> #float>(#name); }
            });
            out.extend(imports::importable(path, &name, *arity, quote! { #(#checks)* }));
        }
        out
    }

    /// Panics with both lengths unless two extents are equal.
    pub fn equal_check(&self, a: &str, b: &str) -> TokenStream {
        let names = self.names();
        let show = |name: &str| match self.runtime.iter().find(|d| d.name == name) {
            Some(d) => format!("the length of `{}`", d.argument),
            None => format!("`{name}`"),
        };
        let message = format!("{} is {{}}, but {} is {{}}", show(a), show(b));
        let (a_name, b_name) = (a, b);
        let (a, b) = (names.tokens(&self.dim(a)), names.tokens(&self.dim(b)));
        // How long rows are that are not there is not known.
        let empty = [a_name, b_name].into_iter().filter_map(|name| self.runtime.iter().find(|d| d.name == name)?.part.as_ref());
        let of_argument = |part: &&rust::types::Part| self.parameters.iter().any(|p| part.template.contains(&format!("@{}@", p.name)));
        let empty =
            empty.filter(|part| part.holes == 1).filter(of_argument).map(|part| parts::list(part, &names, &|name| self.argument(name)));
        quote! { ::core::assert!(#a == #b #(|| #empty.is_empty())*, #message, #a, #b); }
    }

    /// Whether this is how often a loop runs, counted first.
    fn is_count(&self, name: &str) -> bool {
        self.counted.as_ref().is_some_and(|c| c.counts(name))
    }

    pub fn dim(&self, name: &str) -> String {
        if let Some(p) = self.parameters.iter().find(|p| p.name == name) {
            return if p.by_ref { format!("(*{} as usize)", p.ident) } else { format!("({} as usize)", p.ident) };
        }
        if self.is_count(name) || self.runtime.iter().any(|d| d.name == name) || self.parts.iter().any(|p| p.name == name) {
            return local(name).to_string();
        }
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if plain { name.to_owned() } else { format!("({name})") }
    }

    /// An integer by its name in the tree, as a float.
    fn integer(&self, name: &str) -> String {
        let text = match (self.parameters.iter().find(|p| p.name == name), self.parts.iter().find(|p| p.name == name)) {
            (Some(p), _) if p.by_ref => format!("*{}", p.ident),
            (Some(p), _) => p.ident.to_string(),
            (_, Some(part)) => parts::place(&part.place.template, &|name| self.argument(name)),
            _ => self.dim(name),
        };
        format!("({text} as f64)")
    }

    /// An argument by its name in the tree.
    fn argument(&self, name: &str) -> String {
        let own = |p: &Parameter| self.seen(p).unwrap_or_else(|| p.ident.clone()).to_string();
        self.parameters.iter().find(|p| p.name == name).map_or_else(|| name.to_owned(), own)
    }

    /// The name of an argument by reference of which parts are read as floats, where it is known that they are.
    fn seen(&self, parameter: &Parameter) -> Option<Ident> {
        let read = |p: &&Declared| p.argument == parameter.name && p.kind == PartKind::Float && p.place.template.starts_with('@');
        let generic = matches!(self.scalar, Scalar::Generic(_));
        if !parameter.by_ref || parameter.output || parameter.place.is_some() || generic || self.parts.iter().find(read).is_none() {
            return None;
        }
        Some(local(&format!("seen_{}", syn::ext::IdentExt::unraw(&parameter.ident))))
    }

    /// The name of an argument as it is given.
    fn given_argument(&self, name: &str) -> String {
        self.parameters.iter().find(|p| p.name == name).map_or_else(|| name.to_owned(), |p| p.ident.to_string())
    }

    /// The first element of a part of an argument, before there are the names by which the body reads them.
    fn unseen(&self, name: &str) -> Option<String> {
        let part = self.parts.iter().find(|p| p.name == name)?;
        let text = parts::place(&part.place.template, &|name| self.given_argument(name)).replace("[]", "[0]");
        let itself = |p: &Parameter| p.by_ref && part.place.template == format!("@{}@", p.name);
        Some(if self.parameters.iter().any(itself) { format!("(*{text})") } else { text })
    }

    /// The name of a constant from outside, where it is known that it is a float.
    fn seen_constant(&self, constant: &Constant) -> Option<Ident> {
        let at = self.constants.iter().position(|c| c == constant)?;
        let generic = matches!(self.scalar, Scalar::Generic(_));
        let outside = !constant.integer && !generic && self.computed.contains(&constant.source);
        outside.then(|| local(&format!("constant_{at}")))
    }

    /// Gives arguments the names by which the body reads their parts, and constants theirs.
    fn views(&self) -> TokenStream {
        let (mut out, names) = (TokenStream::new(), self.names());
        let argument = |name: &str| self.given_argument(name);
        for parameter in &self.parameters {
            let Some(seen) = self.seen(parameter) else { continue };
            let mut by = &parameter.ident;
            for part in self.parts.iter().filter(|p| p.argument == parameter.name && p.kind == PartKind::Float) {
                out.extend(parts::seen(part, (&seen, by), self.scalar, &self.krate, &names, &argument));
                by = &seen;
            }
        }
        for constant in &self.constants {
            let Some(seen) = self.seen_constant(constant) else { continue };
            let name = constant.source.rsplit("::").next().unwrap_or(&constant.source).trim();
            let place = self.outside.iter().find(|ident| **ident == name).map_or_else(Span::mixed_site, Ident::span);
            let text = format!("{}::__rt::from_outside::<{}, _>", self.krate, self.scalar.name());
            let (read, path) = (names.tokens_at(&text, place), self.as_written(names.tokens_at(&constant.source, place)));
            out.extend(quote! { let #seen = #read(#path); });
        }
        out
    }

    /// A path to what is outside, with its names where the user wrote them.
    fn as_written(&self, path: TokenStream) -> TokenStream {
        let written = |name: &Ident| self.outside.iter().find(|ident| *ident == name).cloned();
        path.into_iter()
            .map(|tree| match &tree {
                TokenTree::Ident(name) => written(name).map_or(tree, TokenTree::Ident),
                _ => tree,
            })
            .collect()
    }

    /// How many numbers of the gradient of an argument the body writes.
    fn written(&self, argument: &str) -> TokenStream {
        let parts = self.parts.iter().filter(|p| p.wrt && p.argument == argument && p.kind != PartKind::Whole);
        let counts = parts.map(|p| match &p.extents[..] {
            [] => "1".to_owned(),
            extents => extents.iter().map(|e| self.dim(e)).collect_vec().join(" * "),
        });
        let text = counts.collect_vec().join(" + ");
        self.names().tokens(if text.is_empty() { "0" } else { &text })
    }

    /// A body in which what it calls is known with its derivative.
    pub fn enclose(&self, first: bool, body: TokenStream) -> TokenStream {
        companion::enclose(&self.calls, &self.krate.parse().unwrap_or_default(), first, &|number| self.given(number), body)
    }

    /// What a call passes as it is, a struct or a part of one, and what it makes, for each argument: to be asked whether the
    /// function takes it.
    fn given(&self, number: usize) -> Vec<Option<Given>> {
        let called = &self.calls[number];
        let rt = format!("{}::__rt", self.krate);
        let mut names = None;
        let given = called.call.taken().into_iter().enumerate().map(|(k, (operands, assembled))| {
            if k == 0 && called.call.callee == Callee::Method {
                return None;
            }
            let (text, literal) = match (assembled, called.parts.get(operands.start)) {
                (Some(made), _) => {
                    // In a constant, because of a mistake in it the compiler knows that what names the constant is wrong. There
                    // it does not know `Self`, nor the parameters of the function.
                    let of_parts = called.call.arguments[operands.clone()].iter().any(|passed| matches!(passed, Passed::Part(_)));
                    let made = self.typed(called, operands, made)?;
                    let known = !of_parts && !made.starts_with("Self") && !matches!(self.scalar, Scalar::Generic(_));
                    let literal = known.then(|| format!("{rt}::kinds::literal::<{{ let _ = || {made}; 0 }}>()"));
                    (format!("{rt}::kinds::made(|| {made})"), literal)
                }
                (None, Some(Some(name))) => {
                    let how = match called.call.arguments[operands.start] {
                        Passed::Part(Handed::Value) => "valued",
                        Passed::Part(Handed::Reference) => "referred",
                        _ => "given",
                    };
                    (format!("{rt}::kinds::{how}(|| &{})", self.unseen(name)?), None)
                }
                _ => return None,
            };
            let names = names.get_or_insert_with(|| self.names());
            let literal = literal.map(|literal| names.tokens_at(&literal, called.span));
            Some(Given { tokens: names.tokens_at(&text, called.span), text, literal })
        });
        given.collect_vec()
    }

    /// A struct that a call makes, to be looked at for its type, if all that it is made of is of a known one.
    fn typed(&self, called: &Called, operands: std::ops::Range<usize>, made: &Assembled) -> Option<String> {
        // What follows an operand is something that is done with it; a tuple has no type of its own.
        if !made.pieces[0].starts_with(char::is_alphabetic) || made.pieces[1..].iter().any(|piece| piece.starts_with('.')) {
            return None;
        }
        let (rt, scalar) = (format!("{}::__rt", self.krate), self.scalar.name());
        let operand = |k: usize| match &called.call.arguments[k] {
            Passed::Number => Some(format!("{rt}::any::<{scalar}>()")),
            Passed::Array(extents) => {
                let mut out = scalar.to_owned();
                for extent in extents.iter().rev() {
                    let Extent::Number(length) = extent else { return None };
                    out = format!("[{out}; {length}]");
                }
                Some(format!("{rt}::any::<{out}>()"))
            }
            Passed::Part(_) => Some(format!("{rt}::hand(&{})", self.unseen(called.parts[k].as_ref()?)?)),
            _ => None,
        };
        let operands: Option<Vec<String>> = operands.map(operand).collect();
        Some(made.text(&operands?))
    }

    /// A member of the family, to be called.
    pub fn call(&self, ident: &Ident) -> TokenStream {
        if self.method {
            quote! { Self::#ident }
        } else {
            quote! { #ident }
        }
    }

    pub fn input(&self, name: &str) -> String {
        if let Some(part) = self.parts.iter().find(|p| p.name == name) {
            let text = parts::read(part, self.scalar, &self.krate, &|name| self.argument(name));
            let itself = |p: &&Parameter| part.kind == PartKind::Whole && part.place.template == format!("@{}@", p.name);
            return match self.parameters.iter().find(itself) {
                Some(parameter) if parameter.by_ref => format!("(*{text})"),
                _ => text,
            };
        }
        if let Some(seed) = self.seeds.iter().find(|s| s.name == name) {
            let of = seed.of.as_ref().and_then(|of| self.parameters.iter().find(|p| p.name == *of));
            let ident = seed_of(of);
            return match of {
                Some(_) if seed.dims.is_empty() => format!("(*{ident})"),
                _ => format!("{ident}{}", seed.place),
            };
        }
        if let Some(parameter) = self.parameters.iter().chain(&self.extra).find(|p| p.name == name) {
            return parameter.place(self.scalar, &self.krate);
        }
        match self.constants.iter().find(|c| c.name == name) {
            Some(c) => {
                // An integer argument keeps its own name in Rust.
                let source = match self.parameters.iter().find(|p| p.name == c.source) {
                    Some(p) if p.by_ref => format!("*{}", p.ident),
                    Some(p) => p.ident.to_string(),
                    None => match self.parts.iter().find(|p| p.name == c.source) {
                        Some(part) => parts::place(&part.place.template, &|name| self.argument(name)),
                        None if self.is_count(&c.source) || self.runtime.iter().any(|d| d.name == c.source) => local(&c.source).to_string(),
                        None => c.source.clone(),
                    },
                };
                match c.integer {
                    true => cast(&source, self.scalar, &self.krate),
                    false => self.seen_constant(c).map_or(source, |seen| seen.to_string()),
                }
            }
            None => name.to_owned(),
        }
    }

    /// The statements of one member of the family.
    pub fn body(&self, program: &engine::Program, gradient: Gradient<'_>, reserved: &[String]) -> TokenStream {
        self.body_with(program, gradient, reserved, None)
    }

    /// The same with what happens at its pause.
    pub fn body_with(
        &self,
        program: &engine::Program,
        gradient: Gradient<'_>,
        reserved: &[String],
        pause: Option<&engine::Pause>,
    ) -> TokenStream {
        self.body_at(program, gradient, reserved, pause, &|name| self.input(name), &|name| self.dim(name))
    }

    /// The statements of a Jacobian-vector product; `input` is where directions are, and `lanes` how many there are.
    pub fn body_along(
        &self,
        program: &engine::Program,
        gradient: Gradient<'_>,
        reserved: &[String],
        input: &dyn Fn(&str) -> Option<String>,
        lanes: &str,
    ) -> TokenStream {
        let input = |name: &str| input(name).unwrap_or_else(|| self.input(name));
        let dim = |name: &str| if name == engine::LANES { lanes.to_owned() } else { self.dim(name) };
        self.body_at(program, gradient, reserved, None, &input, &dim)
    }

    /// Its statements, with inputs and dimensions at these places.
    fn body_at(
        &self,
        program: &engine::Program,
        gradient: Gradient<'_>,
        reserved: &[String],
        pause: Option<&engine::Pause>,
        input: &dyn Fn(&str) -> String,
        dim: &dyn Fn(&str) -> String,
    ) -> TokenStream {
        let names = self.names();
        let equal = program.required_equal().iter().map(|(a, b)| self.equal_check(a, b));
        let equal = quote! { #(#equal)* };
        let rt = format!("{}::__rt", self.krate);
        let places = engine::Places { scalar: self.scalar.name(), rt: &rt, input, gradient, dim, reserved, pause };
        let body = engine::body(program, &places, &names);
        quote! { #equal #body }
    }

    /// The functions of the family. `Err` of the engine is left to the caller.
    pub fn expand(&mut self, ast: &Ast, output: engine::Output) -> Result<TokenStream, chainrule_parser::Error> {
        let mut value = match self.with_value {
            true => Some(engine::build(ast, output, Wanted { value: true, gradient: false, checkpoint: false })?),
            false => None,
        };
        if let Some(program) = &mut value
            && let Some(shape) = program.take_array()
        {
            return self.expand_array(ast, program, &shape);
        }
        let full = engine::build(ast, output, Wanted { value: self.several.is_none(), gradient: true, checkpoint: self.checkpoint })?;
        let several = self.of_several(ast, output)?;
        let programs = several.programs(&full, value.as_ref());
        Ok(self.items(Some(programs)))
    }

    /// A formula whose value is an array: the function itself, and then what a Rust function that returns one has.
    fn expand_array(
        &mut self,
        ast: &Ast,
        program: &engine::Program,
        shape: &[engine::Length],
    ) -> Result<TokenStream, chainrule_parser::Error> {
        let reserved: Vec<String> = self.parameters.iter().map(|p| p.ident.to_string()).collect_vec();
        let Array { ty, dims, length, body } = self.array(program, shape, &reserved)?;
        let item = {
            let ty = self.returns.as_ref().unwrap_or(&ty);
            let Family { ident, vis, cfg, docs, .. } = &*self;
            let (generics, _, clause) = self.generics.split_for_impl();
            let arguments = self.parameters.iter().map(|p| {
                let (ident, ty) = (&p.ident, &p.ty);
                quote! { #ident: #ty }
            });
            let allow = allow();
            quote! {
                #cfg
                #docs
                #allow
                #[inline]
                #vis fn #ident #generics (#(#arguments),*) -> #ty #clause { #body }
            }
        };
        let engine::Seeded { ast, value, sum } = engine::seeded(ast, shape);
        let form = Some(jacobian::array(self.scalar, &dims));
        self.seeds = vec![Seed { name: engine::SEED.to_owned(), place: String::new(), of: None, value, dims }];
        self.several = Some(Product { returned: Some(ty.clone()), written: Some(ty), form, length });
        let sum = engine::Output::Expr(sum);
        let full = engine::build(&ast, sum, Wanted { value: false, gradient: true, checkpoint: self.checkpoint })?;
        let several = self.of_several(&ast, sum)?;
        let derivatives = self.items(Some(several.programs(&full, None)));
        Ok(quote! { #item #derivatives })
    }

    /// What a function with more than one number as its result has besides its product.
    fn of_several(&self, ast: &Ast, output: engine::Output) -> Result<Several, chainrule_parser::Error> {
        let jacobian_program = match self.several.as_ref().and_then(|product| self.jacobian(product)) {
            Some(jacobian) => {
                let results = self.seeds.iter().map(|seed| seed.value).collect_vec();
                Some(engine::build_jacobian(ast, &results, jacobian.has_values())?)
            }
            None => None,
        };
        let pullback = match self.several.as_ref().and_then(|product| self.returned_value(product)) {
            Some(_) => {
                let results = self.seeds.iter().map(|seed| seed.value).collect_vec();
                let seeds = self.seeds.iter().map(|seed| seed.name.clone()).collect_vec();
                engine::build_pullback(ast, &results, output, seeds)?
            }
            None => None,
        };
        let floats = |product: &&Product| product.form.as_ref().map_or(product.returned.is_none(), jacobian::is_made_of_floats);
        let along = match self.several.as_ref().filter(floats) {
            Some(_) if !self.checkpoint && !self.returns_numbers() => {
                let results = self.seeds.iter().map(|seed| seed.value).collect_vec();
                engine::build_along(ast, &results)?
            }
            _ => None,
        };
        Ok(Several { jacobian: jacobian_program, pullback, along })
    }

    /// The type and the computation of a value that is an array.
    pub fn array(
        &self,
        program: &engine::Program,
        shape: &[engine::Length],
        reserved: &[String],
    ) -> Result<Array, chainrule_parser::Error> {
        let names = self.names();
        let known_late = |name: &str| self.runtime.iter().any(|d| d.name == name) || self.parameters.iter().any(|p| p.name == name);
        let mut dims = Vec::new();
        for (at, length) in shape.iter().enumerate() {
            dims.push(match &length.terms[..] {
                [] => Dim::Number(u64::try_from(length.constant).unwrap_or(0)),
                [(name, 1)] if length.constant == 0 && !known_late(name) => Dim::Const(self.dim(name)),
                _ if at == 0 => Dim::Slice,
                _ => {
                    return Err(chainrule_parser::Error::general(
                        "only the first axis of a result may have an extent that the types do not state",
                    )
                    .with_hint("state the extents of the arguments, as in `[f64; 3]`, or put this index first"));
                }
            });
        }
        let ty = value_type(&dims, self.scalar, &names);
        let length = (dims.first() == Some(&Dim::Slice)).then(|| names.tokens(&self.length(&shape[0])));
        let zero = match &dims[..] {
            [Dim::Slice, inner @ ..] => {
                let inner = zero(inner, self.scalar, &names, &TokenStream::new());
                quote! { ::std::vec![#inner; #length] }
            }
            dims => zero(dims, self.scalar, &names, &TokenStream::new()),
        };
        let mut place = local("value").to_string();
        while reserved.contains(&place) || self.names().has(&place) {
            place.push('_');
        }
        let mut reserved = reserved.to_vec();
        reserved.push(place.clone());
        reserved.push_all(self.runtime.iter().map(|d| local(&d.name).to_string()));
        let prologue = self.prologue(&[]);
        let body = self.body(program, Gradient { place: &|_| place.clone(), accumulate: false }, &reserved);
        let out = Ident::new(&place, Span::mixed_site());
        let body = quote! { #prologue let mut #out: #ty = #zero; #body #out };
        Ok(Array { ty, dims, length, body })
    }

    /// An extent as an expression.
    fn length(&self, length: &engine::Length) -> String {
        let terms = length.terms.iter().map(|(name, factor)| (self.dim(name), *factor)).collect_vec();
        engine::length(length.constant, &terms)
    }

    /// The functions with bodies that stand in for generated ones.
    pub fn skeleton(&self) -> TokenStream {
        self.items(None)
    }

    /// One function of the family, with what all of them share.
    pub(crate) fn item(&self, head: String, signature: TokenStream, body: TokenStream) -> TokenStream {
        let Family { vis, cfg, docs, .. } = self;
        let (allow, note) = (allow(), "");
        quote! {
            #cfg
            #[doc = #head]
            #[doc = #note]
            #docs
            #allow
            #[inline]
            #vis fn #signature { #body }
        }
    }

    fn items(&self, programs: Option<Programs<'_>>) -> TokenStream {
        let (asked, family) = (&self.asked, self.family_items(programs));
        quote! { #asked #family }
    }

    fn family_items(&self, programs: Option<Programs<'_>>) -> TokenStream {
        let Family { ident, vis, cfg, docs, .. } = self;
        let names = self.names();
        let scalar = names.tokens(self.scalar.name());
        let returns = self.returns.as_ref().unwrap_or(&scalar);
        let (generics, _, clause) = self.generics.split_for_impl();
        let arguments: Vec<TokenStream> = self
            .parameters
            .iter()
            .map(|p| {
                let (ident, ty) = (&p.ident, &p.ty);
                match (ident == "self", p.by_ref) {
                    (true, true) => quote! { &#ident },
                    (true, false) => quote! { #ident },
                    _ => quote! { #ident: #ty },
                }
            })
            .collect_vec();
        let pass: Vec<&Ident> = self.parameters.iter().map(|p| &p.ident).collect_vec();
        let wrt: Vec<(usize, &Parameter)> = self.parameters.iter().enumerate().filter(|(_, p)| p.wrt).collect_vec();

        // One `&mut` argument for each differentiated one, with a name that no argument has.
        let mut reserved: Vec<String> = self.parameters.iter().map(|p| p.ident.to_string()).collect_vec();
        reserved.push_all(self.runtime.iter().map(|d| local(&d.name).to_string()));
        reserved.push_all(self.parts.iter().map(|d| local(&d.name).to_string()));
        let krate: TokenStream = self.krate.parse().unwrap_or_default();
        let mut gradients: Vec<(usize, Ident)> = Vec::new();
        for (at, parameter) in &wrt {
            let base = parameter.ident.to_string();
            let base = base.strip_prefix("r#").unwrap_or(&base);
            let mut name = format!("grad_{base}");
            while reserved.contains(&name) {
                name.push('_');
            }
            reserved.push(name.clone());
            gradients.push((*at, Ident::new(&name, Span::mixed_site())));
        }
        let outs: Vec<&Ident> = gradients.iter().map(|(_, i)| i).collect_vec();
        let out_arguments: Vec<TokenStream> = gradients
            .iter()
            .map(|(at, ident)| {
                let ty = match &self.parameters[*at].kind {
                    ParameterKind::Parts(composite) => composite.place.clone(),
                    _ => place_type(self.parameters[*at].dims(), self.scalar, &names),
                };
                quote! { #ident: &mut #ty }
            })
            .collect_vec();
        let types: Vec<TokenStream> = wrt
            .iter()
            .map(|(_, p)| match &p.kind {
                ParameterKind::Parts(composite) => composite.value.clone(),
                _ => value_type(p.dims(), self.scalar, &names),
            })
            .collect_vec();
        let zeros: Vec<TokenStream> = wrt
            .iter()
            .map(|(_, p)| {
                let place = &p.ident;
                if let ParameterKind::Parts(composite) = &p.kind {
                    return composite.zero(place, p.by_ref);
                }
                zero(p.dims(), self.scalar, &names, &quote! { #place })
            })
            .collect_vec();
        let (gradient_type, gradient_value) = match (&types[..], &outs[..]) {
            ([ty], [out]) => (quote! { #ty }, quote! { #out }),
            _ => (quote! { (#(#types),*) }, quote! { (#(#outs),*) }),
        };

        let by: Vec<String> = wrt.iter().map(|(_, p)| p.ident.to_string()).collect_vec();
        let by = enumerate(&by);
        let f = ident.to_string();
        let f = f.strip_prefix("r#").unwrap_or(&f);
        let name = |suffix: &str| format_ident!("{f}_{suffix}", span = ident.span());
        let (gradient, both) = (name("gradient"), name("value_and_gradient"));
        let (into, both_into, add) = (name("gradient_into"), name("value_and_gradient_into"), name("gradient_add"));
        let allow = allow();
        let (both_into_path, turbofish) = (self.call(&both_into), turbofish(self.generics));
        let both_into_path = quote! { #both_into_path #turbofish };

        let place = |name: &str| -> String {
            if let Some(part) = self.parts.iter().find(|p| p.name == name) {
                let out = |name: &str| gradients.iter().find(|(at, _)| self.parameters[*at].name == name).map(|g| g.1.to_string());
                let text = parts::place(&part.place.template, &|name| out(name).unwrap_or_else(|| name.to_owned()));
                let itself = part.kind == PartKind::Whole && part.place.template == format!("@{}@", part.argument);
                return if itself { format!("(*{text})") } else { text };
            }
            gradients
                .iter()
                .find(|(at, _)| self.parameters[*at].name == name)
                .map(|(at, i)| if self.parameters[*at].dims().is_empty() { format!("*{i}") } else { i.to_string() })
                .unwrap_or_else(|| name.to_owned())
        };
        if let Some(product) = &self.several {
            let shared = Shared {
                arguments: &arguments,
                pass: &pass,
                gradients: &gradients,
                outs: &out_arguments,
                types: &types,
                zeros: &zeros,
                place: &place,
                reserved: &reserved,
                by: &by,
            };
            let programs =
                programs.map(|p| product::Programs { product: p.full, jacobian: p.jacobian, pullback: p.pullback, along: p.along });
            return self.product(product, programs.as_ref(), &shared);
        }
        let stand_in = fallback::body();
        let prologue = self.prologue(&gradients);
        let main_body = match programs {
            Some(Programs { full, .. }) => {
                let body = self.body(full, Gradient { place: &place, accumulate: full.only_adds() }, &reserved);
                let clear = self.clear(&gradients, full.only_adds());
                let unread = returned::unread(self, full);
                self.enclose(true, quote! { #prologue #unread #clear #body })
            }
            None => stand_in.clone(),
        };
        let pick = |body: TokenStream| {
            if programs.is_some() { body } else { stand_in.clone() }
        };

        let mut out = self.counted.as_ref().filter(|_| programs.is_some()).map(|c| c.item().clone()).unwrap_or_default();
        if self.with_value {
            let body = match programs {
                Some(Programs { value: Some(value), .. }) => {
                    let prologue = self.prologue(&[]);
                    let body = self.body(value, Gradient { place: &place, accumulate: false }, &reserved);
                    quote! { #prologue #body }
                }
                _ => stand_in.clone(),
            };
            out.extend(quote! {
                #cfg
                #docs
                #allow
                #[inline]
                #vis fn #ident #generics (#(#arguments),*) -> #returns #clause { #body }
            });
        }
        out.extend(self.item(
            format!("The value of `{f}` and its gradient with respect to {by}, written through `&mut`; never allocates."),
            quote! { #both_into #generics (#(#arguments,)* #(#out_arguments),*) -> #scalar #clause },
            main_body,
        ));
        if programs.is_some_and(|p| p.full.has_workspace()) {
            let with = name("value_and_gradient_with");
            let workspace = Ident::new("workspace", Span::mixed_site());
            // After `self`, which comes first.
            let mut all = arguments.clone();
            all.insert(usize::from(pass.first().is_some_and(|p| *p == "self")), quote! { #workspace: &mut #krate::Workspace });
            out.extend(self.item(
                format!("As `{f}_value_and_gradient_into`, in memory that the caller keeps."),
                quote! { #with #generics (#(#all,)* #(#out_arguments),*) -> #scalar #clause },
                quote! { #workspace.lend(|| #both_into_path(#(#pass,)* #(#outs),*)) },
            ));
        }
        out.extend(self.item(
            format!("The gradient of `{f}` with respect to {by}, written through `&mut`; never allocates."),
            quote! { #into #generics (#(#arguments,)* #(#out_arguments),*) #clause },
            pick(quote! { let _ = #both_into_path(#(#pass,)* #(#outs),*); }),
        ));
        out.extend(self.item(
            format!("The value of `{f}` and its gradient with respect to {by}."),
            quote! { #both #generics (#(#arguments),*) -> (#scalar, #gradient_type) #clause },
            {
                let value = local("value");
                pick(quote! {
                    #(let mut #outs = #zeros;)*
                    let #value = #both_into_path(#(#pass,)* #(&mut #outs),*);
                    (#value, #gradient_value)
                })
            },
        ));
        out.extend(self.item(
            format!("The gradient of `{f}` with respect to {by}."),
            quote! { #gradient #generics (#(#arguments),*) -> #gradient_type #clause },
            pick(quote! {
                #(let mut #outs = #zeros;)*
                let _ = #both_into_path(#(#pass,)* #(&mut #outs),*);
                #gradient_value
            }),
        ));
        let arrays = wrt.iter().any(|(_, p)| !p.dims().is_empty() || matches!(p.kind, ParameterKind::Parts(_)));
        let add_body = match programs {
            Some(Programs { full, .. }) if arrays => {
                let prologue = self.prologue(&gradients);
                let body = self.body(full, Gradient { place: &place, accumulate: true }, &reserved);
                let value = local("value");
                self.enclose(false, quote! { #prologue let #value = { #body }; let _ = #value; })
            }
            _ => {
                let steps: Vec<Ident> = outs.iter().map(|o| local(&format!("{o}_step"))).collect_vec();
                pick(quote! {
                    #(let mut #steps = #zeros;)*
                    let _ = #both_into_path(#(#pass,)* #(&mut #steps),*);
                    #(*#outs += #steps;)*
                })
            }
        };
        out.extend(self.item(
            format!("Adds the gradient of `{f}` with respect to {by} to what is there."),
            quote! { #add #generics (#(#arguments,)* #(#out_arguments),*) #clause },
            add_body,
        ));
        let product = name("vjp");
        let seed = local("seed");
        let scaled = wrt.iter().zip(&outs).map(|((_, p), out)| match &p.kind {
            ParameterKind::Float(dims) if dims.is_empty() => quote! { #out *= #seed; },
            _ => quote! { #krate::__rt::scale(&mut #out, #seed); },
        });
        let scaled: Vec<TokenStream> = scaled.collect_vec();
        out.extend(self.item(
            format!("The gradient of `{f}` with respect to {by}, times `seed`: its vector-Jacobian product."),
            quote! { #product #generics (#(#arguments,)* #seed: #scalar) -> #gradient_type #clause },
            pick(quote! {
                #(let mut #outs = #zeros;)*
                let _ = #both_into_path(#(#pass,)* #(&mut #outs),*);
                #(#scaled)*
                #gradient_value
            }),
        ));
        // Callers have the value and the gradient of one run.
        let continued = programs.is_some().then(|| {
            let [value, rest, then] = ["value", "rest", "then"].map(local);
            let body = quote! {
                #(let mut #outs = #zeros;)*
                let #value = #both_into_path(#(#pass,)* #(&mut #outs),*);
                let (#seed, #rest) = #then(#value);
                #(#scaled)*
                (#rest, #gradient_value)
            };
            let (name, item) = self.continued(&arguments, &scalar, &scalar, &gradient_type, body);
            out.extend(item);
            name
        });
        out.extend(self.companion(product, programs.is_some(), continued, None, &[Some(scalar)], &types));
        out
    }

    /// The hidden function that computes the value, calls `then` with it for its seed, and returns what else that returns and
    /// the gradient; its name and the item.
    pub(crate) fn continued(
        &self,
        arguments: &[TokenStream],
        value: &TokenStream,
        seed: &TokenStream,
        gradient: &TokenStream,
        body: TokenStream,
    ) -> (Ident, TokenStream) {
        let (vis, cfg, allow, then) = (&self.vis, &self.cfg, allow(), local("then"));
        let name = format_ident!("__{}_with", syn::ext::IdentExt::unraw(self.ident), span = self.ident.span());
        let generics = companion::continuing(self.generics, &[]);
        let (heads, _, clause) = generics.split_for_impl();
        let bound = companion::then_bound(value, seed);
        let clause = companion::and(clause, &bound);
        let item = quote! {
            #cfg
            #[doc(hidden)]
            #allow
            #[inline]
            #vis fn #name #heads (#(#arguments,)* #then: __K) -> (__X, #gradient) #clause { #body }
        };
        (name, item)
    }
}

impl Family<'_> {
    /// Sets gradients to zero of which the body does not write every number, or all.
    pub fn clear(&self, gradients: &[(usize, Ident)], all: bool) -> TokenStream {
        let krate: TokenStream = self.krate.parse().unwrap_or_default();
        let most = quote! { ::core::primitive::usize::MAX };
        let composites = gradients.iter().filter_map(|(at, ident)| match &self.parameters[*at].kind {
            ParameterKind::Parts(composite) if all => Some(composite.clear(ident, &most, &krate)),
            ParameterKind::Float(dims) if all => Some(match dims.first() {
                Some(Dim::Slice) => quote! { #krate::__rt::clear_list_beyond(#ident, #most); },
                _ => quote! { #krate::__rt::clear_beyond(#ident, #most); },
            }),
            ParameterKind::Parts(composite) => Some(composite.clear(ident, &self.written(&self.parameters[*at].name), &krate)),
            _ => None,
        });
        quote! { #(#composites)* }
    }

    /// Of what kinds the arguments are, and the result.
    fn kinds(&self, krate: &TokenStream) -> Vec<TokenStream> {
        let floats = chainrule_rust::float_parameters(self.generics);
        let own = named(self.generics).iter().map(ToString::to_string).collect_vec();
        let kind = |ty: &TokenStream, output, argument: bool| match syn::parse2(ty.clone()).and_then(|ty| Type::parse(&ty)) {
            Ok(parsed) => arity::kind_of(&Type { mutable: output, ..parsed.with_floats(&floats) }, ty, argument, &own, krate),
            Err(_) => quote! { #krate::__rt::kinds::any },
        };
        let returned = match syn::parse2(self.output.output.clone()) {
            Ok(syn::ReturnType::Type(_, ty)) => quote! { #ty },
            _ => TokenStream::new(),
        };
        self.parameters.iter().map(|p| kind(&p.ty, p.output, true)).chain([kind(&returned, false, false)]).collect_vec()
    }

    /// The item by which callers differentiate the function; `seeds` are the types of the seeds, none for that of
    /// a function that returns nothing, and `types` those of the gradients.
    pub fn companion(
        &self,
        product: Ident,
        there: bool,
        continued: Option<Ident>,
        along: Option<Ident>,
        seeds: &[Option<TokenStream>],
        types: &[TokenStream],
    ) -> TokenStream {
        let krate: TokenStream = self.krate.parse().unwrap_or_default();
        let mut types = types.iter().cloned();
        let companion = Companion {
            of: self.ident,
            vis: &self.vis,
            cfg: &self.cfg,
            generics: self.generics,
            arguments: self.parameters.iter().map(|p| p.ty.clone()).collect_vec(),
            kinds: self.kinds(&krate),
            seeds: seeds.to_vec(),
            gradients: self.parameters.iter().map(|p| if p.wrt { types.next() } else { None }).collect_vec(),
            product,
            continued,
            along,
            number: self.several.is_none(),
            outputs: self.parameters.iter().map(|p| p.output).collect_vec(),
            there,
            zero: self.several.as_ref().and_then(|product| product.form.as_ref()).map(|form| {
                let value = local("seed");
                self.zero_like(form, &quote! { #value }, 0)
            }),
            stills: {
                let names = self.names();
                let name = |k: usize, p: &Parameter| if p.ident == "self" { p.ident.clone() } else { local(&format!("a{k}")) };
                let still = |(k, p): (usize, &Parameter)| p.wrt.then(|| along::still(p, &name(k, p), self.scalar, &names));
                self.parameters.iter().enumerate().map(still).collect_vec()
            },
            output: &self.output,
            krate: &krate,
        };
        if self.method {
            companion.of_type(self.parameters.first().filter(|p| p.ident == "self").map(|p| p.by_ref))
        } else {
            companion.item(false)
        }
    }
}

/// An extent by its name in the tree, which one that is computed has not.
pub fn extent_name(ast: &Ast, extent: &Extent) -> Option<String> {
    match extent {
        Extent::Number(n) => Some(n.to_string()),
        Extent::Name(symbol) => Some(ast.name(*symbol).to_owned()),
        Extent::Expr(_) => None,
    }
}
