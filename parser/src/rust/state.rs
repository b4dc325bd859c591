//! What a function has computed so far: variables, loops that are open, and what they accumulate.

use super::types::{self, Dim, RuntimeDim, Scalar};
use super::{Argument, Constant, RustFunction};
use crate::ast::{
    Ast, Axis, BinaryOp, Binder, Declaration, DeclarationKind, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Span,
    Symbol, UnaryOp,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// An error that is in [`Reader::errors`] already.
pub(super) struct Reported;

/// The result of reading a piece of a body.
pub(super) type Eval<T> = Result<T, Reported>;

/// What an expression is worth.
#[derive(Clone)]
pub(super) enum Value {
    Float(ExprId),
    Int(ExprId),
    Bool(ExprId),
    /// A constant of the surrounding code; its first use says whether it is a float or an integer.
    Outside(String, proc_macro2::Span),
    Array(Array),
    Tuple(Vec<Value>),
    Iter(Rc<Iter>),
    Unit,
}

/// An array, or a part of one.
#[derive(Clone)]
pub(super) enum Array {
    /// `base[indices]`, with these axes left.
    View { base: ExprId, indices: Vec<ExprId>, lens: Vec<Extent> },
    /// `[a, b, c]`
    Items(Vec<Value>),
    /// `[a; N]`
    Fill(Box<Value>, Extent),
}

/// An iterator: nothing happens before it is consumed.
pub(super) enum Iter {
    Range(ExprId, ExprId),
    Elements(Array),
    Zip(Rc<Iter>, Rc<Iter>),
    Enumerate(Rc<Iter>),
    Map(Rc<Iter>, syn::ExprClosure, Scopes),
}

/// How a variable gathers values in a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Sum,
    Product,
    Max,
    Min,
}

impl Fold {
    fn reduction(self) -> &'static str {
        match self {
            Fold::Sum => "sum",
            Fold::Product => "prod",
            Fold::Max => "max",
            Fold::Min => "min",
        }
    }

    fn identity(self) -> f64 {
        match self {
            Fold::Sum => 0.0,
            Fold::Product => 1.0,
            Fold::Max => f64::NEG_INFINITY,
            Fold::Min => f64::INFINITY,
        }
    }
}

/// What one open loop has done to a variable that was declared outside it.
#[derive(Clone)]
enum Pending {
    Nothing,
    Fold {
        fold: Fold,
        terms: Vec<ExprId>,
    },
    /// `v[indices]` was set, and then `terms` were added.
    Element {
        indices: Vec<Symbol>,
        ids: Vec<ExprId>,
        set: Option<ExprId>,
        terms: Vec<ExprId>,
    },
}

#[derive(Clone)]
struct Variable {
    name: String,
    mutable: bool,
    /// Number of loops that were open at the declaration.
    depth: usize,
    value: Option<Value>,
    /// The use of the variable was reported as an error before.
    poisoned: bool,
    /// One entry for each open loop inside `depth`; missing ones are `Nothing`.
    pending: Vec<Pending>,
}

/// A read of a variable in a loop that it was declared outside of.
struct Read {
    loop_id: u32,
    /// The element, or `None` for all of it.
    indices: Option<Vec<ExprId>>,
}

struct Loop {
    id: u32,
    symbol: Symbol,
    index: ExprId,
    lo: ExprId,
    hi: ExprId,
    span: Span,
    /// Number of open loops, this one included.
    depth: usize,
    touched: Vec<usize>,
}

/// Names in scope.
pub(super) type Scopes = Vec<HashMap<String, usize>>;

/// What a branch changed: the state that each variable has at its end.
pub(super) type Changes = BTreeMap<usize, VariableState>;

/// A variable as a branch left it.
pub(super) struct VariableState(Variable);

/// Executes a body symbolically.
pub(super) struct Reader {
    pub ast: Ast,
    pub errors: Vec<syn::Error>,
    pub scalar: Option<Scalar>,
    pub scopes: Scopes,
    spans: Vec<proc_macro2::Span>,
    variables: Vec<Variable>,
    loops: Vec<Loop>,
    next_loop: u32,
    reads: HashMap<usize, Vec<Read>>,
    journal: Vec<BTreeMap<usize, Variable>>,
    taken: HashSet<String>,
    const_generics: HashSet<String>,
    /// Integers that the function is given: arguments, and constants of the surrounding code.
    integers: HashSet<String>,
    constants: Vec<Constant>,
    runtime: Vec<RuntimeDim>,
    pub equal: Vec<(Extent, Extent)>,
    pub uses: Vec<proc_macro2::TokenStream>,
    pub called: Vec<(proc_macro2::TokenStream, usize)>,
}

impl Reader {
    pub fn new(const_generics: impl Iterator<Item = String>) -> Self {
        let const_generics: HashSet<String> = const_generics.collect();
        let mut taken: HashSet<String> = ["e", "pi", "inf", "nan"].map(str::to_owned).into();
        taken.extend(super::calls::table_names().map(str::to_owned));
        taken.extend(const_generics.iter().cloned());
        Reader {
            ast: Ast::of_tokens(),
            errors: Vec::new(),
            scalar: None,
            scopes: vec![HashMap::new()],
            spans: Vec::new(),
            variables: Vec::new(),
            loops: Vec::new(),
            next_loop: 0,
            reads: HashMap::new(),
            journal: Vec::new(),
            taken,
            const_generics,
            integers: HashSet::new(),
            constants: Vec::new(),
            runtime: Vec::new(),
            equal: Vec::new(),
            uses: Vec::new(),
            called: Vec::new(),
        }
    }

    /// Declares what the body used from outside and hands the parts over.
    pub fn finish(mut self, arguments: Vec<Argument>, scalar: Scalar) -> RustFunction {
        // Extents that no argument has are those of an array that nobody reads.
        let mut reached = vec![false; self.ast.len()];
        for root in self.ast.output.into_iter().chain(self.ast.definitions.iter().map(|d| d.body)) {
            reached[root.0 as usize] = true;
        }
        for id in self.ast.ids().rev() {
            if reached[id.0 as usize] {
                self.ast.expr(id).for_each_child(|c| reached[c.0 as usize] = true);
            }
        }
        let mut used: Vec<Symbol> = Vec::new();
        for id in self.ast.ids().filter(|id| reached[id.0 as usize]) {
            if let Expr::Name(symbol) = *self.ast.expr(id)
                && !used.contains(&symbol)
            {
                let name = self.ast.name(symbol);
                if self.integers.contains(name) || self.const_generics.contains(name) {
                    used.push(symbol);
                }
            }
        }
        let known = |s: &Symbol| self.ast.declarations.iter().flat_map(|d| &d.axes).any(|a| a.extent == Some(Extent::Name(*s)));
        let mut extents: Vec<Symbol> = used.into_iter().filter(|s| !known(s)).collect();
        for definition in &self.ast.definitions {
            if let DefinitionKind::Value(axes) = &definition.kind {
                for axis in axes {
                    if let DefinitionIndex::Axis(Axis { extent: Some(Extent::Name(name)), .. }) = axis
                        && !extents.contains(name)
                        && !known(name)
                    {
                        extents.push(*name);
                    }
                }
            }
        }
        for constant in self.constants.iter().filter(|c| !c.extent) {
            let name = self.ast.intern(&constant.name);
            self.ast.declarations.push(Declaration {
                kind: DeclarationKind::Input,
                name,
                span: Span::default(),
                axes: Vec::new(),
                init: None,
            });
        }
        let names = extents.iter().map(|s| self.ast.name(*s).to_owned()).collect();
        if !extents.is_empty() {
            let name = self.ast.intern("#extents");
            let axis = |s| Axis { index: None, extent: Some(Extent::Name(s)), span: Span::default() };
            let axes = extents.into_iter().map(axis).collect();
            let kind = DeclarationKind::Input;
            self.ast.declarations.push(Declaration { kind, name, span: Span::default(), axes, init: None });
        }
        RustFunction {
            ast: self.ast,
            arguments,
            scalar,
            constants: self.constants,
            runtime: self.runtime,
            extents: names,
            equal: self.equal,
            uses: self.uses,
            called: self.called,
            spans: self.spans,
        }
    }

    pub fn span(&mut self, span: proc_macro2::Span) -> Span {
        let at = self.spans.len();
        self.spans.push(span);
        Span::new(at, at + 1)
    }

    pub fn error<T>(&mut self, span: proc_macro2::Span, message: impl std::fmt::Display) -> Eval<T> {
        self.errors.push(syn::Error::new(span, message));
        Err(Reported)
    }

    pub fn push(&mut self, expr: Expr, span: proc_macro2::Span) -> ExprId {
        let span = self.span(span);
        self.ast.push(expr, span)
    }

    pub fn number(&mut self, value: f64, span: proc_macro2::Span) -> ExprId {
        self.push(Expr::Number(value), span)
    }

    pub fn binary(&mut self, op: BinaryOp, a: ExprId, b: ExprId, span: proc_macro2::Span) -> ExprId {
        self.push(Expr::Binary(op, a, b), span)
    }

    pub fn call(&mut self, function: &str, arguments: Vec<ExprId>, span: proc_macro2::Span) -> ExprId {
        let function = self.ast.intern(function);
        self.push(Expr::Call { function, arguments }, span)
    }

    pub fn axes(&mut self, argument: &str, dims: &[Dim], span: Span) -> Vec<Axis> {
        let taken = &self.taken;
        let axes = types::axes(&mut self.ast, argument, dims, span, &|n| taken.contains(n), &mut self.runtime);
        self.taken.extend(self.runtime.last().map(|d| d.name.clone()));
        axes
    }

    /// A name like `hint` that nothing else has.
    fn fresh(&mut self, hint: &str) -> Symbol {
        let hint = if hint.starts_with('_') { "i" } else { hint };
        let mut name = hint.to_owned();
        let mut n = 1;
        while !self.taken.insert(name.clone()) {
            n += 1;
            name = format!("{hint}_{n}");
        }
        self.ast.intern(&name)
    }

    // Arguments and constants.

    pub fn bind_argument(&mut self, rust: &str, name: &str, lens: Vec<Extent>, span: Span) {
        self.taken.insert(name.to_owned());
        let symbol = self.ast.intern(name);
        let id = self.ast.push(Expr::Name(symbol), span);
        let value = match lens.is_empty() {
            true => Value::Float(id),
            false => Value::Array(Array::View { base: id, indices: Vec::new(), lens }),
        };
        self.bind(rust, true, Some(value));
    }

    pub fn bind_integer(&mut self, rust: &str, name: &str, span: Span) {
        self.taken.insert(name.to_owned());
        self.integers.insert(name.to_owned());
        let symbol = self.ast.intern(name);
        let id = self.ast.push(Expr::Name(symbol), span);
        self.bind(rust, true, Some(Value::Int(id)));
    }

    pub fn bind_bool(&mut self, rust: &str, name: &str, span: Span) {
        self.taken.insert(name.to_owned());
        let symbol = self.ast.intern(name);
        let id = self.ast.push(Expr::Name(symbol), span);
        let zero = self.ast.push(Expr::Number(0.0), span);
        let condition = self.ast.push(Expr::Binary(BinaryOp::Ne, id, zero), span);
        self.bind(rust, true, Some(Value::Bool(condition)));
    }

    pub fn bind_opaque(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
        let id = self.bind(name, false, None);
        self.variables[id].poisoned = false;
    }

    fn constant(&mut self, name: &str, integer: bool, span: proc_macro2::Span) -> ExprId {
        self.taken.insert(name.to_owned());
        let constant = Constant { name: name.to_owned(), source: name.to_owned(), integer, extent: integer };
        if !self.constants.contains(&constant) {
            self.constants.push(constant);
        }
        if integer {
            self.integers.insert(name.to_owned());
        }
        let symbol = self.ast.intern(name);
        self.push(Expr::Name(symbol), span)
    }

    /// The value of a path that is no variable.
    pub fn outside(&mut self, name: String, span: proc_macro2::Span) -> Value {
        if self.const_generics.contains(&name) {
            let symbol = self.ast.intern(&name);
            return Value::Int(self.push(Expr::Name(symbol), span));
        }
        Value::Outside(name, span)
    }

    /// An integer expression as a float. Integers that the function is given are extents where they
    /// bound loops, and inputs where they are numbers: an extent is never negative, a number may be.
    pub fn int_to_float(&mut self, id: ExprId, span: proc_macro2::Span) -> ExprId {
        match *self.ast.expr(id) {
            Expr::Name(symbol) if self.integers.contains(self.ast.name(symbol)) => {
                let source = self.ast.name(symbol).to_owned();
                let name = format!("{source} as a number");
                let constant = Constant { name: name.clone(), source, integer: true, extent: false };
                if !self.constants.contains(&constant) {
                    self.constants.push(constant);
                }
                let symbol = self.ast.intern(&name);
                self.push(Expr::Name(symbol), span)
            }
            Expr::Unary(op, a) => {
                let x = self.int_to_float(a, span);
                if x == a { id } else { self.push(Expr::Unary(op, x), span) }
            }
            Expr::Binary(op, a, b) => {
                let (x, y) = (self.int_to_float(a, span), self.int_to_float(b, span));
                if (x, y) == (a, b) { id } else { self.binary(op, x, y, span) }
            }
            _ => id,
        }
    }

    // Conversions.

    pub fn float(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Float(id) => Ok(id),
            Value::Outside(name, at) => Ok(self.constant(&name, false, at)),
            Value::Int(_) => self.error(span, "expected a float, found an integer: write `as f64` or `as f32`"),
            Value::Bool(_) => self.error(span, "expected a float, found a condition: write `if c { 1.0 } else { 0.0 }`"),
            Value::Array(_) => self.error(span, "expected a float, found an array: use its elements, `v[i]`"),
            Value::Tuple(_) => self.error(span, "expected a float, found a tuple"),
            Value::Iter(_) => self.error(span, "an iterator is not a number: end it with `.sum::<f64>()`"),
            Value::Unit => self.error(span, "expected a float, found `()`"),
        }
    }

    pub fn int(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Int(id) => Ok(id),
            Value::Outside(name, at) => Ok(self.constant(&name, true, at)),
            _ => self.error(span, "expected an integer: indices and bounds are integers, constants or loop variables"),
        }
    }

    pub fn condition(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Bool(id) => Ok(id),
            Value::Outside(name, _) => {
                self.error(span, format_args!("`{name}` as a condition is not supported yet: pass it as a `bool` argument instead"))
            }
            _ => self.error(span, "expected a condition, such as `x > 0.0`"),
        }
    }

    /// An extent as an expression.
    pub fn extent(&mut self, extent: &Extent, span: proc_macro2::Span) -> ExprId {
        match extent {
            Extent::Number(n) => self.number(*n as f64, span),
            Extent::Name(symbol) => {
                let name = self.ast.name(*symbol).to_owned();
                let known =
                    self.const_generics.contains(&name) || self.integers.contains(&name) || self.runtime.iter().any(|d| d.name == name);
                if known { self.push(Expr::Name(*symbol), span) } else { self.constant(&name, true, span) }
            }
        }
    }

    /// An integer expression as an extent, if it is a number or a name.
    pub fn as_extent(&self, id: ExprId) -> Option<Extent> {
        match *self.ast.expr(id) {
            Expr::Number(n) if n >= 0.0 && n.fract() == 0.0 => Some(Extent::Number(n as u64)),
            Expr::Name(symbol) if !self.loops.iter().any(|l| l.symbol == symbol) => Some(Extent::Name(symbol)),
            _ => None,
        }
    }

    // Arrays.

    pub fn length(&self, array: &Array) -> Extent {
        match array {
            Array::View { lens, .. } => lens[0].clone(),
            Array::Items(items) => Extent::Number(items.len() as u64),
            Array::Fill(_, extent) => extent.clone(),
        }
    }

    pub fn element(&mut self, array: &Array, index: ExprId, span: proc_macro2::Span) -> Eval<Value> {
        if let (Expr::Number(n), Extent::Number(len)) = (self.ast.expr(index), self.length(array))
            && (*n < 0.0 || *n >= len as f64)
        {
            let message = format!("index {n} is out of bounds: the array has {len} elements");
            return self.error(span, message);
        }
        match array {
            Array::View { base, indices, lens } => {
                let mut indices = indices.clone();
                indices.push(index);
                match &lens[1..] {
                    [] => Ok(Value::Float(self.push(Expr::Index { base: *base, indices }, span))),
                    rest => Ok(Value::Array(Array::View { base: *base, indices, lens: rest.to_vec() })),
                }
            }
            Array::Fill(value, _) => Ok((**value).clone()),
            Array::Items(items) => {
                if let Expr::Number(n) = self.ast.expr(index) {
                    return Ok(items[*n as usize].clone());
                }
                let view = self.written_out(items, span)?;
                self.element(&view, index, span)
            }
        }
    }

    /// `[a, b, c]` as an expression of its own.
    fn written_out(&mut self, items: &[Value], span: proc_macro2::Span) -> Eval<Array> {
        let mut ids = Vec::new();
        let mut inner: Option<Vec<Extent>> = None;
        for item in items {
            match item {
                Value::Array(Array::Items(row)) => match self.written_out(row, span)? {
                    Array::View { base, lens, .. } => {
                        ids.push(base);
                        inner = Some(lens);
                    }
                    _ => unreachable!("a written array is a view"),
                },
                other => ids.push(self.float(other.clone(), span)?),
            }
        }
        let mut lens = vec![Extent::Number(ids.len() as u64)];
        lens.extend(inner.into_iter().flatten());
        let base = self.push(Expr::Array(ids), span);
        Ok(Array::View { base, indices: Vec::new(), lens })
    }

    // Variables.

    pub fn bind(&mut self, name: &str, mutable: bool, value: Option<Value>) -> usize {
        let id = self.variables.len();
        self.variables.push(Variable {
            name: name.to_owned(),
            mutable,
            depth: self.loops.len(),
            value,
            poisoned: false,
            pending: Vec::new(),
        });
        self.scopes.last_mut().expect("there is a scope").insert(name.to_owned(), id);
        id
    }

    /// A variable whose definition is an error: its uses are not reported again.
    pub fn bind_poisoned(&mut self, name: &str) {
        let id = self.bind(name, true, None);
        self.variables[id].poisoned = true;
    }

    pub fn lookup(&self, name: &str) -> Option<usize> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name).copied())
    }

    /// Names an intermediate value after the variable that holds it.
    pub fn label(&mut self, name: &str, value: &Value) {
        if let Value::Float(id) = value
            && !matches!(self.ast.expr(*id), Expr::Name(_) | Expr::Number(_))
        {
            let symbol = self.ast.intern(name);
            self.ast.labels.push((*id, symbol));
        }
    }

    fn touch(&mut self, variable: usize) {
        if let Some(frame) = self.journal.last_mut()
            && !frame.contains_key(&variable)
        {
            frame.insert(variable, self.variables[variable].clone());
        }
        let depth = self.variables[variable].depth;
        if depth < self.loops.len() {
            let top = self.loops.len() - 1;
            if !self.loops[top].touched.contains(&variable) {
                self.loops[top].touched.push(variable);
            }
            let levels = self.loops.len() - depth;
            self.variables[variable].pending.resize(levels, Pending::Nothing);
        }
    }

    fn record_read(&mut self, variable: usize, indices: Option<Vec<ExprId>>) {
        let v = &self.variables[variable];
        if v.mutable {
            let reads = self.reads.entry(variable).or_default();
            for frame in self.loops.iter().skip(v.depth) {
                reads.push(Read { loop_id: frame.id, indices: indices.clone() });
            }
        }
    }

    fn carried<T>(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<T> {
        let name = self.variables[variable].name.clone();
        self.error(
            span,
            format_args!(
                "`{name}` carries a value from one pass of the loop to the next, which is not supported yet: \
                 use it only in `{name} += ...` inside the loop, or declare it with `let` inside the loop instead"
            ),
        )
    }

    pub fn read(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<Value> {
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        if v.pending.iter().any(|p| !matches!(p, Pending::Nothing)) {
            return self.carried(variable, span);
        }
        let Some(value) = v.value.clone() else {
            let name = v.name.clone();
            return self.error(span, format_args!("`{name}` cannot be used in arithmetic: it is no number yet"));
        };
        self.record_read(variable, None);
        Ok(value)
    }

    /// `v[indices]`, which may have been written in this pass of the loop.
    pub fn read_element(&mut self, variable: usize, indices: &[ExprId], span: proc_macro2::Span) -> Eval<Value> {
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        let written: Vec<&Pending> = v.pending.iter().filter(|p| !matches!(p, Pending::Nothing)).collect();
        match written[..] {
            [] => {}
            [p @ Pending::Element { ids, .. }]
                if matches!(v.pending.last(), Some(Pending::Element { .. }))
                    && v.pending.len() == self.loops.len() - v.depth
                    && self.same_indices(ids, indices)
                    && self.fills_open_loops(v, p) =>
            {
                let p = p.clone();
                return Ok(Value::Float(self.pending_element(variable, &p, span)?));
            }
            _ => return self.carried(variable, span),
        }
        let Some(value) = v.value.clone() else {
            return self.read(variable, span);
        };
        self.record_read(variable, Some(indices.to_vec()));
        self.index(value, indices, span)
    }

    pub fn index(&mut self, mut value: Value, indices: &[ExprId], span: proc_macro2::Span) -> Eval<Value> {
        for &index in indices {
            value = match value {
                Value::Array(array) => self.element(&array, index, span)?,
                Value::Outside(name, at) => {
                    return self
                        .error(at, format_args!("the shape of `{name}` is not known here: pass it as a `#[constant]` argument instead"));
                }
                _ => return self.error(span, "only arrays and slices can be indexed"),
            };
        }
        Ok(value)
    }

    fn same_indices(&self, a: &[ExprId], b: &[ExprId]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || self.ast.expr(*a) == self.ast.expr(*b))
    }

    /// Whether every open loop around a write is one of its indices.
    fn fills_open_loops(&self, v: &Variable, pending: &Pending) -> bool {
        let Pending::Element { indices, .. } = pending else {
            return false;
        };
        self.loops[v.depth..].iter().all(|l| indices.contains(&l.symbol))
    }

    /// The value of the element that `pending` writes.
    fn pending_element(&mut self, variable: usize, pending: &Pending, span: proc_macro2::Span) -> Eval<ExprId> {
        let Pending::Element { ids, set, terms, .. } = pending else { unreachable!("only elements have a value") };
        let start = match set {
            Some(set) => *set,
            None => {
                let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
                let old = self.index(old, ids, span)?;
                self.float(old, span)?
            }
        };
        Ok(self.gather(Fold::Sum, Some(start), terms, span))
    }

    fn is_number(&self, id: ExprId, value: f64) -> bool {
        matches!(self.ast.expr(id), Expr::Number(n) if *n == value)
    }

    /// `start` and all `terms`.
    fn gather(&mut self, fold: Fold, start: Option<ExprId>, terms: &[ExprId], span: proc_macro2::Span) -> ExprId {
        let start = start.filter(|&s| terms.is_empty() || !self.is_number(s, fold.identity()));
        let all: Vec<ExprId> = start.into_iter().chain(terms.iter().copied()).collect();
        let Some((&first, rest)) = all.split_first() else {
            return self.number(fold.identity(), span);
        };
        rest.iter().fold(first, |a, &b| match fold {
            Fold::Sum => match *self.ast.expr(b) {
                Expr::Unary(UnaryOp::Neg, b) => self.binary(BinaryOp::Sub, a, b, span),
                _ => self.binary(BinaryOp::Add, a, b, span),
            },
            Fold::Product => self.binary(BinaryOp::Mul, a, b, span),
            Fold::Max => self.call("max", vec![a, b], span),
            Fold::Min => self.call("min", vec![a, b], span),
        })
    }

    pub fn check_mutable(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<()> {
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        if !v.mutable && v.value.is_some() {
            // The compiler has the better message for the original function.
            let name = v.name.clone();
            return self.error(span, format_args!("`{name}` is assigned but was not declared with `let mut`"));
        }
        Ok(())
    }

    /// Whether a variable was declared outside the innermost loop.
    pub fn is_outside_loop(&self, variable: usize) -> bool {
        self.variables[variable].depth < self.loops.len()
    }

    pub fn in_loop(&self) -> bool {
        !self.loops.is_empty()
    }

    /// `v = value`, not in a loop that `v` was declared outside of.
    pub fn assign(&mut self, variable: usize, value: Value, span: proc_macro2::Span) -> Eval<()> {
        if self.is_outside_loop(variable) {
            return self.carried(variable, span);
        }
        self.touch(variable);
        let name = self.variables[variable].name.clone();
        self.label(&name, &value);
        self.variables[variable].value = Some(value);
        Ok(())
    }

    /// `v += term` and the like.
    pub fn accumulate(&mut self, variable: usize, fold: Fold, term: ExprId, span: proc_macro2::Span) -> Eval<()> {
        if !self.is_outside_loop(variable) {
            let value = self.read(variable, span)?;
            let value = self.float(value, span)?;
            let sum = self.gather(fold, Some(value), &[term], span);
            return self.assign(variable, Value::Float(sum), span);
        }
        self.check_reads(variable, None, span)?;
        self.touch(variable);
        let mixed = self.variables[variable].pending.iter().any(|p| match p {
            Pending::Nothing => false,
            Pending::Fold { fold: f, .. } => *f != fold,
            Pending::Element { .. } => true,
        });
        if mixed {
            return self.carried(variable, span);
        }
        match self.variables[variable].pending.last_mut() {
            Some(Pending::Fold { terms, .. }) => terms.push(term),
            Some(p) => *p = Pending::Fold { fold, terms: vec![term] },
            None => unreachable!("touch made a level for each loop"),
        }
        Ok(())
    }

    fn check_reads(&mut self, variable: usize, ids: Option<&[ExprId]>, span: proc_macro2::Span) -> Eval<()> {
        let depth = self.variables[variable].depth;
        let bad = self.reads.get(&variable).is_some_and(|reads| {
            reads.iter().filter(|r| self.loops[depth..].iter().any(|l| l.id == r.loop_id)).any(|r| match (&r.indices, ids) {
                (Some(a), Some(b)) => !self.same_indices(a, b),
                _ => true,
            })
        });
        if bad { self.carried(variable, span) } else { Ok(()) }
    }

    /// `v[ids] = value` or `v[ids] += value`.
    pub fn write_element(&mut self, variable: usize, ids: Vec<ExprId>, value: ExprId, add: bool, span: proc_macro2::Span) -> Eval<()> {
        if ids.iter().all(|&i| matches!(self.ast.expr(i), Expr::Number(_))) {
            return self.write_numbered(variable, &ids, value, add, span);
        }
        let mut indices = Vec::new();
        for &id in &ids {
            match *self.ast.expr(id) {
                Expr::Name(symbol)
                    if self.loops[self.variables[variable].depth..].iter().any(|l| l.symbol == symbol) && !indices.contains(&symbol) =>
                {
                    indices.push(symbol);
                }
                _ => {
                    let name = self.variables[variable].name.clone();
                    return self.error(
                        span,
                        format_args!(
                            "this way of filling `{name}` is not supported yet: \
                             write `{name}[i] = ...` inside `for i in 0..N` instead"
                        ),
                    );
                }
            }
        }
        self.check_reads(variable, Some(&ids), span)?;
        self.touch(variable);
        let levels = self.variables[variable].pending.clone();
        let (top, outer) = levels.split_last().expect("the index is an open loop");
        let conflict = levels.iter().any(|p| match p {
            Pending::Nothing => false,
            Pending::Fold { .. } => true,
            Pending::Element { indices: i, .. } => *i != indices,
        });
        if conflict || (!add && outer.iter().any(|p| !matches!(p, Pending::Nothing))) {
            return self.carried(variable, span);
        }
        let new = match (top, add) {
            (Pending::Element { set, terms, .. }, true) => {
                let mut terms = terms.clone();
                terms.push(value);
                Pending::Element { indices, ids, set: *set, terms }
            }
            (_, true) => Pending::Element { indices, ids, set: None, terms: vec![value] },
            (_, false) => Pending::Element { indices, ids, set: Some(value), terms: Vec::new() },
        };
        *self.variables[variable].pending.last_mut().expect("as above") = new;
        Ok(())
    }

    /// `v[0] = value`
    fn write_numbered(&mut self, variable: usize, ids: &[ExprId], value: ExprId, add: bool, span: proc_macro2::Span) -> Eval<()> {
        if self.is_outside_loop(variable) {
            return self.carried(variable, span);
        }
        let value = if add {
            let old = self.read_element(variable, ids, span)?;
            let old = self.float(old, span)?;
            self.gather(Fold::Sum, Some(old), &[value], span)
        } else {
            value
        };
        let name = self.variables[variable].name.clone();
        let Some(Value::Array(mut array)) = self.variables[variable].value.clone() else {
            return self.error(span, format_args!("`{name}` is not an array"));
        };
        self.replace(&mut array, ids, value, span)?;
        self.touch(variable);
        self.variables[variable].value = Some(Value::Array(array));
        Ok(())
    }

    fn replace(&mut self, array: &mut Array, ids: &[ExprId], value: ExprId, span: proc_macro2::Span) -> Eval<()> {
        let (&index, rest) = ids.split_first().expect("an element has an index");
        let Expr::Number(at) = *self.ast.expr(index) else { unreachable!("checked by the caller") };
        if let Array::Items(_) = array {
        } else {
            let Extent::Number(n @ ..=1024) = self.length(array) else {
                return self.error(
                    span,
                    "setting one element of a long array is not supported yet: fill it in `for i in 0..N` with \
                     `if i == 0 { ... } else { ... }` instead",
                );
            };
            let mut items = Vec::new();
            for i in 0..n {
                let i = self.number(i as f64, span);
                items.push(self.element(array, i, span)?);
            }
            *array = Array::Items(items);
        }
        let Array::Items(items) = array else { unreachable!("made above") };
        let len = items.len();
        let Some(item) = items.get_mut(at as usize) else {
            return self.error(span, format_args!("index {at} is out of bounds: the array has {len} elements"));
        };
        match (item, rest) {
            (item, []) => *item = Value::Float(value),
            (Value::Array(inner), rest) => return self.replace(inner, rest, value, span),
            _ => return self.error(span, "only arrays and slices can be indexed"),
        }
        Ok(())
    }

    // Branches.

    /// Runs one branch and takes back what it did.
    pub fn branch<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> (T, Changes) {
        self.journal.push(BTreeMap::new());
        let known = self.variables.len();
        let result = run(self);
        let before = self.journal.pop().expect("pushed above");
        let mut changes = Changes::new();
        for (id, old) in before {
            let new = std::mem::replace(&mut self.variables[id], old);
            if id < known {
                changes.insert(id, VariableState(new));
            }
        }
        (result, changes)
    }

    /// Joins what two branches did.
    pub fn merge(&mut self, condition: ExprId, mut then: Changes, mut otherwise: Changes, span: proc_macro2::Span) -> Eval<()> {
        let mut ids: Vec<usize> = then.keys().chain(otherwise.keys()).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            self.touch(id);
            let before = self.variables[id].clone();
            let a = then.remove(&id).map_or_else(|| before.clone(), |v| v.0);
            let b = otherwise.remove(&id).map_or_else(|| before.clone(), |v| v.0);
            let mut merged = before.clone();
            merged.poisoned = a.poisoned || b.poisoned;
            merged.value = match (a.value, b.value) {
                (Some(a), Some(b)) => Some(self.select(condition, a, b, span)?),
                // Assigned in one branch only: the compiler refuses a later use.
                (a, b) => a.or(b),
            };
            for level in 0..before.pending.len() {
                let at = |v: &[Pending]| v.get(level).cloned().unwrap_or(Pending::Nothing);
                let joined = self.join(id, condition, at(&before.pending), at(&a.pending), at(&b.pending), span)?;
                merged.pending[level] = joined;
            }
            self.variables[id] = merged;
        }
        Ok(())
    }

    fn join(
        &mut self,
        variable: usize,
        condition: ExprId,
        before: Pending,
        a: Pending,
        b: Pending,
        span: proc_macro2::Span,
    ) -> Eval<Pending> {
        let set_of = |p: &Pending| match p {
            Pending::Element { set, .. } => *set,
            _ => None,
        };
        let terms_of = |p: &Pending| match p {
            Pending::Nothing => Vec::new(),
            Pending::Fold { terms, .. } | Pending::Element { terms, .. } => terms.clone(),
        };
        let shape = |p: &Pending| match p {
            Pending::Nothing => None,
            Pending::Fold { fold, .. } => Some((Some(*fold), Vec::new())),
            Pending::Element { indices, .. } => Some((None, indices.clone())),
        };
        let known: Vec<_> = [&before, &a, &b].into_iter().filter_map(shape).collect();
        if known.windows(2).any(|w| w[0] != w[1]) {
            return self.carried(variable, span);
        }
        let (ta, tb, common) = (terms_of(&a), terms_of(&b), terms_of(&before));
        if set_of(&a) == set_of(&before) && set_of(&b) == set_of(&before) {
            let (new_a, new_b) = (&ta[common.len()..], &tb[common.len()..]);
            if new_a.is_empty() && new_b.is_empty() {
                return Ok(before);
            }
            let fold = match (&a, &b) {
                (Pending::Fold { fold, .. }, _) | (_, Pending::Fold { fold, .. }) => *fold,
                _ => Fold::Sum,
            };
            let then = self.gather(fold, None, new_a, span);
            let otherwise = self.gather(fold, None, new_b, span);
            let term = self.push(Expr::If { condition, then, otherwise }, span);
            let mut terms = common;
            terms.push(term);
            let some = if matches!(a, Pending::Nothing) { b } else { a };
            return Ok(match some {
                Pending::Fold { fold, .. } => Pending::Fold { fold, terms },
                Pending::Element { indices, ids, set, .. } => Pending::Element { indices, ids, set, terms },
                Pending::Nothing => Pending::Nothing,
            });
        }
        let template = if set_of(&a).is_some() { a.clone() } else { b.clone() };
        let Pending::Element { indices, ids, .. } = &template else { unreachable!("only elements are set") };
        if !self.fills_open_loops(&self.variables[variable], &template) {
            return self.carried(variable, span);
        }
        let empty = Pending::Element { indices: indices.clone(), ids: ids.clone(), set: None, terms: Vec::new() };
        let side = |p: &Pending| {
            if matches!(p, Pending::Nothing) { empty.clone() } else { p.clone() }
        };
        let then = self.pending_element(variable, &side(&a), span)?;
        let otherwise = self.pending_element(variable, &side(&b), span)?;
        let set = self.push(Expr::If { condition, then, otherwise }, span);
        Ok(Pending::Element { indices: indices.clone(), ids: ids.clone(), set: Some(set), terms: Vec::new() })
    }

    /// `if condition { a } else { b }` of values that exist.
    pub fn select(&mut self, condition: ExprId, a: Value, b: Value, span: proc_macro2::Span) -> Eval<Value> {
        match (a, b) {
            (Value::Float(a), Value::Float(b)) if a == b => Ok(Value::Float(a)),
            (Value::Int(a), Value::Int(b)) if a == b => Ok(Value::Int(a)),
            (Value::Bool(a), Value::Bool(b)) if a == b => Ok(Value::Bool(a)),
            (Value::Int(_), Value::Int(_)) => {
                self.error(span, "an integer that depends on a condition is not supported yet: put the `if` around the floats instead")
            }
            (Value::Bool(a), Value::Bool(b)) => {
                let not = self.push(Expr::Unary(UnaryOp::Not, condition), span);
                let then = self.binary(BinaryOp::And, condition, a, span);
                let otherwise = self.binary(BinaryOp::And, not, b, span);
                Ok(Value::Bool(self.binary(BinaryOp::Or, then, otherwise, span)))
            }
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                let items = a.into_iter().zip(b).map(|(a, b)| self.select(condition, a, b, span));
                Ok(Value::Tuple(items.collect::<Eval<_>>()?))
            }
            (Value::Array(a), Value::Array(b)) => Ok(Value::Array(self.select_array(condition, a, b, span)?)),
            (Value::Unit, Value::Unit) => Ok(Value::Unit),
            (a, b) => {
                let then = self.float(a, span)?;
                let otherwise = self.float(b, span)?;
                Ok(Value::Float(self.push(Expr::If { condition, then, otherwise }, span)))
            }
        }
    }

    fn select_array(&mut self, condition: ExprId, a: Array, b: Array, span: proc_macro2::Span) -> Eval<Array> {
        match (a, b) {
            (Array::View { base, indices, lens }, Array::View { base: base_b, indices: indices_b, .. })
                if base == base_b && indices == indices_b =>
            {
                Ok(Array::View { base, indices, lens })
            }
            (Array::Items(a), Array::Items(b)) if a.len() == b.len() => {
                let items = a.into_iter().zip(b).map(|(a, b)| self.select(condition, a, b, span));
                Ok(Array::Items(items.collect::<Eval<_>>()?))
            }
            (a, b) => {
                let (Extent::Number(n @ ..=1024), Extent::Number(m)) = (self.length(&a), self.length(&b)) else {
                    return self.error(span, "choosing between arrays is not supported yet: put the `if` around their elements instead");
                };
                if n != m {
                    return self.error(span, format_args!("the branches have arrays of {n} and {m} elements"));
                }
                let mut items = Vec::new();
                for i in 0..n {
                    let i = self.number(i as f64, span);
                    let x = self.element(&a, i, span)?;
                    let y = self.element(&b, i, span)?;
                    items.push(self.select(condition, x, y, span)?);
                }
                Ok(Array::Items(items))
            }
        }
    }

    // Loops.

    /// The least (or largest, if `upper`) value of a bound while the loops around it run; `None` if that
    /// cannot be told. A bound that depends on no loop stays what it is.
    pub fn widen(&mut self, id: ExprId, upper: bool) -> Option<ExprId> {
        let span = proc_macro2::Span::call_site();
        match *self.ast.expr(id) {
            Expr::Name(symbol) => {
                let Some(at) = self.loops.iter().position(|l| l.symbol == symbol) else {
                    return Some(id);
                };
                let (lo, hi) = (self.loops[at].lo, self.loops[at].hi);
                if !upper {
                    return Some(lo);
                }
                if let Expr::Number(n) = *self.ast.expr(hi) {
                    return Some(self.number(n - 1.0, span));
                }
                let one = self.number(1.0, span);
                Some(self.binary(BinaryOp::Sub, hi, one, span))
            }
            Expr::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), a, b) => {
                let x = self.widen(a, upper)?;
                let y = self.widen(b, if op == BinaryOp::Add { upper } else { !upper })?;
                Some(if (x, y) == (a, b) { id } else { self.binary(op, x, y, span) })
            }
            Expr::Binary(BinaryOp::Mul, a, b) => {
                let positive = |r: &Self, id| matches!(r.ast.expr(id), Expr::Number(n) if *n >= 0.0);
                if !positive(self, a) && !positive(self, b) {
                    return (self.widen(a, upper)? == a && self.widen(b, upper)? == b).then_some(id);
                }
                let (x, y) = (self.widen(a, upper)?, self.widen(b, upper)?);
                Some(if (x, y) == (a, b) { id } else { self.binary(BinaryOp::Mul, x, y, span) })
            }
            Expr::Number(_) => Some(id),
            _ => None,
        }
    }

    /// Runs the body of a loop once, for an index in `lo..hi`, and says what the loop as a whole did.
    pub fn with_loop<T>(
        &mut self,
        hint: &str,
        lo: ExprId,
        hi: ExprId,
        span: proc_macro2::Span,
        run: impl FnOnce(&mut Self, ExprId) -> Eval<T>,
    ) -> Eval<(T, Binder)> {
        let symbol = self.fresh(hint);
        let index = self.push(Expr::Name(symbol), span);
        let at = self.span(span);
        let id = self.next_loop;
        self.next_loop += 1;
        let depth = self.loops.len() + 1;
        self.loops.push(Loop { id, symbol, index, lo, hi, span: at, depth, touched: Vec::new() });
        let result = run(self, index);
        let frame = self.loops.pop().expect("pushed above");
        let binder = Binder { name: symbol, span: at, range: Some((lo, hi)) };
        let mut ok = true;
        for &variable in &frame.touched {
            ok &= self.leave(&frame, &binder, variable, span).is_ok();
        }
        let result = result?;
        if ok { Ok((result, binder)) } else { Err(Reported) }
    }

    /// `sum(i in lo..hi: body)` and the like.
    pub fn reduce(&mut self, fold: Fold, binder: Binder, body: ExprId, span: proc_macro2::Span) -> ExprId {
        let function = self.ast.intern(fold.reduction());
        self.push(Expr::Reduce { function, binders: vec![binder], body }, span)
    }

    fn leave(&mut self, frame: &Loop, binder: &Binder, variable: usize, span: proc_macro2::Span) -> Eval<()> {
        if self.variables[variable].depth > self.loops.len() {
            return Ok(());
        }
        if let Some(outer) = self.loops.last_mut()
            && self.variables[variable].depth < outer.depth
            && !outer.touched.contains(&variable)
        {
            outer.touched.push(variable);
        }
        let level = self.loops.len() - self.variables[variable].depth;
        if self.variables[variable].pending.len() <= level {
            return Ok(());
        }
        match self.variables[variable].pending.pop().expect("checked above") {
            Pending::Nothing => Ok(()),
            Pending::Fold { fold, terms } => {
                let body = self.gather(fold, None, &terms, span);
                let term = self.reduce(fold, binder.clone(), body, span);
                self.add_reduced(variable, fold, term, span)
            }
            Pending::Element { indices, ids, set, terms } if indices.contains(&frame.symbol) => {
                self.close(frame, variable, Pending::Element { indices, ids, set, terms }, span)
            }
            Pending::Element { set: Some(_), .. } => self.carried(variable, span),
            Pending::Element { indices, ids, terms, .. } => {
                let body = self.gather(Fold::Sum, None, &terms, span);
                let term = self.reduce(Fold::Sum, binder.clone(), body, span);
                self.hand_over(variable, Pending::Element { indices, ids, set: None, terms: vec![term] }, span)
            }
        }
    }

    fn add_reduced(&mut self, variable: usize, fold: Fold, term: ExprId, span: proc_macro2::Span) -> Eval<()> {
        let v = &mut self.variables[variable];
        match v.pending.last_mut() {
            Some(Pending::Fold { fold: f, terms }) if *f == fold => terms.push(term),
            Some(p @ Pending::Nothing) => *p = Pending::Fold { fold, terms: vec![term] },
            Some(_) => return self.carried(variable, span),
            None => {
                let Some(value) = v.value.clone() else {
                    let name = v.name.clone();
                    return self.error(span, format_args!("`{name}` has no value before the loop"));
                };
                let start = self.float(value, span)?;
                let mut sum = self.gather(fold, Some(start), &[term], span);
                let name = self.variables[variable].name.clone();
                if self.loops.is_empty() {
                    // A definition is lowered once, however many loops read it.
                    if let Array::View { base, .. } = self.new_definition(&name, &[], Vec::new(), sum, span) {
                        sum = base;
                    }
                } else {
                    self.label(&name, &Value::Float(sum));
                }
                self.variables[variable].value = Some(Value::Float(sum));
            }
        }
        Ok(())
    }

    /// Ends a loop over an index of the elements that it writes.
    fn close(&mut self, frame: &Loop, variable: usize, pending: Pending, span: proc_macro2::Span) -> Eval<()> {
        let Pending::Element { indices, ids, set, terms } = &pending else { unreachable!("checked by the caller") };
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let axis = indices.iter().position(|i| *i == frame.symbol).unwrap_or(0);
        let len = self.axis_length(&old, axis, span)?;
        if self.is_number(frame.lo, 0.0) && self.as_extent(frame.hi) == Some(len) {
            return self.hand_over(variable, pending, span);
        }
        // Elements outside the range keep their value.
        let above = self.binary(BinaryOp::Ge, frame.index, frame.lo, span);
        let below = self.binary(BinaryOp::Lt, frame.index, frame.hi, span);
        let condition = self.binary(BinaryOp::And, above, below, span);
        let (then, otherwise) = match set {
            None => (self.gather(Fold::Sum, None, terms, span), self.number(0.0, span)),
            Some(_) => {
                let then = self.pending_element(variable, &pending, span)?;
                let old = self.index(old, ids, span)?;
                (then, self.float(old, span)?)
            }
        };
        let value = self.push(Expr::If { condition, then, otherwise }, span);
        let (indices, ids) = (indices.clone(), ids.clone());
        let pending = match set {
            None => Pending::Element { indices, ids, set: None, terms: vec![value] },
            Some(_) => Pending::Element { indices, ids, set: Some(value), terms: Vec::new() },
        };
        self.hand_over(variable, pending, span)
    }

    /// Gives what an inner loop did to elements to the loop around it, or defines the array.
    fn hand_over(&mut self, variable: usize, pending: Pending, span: proc_macro2::Span) -> Eval<()> {
        let Pending::Element { indices, set, terms, .. } = &pending else { unreachable!("only elements") };
        let own = self.variables[variable].depth;
        if self.loops.len() == own {
            let body = self.pending_element(variable, &pending, span)?;
            let indices = indices.clone();
            return self.define(variable, &indices, body, span);
        }
        let open = self.loops[own..].iter().all(|l| indices.contains(&l.symbol));
        match self.variables[variable].pending.last_mut() {
            Some(p @ Pending::Nothing) if set.is_none() || open => {
                *p = pending;
                Ok(())
            }
            Some(Pending::Element { indices: i, terms: t, .. }) if i == indices && set.is_none() => {
                t.extend(terms);
                Ok(())
            }
            _ => self.carried(variable, span),
        }
    }

    fn axis_length(&mut self, value: &Value, axis: usize, span: proc_macro2::Span) -> Eval<Extent> {
        let mut value = value.clone();
        for _ in 0..axis {
            let zero = self.number(0.0, span);
            value = self.index(value, &[zero], span)?;
        }
        match value {
            Value::Array(array) => Ok(self.length(&array)),
            _ => self.error(span, "only arrays and slices can be indexed"),
        }
    }

    /// The array that a loop has filled becomes an indexed definition.
    fn define(&mut self, variable: usize, indices: &[Symbol], body: ExprId, span: proc_macro2::Span) -> Eval<()> {
        let hint = self.variables[variable].name.clone();
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let mut lens = Vec::new();
        for axis in 0..indices.len() {
            lens.push(self.axis_length(&old, axis, span)?);
        }
        let array = self.new_definition(&hint, indices, lens, body, span);
        self.variables[variable].value = Some(Value::Array(array));
        Ok(())
    }

    /// `hint[open loops, indices] = body`
    pub fn new_definition(&mut self, hint: &str, indices: &[Symbol], lens: Vec<Extent>, body: ExprId, span: proc_macro2::Span) -> Array {
        let name = self.fresh(hint);
        let at = self.span(span);
        let mut axes: Vec<DefinitionIndex> = Vec::new();
        let mut outer = Vec::new();
        for l in &self.loops {
            let extent = self.as_extent(l.hi);
            axes.push(DefinitionIndex::Axis(Axis { index: Some(l.symbol), extent, span: l.span }));
            outer.push(l.index);
        }
        for (index, len) in indices.iter().zip(&lens) {
            axes.push(DefinitionIndex::Axis(Axis { index: Some(*index), extent: Some(len.clone()), span: at }));
        }
        self.ast.definitions.push(Definition { name, span: at, kind: DefinitionKind::Value(axes), body });
        let base = self.push(Expr::Name(name), span);
        Array::View { base, indices: outer, lens }
    }
}
