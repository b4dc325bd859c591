//! Fields: of structs and tuples that the body makes, and of arguments; read and assigned.

use super::body::{anchor, strip};
use super::late::Blank;
use super::records::Record;
use super::state::{Eval, Reader, Reported};
use super::value::{Array, Value};
use super::variants::variant_name;
use chainrule_parser::ast::{Expr as Node, ExprId, Extent};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Member};

/// A step from a variable to what is in it.
pub(super) enum Step<'e> {
    Field(&'e Member),
    Index(&'e Expr),
}

/// The same, with the number of an element.
enum Known<'e> {
    Field(&'e Member),
    Element(usize),
}

/// The variable that an expression is a part of, and the steps to that part.
pub(super) fn steps(e: &Expr) -> Option<(&syn::ExprPath, Vec<Step<'_>>)> {
    let mut steps = Vec::new();
    let mut at = strip(e);
    loop {
        at = match at {
            Expr::Field(e) => {
                steps.push(Step::Field(&e.member));
                strip(&e.base)
            }
            Expr::Index(e) => {
                steps.push(Step::Index(&e.index));
                strip(&e.expr)
            }
            Expr::Path(path) => {
                steps.reverse();
                return Some((path, steps));
            }
            _ => return None,
        };
    }
}

/// Elements of arrays of at most so many structs are assigned one by one.
const SINGLY: u64 = 64;

/// The name of what a struct has from another one, which no field has.
pub(super) const REST_OF: &str = "..";

/// The type of a struct that is an argument with a field changed, where it is not seen.
pub(super) const UNKNOWN: &str = "_";

pub(super) const REST: &str = "what `..` takes the other fields from must be an argument, a field of one, or the result of a call; in a struct \
                               that is returned, an argument or a field of one, the same in all branches: write every field instead";

impl Reader {
    /// `base.member`
    pub fn field(&mut self, base: Value, member: &Member) -> Eval<Value> {
        match (self.by_parts(base), member) {
            (Value::Tuple(items), Member::Unnamed(n)) => match items.into_iter().nth(n.index as usize) {
                Some(item) => Ok(item),
                None => self.rust_error(n.span, "the tuple has no such field"),
            },
            (Value::Part(part), member) => {
                if let Member::Named(_) = member {
                    self.note_struct(&part);
                }
                self.part_value(part.field(member))
            }
            (Value::Never, _) => Ok(Value::Never),
            (Value::Struct(_, mut fields), Member::Named(name)) => {
                let rest = fields.iter().position(|f| f.0 == REST_OF).map(|at| fields.remove(at).1);
                match fields.into_iter().find(|f| *name == f.0) {
                    Some((_, value)) => Ok(value),
                    None if rest.is_some() => self.field(rest.unwrap_or(Value::Never), member),
                    None => self.error(name.span(), format_args!("the struct is made without a field `{name}` here")),
                }
            }
            (value, Member::Named(name)) if self.is_surely_float(&value) => self.rust_error(name.span(), "a float has no fields"),
            (Value::Float(number), Member::Named(name)) => {
                self.note_items(number)?;
                self.note_constant(number)?;
                self.error(
                    name.span(),
                    "what this is a field of is not seen to be a struct here: write its type where it is bound, `let mut s: State = ..`",
                )
            }
            (_, member) => self.error(
                member.span(),
                "only fields of arguments, of tuples and of structs that are made here can be read: pass the field as an argument instead",
            ),
        }
    }

    /// `Name { a: 1.0, b }`
    pub fn make_struct(&mut self, e: &syn::ExprStruct) -> Eval<Value> {
        let mut fields = Vec::new();
        let members = e.fields.iter().filter_map(|field| match &field.member {
            Member::Named(name) => Some(name),
            Member::Unnamed(_) => None,
        });
        for name in e.path.segments.iter().map(|segment| &segment.ident).chain(members) {
            if self.made.iter().all(|known| known != name) {
                self.made.push(name.clone());
            }
        }
        for field in &e.fields {
            let value = match self.eval(&field.expr)? {
                Value::Outside(path, at) if variant_name(&path).is_none() => Value::Float(self.constant(&path, false, at)),
                value => value,
            };
            let name = match &field.member {
                Member::Named(name) => name.to_string(),
                Member::Unnamed(n) => return self.error(n.span, "write the struct with the names of its fields"),
            };
            fields.push((name, value));
        }
        if let Some(rest) = &e.rest {
            match self.eval(rest)? {
                Value::Struct(_, others) => {
                    let missing = others.into_iter().filter(|o| fields.iter().all(|f: &(String, Value)| f.0 != o.0));
                    fields.extend(missing.collect_vec());
                }
                value @ Value::Part(_) => fields.push((REST_OF.to_owned(), value)),
                _ => return self.error(anchor(rest), REST),
            }
        }
        // In one order, however they are written.
        sort::by(&mut fields, |a, b| a.0.cmp(&b.0));
        Ok(Value::Struct(super::types::text(e.path.to_token_stream()).into(), fields))
    }

    /// A value of which the type is not seen, by the parts that another one of its type has: fields, items, elements.
    pub fn as_made(&mut self, value: Value, other: &Value) -> Eval<Value> {
        let part = match (&value, other) {
            (Value::Part(part), _) => part,
            // Kept one by one.
            (Value::Array(Array::Items(items)), Value::Array(others)) if items.iter().any(|item| matches!(item, Value::Part(_))) => {
                let items = items.clone().into_iter().enumerate().map(|(k, item)| {
                    let index = self.number(k as f64, proc_macro2::Span::call_site());
                    let other = self.element(others, index, proc_macro2::Span::call_site())?;
                    self.as_made(item, &other)
                });
                return Ok(Value::Array(Array::Items(items.try_collect_vec()?)));
            }
            _ => return Ok(value),
        };
        match other {
            Value::Struct(path, fields) => {
                let mut own = Vec::new();
                for (name, other) in fields {
                    if name == REST_OF {
                        own.push((name.clone(), value.clone()));
                        continue;
                    }
                    let member: Member = syn::parse_str(name).map_err(|error| {
                        self.errors.push(error);
                        Reported
                    })?;
                    let field = self.field(value.clone(), &member)?;
                    own.push((name.clone(), self.as_made(field, other)?));
                }
                Ok(Value::Struct(path.clone(), own))
            }
            Value::Tuple(items) => {
                let items = items.iter().enumerate().map(|(k, other)| {
                    let item = self.field(value.clone(), &Member::from(k))?;
                    self.as_made(item, other)
                });
                Ok(Value::Tuple(items.try_collect_vec()?))
            }
            Value::Array(array) => match (self.lengths(array), array) {
                (Some(lens), _) => self.as_array_of(value.clone(), &lens, part.span()),
                (None, Array::Items(items)) => {
                    let part = part.clone();
                    let items = items.iter().enumerate().map(|(k, other)| {
                        let index = self.number(k as f64, part.span());
                        let item = self.part_value(part.at(index))?;
                        self.as_made(item, other)
                    });
                    Ok(Value::Array(Array::Items(items.try_collect_vec()?)))
                }
                _ => Ok(value),
            },
            _ => Ok(value),
        }
    }

    /// `v.a[0].b = e` and, with an operator, `v.a[0].b += e`; `None` if the left side has no field of a variable.
    pub fn assign_field(&mut self, left: &Expr, op: Option<&BinOp>, right: &Expr) -> Eval<Option<()>> {
        if self.is_field_of_record(left) {
            return Ok(None);
        }
        self.note_element_field(left, op, right)?;
        if let Some(()) = self.assign_in_element(left, op, right)? {
            return Ok(Some(()));
        }
        let Some((path, steps)) = steps(left) else { return Ok(None) };
        if !steps.iter().any(|s| matches!(s, Step::Field(_))) {
            return Ok(None);
        }
        let Some(variable) = path.path.get_ident().and_then(|name| self.lookup(&name.to_string())) else { return Ok(None) };
        if let (Some(Step::Index(_)), Expr::Index(element)) = (steps.last(), strip(left))
            && !matches!(self.variables[variable].value, Some(Value::Slot(..)))
        {
            return self.assign_in_field(element, op, right).map(Some);
        }
        let span = steps.iter().rev().find_map(|s| match s {
            Step::Field(member) => Some(member.span()),
            Step::Index(_) => None,
        });
        let span = span.expect("there is a field");
        if let Some(Value::Slot(_)) = self.variables[variable].value {
            return self.field_of_element(span);
        }
        self.check_mutable(variable, span)?;
        let new = self.eval(right)?;
        let whole = self.read(variable, span)?;
        let mut known = Vec::new();
        for step in &steps {
            known.push(match step {
                Step::Field(member) => Known::Field(member),
                Step::Index(index) => {
                    let value = self.eval(index)?;
                    let id = self.int(value, anchor(index))?;
                    match *self.ast.expr(id) {
                        Node::Number(n) => Known::Element(n as usize),
                        _ => {
                            self.unroll_at(id);
                            return self.field_of_element(span);
                        }
                    }
                }
            });
        }
        let new = match (op, new) {
            (Some(op), new) => {
                let mut old = whole.clone();
                for step in &known {
                    old = match step {
                        Known::Field(member) => self.field(old, member)?,
                        Known::Element(n) => {
                            let index = self.number(*n as f64, span);
                            self.index(old, &[index], span)?
                        }
                    };
                }
                self.operate(op, old, new, left, right)?
            }
            (None, Value::Outside(path, at)) if variant_name(&path).is_none() => Value::Float(self.constant(&path, false, at)),
            (None, new) => new,
        };
        if self.is_outside_loop(variable) {
            let path = known.iter().map(|step| match step {
                Known::Field(Member::Named(name)) => Some(name.to_string()),
                _ => None,
            });
            if let (Some(path), Some(kind)) = (path.collect::<Option<Vec<_>>>(), self.seen_kind(&new, span)?) {
                self.opened.push((variable, path, kind));
            }
        }
        let Some(whole) = self.replaced(whole, &known, new, span)? else {
            return self.error(
                span,
                "a field of an argument cannot be assigned: make the struct anew, `Name { a: p.a, b: p.b }`, or copy the field to a \
                 variable with `let mut`",
            );
        };
        self.assign(variable, whole, span)?;
        Ok(Some(()))
    }

    /// `v[0] = (a, b)` of an array of a few tuples or structs, which are kept one by one.
    pub fn replace_item(&mut self, variable: usize, ids: &[ExprId], new: Value, span: proc_macro2::Span) -> Eval<()> {
        if self.is_outside_loop(variable) {
            ids.iter().for_each(|id| self.unroll_at(*id));
            return self.carried(variable, span);
        }
        let mut known = Vec::new();
        for id in ids {
            match *self.ast.expr(*id) {
                Node::Number(n) => known.push(Known::Element(n as usize)),
                _ => {
                    self.unroll_at(*id);
                    return self.error(
                        span,
                        "a tuple or a struct is assigned to an element here, at an index that is no number: fill an array for each field instead",
                    );
                }
            }
        }
        let whole = self.read(variable, span)?;
        match self.replaced(whole, &known, new, span)? {
            Some(whole) => self.assign(variable, whole, span),
            None => self.error(span, "a tuple or a struct is no element of this array here: fill an array for each field instead"),
        }
    }

    /// `v.a[i] = e`: `let mut f = v.a; f[i] = e; v.a = f;`
    fn assign_in_field(&mut self, element: &syn::ExprIndex, op: Option<&BinOp>, right: &Expr) -> Eval<()> {
        let mut indices = vec![&*element.index];
        let mut at = strip(&element.expr);
        while let Expr::Index(e) = at {
            indices.insert(0, &e.index);
            at = strip(&e.expr);
        }
        let span = anchor(at);
        let value = self.eval(at)?;
        let name = syn::Ident::new(&format!("__field{}", self.variables.len()), span);
        self.bind(&name.to_string(), true, Some(value));
        let place: Expr = syn::parse_quote_spanned!(span=> #name #([#indices])*);
        let assigned: Expr = match op {
            None => syn::parse_quote_spanned!(span=> #place = #right),
            Some(op) => syn::parse_quote_spanned!(span=> #place = #place #op (#right)),
        };
        self.eval(&assigned)?;
        self.assign_field(at, None, &syn::parse_quote_spanned!(span=> #name))?;
        Ok(())
    }

    /// `v[i].a = e` where the structs in `v` are not seen into: `let mut element = v[i]; element.a = e; v[i] = element;`
    fn assign_in_element(&mut self, left: &Expr, op: Option<&BinOp>, right: &Expr) -> Eval<Option<()>> {
        let (mut place, mut at) = (None, strip(left));
        loop {
            at = match at {
                Expr::Field(e) => {
                    place = Some(&*e.base);
                    strip(&e.base)
                }
                Expr::Index(e) => strip(&e.expr),
                _ => break,
            };
        }
        let (Some(place), Expr::Path(path)) = (place, at) else { return Ok(None) };
        let Some(variable) = path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string())) else { return Ok(None) };
        let behind = self.behind(variable, Vec::new()).variable;
        if !matches!(self.variables[behind].record.as_deref(), Some(Record::Numbers(..))) {
            return Ok(None);
        }
        let (span, value) = (anchor(place), self.eval(place)?);
        let value = self.held(value, span)?;
        let name = syn::Ident::new(&format!("__element{}", self.variables.len()), span);
        self.bind(&name.to_string(), true, Some(value));
        let mut inside = left.clone();
        replace_base(&mut inside, &name);
        let assigned: Expr = match op {
            None => syn::parse_quote_spanned!(span=> #inside = #right),
            Some(op) => syn::parse_quote_spanned!(span=> #inside = #inside #op (#right)),
        };
        self.eval(&assigned)?;
        self.eval(&syn::parse_quote_spanned!(span=> #place = #name))?;
        Ok(Some(()))
    }

    /// A struct as one that is made of the others' fields and this one, of this kind.
    pub fn with_field(&mut self, value: Value, path: &[String], kind: &Blank, span: proc_macro2::Span) -> Eval<Value> {
        let Some((name, inner)) = path.split_first() else {
            let Value::Part(part) = &value else { return Ok(value) };
            return Ok(match kind {
                Blank::Float => Value::Float(self.part_float(part, span)?),
                Blank::Int => Value::Int(self.part_int(part, span)?),
                Blank::Array(lens) => Value::Array(self.part_view(part, lens.len())),
                _ => value,
            });
        };
        let (ty, mut fields) = match value {
            Value::Part(part) if part.copied().is_some() || part.is_result() => {
                (part.struct_type().unwrap_or(UNKNOWN).into(), vec![(REST_OF.to_owned(), Value::Part(part))])
            }
            Value::Outside(path, at) => (UNKNOWN.into(), vec![(REST_OF.to_owned(), self.by_parts(Value::Outside(path, at)))]),
            Value::Struct(ty, fields) => (ty, fields),
            other => return Ok(other),
        };
        let at = match fields.iter().position(|f| f.0 == *name) {
            Some(at) => at,
            None => {
                let Some((_, rest)) = fields.iter().find(|f| f.0 == REST_OF).cloned() else { return Ok(Value::Struct(ty, fields)) };
                let field = self.field(rest, &Member::Named(syn::Ident::new(name, span)))?;
                fields.push((name.clone(), field));
                sort::by(&mut fields, |a, b| a.0.cmp(&b.0));
                fields.iter().position(|f| f.0 == *name).unwrap_or_default()
            }
        };
        fields[at].1 = self.with_field(fields[at].1.clone(), inner, kind, span)?;
        Ok(Value::Struct(ty, fields))
    }

    /// The kind of a value, if anything but the function that gets it says so.
    fn seen_kind(&mut self, value: &Value, span: proc_macro2::Span) -> Eval<Option<Blank>> {
        match value {
            Value::Part(part) | Value::Array(Array::Of(part, _)) if self.rank_as_numbers(part).is_none() => Ok(None),
            value => self.kind_of(value.clone(), span),
        }
    }

    /// Notes the fields that a struct was given in a pass and that it did not begin with.
    pub fn open_fields(&mut self, variable: usize, begin: &Value, end: &Value, path: &[String], span: proc_macro2::Span) -> Eval<()> {
        let Value::Struct(_, fields) = end else { return Ok(()) };
        for (name, value) in fields.iter().filter(|f| f.0 != REST_OF) {
            let path = path.iter().chain([name]).cloned().collect_vec();
            let old = match begin {
                Value::Struct(_, old) => old.iter().find(|f| f.0 == *name).map(|f| &f.1),
                _ => None,
            };
            match (old, value) {
                (Some(old), value) => self.open_fields(variable, old, value, &path, span)?,
                (None, Value::Struct(..)) => self.open_fields(variable, &Value::Unit, value, &path, span)?,
                (None, value) => {
                    if let Some(kind) = self.seen_kind(value, span)? {
                        self.opened.push((variable, path, kind));
                    }
                }
            }
        }
        Ok(())
    }

    /// `value` with what is at the end of a path replaced.
    fn replaced(&mut self, value: Value, path: &[Known<'_>], new: Value, span: proc_macro2::Span) -> Eval<Option<Value>> {
        let Some((first, rest)) = path.split_first() else { return Ok(Some(new)) };
        match (value, first) {
            (Value::Tuple(mut items), Known::Field(Member::Unnamed(n))) => {
                let Some(item) = items.get(n.index as usize).cloned() else { return Ok(None) };
                let Some(item) = self.replaced(item, rest, new, span)? else { return Ok(None) };
                items[n.index as usize] = item;
                Ok(Some(Value::Tuple(items)))
            }
            // An argument, or a result, with a field changed is a struct that has the others from it.
            (Value::Part(part), Known::Field(Member::Named(name))) if part.copied().is_some() || part.is_result() => {
                let field = self.part_value(part.field(&Member::Named(name.clone())))?;
                let Some(field) = self.replaced(field, rest, new, span)? else { return Ok(None) };
                let ty = part.struct_type().unwrap_or(UNKNOWN).into();
                Ok(Some(Value::Struct(ty, vec![(REST_OF.to_owned(), Value::Part(part)), (name.to_string(), field)])))
            }
            (Value::Struct(name_of, mut fields), Known::Field(Member::Named(name))) => {
                let rest_of = fields.iter().find(|f| f.0 == REST_OF).map(|f| f.1.clone());
                if let (Some(of), false) = (rest_of, fields.iter().any(|f| *name == f.0)) {
                    fields.push((name.to_string(), self.field(of, &Member::Named(name.clone()))?));
                    sort::by(&mut fields, |a, b| a.0.cmp(&b.0));
                }
                let Some(at) = fields.iter().position(|f| *name == f.0) else { return Ok(None) };
                let Some(field) = self.replaced(fields[at].1.clone(), rest, new, span)? else { return Ok(None) };
                fields[at].1 = field;
                Ok(Some(Value::Struct(name_of, fields)))
            }
            (Value::Array(array), Known::Element(n)) => {
                let Extent::Number(len @ ..=SINGLY) = self.length(&array) else { return Ok(None) };
                let mut items = Vec::new();
                for k in 0..len {
                    let index = self.number(k as f64, span);
                    items.push(self.element(&array, index, span)?);
                }
                let index = self.number(*n as f64, span);
                let item = self.element(&array, index, span)?;
                let Some(item) = self.replaced(item, rest, new, span)? else { return Ok(None) };
                items[*n] = item;
                Ok(Some(Value::Array(Array::Items(items))))
            }
            _ => Ok(None),
        }
    }
}

/// Puts a variable in the place of what the first of the fields in a place is one of; false if there is no field.
fn replace_base(place: &mut Expr, variable: &syn::Ident) -> bool {
    match place {
        Expr::Paren(e) => replace_base(&mut e.expr, variable),
        Expr::Group(e) => replace_base(&mut e.expr, variable),
        Expr::Unary(e) => replace_base(&mut e.expr, variable),
        Expr::Index(e) => replace_base(&mut e.expr, variable),
        Expr::Field(e) => {
            if !replace_base(&mut e.base, variable) {
                *e.base = syn::parse_quote_spanned!(variable.span()=> #variable);
            }
            true
        }
        _ => false,
    }
}
