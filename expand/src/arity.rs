//! Calls that do not fit the function.
//!
//! Generated code repeats the calls that a function makes, and calls the derivative of what is called. If the user gives a
//! call a wrong number of arguments, or other ones than the function takes, the compiler says so where he wrote it, and would
//! say it again of all of these. So the companion of a function says of what kinds its arguments and its result are, by a method with
//! the number of arguments in its name; where that is not there, a trait that everything has gives kinds that fit nothing. A call
//! that does not fit finds functions of types that fit what generated code does with it, and all is well; they never run, because
//! the function that the user wrote does not compile. Functions of types have the number of arguments in their names alone.

use crate::imports::{self, RawOrPlain as _};
use chainrule_parser::ast::{Call, Callee, Expr, Extent, Handed, Passed};
use chainrule_parser::list::CollectVec;
use chainrule_rust::RustFunction;
use chainrule_rust::types::{self, Scalar, Type};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

/// What a companion says of the arguments of a function with so many.
pub fn kinds(count: usize) -> Ident {
    format_ident!("kinds_{count}", span = Span::mixed_site())
}

/// Of what kind an argument or a result is, as far as generated code tells them apart: a type, of which `own` says what is known
/// in the function alone, written in this way.
pub fn kind_of(ty: &Type, syntax: &TokenStream, argument: bool, own: &[String], krate: &TokenStream) -> TokenStream {
    let is_own = |text: &str| own.iter().any(|name| name == text);
    match &ty.kind {
        types::Kind::Path(_) if !ty.mutable && !ty.boxed => {
            if let Some(ty) = without_lifetimes(syntax, &is_own) {
                // Not in angle brackets: what the compiler advises about a type that is not there depends on that.
                return quote! { <#ty as #krate::__rt::kinds::Typed>::Kind };
            }
        }
        types::Kind::Composite(types::Form::Tuple(items)) if !argument => {
            let count = items.len();
            return quote! { #krate::__rt::kinds::tuple<#count> };
        }
        _ => {}
    }
    let name = match &ty.kind {
        _ if ty.boxed => None,
        types::Kind::Float(Scalar::Generic(_), _) => None,
        types::Kind::Float(scalar, dims) => match (ty.mutable, dims.len()) {
            (true, axes) => array_kind(scalar.name(), "output", axes),
            (false, 0) if ty.by_ref => Some(format!("{}_reference", scalar.name())),
            (false, 0) => Some(format!("{}_number", scalar.name())),
            (false, axes) => array_kind(scalar.name(), "array", axes),
        },
        types::Kind::Integer if !ty.by_ref => Some("integer".to_owned()),
        types::Kind::Bool if !ty.by_ref => Some("condition".to_owned()),
        _ => None,
    };
    let name = Ident::new(name.as_deref().unwrap_or("any"), Span::mixed_site());
    let lengths = ty.dims().unwrap_or_default().iter().map(|dim| match dim {
        types::Dim::Number(length) => Axis::Number(*length),
        types::Dim::Const(text) if !is_own(text) => Axis::constant(text),
        _ => Axis::Unknown,
    });
    let lengths = lengths.map(|axis| match axis {
        Axis::Name(name) => Axis::Name(as_written(name, syntax)),
        axis => axis,
    });
    let lengths = lengths.collect_vec();
    let any = lengths.iter().all(|axis| matches!(axis, Axis::Unknown));
    let lengths = lengths.iter().map(|axis| axis.tokens(None, krate));
    let lengths = (name != "any" && !any).then(|| quote! { <(#(#lengths,)*)> });
    quote! { #krate::__rt::kinds::#name #lengths }
}

/// A path with its names where a type has them.
fn as_written(path: TokenStream, ty: &TokenStream) -> TokenStream {
    fn find(name: &Ident, tokens: TokenStream) -> Option<Ident> {
        tokens.into_iter().find_map(|tree| match tree {
            TokenTree::Ident(ident) if ident == *name => Some(ident),
            TokenTree::Group(group) => find(name, group.stream()),
            _ => None,
        })
    }
    path.into_iter()
        .map(|tree| match tree {
            TokenTree::Ident(name) => find(&name, ty.clone()).unwrap_or(name).into(),
            other => other,
        })
        .collect()
}

/// A type without the names of lifetimes, if that says all, and nothing in it is known in the function alone.
fn without_lifetimes(ty: &TokenStream, own: &dyn Fn(&str) -> bool) -> Option<TokenStream> {
    let mut out = TokenStream::new();
    let (mut reference, mut lifetime) = (false, false);
    for tree in ty.clone() {
        match &tree {
            TokenTree::Punct(sign) if sign.as_char() == '\'' => {
                if !reference {
                    return None;
                }
                lifetime = true;
                continue;
            }
            TokenTree::Ident(_) if lifetime => {
                lifetime = false;
                continue;
            }
            TokenTree::Ident(ident) if own(&ident.to_string()) || ident == "impl" || ident == "dyn" => return None,
            TokenTree::Group(_) => return None,
            TokenTree::Punct(sign) => reference = sign.as_char() == '&',
            _ => reference = false,
        }
        out.extend([tree]);
    }
    Some(out)
}

/// What a call passes as it is, or makes.
pub struct Given {
    /// In Rust.
    pub text: String,
    /// What asks about it.
    pub tokens: TokenStream,
    /// What has no type if it is a struct that is made wrong.
    pub literal: Option<TokenStream>,
}

/// The length of an axis.
#[derive(Clone)]
enum Axis {
    Number(u64),
    /// By the name of a constant.
    Name(TokenStream),
    Unknown,
}

impl Axis {
    /// What one letter is the name of is a parameter, or was meant to be one.
    fn constant(text: &str) -> Axis {
        match syn::parse_str::<syn::Path>(text) {
            Ok(path) if text.len() > 1 => Axis::Name(path.to_token_stream()),
            _ => Axis::Unknown,
        }
    }

    /// As a word.
    fn text(&self) -> String {
        match self {
            Axis::Number(length) => format!("[{length}]"),
            Axis::Name(name) => format!("[{name}]"),
            Axis::Unknown => "[]".to_owned(),
        }
    }

    /// As a type, and as a value, in an array of lengths.
    fn tokens(&self, at: Option<Span>, krate: &TokenStream) -> TokenStream {
        match self {
            Axis::Number(length) => {
                let length = proc_macro2::Literal::u64_unsuffixed(*length);
                quote! { #krate::__rt::kinds::Long::<#length> }
            }
            Axis::Name(name) => {
                let name = at.map_or_else(|| name.clone(), |at| imports::placed(name.clone(), at));
                quote! { #krate::__rt::kinds::Long::<{ #name }> }
            }
            Axis::Unknown => quote! { #krate::__rt::kinds::any },
        }
    }
}

/// As many axes as are told apart.
fn array_kind(scalar: &str, what: &str, axes: usize) -> Option<String> {
    (axes <= 4).then(|| format!("{scalar}_{what}_{axes}"))
}

/// The value and the vector-Jacobian product of a companion in one, with a closure in between.
pub fn with() -> Ident {
    Ident::new("with", Span::mixed_site())
}

/// Types for a call of a function that does not take as many arguments.
#[derive(Clone)]
pub struct StandIn {
    /// What each argument is.
    arguments: Vec<Kind>,
    /// The type of the result, as far as its use says it.
    result: Option<TokenStream>,
    /// The arguments that it returns as a function leaves them, and whether that is behind what the function returns.
    left: Option<(bool, Vec<usize>)>,
    /// The type of numbers, unless it is a type parameter.
    scalar: Option<Ident>,
    /// For each argument, of a struct that is made, what is read of its gradient.
    made: Vec<Option<Read>>,
    /// For each argument, and for the result, the kind that it has to be of, if it is known.
    asked: Vec<Option<String>>,
    /// For each argument that is an array, how long it is.
    lengths: Vec<Vec<Axis>>,
    /// Of how many items the result has to be at least, if it is a tuple.
    items: Option<usize>,
    /// Where the call is.
    span: Span,
}

/// What is read of the gradient of a struct that is made.
#[derive(Clone)]
enum Read {
    Number(Kind),
    Fields(Vec<(String, Read)>),
}

impl Read {
    /// Of what follows the gradient in Rust, and of what kind that is; none if there is more than fields.
    fn of(places: &[(&str, Kind)]) -> Option<Read> {
        if let [("", kind)] = places {
            return Some(Read::Number(*kind));
        }
        if places.iter().any(|(place, _)| place.contains('(')) {
            return None;
        }
        let mut fields: Vec<(String, Vec<(&str, Kind)>)> = Vec::new();
        for (place, kind) in places {
            let rest = place.strip_prefix('.').filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))?;
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let known = fields.iter().position(|f| f.0 == rest[..end]).unwrap_or_else(|| {
                fields.push((rest[..end].to_owned(), Vec::new()));
                fields.len() - 1
            });
            fields[known].1.push((&rest[end..], *kind));
        }
        let fields = fields.into_iter().map(|(name, places)| Some((name, Read::of(&places)?)));
        fields.collect::<Option<_>>().map(Read::Fields)
    }

    /// A type that has what is read, and the structs that it takes.
    fn define(&self, name: &str, scalar: Option<&Ident>, krate: &TokenStream, out: &mut TokenStream) -> TokenStream {
        match (self, scalar) {
            (Read::Number(Kind::Number | Kind::Reference), Some(scalar)) => scalar.to_token_stream(),
            (Read::Number(Kind::Array(axes)), Some(scalar)) => array(scalar, *axes),
            (Read::Number(_), _) => quote! { #krate::__rt::Anything },
            (Read::Fields(fields), _) => {
                let own = format_ident!("{name}", span = Span::mixed_site());
                let fields = fields.iter().map(|(field, read)| {
                    let ty = read.define(&format!("{name}_{field}"), scalar, krate, out);
                    let field = Ident::new(field, Span::mixed_site());
                    quote! { pub #field: #ty }
                });
                let fields: Vec<TokenStream> = fields.collect_vec();
                out.extend(quote! {
                    pub struct #own { #(#fields),* }
                    impl #krate::__rt::Differentiated for #own {
                        type Gradient = Self;
                        fn gradient(self) -> Self { self }
                    }
                });
                own.into_token_stream()
            }
        }
    }
}

/// How an argument is passed.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Reference,
    Integer,
    /// With so many axes.
    Array(usize),
    /// By `&mut`, with so many axes.
    Output(usize),
    /// A struct, which is handed on.
    Handed,
    Unknown,
}

/// Longer than any index that is a number.
const LENGTH: usize = 4096;

/// An array with so many axes.
fn array(scalar: &Ident, axes: usize) -> TokenStream {
    (0..axes).fold(scalar.to_token_stream(), |inner, _| quote! { [#inner; #LENGTH] })
}

/// Generic parameters.
#[derive(Default)]
struct Generics {
    types: Vec<Ident>,
    lengths: Vec<Ident>,
}

impl Generics {
    /// A slice with so many axes.
    fn rows(&mut self, scalar: &Ident, axes: usize, number: usize) -> TokenStream {
        let rows = (1..axes).fold(scalar.to_token_stream(), |inner, axis| {
            let length = format_ident!("L{number}_{axis}", span = Span::mixed_site());
            let row = quote! { [#inner; #length] };
            self.lengths.push(length);
            row
        });
        quote! { &[#rows] }
    }
}

impl Generics {
    /// With some types more.
    fn tokens_with(&self, others: &[Ident]) -> TokenStream {
        let Generics { types, lengths } = self;
        quote! { <#(#types,)* #(#others,)* #(const #lengths: usize),*> }
    }
}

impl ToTokens for Generics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens_with(&[]));
    }
}

impl StandIn {
    /// For the call of this number.
    pub fn of(f: &RustFunction, call: &Call, number: Option<usize>) -> StandIn {
        let scalar = match f.scalar {
            Scalar::Generic(_) => None,
            native => Some(Ident::new(native.name(), Span::mixed_site())),
        };
        let kind = |passed: &Passed| match passed {
            Passed::Whole(handed) | Passed::Part(handed) => match handed {
                Handed::Value => Kind::Unknown,
                Handed::Reference | Handed::Either => Kind::Handed,
            },
            Passed::Number | Passed::Either => Kind::Number,
            Passed::Reference => Kind::Reference,
            Passed::Integer => Kind::Integer,
            Passed::Array(extents) => Kind::Array(extents.len()),
            Passed::Output(extents) => Kind::Output(extents.len()),
            Passed::Condition | Passed::Text(_) => Kind::Unknown,
        };
        let (mut arguments, mut made) = (Vec::new(), Vec::new());
        for (operands, assembled) in call.taken() {
            match assembled {
                None => arguments.push(kind(&call.arguments[operands.start])),
                Some(_) => arguments.push(Kind::Handed),
            }
            made.push(assembled.and_then(|assembled| {
                let kinds = call.arguments[operands].iter().map(kind);
                Read::of(&assembled.places.iter().map(String::as_str).zip(kinds).collect_vec())
            }));
        }
        let mut parts: Vec<&str> = Vec::new();
        for id in f.ast.ids() {
            if let Expr::Output { call: of, part, .. } = f.ast.expr(id)
                && let Expr::Invoke { call: own, .. } = f.ast.expr(*of)
                && Some(*own as usize) == number
            {
                let part = &f.ast.parts[*part as usize];
                // Beside it may be what the call leaves in places.
                let template =
                    part.template.strip_prefix(call.returned()).filter(|_| call.outputs() == 0 || !part.template.starts_with(".1"));
                parts.extend(template.map(|template| if part.whole { "?" } else { template }));
            }
        }
        let mut asked = call
            .taken()
            .into_iter()
            .map(|(operands, assembled)| {
                let of = |what: &str| scalar.as_ref().map(|scalar| format!("{scalar}_{what}"));
                let array = |what: &str, axes| array_kind(&scalar.as_ref()?.to_string(), what, axes);
                match (&call.arguments[operands.start], assembled) {
                    (Passed::Number, None) => of("number"),
                    (Passed::Reference, None) => of("reference"),
                    (Passed::Integer, None) => Some("integer".to_owned()),
                    (Passed::Condition, None) => Some("condition".to_owned()),
                    (Passed::Array(extents), None) => array("array", extents.len()),
                    (Passed::Output(extents), None) => array("output", extents.len()),
                    _ => None,
                }
            })
            .collect_vec();
        asked.push(match (&parts[..], &scalar) {
            ([first, ..], Some(scalar)) => {
                let axes = first.len() / 2;
                let all = parts.iter().all(|part| *part == "[]".repeat(axes));
                match axes {
                    _ if !all => None,
                    0 => Some(format!("{scalar}_number")),
                    axes => array_kind(&scalar.to_string(), "array", axes),
                }
            }
            _ => None,
        });
        let item = |part: &&str| {
            let rest = part.strip_prefix('.')?;
            rest[..rest.find(['.', '[']).unwrap_or(rest.len())].parse::<usize>().ok()
        };
        let items = parts.iter().filter_map(item).max().map(|last| last + 1);
        let left = match call.callee {
            Callee::Beside(changed) => (0..32).filter(|k| changed & (1 << k) != 0).collect_vec(),
            _ => Vec::new(),
        };
        if !left.is_empty() {
            // What the function itself returns is the first item, if there is more than is left.
            parts.retain(|part| part.starts_with(".0"));
            parts.iter_mut().for_each(|part| *part = &part[2..]);
        }
        let result = scalar.as_ref().and_then(|scalar| result(&parts, scalar));
        let left = (!left.is_empty()).then(|| (call.name == "and_left", left));
        let known_late = |name: &str| {
            f.runtime.iter().any(|d| d.name == name) || f.arguments.iter().any(|a| a.name == name) || f.parts.iter().any(|p| p.name == name)
        };
        let axis = |extent: &Extent| match extent {
            Extent::Number(length) => Axis::Number(*length),
            Extent::Name(name) if !known_late(f.ast.name(*name)) => Axis::constant(f.ast.name(*name)),
            _ => Axis::Unknown,
        };
        let lengths = call.taken().into_iter().map(|(operands, assembled)| match (&call.arguments[operands.start], assembled) {
            (Passed::Array(extents) | Passed::Output(extents), None) => extents.iter().map(axis).collect_vec(),
            _ => Vec::new(),
        });
        StandIn { arguments, result, left, scalar, made, asked, lengths: lengths.collect_vec(), items, span: f.token_span(call.span) }
    }

    /// The types of the arguments, and names for those that are not known; in a product an output is what it holds.
    fn arguments(&self, from: usize, product: bool) -> (Generics, Vec<TokenStream>) {
        let mut generics = Generics::default();
        let mut types = Vec::new();
        for (k, kind) in self.arguments.iter().enumerate().skip(from) {
            let name = format_ident!("A{k}", span = Span::mixed_site());
            let ty = match (*kind, &self.scalar) {
                (Kind::Integer, _) => quote! { usize },
                (Kind::Handed, _) => quote! { &#name },
                (Kind::Number, Some(scalar)) => quote! { #scalar },
                (Kind::Reference, Some(scalar)) => quote! { &#scalar },
                (Kind::Output(0), Some(scalar)) if product => quote! { &#scalar },
                (Kind::Array(axes), Some(scalar)) | (Kind::Output(axes), Some(scalar)) if product || matches!(kind, Kind::Array(_)) => {
                    generics.rows(scalar, axes, k)
                }
                _ => quote! { #name },
            };
            if ty.to_string().ends_with(&name.to_string()) {
                generics.types.push(name);
            }
            types.push(ty);
        }
        (generics, types)
    }

    /// The type of the result; a name for it if it is not known.
    fn returned(&self, generics: &mut Generics) -> TokenStream {
        if let Some((result, left)) = &self.left {
            let left = left.iter().map(|k| format_ident!("A{k}", span = Span::mixed_site())).collect_vec();
            return match (result, &left[..]) {
                (false, [one]) => one.to_token_stream(),
                (false, left) => quote! { (#(#left),*) },
                (true, left) => {
                    let result = StandIn { left: None, ..self.clone() }.returned(generics);
                    quote! { (#result, #(#left),*) }
                }
            };
        }
        let name = Ident::new("R", Span::mixed_site());
        match &self.result {
            Some(ty) => ty.clone(),
            None => {
                generics.types.push(name.clone());
                name.into_token_stream()
            }
        }
    }

    /// The structs that the gradients are, for the module that the functions are in.
    pub fn structs(&self, krate: &TokenStream) -> TokenStream {
        let mut out = TokenStream::new();
        for (k, read) in self.made.iter().enumerate() {
            if let Some(read) = read {
                read.define(&self.name_of(k), self.scalar.as_ref(), krate, &mut out);
            }
        }
        out
    }

    fn name_of(&self, argument: usize) -> String {
        format!("Made{argument}Of{}", self.arguments.len())
    }

    /// The types of the gradients, and those of the seeds.
    fn gradients(&self, krate: &TokenStream, generics: &mut Generics) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let gradients = self.arguments.iter().enumerate().map(|(k, kind)| match (*kind, &self.scalar, &self.made[k]) {
            (_, _, Some(read)) => read.define(&self.name_of(k), self.scalar.as_ref(), krate, &mut TokenStream::new()),
            (Kind::Number | Kind::Reference, Some(scalar), _) => scalar.to_token_stream(),
            (Kind::Array(axes) | Kind::Output(axes), Some(scalar), _) => array(scalar, axes),
            _ => quote! { #krate::__rt::Anything },
        });
        let returned = Ident::new("S", Span::mixed_site());
        let mut seeds = vec![returned.to_token_stream()];
        generics.types.push(returned);
        for (k, kind) in self.arguments.iter().enumerate() {
            let Kind::Output(axes) = *kind else { continue };
            seeds.push(match (axes, &self.scalar) {
                (0, Some(scalar)) => quote! { &#scalar },
                (axes, Some(scalar)) => generics.rows(scalar, axes, self.arguments.len() + k),
                (_, None) => {
                    let name = format_ident!("S{k}", span = Span::mixed_site());
                    generics.types.push(name.clone());
                    name.into_token_stream()
                }
            });
        }
        (gradients.collect_vec(), seeds)
    }

    /// Whether a function takes what these calls pass, which pass the same, and returns what they use. `given` is what is passed
    /// as it is, for each argument.
    pub fn asks(same: &[(&StandIn, &[Option<Given>])], kinds: &Ident, krate: &TokenStream) -> TokenStream {
        let mut asked: Vec<String> = Vec::new();
        let mut is_new = |text: String| {
            let new = !asked.contains(&text);
            if new {
                asked.push(text);
            }
            new
        };
        let mut out = quote! { #kinds.0.there() };
        for (call, given) in same {
            for (k, kind) in call.asked.iter().enumerate() {
                let place = syn::Index::from(k + 1);
                if let Some(kind) = kind.as_ref().filter(|kind| is_new(format!("{k} {kind}"))) {
                    let kind = Ident::new(kind, Span::mixed_site());
                    out.extend(quote! { .and(#kinds.#place.#kind()) });
                }
                let lengths = call.lengths.get(k).map(Vec::as_slice).unwrap_or_default();
                let known = lengths.iter().any(|axis| !matches!(axis, Axis::Unknown));
                if known && is_new(format!("{k} {}", lengths.iter().map(Axis::text).collect::<String>())) {
                    let lengths = lengths.iter().map(|axis| axis.tokens(Some(call.span), krate));
                    let lengths = quote! { #krate::__rt::kinds::Lengths((#(#lengths,)*)) };
                    out.extend(quote! { .and(#krate::__rt::kinds::asked(&#kinds.#place, #lengths).fits()) });
                }
                if let Some(Some(Given { text, tokens, literal })) = given.get(k)
                    && is_new(format!("{k} {text}"))
                {
                    out.extend(literal.iter().map(|literal| quote! { .and(#literal) }));
                    out.extend(quote! { .and(#krate::__rt::kinds::asked(&#kinds.#place, #tokens).fits()) });
                }
            }
            if let Some(count) = call.items
                && is_new(format!("{count} items"))
            {
                let place = syn::Index::from(call.asked.len());
                out.extend(quote! { .and(#krate::__rt::kinds::asked(&#kinds.#place, #krate::__rt::kinds::Items::<#count>).fits()) });
            }
        }
        out
    }

    /// Methods in the place of those of the companion of a function that does not take what this call passes, or has no companion.
    pub fn of_function(&self, krate: &TokenStream) -> TokenStream {
        let (mut own, given) = self.arguments(0, true);
        let (gradients, seeds) = self.gradients(krate, &mut own);
        let (mut generics, function) = self.function();
        let itself = Ident::new("F", Span::mixed_site());
        generics.types.push(itself.clone());
        let with = self.continued(&with(), None, 0, krate);
        let along = self.along([&Ident::new("still", Span::mixed_site()), &Ident::new("jvp", Span::mixed_site())], None, krate);
        quote! {
            pub fn takes #generics (&self, _: #itself) -> #function { #krate::__rt::left_out() }
            #with
            pub fn vjp #own (&self, #(_: #given,)* #(_: #seeds),*) -> (#(#gradients,)*) { #krate::__rt::left_out() }
            pub fn differentiated<D>(&self, gradient: D) -> D { gradient }
            #along
        }
    }

    /// The two functions by which Jacobians go through a call: those of a companion, or of a type after `head`, with their names
    /// and visibility.
    fn along(&self, names: [&Ident; 2], of_type: Option<(&Option<TokenStream>, &Option<TokenStream>)>, krate: &TokenStream) -> TokenStream {
        let from = usize::from(of_type.is_some_and(|(head, _)| head.is_some()));
        let (mut own, given) = self.arguments(from, true);
        let (gradients, _) = self.gradients(krate, &mut Generics::default());
        let lanes = Ident::new("LANES", Span::mixed_site());
        let gradients = quote! { (#([#gradients; #lanes],)*) };
        own.lengths.push(lanes.clone());
        let mut still = own.tokens_with(&[]);
        let head = match of_type {
            Some((head, _)) => quote! { #head },
            None => {
                let [function, other] = ["F", "R"].map(|name| Ident::new(name, Span::mixed_site()));
                still = own.tokens_with(&[function.clone(), other]);
                quote! { &self, _: #function, }
            }
        };
        let result = self.returned(&mut own);
        let result = match self.arguments.iter().any(|kind| matches!(kind, Kind::Output(_))) {
            true => quote! { #krate::__rt::Anything },
            false => result,
        };
        let jvp = match of_type {
            Some(_) => own.tokens_with(&[]),
            None => own.tokens_with(&["F", "RR"].map(|name| Ident::new(name, Span::mixed_site()))),
        };
        let vis = of_type.map_or_else(|| quote! { pub }, |(_, vis)| quote! { #vis });
        let [name, product] = names;
        quote! {
            #vis fn #name #still (#head #(_: #given,)* _: #krate::__rt::Lanes<#lanes>) -> #gradients { #krate::__rt::left_out() }
            #vis fn #product #jvp (#head #(_: #given,)* _: #gradients) -> [#result; #lanes] { #krate::__rt::left_out() }
        }
    }

    /// In the place of a function that is not there.
    pub fn missing(&self, called: &Ident, krate: &TokenStream) -> TokenStream {
        let (mut generics, function) = self.function();
        let companion = Ident::new("C", Span::mixed_site());
        generics.types.push(companion.clone());
        quote! { pub fn #called #generics (self, _: &#companion) -> #function { #krate::__rt::left_out() } }
    }

    /// The type of a function that this call fits, and its unknown types.
    fn function(&self) -> (Generics, TokenStream) {
        let (mut generics, types) = self.arguments(0, false);
        let result = self.returned(&mut generics);
        (generics, quote! { fn(#(#types),*) -> #result })
    }

    /// The method itself, of what takes anything.
    pub fn itself(&self, call: &Call, krate: &TokenStream) -> TokenStream {
        let name = Ident::new_raw_or_plain(&call.name, Span::mixed_site());
        let (generics, types) = self.arguments(1, false);
        quote! { pub fn #name #generics (&self, #(_: #types),*) { #krate::__rt::left_out() } }
    }

    /// The same for a function of a type: of a trait, or of a type in the place of that of a method.
    pub fn of_type(&self, call: &Call, inherent: bool, krate: &TokenStream) -> TokenStream {
        let vis = inherent.then(|| quote! { pub });
        let (name, count) = (&call.name, self.arguments.len());
        let vjp = format_ident!("__{name}_vjp_{count}", span = Span::mixed_site());
        let method = call.callee == Callee::Method;
        let head = method.then(|| quote! { &self, });
        let from = usize::from(method);
        let ((mut generics, types), (mut own, given)) = (self.arguments(from, false), self.arguments(from, true));
        let result = self.returned(&mut generics);
        let (gradients, seeds) = self.gradients(krate, &mut own);
        let with = format_ident!("__{name}_{}_{count}", if method { "with" } else { "through" }, span = Span::mixed_site());
        let with = self.continued(&with, Some((&head, &vis)), from, krate);
        let [still, jvp] = ["still", "jvp"].map(|what| format_ident!("__{name}_{what}_{count}", span = Span::mixed_site()));
        let along = self.along([&still, &jvp], Some((&head, &vis)), krate);
        let primal = if method {
            let primal = format_ident!("__{name}_call_{count}", span = Span::mixed_site());
            quote! { #vis fn #primal #generics (#head #(_: #types),*) -> #result { #krate::__rt::left_out() } }
        } else {
            let takes = format_ident!("__{name}_takes_{count}", span = Span::mixed_site());
            let itself = Ident::new("F", Span::mixed_site());
            generics.types.push(itself.clone());
            quote! { #vis fn #takes #generics (_: #itself) -> fn(#(#types),*) -> #result { #krate::__rt::left_out() } }
        };
        quote! {
            #primal
            #vis fn #vjp #own (#head #(_: #given,)* #(_: #seeds),*) -> (#(#gradients,)*) { #krate::__rt::left_out() }
            #with
            #along
        }
    }

    /// The one that goes on with a closure: that of a companion, or of a type after `head`, with its visibility. What is no method
    /// takes the function, too.
    fn continued(
        &self,
        name: &Ident,
        head: Option<(&Option<TokenStream>, &Option<TokenStream>)>,
        from: usize,
        krate: &TokenStream,
    ) -> Option<TokenStream> {
        if self.arguments.iter().any(|kind| matches!(kind, Kind::Output(_))) {
            return None;
        }
        let (mut own, given) = self.arguments(from, true);
        let (gradients, _) = self.gradients(krate, &mut own);
        let value = self.returned(&mut own);
        let [function, then, rest, seed] = ["F", "K", "X", "S"].map(|name| Ident::new(name, Span::mixed_site()));
        let signature = match head {
            Some((Some(head), _)) => head.clone(),
            of_companion => {
                own.types.push(function.clone());
                let receiver = of_companion.is_none().then(|| quote! { &self, });
                quote! { #receiver _: #function, }
            }
        };
        let vis = head.map_or_else(|| quote! { pub }, |(_, vis)| vis.to_token_stream());
        own.types.extend([then.clone(), rest.clone()]);
        Some(quote! {
            #vis fn #name #own (#signature #(_: #given,)* _: #then) -> (#rest, (#(#gradients,)*))
            where #then: ::core::ops::FnOnce(#value) -> (#seed, #rest) { #krate::__rt::left_out() }
        })
    }
}

/// The type of which these are the places that are read: a number, arrays, tuples; `?` is one of another kind.
fn result(parts: &[&str], scalar: &Ident) -> Option<TokenStream> {
    if parts.contains(&"?") {
        return None;
    }
    if parts.iter().all(|p| p.is_empty()) {
        return Some(if parts.is_empty() {
            quote! { () }
        } else {
            scalar.to_token_stream()
        });
    }
    if parts.iter().all(|p| p.starts_with("[]")) {
        let inner: Vec<&str> = parts.iter().map(|p| &p[2..]).collect_vec();
        let element = result(&inner, scalar)?;
        return Some(quote! { [#element; #LENGTH] });
    }
    let mut fields: Vec<Vec<&str>> = Vec::new();
    for part in parts {
        let rest = part.strip_prefix('.')?;
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let number: usize = rest[..end].parse().ok()?;
        fields.resize(fields.len().max(number + 1), Vec::new());
        fields[number].push(&rest[end..]);
    }
    let field = |places: &Vec<&str>| if places.is_empty() { Some(scalar.to_token_stream()) } else { result(places, scalar) };
    let fields = fields.iter().map(field).collect::<Option<Vec<_>>>()?;
    Some(quote! { (#(#fields,)*) })
}
