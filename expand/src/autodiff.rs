//! `#[autodiff_reverse]` and `#[autodiff_forward]`: the attributes of the nightly `std::autodiff`, with the same meaning
//! and the same signature of what they generate, for functions that return one number or write to `&mut` arguments.
//!
//! The activities and signatures are those of <https://doc.rust-lang.org/std/autodiff/>: reverse mode adds to the
//! shadows of references and takes a seed, forward mode takes a direction. The shadow of a `&mut` argument holds the seed of
//! what the function leaves there, and afterwards the derivative by what it found there: 0 where that was overwritten. In
//! forward mode it holds the direction before and the derivative of what was left after.

use crate::attr;
use crate::diag::{Diagnostics, Source};
use crate::engine::{self, Gradient};
use crate::fallback;
use crate::function::{self, Surroundings};
use crate::passes::Counted;
use crate::signature::{Family, Parameter, ParameterKind, allow};
use chainrule_parser::list::CollectVec;
use chainrule_rust as rust;
use chainrule_rust::types::{Dim, Kind, Type};
use chainrule_rust::{Options, RustFunction};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{LitInt, Token};

mod outputs;

/// Which way derivatives are computed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Reverse,
    Forward,
}

impl Mode {
    fn attribute(self) -> &'static str {
        match self {
            Mode::Reverse => "autodiff_reverse",
            Mode::Forward => "autodiff_forward",
        }
    }
}

/// What a name in the attribute says of an argument or of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Activity {
    Const,
    Active,
    ActiveOnly,
    Duplicated,
    DuplicatedOnly,
    Dual,
    DualOnly,
}

const ACTIVITIES: [(&str, Activity); 7] = [
    ("Const", Activity::Const),
    ("Active", Activity::Active),
    ("ActiveOnly", Activity::ActiveOnly),
    ("Duplicated", Activity::Duplicated),
    ("DuplicatedOnly", Activity::DuplicatedOnly),
    ("Dual", Activity::Dual),
    ("DualOnly", Activity::DualOnly),
];

/// `df, Duplicated, Const, Active`
struct Arguments {
    name: Ident,
    width: Option<LitInt>,
    activities: Vec<(Ident, Activity)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(input.error("the attribute begins with the name of the function to generate, as in `(df, Duplicated, Active)`"));
        }
        let name = input.parse()?;
        let mut out = Arguments { name, width: None, activities: Vec::new() };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            if out.width.is_none() && out.activities.is_empty() && input.peek(LitInt) {
                out.width = Some(input.parse()?);
                continue;
            }
            let word: Ident = input.call(Ident::parse_any)?;
            match ACTIVITIES.iter().find(|(name, _)| word == name) {
                Some((_, activity)) => out.activities.push((word, *activity)),
                None => {
                    let names = "`Const`, `Active`, `ActiveOnly`, `Duplicated`, `DuplicatedOnly`, `Dual` or `DualOnly`";
                    return Err(syn::Error::new(word.span(), format!("unknown activity `{word}`: write {names}")));
                }
            }
        }
        Ok(out)
    }
}

/// Expands the attribute.
pub fn expand(mode: Mode, attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = match syn::parse2::<syn::Item>(item.clone()) {
                Ok(_) => syn::Error::new(Span::call_site(), format!("`#[{}]` goes on a function", mode.attribute())),
                Err(_) => error,
            }
            .to_compile_error();
            return quote! { #item #error };
        }
    };
    let mut diag = Diagnostics::default();
    let generated = match generate(mode, attribute, &function, &mut diag) {
        Ok(tokens) => tokens,
        Err(errors) => {
            for error in errors {
                diag.push(error);
            }
            TokenStream::new()
        }
    };
    fallback::provide(&mut function.attrs, &mut function.block, diag.unknown());
    let errors = diag.into_tokens();
    // Who calls only the derivative still wrote the function.
    quote! { #[allow(dead_code)] #function #generated #errors }
}

fn generate(mode: Mode, attribute: TokenStream, function: &syn::ItemFn, diag: &mut Diagnostics) -> Result<TokenStream, Vec<syn::Error>> {
    let Arguments { name, width, activities } = syn::parse2(attribute).map_err(|e| vec![e])?;
    if let Some(receiver) = function.sig.receiver() {
        let message = "methods are not supported here: write a function, or `#[chainrule::gradient]` on the method instead";
        return Err(vec![syn::Error::new(receiver.self_token.span, message)]);
    }
    if let Some(parameter) = function.sig.generics.type_params().find(|_| !rust::float_parameters(&function.sig.generics).is_empty()) {
        let message = "generic float types are not supported here: write `f64` or `f32`, or `#[chainrule::gradient]` instead";
        return Err(vec![syn::Error::new(parameter.ident.span(), message)]);
    }
    let inputs: Vec<&syn::PatType> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            syn::FnArg::Typed(typed) => Some(typed),
            syn::FnArg::Receiver(_) => None,
        })
        .collect_vec();
    let returns = rust::returned_type(&function.sig).is_some();
    let expected = function.sig.inputs.len() + usize::from(returns);
    if activities.len() != expected {
        let result = if returns { " and one for the result" } else { "" };
        let message = format!("expected {expected} activities, one for each argument{result}, but found {}", activities.len());
        return Err(vec![syn::Error::new(name.span(), message)]);
    }
    let width = match &width {
        None => 1,
        Some(literal) => match (mode, literal.base10_parse::<usize>()) {
            (Mode::Reverse, _) => {
                return Err(vec![syn::Error::new(
                    literal.span(),
                    "a width is not supported in reverse mode: call the function once for each seed",
                )]);
            }
            (Mode::Forward, Ok(width @ 1..=64)) => width,
            (Mode::Forward, _) => return Err(vec![syn::Error::new(literal.span(), "the width is the number of directions: from 1 to 64")]),
        },
    };
    let (arguments, result) = activities.split_at(inputs.len());
    let mut errors = Vec::new();
    if let [result] = result {
        check_result(mode, result, &mut errors);
    }
    let mut wrt = Vec::new();
    for ((word, activity), input) in arguments.iter().zip(&inputs) {
        if let Some(error) = check_input(mode, word, *activity, input) {
            errors.push(error);
        }
        if *activity != Activity::Const
            && let Ok(Type { kind: Kind::Path(_) | Kind::Composite(_), .. }) = Type::parse(&input.ty)
        {
            let message = "structs and tuples are not supported here: write `#[chainrule::gradient]` instead, or `Const` for this argument";
            errors.push(syn::Error::new(input.ty.span(), message));
        }
        if let (syn::Pat::Ident(p), true) = (&*input.pat, *activity != Activity::Const) {
            wrt.push(p.ident.clone());
        }
    }
    if errors.is_empty() && wrt.is_empty() {
        errors.push(syn::Error::new(name.span(), "there is nothing to differentiate by: every argument is `Const`"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let result = result.first().map(|r| r.1);
    let derivative = Derivative { name, function, activities: arguments.iter().map(|a| a.1).collect_vec(), result, width };
    match rust::parse_function(
        function,
        &Options {
            wrt: Some(wrt),
            constants: Vec::new(),
            table: Some(engine::in_table),
            takes: Some(engine::takes),
            changing: Some(crate::changing::changes),
            returns_struct: Some(crate::changing::returns_struct),
            several: false,
            outputs: true,
            computes: Some(engine::computes),
        },
    ) {
        Ok(f) => {
            let family = function::family_of(function, &f, None, "::chainrule", Surroundings::Unknown);
            Ok(derivative.item(mode, family, Some(f)))
        }
        // With a stand-in for what calls of `df` expect to find.
        Err(refused) => {
            diag.note_unknown(refused.unknown);
            let errors = refused.errors.iter().map(syn::Error::to_compile_error);
            let item = refused.signature.map(|(arguments, scalar)| {
                let family = function::family(function, &arguments, scalar, "::chainrule", Surroundings::Unknown);
                derivative.item(mode, family, None)
            });
            Ok(quote! { #(#errors)* #item })
        }
    }
}

fn check_result(mode: Mode, (word, activity): &(Ident, Activity), errors: &mut Vec<syn::Error>) {
    let allowed = match mode {
        Mode::Reverse => [Activity::Active, Activity::ActiveOnly],
        Mode::Forward => [Activity::Dual, Activity::DualOnly],
    };
    if !allowed.contains(activity) {
        let advice = match mode {
            Mode::Reverse => "write `Active`, or `ActiveOnly` to leave the value out",
            Mode::Forward => "write `Dual`, or `DualOnly` to leave the value out",
        };
        errors.push(syn::Error::new(word.span(), format!("`{word}` is not possible for the result in this mode: {advice}")));
    }
}

fn check_input(mode: Mode, word: &Ident, activity: Activity, input: &syn::PatType) -> Option<syn::Error> {
    let reference = matches!(&*input.ty, syn::Type::Reference(_));
    let message = match (mode, activity) {
        (_, Activity::Const) | (Mode::Forward, Activity::Dual | Activity::DualOnly) => return None,
        (Mode::Reverse, Activity::Active) if reference => {
            format!("`{word}` is for numbers that are passed by value: write `Duplicated` for a reference")
        }
        (Mode::Reverse, Activity::Duplicated | Activity::DuplicatedOnly) if !reference => {
            format!("`{word}` is for references: write `Active` for a number that is passed by value")
        }
        (Mode::Reverse, Activity::Active | Activity::Duplicated | Activity::DuplicatedOnly) => return None,
        (Mode::Reverse, _) => format!("`{word}` is not possible for an argument in reverse mode: write `Active`, `Duplicated` or `Const`"),
        (Mode::Forward, _) => format!("`{word}` is not possible for an argument in forward mode: write `Dual` or `Const`"),
    };
    Some(syn::Error::new(word.span(), message))
}

/// The function to generate.
struct Derivative<'a> {
    name: Ident,
    function: &'a syn::ItemFn,
    activities: Vec<Activity>,
    /// None if it returns nothing.
    result: Option<Activity>,
    width: usize,
}

/// The derivative in one direction as a function: behind each argument that moves there is one for its direction. `None`
/// if the engine has no forward mode for it.
pub fn tangent(name: Ident, function: &syn::ItemFn, family: Family<'_>, f: RustFunction) -> Option<TokenStream> {
    engine::build_tangent(&f.ast, f.ast.output?).ok()?;
    let activities = family.parameters.iter().map(|p| if p.wrt { Activity::Dual } else { Activity::Const }).collect_vec();
    Some(Derivative { name, function, activities, result: Some(Activity::DualOnly), width: 1 }.forward(family, Some(f), false))
}

/// A name beginning with `base` that no argument has.
fn fresh(base: String, taken: &mut Vec<String>) -> Ident {
    let mut name = base;
    while taken.contains(&name) {
        name.push('_');
    }
    taken.push(name.clone());
    Ident::new(&name, Span::mixed_site())
}

impl Derivative<'_> {
    /// The function; with a stand-in for its body if there is none.
    fn item(&self, mode: Mode, family: Family<'_>, f: Option<RustFunction>) -> TokenStream {
        match mode {
            Mode::Reverse => self.reverse(family, f),
            Mode::Forward => self.forward(family, f, true),
        }
    }

    /// Adjoints: added to the shadows of references, and returned for numbers passed by value.
    fn reverse(&self, mut family: Family<'_>, f: Option<RustFunction>) -> TokenStream {
        // The names of the tree are the user's, so this is none of them.
        let seed_name = "seed'";
        family.counted = self.counted(f.as_ref());
        let names = family.names();
        let scalar = names.tokens(family.scalar.name());
        let mut taken = taken(&family);
        let mut written = self.written(&family);
        let seed = fresh("dret".to_owned(), &mut taken);
        if written.is_empty() {
            family.extra.push(Parameter {
                name: seed_name.to_owned(),
                ident: seed.clone(),
                ty: scalar.clone(),
                kind: ParameterKind::Float(Vec::new()),
                by_ref: false,
                output: false,
                wrt: false,
                place: None,
            });
        }
        let (mut arguments, mut shadows, mut returned, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (at, (parameter, activity)) in family.parameters.iter().zip(&self.activities).enumerate() {
            let (ident, ty) = (&parameter.ident, self.ty(at));
            arguments.push(quote! { #ident: #ty });
            let shadow = fresh(format!("d{}_0", ident.unraw()), &mut taken);
            match activity {
                Activity::Active => {
                    places.push((parameter.name.clone(), shadow.to_string()));
                    returned.push(shadow);
                }
                Activity::Duplicated | Activity::DuplicatedOnly => {
                    let ty = self.shadow_type(parameter, &family);
                    arguments.push(quote! { #shadow: #ty });
                    if let Some(written) = written.iter_mut().find(|w| w.at == at) {
                        written.shadows.push(shadow.clone());
                    }
                    let place = if parameter.dims().is_empty() { format!("*{shadow}") } else { shadow.to_string() };
                    places.push((parameter.name.clone(), place));
                    shadows.push((at, shadow));
                }
                _ => {}
            }
        }
        if self.result.is_some() {
            arguments.push(quote! { #seed: #scalar });
        }
        let mut results = vec![scalar.clone(); returned.len()];
        let mut values: Vec<TokenStream> = returned.iter().map(ToTokens::to_token_stream).collect_vec();
        let whole = Ident::new("value", Span::mixed_site());
        if self.result == Some(Activity::Active) {
            results.insert(0, scalar.clone());
            values.insert(0, quote! { #whole });
        }
        let (returns, result) = match (&results[..], &values[..]) {
            ([ty], [value]) => (quote! { #ty }, quote! { #value }),
            _ => (quote! { (#(#results),*) }, quote! { (#(#values),*) }),
        };
        let prologue = family.prologue(&shadows);
        let place = |name: &str| places.iter().find(|p| p.0 == name).map_or_else(|| name.to_owned(), |p| p.1.clone());
        let counted = family.counted.as_ref().map(|c| c.item().clone());
        let body = self.body(f, |f| {
            if !written.is_empty() {
                let own = (&written[..], &whole, self.result.map(|_| &seed));
                let body = self.reverse_outputs(&family, f, own, &place, &taken)?;
                return Ok(family.enclose(true, quote! { #prologue #(let mut #returned: #scalar = 0.0;)* #body #result }));
            }
            let value = f.ast.output.expect("a function has a value");
            let seeded = f.seeded(seed_name);
            let program = engine::build_seeded(&f.ast, value, seeded)?;
            let body = family.body(&program, Gradient { place: &place, accumulate: true }, &taken);
            let body = quote! { #prologue #(let mut #returned: #scalar = 0.0;)* let #whole: #scalar = { #body }; let _ = #whole; #result };
            Ok(family.enclose(true, body))
        });
        let doc = match family.parameters.iter().any(|p| p.output) {
            false => {
                "adds the derivatives, times the last argument, to the shadows of what is passed by reference and returns those by \
                 numbers that are passed by value."
            }
            true => {
                "adds the derivatives of what is written to `&mut` arguments, times what their shadows hold, to the shadows of what is \
                 passed by `&` and returns those by numbers that are passed by value; the shadows of `&mut` arguments then hold the \
                 derivatives by what was there before."
            }
        };
        self.emit(doc, counted.as_ref(), &arguments, &returns, &body)
    }

    /// The derivative in as many directions as the width says. What has no companion is reported if this is the `first` body.
    fn forward(&self, mut family: Family<'_>, f: Option<RustFunction>, first: bool) -> TokenStream {
        family.counted = self.counted(f.as_ref());
        let names = family.names();
        let scalar = names.tokens(family.scalar.name());
        let mut taken = taken(&family);
        let mut written = self.written(&family);
        let mut arguments = Vec::new();
        let mut directions: Vec<Vec<Parameter>> = (0..self.width).map(|_| Vec::new()).collect_vec();
        let mut checks = TokenStream::new();
        for (number, (parameter, activity)) in family.parameters.iter().zip(&self.activities).enumerate() {
            let (ident, ty) = (&parameter.ident, self.ty(number));
            arguments.push(quote! { #ident: #ty });
            if !matches!(activity, Activity::Dual | Activity::DualOnly) {
                continue;
            }
            for (at, list) in directions.iter_mut().enumerate() {
                let shadow = fresh(format!("b{}_{at}", ident.unraw()), &mut taken);
                arguments.push(quote! { #shadow: #ty });
                if let Some(Dim::Slice) = parameter.dims().first() {
                    let message = format!("the direction of `{ident}` has {{}} elements, but `{ident}` has {{}}");
                    checks.extend(quote! {
                        ::core::assert!(#shadow.len() == #ident.len(), #message, #shadow.len(), #ident.len());
                    });
                }
                if let Some(written) = written.iter_mut().find(|w| w.at == number) {
                    written.shadows.push(shadow);
                    continue;
                }
                list.push(Parameter {
                    name: engine::direction(&parameter.name),
                    ident: shadow,
                    ty: ty.clone(),
                    kind: ParameterKind::Float(parameter.dims().to_vec()),
                    by_ref: parameter.by_ref,
                    output: false,
                    wrt: false,
                    place: None,
                });
            }
        }
        let prologue = family.prologue(&[]);
        let whole = Ident::new("value", Span::mixed_site());
        let tangents: Vec<Ident> = (0..self.width).map(|at| fresh(format!("tangent_{at}"), &mut taken)).collect_vec();
        let counted = family.counted.as_ref().map(|c| c.item().clone());
        let body = self.body(f, |f| {
            let result = match (self.result, self.width) {
                (None, _) => quote! { #whole },
                (Some(Activity::Dual), 1) => quote! { (#whole, #(#tangents)*) },
                (Some(Activity::Dual), _) => quote! { [#whole, #(#tangents),*] },
                (_, 1) => quote! { #(#tangents)* },
                _ => quote! { [#(#tangents),*] },
            };
            if !written.is_empty() {
                let body = self.forward_outputs(&mut family, f, (&written, &whole, &tangents), directions, &mut taken)?;
                return Ok(family.enclose(first, quote! { #prologue #checks #body let _ = #whole; #result }));
            }
            let program = engine::build_tangent(&f.ast, f.ast.output.expect("a function has a value"))?;
            let mut body = TokenStream::new();
            for (list, tangent) in directions.into_iter().zip(&tangents) {
                family.extra = list;
                let place = |name: &str| if name == engine::TANGENT { tangent.to_string() } else { name.to_owned() };
                let statements = family.body(&program, Gradient { place: &place, accumulate: false }, &taken);
                body.extend(quote! { let mut #tangent: #scalar = 0.0; let #whole: #scalar = { #statements }; });
            }
            Ok(family.enclose(first, quote! { #prologue #checks #body let _ = #whole; #result }))
        });
        let width = self.width;
        let wider = width + 1;
        let returns = match (self.result, width) {
            (None, _) => quote! { () },
            (Some(Activity::Dual), 1) => quote! { (#scalar, #scalar) },
            (Some(Activity::Dual), _) => quote! { [#scalar; #wider] },
            (_, 1) => scalar,
            _ => quote! { [#scalar; #width] },
        };
        let doc = "the derivative in the direction that the arguments behind the differentiated ones say.";
        self.emit(doc, counted.as_ref(), &arguments, &returns, &body)
    }

    /// What `make` makes of the function, or a stand-in and its error.
    fn body(
        &self,
        f: Option<RustFunction>,
        make: impl FnOnce(&mut RustFunction) -> Result<TokenStream, chainrule_parser::Error>,
    ) -> TokenStream {
        let stand_in = fallback::body();
        let Some(mut f) = f else { return stand_in };
        make(&mut f).unwrap_or_else(|error| {
            let whole = self.function.sig.ident.span();
            let error = Source::Function(Box::new(move |s| f.token_span(s)), whole).locate(&error).to_compile_error();
            quote! { #error #stand_in }
        })
    }

    fn counted(&self, f: Option<&RustFunction>) -> Option<Counted> {
        f?.counter.as_ref().map(|counter| Counted::new(self.function, &self.name, counter))
    }

    fn emit(
        &self,
        doc: &str,
        counted: Option<&TokenStream>,
        arguments: &[TokenStream],
        returns: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let (name, vis) = (&self.name, &self.function.vis);
        let (generics, _, clause) = self.function.sig.generics.split_for_impl();
        let (cfg, _) = attr::inherited(&self.function.attrs);
        let doc = format!("Of [`{}`]: {doc}", self.function.sig.ident.unraw());
        let allow = allow();
        quote! {
            #counted
            #cfg
            #[doc = #doc]
            #allow
            #[inline]
            #vis fn #name #generics (#(#arguments),*) -> #returns #clause { #body }
        }
    }
}

/// The names that a fresh one must differ from.
fn taken(family: &Family<'_>) -> Vec<String> {
    let arguments = family.parameters.iter().map(|p| p.ident.to_string());
    let locals = family.runtime.iter().map(|d| d.name.clone()).chain(family.parts.iter().map(|p| p.name.clone()));
    arguments.chain(locals).collect_vec()
}
