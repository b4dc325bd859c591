//! The methods of an objective: what those of a number and those of an array have in common.

use super::objective::{Objective, field_out_of_reach};
use super::{Field, Structure};
use crate::attr;
use crate::diag::{Diagnostics, Source};
use crate::engine::{self, Output, Wanted};
use crate::formula::{self, Formula};
use crate::signature::{Array, Family, Parameter, ParameterKind};
use chainrule_parser::ast::Ast;
use chainrule_parser::list::CollectVec;
use chainrule_rust::types::Scalar;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

/// The programs of an objective; a gradient has only what is a single number.
enum Built {
    Number { full: Box<engine::Program>, value: Box<engine::Program> },
    Array { value: Array, jacobian: Box<engine::Program> },
}

/// The methods of an objective, and what is wrong with it.
pub fn objective_methods(
    structure: &Structure<'_>,
    objective: &Objective,
    tree: Option<(Ast, &Source)>,
    scalar: Scalar,
    krate: &str,
    diag: &mut Diagnostics,
) -> TokenStream {
    let before = diag.len();
    let arguments = arguments(structure, objective, scalar, diag);
    if let Some((ast, source)) = &tree
        && let Some(error) = field_out_of_reach(structure, &arguments, ast)
    {
        diag.push(source.locate(&error));
    }
    let tree = tree.filter(|_| diag.len() == before);
    if arguments.len() != objective.arguments.len() {
        return TokenStream::new();
    }
    let signature = arguments.iter().map(|Parameter { ident, ty, .. }| quote! { #ident: #ty }).collect_vec();
    let pass: Vec<Ident> = arguments.iter().map(|p| p.ident.clone()).collect_vec();
    let input = structure.input;
    let mut family = Family {
        parameters: fields(structure).chain(arguments).collect_vec(),
        with_value: true,
        returns: objective.returns.as_ref().map(ToTokens::to_token_stream),
        ..Family::of(&objective.ident, input.vis.to_token_stream(), &input.generics, scalar, krate)
    };
    let built = tree.and_then(|(ast, source)| match build(&mut family, objective, ast, &pass) {
        Ok(built) => Some(built),
        Err(error) => {
            diag.push(source.locate(&error));
            None
        }
    });
    let methods = Methods { structure, objective, family, signature, pass };
    match built {
        Some(Built::Array { value, jacobian }) => methods.of_array(&value, &jacobian),
        Some(Built::Number { full, value }) => methods.of_number(Some((&full, &value))),
        None => methods.of_number(None),
    }
}

/// The arguments of an objective as parameters.
fn arguments(structure: &Structure<'_>, objective: &Objective, scalar: Scalar, diag: &mut Diagnostics) -> Vec<Parameter> {
    let mut seen = Some((scalar, structure.input.ident.span()));
    let mut arguments = Vec::new();
    for argument in &objective.arguments {
        let mut argument_scalar = None;
        let Some(mut parameter) = formula::parameter(argument, false, false, &mut argument_scalar, diag) else { continue };
        match (&argument.ty, argument_scalar) {
            (Some(_), Some((scalar, span))) => attr::one_scalar(&mut seen, scalar, span, diag),
            // One without a type is a number of the struct's own kind.
            (None, _) => parameter.ty = Ident::new(scalar.name(), Span::mixed_site()).into_token_stream(),
            _ => {}
        }
        if structure.kept.iter().any(|f| f.ident.unraw() == parameter.name.as_str()) {
            diag.error(parameter.ident.span(), format!("`{}` is a field and an argument", parameter.ident));
        }
        arguments.push(parameter);
    }
    formula::check_names(&arguments, diag);
    arguments
}

/// The fields that formulas compute with as parameters.
fn fields<'a>(structure: &Structure<'a>) -> impl Iterator<Item = Parameter> + use<'a> {
    structure.kept.iter().filter_map(|field| {
        let (dims, ident) = (field.dims.as_ref()?, field.ident);
        let place = match field.boxed && dims.is_empty() {
            true => format!("(*self.{ident})"),
            false => format!("self.{ident}"),
        };
        Some(Parameter {
            name: ident.unraw().to_string(),
            ident: ident.clone(),
            ty: TokenStream::new(),
            kind: ParameterKind::Float(dims.clone()),
            by_ref: false,
            output: false,
            wrt: true,
            place: Some(place),
        })
    })
}

/// Builds the programs.
fn build(family: &mut Family<'_>, objective: &Objective, mut ast: Ast, pass: &[Ident]) -> Result<Built, chainrule_parser::Error> {
    (family.runtime, family.constants) = formula::declare(&mut ast, &family.parameters)?;
    let mut value = engine::build(&ast, Output::Default, Wanted { value: true, gradient: false, checkpoint: false })?;
    if let Some(shape) = value.take_array() {
        let reserved = pass.iter().map(ToString::to_string).collect_vec();
        let value = family.array(&value, &shape, &reserved)?;
        let engine::Seeded { ast, value: result, .. } = engine::seeded(&ast, &shape);
        return Ok(Built::Array { value, jacobian: Box::new(engine::build_jacobian(&ast, &[result], true)?) });
    }
    let full = engine::build(&ast, Output::Default, Wanted { value: true, gradient: true, checkpoint: objective.checkpoint })?;
    Ok(Built::Number { full: Box::new(full), value: Box::new(value) })
}

/// What the methods of an objective are made of.
pub struct Methods<'a> {
    pub structure: &'a Structure<'a>,
    pub objective: &'a Objective,
    pub family: Family<'a>,
    /// The arguments with their types.
    pub signature: Vec<TokenStream>,
    /// The arguments.
    pub pass: Vec<Ident>,
}

impl Methods<'_> {
    /// The objective as documentation.
    pub fn doc(&self) -> String {
        let text = match &self.objective.formula {
            Formula::Text(literal) => literal.value(),
            Formula::Tokens(tokens) => tokens.to_string(),
        };
        format!("The objective\n```text\n{}\n```", text.trim_matches('\n'))
    }

    /// The type of the gradient.
    pub fn gradient(&self) -> TokenStream {
        let (gradient, generics) = (self.structure.gradient, self.structure.generics.split_for_impl().1);
        quote! { #gradient #generics }
    }

    /// A name of a method beside that of the objective.
    pub fn name(&self, suffix: &str) -> Ident {
        let ident = &self.objective.ident;
        format_ident!("{}_{suffix}", ident.unraw(), span = ident.span())
    }

    /// A name that no argument has.
    pub fn fresh(&self, name: &str) -> Ident {
        let mut name = name.to_owned();
        while self.pass.iter().any(|p| *p == name.as_str()) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    }

    /// The names that are taken, with those of the results.
    pub fn reserved(&self, results: &[&Ident]) -> Vec<String> {
        let dims = self.family.runtime.iter().map(|d| d.name.clone());
        self.pass.iter().chain(results.iter().copied()).map(ToString::to_string).chain(dims).collect_vec()
    }

    /// Where in a gradient the numbers of a field stand.
    pub fn place(&self, gradient: &str, field: &Field<'_>) -> String {
        let star = if field.boxed && field.dims.as_deref() == Some(&[]) { "*" } else { "" };
        format!("{star}{gradient}.{}", field.ident)
    }

    /// Sets to zero what no objective reads: the structs in a gradient.
    pub fn clear(&self, gradient: &Ident) -> Option<TokenStream> {
        let path = self.structure.path;
        let nested = self.structure.kept.iter().filter(|f| f.dims.is_none()).map(|f| f.ident).collect_vec();
        (!nested.is_empty()).then(|| {
            quote! { #(#path::Parameters::visit_mut(&mut #gradient.#nested, &mut |x| *x = #path::__rt::Zero::zero());)* }
        })
    }
}
