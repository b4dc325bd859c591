//! `#[gradient]` on a function.

use crate::attr::{self, GradientArguments};
use crate::check;
use crate::diag::{Diagnostics, Source};
use crate::engine::Output;
use crate::signature::{self, Family, Parameter, ParameterKind};
use chainrule_parser::rust::types::{Kind, Scalar};
use chainrule_parser::rust::{self, Argument, Checks, Options, RustFunction};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

/// Expands the attribute.
pub fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = match syn::parse2::<syn::Item>(item.clone()) {
                Ok(other) => syn::Error::new(
                    other.span(),
                    "`#[gradient]` goes on a function; on a struct of parameters write `#[derive(Gradient)]` instead",
                ),
                Err(_) => error,
            };
            let error = error.to_compile_error();
            return quote! { #item #error };
        }
    };
    let mut diag = Diagnostics::default();
    let arguments = match syn::parse2::<GradientArguments>(attribute) {
        Ok(arguments) => arguments,
        Err(error) => {
            diag.push(error);
            GradientArguments::default()
        }
    };
    let krate = attr::crate_text(arguments.krate.as_ref());
    let read = rust::parse_function(&function, &Options { wrt: arguments.wrt });
    let family = |arguments: &[Argument], scalar| family(&function, arguments, scalar, &krate);
    let companions = match read {
        Ok(f) => {
            let family = family_of(&function, &f, &krate);
            let output = Output::Expr(f.ast.output.expect("a function has a value"));
            match family.expand(&f.ast, output) {
                Ok(mut tokens) => {
                    if let Some(at) = arguments.check {
                        match check::test(&function, &family, at) {
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
            for error in refused.errors {
                diag.push(error);
            }
            match refused.signature {
                Some((arguments, scalar)) => family(&arguments, scalar).skeleton(),
                None => TokenStream::new(),
            }
        }
    };
    for input in &mut function.sig.inputs {
        if let syn::FnArg::Typed(typed) = input {
            typed.attrs.retain(|a| !a.path().is_ident("constant"));
        }
    }
    let errors = diag.into_tokens();
    // Who calls only the gradient still wrote the function.
    quote! { #[allow(dead_code)] #function #companions #errors }
}

/// The family of a function by its signature alone.
pub fn family<'a>(function: &'a syn::ItemFn, arguments: &[Argument], scalar: Scalar, krate: &str) -> Family<'a> {
    let (cfg, docs) = attr::inherited(&function.attrs);
    Family {
        ident: &function.sig.ident,
        vis: function.vis.to_token_stream(),
        generics: &function.sig.generics,
        cfg,
        docs,
        parameters: arguments.iter().map(parameter).collect(),
        extra: Vec::new(),
        scalar,
        constants: Vec::new(),
        runtime: Vec::new(),
        equal: Vec::new(),
        uses: Vec::new(),
        extents: Vec::new(),
        called: Vec::new(),
        asserts: Vec::new(),
        checks: Checks::Never,
        krate: krate.to_owned(),
        with_value: false,
        returns: None,
    }
}

/// The family of a function that was read.
pub fn family_of<'a>(function: &'a syn::ItemFn, f: &RustFunction, krate: &str) -> Family<'a> {
    Family {
        constants: f.constants.clone(),
        runtime: f.runtime.clone(),
        uses: f.uses.clone(),
        called: f.called.clone(),
        extents: f.extents.clone(),
        asserts: f.asserts.clone(),
        checks: f.checks,
        equal: f.equal.iter().map(|(a, b)| (signature::extent_name(&f.ast, a), signature::extent_name(&f.ast, b))).collect(),
        ..family(function, &f.arguments, f.scalar, krate)
    }
}

/// An argument of the function as one of the family.
pub fn parameter(argument: &Argument) -> Parameter {
    Parameter {
        name: argument.name.clone(),
        ident: argument.ident.clone(),
        ty: argument.syntax.clone(),
        kind: match &argument.ty.kind {
            Kind::Float(_, dims) => ParameterKind::Float(dims.clone()),
            Kind::Integer => ParameterKind::Integer,
            Kind::Bool => ParameterKind::Bool,
            Kind::Text | Kind::Path(_) => ParameterKind::Other,
        },
        by_ref: argument.ty.by_ref,
        place: None,
        wrt: argument.wrt,
    }
}
