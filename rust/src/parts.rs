//! Parts of arguments whose types are not known here: fields of structs, items of tuples, elements of arrays of them.
//!
//! A macro does not see the definition of a struct. So a part is a path, `net.layers[l].w`, until it is used:
//! as a number it becomes a declaration with an axis for each index, as a bound or an index an integer, in an
//! `if` a condition. The same path with the indices left open is the Rust place that the declaration stands for.
//! The compiler checks what was concluded from the use: see `Declared`.

use super::Argument;
use super::options::Maybe;
use super::state::{Eval, Reader};
use super::types::{self, Dim, Form, RuntimeDim};
use super::value::{Array, Value};
use chainrule_parser::ast::{Axis, BinaryOp, Declaration, DeclarationKind, Expr as Node, ExprId, Extent, ResultPart, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Member, Pat};

/// A part of an argument that was read.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The name of its declaration.
    pub name: String,
    /// Its Rust expression.
    pub place: types::Part,
    /// The argument in the tree.
    pub argument: String,
    /// What it is read as.
    pub kind: PartKind,
    /// Whether the function is differentiated with respect to it.
    pub wrt: bool,
    /// Where it is first read.
    pub span: Span,
    /// The length of each axis: a number or a name.
    pub extents: Vec<String>,
    lens: Vec<Extent>,
}

/// What a part of an argument is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A float.
    Float,
    /// An integer that may be an extent.
    Integer,
    /// An integer that depends on an index: a number.
    Number,
    /// A condition.
    Condition,
    /// Whatever it is: it is passed on to a call.
    Whole,
}

/// An argument of which parts are read.
#[derive(Clone)]
pub(super) struct Root {
    name: String,
    /// Its form, if that is seen here.
    form: Option<Form>,
    wrt: bool,
    by_ref: bool,
    /// If it is the result of a call and no argument: the call.
    call: Option<ExprId>,
    /// Whether it is no argument but a constant of the surrounding code.
    outside: bool,
    /// If it is what branches leave of two results of calls: the condition under which it is the first.
    choice: Option<(ExprId, Part, Part)>,
}

#[derive(Clone)]
enum Step {
    Field(String),
    Index(ExprId),
    /// All elements: what follows is an array of what is in each.
    All,
    /// `*`, for what is in a box.
    Deref,
    /// What is in an `Option`, where there is something.
    Some,
    /// What a pattern binds of a variant of an enum, where that is the one: the pattern, with one name.
    Variant(Rc<str>),
}

/// The name in such a pattern.
const BOUND: &str = "__bound";

/// A part of an argument.
#[derive(Clone)]
pub(super) struct Part {
    root: Rc<Root>,
    steps: Vec<Step>,
    span: Span,
    /// The type that is written where it is bound, which may be that of a struct.
    ty: Option<Rc<str>>,
}

/// Methods that only arrays have.
pub(super) const ARRAY: &[&str] = &[
    "len",
    "is_empty",
    "iter",
    "into_iter",
    "windows",
    "chunks",
    "chunks_exact",
    "each_ref",
    "as_slice",
    "map",
    "push",
    "to_vec",
    "first",
    "last",
    "split_first",
    "split_last",
    "split_at",
    "iter_mut",
    "get",
];

impl Part {
    fn then(mut self, step: Step) -> Part {
        // `(*p.layer).w` is `p.layer.w`.
        if let Some(Step::Deref) = self.steps.last() {
            self.steps.pop();
        }
        self.steps.push(step);
        self.ty = None;
        self
    }

    pub fn at(&self, index: ExprId) -> Part {
        match self.steps.iter().position(|s| matches!(s, Step::All)) {
            Some(all) => {
                let mut part = self.clone();
                part.steps[all] = Step::Index(index);
                part
            }
            None => self.clone().then(Step::Index(index)),
        }
    }

    /// What is in all elements of it, which is an array of them again.
    pub fn in_all(&self) -> Part {
        self.clone().then(Step::All)
    }

    pub fn field(&self, member: &Member) -> Part {
        let (name, span) = match member {
            Member::Named(ident) => (ident.to_string(), ident.span()),
            Member::Unnamed(index) => (index.index.to_string(), index.span),
        };
        Part { span, ..self.clone().then(Step::Field(name)) }
    }

    /// `*` of a field.
    fn deref(&self) -> Part {
        self.clone().then(Step::Deref)
    }

    /// What it is a field of, with the type of that, if it is the one of this name.
    fn field_of(&self, name: &str) -> Option<(Part, &str)> {
        let (Step::Field(last), outer) = self.steps.split_last()? else { return None };
        let whole = Part { steps: outer.to_vec(), ty: None, ..self.clone() };
        match self.root.form.as_ref() {
            Some(Form::Opaque(ty)) if last == name && outer.is_empty() => Some((whole, ty)),
            _ => None,
        }
    }

    /// Where it is read.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The type of the struct that it is, if that is seen; or what may be one.
    pub fn struct_type(&self) -> Option<&str> {
        match self.form() {
            Some(Form::Opaque(ty)) if !self.root.outside => Some(ty),
            Some(_) => None,
            None => self.ty.as_deref(),
        }
    }

    /// The same, where a type is written for it.
    pub fn of_type(&self, ty: &str) -> Part {
        Part { ty: Some(ty.into()), ..self.clone() }
    }

    /// Its place, if a result may have it as it is: nothing for what has no derivative, and none for a part of the result
    /// of a call or of an array.
    pub fn copied(&self) -> Option<Option<String>> {
        let plain = !self.is_result() && self.steps.iter().all(|s| matches!(s, Step::Field(_)));
        plain.then(|| self.root.wrt.then(|| self.template()))
    }

    pub fn indices(&self) -> Vec<ExprId> {
        let index = |s: &Step| match s {
            Step::Index(id) => Some(*id),
            _ => None,
        };
        self.steps.iter().filter_map(index).collect_vec()
    }

    /// Its expression with the indices left open.
    pub fn template(&self) -> String {
        let mut out = format!("@{}@", self.root.name);
        let (mut form, mut list) = (self.root.form.as_ref(), false);
        for step in &self.steps {
            let inner = match (form, step) {
                (Some(Form::Array(_, element)), Step::Index(_) | Step::All) => Some(&**element),
                (Some(Form::Tuple(items)), Step::Field(name)) => name.parse::<usize>().ok().and_then(|k| items.get(k)),
                _ => None,
            };
            match step {
                Step::Field(name) => out.push_str(&format!(".{name}")),
                // What is in brackets ends a piece of memory: the items of lists in a list are elsewhere than these.
                Step::Index(_) | Step::All if list && matches!(form, Some(Form::Array(Dim::Slice, _))) => out = format!("({out})[]"),
                Step::Index(_) | Step::All => out.push_str("[]"),
                Step::Deref => out = format!("(*{out})"),
                Step::Some => out.push_str(".unwrap_or_default()"),
                Step::Variant(pattern) => {
                    out = format!(
                        "(match &{out} {{ {pattern} => ::core::clone::Clone::clone({BOUND}), _ => ::core::default::Default::default() }})"
                    );
                }
            }
            (form, list) = (inner, matches!(step, Step::Index(_) | Step::All));
        }
        out
    }

    /// Whether it is a constant of the code around, of which nothing says that it is a struct.
    pub fn is_outside(&self) -> bool {
        self.root.outside && self.root.form.is_some()
    }

    /// The call of a function without arguments that returns it.
    pub fn outside_call(&self) -> Option<&str> {
        (self.root.outside && self.root.form.is_none() && self.steps.is_empty()).then_some(&*self.root.name)
    }

    /// Whether it is of an argument that is differentiated.
    pub fn is_differentiated(&self) -> bool {
        self.root.wrt
    }

    /// Whether it is a part of the result of a call, or of one of two.
    pub fn is_result(&self) -> bool {
        self.root.call.is_some() || self.root.choice.is_some()
    }

    /// The condition under which it is the first of two parts, and these, if branches left it.
    pub fn sides(&self) -> Option<(ExprId, Part, Part)> {
        let (condition, a, b) = self.root.choice.as_ref()?;
        let side = |of: &Part| self.steps.iter().cloned().fold(of.clone(), Part::then);
        Some((*condition, side(a), side(b)))
    }

    /// What branches leave of two results of calls, whatever they are.
    pub fn chosen(condition: ExprId, a: Part, b: Part) -> Part {
        let name = format!("{} or {} by {}", a.template(), b.template(), condition.0).replace('@', "");
        let span = a.span;
        let root = Root { name, form: None, wrt: false, by_ref: false, call: None, outside: false, choice: Some((condition, a, b)) };
        Part { root: Rc::new(root), steps: Vec::new(), span, ty: None }
    }

    fn form(&self) -> Option<&Form> {
        let mut form = self.root.form.as_ref()?;
        for step in &self.steps {
            form = match (form, step) {
                (Form::Array(_, element), Step::Index(_) | Step::All) => element,
                (Form::Tuple(items), Step::Field(name)) => items.get(name.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(form)
    }

    /// How a reader would write it.
    fn shown(&self) -> String {
        self.template().replace('@', "").replace("[]", "[..]")
    }
}

/// A pattern with one of the names that it binds by another one, and none of the others; none for patterns of other kinds.
fn with_bound(pat: &Pat, bound: Option<&syn::Ident>, names: &mut Vec<syn::PatIdent>) -> Option<proc_macro2::TokenStream> {
    let mut all = |pats: &mut dyn Iterator<Item = &Pat>| pats.map(|p| with_bound(p, bound, names)).collect::<Option<Vec<_>>>();
    Some(match pat {
        Pat::Lit(_) | Pat::Path(_) | Pat::Range(_) | Pat::Wild(_) | Pat::Rest(_) => pat.to_token_stream(),
        Pat::Ident(p) if p.subpat.is_none() && p.ident.to_string().starts_with(char::is_uppercase) => pat.to_token_stream(),
        Pat::Ident(p) if p.subpat.is_none() => {
            names.push(p.clone());
            match bound == Some(&p.ident) {
                true => syn::Ident::new(BOUND, p.ident.span()).to_token_stream(),
                false => quote::quote!(_),
            }
        }
        Pat::Paren(p) => with_bound(&p.pat, bound, names)?,
        Pat::Tuple(p) => {
            let items = all(&mut p.elems.iter())?;
            quote::quote!((#(#items,)*))
        }
        Pat::TupleStruct(p) => {
            let (path, items) = (&p.path, all(&mut p.elems.iter())?);
            quote::quote!(#path(#(#items),*))
        }
        Pat::Struct(p) => {
            let (path, members, rest) = (&p.path, p.fields.iter().map(|f| &f.member), &p.rest);
            let items = all(&mut p.fields.iter().map(|f| &*f.pat))?;
            quote::quote!(#path { #(#members: #items,)* #rest })
        }
        _ => return None,
    })
}

impl Reader {
    /// A constant of the surrounding code, of which parts are read.
    pub fn outside_part(&mut self, name: &str, span: Span) -> Part {
        let root = Root {
            name: name.to_owned(),
            form: Some(Form::Opaque(name.to_owned())),
            wrt: false,
            by_ref: false,
            call: None,
            outside: true,
            choice: None,
        };
        Part { root: Rc::new(root), steps: Vec::new(), span, ty: None }
    }

    /// What is read by its parts: a constant of the surrounding code is then a struct or an array.
    pub fn by_parts(&mut self, value: Value) -> Value {
        match value {
            Value::Outside(name, span) => Value::Part(self.outside_part(&name, span)),
            other => other,
        }
    }

    /// A struct that a function without arguments returns, as a constant of the surrounding code.
    pub fn outside_struct(&mut self, call: &str, span: Span) -> Part {
        let Root { name, wrt, by_ref, call, outside, choice, .. } = Rc::unwrap_or_clone(self.outside_part(call, span).root);
        let root = Root { name, form: None, wrt, by_ref, call, outside, choice };
        Part { root: Rc::new(root), steps: Vec::new(), span, ty: Some(super::fields::UNKNOWN.into()) }
    }

    /// Makes an argument known by its name.
    pub fn bind_parts(&mut self, argument: &Argument, form: Form) -> Eval<()> {
        self.taken.insert(argument.name.clone());
        let root = Root {
            name: argument.name.clone(),
            form: Some(form),
            wrt: argument.wrt,
            by_ref: argument.ty.by_ref,
            call: None,
            outside: false,
            choice: None,
        };
        let part = Part { root: Rc::new(root), steps: Vec::new(), span: argument.ident.span(), ty: None };
        let value = self.part_value(part)?;
        self.bind(&argument.ident.unraw().to_string(), true, Some(value));
        Ok(())
    }

    /// Makes a text, or the like, known by its name. It is no value: it is compared with others as it is.
    pub fn bind_text(&mut self, argument: &Argument) {
        self.taken.insert(argument.name.clone());
        let (name, form) = (argument.name.clone(), Some(Form::Text));
        let root = Root { name, form, wrt: false, by_ref: false, call: None, outside: false, choice: None };
        let variable = self.bind(&argument.ident.unraw().to_string(), false, None);
        self.variables[variable].poisoned = false;
        self.texts.insert(variable, Part { root: Rc::new(root), steps: Vec::new(), span: argument.ident.span(), ty: None });
    }

    /// What is compared with patterns, or with another value: a text is none elsewhere.
    pub fn compared(&mut self, e: &Expr) -> Eval<Value> {
        if let Expr::Path(path) = super::body::strip(e)
            && let Some(variable) = path.path.get_ident().and_then(|i| self.lookup(&i.unraw().to_string()))
            && let Some(text) = self.texts.get(&variable)
        {
            return Ok(Value::Part(text.clone()));
        }
        self.eval(e)
    }

    /// The result of a call, of the form that its type has if that is known.
    pub fn result_of(&mut self, call: ExprId, number: u32, form: Option<Form>, span: Span) -> Eval<Value> {
        let root = Root { name: format!("call{number}"), form, wrt: false, by_ref: false, call: Some(call), outside: false, choice: None };
        let whole = self.ast.calls[number as usize].returned().strip_prefix('.');
        let steps = whole.map(|field| Step::Field(field.to_owned())).into_iter().collect_vec();
        let known = self.returns_struct.is_some_and(|returns| returns(&self.ast.calls[number as usize].name));
        let ty = known.then(|| super::fields::UNKNOWN.into());
        self.part_value(Part { root: Rc::new(root), steps, span, ty })
    }

    /// A number in the result of a call, or an array of them with so many axes more than there are indices.
    fn part_of_result(&mut self, part: &Part, call: ExprId, rank: usize, span: Span) -> (ExprId, Vec<Extent>) {
        self.place_in_result(part, call, rank, false, span)
    }

    /// What a call returned, or a part of it, to be passed on as it is.
    pub fn whole_result(&mut self, part: &Part, span: Span) -> Option<ExprId> {
        let call = part.root.call?;
        Some(self.place_in_result(part, call, 0, true, span).0)
    }

    fn place_in_result(&mut self, part: &Part, call: ExprId, rank: usize, as_it_is: bool, span: Span) -> (ExprId, Vec<Extent>) {
        let (mut template, mut shape) = (String::new(), Vec::new());
        let mut whole = part.clone();
        for _ in 0..rank {
            let zero = self.number(0.0, span);
            whole = whole.at(zero);
        }
        for (at, step) in whole.steps.iter().enumerate() {
            match step {
                Step::Field(name) => template.push_str(&format!(".{name}")),
                Step::Index(_) => {
                    template.push_str("[]");
                    let array = Part { steps: whole.steps[..at].to_vec(), ty: None, ..whole.clone() };
                    shape.push(self.part_length(&array));
                }
                Step::All | Step::Deref | Step::Some | Step::Variant(_) => {}
            }
        }
        let own = whole.template();
        if !as_it_is && !self.numbers.contains(&own) {
            self.numbers.push(own);
        }
        let lens = shape[shape.len() - rank..].to_vec();
        let known = self.ast.parts.iter().position(|p| p.template == template && p.shape == shape && p.whole == as_it_is);
        let at = known.unwrap_or_else(|| {
            self.ast.parts.push(ResultPart { template, shape, whole: as_it_is });
            self.ast.parts.len() - 1
        });
        (self.push(Node::Output { call, part: at as u32, indices: part.indices() }, span), lens)
    }

    /// The value of a part, as far as its form is known.
    pub fn part_value(&mut self, part: Part) -> Eval<Value> {
        let Some(form) = part.form().cloned() else { return Ok(Value::Part(part)) };
        match form {
            Form::Float(_) => self.part_float(&part, part.span).map(Value::Float),
            Form::Integer => self.part_int(&part, part.span).map(Value::Int),
            Form::Bool => {
                let span = part.span;
                Ok(Value::Bool(self.part_condition(&[&part], |texts| texts[0].to_owned(), span)))
            }
            Form::Tuple(items) => {
                let field = |k: usize| part.field(&Member::from(k));
                Ok(Value::Tuple((0..items.len()).map(|k| self.part_value(field(k))).try_collect_vec()?))
            }
            Form::Array(..) => {
                let (mut rank, mut at) = (0, &form);
                while let Form::Array(_, element) = at {
                    rank += 1;
                    at = element;
                }
                Ok(Value::Array(if matches!(at, Form::Float(_)) { self.part_view(&part, rank) } else { self.part_array(part) }))
            }
            Form::Opaque(_) | Form::Text => Ok(Value::Part(part)),
        }
    }

    /// A part that is an `Option`, which has no derivative.
    pub fn part_as_option(&mut self, part: &Part, span: Span) -> Maybe {
        let some = self.part_condition(&[part], |texts| format!("::core::matches!({}, ::core::option::Option::Some(_))", texts[0]), span);
        let Root { name, by_ref, outside, .. } = &*part.root;
        let root = Root { name: name.clone(), form: None, wrt: false, by_ref: *by_ref, call: None, outside: *outside, choice: None };
        let value = Part { root: Rc::new(root), steps: part.steps.clone(), span: part.span, ty: None }.then(Step::Some);
        Maybe { some, value: Some(Box::new(Value::Part(value))), panics: false, error: None }
    }

    /// The condition under which a part is a variant of an enum, and what its pattern binds, which has no derivative; none for
    /// patterns of another kind.
    pub fn variant_matches(&mut self, pat: &Pat, part: &Part) -> Option<(ExprId, Vec<(syn::PatIdent, Part)>)> {
        let path = match pat {
            Pat::TupleStruct(p) => &p.path,
            Pat::Struct(p) => &p.path,
            _ => return None,
        };
        // The variant of a type.
        if part.is_result() || !super::external::is_of_type(path) {
            return None;
        }
        let mut names = Vec::new();
        let pattern = types::text(with_bound(pat, None, &mut names)?);
        let condition = self.part_condition(&[part], |texts| format!("::core::matches!({}, {pattern})", texts[0]), pat.span());
        let Root { name, by_ref, outside, .. } = &*part.root;
        let root = Root { name: name.clone(), form: None, wrt: false, by_ref: *by_ref, call: None, outside: *outside, choice: None };
        let root = Rc::new(root);
        let bound = names.into_iter().map(|name| {
            let pattern = with_bound(pat, Some(&name.ident), &mut Vec::new()).map_or_else(String::new, types::text);
            let whole = Part { root: root.clone(), steps: part.steps.clone(), span: name.ident.span(), ty: None };
            (name, whole.then(Step::Variant(pattern.into())))
        });
        Some((condition, bound.collect_vec()))
    }

    /// `*e`: of a field that is a box or a reference the value inside.
    pub fn dereference(&mut self, e: &Expr, value: Value) -> Value {
        let mut e = e;
        while let Expr::Paren(p) = e {
            e = &p.expr;
        }
        match value {
            Value::Part(part) if matches!(e, Expr::Field(_)) && part.form().is_none() => Value::Part(part.deref()),
            value => value,
        }
    }

    /// The patterns that only structs have, and tuples and arrays of an unknown form.
    pub fn part_pattern(&mut self, pat: &Pat, value: Value) -> Eval<()> {
        match (pat, self.by_parts(value)) {
            (Pat::Struct(p), value) => p.fields.iter().try_for_each(|f| {
                let value = self.field(value.clone(), &f.member)?;
                self.pattern(&f.pat, value)
            }),
            (Pat::TupleStruct(p), value @ Value::Part(_)) => p.elems.iter().enumerate().try_for_each(|(k, pat)| {
                let value = self.field(value.clone(), &Member::from(k))?;
                self.pattern(pat, value)
            }),
            (Pat::Tuple(p), value @ Value::Part(_)) => p.elems.iter().enumerate().try_for_each(|(k, pat)| {
                let value = self.field(value.clone(), &Member::from(k))?;
                self.pattern(pat, value)
            }),
            (Pat::Slice(p), Value::Part(part)) => p.elems.iter().enumerate().try_for_each(|(k, pat)| {
                if let Pat::Rest(_) = pat {
                    return self.error(pat.span(), "`..` in a pattern is not supported yet: name every element");
                }
                let index = self.number(k as f64, pat.span());
                let value = self.part_value(part.at(index))?;
                self.pattern(pat, value)
            }),
            (other, _) => {
                self.error(other.span(), "this pattern is not supported yet: bind a name, `(a, b)`, `[a, b]` or `Name { a, b }` instead")
            }
        }
    }

    /// The condition under which a part fits a pattern that binds nothing.
    pub fn part_matches(&mut self, pat: &Pat, part: &Part) -> Option<ExprId> {
        fn closed(pat: &Pat) -> bool {
            match pat {
                Pat::Lit(_) | Pat::Path(_) | Pat::Range(_) | Pat::Wild(_) | Pat::Rest(_) => true,
                Pat::Ident(p) => p.subpat.is_none() && p.ident.to_string().starts_with(char::is_uppercase),
                Pat::TupleStruct(p) => p.elems.iter().all(closed),
                Pat::Struct(p) => p.fields.iter().all(|f| closed(&f.pat)),
                _ => false,
            }
        }
        if !closed(pat) || matches!(pat, Pat::Wild(_)) {
            return None;
        }
        let pattern = types::text(pat.to_token_stream());
        Some(self.part_condition(&[part], |texts| format!("::core::matches!({}, {pattern})", texts[0]), pat.span()))
    }

    /// `a < b` of two values of which at least one is a part, compared as they are.
    pub fn part_comparison(&mut self, op: &syn::BinOp, a: &Value, b: &Value) -> Option<ExprId> {
        let op_text = op.to_token_stream().to_string();
        let known = |p: &Part| matches!(p.form(), Some(Form::Opaque(_) | Form::Text) | None);
        if let (Value::Part(p), _) | (_, Value::Part(p)) = (a, b)
            && p.is_result()
        {
            return None;
        }
        let text = |part: &Part, text: &str| if part.steps.is_empty() && part.root.by_ref { format!("*{text}") } else { text.to_owned() };
        match (a, b) {
            (Value::Part(a), Value::Part(b)) if known(a) && known(b) => {
                Some(self.part_condition(&[a, b], |t| format!("({} {op_text} {})", text(a, &t[0]), text(b, &t[1])), op.span()))
            }
            (Value::Part(a), Value::Outside(b, _)) => {
                Some(self.part_condition(&[a], |t| format!("({} {op_text} {b})", text(a, &t[0])), op.span()))
            }
            (Value::Outside(a, _), Value::Part(b)) => {
                Some(self.part_condition(&[b], |t| format!("({a} {op_text} {})", text(b, &t[0])), op.span()))
            }
            _ => None,
        }
    }

    /// The right side of an operator; beside a part it may be of any type.
    pub fn beside(&mut self, left: &Value, e: &Expr) -> Eval<Value> {
        match (left, super::body::strip(e)) {
            (Value::Part(_), Expr::Lit(lit)) if matches!(lit.lit, syn::Lit::Str(_) | syn::Lit::Char(_)) => {
                Ok(Value::Outside(lit.to_token_stream().to_string(), lit.span()))
            }
            (Value::Part(_), _) => self.compared(e),
            _ => self.eval(e),
        }
    }

    /// A part as an array whose elements are to be found out.
    pub fn part_array(&mut self, part: Part) -> Array {
        let len = self.part_length(&part);
        Array::Of(part, len)
    }

    /// A part as an array of numbers with so many axes.
    pub fn part_view(&mut self, part: &Part, rank: usize) -> Array {
        if let Some((condition, a, b)) = part.sides() {
            let (a, b) = (self.part_view(&a, rank), self.part_view(&b, rank));
            let lens = self.lengths(&a).unwrap_or_default();
            let others = self.lengths(&b).unwrap_or_default();
            self.lengths_agree(&lens, &others);
            return self.one_of_two(condition, a, b, lens, part.span);
        }
        if let Some(call) = part.root.call {
            let (base, lens) = self.part_of_result(part, call, rank, part.span);
            return Array::View { base, indices: Vec::new(), lens };
        }
        let mut lens = Vec::new();
        let mut at = part.clone();
        for _ in 0..rank {
            lens.push(self.part_length(&at));
            let zero = self.number(0.0, part.span);
            at = at.at(zero);
        }
        let name = self.declare_part(&at, PartKind::Float, at.template(), part.root.wrt);
        let base = self.push(Node::Name(name), part.span);
        Array::View { base, indices: part.indices(), lens }
    }

    /// A part as it is, to be passed on, unless it is read as a number elsewhere.
    pub fn part_as_it_is(&mut self, part: &Part, span: Span) -> Option<ExprId> {
        if part.is_result() || part.is_outside() || self.rank_as_numbers(part).is_some() {
            return None;
        }
        let name = self.declare_part(part, PartKind::Whole, part.template(), part.root.wrt);
        Some(self.part_element(name, part.indices(), span))
    }

    /// The type of the struct that a part is, unless it is read as a number elsewhere.
    pub fn struct_type(&self, part: &Part) -> Option<Rc<str>> {
        let number = part.form().is_none() && (self.numbers.contains(&part.template()) || self.rank_as_numbers(part).is_some());
        let used = (part.is_result() && self.structs.contains(&part.template())).then_some(super::fields::UNKNOWN);
        part.struct_type().or(used).filter(|_| !number).map(Rc::from)
    }

    /// Notes that what a call returned is used as only a struct is.
    pub fn note_struct(&mut self, part: &Part) {
        let template = part.template();
        if part.is_result() && part.form().is_none() && !self.structs.contains(&template) {
            self.structs.push(template);
        }
    }

    /// Whether a part is an argument itself that is no number.
    pub fn is_struct(&self, part: &Part) -> bool {
        matches!(part.form(), Some(Form::Opaque(_))) && !part.root.outside
    }

    /// A struct with the fields that it has from an argument of its type, `Pose { id: p.id, .. }`, as `Pose { .., ..p }`:
    /// some may be no numbers.
    pub fn with_rest(&self, path: &str, mut fields: Vec<(String, Value)>) -> Vec<(String, Value)> {
        let mut rest: Option<Part> = None;
        fields.retain(|(name, value)| {
            let Value::Part(part) = value else { return true };
            let Some((whole, ty)) = part.field_of(name).filter(|_| part.copied().is_some()) else { return true };
            if ty != path || rest.as_ref().is_some_and(|rest| rest.root.name != whole.root.name) {
                return true;
            }
            rest = Some(whole);
            false
        });
        fields.extend(rest.map(|rest| (super::fields::REST_OF.to_owned(), Value::Part(rest))));
        fields
    }

    /// Whether what branches left of two results is read as a number elsewhere.
    pub fn is_chosen_number(&self, part: &Part) -> bool {
        part.sides()
            .is_some_and(|(_, a, b)| [a, b].iter().any(|side| self.numbers.contains(&side.template()) || self.is_chosen_number(side)))
    }

    /// The number of axes of an array of numbers that a part is elsewhere.
    pub fn rank_as_numbers(&self, part: &Part) -> Option<usize> {
        if let Some((_, a, b)) = part.sides() {
            return self.rank_as_numbers(&a).or_else(|| self.rank_as_numbers(&b));
        }
        // Calls have other numbers when a loop is read again: what is known to be a struct is one.
        if part.is_result() && self.is_struct(part) {
            return None;
        }
        let own = part.template();
        self.numbers.iter().find_map(|template| {
            let rest = template.strip_prefix(&own)?;
            (!rest.is_empty() && rest.replace("[]", "").is_empty()).then_some(rest.len() / 2)
        })
    }

    /// A part that is a float and is not differentiated: it may be a field that is no parameter.
    pub fn part_constant(&mut self, part: &Part, span: Span) -> Eval<ExprId> {
        let name = self.declare_part(part, PartKind::Float, part.template(), false);
        Ok(self.part_element(name, part.indices(), span))
    }

    pub fn part_float(&mut self, part: &Part, span: Span) -> Eval<ExprId> {
        match part.form() {
            None | Some(Form::Float(_)) => {}
            Some(Form::Opaque(ty)) => {
                let ty = ty.clone();
                return self.error(
                    span,
                    format_args!(
                        "expected a float, found `{}` of type `{ty}`: use its fields, or write `f64` or `f32` if it is an alias of one",
                        part.shown()
                    ),
                );
            }
            _ => return self.error(span, format_args!("expected a float, found `{}`", part.shown())),
        }
        if let Some((condition, a, b)) = part.sides() {
            let (then, otherwise) = (self.part_float(&a, span)?, self.part_float(&b, span)?);
            return Ok(self.push(Node::If { condition, then, otherwise }, span));
        }
        if let Some(call) = part.root.call {
            return Ok(self.part_of_result(part, call, 0, span).0);
        }
        let name = self.declare_part(part, PartKind::Float, part.template(), part.root.wrt);
        Ok(self.part_element(name, part.indices(), span))
    }

    pub fn part_int(&mut self, part: &Part, span: Span) -> Eval<ExprId> {
        if part.is_result() {
            return self.error(span, "a function that is called here returns floats and arrays and tuples of them, no integers");
        }
        match part.form() {
            None | Some(Form::Integer) => {}
            Some(Form::Float(_)) => return self.error(span, format_args!("expected an integer, found the float `{}`", part.shown())),
            _ => return self.error(span, format_args!("expected an integer, found `{}`: use its fields", part.shown())),
        }
        let indices = part.indices();
        let kind = if indices.is_empty() { PartKind::Integer } else { PartKind::Number };
        let name = self.declare_part(part, kind, part.template(), false);
        if kind == PartKind::Integer {
            let text = self.ast.name(name).to_owned();
            self.integers.insert(text);
        }
        Ok(self.part_element(name, indices, span))
    }

    /// A condition about parts, of whose texts `write` makes one.
    pub fn part_condition(&mut self, parts: &[&Part], write: impl Fn(&[String]) -> String, span: Span) -> ExprId {
        let texts: Vec<String> = parts.iter().map(|p| p.template()).collect_vec();
        let template = write(&texts);
        let name = match parts {
            [one] => self.declare_part(one, PartKind::Condition, template, false),
            _ => self.declare(parts, PartKind::Condition, template, false),
        };
        let mut indices = Vec::new();
        for part in parts {
            indices.append(&mut part.indices());
        }
        let id = self.part_element(name, indices, span);
        let zero = self.number(0.0, span);
        self.binary(BinaryOp::Ne, id, zero, span)
    }

    fn part_element(&mut self, name: Symbol, indices: Vec<ExprId>, span: Span) -> ExprId {
        let base = self.push(Node::Name(name), span);
        if indices.is_empty() { base } else { self.push(Node::Index { base, indices }, span) }
    }

    pub fn declare_part(&mut self, part: &Part, kind: PartKind, template: String, wrt: bool) -> Symbol {
        self.declare(&[part], kind, template, wrt)
    }

    fn declare(&mut self, parts: &[&Part], kind: PartKind, template: String, wrt: bool) -> Symbol {
        if let Some(known) = self.parts.iter().find(|d| d.kind == kind && d.wrt == wrt && d.place.template == template) {
            let name = known.name.clone();
            return self.ast.intern(&name);
        }
        let mut lens = Vec::new();
        for part in parts {
            for (at, step) in part.steps.iter().enumerate() {
                if let Step::Index(_) = step {
                    let array = Part { steps: part.steps[..at].to_vec(), ty: None, ..(*part).clone() };
                    lens.push(self.part_length(&array));
                }
            }
        }
        let hint = match kind {
            PartKind::Condition => "flag".to_owned(),
            _ => self.hint(parts[0]),
        };
        let symbol = self.fresh(&hint);
        let name = self.ast.name(symbol).to_owned();
        if kind == PartKind::Float && !self.numbers.contains(&template) {
            self.numbers.push(template.clone());
        }
        self.parts.push(Declared {
            name,
            place: types::Part { template, holes: lens.len() },
            argument: parts[0].root.name.clone(),
            kind,
            wrt,
            span: parts[0].span,
            extents: lens.iter().map(|len| self.extent_text(len)).collect_vec(),
            lens,
        });
        symbol
    }

    fn extent_text(&self, extent: &Extent) -> String {
        match extent {
            Extent::Number(n) => n.to_string(),
            Extent::Name(symbol) => self.ast.name(*symbol).to_owned(),
            Extent::Expr(_) => unreachable!("the lengths of parts are numbers and names"),
        }
    }

    /// `net_layers_w`
    fn hint(&self, part: &Part) -> String {
        let mut out = part.root.name.trim_end_matches("()").rsplit("::").next().unwrap_or_default().to_owned();
        for step in &part.steps {
            if let Step::Field(name) = step {
                out.push('_');
                out.push_str(name.strip_prefix("r#").unwrap_or(name));
            }
        }
        out
    }

    /// The number of elements of an array.
    pub fn part_length(&mut self, array: &Part) -> Extent {
        if let Some((_, a, _)) = array.sides() {
            return self.part_length(&a);
        }
        if let Some(all) = array.steps.iter().position(|s| matches!(s, Step::All)) {
            return self.part_length(&Part { steps: array.steps[..all].to_vec(), ty: None, ..array.clone() });
        }
        match array.form() {
            Some(Form::Array(Dim::Number(n), _)) => return Extent::Number(*n),
            Some(Form::Array(Dim::Const(text), _)) => {
                let text = text.clone();
                return Extent::Name(self.ast.intern(&text));
            }
            _ => {}
        }
        let template = array.template();
        if let Some(known) = self.runtime.iter().find(|d| d.part.as_ref().is_some_and(|p| p.template == template)) {
            let name = known.name.clone();
            return Extent::Name(self.ast.intern(&name));
        }
        // The length of a constant is one, too: local arrays may have it.
        let hint = if array.root.outside && array.steps.is_empty() {
            format!("N__{}", self.hint(array))
        } else {
            format!("n_{}", self.hint(array))
        };
        let symbol = self.fresh(&hint);
        let name = self.ast.name(symbol).to_owned();
        let part = Some(types::Part { template, holes: array.indices().len() });
        self.runtime.push(RuntimeDim { name, argument: array.shown(), part, computed: None });
        Extent::Name(symbol)
    }

    /// Whether arrays that are used in each other's place have the same lengths. Those of fields are known to the
    /// compiler only: they are compared when the gradient runs.
    pub fn lengths_agree(&mut self, a: &[Extent], b: &[Extent]) -> bool {
        if self.same_lengths(a, b) {
            return true;
        }
        let of_part = |r: &Self, extent: &Extent| match extent {
            Extent::Name(symbol) => r.runtime.iter().any(|d| d.part.is_some() && d.name == r.ast.name(*symbol)),
            _ => false,
        };
        let plain = |extent: &Extent| !matches!(extent, Extent::Expr(_));
        let mut equal = Vec::new();
        for (a, b) in a.iter().zip(b) {
            match a == b {
                true => {}
                false if (of_part(self, a) || of_part(self, b)) && plain(a) && plain(b) => equal.push((a.clone(), b.clone())),
                false => return false,
            }
        }
        self.equal.extend(equal);
        a.len() == b.len()
    }

    /// A part as a number, or as an array of them if it is read as one elsewhere.
    pub fn settled(&mut self, value: Value, span: Span) -> Eval<Value> {
        let part = match value {
            Value::Part(part) | Value::Array(Array::Of(part, _)) => part,
            Value::Array(Array::Items(items)) => {
                let items = items.into_iter().map(|v| self.settled(v, span)).try_collect_vec()?;
                return Ok(Value::Array(Array::Items(items)));
            }
            other => return Ok(other),
        };
        if self.is_struct(&part) {
            return Ok(Value::Part(part));
        }
        match self.rank_as_numbers(&part) {
            Some(rank) => Ok(Value::Array(self.part_view(&part, rank))),
            None => self.part_float(&part, span).map(Value::Float),
        }
    }

    /// A part as an array of numbers with these lengths, if there are any.
    pub fn as_array_of(&mut self, value: Value, lens: &[Extent], span: Span) -> Eval<Value> {
        let (Value::Part(part) | Value::Array(Array::Of(part, _))) = &value else { return Ok(value) };
        if lens.is_empty() {
            return Ok(value);
        }
        match self.part_view(part, lens.len()) {
            Array::View { base, indices, lens: own } if self.lengths_agree(lens, &own) => {
                Ok(Value::Array(Array::View { base, indices, lens: lens.to_vec() }))
            }
            _ => self.error(span, "an array of the same length is needed here"),
        }
    }

    /// What is written to a place: a part is an array of numbers where the place is one.
    pub fn as_in_place(&mut self, variable: usize, ids: &[ExprId], value: Value, span: Span) -> Eval<Value> {
        let held = self.variables[variable].value.as_ref().and_then(|held| self.lengths_of(held));
        match held.as_ref().and_then(|lens| lens.get(ids.len()..)) {
            Some(lens) => self.as_array_of(value, lens, span),
            None => Ok(value),
        }
    }

    /// What is bound to a name whose type is written: a part is then a number or an array of them.
    pub fn as_typed(&mut self, value: Value, ty: &syn::Type) -> Eval<Value> {
        if let (Value::Maybe(_), Some(kind)) = (&value, super::options::kind_in(ty)) {
            return Ok(self.fill_in(value, &kind, ty.span()));
        }
        if let Value::Outside(path, span) = &value
            && syn::parse_str::<syn::Path>(path).is_ok()
            && super::variants::variant_name(path).is_none()
            && let Ok(types::Type { kind: types::Kind::Path(own), .. }) = types::Type::parse(ty)
        {
            return Ok(self.constant_of_type(&path.clone(), Some(&own), *span));
        }
        let (Value::Part(part) | Value::Array(Array::Of(part, _))) = &value else { return Ok(value) };
        let dims = match types::Type::parse(ty) {
            Ok(types::Type { kind: types::Kind::Float(_, dims), .. }) => dims,
            // Of what type a call returns a struct is not seen otherwise.
            Ok(types::Type { kind: types::Kind::Path(path), .. }) if part.form().is_none() && !part.root.outside => {
                return Ok(Value::Part(part.of_type(&path)));
            }
            _ => return Ok(value),
        };
        if dims.is_empty() {
            return self.part_float(part, ty.span()).map(Value::Float);
        }
        let mut lens = Vec::new();
        let mut at = part.clone();
        for dim in &dims {
            lens.push(match dim {
                Dim::Number(n) => Extent::Number(*n),
                Dim::Const(text) if self.const_generics.contains(text) => Extent::Name(self.ast.intern(text)),
                Dim::Const(_) | Dim::Slice => self.part_length(&at),
            });
            let zero = self.number(0.0, part.span);
            at = at.at(zero);
        }
        self.as_array_of(value, &lens, ty.span())
    }

    /// A variable that holds a part is an array of so many axes, because an element of it is assigned.
    pub fn settle(&mut self, variable: usize, rank: usize, span: Span) -> Eval<()> {
        let part = match &self.variables[variable].value {
            Some(Value::Part(part) | Value::Array(Array::Of(part, _))) => part.clone(),
            Some(value @ Value::Array(Array::Items(_))) => {
                let settled = self.settled(value.clone(), span)?;
                self.variables[variable].value = Some(settled);
                return Ok(());
            }
            _ => return Ok(()),
        };
        let view = self.part_view(&part, rank);
        self.variables[variable].value = Some(Value::Array(view));
        Ok(())
    }

    pub fn same_part(&self, a: &Part, b: &Part) -> bool {
        let condition = |part: &Part| part.root.choice.as_ref().map(|c| c.0);
        a.template() == b.template() && condition(a) == condition(b) && self.same_indices(&a.indices(), &b.indices())
    }

    /// Puts what was read into the tree.
    pub fn declare_parts(&mut self) {
        for declared in self.parts.clone() {
            let span = self.span(declared.span);
            let name = self.ast.intern(&declared.name);
            if declared.kind == PartKind::Integer {
                continue;
            }
            let kind = if declared.wrt { DeclarationKind::Param } else { DeclarationKind::Input };
            let axes = declared.lens.iter().map(|len| Axis { index: None, extent: Some(len.clone()), span }).collect_vec();
            let opaque = declared.kind == PartKind::Whole;
            self.ast.declarations.push(Declaration { kind, name, span, axes, init: None, opaque });
        }
    }

    /// A method of a part: of an array, an integer or a float.
    pub fn part_method(&mut self, method: &str, part: Part, arguments: &[&Expr], span: Span) -> Eval<Value> {
        const INTEGER: &[&str] = &["pow", "abs_diff", "unsigned_abs", "saturating_sub", "is_multiple_of", "is_positive", "is_negative"];
        const SAME: &[&str] = &["clone", "to_owned", "into", "as_ref", "borrow", "deref", "by_ref"];
        if arguments.is_empty() && SAME.contains(&method) {
            return Ok(Value::Part(part));
        }
        // One that a function is known to return.
        let is_struct = self.is_struct(&part) || part.is_result() && part.struct_type() == Some(super::fields::UNKNOWN);
        if ARRAY.contains(&method) && !(is_struct && part.is_result()) {
            let array = self.part_array(part);
            return self.array_method(method, array, arguments, span);
        }
        if INTEGER.contains(&method) && !is_struct {
            let base = self.part_int(&part, span)?;
            return self.int_method(method, base, arguments, span);
        }
        // An alias of an array has the methods of one; one of a number cannot be told from a struct.
        if !super::calls::is_float_method(method) || is_struct {
            return self.external_method(part, method, arguments, span);
        }
        if matches!(method, "min" | "max" | "rem_euclid" | "div_euclid" | "clamp")
            && let [first, ..] = arguments
            && let Value::Int(_) = self.eval(first)?
        {
            let base = self.part_int(&part, span)?;
            return self.int_method(method, base, arguments, span);
        }
        let x = self.part_float(&part, span)?;
        self.float_method(method, x, arguments, span)
    }
}
