//! Functions that are generic over the float type: which type parameters are floats, and what their types offer.

use super::body::anchor;
use super::state::{Eval, Reader};
use super::types::Scalar;
use super::value::Value;
use chainrule_parser::ast::ExprId;
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;
use quote::ToTokens;
use std::f64::consts;
use std::sync::Mutex;
use syn::Expr;

/// The name of a type parameter, for as long as the process runs: there are few of them.
fn interned(name: &str) -> &'static str {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = names.iter().find(|known| **known == name) {
        return known;
    }
    let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.push(name);
    name
}

/// The type parameters with a bound called `Float`: that of `chainrule`, or that of `num_traits`.
pub fn float_parameters(generics: &syn::Generics) -> Vec<Scalar> {
    let is_float = |bound: &syn::TypeParamBound| matches!(bound, syn::TypeParamBound::Trait(t) if t.path.segments.last().is_some_and(|s| s.ident == "Float"));
    let in_clause = |name: &syn::Ident| {
        generics.where_clause.iter().flat_map(|w| &w.predicates).any(|predicate| match predicate {
            syn::WherePredicate::Type(t) => *name == t.bounded_ty.to_token_stream().to_string() && t.bounds.iter().any(is_float),
            _ => false,
        })
    };
    let floats = generics.type_params().filter(|p| p.bounds.iter().any(is_float) || in_clause(&p.ident));
    floats.map(|p| Scalar::Generic(interned(&p.ident.to_string()))).collect_vec()
}

/// Numbers that are the same for every float type.
fn constant(name: &str) -> Option<f64> {
    Some(match name {
        "ZERO" | "zero" => 0.0,
        "ONE" | "one" => 1.0,
        "TWO" => 2.0,
        "HALF" => 0.5,
        "INFINITY" | "infinity" => f64::INFINITY,
        "NEG_INFINITY" | "neg_infinity" => f64::NEG_INFINITY,
        "PI" => consts::PI,
        "TAU" => consts::TAU,
        "E" => consts::E,
        "FRAC_PI_2" => consts::FRAC_PI_2,
        "FRAC_PI_3" => consts::FRAC_PI_3,
        "FRAC_PI_4" => consts::FRAC_PI_4,
        "FRAC_PI_6" => consts::FRAC_PI_6,
        "FRAC_PI_8" => consts::FRAC_PI_8,
        "FRAC_1_PI" => consts::FRAC_1_PI,
        "FRAC_2_PI" => consts::FRAC_2_PI,
        "FRAC_1_SQRT_2" => consts::FRAC_1_SQRT_2,
        "SQRT_2" => consts::SQRT_2,
        "LN_2" => consts::LN_2,
        "LN_10" => consts::LN_10,
        _ => return None,
    })
}

impl Reader {
    /// Whether a name is the float type of a generic function.
    pub fn is_generic(&self, name: &str) -> bool {
        matches!(self.scalar, Some(Scalar::Generic(own)) if own == name)
    }

    /// `T::ONE`
    pub fn generic_constant(&mut self, name: &str, span: Span) -> Option<ExprId> {
        constant(name).map(|value| self.number(value, span))
    }

    /// `T::from(0.5)`, `T::zero()`, `T::exp(x)`
    pub fn generic_call(&mut self, name: &str, arguments: &[&Expr], span: Span) -> Eval<Value> {
        match arguments {
            [] => match self.generic_constant(name, span) {
                Some(id) => Ok(Value::Float(id)),
                None => self
                    .error(span, format_args!("`{name}` of a float type is not known here: pass it as a `#[constant]` argument instead")),
            },
            [argument] if name == "from" || name.starts_with("from_") => match self.eval(argument)? {
                Value::Float(id) => Ok(Value::Float(id)),
                Value::Bool(_) => self.error(span, "expected a number, found a condition"),
                value => {
                    let id = self.int(value, anchor(argument))?;
                    Ok(Value::Float(self.int_to_float(id, span)))
                }
            },
            [receiver, rest @ ..] => {
                let value = self.eval(receiver)?;
                let receiver = self.float(value, anchor(receiver))?;
                self.float_method(name, receiver, rest, span)
            }
        }
    }
}
