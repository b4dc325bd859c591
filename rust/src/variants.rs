//! Enums as the state of a loop, `mode = Mode::Landing`: numbers.
//!
//! What a variant is says its name, and it is only ever compared with others of its enum. So where one of several has to be chosen,
//! each variant that the body names has a number.

use super::state::Reader;
use super::value::Value;
use chainrule_parser::ast::{BinaryOp, Expr, ExprId};
use proc_macro2::Span;

impl Reader {
    /// The number of a variant, or that of one of several.
    pub fn variant(&mut self, value: &Value, span: Span) -> Option<ExprId> {
        match value {
            Value::Variant(id) => Some(*id),
            Value::Outside(path, _) => {
                let name = variant_name(path)?.to_owned();
                let at = self.variants.iter().position(|known| *known == name).unwrap_or_else(|| {
                    self.variants.push(name);
                    self.variants.len() - 1
                });
                Some(self.number(at as f64, span))
            }
            _ => None,
        }
    }

    /// Whether two are the same.
    pub fn same_variant(&mut self, a: ExprId, b: ExprId, span: Span) -> ExprId {
        match (self.ast.expr(a), self.ast.expr(b)) {
            (Expr::Number(a), Expr::Number(b)) => {
                let same = a == b;
                self.truth(same, span)
            }
            _ => self.binary(BinaryOp::Eq, a, b, span),
        }
    }

    /// The numbers of two variants.
    pub fn two_variants(&mut self, a: &Value, b: &Value, span: Span) -> Option<(ExprId, ExprId)> {
        Some((self.variant(a, span)?, self.variant(b, span)?))
    }
}

/// The last name of a path that names a variant, `Mode::Landing`.
pub(super) fn variant_name(path: &str) -> Option<&str> {
    let (of, name) = path.rsplit_once("::")?;
    let of = of.rsplit("::").next().unwrap_or(of);
    let upper = |text: &str| text.trim().starts_with(char::is_uppercase);
    let name = name.trim();
    (upper(of) && upper(name) && name.contains(char::is_lowercase) && name.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some(name)
}
