//! Lengths that are no sum: `n / 2`, `n * m`, `1 << levels`, of lengths and integers that the function is given. Each is a number
//! that is computed before the body, and has a name like the length of a slice.
//!
//! What is computed so is never negative: `n / 2` of lengths wherever it stands, so that `x[k + n / 2]` is read like `x[k + m]`,
//! and anything else where it is a length, or ends a range that begins at 0 or above: a negative number means that there is nothing.

use super::state::Reader;
use super::types::RuntimeDim;
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, UnaryOp};
use proc_macro2::Span;

/// What an integer is called where it is a number.
pub(super) const AS_A_NUMBER: &str = " as a number";

/// Expressions of at most so many operations are computed before the body, or multiplied out.
pub(super) const SHORT: usize = 64;

impl Reader {
    /// An integer that is given by lengths and integers around, as a name if it is no sum of them and surely not negative.
    pub fn named_if_natural(&mut self, id: ExprId, span: Span) -> ExprId {
        match self.is_natural(id) {
            true => self.as_length(id, span),
            false => id,
        }
    }

    /// The end of a range, or a length: a number computed before the body where it is no sum of lengths, and 0 if that is
    /// negative.
    pub fn as_length(&mut self, id: ExprId, span: Span) -> ExprId {
        if self.linear(id).is_some() {
            return id;
        }
        let mut room = SHORT;
        let Some(text) = self.text_of(id, &mut room) else { return id };
        let known = self.runtime.iter().find(|d| d.computed.as_ref() == Some(&text)).map(|d| d.name.clone());
        let name = match known {
            Some(name) => name,
            None => {
                let symbol = self.fresh("size");
                let name = self.ast.name(symbol).to_owned();
                self.integers.insert(name.clone());
                self.runtime.push(RuntimeDim { name: name.clone(), argument: name.clone(), part: None, computed: Some(text) });
                self.sizes.push((name.clone(), id));
                name
            }
        };
        let symbol = self.ast.intern(&name);
        self.push(Node::Name(symbol), span)
    }

    /// The integer that a name in an expression is.
    fn integer_of(&self, name: &str) -> Option<String> {
        let name = name.strip_suffix(AS_A_NUMBER).unwrap_or(name);
        // What is counted first is not known yet where lengths are computed.
        if self.passes.iter().any(|counted| counted == name) {
            return None;
        }
        let given = self.integers.contains(name) || self.const_generics.contains(name) || self.runtime.iter().any(|d| d.name == name);
        given.then(|| name.to_owned())
    }

    /// Whether an integer is not negative, whatever the numbers are that it is made of.
    pub fn is_natural(&self, id: ExprId) -> bool {
        match self.ast.expr(id) {
            Node::Number(n) => *n >= 0.0,
            Node::Name(symbol) => match self.integer_of(self.ast.name(*symbol)) {
                // Of what type constants and fields are is not seen.
                Some(name) => {
                    let outside = self.constants.iter().any(|c| c.name == name) || self.parts.iter().any(|p| p.name == name);
                    !outside && !self.signed.contains(&name)
                }
                None => false,
            },
            Node::Binary(BinaryOp::Add | BinaryOp::Mul | BinaryOp::Div, a, b) => self.is_natural(*a) && self.is_natural(*b),
            Node::Call { function, arguments } => match self.ast.name(*function) {
                "exp2" => true,
                "max" => arguments.iter().any(|a| self.is_natural(*a)),
                "floor" | "ceil" | "min" => arguments.iter().all(|a| self.is_natural(*a)),
                _ => false,
            },
            Node::If { then, otherwise, .. } => self.is_natural(*then) && self.is_natural(*otherwise),
            _ => false,
        }
    }

    /// An integer expression in Rust, in floats, with each name as `@name@` and each function as `$function`.
    fn text_of(&self, id: ExprId, room: &mut usize) -> Option<String> {
        *room = room.checked_sub(1)?;
        Some(match self.ast.expr(id) {
            Node::Number(n) if n.is_finite() => format!("({n:?}f64)"),
            Node::Name(symbol) => format!("@{}@", self.integer_of(self.ast.name(*symbol))?),
            Node::Unary(UnaryOp::Neg, a) => format!("(-{})", self.text_of(*a, room)?),
            Node::Binary(op, x, y) => {
                if matches!(op, BinaryOp::Pow | BinaryOp::MatMul | BinaryOp::And | BinaryOp::Or) {
                    return None;
                }
                let (a, b) = (self.text_of(*x, room)?, self.text_of(*y, room)?);
                match (op, self.ast.expr(*y)) {
                    // What is divided by 0 is not reached, and no number of passes.
                    (BinaryOp::Div, divisor) if !matches!(divisor, Node::Number(n) if *n != 0.0) => {
                        format!("(if {b} == 0f64 {{ 0f64 }} else {{ {a} / {b} }})")
                    }
                    _ => format!("({a} {} {b})", op.sign()),
                }
            }
            Node::Call { function, arguments } => {
                let name = self.ast.name(*function);
                if !matches!(name, "floor" | "ceil" | "min" | "max" | "exp2" | "abs") {
                    return None;
                }
                let mut texts = Vec::new();
                for a in arguments {
                    texts.push(self.text_of(*a, room)?);
                }
                // Here nothing is told what the processor has.
                let module = if name == "exp2" { "alone::" } else { "" };
                format!("${module}{name}({})", texts.join(", "))
            }
            Node::If { condition, then, otherwise } => {
                let (condition, then) = (self.text_of(*condition, room)?, self.text_of(*then, room)?);
                format!("(if {condition} {{ {then} }} else {{ {} }})", self.text_of(*otherwise, room)?)
            }
            _ => return None,
        })
    }
}
