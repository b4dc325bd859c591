//! The methods of an objective that is one number: its value and its gradient.

use super::Structure;
use super::jacobian::jacobian_methods;
use super::objective::{Objective, field_out_of_reach};
use crate::attr;
use crate::diag::{Diagnostics, Source};
use crate::engine::{self, Gradient, Output, Wanted};
use crate::fallback;
use crate::formula::{self, Formula};
use crate::signature::{Array, Family, Parameter, ParameterKind};
use chainrule_parser::ast::Ast;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::types::Scalar;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

/// The programs of an objective; a gradient has only what is a single number.
enum Built {
    Number { full: Box<engine::Program>, value: Box<engine::Program> },
    Array { value: Array, jacobian: Box<engine::Program> },
}

pub fn objective_methods(
    structure: &Structure<'_>,
    objective: &Objective,
    tree: Option<(Ast, &Source)>,
    scalar: Scalar,
    krate: &str,
    diag: &mut Diagnostics,
) -> TokenStream {
    let input = structure.input;
    let mut seen = Some((scalar, input.ident.span()));
    let before = diag.len();
    let mut arguments = Vec::new();
    for argument in &objective.arguments {
        let mut argument_scalar = None;
        if let Some(parameter) = formula::parameter(argument, false, false, &mut argument_scalar, diag) {
            if argument.ty.is_some()
                && let Some((s, span)) = argument_scalar
            {
                attr::one_scalar(&mut seen, s, span, diag);
            }
            if structure.kept.iter().any(|f| f.ident.unraw() == parameter.name.as_str()) {
                diag.error(parameter.ident.span(), format!("`{}` is a field and an argument", parameter.ident));
            }
            arguments.push(parameter);
        }
    }
    formula::check_names(&arguments, diag);
    if let Some((ast, source)) = &tree
        && let Some(error) = field_out_of_reach(structure, &arguments, ast)
    {
        diag.push(source.locate(&error));
    }
    let tree = tree.filter(|_| diag.len() == before);
    if arguments.len() != objective.arguments.len() {
        return TokenStream::new();
    }
    // An argument without a type is a number of the struct's own kind.
    let scalar_ident = Ident::new(scalar.name(), Span::mixed_site());
    for (parameter, argument) in arguments.iter_mut().zip(&objective.arguments) {
        if argument.ty.is_none() {
            parameter.ty = scalar_ident.to_token_stream();
        }
    }
    let signature: Vec<TokenStream> = arguments
        .iter()
        .map(|p| {
            let (ident, ty) = (&p.ident, &p.ty);
            quote! { #ident: #ty }
        })
        .collect_vec();
    let pass: Vec<Ident> = arguments.iter().map(|p| p.ident.clone()).collect_vec();
    let mut parameters = Vec::new();
    for field in structure.kept {
        let Some(dims) = &field.dims else { continue };
        let ident = field.ident;
        let place = match field.boxed && dims.is_empty() {
            true => format!("(*self.{ident})"),
            false => format!("self.{ident}"),
        };
        parameters.push(Parameter {
            name: ident.unraw().to_string(),
            ident: ident.clone(),
            ty: TokenStream::new(),
            kind: ParameterKind::Float(dims.clone()),
            by_ref: false,
            output: false,
            wrt: true,
            place: Some(place),
        });
    }
    parameters.extend(arguments);
    let mut family = Family {
        ident: &objective.ident,
        vis: input.vis.to_token_stream(),
        generics: &input.generics,
        cfg: TokenStream::new(),
        docs: TokenStream::new(),
        parameters,
        extra: Vec::new(),
        scalar,
        constants: Vec::new(),
        asked: TokenStream::new(),
        results: Vec::new(),
        computed: Vec::new(),
        outside: Vec::new(),
        made: Vec::new(),
        runtime: Vec::new(),
        parts: Vec::new(),
        equal: Vec::new(),
        uses: Vec::new(),
        extents: Vec::new(),
        called: Vec::new(),
        calls: Vec::new(),
        asserts: Vec::new(),
        checks: chainrule_rust::Checks::Never,
        counted: None,
        krate: krate.to_owned(),
        method: false,
        with_value: true,
        returns: objective.returns.as_ref().map(ToTokens::to_token_stream),
        output: crate::signature::Original::default(),
        seeds: Vec::new(),
        copies: Vec::new(),
        several: None,
        checkpoint: false,
    };
    let built = tree.and_then(|(mut ast, source)| {
        let built = formula::declare(&mut ast, &family.parameters).and_then(|(runtime, constants)| {
            family.runtime = runtime;
            family.constants = constants;
            let mut value = engine::build(&ast, Output::Default, Wanted { value: true, gradient: false, checkpoint: false })?;
            if let Some(shape) = value.take_array() {
                let reserved: Vec<String> = pass.iter().map(ToString::to_string).collect_vec();
                let value = family.array(&value, &shape, &reserved)?;
                let engine::Seeded { ast, value: result, .. } = engine::seeded(&ast, &shape);
                return Ok(Built::Array { value, jacobian: Box::new(engine::build_jacobian(&ast, &[result], true)?) });
            }
            let full = engine::build(&ast, Output::Default, Wanted { value: true, gradient: true, checkpoint: objective.checkpoint })?;
            Ok(Built::Number { full: Box::new(full), value: Box::new(value) })
        });
        match built {
            Ok(built) => Some(built),
            Err(error) => {
                diag.push(source.locate(&error));
                None
            }
        }
    });

    let argument_names: Vec<String> = pass.iter().map(ToString::to_string).collect_vec();
    let mut out_name = "gradient".to_owned();
    while argument_names.contains(&out_name) {
        out_name.push('_');
    }
    let out = Ident::new(&out_name, Span::mixed_site());
    let place = |name: &str| {
        let field = structure.kept.iter().find(|f| f.ident.unraw() == name);
        match field {
            Some(f) if f.boxed && f.dims.as_deref() == Some(&[]) => {
                format!("*{out_name}.{}", f.ident)
            }
            Some(f) => format!("{out_name}.{}", f.ident),
            None => name.to_owned(),
        }
    };
    let mut reserved = argument_names.clone();
    reserved.push(out_name.clone());
    reserved.push_all(family.runtime.iter().map(|d| d.name.clone()));
    let nested: Vec<&Ident> = structure.kept.iter().filter(|f| f.dims.is_none()).map(|f| f.ident).collect_vec();
    let path = structure.path;
    let zero_nested = quote! {
        #(#path::Parameters::visit_mut(&mut #out.#nested, &mut |x| *x = #path::__rt::Zero::zero());)*
    };
    let stand_in = fallback::body();
    let prologue = family.prologue(&[]);
    let (value_body, into_body, add_body) = match &built {
        Some(Built::Number { full, value }) => {
            let value = family.body(value, Gradient { place: &place, accumulate: false }, &reserved);
            let into = family.body(full, Gradient { place: &place, accumulate: false }, &reserved);
            let add = family.body(full, Gradient { place: &place, accumulate: true }, &reserved);
            (quote! { #prologue #value }, quote! { #prologue #zero_nested #into }, quote! { #prologue let _ = { #add }; })
        }
        _ => (stand_in.clone(), stand_in.clone(), stand_in.clone()),
    };
    let (vis, ident) = (&input.vis, &objective.ident);
    let (gradient, scalar) = (structure.gradient, structure.scalar);
    let generics = structure.generics.split_for_impl().1.to_token_stream();
    let gradient = quote! { #gradient #generics };
    let f = ident.unraw().to_string();
    let name = |suffix: &str| format_ident!("{f}_{suffix}", span = ident.span());
    let (only, both) = (name("gradient"), name("value_and_gradient"));
    let (into, both_into, add) = (name("gradient_into"), name("value_and_gradient_into"), name("gradient_add"));
    let text = match &objective.formula {
        Formula::Text(literal) => literal.value(),
        Formula::Tokens(tokens) => tokens.to_string(),
    };
    let docs = [
        format!("The objective\n```text\n{}\n```", text.trim_matches('\n')),
        format!("The value of `{f}` and its gradient with respect to the parameters, written over `gradient`; never allocates."),
        format!("The gradient of `{f}` with respect to the parameters, written over `gradient`; never allocates."),
        format!("The value of `{f}` and its gradient with respect to the parameters."),
        format!("The gradient of `{f}` with respect to the parameters."),
        format!("Adds the gradient of `{f}` with respect to the parameters to `gradient`."),
    ];
    let [d0, d1, d2, d3, d4, d5] = &docs;
    let value = Ident::new("value", Span::mixed_site());
    let with_workspace = match &built {
        Some(Built::Number { full, .. }) if full.has_workspace() => {
            let (with, workspace) = (name("value_and_gradient_with"), Ident::new("workspace", Span::mixed_site()));
            let doc = format!("As `{f}_value_and_gradient_into`, in memory that the caller keeps.");
            quote! {
                #[doc = #doc]
                #[inline]
                #vis fn #with(&self, #workspace: &mut #path::Workspace, #(#signature,)* #out: &mut #gradient) -> #scalar {
                    #workspace.lend(|| self.#both_into(#(#pass,)* #out))
                }
            }
        }
        _ => TokenStream::new(),
    };
    let returns = family.returns.as_ref();
    if let Some(Built::Array { value, jacobian }) = built {
        let (ty, body) = (returns.unwrap_or(&value.ty), &value.body);
        let jacobian = jacobian_methods(structure, objective, &family, (&value, &jacobian), &signature, &gradient);
        return quote! {
            #[doc = #d0]
            #[inline]
            #vis fn #ident(&self, #(#signature),*) -> #ty { #body }
            #jacobian
        };
    }
    let returns = returns.unwrap_or(scalar);
    quote! {
        #with_workspace

        #[doc = #d0]
        #[inline]
        #vis fn #ident(&self, #(#signature),*) -> #returns { #value_body }

        #[doc = #d1]
        #[inline]
        #vis fn #both_into(&self, #(#signature,)* #out: &mut #gradient) -> #scalar { #into_body }

        #[doc = #d2]
        #[inline]
        #vis fn #into(&self, #(#signature,)* #out: &mut #gradient) {
            let _ = self.#both_into(#(#pass,)* #out);
        }

        #[doc = #d3]
        #[inline]
        #vis fn #both(&self, #(#signature),*) -> (#scalar, #gradient) {
            let mut #out = #path::Parameters::zero_gradient(self);
            let #value = self.#both_into(#(#pass,)* &mut #out);
            (#value, #out)
        }

        #[doc = #d4]
        #[inline]
        #vis fn #only(&self, #(#signature),*) -> #gradient {
            let mut #out = #path::Parameters::zero_gradient(self);
            let _ = self.#both_into(#(#pass,)* &mut #out);
            #out
        }

        #[doc = #d5]
        #[inline]
        #vis fn #add(&self, #(#signature,)* #out: &mut #gradient) { #add_body }
    }
}
