//! `if` and `match` as values: under which condition a pattern fits, and the names that it binds.

use super::body::{anchor, is_rest};
use super::control::{CFG, Flow, is_cfg};
use super::options::{is_some, never_fits};
use super::rewritten::{as_match, binds};
use super::state::{Eval, Reader, Reported};
use super::value::{Array, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use chainrule_parser::table::Map;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Reader {
    pub fn if_else(&mut self, e: &syn::ExprIf) -> Eval<Value> {
        if binds(&e.cond) {
            return self.eval(&as_match(e));
        }
        let span = e.if_token.span;
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), CFG);
        }
        let condition = self.eval(&e.cond).and_then(|c| self.condition(c, anchor(&e.cond)));
        // The branches may have errors of their own.
        let known = match condition {
            Ok(condition) => condition,
            Err(Reported) => self.truth(true, span),
        };
        let flow = self.conditional(
            known,
            span,
            |r| r.block_value(&e.then_branch).map(Flow::Value),
            |r| match &e.else_branch {
                Some((_, branch)) => r.eval(branch).map(Flow::Value),
                None => Ok(Flow::Value(Value::Unit)),
            },
        );
        condition?;
        self.value_of(flow, span)
    }

    fn value_of(&mut self, flow: Eval<Flow>, span: Span) -> Eval<Value> {
        match flow? {
            Flow::Value(value) => Ok(value),
            Flow::Return(_) | Flow::Next => self.misplaced(span),
        }
    }

    pub fn match_value(&mut self, e: &syn::ExprMatch) -> Eval<Value> {
        let value = self.compared(&e.expr)?;
        let flow = self.choose(e, &value, 0, &|r, body| r.eval(body).map(Flow::Value));
        self.value_of(flow, e.match_token.span)
    }

    /// The arms of a `match` from number `at` on.
    pub fn choose(&mut self, e: &syn::ExprMatch, value: &Value, at: usize, run: &dyn Fn(&mut Self, &Expr) -> Eval<Flow>) -> Eval<Flow> {
        let Some(arm) = e.arms.get(at) else { return self.error(e.match_token.span, "a `match` without arms has no value") };
        if never_fits(&arm.pat, value) {
            return self.choose(e, value, at + 1, run);
        }
        let span = arm.pat.span();
        if let Some(a) = is_cfg(&arm.attrs) {
            return self.error(a.span(), CFG);
        }
        self.scopes.push(Map::default());
        let condition = self.matches(&arm.pat, value);
        let scope = self.scopes.pop().expect("pushed above");
        let mut condition = condition?;
        // The compiler sees to it that one of the arms fits.
        if e.arms[at + 1..].iter().all(|a| never_fits(&a.pat, value)) && !matches!(arm.pat, Pat::Guard(_)) {
            condition = None;
        }
        let here = |r: &mut Self| {
            r.scopes.push(scope.clone());
            let flow = run(r, &arm.body);
            r.scopes.pop();
            flow
        };
        match condition {
            None => here(self),
            Some(condition) => self.conditional(condition, span, here, |r| r.choose(e, value, at + 1, run)),
        }
    }

    /// The condition under which a pattern fits, and its names bound.
    pub fn matches(&mut self, pat: &Pat, value: &Value) -> Eval<Option<ExprId>> {
        let span = pat.span();
        if let Value::Part(part) = value
            && let Some(condition) = self.part_matches(pat, part)
        {
            return Ok(Some(condition));
        }
        if let Value::Part(part) = value
            && !part.is_result()
            && is_some(pat)
        {
            let maybe = self.part_as_option(&part.clone(), span);
            return self.option_matches(pat, &maybe);
        }
        if let (Value::Maybe(maybe), Pat::TupleStruct(_) | Pat::Path(_) | Pat::Struct(_) | Pat::Lit(_)) = (value, pat) {
            return self.option_matches(pat, maybe);
        }
        if let Value::Part(part) = value
            && let Some((condition, bound)) = self.variant_matches(pat, part)
        {
            for (name, part) in bound {
                self.bind(&name.ident.unraw().to_string(), name.mutability.is_some(), Some(Value::Part(part)));
            }
            return Ok(Some(condition));
        }
        match pat {
            Pat::Wild(_) => Ok(None),
            Pat::Paren(p) => self.matches(&p.pat, value),
            Pat::Reference(p) => self.matches(&p.pat, value),
            Pat::Ident(p) if p.subpat.is_none() && !p.ident.to_string().starts_with(char::is_uppercase) => {
                self.pattern(pat, value.clone())?;
                Ok(None)
            }
            Pat::Ident(p) if p.subpat.is_some() => {
                self.bind(&p.ident.unraw().to_string(), p.mutability.is_some(), Some(value.clone()));
                match &p.subpat {
                    Some((_, inner)) => self.matches(inner, value),
                    None => Ok(None),
                }
            }
            Pat::Ident(p) => {
                if let Value::Maybe(maybe) = value {
                    return self.option_matches(pat, maybe);
                }
                self.note_outside(&p.ident.clone().into());
                let constant = self.outside(p.ident.unraw().to_string(), p.ident.span());
                self.equals(value, constant, span).map(Some)
            }
            Pat::Path(p) => {
                let constant = self.eval(&Expr::Path(p.clone()))?;
                self.equals(value, constant, span).map(Some)
            }
            Pat::Lit(p) => {
                let wanted = self.literal(&p.lit)?;
                self.equals(value, wanted, span).map(Some)
            }
            Pat::Range(p) => {
                let mut out = None;
                let upper = if matches!(p.limits, syn::RangeLimits::Closed(_)) { BinaryOp::Le } else { BinaryOp::Lt };
                for (end, op) in [(&p.start, BinaryOp::Ge), (&p.end, upper)] {
                    if let Some(end) = end {
                        let end = self.eval(end)?;
                        let (a, b) = self.numbers(value, end, span)?;
                        let inside = self.binary(op, a, b, span);
                        out = self.both(out, Some(inside), span);
                    }
                }
                Ok(out)
            }
            Pat::Or(p) => {
                let mut out = None;
                for case in &p.cases {
                    match (out, self.matches(case, value)?) {
                        (_, None) => return Ok(None),
                        (None, some) => out = some,
                        (Some(a), Some(b)) => out = Some(self.binary(BinaryOp::Or, a, b, span)),
                    }
                }
                Ok(out)
            }
            Pat::Tuple(p) => {
                let mut out = None;
                for (p, v) in self.of_tuple(p, value.clone())? {
                    let fits = self.matches(p, &v)?;
                    out = self.both(out, fits, span);
                }
                Ok(out)
            }
            Pat::Guard(p) => {
                let fits = self.matches(&p.pat, value)?;
                let guard = self.eval(&p.guard)?;
                let guard = self.condition(guard, anchor(&p.guard))?;
                Ok(self.both(fits, Some(guard), span))
            }
            Pat::Slice(p) => self.slice_matches(p, value),
            Pat::TupleStruct(_) | Pat::Struct(_) => self.error(
                span,
                "what this pattern binds of an enum is not seen here: of an argument, or a field of one, bind it by a name, `Name(a, _)` or \
                 `Name { a, .. }`, and ask in an `if` what else it has to be",
            ),
            _ => self.error(
                span,
                "this pattern is not supported in a `match` yet: write numbers, ranges, `true`, variants without numbers in them, \
                 tuples and arrays of these, names or `_` instead",
            ),
        }
    }

    /// The condition under which an array fits `[first, rest @ ..]`: that it has as many elements, and that they fit.
    fn slice_matches(&mut self, p: &syn::PatSlice, value: &Value) -> Eval<Option<ExprId>> {
        let span = p.span();
        if let Value::Slot(slot) = value {
            return self.places_pattern(&Pat::Slice(p.clone()), slot, false).map(|()| None);
        }
        let array = match self.by_parts(value.clone()) {
            Value::Array(array) => array,
            Value::Part(part) => self.part_array(part),
            other => return self.misfit(span, &other, "an array is needed"),
        };
        let open = p.elems.iter().position(is_rest);
        let named = p.elems.len() - usize::from(open.is_some());
        let extent = self.length(&array);
        let (len, count) = (self.extent(&extent, span), self.number(named as f64, span));
        let mut out = None;
        if let Extent::Number(_) = extent {
            // What does not fit never comes here.
            self.of_slice(p, &extent)?;
        } else if open.is_none() || named > 0 {
            let len = self.int_to_float(len, span);
            out = Some(self.binary(if open.is_some() { BinaryOp::Ge } else { BinaryOp::Eq }, len, count, span));
        }
        let holds = self.holds.len();
        self.holds.extend(out);
        for (k, pat) in p.elems.iter().enumerate() {
            let span = pat.span();
            let at = match open {
                Some(open) if k > open => {
                    let from_end = self.number((p.elems.len() - k) as f64, span);
                    self.minus(len, from_end, span)
                }
                _ => self.number(k as f64, span),
            };
            if open == Some(k) {
                if let Pat::Ident(p) = pat {
                    let rest = self.minus(len, count, span);
                    let part = Array::Part(Box::new(array.clone()), at, self.length_of(rest));
                    self.bind(&p.ident.unraw().to_string(), p.mutability.is_some(), Some(Value::Array(part)));
                }
                continue;
            }
            let item = self.element(&array, at, span)?;
            let fits = self.matches(pat, &item)?;
            out = self.both(out, fits, span);
        }
        self.holds.truncate(holds);
        Ok(out)
    }

    pub fn numbers(&mut self, a: &Value, b: Value, span: Span) -> Eval<(ExprId, ExprId)> {
        match (a, b) {
            (Value::Int(a), b) => {
                let b = self.int(b, span)?;
                Ok((self.int_to_float(*a, span), self.int_to_float(b, span)))
            }
            (a, b) => Ok((self.float(a.clone(), span)?, self.float(b, span)?)),
        }
    }

    fn equals(&mut self, value: &Value, wanted: Value, span: Span) -> Eval<ExprId> {
        match (value, wanted) {
            (Value::Bool(a), Value::Bool(b)) => match *self.ast.expr(b) {
                // A literal.
                Node::Binary(BinaryOp::Ne, one, _) if self.is_number(one, 1.0) => Ok(*a),
                _ => Ok(self.push(Node::Unary(UnaryOp::Not, *a), span)),
            },
            (value, wanted) if let Some((a, b)) = self.two_variants(value, &wanted, span) => Ok(self.same_variant(a, b, span)),
            (value, wanted) => {
                let (a, b) = self.numbers(value, wanted, span)?;
                Ok(self.binary(BinaryOp::Eq, a, b, span))
            }
        }
    }
}
