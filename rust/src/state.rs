//! What a function has computed so far: variables, loops that are open, and what they accumulate.

use super::control::Around;
use super::parts::{Declared, Part};
use super::progress::{Place, Places, Progress};
use super::slots::Slot;
use super::types::{self, Dim, RuntimeDim, Scalar};
use super::{Argument, Constant, RustFunction};
use chainrule_parser::ast::{
    Ast, Axis, BinaryOp, Declaration, DeclarationKind, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Pass, Span, Symbol, UnaryOp,
};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::{Map, Set};
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
    /// A struct that the body makes: its name as it is written, and its fields.
    Struct(Rc<str>, Vec<(String, Value)>),
    /// A part of an argument whose type is not known here; its use says what it is.
    Part(Part),
    Iter(Rc<Iter>),
    /// A place that is borrowed to be written.
    Slot(Slot),
    Closure(Rc<super::functions::Function>),
    /// An `Option`.
    Maybe(super::options::Maybe),
    /// Of a branch that panics.
    Never,
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
    /// So many elements of another array, from a place on.
    Part(Box<Array>, ExprId, Extent),
    /// A part of an argument, of this length, whose elements are of a type that is not known here.
    Of(Part, Extent),
}

/// An iterator: nothing happens before it is consumed.
pub(super) enum Iter {
    Range(ExprId, ExprId),
    /// So many numbers from one on, of which those before an end are items, if there is one.
    Within(ExprId, ExprId, Option<ExprId>),
    /// The same with a step between the numbers.
    Strided {
        from: ExprId,
        step: ExprId,
        most: ExprId,
        end: Option<ExprId>,
    },
    Elements(Array),
    /// The places in a place, and how many there are.
    Places(Slot, Extent),
    /// The parts of so many elements of a place, and how many there are.
    Chunks(Slot, u64, u64),
    Zip(Rc<Iter>, Rc<Iter>),
    Chain(Rc<Iter>, Rc<Iter>),
    /// The items of items, so many in each.
    Flat(Rc<Iter>, ExprId),
    Enumerate(Rc<Iter>),
    Map(Rc<Iter>, syn::ExprClosure, Scopes),
    Filter(Rc<Iter>, syn::ExprClosure, Scopes),
    /// What is in items that are `Option`s.
    Somes(Rc<Iter>),
    Reversed(Rc<Iter>),
    /// At most so many items.
    Taken(Rc<Iter>, ExprId),
    /// All but so many.
    Skipped(Rc<Iter>, ExprId),
    /// One item of so many, from the first on.
    Stepped(Rc<Iter>, u64),
    /// Parts of so many elements, the start of each so far after that of the one before it.
    Parts(Array, u64, u64),
    /// Parts of so many elements, one after the other; the last one has those that are left. How many there are, if that is
    /// known before the loop.
    Pieces(Array, u64, Option<ExprId>),
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
    pub fn reduction(self) -> &'static str {
        match self {
            Fold::Sum => "sum",
            Fold::Product => "prod",
            Fold::Max => "max",
            Fold::Min => "min",
        }
    }

    pub fn identity(self) -> f64 {
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
pub(super) enum Pending {
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

/// See [`Reader::written`].
pub(super) enum Written {
    Nothing,
    /// One element, by each pass of the loops around that are so many.
    Element(Pending, usize),
    More,
}

#[derive(Clone)]
pub(super) struct Variable {
    pub name: String,
    pub mutable: bool,
    /// Number of loops that were open at the declaration.
    pub depth: usize,
    pub value: Option<Value>,
    /// The use of the variable was reported as an error before.
    pub poisoned: bool,
    /// One entry for each open loop inside `depth`; missing ones are `Nothing`.
    pub pending: Vec<Pending>,
    /// An array whose elements a loop computes one after the other.
    pub progress: Option<Progress>,
    /// The variable that says how long a list is so far, in a loop that makes it longer.
    pub grows: Option<usize>,
}

/// A read of a variable in a loop that it was declared outside of.
#[derive(Clone)]
pub(super) struct Read {
    pub loop_id: u32,
    /// The element, or `None` for all of it.
    pub indices: Option<Vec<ExprId>>,
}

#[derive(Clone)]
pub(super) struct Loop {
    pub id: u32,
    pub symbol: Symbol,
    pub index: ExprId,
    pub lo: ExprId,
    pub hi: ExprId,
    /// Where its own range is narrower than that, the condition that an index is in it.
    pub guard: Option<ExprId>,
    pub span: Span,
    /// Number of open loops, this one included.
    pub depth: usize,
    /// Which of the loops directly inside the one around it this is, and how many are inside it so far.
    pub nth: u32,
    pub inner: u32,
    /// Whether the last value of the index comes first.
    pub descending: bool,
    pub touched: Vec<usize>,
}

/// Names in scope.
pub(super) type Scopes = Vec<Map<String, usize>>;

/// What a branch changed: the state that each variable has at its end.
pub(super) type Changes = Map<usize, VariableState>;

/// A variable as a branch left it.
pub(super) struct VariableState(pub Variable);

/// Executes a body symbolically.
pub(super) struct Reader {
    pub ast: Ast,
    pub errors: Vec<syn::Error>,
    pub scalar: Option<Scalar>,
    /// The form of the result, if that is not one number.
    pub result: Option<types::Form>,
    /// What its parts are multiplied by.
    pub seeds: Vec<super::Seed>,
    /// What of arguments is in the result as it is.
    pub copies: Vec<super::Copied>,
    /// Type arguments of the method that is called.
    pub method_generics: String,
    /// The `&mut` arguments.
    pub outputs: Vec<super::outputs::Output>,
    /// Number of variables that were there before the closure or function inside that is read.
    pub outer: Option<usize>,
    /// See [`super::Options::table`].
    pub table: Option<fn(&str) -> bool>,
    pub scopes: Scopes,
    pub spans: Vec<proc_macro2::Span>,
    pub variables: Vec<Variable>,
    pub loops: Vec<Loop>,
    pub next_loop: u32,
    pub reads: Map<usize, Vec<Read>>,
    pub journal: Vec<Map<usize, Variable>>,
    /// The conditions under which what is read now is executed.
    pub path: Vec<ExprId>,
    /// What holds besides where the right side of `&&` or `||` is read.
    pub holds: Vec<ExprId>,
    /// Variables that a loop would have to carry from pass to pass, with the number of loops around that loop.
    pub requests: Vec<(usize, usize)>,
    /// Carried integers to which every pass adds the same.
    pub counted: Vec<(usize, f64)>,
    /// The elements that loops write: variable and places.
    pub writes: Vec<(usize, Option<Places>)>,
    /// Arrays that are used as a whole or at an index that is no number.
    pub whole: Set<usize>,
    /// The loops around, for what leaves them.
    pub around: Vec<Around>,
    /// Hidden variables of which the first assignment says what they hold, and what that was found to be of some.
    pub late: Set<usize>,
    pub found: Vec<(usize, super::late::Blank)>,
    /// Whether the loop that is read next may leave what is around it: what follows it asks whether it did.
    pub may_leave: bool,
    /// The structs that the body defines.
    pub local_structs: Vec<String>,
    /// The blocks with labels around.
    pub blocks: Vec<super::control::Labelled>,
    /// For each loop whose passes, and each range whose length may be counted first, the name of that number.
    pub passes: Vec<String>,
    /// Loops, by the number of loops around them, that are better read pass by pass: their index picks from values
    /// that are no array, or bounds a loop inside.
    pub unroll: Set<usize>,
    /// Whether elements at any distance may be read of an array that is computed element by element, and whether one was.
    pub far: bool,
    pub read_far: bool,
    /// How many loops around are being read pass by pass: none of them is among `loops`.
    pub unrolled: usize,
    /// Number of open loops that carry values from pass to pass.
    pub carrying: usize,
    /// Number of loops around the function or closure that is read.
    pub entry: usize,
    /// What a `return` inside a loop returns, and whether it did.
    pub returned: Option<(usize, usize)>,
    pub taken: Set<String>,
    pub const_generics: Set<String>,
    /// Integers that the function is given: arguments, and constants of the surrounding code.
    pub integers: Set<String>,
    /// Arguments among them that may be negative.
    pub signed: Set<String>,
    pub constants: Vec<Constant>,
    pub runtime: Vec<RuntimeDim>,
    /// The parts of arguments that were read.
    pub parts: Vec<Declared>,
    /// Those that were read as numbers, also in what was taken back.
    pub numbers: Vec<String>,
    pub equal: Vec<(Extent, Extent)>,
    pub uses: Vec<proc_macro2::TokenStream>,
    pub called: Vec<(proc_macro2::TokenStream, usize)>,
    /// Variables that may hold a reference to a number: arguments that are one, and items of iterators.
    pub references: Set<usize>,
    /// Whether the names of a pattern may be bound to references.
    pub items: bool,
    /// How many calls of closures are open.
    pub calls: u32,
    /// How many were made since the outermost of these, and whether that was too many.
    pub made_calls: u32,
    pub runaway: bool,
    /// Number of variables that are arguments.
    pub arguments: usize,
    /// Variables that were assigned.
    pub changed: Set<usize>,
    pub asserts: Vec<proc_macro2::TokenStream>,
    pub checks: super::Checks,
}

impl Reader {
    pub fn new(const_generics: impl Iterator<Item = String>) -> Self {
        let const_generics: Set<String> = const_generics.collect();
        let mut taken: Set<String> = ["e", "pi", "inf", "nan"].map(str::to_owned).into_iter().collect();
        taken.extend(super::calls::table_names().map(str::to_owned));
        taken.extend(const_generics.iter().cloned());
        Reader {
            ast: Ast::of_tokens(),
            errors: Vec::new(),
            scalar: None,
            result: None,
            seeds: Vec::new(),
            copies: Vec::new(),
            method_generics: String::new(),
            outputs: Vec::new(),
            outer: None,
            table: None,
            scopes: vec![Map::default()],
            spans: Vec::new(),
            variables: Vec::new(),
            loops: Vec::new(),
            next_loop: 0,
            reads: Map::default(),
            journal: Vec::new(),
            path: Vec::new(),
            holds: Vec::new(),
            counted: Vec::new(),
            requests: Vec::new(),
            writes: Vec::new(),
            whole: Set::default(),
            around: Vec::new(),
            late: Set::default(),
            found: Vec::new(),
            local_structs: Vec::new(),
            may_leave: false,
            blocks: Vec::new(),
            passes: Vec::new(),
            unroll: Default::default(),
            unrolled: 0,
            carrying: 0,
            far: false,
            read_far: false,
            entry: 0,
            returned: None,
            calls: 0,
            made_calls: 0,
            runaway: false,
            arguments: 0,
            changed: Set::default(),
            asserts: Vec::new(),
            checks: super::Checks::Never,
            taken,
            const_generics,
            integers: Set::default(),
            signed: Set::default(),
            constants: Vec::new(),
            runtime: Vec::new(),
            parts: Vec::new(),
            numbers: Vec::new(),
            equal: Vec::new(),
            uses: Vec::new(),
            called: Vec::new(),
            references: Set::default(),
            items: false,
        }
    }

    /// Declares what the body used from outside and hands the parts over.
    pub fn finish(mut self, arguments: Vec<Argument>, scalar: Scalar) -> RustFunction {
        self.declare_parts();
        // Extents that no argument has are those of an array that nobody reads.
        let mut reached = vec![false; self.ast.len()];
        let mut roots: Vec<ExprId> = self.ast.output.into_iter().collect_vec();
        for definition in &self.ast.definitions {
            roots.push(definition.body);
            let DefinitionKind::Value(indices) = &definition.kind else { continue };
            for index in indices {
                match index {
                    DefinitionIndex::Pass(pass) => {
                        roots.extend([pass.range.0, pass.range.1]);
                        if let Some((_, Extent::Expr(id))) = pass.place {
                            roots.push(id);
                        }
                    }
                    DefinitionIndex::Axis(Axis { extent: Some(Extent::Expr(id)), .. }) => roots.push(*id),
                    DefinitionIndex::Axis(_) | DefinitionIndex::At(..) => {}
                }
            }
        }
        for root in roots {
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
                let length = self.runtime.iter().any(|d| (d.part.is_some() || d.computed.is_some()) && d.name == name);
                if length || self.integers.contains(name) || self.const_generics.contains(name) {
                    used.push(symbol);
                }
            }
        }
        let counts = used.iter().map(|s| self.ast.name(*s).to_owned()).filter(|name| self.passes.contains(name)).collect_vec();
        // One may be computed from another.
        for at in (0..self.runtime.len()).rev() {
            let RuntimeDim { name, computed: Some(_), .. } = &self.runtime[at] else { continue };
            let input = format!("{name}{}", super::lengths::AS_A_NUMBER);
            let text = format!("@{name}@");
            let read = used.iter().any(|s| self.ast.name(*s) == name)
                || self.constants.iter().any(|c| c.name == input)
                || self.runtime[at + 1..].iter().any(|d| d.computed.as_ref().is_some_and(|c| c.contains(&text)));
            if !read {
                self.runtime.remove(at);
            }
        }
        let known = |s: &Symbol| self.ast.declarations.iter().flat_map(|d| &d.axes).any(|a| a.extent == Some(Extent::Name(*s)));
        let mut extents: Vec<Symbol> = used.into_iter().filter(|s| !known(s)).collect_vec();
        for definition in &self.ast.definitions {
            if let DefinitionKind::Value(axes) = &definition.kind {
                for axis in axes {
                    if let DefinitionIndex::Axis(Axis { extent: Some(Extent::Name(name)), .. })
                    | DefinitionIndex::Pass(Pass { place: Some((_, Extent::Name(name))), .. }) = axis
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
                opaque: false,
            });
        }
        let names = extents.iter().map(|s| self.ast.name(*s).to_owned()).collect_vec();
        // Const generics may be the lengths of local arrays, integers that are arguments may not.
        let (constants, extents) = extents.into_iter().partition(|s| self.const_generics.contains(self.ast.name(*s)));
        for (name, extents) in [("#constants", constants), ("#extents", extents)] {
            let extents: Vec<Symbol> = extents;
            if extents.is_empty() {
                continue;
            }
            let name = self.ast.intern(name);
            let axis = |s| Axis { index: None, extent: Some(Extent::Name(s)), span: Span::default() };
            let axes = extents.into_iter().map(axis).collect_vec();
            let kind = DeclarationKind::Input;
            self.ast.declarations.push(Declaration { kind, name, span: Span::default(), axes, init: None, opaque: false });
        }
        RustFunction {
            ast: self.ast,
            arguments,
            scalar,
            seeds: self.seeds,
            copies: self.copies,
            constants: self.constants,
            runtime: self.runtime,
            parts: self.parts,
            extents: names,
            equal: self.equal,
            uses: self.uses,
            called: self.called,
            asserts: self.asserts,
            checks: self.checks,
            counter: None,
            counts,
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
    pub fn fresh(&mut self, hint: &str) -> Symbol {
        let hint = match hint.trim_start_matches('_') {
            "" => "i",
            hint => hint,
        };
        let mut name = hint.to_owned();
        let mut n = 1;
        while !self.taken.insert(name.clone()) {
            n += 1;
            name = format!("{hint}_{n}");
        }
        self.ast.intern(&name)
    }

    // Arguments and constants.

    pub fn bind_argument(&mut self, rust: &str, name: &str, lens: Vec<Extent>, span: Span) -> usize {
        self.taken.insert(name.to_owned());
        let symbol = self.ast.intern(name);
        let id = self.ast.push(Expr::Name(symbol), span);
        let value = match lens.is_empty() {
            true => Value::Float(id),
            false => Value::Array(Array::View { base: id, indices: Vec::new(), lens }),
        };
        self.bind(rust, true, Some(value))
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

    /// A `bool` of the surrounding code.
    pub fn outside_condition(&mut self, source: &str, span: proc_macro2::Span) -> ExprId {
        let name = format!("{source} as a condition");
        let constant = Constant { name: name.clone(), source: format!("({source} as u8)"), integer: true, extent: false };
        if !self.constants.contains(&constant) {
            self.constants.push(constant);
        }
        let symbol = self.ast.intern(&name);
        let (id, zero) = (self.push(Expr::Name(symbol), span), self.number(0.0, span));
        self.binary(BinaryOp::Ne, id, zero, span)
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
                let name = format!("{source}{}", super::lengths::AS_A_NUMBER);
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
            slot @ Value::Slot(..) => {
                let value = self.held(slot, span)?;
                self.float(value, span)
            }
            Value::Outside(name, at) => Ok(self.constant(&name, false, at)),
            Value::Part(part) => self.part_float(&part, span),
            Value::Struct(..) => self.error(span, "expected a float, found a struct: use its fields"),
            Value::Int(_) => self.error(span, "expected a float, found an integer: write `as f64` or `as f32`"),
            Value::Bool(_) => self.error(span, "expected a float, found a condition: write `if c { 1.0 } else { 0.0 }`"),
            Value::Array(_) => self.error(span, "expected a float, found an array: use its elements, `v[i]`"),
            Value::Tuple(_) => self.error(span, "expected a float, found a tuple"),
            Value::Closure(..) => self.error(span, "expected a float, found a closure: call it"),
            Value::Maybe(_) => {
                self.error(span, "expected a float, found an `Option`: write `.unwrap_or(..)`, or bind what it holds in an `if let`")
            }
            Value::Iter(_) => self.error(span, "an iterator is not a number: end it with `.sum::<f64>()`"),
            // Nothing is computed from it.
            Value::Never => Ok(self.number(0.0, span)),
            Value::Unit => self.error(span, "expected a float, found `()`"),
        }
    }

    pub fn int(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Int(id) => Ok(id),
            Value::Outside(name, at) => Ok(self.constant(&name, true, at)),
            Value::Part(part) => self.part_int(&part, span),
            Value::Never => Ok(self.number(0.0, span)),
            _ => self.error(span, "expected an integer: indices and bounds are integers, constants or loop variables"),
        }
    }

    pub fn condition(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Bool(id) => Ok(id),
            Value::Part(part) if part.is_result() => {
                self.error(span, "a function that is called here returns floats and arrays and tuples of them, no conditions")
            }
            Value::Part(part) => Ok(self.part_condition(&[&part], |texts| texts[0].to_owned(), span)),
            Value::Outside(name, at) => Ok(self.outside_condition(&name, at)),
            Value::Never => Ok(self.truth(false, span)),
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
            Extent::Expr(id) => *id,
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
            progress: None,
            grows: None,
        });
        self.scopes.last_mut().expect("there is a scope").insert(name.to_owned(), id);
        if self.items {
            self.references.insert(id);
        }
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

    pub fn touch(&mut self, variable: usize) {
        self.changed.insert(variable);
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

    pub fn record_read(&mut self, variable: usize, indices: Option<Vec<ExprId>>) {
        self.record_read_inside(variable, self.variables[variable].depth, indices);
    }

    /// Of what a pass of the loop at `level` has written: the loops inside must not write it.
    pub fn record_read_inside(&mut self, variable: usize, level: usize, indices: Option<Vec<ExprId>>) {
        if self.variables[variable].mutable {
            let reads = self.reads.entry(variable).or_default();
            for frame in self.loops.iter().skip(level) {
                reads.push(Read { loop_id: frame.id, indices: indices.clone() });
            }
        }
    }

    /// The loop around which `variable` is declared has to carry it; tried again in [`Reader::each`].
    pub fn carried<T>(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<T> {
        let v = &self.variables[variable];
        let (name, depth) = (v.name.clone(), v.depth);
        // A loop that was just left may still be read again.
        if depth <= self.loops.len() {
            self.requests.push((depth, variable));
        }
        self.error(
            span,
            format_args!(
                "what `{name}` carries from one pass of the loop to the next cannot be followed: \
                 keep numbers and arrays of known length in it, or declare it with `let` inside the loop instead"
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
        if v.value.is_none() && variable < self.arguments {
            let name = v.name.clone();
            return self.error(
                span,
                format_args!("`{name}` is a text or the like, from which nothing can be computed here: pass a number instead"),
            );
        }
        let Some(value) = v.value.clone() else {
            let name = v.name.clone();
            return self.error(span, format_args!("`{name}` cannot be used in arithmetic: it is no number yet"));
        };
        if let Value::Array(_) = value {
            self.whole.insert(variable);
            if self.variables[variable].progress.is_some() {
                return self.carried(variable, span);
            }
        }
        if let Value::Slot(..) = value {
            return self.held(value, span);
        }
        self.record_read(variable, None);
        Ok(value)
    }

    /// `v[indices]`, which may have been written in this pass of the loop.
    pub fn read_element(&mut self, variable: usize, indices: &[ExprId], span: proc_macro2::Span) -> Eval<Value> {
        if let Some(Value::Slot(_)) = self.variables[variable].value {
            let behind = self.behind(variable, indices.to_vec());
            return self.read_element(behind.variable, &behind.ids, span);
        }
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        if !self.are_numbers(indices) {
            self.whole.insert(variable);
        }
        if v.progress.is_some() {
            return self.read_progress(variable, indices, span);
        }
        let v = &self.variables[variable];
        match self.written(v) {
            Written::Nothing => {}
            Written::Element(p, level) if matches!(&p, Pending::Element { ids, .. } if self.same_indices(ids, indices)) => {
                self.record_read_inside(variable, level, Some(indices.to_vec()));
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
                Value::Never => Value::Never,
                Value::Part(part) => self.part_value(part.at(index))?,
                Value::Outside(name, at) => {
                    let part = self.outside_part(&name, at).at(index);
                    self.part_value(part)?
                }
                _ => return self.error(span, "only arrays and slices can be indexed"),
            };
        }
        Ok(value)
    }

    pub fn same_indices(&self, a: &[ExprId], b: &[ExprId]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || self.ast.expr(*a) == self.ast.expr(*b))
    }

    /// Whether every open loop around a write is one of its indices.
    pub fn fills_open_loops(&self, v: &Variable, pending: &Pending) -> bool {
        let Pending::Element { indices, .. } = pending else {
            return false;
        };
        self.loops[v.depth..].iter().all(|l| indices.contains(&l.symbol))
    }

    /// What the passes that are open have written to the elements of an array.
    pub fn written(&self, v: &Variable) -> Written {
        let mut written = v.pending.iter().enumerate().filter(|(_, p)| !matches!(p, Pending::Nothing));
        match (written.next(), written.next()) {
            (None, _) => Written::Nothing,
            // What a loop that is no index has added in the passes before this one would be missing.
            (Some((level, p @ Pending::Element { indices, .. })), None)
                if self.loops[v.depth..=v.depth + level].iter().all(|l| indices.contains(&l.symbol)) =>
            {
                Written::Element(p.clone(), v.depth + level + 1)
            }
            _ => Written::More,
        }
    }

    /// The value of the element that `pending` writes.
    pub fn pending_element(&mut self, variable: usize, pending: &Pending, span: proc_macro2::Span) -> Eval<ExprId> {
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

    pub fn is_number(&self, id: ExprId, value: f64) -> bool {
        matches!(self.ast.expr(id), Expr::Number(n) if *n == value)
    }

    /// `start` and all `terms`.
    pub fn gather(&mut self, fold: Fold, start: Option<ExprId>, terms: &[ExprId], span: proc_macro2::Span) -> ExprId {
        let start = start.filter(|&s| terms.is_empty() || !self.is_number(s, fold.identity()));
        let all: Vec<ExprId> = start.into_iter().chain(terms.iter().copied()).collect_vec();
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
        self.settle(variable, ids.len(), span)?;
        if self.are_numbers(&ids) {
            return self.write_numbered(variable, &ids, value, add, span);
        }
        let value = match add {
            true => value,
            false => {
                let name = self.variables[variable].name.clone();
                self.kept(&name, value, span)
            }
        };
        self.whole.insert(variable);
        let places = self.places(variable, &ids);
        self.writes.push((variable, places.clone()));
        let depth = self.variables[variable].depth;
        if depth == self.loops.len() {
            return self.update_element(variable, &ids, Value::Float(value), add, span);
        }
        let Some(places) = places else { return self.carried(variable, span) };
        let indices: Vec<Symbol> = places.iter().filter_map(|p| Some(self.loops[p.turn()?.0].symbol)).collect_vec();
        match &self.variables[variable].progress {
            Some(progress) if progress.places == places => {}
            None if places.iter().all(|p| matches!(p, Place::Turn(_, 0, _))) => self.check_reads(variable, Some(&ids), span)?,
            _ => return self.carried(variable, span),
        }
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

    /// Whether an array has too many elements to keep one expression for each.
    pub fn is_long(&self, variable: usize) -> bool {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        lens.is_some_and(|l| l.iter().any(|l| !matches!(l, Extent::Number(n) if *n <= 16)))
    }

    /// Whether all these are numbers.
    pub fn are_numbers(&self, ids: &[ExprId]) -> bool {
        ids.iter().all(|&i| matches!(self.ast.expr(i), Expr::Number(_)))
    }

    /// `v[0] = value`
    fn write_numbered(&mut self, variable: usize, ids: &[ExprId], value: ExprId, add: bool, span: proc_macro2::Span) -> Eval<()> {
        if self.is_outside_loop(variable) {
            self.writes.push((variable, None));
            return self.carried(variable, span);
        }
        if self.is_long(variable) {
            return self.update_element(variable, ids, Value::Float(value), add, span);
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

    pub fn replace(&mut self, array: &mut Array, ids: &[ExprId], value: ExprId, span: proc_macro2::Span) -> Eval<()> {
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
}
