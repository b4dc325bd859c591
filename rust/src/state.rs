//! What is known while a body is read: names in scope, loops that are open, what was used of the arguments; and nodes and names.

use super::Constant;
use super::jumps::Around;
use super::parts::Declared;
use super::progress::Places;
use super::types::{self, Dim, RuntimeDim, Scalar};
use super::value::{Array, Value};
use super::variables::{Read, Variable};
use chainrule_parser::ast::{Ast, Axis, BinaryOp, Expr, ExprId, Extent, Span, Symbol};
use chainrule_parser::table::{Map, Set};

/// An error that is in [`Reader::errors`] already.
pub(super) struct Reported;

/// The result of reading a piece of a body.
pub(super) type Eval<T> = Result<T, Reported>;

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

/// A write of an element in a loop.
pub(super) struct Write {
    pub variable: usize,
    pub places: Option<Places>,
    /// Whether one of these is the index of a loop that another one is.
    pub diagonal: bool,
    pub ids: Vec<ExprId>,
    /// The loops that were open.
    pub ranges: Vec<Range>,
    /// Whether it adds to what is there.
    pub adds: bool,
}

/// The index of a loop, its first value, and the one behind the last.
pub(super) type Range = (Symbol, ExprId, ExprId);

/// A place at which a variable was seen to be written, whichever the write.
#[derive(Clone, PartialEq)]
pub(super) struct Seen {
    pub places: Option<Places>,
    pub adds: bool,
    /// Whether all indices are numbers.
    pub numbers: bool,
}

/// Executes a body symbolically.
pub(super) struct Reader {
    pub ast: Ast,
    pub errors: Vec<syn::Error>,
    /// Which of the errors are none of ours alone: the compiler refuses the body itself, and says more.
    pub left_to_rust: Vec<usize>,
    pub scalar: Option<Scalar>,
    /// The form of the result, if that is not one number.
    pub result: Option<types::Form>,
    /// What its parts are multiplied by.
    pub seeds: Vec<super::Seed>,
    /// What of arguments is in the result as it is.
    pub copies: Vec<super::Copied>,
    /// Type arguments of the method that is called.
    pub method_generics: String,
    /// Calls of functions of types with nothing but arguments, by their numbers, as they are written.
    pub written: Map<usize, proc_macro2::TokenStream>,
    /// The type arguments of functions, as calls in the tree have them, and as they are written.
    pub turbofish: Vec<(String, proc_macro2::TokenStream)>,
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
    /// The same, of what a loop inside need not have carried if it is read pass by pass: see [`Reader::unroll_at`].
    pub perhaps: Vec<(usize, usize)>,
    /// Carried integers to which every pass adds the same.
    pub counted: Vec<(usize, f64)>,
    /// Structs that a loop carries, of which some fields come from another one that does not stay the same.
    pub by_numbers: Vec<usize>,
    /// Fields that loops assign of structs that are not made with them: the variable, the names of the fields, and of what kind
    /// the last one is.
    pub opened: Vec<(usize, Vec<String>, super::late::Blank)>,
    /// What was found out when the function was read before, and is now.
    pub learned: super::elements::Learned,
    /// Constants that variables hold before a loop, by the names of what that carries.
    pub begun: Map<Symbol, String>,
    /// The elements that loops write: variable and places.
    pub writes: Vec<Write>,
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
    pub blocks: Vec<super::jumps::Labelled>,
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
    /// The expressions of those that are computed.
    pub sizes: Vec<(String, ExprId)>,
    /// The parts of arguments that were read.
    pub parts: Vec<Declared>,
    /// Those that were read as numbers, also in what was taken back.
    pub numbers: Vec<String>,
    /// Results of calls that are surely structs, as their fields or methods are used, also in what was taken back.
    pub structs: Vec<String>,
    pub equal: Vec<(Extent, Extent)>,
    pub uses: Vec<proc_macro2::TokenStream>,
    /// Methods that are not known.
    pub unknown: Vec<super::UnknownMethod>,
    /// Constants that the body declares, as they are written.
    pub declared: Vec<(syn::Ident, proc_macro2::TokenStream)>,
    pub called: Vec<(proc_macro2::TokenStream, usize)>,
    /// The names in paths that are no variables, where they first stand.
    pub outside: Vec<syn::Ident>,
    /// The constants of the surrounding code that are computed with as what arguments are.
    pub computed: Set<String>,
    /// The names in the structs that are made, where they first stand.
    pub made: Vec<syn::Ident>,
    /// The paths by which functions of types are called, as text and as they are written.
    pub paths: Vec<(String, proc_macro2::TokenStream)>,
    /// Variables that may hold a reference to a number: arguments that are one, and items of iterators.
    pub references: Set<usize>,
    /// The variables that are surely bound to no references.
    pub owned: Set<usize>,
    /// Whether the names of a pattern may be bound to references.
    pub items: bool,
    /// How many calls of closures are open.
    pub calls: u32,
    /// How many were made since the outermost of these, and whether that was too many.
    pub made_calls: u32,
    pub runaway: bool,
    /// Number of variables that are arguments.
    pub arguments: usize,
    /// Those that are texts.
    pub texts: Map<usize, super::parts::Part>,
    /// Variables that were assigned.
    pub changed: Set<usize>,
    /// What closures made of the items of the pass that is read, by the iterator and the index, while those are looked at.
    pub given: Option<Vec<(*const super::value::Iter, ExprId, super::value::Value)>>,
    /// The lists that loops around push to.
    pub growing_lists: Vec<usize>,
    /// The variants that have numbers.
    pub variants: Vec<String>,
    /// See [`super::Options::takes`].
    pub takes: Option<fn(&str, usize) -> bool>,
    /// See [`super::Options::changing`], and the body that is read.
    pub changing: Option<fn(&str) -> Option<bool>>,
    pub returns_struct: Option<fn(&str) -> bool>,
    pub body: proc_macro2::TokenStream,
    /// The arguments that are `mut`.
    pub mutable: Vec<usize>,
    /// Calls of methods that are taken to change nothing, of what may change, by their numbers.
    pub may_change: Set<usize>,
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
            left_to_rust: Vec::new(),
            scalar: None,
            result: None,
            seeds: Vec::new(),
            copies: Vec::new(),
            method_generics: String::new(),
            turbofish: Vec::new(),
            written: Map::default(),
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
            perhaps: Vec::new(),
            by_numbers: Vec::new(),
            opened: Vec::new(),
            learned: super::elements::Learned::default(),
            begun: Map::default(),
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
            texts: Map::default(),
            changed: Set::default(),
            given: None,
            growing_lists: Vec::new(),
            variants: Vec::new(),
            takes: None,
            changing: None,
            returns_struct: None,
            body: Default::default(),
            mutable: Vec::new(),
            may_change: Set::default(),
            asserts: Vec::new(),
            checks: super::Checks::Never,
            taken,
            const_generics,
            integers: Set::default(),
            signed: Set::default(),
            constants: Vec::new(),
            runtime: Vec::new(),
            sizes: Vec::new(),
            parts: Vec::new(),
            numbers: Vec::new(),
            structs: Vec::new(),
            equal: Vec::new(),
            uses: Vec::new(),
            unknown: Vec::new(),
            declared: Vec::new(),
            called: Vec::new(),
            outside: Vec::new(),
            computed: Set::default(),
            made: Vec::new(),
            paths: Vec::new(),
            references: Set::default(),
            owned: Set::default(),
            items: false,
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

    /// An error that the compiler reports, too, in the function as it is written: one mistake is one message.
    pub fn rust_error<T>(&mut self, span: proc_macro2::Span, message: impl std::fmt::Display) -> Eval<T> {
        self.left_to_rust.push(self.errors.len());
        self.error(span, message)
    }

    /// What is read of something that has no such use in Rust if `foreign`: then errors are left to the compiler.
    pub fn unless_foreign<T>(&mut self, foreign: bool, read: impl FnOnce(&mut Self) -> Eval<T>) -> Eval<T> {
        let before = self.errors.len();
        let result = read(self);
        if foreign && result.is_err() {
            self.left_to_rust.extend(before..self.errors.len());
        }
        result
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

    pub fn constant(&mut self, name: &str, integer: bool, span: proc_macro2::Span) -> ExprId {
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

    /// Keeps where the names of a path stand: one that is nowhere is then said once.
    pub fn note_outside(&mut self, path: &syn::Path) {
        if path.segments.first().is_some_and(|first| self.local_structs.iter().any(|local| first.ident == local)) {
            return;
        }
        for segment in &path.segments {
            if self.outside.iter().all(|known| *known != segment.ident) {
                self.outside.push(segment.ident.clone());
            }
        }
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
            // `n.max(2)`, which may as well be a length.
            Expr::Call { function, ref arguments } if matches!(self.ast.name(function), "min" | "max") => {
                let old = arguments.clone();
                let mut arguments = old.clone();
                arguments.iter_mut().for_each(|a| *a = self.int_to_float(*a, span));
                if arguments == old { id } else { self.push(Expr::Call { function, arguments }, span) }
            }
            _ => id,
        }
    }
}
