//! Fields: of structs and tuples that the body makes, and of arguments; read and assigned.

use super::body::{anchor, strip};
use super::state::{Eval, Reader, Reported, Value};
use chainrule_parser::sort;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Member};

/// `value` with the field at the end of a path replaced.
fn replaced(value: Value, path: &[&Member], new: Value) -> Option<Value> {
    let Some((first, rest)) = path.split_first() else { return Some(new) };
    match (value, first) {
        (Value::Tuple(mut items), Member::Unnamed(n)) => {
            let item = items.get_mut(n.index as usize)?;
            *item = replaced(item.clone(), rest, new)?;
            Some(Value::Tuple(items))
        }
        (Value::Struct(path_of, mut fields), Member::Named(name)) => {
            let (_, field) = fields.iter_mut().find(|f| *name == f.0)?;
            *field = replaced(field.clone(), rest, new)?;
            Some(Value::Struct(path_of, fields))
        }
        _ => None,
    }
}

impl Reader {
    /// `base.member`
    pub fn field(&mut self, base: Value, member: &Member) -> Eval<Value> {
        match (self.by_parts(base), member) {
            (Value::Tuple(items), Member::Unnamed(n)) => match items.into_iter().nth(n.index as usize) {
                Some(item) => Ok(item),
                None => self.error(n.span, "the tuple has no such field"),
            },
            (Value::Part(part), member) => self.part_value(part.field(member)),
            (Value::Struct(_, fields), Member::Named(name)) => match fields.into_iter().find(|f| *name == f.0) {
                Some((_, value)) => Ok(value),
                None => self.error(name.span(), format_args!("the struct is made without a field `{name}` here")),
            },
            (_, member) => self.error(
                member.span(),
                "only fields of arguments, of tuples and of structs that are made here can be read: pass the field as an argument instead",
            ),
        }
    }

    /// `Name { a: 1.0, b }`
    pub fn make_struct(&mut self, e: &syn::ExprStruct) -> Eval<Value> {
        if let Some(rest) = &e.rest {
            return self.error(rest.span(), "`..` in a struct is not supported yet: write every field");
        }
        let mut fields = Vec::new();
        for field in &e.fields {
            let value = match self.eval(&field.expr)? {
                value @ Value::Outside(..) => Value::Float(self.float(value, anchor(&field.expr))?),
                value => value,
            };
            let name = match &field.member {
                Member::Named(name) => name.to_string(),
                Member::Unnamed(n) => return self.error(n.span, "write the struct with the names of its fields"),
            };
            fields.push((name, value));
        }
        // In one order, however they are written.
        sort::by(&mut fields, |a, b| a.0.cmp(&b.0));
        Ok(Value::Struct(super::types::text(e.path.to_token_stream()).into(), fields))
    }

    /// A struct of which the type is not seen, field by field as another one of its type.
    pub fn as_made(&mut self, value: Value, other: &Value) -> Eval<Value> {
        let (Value::Part(_), Value::Struct(path, fields)) = (&value, other) else { return Ok(value) };
        let mut own = Vec::new();
        for (name, other) in fields {
            let member: Member = syn::parse_str(name).map_err(|error| {
                self.errors.push(error);
                Reported
            })?;
            let field = self.field(value.clone(), &member)?;
            own.push((name.clone(), self.as_made(field, other)?));
        }
        Ok(Value::Struct(path.clone(), own))
    }

    /// `v.a.b = e` and, with an operator, `v.a.b += e`; `None` if the left side is no field of a variable.
    pub fn assign_field(&mut self, left: &Expr, op: Option<&BinOp>, right: &Expr) -> Eval<Option<()>> {
        let mut path = Vec::new();
        let mut at = strip(left);
        while let Expr::Field(field) = at {
            path.insert(0, &field.member);
            at = strip(&field.base);
        }
        let (Some(last), Expr::Path(variable)) = (path.last(), at) else { return Ok(None) };
        let Some(variable) = variable.path.get_ident().and_then(|name| self.lookup(&name.to_string())) else { return Ok(None) };
        let span = last.span();
        self.check_mutable(variable, span)?;
        let new = self.eval(right)?;
        let whole = self.read(variable, span)?;
        let new = match (op, new) {
            (Some(op), new) => {
                let mut old = whole.clone();
                for member in &path {
                    old = self.field(old, member)?;
                }
                self.operate(op, old, new, left, right)?
            }
            (None, new @ Value::Outside(..)) => Value::Float(self.float(new, anchor(right))?),
            (None, new) => new,
        };
        let Some(whole) = replaced(whole, &path, new) else {
            return self.error(
                span,
                "a field of an argument cannot be assigned: make the struct anew, `Name { a: p.a, b: p.b }`, or copy the field to a \
                 variable with `let mut`",
            );
        };
        self.assign(variable, whole, span)?;
        Ok(Some(()))
    }
}
