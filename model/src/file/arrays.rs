//! An output that is an array: the function, and its Jacobian, in which the gradient of each number stands in its place.

use super::{Family, HEAD, Parameter, list, tuple};
use chainrule_core::affine::{Affine, Term};
use chainrule_core::emit::rust;
use chainrule_core::jacobian::{self, jacobian_target, result_target};
use chainrule_core::pipeline::{self, Built, Options, Output, Wanted};
use chainrule_core::program::Program;
use chainrule_core::target::TargetKind;
use chainrule_parser::Error;
use chainrule_parser::ast::Ast;
use std::fmt::Write as _;

/// The programs of such an output.
pub(super) struct Programs {
    value: Built,
    jacobian: Built,
    /// The extents of the value.
    shape: Vec<Affine>,
}

impl Programs {
    /// None if the output is a single number.
    pub(super) fn of(ast: &Ast, output: Output<'_>, options: &Options) -> Result<Option<Self>, Error> {
        let mut value = pipeline::build_with(ast, output, Wanted { value: true, gradient: false }, options.clone())?;
        let target = value.program.targets.iter_mut().find(|t| t.kind == TargetKind::Value && !t.shape.is_empty());
        let Some(target) = target else { return Ok(None) };
        // It is written to a place, and is not the value of the statements.
        target.kind = TargetKind::Other(0);
        target.name = result_target(0);
        let shape = target.shape.clone();
        Ok(Some(Programs { value, jacobian: jacobian::build(ast, &[output], true, options.clone())?, shape }))
    }

    /// That of the value, and that of the Jacobian.
    pub(super) fn both(&self) -> [&Program; 2] {
        [&self.value.program, &self.jacobian.program]
    }
}

/// The result as an array, with something in the place of each number.
struct Outcome {
    /// The extents that types state.
    extents: Vec<String>,
    /// That of the first axis, if only the caller knows it.
    length: Option<String>,
}

impl Outcome {
    fn rows(&self, number: &str) -> String {
        self.extents.iter().rev().fold(number.to_owned(), |inner, extent| format!("[{inner}; {extent}]"))
    }

    /// Its type by value.
    fn owned(&self, number: &str) -> String {
        if self.length.is_some() { format!("::std::vec::Vec<{}>", self.rows(number)) } else { self.rows(number) }
    }

    /// Its type behind a reference.
    fn place(&self, number: &str) -> String {
        if self.length.is_some() { format!("[{}]", self.rows(number)) } else { self.rows(number) }
    }

    /// A value of that type.
    fn made(&self, number: &str) -> String {
        let rows = self.rows(number);
        self.length.as_ref().map_or(rows.clone(), |length| format!("::std::vec![{rows}; {length}]"))
    }
}

impl Family<'_> {
    /// The file of an output that is an array.
    ///
    /// # Errors
    /// An axis other than the first whose extent no type states; a parameter of an extent that only the caller knows.
    pub(super) fn array_file(&self, programs: &Programs) -> Result<String, Error> {
        let Programs { value, jacobian, shape } = programs;
        let outcome = self.outcome(&value.program, shape)?;
        if let Some((p, _)) = self.wrt().find(|(p, _)| self.slice(p.argument).is_some()) {
            let name = &p.argument.name;
            let message =
                format!("an extent of `{name}` is known to the caller only, and the Jacobian has `{name}` in the place of each number");
            return Err(Error::general(message).with_hint(format!("make `{name}` an `input`, or state its extents as numbers")));
        }
        let Family { name, output, .. } = self;
        let generics = self.generics();
        let head = format!("{generics}({})", self.arguments(|_| None));
        let head_into = format!("{generics}({})", self.arguments(|p| Some(outcome.place(&self.owned(p.argument)))));
        let types: Vec<String> = self.wrt().map(|(p, _)| outcome.owned(&self.owned(p.argument))).collect();
        let gradients: Vec<&str> = self.wrt().map(|(_, g)| g).collect();
        let (result, result_type, number) = (tuple(&gradients), tuple(&types), outcome.owned("f64"));
        let by = list(&self.wrt().map(|(p, _)| p.argument.name.as_str()).collect::<Vec<_>>());
        let what = format!("the Jacobian with respect to {by}: the gradient of each number, in its place");
        let lengths = self.prologue(value, false);
        let (mut places, mut checks) = (lengths.clone(), lengths);
        for (p, g) in self.wrt() {
            let _ = writeln!(places, "let mut {g} = {};", outcome.made(&self.zero(p)));
            if let Some(length) = &outcome.length {
                let name = &p.argument.name;
                let message = format!("the Jacobian by `{name}` has {{}} rows, but the result has {{}} elements");
                let _ = writeln!(checks, "::core::assert!({g}.len() == {length}, \"{message}\", {g}.len(), {length});");
            }
        }
        let list = outcome.length.is_some();
        let call = |reference: &str| {
            let arguments = self.parameters.iter().map(|p| p.ident.clone());
            let all: Vec<String> = arguments.chain(gradients.iter().map(|g| format!("{reference}{g}"))).collect();
            format!("{name}_value_and_jacobian_into({})", all.join(", "))
        };
        let written = |program: &Program| {
            let body =
                self.body_at(program, false, &|target| match self.wrt().find(|(p, _)| jacobian_target(0, &p.argument.name) == target) {
                    Some((_, place)) => place.to_owned(),
                    None => "value".to_owned(),
                });
            format!("let mut value = {};\n{}\nvalue", outcome.made("0.0"), body.trim_end())
        };

        let mut out = String::from(HEAD);
        let docs = format!("`{output}` of the model\n```text{}\n```", self.source());
        self.function(
            &mut out,
            &docs,
            &format!("{name}{head} -> {number}"),
            &format!("{}{}", self.prologue(value, false), written(&value.program)),
        );
        if gradients.is_empty() {
            return Ok(out);
        }
        self.function(
            &mut out,
            &format!("Of [`{name}`]: {what}."),
            &format!("{name}_jacobian{head} -> {result_type}"),
            &format!("{places}let _ = {};\n{result}", call("&mut ")),
        );
        self.function(
            &mut out,
            &format!("The value of [`{name}`], and {what}."),
            &format!("{name}_value_and_jacobian{head} -> ({number}, {result_type})"),
            &format!("{places}let value = {};\n(value, {result})", call("&mut ")),
        );
        self.function(
            &mut out,
            &format!(
                "Of [`{name}`], written through `&mut`: {what}; {}.",
                if list { "allocates the value, too" } else { "never allocates" }
            ),
            &format!("{name}_jacobian_into{head_into}"),
            &format!("let _ = {};", call("")),
        );
        let allocates = if list { "allocates nothing but what it returns" } else { "never allocates" };
        self.function(
            &mut out,
            &format!("The value of [`{name}`], and, written through `&mut`, {what}; {allocates}."),
            &format!("{name}_value_and_jacobian_into{head_into} -> {number}"),
            &format!("{checks}{}", written(&jacobian.program)),
        );
        Ok(out)
    }

    /// The parameters, and the places of their gradients.
    fn wrt(&self) -> impl Iterator<Item = (&Parameter<'_>, &str)> {
        self.parameters.iter().filter_map(|p| Some((p, p.gradient.as_deref()?)))
    }

    fn outcome(&self, program: &Program, shape: &[Affine]) -> Result<Outcome, Error> {
        let (mut extents, mut length) = (Vec::new(), None);
        for (at, extent) in shape.iter().enumerate() {
            let of = |term: Term| match term {
                Term::Dim(d) => self.dims.iter().find(|known| known.name == program.dims[d.0 as usize]),
                Term::Axis(_) => None,
            };
            match (extent.as_constant(), &extent.terms[..]) {
                (Some(n), _) => extents.push(n.max(0).to_string()),
                (None, &[(term, 1)]) if extent.constant == 0 && of(term).is_some_and(|d| d.generic) => {
                    extents.extend(of(term).map(|d| d.ident.clone()));
                }
                _ if at == 0 => {
                    let terms = extent.terms.iter().filter_map(|&(term, factor)| Some((of(term)?.ident.clone(), factor)));
                    length = Some(rust::length(extent.constant, &terms.collect::<Vec<_>>()));
                }
                _ => {
                    return Err(Error::general("only the first axis of the output may have an extent that is known to the caller only")
                        .with_hint("state the others as numbers, or put this index first"));
                }
            }
        }
        Ok(Outcome { extents, length })
    }
}
