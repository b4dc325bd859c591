//! `formula!` as items and as an expression.

use crate::attr;
use crate::derivative;
use crate::diag::{Diagnostics, Reported, Source};
use crate::engine::{self, Output};
use crate::signature::{Family, Parameter, ParameterKind};
use crate::twice::{self, Written};
use chainrule_parser::ast::{Ast, Declaration, DeclarationKind, Expr, Extent, Span as AstSpan};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::Constant;
use chainrule_rust::types::{self, Kind, RuntimeDim, Scalar, Type};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Token};

/// A formula as it is written.
pub enum Formula {
    /// A string literal.
    Text(syn::LitStr),
    /// Rust tokens.
    Tokens(TokenStream),
}

impl Formula {
    /// Reads tokens up to `;` (or all of them).
    pub fn parse_until_semicolon(input: ParseStream<'_>) -> syn::Result<Formula> {
        if input.peek(syn::LitStr) {
            return Ok(Formula::Text(input.parse()?));
        }
        let mut tokens = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![;]) {
            tokens.extend([input.parse::<TokenTree>()?]);
        }
        if tokens.is_empty() {
            return Err(input.error("expected a formula, such as `\"w*x\"`"));
        }
        Ok(Formula::Tokens(tokens))
    }

    /// The tree, and where its places are.
    pub fn parse(&self, diag: &mut Diagnostics) -> Result<(Ast, Source), Reported> {
        match self {
            Formula::Text(literal) => {
                let text = literal.value();
                let source = Source::Text(text.clone(), literal.span());
                match engine::parse_text(&text) {
                    Ok(ast) => Ok((ast, source)),
                    Err(error) => Err(diag.push(source.locate(&error))),
                }
            }
            Formula::Tokens(tokens) => {
                let whole = tokens.span();
                match chainrule_rust::parse_tokens(tokens.clone()) {
                    Ok((ast, spans)) => Ok((ast, Source::Tokens(Box::new(move |s| spans.join(s)), whole))),
                    Err((error, spans)) => {
                        let source = Source::Tokens(Box::new(move |s| spans.join(s)), whole);
                        Err(diag.push(source.locate(&error)))
                    }
                }
            }
        }
    }
}

/// One argument: `w`, `w: [f64; 3]`.
pub struct Argument {
    attrs: Vec<Attribute>,
    pub ident: Ident,
    pub ty: Option<syn::Type>,
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let ident: Ident = input.parse()?;
        let ty = if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Argument { attrs, ident, ty })
    }
}

/// Arguments before and after `;`.
pub fn arguments(input: ParseStream<'_>) -> syn::Result<(Vec<Argument>, Option<Vec<Argument>>)> {
    let mut lists = vec![Vec::new()];
    while !input.is_empty() {
        if input.peek(Token![;]) {
            let semicolon: Token![;] = input.parse()?;
            if lists.len() == 2 {
                return Err(syn::Error::new(
                    semicolon.span,
                    "a second `;`: names before the first one are differentiated, names after it are constants",
                ));
            }
            lists.push(Vec::new());
            continue;
        }
        let list = lists.last_mut().expect("there is one");
        list.push(input.parse()?);
        if !input.is_empty() && !input.peek(Token![;]) {
            input.parse::<Token![,]>()?;
        }
    }
    let constants = if lists.len() == 2 { lists.pop() } else { None };
    Ok((lists.pop().expect("there is one"), constants))
}

/// `-> f64`: not needed, but checked by the compiler if it is there.
pub fn returns(input: ParseStream<'_>) -> syn::Result<Option<syn::Type>> {
    match input.parse()? {
        syn::ReturnType::Default => Ok(None),
        syn::ReturnType::Type(_, ty) => Ok(Some(*ty)),
    }
}

struct Item {
    attrs: Vec<Attribute>,
    vis: syn::Visibility,
    ident: Ident,
    generics: syn::Generics,
    wrt: Vec<Argument>,
    constants: Vec<Argument>,
    returns: Option<syn::Type>,
    formula: Formula,
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        input.parse::<Token![fn]>()?;
        let ident = input.parse()?;
        let mut generics: syn::Generics = input.parse()?;
        let inner;
        syn::parenthesized!(inner in input);
        let (wrt, constants) = arguments(&inner)?;
        let returns = returns(input)?;
        generics.where_clause = input.parse()?;
        input.parse::<Token![=]>()?;
        let formula = Formula::parse_until_semicolon(input)?;
        if !input.is_empty() && input.parse::<Token![;]>().is_err() {
            return Err(input.error("expected `;` after the formula"));
        }
        Ok(Item { attrs, vis, ident, generics, wrt, constants: constants.unwrap_or_default(), returns, formula })
    }
}

struct Items(Vec<Item>);

impl Parse for Items {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(Items(items))
    }
}

/// Expands the macro.
pub fn expand(input: TokenStream) -> TokenStream {
    if let Some(error) = misplaced(&input) {
        return error.to_compile_error();
    }
    if !is_item(&input) {
        return derivative::value(input);
    }
    let items = match syn::parse2::<Items>(input) {
        Ok(items) => items,
        Err(error) => return error.to_compile_error(),
    };
    items.0.iter().map(expand_item).collect()
}

/// What is no formula, whether an item or an expression is expected: the error must then fit both places.
fn misplaced(input: &TokenStream) -> Option<syn::Error> {
    const ITEMS: [&str; 13] =
        ["async", "const", "unsafe", "extern", "struct", "enum", "union", "impl", "trait", "mod", "use", "type", "static"];
    let message = match (input.clone().into_iter().next(), input.clone().into_iter().nth(1)) {
        (None, _) => "there is no formula: write `fn cost(w; x) = \"w*x\";`, or an expression such as `\"w*x\"`".to_owned(),
        (Some(TokenTree::Ident(first)), Some(TokenTree::Ident(_) | TokenTree::Punct(_))) if ITEMS.iter().any(|i| first == i) => {
            format!("`{first}` has no place here: a formula is written `fn cost(w; x) = \"w*x\";`, with `pub` before it or not")
        }
        _ => return None,
    };
    Some(syn::Error::new(input.clone().into_iter().next().map_or_else(Span::call_site, |t| t.span()), message))
}

fn is_item(input: &TokenStream) -> bool {
    match input.clone().into_iter().next() {
        None => false,
        Some(TokenTree::Ident(ident)) => ident == "fn" || ident == "pub",
        Some(TokenTree::Punct(punct)) => punct.as_char() == '#',
        Some(_) => false,
    }
}

fn expand_item(item: &Item) -> TokenStream {
    let mut diag = Diagnostics::default();
    let may_be_left_out = item.attrs.iter().any(|a| a.path().is_ident("cfg"));
    if !may_be_left_out && twice::first_of("fn", &item.ident, Written::InMacro).is_some() {
        diag.error(item.ident.span(), format!("`{}` is there twice: give this formula another name", item.ident));
        return diag.into_tokens();
    }
    let mut scalar = None;
    let mut parameters = Vec::new();
    for argument in &item.wrt {
        parameters.extend(parameter(argument, true, true, &mut scalar, &mut diag));
    }
    for argument in &item.constants {
        parameters.extend(parameter(argument, false, true, &mut scalar, &mut diag));
    }
    if diag.is_empty() && !parameters.iter().any(|p| p.wrt) {
        diag.error(item.ident.span(), "there is nothing to differentiate by: write the names to differentiate by before `;`");
    }
    check_names(&parameters, &mut diag);
    let signature_is_fine = diag.is_empty();
    let (cfg, docs) = attr::inherited(&item.attrs);
    for attribute in &item.attrs {
        if !["cfg", "doc", "allow", "expect", "must_use", "inline", "checkpoint"].iter().any(|n| attribute.path().is_ident(n)) {
            diag.error(attribute.span(), "this attribute is not supported on a formula: use `#[cfg]`, `#[checkpoint]` or a doc comment");
        }
    }
    let mut family = Family {
        cfg,
        docs: if docs.is_empty() { written(item) } else { docs },
        parameters,
        with_value: true,
        returns: item.returns.as_ref().map(ToTokens::to_token_stream),
        checkpoint: item.attrs.iter().any(|a| a.path().is_ident("checkpoint")),
        ..Family::of(
            &item.ident,
            item.vis.to_token_stream(),
            &item.generics,
            scalar.map_or(Scalar::F64, |(s, _)| s),
            &attr::crate_text(None),
        )
    };
    let parsed = item.formula.parse(&mut diag);
    let mut out = TokenStream::new();
    match parsed {
        Ok((mut ast, source)) if diag.is_empty() => {
            let declared = declare(&mut ast, &family.parameters);
            match declared {
                Ok((runtime, constants)) => {
                    family.runtime = runtime;
                    family.constants = constants;
                    match family.expand(&ast, Output::Default) {
                        Ok(tokens) => out = tokens,
                        Err(error) => {
                            diag.push(source.locate(&error));
                        }
                    }
                }
                Err(error) => {
                    diag.push(source.locate(&error));
                }
            }
        }
        _ => {}
    }
    if !diag.is_empty() && signature_is_fine {
        out = family.skeleton();
    }
    let errors = diag.into_tokens();
    quote! { #out #errors }
}

/// The formula as documentation of a function that has none.
fn written(item: &Item) -> TokenStream {
    let text = match &item.formula {
        Formula::Text(literal) => literal.value(),
        Formula::Tokens(tokens) => tokens.to_string(),
    };
    let doc = format!("The formula\n```text\n{}\n```", text.trim_matches('\n'));
    quote! { #[doc = #doc] }
}

/// Names that are there twice.
pub fn check_names(parameters: &[Parameter], diag: &mut Diagnostics) {
    for (at, parameter) in parameters.iter().enumerate() {
        if parameters[..at].iter().any(|p| p.name == parameter.name) {
            diag.error(parameter.ident.span(), format!("`{}` is there twice", parameter.ident));
        }
    }
}

/// An argument of a formula; arrays are taken by reference where `implied_ref`.
pub fn parameter(
    argument: &Argument,
    wrt: bool,
    implied_ref: bool,
    scalar: &mut Option<(Scalar, Span)>,
    diag: &mut Diagnostics,
) -> Option<Parameter> {
    for attribute in &argument.attrs {
        diag.error(attribute.span(), "attributes on arguments of a formula are not supported: constants stand after `;`");
    }
    let ident = argument.ident.clone();
    let name = ident.unraw().to_string();
    let Some(ty) = &argument.ty else {
        attr::one_scalar(scalar, Scalar::F64, ident.span(), diag);
        let f64 = Ident::new("f64", Span::mixed_site());
        let kind = ParameterKind::Float(Vec::new());
        return Some(Parameter { name, ident, ty: quote! { #f64 }, kind, by_ref: false, output: false, wrt, place: None });
    };
    let parsed = match Type::parse(ty) {
        Ok(parsed) => parsed,
        Err(error) => {
            diag.push(error);
            return None;
        }
    };
    if parsed.boxed {
        diag.error(ty.span(), "a `Box` as argument is not supported: write the array type, it is taken by reference");
        return None;
    }
    if parsed.mutable {
        diag.error(ty.span(), "a formula writes to nothing: take the argument by `&` instead of `&mut`");
        return None;
    }
    let mut tokens = ty.to_token_stream();
    let mut by_ref = parsed.by_ref;
    let kind = match parsed.kind {
        Kind::Float(s, dims) => {
            attr::one_scalar(scalar, s, ty.span(), diag);
            if !dims.is_empty() && !by_ref && implied_ref {
                tokens = quote! { &#tokens };
                by_ref = true;
            }
            ParameterKind::Float(dims)
        }
        Kind::Integer => ParameterKind::Integer,
        Kind::Bool => ParameterKind::Bool,
        Kind::Text | Kind::Path(_) | Kind::Composite(_) => {
            diag.error(ty.span(), "a formula computes with `f64`, `f32`, and arrays and slices of them");
            return None;
        }
    };
    if wrt && !matches!(kind, ParameterKind::Float(_)) {
        diag.error(ty.span(), format!("there is no derivative with respect to the integer `{name}`: write it after `;`"));
        return None;
    }
    let mut parameter = Parameter { name, ident, ty: tokens, kind, by_ref, output: false, wrt, place: None };
    if parameter.is_signed() {
        parameter.kind = ParameterKind::Number;
    }
    Some(parameter)
}

/// Declares the arguments in a tree that was read from text.
pub fn declare(ast: &mut Ast, parameters: &[Parameter]) -> Result<(Vec<RuntimeDim>, Vec<Constant>), chainrule_parser::Error> {
    if let Some(declaration) = ast.declarations.first() {
        return Err(chainrule_parser::Error::new(format!("`{}` is declared in the formula", ast.name(declaration.name)), declaration.span)
            .with_hint("the arguments are declared in the signature; leave `param` and `input` out"));
    }
    let mut runtime = Vec::new();
    let mut extents = Vec::new();
    for parameter in parameters {
        let name = ast.intern(&parameter.name);
        let span = AstSpan::default();
        let kind = if parameter.wrt { DeclarationKind::Param } else { DeclarationKind::Input };
        let taken = |n: &str| parameters.iter().any(|p| p.name == n);
        match &parameter.kind {
            ParameterKind::Float(dims) => {
                let axes = types::axes(ast, &parameter.name, dims, span, &taken, &mut runtime);
                ast.declarations.push(Declaration { kind, name, span, axes, init: None, opaque: false });
            }
            ParameterKind::Integer => extents.push(name),
            ParameterKind::Bool | ParameterKind::Number => {
                ast.declarations.push(Declaration { kind, name, span, axes: Vec::new(), init: None, opaque: false });
            }
            ParameterKind::Parts(_) | ParameterKind::Other => {}
        }
    }
    // An integer is an extent: of an array that nobody reads.
    if !extents.is_empty() {
        let name = ast.intern("#extents");
        let axis = |s| chainrule_parser::ast::Axis { index: None, extent: Some(Extent::Name(s)), span: AstSpan::default() };
        let axes = extents.into_iter().map(axis).collect_vec();
        let kind = DeclarationKind::Input;
        ast.declarations.push(Declaration { kind, name, span: AstSpan::default(), axes, init: None, opaque: false });
    }
    Ok((runtime, Vec::new()))
}

/// Names that a formula reads and does not bind, in order of appearance.
pub fn free_names(ast: &Ast) -> Vec<String> {
    let mut bound: Vec<&str> = Vec::new();
    for id in ast.ids() {
        if let Expr::Reduce { binders, .. } = ast.expr(id) {
            bound.push_all(binders.iter().map(|b| ast.name(b.name)));
        }
    }
    for definition in &ast.definitions {
        bound.push(ast.name(definition.name));
        match &definition.kind {
            chainrule_parser::ast::DefinitionKind::Function(names) => bound.push_all(names.iter().map(|n| ast.name(*n))),
            chainrule_parser::ast::DefinitionKind::Value(indices) => {
                for index in indices {
                    if let chainrule_parser::ast::DefinitionIndex::Axis(axis) = index {
                        bound.extend(axis.index.map(|n| ast.name(n)));
                    }
                }
            }
        }
    }
    let mut out: Vec<String> = Vec::new();
    for id in ast.ids() {
        if let Expr::Name(name) = ast.expr(id) {
            let text = ast.name(*name);
            if !matches!(text, "pi" | "π") && !bound.contains(&text) && !out.iter().any(|n| n == text) {
                out.push(text.to_owned());
            }
        }
    }
    out
}
