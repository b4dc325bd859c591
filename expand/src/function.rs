//! `#[gradient]` on a function.

use crate::arity::StandIn;
use crate::asked::Asked;
use crate::attr::{self, GradientArguments};
use crate::changing;
use crate::check;
use crate::companion::Called;
use crate::diag::{Diagnostics, Source};
use crate::engine::{self, Output};
use crate::fallback;
use crate::jacobian;
use crate::methods;
use crate::parts::{self, Ask, Composite};
use crate::passes::Counted;
use crate::product::Product;
use crate::signature::{self, Family, Parameter, ParameterKind};
use crate::twice::{self, Written};
use chainrule_parser::ast::{Call, Expr, ExprId, Passed};
use chainrule_parser::list::CollectVec;
use chainrule_rust as rust;
use chainrule_rust::types::{Form, Kind, Scalar, Type};
use chainrule_rust::{Argument, Options, RustFunction};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use std::cell::RefCell;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// Where a function stands.
#[derive(Clone, Copy)]
pub enum Surroundings<'a> {
    /// On its own, or in an `impl` that the macro does not see.
    Unknown,
    /// In an `impl` with these generics, of this type.
    Impl(&'a syn::Generics, &'a syn::Type),
    /// In the type that stands beside the function of this name, with what else has to stand there.
    Beside(&'a Ident, &'a RefCell<TokenStream>),
}

/// Expands the attribute.
pub fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::default();
    let arguments = match syn::parse2::<GradientArguments>(attribute) {
        Ok(arguments) => arguments,
        Err(error) => {
            diag.push(error);
            GradientArguments::default()
        }
    };
    let mut function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            let error = match syn::parse2::<syn::Item>(item.clone()) {
                Ok(syn::Item::Impl(block)) => {
                    let block = methods::expand(arguments, block, &mut diag);
                    let errors = diag.into_tokens();
                    return quote! { #block #errors };
                }
                Ok(other) => syn::Error::new(
                    other.span(),
                    "`#[gradient]` goes on a function or an `impl` block; on a struct of parameters write `#[derive(Gradient)]` instead",
                ),
                // The compiler has read it before and has said what is wrong.
                Err(_) => {
                    let skeleton = skeleton(item.clone(), arguments);
                    return quote! { #item #skeleton };
                }
            };
            let error = error.to_compile_error();
            return quote! { #item #error };
        }
    };
    // An attribute that stands twice would make everything twice.
    let is_second = |a: &syn::Attribute| a.path().segments.last().is_some_and(|s| s.ident == "gradient");
    if let Some(second) = function.attrs.iter().find(|a| is_second(a)) {
        diag.error(second.path().span(), "`#[gradient]` stands twice on this function: write it once");
        function.attrs.retain(|a| !is_second(a));
    }
    let krate = attr::crate_text(arguments.krate.as_ref());
    changing::note(&function.sig, None);
    let may_be_left_out = function.attrs.iter().any(|a| a.path().is_ident("cfg"));
    let first = if may_be_left_out { None } else { twice::first_of("fn", &function.sig.ident, Written::Plainly) };
    let companions = match first {
        None if rust::changes_structs(&function.sig) => leaving(&function, &arguments, &krate, &mut diag),
        None => companions(&function, arguments, &krate, Surroundings::Unknown, &mut diag),
        Some(first) => {
            if first == Written::OfRule {
                diag.error(function.sig.ident.span(), twice::a_rule_and_a_derivative(&function.sig.ident));
            }
            TokenStream::new()
        }
    };
    for input in &mut function.sig.inputs {
        strip_constant(input);
    }
    let mut unused = TokenStream::new();
    if diag.refuses_signature() {
        fallback::hide(&mut function.block);
        unused = quote! { #[allow(unused)] };
    }
    fallback::provide(&mut function.attrs, &mut function.block, diag.unknown());
    let errors = diag.into_tokens();
    // Who calls only the gradient still wrote the function.
    quote! { #[allow(dead_code)] #unused #function #companions #errors }
}

/// What stands beside a function that changes structs: of one that is no method in a type of its name, which comes along where the
/// function is imported.
fn leaving(function: &syn::ItemFn, arguments: &GradientArguments, krate: &str, diag: &mut Diagnostics) -> TokenStream {
    if function.sig.receiver().is_some() {
        return methods::leaving(function, true, arguments, krate, Surroundings::Unknown, diag);
    }
    let (name, vis, others) = (&function.sig.ident, &function.vis, RefCell::default());
    let twins = methods::leaving(function, true, arguments, krate, Surroundings::Beside(name, &others), diag);
    let others = others.into_inner();
    let cfg = function.attrs.iter().filter(|a| a.path().is_ident("cfg")).collect_vec();
    let allow = signature::allow();
    quote! {
        #(#cfg)*
        #[doc(hidden)]
        #allow
        #vis struct #name {}
        #(#cfg)*
        #allow
        impl #name { #twins }
        #others
    }
}

/// What can be called beside a function whose body does not parse.
fn skeleton(item: TokenStream, arguments: GradientArguments) -> Option<TokenStream> {
    let mut tokens = item.into_iter().collect_vec();
    let body = tokens.pop()?;
    let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
    empty.set_span(body.span());
    tokens.push(empty.into());
    let function: syn::ItemFn = syn::parse2(tokens.into_iter().collect()).ok()?;
    let krate = attr::crate_text(arguments.krate.as_ref());
    Some(companions(&function, arguments, &krate, Surroundings::Unknown, &mut Diagnostics::default()))
}

/// Takes `#[constant]` from an argument.
pub fn strip_constant(input: &mut syn::FnArg) {
    let attributes = match input {
        syn::FnArg::Typed(typed) => &mut typed.attrs,
        syn::FnArg::Receiver(receiver) => &mut receiver.attrs,
    };
    attributes.retain(|a| !a.path().is_ident("constant"));
}

/// The family of a function.
pub fn companions(
    function: &syn::ItemFn,
    options: GradientArguments,
    krate: &str,
    surroundings: Surroundings<'_>,
    diag: &mut Diagnostics,
) -> TokenStream {
    let constants = match surroundings {
        Surroundings::Unknown | Surroundings::Beside(..) => Vec::new(),
        Surroundings::Impl(generics, _) => generics.const_params().map(|p| p.ident.clone()).collect_vec(),
    };
    changing::stands_at(function.sig.ident.span());
    let read = rust::parse_function(
        function,
        &Options {
            wrt: options.wrt,
            constants,
            table: Some(engine::in_table),
            takes: Some(engine::takes),
            changing: Some(changing::changes),
            returns_struct: Some(changing::returns_struct),
            several: true,
            outputs: true,
            computes: options.checkpoint.is_none().then_some(engine::computes),
        },
    );
    let counted = read.as_ref().ok().and_then(|f| f.counter.as_ref());
    let counted = counted.map(|counter| Counted::new(function, &function.sig.ident, counter));
    let bounded = with_bounds(function, krate);
    let function = bounded.as_ref().unwrap_or(function);
    let own = match surroundings {
        Surroundings::Impl(generics, own) if generics.params.is_empty() => Some(own),
        _ => None,
    };
    let family = |arguments: &[Argument], scalar| family(function, arguments, scalar, krate, surroundings);
    match read {
        Ok(f) => {
            let mut family = family_of(function, &f, own, krate, surroundings);
            family.counted = counted;
            family.checkpoint = options.checkpoint.is_some();
            let output = Output::Expr(f.ast.output.expect("a function has a value"));
            if let (Some(check), false) = (&options.check, f.seeds.is_empty()) {
                diag.error(check.at, "`check` compares the gradient of one number: write a test of your own for this function");
                return family.skeleton();
            }
            match family.expand(&f.ast, output) {
                Ok(mut tokens) => {
                    if let Some(check) = &options.check {
                        match check::test(function, &family, check) {
                            Ok(test) => tokens.extend(test),
                            Err(error) => {
                                diag.push(error);
                            }
                        }
                    }
                    tokens
                }
                Err(error) => {
                    let whole = function.sig.ident.span();
                    diag.push(Source::Function(Box::new(move |s| f.token_span(s)), whole).locate(&error));
                    family.skeleton()
                }
            }
        }
        Err(refused) => {
            diag.note_unknown(refused.unknown);
            for error in refused.errors {
                diag.push(error);
            }
            match refused.signature {
                Some((arguments, scalar)) => family(&arguments, scalar).skeleton(),
                None => {
                    diag.refuse_signature();
                    TokenStream::new()
                }
            }
        }
    }
}

/// The family of a function by its signature alone.
pub fn family<'a>(
    function: &'a syn::ItemFn,
    arguments: &[Argument],
    scalar: Scalar,
    krate: &str,
    surroundings: Surroundings<'_>,
) -> Family<'a> {
    let (cfg, docs) = attr::inherited(&function.attrs);
    let method = matches!(surroundings, Surroundings::Impl(..)) || arguments.iter().any(|a| a.receiver) || names_self(function);
    let mut asked = Asked::default();
    let path: TokenStream = krate.parse().unwrap_or_default();
    let sig = &function.sig;
    // In an `impl` block there is no place for a constant that types can name.
    let of = match surroundings {
        Surroundings::Beside(name, _) => format_ident!("{}_{}", name.unraw(), sig.ident, span = name.span()),
        _ => sig.ident.clone(),
    };
    let mut ask = |ty: &syn::TypePath| match method {
        true => None,
        false => asked.answer(ty, &of, &sig.generics, &path),
    };
    let mut parameters = arguments.iter().map(|a| parameter(a, &path, &mut ask)).collect_vec();
    let mut originals = arguments.iter().map(|a| a.syntax.clone()).collect_vec();
    if !method {
        let declared = sig.generics.lifetimes().map(|l| l.lifetime.ident.to_string()).collect_vec();
        // Those of `for<'a> Fn(&'a f64)` are declared in the type.
        let types = parameters.iter_mut().map(|p| &mut p.ty).chain(&mut originals);
        let types = types.filter(|ty| !ty.to_string().contains("for <"));
        types.for_each(|ty| *ty = without_undeclared(ty.clone(), &declared));
    }
    let mut results = Vec::new();
    let several = several(function, arguments, &path, &mut |ty| {
        let answer = ask(ty)?;
        results.push((rust::types::text(ty.to_token_stream()), answer.constant.clone()));
        Some(answer)
    });
    let mut asked = asked.items(&cfg);
    if let Surroundings::Beside(_, others) = surroundings {
        others.borrow_mut().extend(std::mem::take(&mut asked));
    }
    Family {
        asked,
        cfg,
        docs,
        parameters,
        method: method || matches!(surroundings, Surroundings::Beside(..)),
        output: signature::Original { arguments: originals, output: function.sig.output.to_token_stream() },
        several,
        results,
        ..Family::of(&function.sig.ident, function.vis.to_token_stream(), &function.sig.generics, scalar, krate)
    }
}

/// The family of a function that was read; `own` is the type of the `impl` around it, if that is known.
pub fn family_of<'a>(
    function: &'a syn::ItemFn,
    f: &RustFunction,
    own: Option<&syn::Type>,
    krate: &str,
    surroundings: Surroundings<'_>,
) -> Family<'a> {
    let asked = |number: usize| closure(&function.sig, own, f.written.get(&number).filter(|_| f.uses.is_empty())?);
    Family {
        constants: f.constants.clone(),
        outside: f.outside.clone(),
        made: f.made.clone(),
        computed: f.computed.clone(),
        runtime: f.runtime.clone(),
        parts: f.parts.clone(),
        uses: f.uses.clone(),
        called: f.called.clone(),
        calls: f.ast.calls.iter().enumerate().map(|(k, call)| Called { asked: asked(k), ..called(f, call) }).collect_vec(),
        extents: f.extents.clone(),
        asserts: f.asserts.clone(),
        checks: f.checks,
        seeds: f.seeds.clone(),
        copies: f.copies.clone(),
        equal: f
            .equal
            .iter()
            .filter_map(|(a, b)| Some((signature::extent_name(&f.ast, a)?, signature::extent_name(&f.ast, b)?)))
            .collect_vec(),
        ..family(function, &f.arguments, f.scalar, krate, surroundings)
    }
}

/// A call of a function that was read.
fn called(f: &RustFunction, call: &Call) -> Called {
    let lengths = call.arguments.iter().map(|passed| match passed {
        Passed::Array(lens) | Passed::Output(lens) => lens.iter().map(|len| signature::extent_name(&f.ast, len)).collect_vec(),
        _ => Vec::new(),
    });
    let number = f.ast.calls.iter().position(|c| std::ptr::eq(c, call));
    let passed = f.ast.ids().find_map(|id| match f.ast.expr(id) {
        Expr::Invoke { call: own, arguments, .. } if Some(*own as usize) == number => Some(arguments),
        _ => None,
    });
    let name = |id: ExprId| match *f.ast.expr(id) {
        Expr::Name(name) => Some(f.ast.name(name).to_owned()),
        _ => None,
    };
    let part = |(passed, id): (&Passed, &ExprId)| match (passed, f.ast.expr(*id)) {
        (Passed::Part(_), Expr::Index { base, .. }) => name(*base),
        (Passed::Part(_), _) => name(*id),
        _ => None,
    };
    let result = |(passed, id): (&Passed, &ExprId)| match (passed, f.ast.expr(*id)) {
        (Passed::Whole(_), Expr::Output { call, part, .. }) => match f.ast.expr(*call) {
            Expr::Invoke { call, .. } => Some((*call as usize, f.ast.parts[*part as usize].template.clone())),
            _ => None,
        },
        _ => None,
    };
    let operands = || call.arguments.iter().zip(passed.into_iter().flatten());
    let (parts, results) = (operands().map(part).collect_vec(), operands().map(result).collect_vec());
    let stand_in = StandIn::of(f, call, number);
    // A constant around the body does not know what that imports.
    let fits = call.is_of_type() || f.uses.is_empty();
    let written = f.paths.iter().find(|p| p.0 == call.path && fits).map(|p| p.1.clone());
    let turbofish = f.turbofish.iter().find(|t| t.0 == call.generics).map(|t| t.1.clone());
    Called {
        call: call.clone(),
        span: f.token_span(call.span),
        written,
        turbofish,
        asked: None,
        lengths: lengths.collect_vec(),
        parts,
        results,
        stand_in,
        may_change: number.is_some_and(|number| f.may_change.contains(&number)),
    }
}

/// A closure that calls a function as it is written, if a constant can have it: with nothing but the arguments of the function around.
///
/// It does not know `Self`, which has the type `own`.
fn closure(around: &syn::Signature, own: Option<&syn::Type>, call: &TokenStream) -> Option<TokenStream> {
    let mut arguments: Vec<(&Ident, &syn::Type)> = Vec::new();
    for input in &around.inputs {
        if let syn::FnArg::Typed(typed) = input
            && let syn::Pat::Ident(pattern) = &*typed.pat
        {
            arguments.push((&pattern.ident, &*typed.ty));
        }
    }
    let mut used: Vec<&Ident> = Vec::new();
    let known = names_only(call.clone(), &mut |name| match arguments.iter().find(|a| a.0 == name) {
        Some((argument, _)) => {
            used.push(argument);
            true
        }
        None => false,
    });
    if !known || !around.generics.params.is_empty() {
        return None;
    }
    let taken = arguments.iter().filter(|a| used.contains(&a.0)).map(|(name, ty)| quote! { #name: #ty });
    let closure = quote! { |#(#taken),*| #call };
    match (has_self(closure.clone()), own) {
        (false, _) => Some(closure),
        (true, Some(own)) => Some(of_type(closure, &own.to_token_stream())),
        (true, None) => None,
    }
}

/// Tokens with a type for `Self`.
fn of_type(tokens: TokenStream, own: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for tree in tokens {
        match tree {
            TokenTree::Ident(name) if name == "Self" => {
                let placed = own.clone().into_iter().map(|mut tree| {
                    tree.set_span(name.span());
                    tree
                });
                out.extend(placed);
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), of_type(group.stream(), own));
                inner.set_span(group.span());
                out.extend([TokenTree::from(inner)]);
            }
            other => out.extend([other]),
        }
    }
    out
}

/// Whether the variables in some tokens, which are no names in paths and no fields, are known.
fn names_only(tokens: TokenStream, known: &mut dyn FnMut(&Ident) -> bool) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    let mut before = None;
    while let Some(tree) = tokens.next() {
        let path = |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Punct(sign)) if matches!(sign.as_char(), ':' | '.'));
        let fine = match &tree {
            TokenTree::Group(group) => names_only(group.stream(), known),
            TokenTree::Ident(name) if path(before.as_ref()) || path(tokens.peek()) && name.to_string().starts_with(char::is_uppercase) => {
                name != "self"
            }
            TokenTree::Ident(name) => known(name),
            TokenTree::Punct(sign) => !matches!(sign.as_char(), '|' | '!' | '?'),
            TokenTree::Literal(_) => true,
        };
        if !fine {
            return false;
        }
        before = Some(tree);
    }
    true
}

/// A function that is generic over its float type, with what generated code needs of that type: the functions of
/// chainrule, which the body may have from `num_traits`.
fn with_bounds(function: &syn::ItemFn, krate: &str) -> Option<syn::ItemFn> {
    let floats = rust::float_parameters(&function.sig.generics);
    let path: TokenStream = krate.parse().unwrap_or_default();
    let mut bounded = (!floats.is_empty()).then(|| function.clone())?;
    for parameter in bounded.sig.generics.type_params_mut() {
        if floats.iter().any(|f| parameter.ident == f.name()) {
            let ident = parameter.ident.clone();
            parameter.bounds.push(syn::parse_quote!(#path::Float));
            parameter.bounds.push(syn::parse_quote!(#path::Parameters<Scalar = #ident, Gradient = #ident>));
        }
    }
    Some(bounded)
}

/// What a function returns that has more than one number as its result.
fn several(function: &syn::ItemFn, arguments: &[Argument], krate: &TokenStream, ask: Ask<'_>) -> Option<Product> {
    let returned = rust::returned_type(&function.sig);
    let floats = rust::float_parameters(&function.sig.generics);
    let parsed = returned.and_then(|ty| Type::parse(ty).ok()).map(|ty| ty.with_floats(&floats).kind);
    let form = match &parsed {
        Some(Kind::Float(scalar, dims)) => Some(jacobian::array(*scalar, dims)),
        Some(Kind::Composite(form)) => Some(form.clone()),
        Some(Kind::Path(name)) => Some(Form::Opaque(name.clone())),
        _ => None,
    };
    let number = matches!(form, Some(Form::Float(_)));
    let several = !number && returned.is_some() || arguments.iter().any(|a| a.ty.mutable);
    let mut seed = |ty: &syn::Type| match number {
        true => ty.to_token_stream(),
        false => parts::asked_gradient(ty, krate, ask),
    };
    several.then(|| Product { returned: returned.map(&mut seed), written: returned.map(ToTokens::to_token_stream), form, length: None })
}

/// A type without lifetimes that nothing declares: those are reported where the user wrote them.
fn without_undeclared(ty: TokenStream, declared: &[String]) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = ty.into_iter().peekable();
    while let Some(tree) = tokens.next() {
        let reference = matches!(&tree, TokenTree::Punct(sign) if sign.as_char() == '&');
        out.extend([match tree {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_undeclared(group.stream(), declared));
                inner.set_span(group.span());
                inner.into()
            }
            other => other,
        }]);
        let Some(quote) = tokens.next_if(|next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '\'')) else {
            continue;
        };
        let known = |name: &Ident| name == "static" || name == "_" || declared.iter().any(|d| name == d);
        match tokens.peek() {
            Some(TokenTree::Ident(name)) if !known(name) => {
                let any = Ident::new("_", name.span());
                tokens.next();
                if !reference {
                    out.extend([quote, any.into()]);
                }
            }
            _ => out.extend([quote]),
        }
    }
    out
}

/// A type with `&` for `&mut`.
fn shared(ty: &TokenStream) -> TokenStream {
    match syn::parse2::<syn::Type>(ty.clone()) {
        Ok(syn::Type::Reference(mut reference)) => {
            reference.mutability = None;
            reference.to_token_stream()
        }
        _ => ty.clone(),
    }
}

/// Whether a function names `Self`, which is known in an `impl` only.
fn names_self(function: &syn::ItemFn) -> bool {
    // Types inside have a `Self` of their own, but are read only where none of their functions is.
    has_self(function.sig.to_token_stream()) || has_self(function.block.to_token_stream())
}

fn has_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(name) => name == "Self",
        TokenTree::Group(group) => has_self(group.stream()),
        _ => false,
    })
}

/// An argument of the function as one of the family.
pub fn parameter(argument: &Argument, krate: &TokenStream, ask: Ask<'_>) -> Parameter {
    Parameter {
        name: argument.name.clone(),
        ident: argument.ident.clone(),
        ty: if argument.ty.mutable { shared(&argument.syntax) } else { argument.syntax.clone() },
        kind: match &argument.ty.kind {
            Kind::Float(_, dims) => ParameterKind::Float(dims.clone()),
            Kind::Integer => ParameterKind::Integer,
            Kind::Bool => ParameterKind::Bool,
            Kind::Path(_) | Kind::Composite(_) => ParameterKind::Parts(Composite::of(&argument.syntax, krate, argument.wrt.then_some(ask))),
            Kind::Text => ParameterKind::Other,
        },
        by_ref: argument.ty.by_ref,
        output: argument.ty.mutable,
        place: None,
        wrt: argument.wrt,
    }
}
