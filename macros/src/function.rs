//! `#[gradient]` on a function.

use crate::attr::{self, GradientArguments};
use crate::diag::{Diagnostics, Source};
use crate::engine::Output;
use crate::signature::{self, Family, Parameter, ParameterKind};
use chainrule_parser::rust::types::Kind;
use chainrule_parser::rust::{self, Argument, Checks, Options};
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
    let family = |arguments: &[Argument], scalar| {
        let (cfg, docs) = attr::inherited(&function.attrs);
        Family {
            ident: &function.sig.ident,
            vis: function.vis.to_token_stream(),
            generics: &function.sig.generics,
            cfg,
            docs,
            parameters: arguments.iter().map(parameter).collect(),
            scalar,
            constants: Vec::new(),
            runtime: Vec::new(),
            equal: Vec::new(),
            uses: Vec::new(),
            extents: Vec::new(),
            called: Vec::new(),
            asserts: Vec::new(),
            checks: Checks::Never,
            krate: krate.clone(),
            with_value: false,
            returns: None,
        }
    };
    let companions = match read {
        Ok(f) => {
            let mut family = family(&f.arguments, f.scalar);
            family.constants = f.constants.clone();
            family.runtime = f.runtime.clone();
            family.uses = f.uses.clone();
            family.called = f.called.clone();
            family.extents = f.extents.clone();
            family.asserts = f.asserts.clone();
            family.checks = f.checks;
            family.equal = f.equal.iter().map(|(a, b)| (signature::extent_name(&f.ast, a), signature::extent_name(&f.ast, b))).collect();
            let output = Output::Expr(f.ast.output.expect("a function has a value"));
            match family.expand(&f.ast, output) {
                Ok(tokens) => tokens,
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

fn parameter(argument: &Argument) -> Parameter {
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
