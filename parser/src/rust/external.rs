//! Calls of functions that are not seen into: they are differentiated by a function of their own.

use super::body::anchor;
use super::state::{Eval, Reader, Value};
use super::types;
use crate::ast::{BinaryOp, Call, Expr as Node, ExprId, Passed, ResultPart};
use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

impl Reader {
    /// `a::b::f(x, y)`
    pub fn external(&mut self, path: &syn::Path, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let text = types::text(path.to_token_stream());
        if self.table.is_none() {
            return self.error(span, format_args!("calls of other functions, such as `{text}`, are not supported here"));
        }
        let mut plain = path.clone();
        let mut generics = String::new();
        let many = plain.segments.len();
        for (k, segment) in plain.segments.iter_mut().enumerate() {
            if let syn::PathArguments::None = segment.arguments {
                continue;
            }
            let written = std::mem::take(&mut segment.arguments);
            if k + 1 < many {
                return self.error(segment.ident.span(), "functions of a type are not supported here: call a function of a module instead");
            }
            generics = types::text(written.to_token_stream());
        }
        // Modules are written in small letters.
        let of_type = plain.segments.iter().rev().nth(1).is_some_and(|s| s.ident.to_string().starts_with(char::is_uppercase));
        if of_type {
            return self.error(
                span,
                format_args!("functions of a type, such as `{text}`, are not supported yet: call a function of a module instead"),
            );
        }
        let mut passed = Vec::new();
        let mut values = Vec::new();
        let mut failed = false;
        for argument in arguments {
            match self.pass(argument) {
                Ok((how, id)) => {
                    passed.push(how);
                    values.push(id);
                }
                Err(reported) => {
                    // The others may have errors of their own.
                    let _ = reported;
                    failed = true;
                }
            }
        }
        if failed {
            return Err(super::state::Reported);
        }
        let name = plain.segments.last().map_or_else(String::new, |s| s.ident.unraw().to_string());
        let place = self.span(span);
        let call = self.ast.calls.len() as u32;
        self.ast.calls.push(Call { path: types::text(plain.to_token_stream()), name, generics, arguments: passed, span: place });
        // Only where the call is reached is it made: a function that calls itself would not end otherwise.
        let condition = self.path.clone().into_iter().reduce(|a, b| self.binary(BinaryOp::And, a, b, span));
        let call = self.push(Node::Invoke { call, arguments: values, condition }, span);
        let part = self.part(ResultPart { template: String::new(), shape: Vec::new() });
        Ok(Value::Float(self.push(Node::Output { call, part, indices: Vec::new() }, span)))
    }

    /// The number of a part of a result.
    fn part(&mut self, part: ResultPart) -> u32 {
        let at = self.ast.parts.iter().position(|p| *p == part).unwrap_or_else(|| {
            self.ast.parts.push(part);
            self.ast.parts.len() - 1
        });
        at as u32
    }

    /// An argument and how it is passed.
    fn pass(&mut self, argument: &Expr) -> Eval<(Passed, ExprId)> {
        let span = anchor(argument);
        let value = self.eval(argument)?;
        let value = self.settled(value, span)?;
        match value {
            Value::Float(id) => Ok((self.number_passed(argument), id)),
            Value::Int(id) => Ok((Passed::Integer, if self.may_be_negative(id) { self.int_to_float(id, span) } else { id })),
            Value::Bool(id) => Ok((Passed::Condition, id)),
            // Its type is not known here, and it has no derivative.
            Value::Outside(..) => {
                let zero = self.number(0.0, span);
                Ok((Passed::Text(types::text(argument.to_token_stream())), zero))
            }
            Value::Array(_) => self.error(span, "passing an array to a function is not supported yet: pass its elements instead"),
            _ => self.error(argument.span(), "this cannot be passed to a function here: pass numbers instead"),
        }
    }

    /// Whether an integer is computed from one that the function is given and that may be negative: that is no extent.
    fn may_be_negative(&self, id: ExprId) -> bool {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if let Node::Name(name) = *self.ast.expr(id) {
                let name = self.ast.name(name);
                if self.signed.contains(name) || self.parts.iter().any(|p| p.name == name) {
                    return true;
                }
            }
            self.ast.expr(id).for_each_child(|c| stack.push(c));
        }
        false
    }

    /// Whether a number is passed by value or by reference.
    fn number_passed(&self, argument: &Expr) -> Passed {
        let mut at = argument;
        loop {
            at = match at {
                Expr::Paren(e) => &e.expr,
                Expr::Group(e) => &e.expr,
                Expr::Reference(_) => return Passed::Reference,
                Expr::Path(e) => {
                    // What is bound to an item of an iterator may be a reference.
                    let variable = e.path.get_ident().and_then(|i| self.lookup(&i.unraw().to_string()));
                    return match variable {
                        Some(v) if self.references.contains(&v) => Passed::Either,
                        _ => Passed::Number,
                    };
                }
                _ => return Passed::Number,
            };
        }
    }
}
