//! The syntax tree that every front door produces: what was written, with nothing resolved.
//!
//! An [`Ast`] is an arena. Children always have smaller ids than their parents, so a pass over it is
//! a `for` loop and a deep tree costs memory, never stack. Sharing is allowed: a Rust `let` is simply
//! an [`ExprId`] that is used more than once. The tree knows no shapes, no function table and no
//! derivatives; names are resolved when `chainrule-core` lowers it.

use crate::table::Map;

/// A half-open range of bytes in the source text, or of tokens: see [`Ast::spans_are_tokens`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end as u32 }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// An interned name; its text is [`Ast::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

/// An expression in the arena of an [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// Prefix and postfix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `-a`
    Neg,
    /// `not c`, `!c` (conditions only)
    Not,
    /// `A'`
    Transpose,
}

/// Infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
    /// `A @ B`
    MatMul,
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
    /// `a and b`, `a && b` (conditions only)
    And,
    /// `a or b`, `a || b` (conditions only)
    Or,
}

impl BinaryOp {
    /// The operator as it stands between its operands: in Rust, where Rust has it.
    pub fn sign(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::Pow => "^",
            BinaryOp::MatMul => "@",
            BinaryOp::Lt => "<",
            BinaryOp::Le => "<=",
            BinaryOp::Gt => ">",
            BinaryOp::Ge => ">=",
            BinaryOp::Eq => "==",
            BinaryOp::Ne => "!=",
            BinaryOp::And => "&&",
            BinaryOp::Or => "||",
        }
    }

    /// Whether the result is a condition and not a number.
    pub fn is_condition(self) -> bool {
        use BinaryOp::*;
        matches!(self, Lt | Le | Gt | Ge | Eq | Ne | And | Or)
    }
}

/// One index bound by a reduction: `i`, or `i in 1..n-1` (half open).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Binder {
    /// The index.
    pub name: Symbol,
    /// Where it is written.
    pub span: Span,
    /// First value and one past the last; `None` when the extent is inferred from what is indexed.
    pub range: Option<(ExprId, ExprId)>,
}

/// An expression. Nothing is resolved: a [`Expr::Name`] may be a variable, a constant or an index.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Expr {
    /// A literal, rounded to the nearest `f64`.
    Number(f64),
    /// A name on its own.
    Name(Symbol),
    /// `base[i, j]`; the base is usually a name, but `softmax(i: z[i])[k]` has any expression.
    Index { base: ExprId, indices: Vec<ExprId> },
    /// A prefix or postfix operator.
    Unary(UnaryOp, ExprId),
    /// An infix operator.
    Binary(BinaryOp, ExprId, ExprId),
    /// `f(a, b)` without an index: a function of the table or of the model, or a reduction of a whole
    /// array such as `sum(v)`.
    Call { function: Symbol, arguments: Vec<ExprId> },
    /// `sum(i, j in 0..n: body)`; also `prod`, `max`, `min`, `mean`, `softmax`, `logsumexp`, `argmax`, `argmin`.
    Reduce { function: Symbol, binders: Vec<Binder>, body: ExprId },
    /// `if(c, a, b)`, `c ? a : b`, `where(c, a, b)`.
    If { condition: ExprId, then: ExprId, otherwise: ExprId },
    /// `[a, b, c]`: an array written out (Rust array expressions).
    Array(Vec<ExprId>),
    /// A call of a function that is not seen into (from Rust), by its number in [`Ast::calls`]. It has no value of its
    /// own; an [`Expr::Output`] reads what it returns.
    Invoke {
        call: u32,
        arguments: Vec<ExprId>,
        /// It is made only where this holds; elsewhere what it returns is 0.
        condition: Option<ExprId>,
    },
    /// A number in the result of a call: the part of this number in [`Ast::parts`], at these indices. With fewer indices
    /// than the part has it is an array.
    Output { call: ExprId, part: u32, indices: Vec<ExprId> },
}

impl Expr {
    /// Calls `visit` for each child, in the order they are written.
    pub fn for_each_child(&self, mut visit: impl FnMut(ExprId)) {
        self.visit_children(&mut visit);
    }

    fn visit_children(&self, visit: &mut dyn FnMut(ExprId)) {
        match self {
            Expr::Number(_) | Expr::Name(_) => {}
            Expr::Index { base, indices } => {
                visit(*base);
                indices.iter().copied().for_each(visit);
            }
            Expr::Unary(_, a) => visit(*a),
            Expr::Binary(_, a, b) => {
                visit(*a);
                visit(*b);
            }
            Expr::Call { arguments, .. } => arguments.iter().copied().for_each(visit),
            Expr::Reduce { binders, body, .. } => {
                for (lo, hi) in binders.iter().filter_map(|b| b.range) {
                    visit(lo);
                    visit(hi);
                }
                visit(*body);
            }
            Expr::If { condition, then, otherwise } => {
                visit(*condition);
                visit(*then);
                visit(*otherwise);
            }
            Expr::Array(items) => items.iter().copied().for_each(visit),
            Expr::Invoke { arguments, condition, .. } => {
                condition.iter().copied().for_each(&mut *visit);
                arguments.iter().copied().for_each(visit);
            }
            Expr::Output { call, indices, .. } => {
                visit(*call);
                indices.iter().copied().for_each(visit);
            }
        }
    }
}

/// The method, which everything has that is a list of numbers, whose result has the numbers as its elements.
pub const NUMBERS: &str = "_numbers";

/// The method by which a struct is made of its numbers; it is called on another one of its type.
pub const OF_NUMBERS: &str = "_of_numbers";

/// The function of an [`Expr::Reduce`] that keeps all values of its body: the array that a call is given.
pub const ARRAY: &str = "#array";

/// How a call passes an argument on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    /// A number, by value.
    Number,
    /// A number by reference: `&x`.
    Reference,
    /// A number that is by value or by reference, as the function takes it.
    Either,
    /// An integer.
    Integer,
    /// A condition.
    Condition,
    /// What another call returned, or a part of it, of whatever type that is.
    Whole(Handed),
    /// An element of an opaque declaration, of whatever type that is.
    Part(Handed),
    /// An array of numbers with these extents, by value or by reference.
    Array(Vec<Extent>),
    /// A number or an array with these extents, by `&mut`: what it holds before the call. What it holds after the call is
    /// a part of the result: see [`Call::returned`].
    Output(Vec<Extent>),
    /// A constant, as it is written; the operand stands for nothing.
    Text(String),
}

/// How what is of any type is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// By value.
    Value,
    /// By reference.
    Reference,
    /// By value or by reference, as the function takes it: its type has to be known then.
    Either,
}

impl Passed {
    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        matches!(self, Passed::Array(_)) || matches!(self, Passed::Output(extents) if !extents.is_empty())
    }
}

/// How a function is named in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    /// By its path.
    Function,
    /// By the path of a type and its name: `Self::helper`.
    Associated,
    /// By its name in the type that stands beside a function, after the path of that: what stands for a function that changes the
    /// arguments of these numbers, a bit for each. It is given them, and returns them after what that returns, if it returns that.
    Beside(u32),
    /// By its name after its first argument.
    Method,
}

/// An argument that is put together where it is passed: a struct that is made there, or a tuple or an array of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembled {
    /// Which operand comes first.
    pub first: usize,
    /// How it is written in Rust, in pieces between which the operands stand.
    pub pieces: Vec<String>,
    /// For each operand what follows the gradient of the argument in Rust: `.w`.
    pub places: Vec<String>,
}

impl Assembled {
    /// The argument, of operands as they are passed.
    pub fn text(&self, operands: &[String]) -> String {
        let mut pieces = self.pieces.iter();
        let mut out = pieces.next().cloned().unwrap_or_default();
        for (operand, piece) in operands.iter().zip(pieces) {
            out.push_str(operand);
            out.push_str(piece);
        }
        out
    }
}

/// A function that is called without being seen into, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// How it is named.
    pub callee: Callee,
    /// The function as it is written, without type arguments: `helper`, `a::b::helper`.
    pub path: String,
    /// Its last name.
    pub name: String,
    /// Type arguments as they are written, `::<3>`, or nothing.
    pub generics: String,
    /// How each operand is passed: an argument, or what one is put together from.
    pub arguments: Vec<Passed>,
    /// The arguments that are put together, in order.
    pub assembled: Vec<Assembled>,
    /// Where it is called.
    pub span: Span,
}

impl Call {
    /// What is called for the vector-Jacobian product: a method of the companion, or a function of the type itself, whose name
    /// has the number of arguments. Where the arguments are wrong the compiler says so once, of the call that the user wrote.
    pub fn product(&self) -> String {
        let count = self.taken().len();
        match self.callee {
            Callee::Function => format!("{}.vjp", self.companion()),
            Callee::Associated | Callee::Beside(_) => format!("{}::__{}_vjp_{count}", self.of(), self.name),
            Callee::Method => format!("__{}_vjp_{count}", self.name),
        }
    }

    /// What is called for the value, by a name of the same kind; a method after its receiver. A function compiles only if it has
    /// a derivative or is not there at all: then the compiler says so where the user wrote it, and nothing else has to be said.
    pub fn primal(&self) -> String {
        let (count, generics) = (self.taken().len(), &self.generics);
        match self.callee {
            Callee::Function => format!("{}.takes({})", self.companion(), self.marked()),
            Callee::Associated | Callee::Beside(_) => format!("{}::__{}_takes_{count}({})", self.of(), self.name, self.marked()),
            Callee::Method => format!("__{}_call_{count}{generics}", self.name),
        }
    }

    /// The function that is no method, as a value that compiles where it has a derivative or is not there at all.
    pub fn marked(&self) -> String {
        let (itself, sort) = (self.value(), self.sort());
        match self.callee {
            Callee::Function => format!("{itself}.called_{sort}(&{})", self.any_companion()),
            // What stands in for the type has no such function, and says nothing of its own.
            Callee::Beside(_) => format!("{0}::__{1}_marked().beside({itself})", self.beside(), self.name),
            _ => format!("{itself}.called_of_type_{sort}(&{}::__{}_marked())", self.of(), self.name),
        }
    }

    /// What generated code calls the function with its type arguments, if it has any.
    pub fn value(&self) -> String {
        let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
        match self.generics.is_empty() {
            true => self.itself(),
            false => format!("{}{}", self.itself(), self.generics.chars().map(word).collect::<String>()),
        }
    }

    /// What is called for the value and the vector-Jacobian product together, with a closure that makes the seed of the value;
    /// it has type parameters of its own behind those of the function. What is no method takes the function first.
    pub fn continued(&self) -> String {
        let count = self.taken().len();
        let generics = |own: &str| match self.generics.trim_end().strip_suffix('>') {
            Some(given) => format!("{}, {own}>", given.trim_end().trim_end_matches(',')),
            None => String::new(),
        };
        match self.callee {
            Callee::Function => format!("{}.with{}", self.companion(), generics("_, _, _, _")),
            Callee::Associated | Callee::Beside(_) => {
                format!("{}::__{}_through_{count}{}", self.of(), self.name, generics("_, _, _, _"))
            }
            Callee::Method => format!("__{}_with_{count}{}", self.name, generics("_, _")),
        }
    }

    /// What is called for the Jacobian-vector product, or for a tangent of zeros for each of the arguments, with type arguments.
    pub fn along(&self, still: bool) -> String {
        let (count, what) = (self.taken().len(), if still { "still" } else { "jvp" });
        let generics = |own: &str| match self.generics.trim_end().strip_suffix('>') {
            Some(given) => format!("{}, {own}>", given.trim_end().trim_end_matches(',')),
            None => String::new(),
        };
        match self.callee {
            Callee::Function => format!("{}.{what}{}", self.companion(), generics("_, _, _")),
            Callee::Associated | Callee::Beside(_) => format!("{}::__{}_{what}_{count}{}", self.of(), self.name, generics("_")),
            Callee::Method => format!("__{}_{what}_{count}{}", self.name, generics("_")),
        }
    }

    /// Whether it is one of the two functions between a struct and its numbers.
    pub fn is_between_numbers(&self) -> bool {
        self.callee == Callee::Method && (self.name == NUMBERS || self.name == OF_NUMBERS)
    }

    /// Whether it is what stands beside a method that changes what it is called on, and returns that.
    pub fn is_twin(&self) -> bool {
        is_twin(&self.name)
    }

    /// What says that there is one, where a type says it.
    pub fn known(&self) -> Option<String> {
        match self.callee {
            _ if self.is_between_numbers() => None,
            // The call itself says it.
            Callee::Function | Callee::Associated | Callee::Beside(_) => None,
            Callee::Method => Some(format!("__{}_known", self.name)),
        }
    }

    /// The macro that gives what a method is called on: that itself, or what takes anything if the method does not take what this
    /// call passes.
    pub fn on(&self) -> String {
        format!("__{}_{}_on", self.words(), self.sort())
    }

    /// Whether it is a function of a type, and no method.
    pub fn is_of_type(&self) -> bool {
        matches!(self.callee, Callee::Associated | Callee::Beside(_))
    }

    /// The path of the type that has the function.
    fn of(&self) -> String {
        match self.callee {
            Callee::Beside(_) => self.beside(),
            _ => self.path.rsplit_once("::").map_or_else(String::new, |(of, _)| of.to_owned()),
        }
    }

    /// What generated code calls the type that stands beside a function, and that has this one.
    pub fn beside(&self) -> String {
        format!("__{}_beside", self.words())
    }

    /// What stands around what a function of a type is given, and returns: it is as it is, or of no type that the compiler knows
    /// where the call is wrong.
    pub fn sure(&self) -> Option<String> {
        self.is_of_type().then(|| format!("__{}_sure", self.words()))
    }

    /// For each argument of the function its operands, and how it is put together if it is.
    pub fn taken(&self) -> Vec<(std::ops::Range<usize>, Option<&Assembled>)> {
        let mut out = Vec::new();
        let (mut at, mut assembled) = (0, self.assembled.iter().peekable());
        loop {
            if let Some(made) = assembled.next_if(|a| a.first == at) {
                let end = at + made.places.len();
                out.push((at..end, Some(made)));
                at = end;
            } else if at < self.arguments.len() {
                out.push((at..at + 1, None));
                at += 1;
            } else {
                return out;
            }
        }
    }

    /// How many places it writes to.
    pub fn outputs(&self) -> usize {
        self.arguments.iter().filter(|passed| matches!(passed, Passed::Output(_))).count()
    }

    /// What stands in front of a part of what the function returns. Where a call writes to places, its result is the pair of
    /// that and of a tuple of what the places hold then.
    pub fn returned(&self) -> &'static str {
        if self.outputs() == 0 { "" } else { ".0" }
    }

    /// What generated code calls the value by whose methods the function is differentiated, where it takes what this call passes.
    pub fn companion(&self) -> String {
        format!("__{}_{}_companion", self.words(), self.sort())
    }

    /// The same for every call of the function.
    pub fn any_companion(&self) -> String {
        format!("__{}_companion", self.words())
    }

    /// What generated code calls the function.
    pub fn itself(&self) -> String {
        format!("__{}_itself", self.words())
    }

    /// What is known of the arguments, as a word: the same for calls that pass the same.
    pub fn sort(&self) -> String {
        let kinds = self.taken().into_iter().map(|(operands, assembled)| match (&self.arguments[operands.start], assembled) {
            (Passed::Number, None) => "n".to_owned(),
            (Passed::Reference, None) => "r".to_owned(),
            (Passed::Integer, None) => "i".to_owned(),
            (Passed::Condition, None) => "c".to_owned(),
            (Passed::Array(extents), None) => format!("a{}", extents.len()),
            (Passed::Output(extents), None) => format!("o{}", extents.len()),
            (Passed::Whole(Handed::Value) | Passed::Part(Handed::Value), None) => "v".to_owned(),
            (Passed::Whole(Handed::Reference) | Passed::Part(Handed::Reference), None) => "b".to_owned(),
            _ => "u".to_owned(),
        });
        kinds.collect::<String>()
    }

    fn words(&self) -> String {
        let words = self.path.split("::").map(|word| word.strip_prefix("r#").unwrap_or(word)).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("__")
    }
}

/// A place in the result of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultPart {
    /// What follows the result in Rust, each index as `[]`: nothing for a result that is a number, `.1[]`.
    pub template: String,
    /// The extent of each index.
    pub shape: Vec<Extent>,
    /// Whether it is no number, or not known to be one: it is passed on to another call.
    pub whole: bool,
}

/// What a declared name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeclarationKind {
    /// Differentiated with respect to: `param`, or a `wrt` argument.
    Param,
    /// Given: `input`, or a constant argument.
    Input,
}

/// The extent of one axis as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// A number.
    Number(u64),
    /// A named dimension: one known at run time, a const generic, or (from Rust) any constant expression as text.
    Name(Symbol),
    /// An integer expression of numbers and named dimensions, `n - 1` (from Rust).
    Expr(ExprId),
}

/// One axis of a declaration or definition: `16`, `n`, `i: 16`, `f: 3`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Axis {
    /// Name of the index, if one is written.
    pub index: Option<Symbol>,
    /// Extent, if one is written.
    pub extent: Option<Extent>,
    /// Where it is written.
    pub span: Span,
}

/// `param W[i: 3, j: 4] = 0.5*sin(1 + i*4 + j)`, `input x[n, 13]`, or an argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// Parameter or input.
    pub kind: DeclarationKind,
    /// Its name.
    pub name: Symbol,
    /// Where the name is written.
    pub span: Span,
    /// One entry per axis, none for a scalar. Every `extent` is present.
    pub axes: Vec<Axis>,
    /// Initial value of a parameter; may use the index names of `axes`.
    pub init: Option<ExprId>,
    /// Whether its elements are no numbers, but structs and the like that are only passed on to calls (from Rust).
    pub opaque: bool,
}

/// What stands between the brackets on the left of a definition.
#[derive(Clone, Debug, PartialEq)]
pub enum DefinitionIndex {
    /// `i`, or with a stated extent `i: 3`.
    Axis(Axis),
    /// A number: the base case of a recurrence, `a[0, i] = ...`.
    At(u64, Span),
    /// The index of a loop (from Rust).
    Pass(Pass),
}

/// The index of a loop on the left of a definition: it runs over `range` and not over all of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// Name of the index.
    pub index: Symbol,
    /// First value and one past the last.
    pub range: (ExprId, ExprId),
    /// Which element is defined, in terms of the index, and the extent of the axis: `i + 1` of `n + 1`.
    /// Without it the axis is as long as the range, and the element is the one at `index - range.0`.
    pub place: Option<(ExprId, Extent)>,
    /// Where the loop is written.
    pub span: Span,
}

/// The left side of a definition.
#[derive(Clone, Debug, PartialEq)]
pub enum DefinitionKind {
    /// `z = ...` (no indices; the right side may still be an array), `z[i] = ...`.
    Value(Vec<DefinitionIndex>),
    /// `f(x, y) = ...`.
    Function(Vec<Symbol>),
}

/// One line `name = ...` of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name.
    pub name: Symbol,
    /// Where the name is written.
    pub span: Span,
    /// What is defined.
    pub kind: DefinitionKind,
    /// The right side.
    pub body: ExprId,
}

/// A parsed formula, model or function.
#[derive(Clone, Debug, Default)]
pub struct Ast {
    exprs: Vec<Expr>,
    spans: Vec<Span>,
    names: Vec<String>,
    symbols: Map<String, Symbol>,
    /// Whether spans count Rust tokens and not bytes.
    pub spans_are_tokens: bool,
    /// Names that the source gave to intermediate values (`let` in Rust); a hint for printing only.
    pub labels: Vec<(ExprId, Symbol)>,
    /// `param`s and `input`s, or the arguments of a function, in order.
    pub declarations: Vec<Declaration>,
    /// Definitions, in the order they are written.
    pub definitions: Vec<Definition>,
    /// Functions that are called without being seen into, one entry for each place that calls one.
    pub calls: Vec<Call>,
    /// What is read of their results.
    pub parts: Vec<ResultPart>,
    /// The value of a single expression or of a function; `None` in a model, which names its outputs.
    pub output: Option<ExprId>,
}

impl Ast {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty tree whose spans count tokens.
    pub fn of_tokens() -> Self {
        Ast { spans_are_tokens: true, ..Self::default() }
    }

    /// Adds an expression. Its children must be in the tree already.
    pub fn push(&mut self, expr: Expr, span: Span) -> ExprId {
        let id = ExprId(self.exprs.len() as u32);
        debug_assert!({
            let mut ok = true;
            expr.for_each_child(|c| ok &= c < id);
            ok
        });
        self.exprs.push(expr);
        self.spans.push(span);
        id
    }

    /// Takes back the expressions, labels and definitions that were added since the tree had this many of each.
    pub fn truncate(&mut self, exprs: usize, labels: usize, definitions: usize) {
        self.exprs.truncate(exprs);
        self.spans.truncate(exprs);
        self.labels.truncate(labels);
        self.definitions.truncate(definitions);
    }

    /// The expression `id`.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// Where `id` is written.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id.0 as usize]
    }

    /// Number of expressions.
    pub fn len(&self) -> usize {
        self.exprs.len()
    }

    /// Whether there is no expression yet.
    pub fn is_empty(&self) -> bool {
        self.exprs.is_empty()
    }

    /// Every expression, children before parents.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ExprId> + use<> {
        (0..self.exprs.len() as u32).map(ExprId)
    }

    /// The symbol for `text`, new or known.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(text) {
            return symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(text.to_owned());
        self.symbols.insert(text.to_owned(), symbol);
        symbol
    }

    /// The symbol for `text`, if it occurs in the tree.
    pub fn symbol(&self, text: &str) -> Option<Symbol> {
        self.symbols.get(text).copied()
    }

    /// The text of a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }
}

/// Whether a method of this name stands beside one that changes what it is called on, and returns that.
pub fn is_twin(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("_left")
}
