//! `#[objective(...)]`: how objectives are written, and in what order they use each other.

use super::Structure;
use super::methods::objective_methods;
use crate::attr;
use crate::diag::{Diagnostics, Source};
use crate::formula::{self, Argument, Formula};
use crate::inline::{Callee, inline};
use crate::signature::{Parameter, allow};
use chainrule_parser::ast::{Ast, Expr};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::types::Scalar;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};

/// The methods that a struct of parameters has.
const INHERENT: [&str; 2] = ["descend", "zeros_like"];

/// Whether a name is that of a method beside an objective, `loss_gradient`.
fn is_made_of(objective: &str, name: &str) -> bool {
    let rest = name.strip_prefix(objective).and_then(|rest| rest.strip_prefix('_'));
    let rest = rest.map(|rest| rest.strip_prefix("value_and_").unwrap_or(rest));
    let what = rest.and_then(|rest| rest.strip_prefix("gradient").or_else(|| rest.strip_prefix("jacobian")));
    what.is_some_and(|end| ["", "_into", "_add", "_with"].contains(&end))
}

/// `loss(x: f64, t: f64) = "..."`
pub struct Objective {
    pub ident: Ident,
    /// `ident` without `r#`.
    pub name: String,
    pub arguments: Vec<Argument>,
    pub returns: Option<syn::Type>,
    pub formula: Formula,
    /// Whether recurrences keep only some of their states for the gradient.
    pub checkpoint: bool,
}

impl Parse for Objective {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let option = input.fork();
        let checkpoint = option.parse::<Ident>().is_ok_and(|name| name == "checkpoint") && option.peek(Token![,]);
        if checkpoint {
            input.parse::<Ident>()?;
            input.parse::<Token![,]>()?;
        }
        let ident: Ident = input.parse()?;
        if INHERENT.iter().any(|name| ident == name) {
            return Err(syn::Error::new(
                ident.span(),
                format!("`{ident}` is a method of every such struct: give the objective another name"),
            ));
        }
        if !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(ident.span(), format!("an objective has arguments, if only none: write `{ident}() = ...`")));
        }
        let inner;
        syn::parenthesized!(inner in input);
        let (arguments, after) = formula::arguments(&inner)?;
        if after.is_some() {
            return Err(syn::Error::new(inner.span(), "an objective is differentiated by the fields: its arguments need no `;`"));
        }
        let returns = formula::returns(input)?;
        input.parse::<Token![=]>()?;
        let formula = Formula::parse_until_semicolon(input)?;
        if !input.is_empty() {
            return Err(input.error("expected the end of the objective: write a second `#[objective(...)]`"));
        }
        Ok(Objective { name: ident.unraw().to_string(), ident, arguments, returns, formula, checkpoint })
    }
}

/// The methods of the objectives. Where fields are refused (`complete` is false), formulas know too few names, which is
/// not said a second time.
pub fn objectives(structure: &Structure<'_>, complete: bool, scalar: Scalar, krate: &str, diag: &mut Diagnostics) -> TokenStream {
    let mut read: Vec<Objective> = Vec::new();
    for attribute in structure.input.attrs.iter().filter(|a| a.path().is_ident("objective")) {
        match attribute.parse_args::<Objective>() {
            Ok(objective) => {
                if read.iter().any(|o| o.ident == objective.ident) {
                    diag.error(objective.ident.span(), format!("there are two objectives called `{}`", objective.ident));
                } else if let Some(other) =
                    read.iter().find(|o| is_made_of(&o.name, &objective.name) || is_made_of(&objective.name, &o.name))
                {
                    let message =
                        format!("the objectives `{}` and `{}` have methods of one name: rename one of them", other.ident, objective.ident);
                    diag.error(objective.ident.span(), message);
                } else {
                    read.push(objective);
                }
            }
            Err(error) => {
                diag.push(error);
            }
        }
    }
    let parsed: Vec<Option<(Ast, Source)>> = read.iter().map(|o| o.formula.parse(diag).ok()).collect_vec();
    let mut resolved: Vec<Option<Ast>> = (0..read.len()).map(|_| None).collect_vec();
    for at in order(&read, &parsed, diag) {
        let Some((ast, source)) = &parsed[at] else {
            continue;
        };
        let callees: Vec<Callee<'_>> = read
            .iter()
            .zip(&resolved)
            .filter_map(|(objective, ast)| {
                let parameters = objective.arguments.iter().map(|a| a.ident.unraw().to_string()).collect_vec();
                Some(Callee { name: &objective.name, parameters, ast: ast.as_ref()? })
            })
            .collect_vec();
        match inline(ast, &callees) {
            Ok(ast) => resolved[at] = Some(ast),
            Err(error) => {
                diag.push(source.locate(&error));
            }
        }
    }
    let mut methods = TokenStream::new();
    for (objective, (ast, parsed)) in read.iter().zip(resolved.into_iter().zip(&parsed)) {
        let source = parsed.as_ref().map(|p| &p.1);
        let mut follows = Diagnostics::default();
        methods.extend(objective_methods(structure, objective, ast.zip(source), scalar, krate, &mut follows));
        if complete {
            diag.append(follows);
        }
    }
    if methods.is_empty() {
        return methods;
    }
    let (params, types, clause) = structure.input.generics.split_for_impl();
    let ident = &structure.input.ident;
    let (cfg, _) = attr::inherited(&structure.input.attrs);
    let allow = allow();
    quote! {
        #cfg
        #allow
        #[automatically_derived]
        impl #params #ident #types #clause { #methods }
    }
}

/// The error for a field that an objective names and cannot have: one that is skipped, or a struct.
pub fn field_out_of_reach(structure: &Structure<'_>, arguments: &[Parameter], ast: &Ast) -> Option<chainrule_parser::Error> {
    let names = formula::free_names(ast);
    let syn::Data::Struct(data) = &structure.input.data else { return None };
    let idents = data.fields.iter().filter_map(|f| f.ident.as_ref());
    let within = |ident: &&Ident| structure.kept.iter().any(|f| f.ident == *ident && f.dims.is_some());
    let mut others = idents.filter(|i| !within(i)).map(|i| i.unraw().to_string()).filter(|i| arguments.iter().all(|a| a.name != *i));
    let name = others.find(|name| names.contains(name))?;
    let used = ast.ids().find(|id| matches!(ast.expr(*id), Expr::Name(n) if ast.name(*n) == name))?;
    let kept = structure.kept.iter().find(|f| f.ident.unraw() == name.as_str());
    let is_list = |ty: &syn::Type| matches!(ty, syn::Type::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "Vec"));
    let (is, advice) = match kept {
        Some(field) => (
            if is_list(&field.syntax.ty) { "a list" } else { "a struct" },
            format!("a formula computes with numbers and arrays: write a method, `#[gradient] impl {}`", structure.input.ident),
        ),
        None => ("no parameter", format!("give `{name}` to the objective as an argument, of another name")),
    };
    Some(chainrule_parser::Error::new(format!("the field `{name}` is {is}"), ast.span(used)).with_hint(advice))
}

/// How far the search for an order has come with an objective.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
    Refused,
}

/// Objectives in an order in which each comes after those that it uses.
fn order(read: &[Objective], parsed: &[Option<(Ast, Source)>], diag: &mut Diagnostics) -> Vec<usize> {
    let uses = |at: usize| -> Vec<usize> {
        let Some((ast, _)) = &parsed[at] else {
            return Vec::new();
        };
        let called = |name: &str| ast.ids().any(|id| matches!(ast.expr(id), Expr::Call { function, .. } if ast.name(*function) == name));
        (0..read.len()).filter(|&k| called(&read[k].name)).collect_vec()
    };
    let mut state = vec![State::New; read.len()];
    let mut out = Vec::new();
    for start in 0..read.len() {
        let mut stack = vec![(start, false)];
        while let Some((at, leave)) = stack.pop() {
            match (leave, state[at]) {
                (true, _) if uses(at).iter().any(|&k| state[k] == State::Refused) => state[at] = State::Refused,
                (true, State::Open) => {
                    state[at] = State::Done;
                    out.push(at);
                }
                (false, State::New) => {
                    state[at] = State::Open;
                    stack.push((at, true));
                    stack.push_all(uses(at).into_iter().map(|k| (k, false)));
                }
                (false, State::Open) => {
                    diag.error(read[at].ident.span(), format!("the objective `{}` uses itself", read[at].ident));
                    state[at] = State::Refused;
                }
                _ => {}
            }
        }
    }
    out
}
