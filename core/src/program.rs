//! The program: loop nests over scalars and arrays, complete in itself, that every back end reads.
//!
//! All decisions about rounding are made before a program exists: the order of every sum, the expansion
//! of every power. A back end that follows it gives the same bits as any other.
//!
//! An [`Affine`] in a program means loops where it says axes: `Term::Axis(AxisId(n))` is the current
//! value of loop `n`.

use crate::affine::{Affine, AxisId, DimId, Term};
use crate::functions::Function;
use crate::graph::{Comparison, ResultPart};
use crate::rt;
use crate::target::TargetKind;
use chainrule_parser::ast::Call;
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use std::fmt;

/// A scalar variable of a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VarId(pub u32);

/// A loop of a [`Program`]; every loop statement has one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LoopId(pub u32);

/// A local array of a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BufferId(pub u32);

/// A declared array or scalar.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name in the source.
    pub name: String,
    /// Extent of each axis; empty for a scalar.
    pub shape: Vec<Affine>,
    /// Whether it is differentiated with respect to.
    pub parameter: bool,
}

/// A result.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Which result it is.
    pub kind: TargetKind,
    /// Extent of each axis; empty for a scalar.
    pub shape: Vec<Affine>,
    /// Whether what is added to it are no numbers but gradients as a whole.
    pub opaque: bool,
}

/// A local array.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// A name no other local has.
    pub name: String,
    /// Whether that is a name of the source.
    pub named: bool,
    /// Extent of each axis.
    pub shape: Vec<Affine>,
    /// Whether it is too large for the stack, or its size is known only at run time.
    pub workspace: bool,
    /// Whether it must stay an array of arrays: it is passed to a function, and its size is known to the compiler.
    pub nested: bool,
    /// Whether its elements are those of some steps after those of others, so that where nothing is written it is not zero.
    pub reused: bool,
    /// Whether it begins at -0 rather than at 0: something is added to each element before it is read.
    pub neutral: bool,
    /// Whether it may begin with any numbers: each element is written before it is read.
    pub unset: bool,
}

impl Buffer {
    /// The number of its elements, where extents that are no numbers count as 1.
    pub(crate) fn size(&self) -> i64 {
        self.shape.iter().fold(1i64, |n, e| n.saturating_mul(e.as_constant().unwrap_or(1)))
    }
}

/// A scalar variable.
#[derive(Clone, Debug)]
pub struct Var {
    /// A name no other local has.
    pub name: String,
    /// Whether it holds a condition and not a number.
    pub condition: bool,
}

/// A dimension that follows from others.
#[derive(Clone, Debug)]
pub struct Derived {
    /// A name that no other dimension has.
    pub name: String,
    /// Of how many steps.
    pub of: Affine,
    /// What it says of them.
    pub kind: DerivedKind,
}

/// What a [`Derived`] dimension says of a number of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DerivedKind {
    /// The length of a segment, the square root of the number of steps, rounded up and at least 1.
    Length,
    /// The number of segments.
    Count,
}

impl DerivedKind {
    /// Its value for so many steps.
    pub fn value(self, steps: usize) -> usize {
        match self {
            DerivedKind::Length => rt::segment_length(steps),
            DerivedKind::Count => rt::segment_count(steps),
        }
    }
}

/// A loop from 0 to its extent.
#[derive(Clone, Debug)]
pub struct Loop {
    /// The name of its variable; only loops that are not inside each other share one.
    pub name: String,
    /// The number of turns.
    pub extent: Affine,
    /// Whether it runs from its last value down to 0.
    pub descending: bool,
    /// Which of its values it takes.
    pub range: Range,
    /// Of those it takes the values from the largest of these; they depend on loops around it.
    pub from: Vec<Affine>,
    /// And the values below the smallest of these.
    pub to: Vec<Affine>,
    /// Whether nothing in a turn depends on another one, so that several are best computed at once.
    pub vectors: bool,
}

impl Loop {
    /// An ascending loop over all values of an extent.
    pub fn new(name: String, extent: Affine) -> Loop {
        Loop { name, extent, descending: false, range: Range::Whole, from: Vec::new(), to: Vec::new(), vectors: false }
    }

    /// Whether it takes all of its values.
    pub fn is_whole(&self) -> bool {
        self.range == Range::Whole && self.from.is_empty() && self.to.is_empty()
    }

    /// Whether it takes them from the first to the last.
    pub(crate) fn counts_up(&self) -> bool {
        self.is_whole() && !self.descending
    }
}

/// Which of its values a loop takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Range {
    /// All, one after the other.
    #[default]
    Whole,
    /// The first of each block of this many.
    Blocks(i64),
    /// Those of the block at which another loop over the same extent is.
    Within(LoopId),
}

/// `place[into] += sum over depth of left * right`, for all rows and columns: a product of matrices, by `rt::matmul`.
///
/// Rows occur in `into` and `left`, columns in `into` and `right`, depth in `left` and `right`; each of these
/// loops belongs to this statement alone. Of several loops, which are merged into one axis of a matrix, the last
/// is the innermost; their axes follow each other in every array.
#[derive(Clone, Debug, PartialEq)]
pub struct Contraction {
    /// What receives it.
    pub place: Place,
    /// Where, one per axis.
    pub into: Vec<Affine>,
    /// The first factor.
    pub left: (Source, Vec<Affine>),
    /// The second factor.
    pub right: (Source, Vec<Affine>),
    /// The loops over rows; one row without any.
    pub rows: Vec<LoopId>,
    /// The loops over columns; one column without any.
    pub columns: Vec<LoopId>,
    /// The loops that are summed over.
    pub depth: Vec<LoopId>,
    /// Whether it is added to what is there.
    pub adds: Adds,
    /// The terms of each row, if not all.
    pub limit: Option<Limit>,
}

/// Whether a product is added to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// It is stored.
    Never,
    /// It is added.
    Always,
    /// It is stored in the turn of this loop at 0 and added in the later ones.
    AfterFirst(LoopId),
}

/// The terms of each row of a product whose left factor is a triangular matrix, which is 0 at the other ones: those before
/// the row's position plus `diagonal`, or from there on. The row and the term are values of the loops, of which there is one
/// of rows and one of terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Whether the terms are those before.
    pub lower: bool,
    /// How far from the row's position; no loop occurs in it.
    pub diagonal: Affine,
}

impl Contraction {
    /// The term before which, or from which on, a row has its terms.
    pub fn bound(&self, limit: &Limit) -> Affine {
        Affine::axis(AxisId(self.rows[0].0)).add_scaled(1, &limit.diagonal)
    }

    /// `diagonal` of the limit where rows and terms are counted from the first ones of their loops: those at `first`.
    pub fn diagonal(&self, limit: &Limit, first: impl Fn(LoopId) -> Affine) -> Affine {
        let mut diagonal = limit.diagonal.clone();
        for (list, sign) in [(&self.rows, 1), (&self.depth, -1)] {
            for id in list {
                diagonal = diagonal.add_scaled(sign, &first(*id));
            }
        }
        diagonal
    }

    /// Its own loops.
    pub fn loops(&self) -> impl Iterator<Item = LoopId> {
        self.rows.iter().chain(&self.columns).chain(&self.depth).copied()
    }
}

/// Where a value is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// The input of this number.
    Input(u32),
    /// A local array.
    Buffer(BufferId),
    /// What a call returned: the part of this number in [`Program::parts`].
    Returned(VarId, u32),
}

/// Where a value is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The target of this number.
    Target(u32),
    /// A local array.
    Buffer(BufferId),
    /// The seed of a call: the part of this number in [`Program::parts`].
    Returned(VarId, u32),
}

/// One index.
#[derive(Clone, Debug, PartialEq)]
pub enum At {
    /// An affine expression of loops and dimensions.
    Affine(Affine),
    /// A number, which must be an integer within the extent.
    Value(Expr),
}

/// Operations on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
}

/// An expression; its evaluation has no effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A number.
    Constant(f64),
    /// A variable.
    Var(VarId),
    /// An element. When guarded, an index outside the array gives NaN.
    Load {
        /// Where from.
        source: Source,
        /// One per axis.
        indices: Vec<At>,
        /// Whether an index may be outside.
        guarded: bool,
    },
    /// An affine expression as a number.
    Position(Affine),
    /// The negated number.
    Neg(Box<Expr>),
    /// Two numbers combined.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// The square root.
    Sqrt(Box<Expr>),
    /// An integer power, by `rt::powi`.
    Powi(Box<Expr>, i32),
    /// A constant power, by `rt::pow`.
    Pow(Box<Expr>, f64),
    /// A function of the table.
    Call(Function, Vec<Expr>),
    /// A condition on two numbers.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Both conditions.
    And(Box<Expr>, Box<Expr>),
    /// One of the conditions.
    Or(Box<Expr>, Box<Expr>),
    /// Not the condition.
    Not(Box<Expr>),
    /// The second where the condition holds, else the third; the other one is not evaluated.
    Select(Box<[Expr; 3]>),
}

/// Statements and then a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// First these.
    pub body: Vec<Statement>,
    /// Then this.
    pub value: Expr,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// Binds a variable.
    Let {
        /// Which.
        var: VarId,
        /// To what.
        value: Expr,
        /// Whether assignments follow.
        mutable: bool,
    },
    /// Sets a mutable variable.
    Assign {
        /// Which.
        var: VarId,
        /// To what.
        value: Expr,
    },
    /// Binds a variable to the value of one of two arms; the other one is not run.
    Branch {
        /// Which.
        var: VarId,
        /// Decides.
        condition: Expr,
        /// Where the condition holds.
        then: Box<Arm>,
        /// Elsewhere.
        otherwise: Box<Arm>,
    },
    /// Runs statements where a condition holds.
    When {
        /// Decides.
        condition: Expr,
        /// What is run.
        body: Vec<Statement>,
    },
    /// Starts a local array at zero, or sets a whole target to zero (which accumulation leaves out).
    Zero(Place),
    /// Writes an element.
    Store {
        /// Where.
        place: Place,
        /// One per axis.
        indices: Vec<At>,
        /// What.
        value: Expr,
        /// Whether it is added to what is there.
        add: bool,
        /// Whether an index may be outside; then nothing is written.
        guarded: bool,
    },
    /// Runs statements for every value of a loop.
    Loop {
        /// Which.
        id: LoopId,
        /// What is run.
        body: Vec<Statement>,
        /// A variable that this binds to a sum in lanes, by `rt::sum_over`. The body then is bindings and,
        /// last, the assignment of this variable plus a term.
        sum: Option<VarId>,
    },
    /// Sets the variables of loops that are not run to where a segment starts and before what it ends.
    Segment(Segment),
    /// A product of matrices.
    Contract(Contraction),
    /// A call of a function that is not seen into, or of its vector-Jacobian or Jacobian-vector product.
    Invoke(Box<Invocation>),
    /// Binds a variable to zeros in the image of what a call returned.
    Image {
        /// Which.
        var: VarId,
        /// What it is like.
        of: VarId,
    },
    /// The place before which all results are there, and after which their seeds are.
    Pause,
}

/// Something that a statement reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    /// A variable, or what a call returned.
    Var(VarId),
    Buffer(BufferId),
    Input(u32),
    Target(u32),
}

impl Source {
    pub(crate) fn name(self) -> Name {
        match self {
            Source::Input(n) => Name::Input(n),
            Source::Buffer(b) => Name::Buffer(b),
            Source::Returned(var, _) => Name::Var(var),
        }
    }
}

impl Place {
    pub(crate) fn name(self) -> Name {
        match self {
            Place::Target(t) => Name::Target(t),
            Place::Buffer(b) => Name::Buffer(b),
            Place::Returned(var, _) => Name::Var(var),
        }
    }
}

/// `let start = number * length; let end = min(start + length, steps);`
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The loop over the segments.
    pub number: LoopId,
    /// The number of steps of each but the last.
    pub length: Affine,
    /// The number of steps of all.
    pub steps: Affine,
    /// Where this one starts.
    pub start: LoopId,
    /// What it ends before.
    pub end: LoopId,
}

/// `let var = if condition { body; call(arguments) } else { 0 };`
#[derive(Clone, Debug, PartialEq)]
pub struct Invocation {
    /// Receives what it returns, whatever that is.
    pub var: VarId,
    /// The function, by its number in [`Program::calls`].
    pub call: u32,
    /// If it is a product that is called: the arguments by which it differentiates.
    pub active: Option<Vec<u32>>,
    /// If it is the Jacobian-vector product: how many directions there are. Without a seed it is what makes one of zeros.
    pub lanes: Option<Affine>,
    /// Decides whether the call is made.
    pub condition: Option<Expr>,
    /// What is run before it.
    pub body: Vec<Statement>,
    /// What it is given.
    pub arguments: Vec<Given>,
    /// What the result of the function is multiplied by.
    pub seed: Option<SeedOf>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A number, an integer or a condition.
    Value(Expr),
    /// An array, or the part of one that is left after some indices.
    Array {
        /// Where it is.
        source: Source,
        /// The first indices.
        indices: Vec<At>,
    },
}

/// The seed of a product.
#[derive(Clone, Debug, PartialEq)]
pub enum SeedOf {
    /// Of a function that returns a number.
    Value(Expr),
    /// What a variable holds, that [`Statement::Image`] made, or a call.
    Image(VarId),
}

impl At {
    fn value_mut(&mut self) -> Option<&mut Expr> {
        if let At::Value(value) = self { Some(value) } else { None }
    }
}

impl Statement {
    /// Calls `visit` for each block directly inside.
    pub(crate) fn for_each_body_mut(&mut self, visit: &mut dyn FnMut(&mut Vec<Statement>)) {
        match self {
            Statement::Loop { body, .. } | Statement::When { body, .. } => visit(body),
            Statement::Branch { then, otherwise, .. } => [then, otherwise].into_iter().for_each(|arm| visit(&mut arm.body)),
            Statement::Invoke(call) => visit(&mut call.body),
            _ => {}
        }
    }

    /// Calls `visit` for each expression directly inside, but not in statements inside.
    pub(crate) fn for_each_expr_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Statement::Let { value, .. } | Statement::Assign { value, .. } => visit(value),
            Statement::Branch { condition, then, otherwise, .. } => {
                [condition, &mut then.value, &mut otherwise.value].into_iter().for_each(visit)
            }
            Statement::When { condition, .. } => visit(condition),
            Statement::Store { indices, value, .. } => indices.iter_mut().filter_map(At::value_mut).chain([value]).for_each(visit),
            Statement::Invoke(call) => {
                call.condition.iter_mut().for_each(&mut *visit);
                for given in &mut call.arguments {
                    match given {
                        Given::Value(value) => visit(value),
                        Given::Array { indices, .. } => indices.iter_mut().filter_map(At::value_mut).for_each(&mut *visit),
                    }
                }
                if let Some(SeedOf::Value(value)) = &mut call.seed {
                    visit(value);
                }
            }
            Statement::Zero(_)
            | Statement::Segment(_)
            | Statement::Loop { .. }
            | Statement::Contract(_)
            | Statement::Image { .. }
            | Statement::Pause => {}
        }
    }
}

impl Invocation {
    /// Whether it returns an adjoint for each argument.
    pub(crate) fn is_adjoint(&self) -> bool {
        self.active.is_some() && self.lanes.is_none()
    }

    /// Calls `visit` for each expression directly inside, but not in the body.
    pub fn for_each_expr<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        self.condition.iter().for_each(&mut *visit);
        for given in &self.arguments {
            match given {
                Given::Value(value) => visit(value),
                Given::Array { indices, .. } => indices.iter().for_each(|at| {
                    if let At::Value(value) = at {
                        visit(value);
                    }
                }),
            }
        }
        if let Some(SeedOf::Value(value)) = &self.seed {
            visit(value);
        }
    }
}

/// A program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The declared arrays and scalars, in order of declaration.
    pub inputs: Vec<Input>,
    /// Names of the dimensions.
    pub dims: Vec<String>,
    /// Those that are constants where the program is compiled.
    pub constant_dims: Vec<DimId>,
    /// Dimensions that follow from these; their numbers come after those.
    pub derived: Vec<Derived>,
    /// The results.
    pub targets: Vec<Output>,
    /// Local arrays.
    pub buffers: Vec<Buffer>,
    /// Scalar variables.
    pub vars: Vec<Var>,
    /// Loops.
    pub loops: Vec<Loop>,
    /// Functions that are called.
    pub calls: Vec<Call>,
    /// Parts of what they return.
    pub parts: Vec<ResultPart>,
    /// What is run.
    pub body: Vec<Statement>,
}

/// Whether an extent is a number or a constant, so that the type of a local array can state it.
pub fn constant_extent(constants: &[DimId], extent: &Affine) -> bool {
    match (extent.constant, extent.terms.as_slice()) {
        (_, []) => true,
        (0, [(Term::Dim(d), 1)]) => constants.contains(d),
        _ => false,
    }
}

/// Numbers of operations; loops whose extent is not a constant count as one turn, and those whose bounds depend on
/// the loops around them as their mean number of turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Additions and subtractions.
    pub adds: u64,
    /// Multiplications.
    pub muls: u64,
    /// Divisions and square roots.
    pub divs: u64,
    /// Calls of functions and powers.
    pub calls: u64,
}

impl Cost {
    /// All of them.
    pub fn total(self) -> u64 {
        self.adds.saturating_add(self.muls).saturating_add(self.divs).saturating_add(self.calls)
    }

    /// Adds operations that are done a number of times.
    fn add(&mut self, times: f64, other: Cost) {
        let one = |a: &mut u64, b: u64| *a = a.saturating_add((times * b as f64).round() as u64);
        one(&mut self.adds, other.adds);
        one(&mut self.muls, other.muls);
        one(&mut self.divs, other.divs);
        one(&mut self.calls, other.calls);
    }
}

impl Expr {
    /// The affine expression of loops and dimensions that a number is.
    pub fn position(&self) -> Option<Affine> {
        match self {
            Expr::Position(a) => Some(a.clone()),
            Expr::Constant(x) if x.fract() == 0.0 && x.abs() < 1e15 => Some(Affine::constant(*x as i64)),
            _ => None,
        }
    }

    /// Calls `visit` for each expression directly below, indices included.
    pub fn for_each_operand<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Expr::Constant(_) | Expr::Var(_) | Expr::Position(_) => {}
            Expr::Load { indices, .. } => {
                for at in indices {
                    if let At::Value(value) = at {
                        visit(value);
                    }
                }
            }
            Expr::Neg(a) | Expr::Sqrt(a) | Expr::Powi(a, _) | Expr::Pow(a, _) | Expr::Not(a) => visit(a),
            Expr::Binary(_, a, b) | Expr::Compare(_, a, b) | Expr::And(a, b) | Expr::Or(a, b) => {
                visit(a);
                visit(b);
            }
            Expr::Call(_, args) => args.iter().for_each(visit),
            Expr::Select(parts) => parts.iter().for_each(visit),
        }
    }

    /// Calls `visit` for each expression directly below, indices included.
    pub(crate) fn for_each_operand_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Expr::Constant(_) | Expr::Var(_) | Expr::Position(_) => {}
            Expr::Load { indices, .. } => indices.iter_mut().filter_map(At::value_mut).for_each(visit),
            Expr::Neg(a) | Expr::Sqrt(a) | Expr::Powi(a, _) | Expr::Pow(a, _) | Expr::Not(a) => visit(a),
            Expr::Binary(_, a, b) | Expr::Compare(_, a, b) | Expr::And(a, b) | Expr::Or(a, b) => {
                visit(a);
                visit(b);
            }
            Expr::Call(_, args) => args.iter_mut().for_each(visit),
            Expr::Select(parts) => parts.iter_mut().for_each(visit),
        }
    }

    fn cost(&self, into: &mut Cost) {
        match self {
            Expr::Neg(_) | Expr::Binary(Binary::Add | Binary::Sub, ..) => into.adds += 1,
            Expr::Binary(Binary::Mul, ..) => into.muls += 1,
            Expr::Binary(Binary::Div, ..) | Expr::Sqrt(_) => into.divs += 1,
            Expr::Powi(..) | Expr::Pow(..) | Expr::Call(..) => into.calls += 1,
            _ => {}
        }
        self.for_each_operand(&mut |e| e.cost(into));
    }
}

/// What loops are taken for where operations are counted.
struct Means {
    /// An extent that is not constant.
    any: u64,
    /// How many numbers of what calls return, or are given as a seed, are read or written.
    passed: Map<VarId, f64>,
    /// The mean values of the loops around.
    of: Vec<f64>,
}

impl Program {
    /// The functions whose values are computed, by their numbers in [`Program::calls`].
    pub fn valued(&self) -> std::collections::BTreeSet<usize> {
        let mut out = std::collections::BTreeSet::new();
        visit(&self.body, &mut |statement| {
            if let Statement::Invoke(call) = statement
                && call.active.is_none()
            {
                out.insert(call.call as usize);
            }
        });
        out
    }

    /// Counts operations; both arms of a branch count, and an extent that is not constant is taken as 1.
    pub fn cost(&self) -> Cost {
        self.block_costs(&self.body, 1, Map::default())
    }

    /// As [`Program::cost`], with a number in the place of each extent that is not constant. A call, of which nothing is known,
    /// is taken for as much work as there are numbers that it is given and returns.
    pub(crate) fn cost_of_extent(&self, any: u64) -> Cost {
        let mut passed: Map<VarId, f64> = Map::default();
        let mut note = |var: VarId, part: u32| {
            let shape = &self.parts[part as usize].shape;
            let count: f64 = shape.iter().map(|e| e.as_constant().map_or(any as f64, |n| n.max(0) as f64)).product();
            let known = passed.entry(var).or_insert(0.0);
            *known = known.max(count);
        };
        fn loads(e: &Expr, note: &mut dyn FnMut(VarId, u32)) {
            if let Expr::Load { source: Source::Returned(var, part), .. } = e {
                note(*var, *part);
            }
            e.for_each_operand(&mut |e| loads(e, note));
        }
        visit(&self.body, &mut |s| {
            exprs(s).into_iter().for_each(|e| loads(e, &mut note));
            match s {
                Statement::Store { place: Place::Returned(var, part), .. } => note(*var, *part),
                Statement::Invoke(call) => {
                    call.for_each_expr(&mut |e| loads(e, &mut note));
                    for given in &call.arguments {
                        if let Given::Array { source: Source::Returned(var, part), .. } = given {
                            note(*var, *part);
                        }
                    }
                }
                _ => {}
            }
        });
        self.block_costs(&self.body, any, passed)
    }

    fn block_costs(&self, block: &[Statement], any: u64, passed: Map<VarId, f64>) -> Cost {
        let mut cost = Cost::default();
        let mut means = Means { any, passed, of: vec![0.0; self.loops.len()] };
        self.block_cost(block, 1.0, &mut means, &mut cost);
        cost
    }

    /// Adds the operations of a block that runs a number of times.
    fn block_cost(&self, block: &[Statement], times: f64, means: &mut Means, cost: &mut Cost) {
        let of = |exprs: &[&Expr]| {
            let mut sum = Cost::default();
            exprs.iter().for_each(|e| e.cost(&mut sum));
            sum
        };
        for statement in block {
            match statement {
                Statement::Let { value, .. } | Statement::Assign { value, .. } => cost.add(times, of(&[value])),
                Statement::Branch { condition, then, otherwise, .. } => {
                    cost.add(times, of(&[condition, &then.value, &otherwise.value]));
                    self.block_cost(&then.body, times, means, cost);
                    self.block_cost(&otherwise.body, times, means, cost);
                }
                Statement::When { condition, body } => {
                    cost.add(times, of(&[condition]));
                    self.block_cost(body, times, means, cost);
                }
                Statement::Zero(_) | Statement::Image { .. } | Statement::Pause => {}
                Statement::Segment(s) => {
                    means.of[s.start.0 as usize] = 0.0;
                    means.of[s.end.0 as usize] = s.length.as_constant().unwrap_or(1) as f64;
                }
                Statement::Invoke(i) => {
                    // Each direction is as much work as a gradient.
                    let calls = match &i.lanes {
                        Some(_) if i.seed.is_none() => 0,
                        Some(lanes) => lanes.as_constant().map_or(means.any, |n| n.max(1) as u64),
                        None => 1,
                    };
                    let seed = if let Some(SeedOf::Image(var)) = i.seed { Some(var) } else { None };
                    let passed: f64 = [Some(i.var), seed].into_iter().flatten().filter_map(|var| means.passed.get(&var)).sum();
                    let mut own = Cost { calls: calls.saturating_add(passed as u64), ..Cost::default() };
                    i.for_each_expr(&mut |e| e.cost(&mut own));
                    cost.add(times, own);
                    self.block_cost(&i.body, times, means, cost);
                }
                Statement::Contract(c) => {
                    let turns: f64 = c.loops().map(|l| self.mean_turns(l, means)).product();
                    cost.add(times * turns, Cost { adds: 1, muls: 1, ..Cost::default() });
                }
                Statement::Store { indices, value, add, .. } => {
                    let mut own = of(&[value]);
                    for at in indices {
                        if let At::Value(value) = at {
                            value.cost(&mut own);
                        }
                    }
                    own.adds += u64::from(*add);
                    cost.add(times, own);
                }
                Statement::Loop { id, body, .. } => {
                    let turns = self.mean_turns(*id, means);
                    self.block_cost(body, times * turns, means, cost);
                }
            }
        }
    }

    /// The mean number of turns of a loop; notes the loop's mean value.
    fn mean_turns(&self, id: LoopId, means: &mut Means) -> f64 {
        let l = &self.loops[id.0 as usize];
        let extent = l.extent.as_constant().map_or(means.any, |n| n.max(0) as u64);
        let mean = |a: &Affine| {
            let value = |&(term, c): &(Term, i64)| match term {
                Term::Axis(a) => c as f64 * means.of[a.0 as usize],
                Term::Dim(_) => c as f64 * means.any as f64,
            };
            a.constant as f64 + a.terms.iter().map(value).sum::<f64>()
        };
        let from = l.from.iter().map(mean).fold(0.0, f64::max);
        let to = l.to.iter().map(mean).fold(self.turns(id, extent) as f64, f64::min);
        means.of[id.0 as usize] = (from + to - 1.0) / 2.0;
        (to - from).max(0.0)
    }

    /// The most turns of a loop whose extent is `n`.
    pub fn turns(&self, id: LoopId, n: u64) -> u64 {
        match self.loops[id.0 as usize].range {
            Range::Whole => n,
            Range::Blocks(size) => n.div_ceil(size as u64),
            Range::Within(blocks) => match self.loops[blocks.0 as usize].range {
                Range::Blocks(size) => n.min(size as u64),
                _ => n,
            },
        }
    }

    /// The extents of what a source reads.
    pub fn source_shape(&self, source: Source) -> &[Affine] {
        match source {
            Source::Input(n) => &self.inputs[n as usize].shape,
            Source::Buffer(b) => &self.buffers[b.0 as usize].shape,
            Source::Returned(_, part) => &self.parts[part as usize].shape,
        }
    }

    /// The extents of a place.
    pub fn place_shape(&self, place: Place) -> &[Affine] {
        match place {
            Place::Target(n) => &self.targets[n as usize].shape,
            Place::Buffer(b) => &self.buffers[b.0 as usize].shape,
            Place::Returned(_, part) => &self.parts[part as usize].shape,
        }
    }
}

/// Calls `f` for each statement, those inside others included.
pub(crate) fn visit<'a>(body: &'a [Statement], f: &mut dyn FnMut(&'a Statement)) {
    for statement in body {
        f(statement);
        match statement {
            Statement::Loop { body, .. } | Statement::When { body, .. } => visit(body, f),
            Statement::Branch { then, otherwise, .. } => [then, otherwise].iter().for_each(|arm| visit(&arm.body, f)),
            Statement::Invoke(call) => visit(&call.body, f),
            _ => {}
        }
    }
}

/// The expressions of a statement, without those of the statements inside it.
pub(crate) fn exprs(statement: &Statement) -> Vec<&Expr> {
    match statement {
        Statement::Let { value, .. } | Statement::Assign { value, .. } => vec![value],
        Statement::Branch { condition, then, otherwise, .. } => vec![condition, &then.value, &otherwise.value],
        Statement::When { condition, .. } => vec![condition],
        Statement::Store { indices, value, .. } => {
            let at = indices.iter().filter_map(|at| if let At::Value(e) = at { Some(e) } else { None });
            at.chain([value]).collect_vec()
        }
        Statement::Zero(_)
        | Statement::Segment(_)
        | Statement::Loop { .. }
        | Statement::Contract(_)
        | Statement::Invoke(_)
        | Statement::Image { .. }
        | Statement::Pause => Vec::new(),
    }
}

/// Calls `f` for what a statement, and those inside it, read and write, and whether it is written.
pub(crate) fn names(statement: &Statement, f: &mut dyn FnMut(Name, bool)) {
    visit(std::slice::from_ref(statement), &mut |s| {
        exprs(s).into_iter().for_each(|e| names_in(e, f));
        match s {
            Statement::Let { var, .. }
            | Statement::Assign { var, .. }
            | Statement::Branch { var, .. }
            | Statement::Loop { sum: Some(var), .. } => {
                f(Name::Var(*var), true);
            }
            Statement::Zero(place) | Statement::Store { place, .. } => f(place.name(), true),
            Statement::Contract(c) => {
                [&c.left, &c.right].into_iter().for_each(|(source, _)| f(source.name(), false));
                f(c.place.name(), true);
            }
            Statement::Invoke(call) => {
                for given in &call.arguments {
                    if let Given::Array { source, .. } = given {
                        f(source.name(), false);
                    }
                }
                call.for_each_expr(&mut |e| names_in(e, f));
                if let Some(SeedOf::Image(var)) = call.seed {
                    f(Name::Var(var), false);
                }
                f(Name::Var(call.var), true);
            }
            Statement::Image { var, of } => {
                f(Name::Var(*of), false);
                f(Name::Var(*var), true);
            }
            Statement::When { .. } | Statement::Loop { sum: None, .. } | Statement::Segment(_) | Statement::Pause => {}
        }
    });
}

/// Calls `f` for what an expression reads.
pub(crate) fn names_in(e: &Expr, f: &mut dyn FnMut(Name, bool)) {
    match e {
        Expr::Var(var) => f(Name::Var(*var), false),
        Expr::Load { source, .. } => f(source.name(), false),
        _ => {}
    }
    e.for_each_operand(&mut |e| names_in(e, f));
}

/// How a value is added: `x + -v` is `x - v`, to the bit.
pub(crate) fn signed(value: &Expr) -> (&'static str, &Expr) {
    match value {
        Expr::Neg(inner) => ("-=", inner),
        _ => ("+=", value),
    }
}

/// The bindings and the term of the body of a sum in lanes.
pub fn summed(body: &[Statement]) -> (&[Statement], &Expr) {
    match body.split_last() {
        Some((Statement::Assign { value: Expr::Binary(Binary::Add, _, term), .. }, before)) => (before, term),
        _ => unreachable!("a sum in lanes ends with the assignment"),
    }
}

struct Text<'a>(&'a Program, &'a Affine);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |term: Term| match term {
            Term::Axis(a) => self.0.loops[a.0 as usize].name.as_str(),
            Term::Dim(d) => self.0.dim_name(d),
        };
        let mut first = true;
        for &(term, c) in &self.1.terms {
            let sign = if c < 0 { "-" } else { "+" };
            match (first, c.unsigned_abs()) {
                (true, 1) if c > 0 => write!(f, "{}", name(term))?,
                (true, 1) => write!(f, "-{}", name(term))?,
                (true, _) => write!(f, "{c}*{}", name(term))?,
                (false, 1) => write!(f, " {sign} {}", name(term))?,
                (false, n) => write!(f, " {sign} {n}*{}", name(term))?,
            }
            first = false;
        }
        match self.1.constant {
            0 if !first => Ok(()),
            c if first => write!(f, "{c}"),
            c if c < 0 => write!(f, " - {}", c.unsigned_abs()),
            c => write!(f, " + {c}"),
        }
    }
}

impl Program {
    /// The name of a dimension.
    pub fn dim_name(&self, dim: DimId) -> &str {
        let n = dim.0 as usize;
        self.dims.get(n).unwrap_or_else(|| &self.derived[n - self.dims.len()].name)
    }

    /// Whether it runs long enough to pick its instructions when it is called.
    pub fn is_long(&self) -> bool {
        self.runs_long(&self.body)
    }

    /// [`Program::is_long`] of some of its statements.
    pub(crate) fn runs_long(&self, block: &[Statement]) -> bool {
        /// Work without loops, or below this many operations, is not worth the choice.
        const LONG: u64 = 400;
        let (mut loops, mut unknown) = (false, false);
        visit(block, &mut |s| {
            if let Statement::Loop { id, .. } = s {
                loops = true;
                unknown |= self.loops[id.0 as usize].extent.as_constant().is_none();
            }
        });
        unknown || loops && self.block_costs(block, 1, Map::default()).total() >= LONG
    }

    /// The size of the workspace, such as `8*(5*n + 2) bytes`; `None` if there is none.
    pub fn workspace_text(&self) -> Option<String> {
        let mut numbers = 0i64;
        let mut terms: Vec<String> = Vec::new();
        for buffer in self.buffers.iter().filter(|b| b.workspace) {
            let constant: i64 = buffer.shape.iter().filter_map(Affine::as_constant).fold(1, i64::saturating_mul);
            let others: Vec<String> = buffer
                .shape
                .iter()
                .filter(|e| e.as_constant().is_none())
                .map(|e| {
                    let text = Text(self, e).to_string();
                    if text.contains([' ', '*']) { format!("({text})") } else { text }
                })
                .collect_vec();
            if others.is_empty() {
                numbers = numbers.saturating_add(constant);
                continue;
            }
            let factor = (constant != 1).then(|| constant.to_string());
            terms.push(factor.into_iter().chain(others).collect_vec().join("*"));
        }
        if numbers != 0 {
            terms.push(numbers.to_string());
        }
        let total = match &terms[..] {
            [] => return None,
            [one] => format!("8*{one} bytes"),
            _ => format!("8*({}) bytes", terms.join(" + ")),
        };
        let mut out = total;
        for derived in &self.derived {
            let of = Text(self, &derived.of);
            let meaning = match derived.kind {
                DerivedKind::Length => format!("the square root of {of}, rounded up"),
                DerivedKind::Count => "the number of segments".to_owned(),
            };
            out.push_str(&format!(", where `{}` is {meaning}", derived.name));
        }
        Some(out)
    }

    fn shape_text(&self, shape: &[Affine]) -> String {
        if shape.is_empty() {
            return String::new();
        }
        let parts: Vec<String> = shape.iter().map(|a| Text(self, a).to_string()).collect_vec();
        format!("[{}]", parts.join(", "))
    }

    fn element_text(&self, name: &str, indices: &[At]) -> String {
        if indices.is_empty() {
            return name.to_owned();
        }
        let parts: Vec<String> = indices
            .iter()
            .map(|at| match at {
                At::Affine(a) => Text(self, a).to_string(),
                At::Value(e) => self.expr_text(e, 0),
            })
            .collect_vec();
        format!("{name}[{}]", parts.join(", "))
    }

    fn range_text(&self, l: &Loop) -> String {
        let ends = self.ends(l);
        let one = |list: &[Affine], none: &str, all: &str| match list {
            [] => none.to_owned(),
            [a] => Text(self, a).to_string(),
            _ => format!("{all}({})", list.iter().map(|a| Text(self, a).to_string()).collect_vec().join(", ")),
        };
        format!("{}..{}", one(&ends.0, "0", "max"), one(&ends.1, "0", "min"))
    }

    fn source_text(&self, source: Source) -> String {
        match source {
            Source::Input(n) => self.inputs[n as usize].name.clone(),
            Source::Buffer(b) => self.buffers[b.0 as usize].name.clone(),
            Source::Returned(var, part) => {
                let (name, part) = (&self.vars[var.0 as usize].name, &self.parts[part as usize]);
                let part = part.argument.map_or_else(|| part.template.clone(), |k| format!(".{k}"));
                format!("{name}{part}")
            }
        }
    }

    fn place_text(&self, place: Place) -> String {
        match place {
            Place::Target(n) => self.targets[n as usize].name.clone(),
            Place::Buffer(b) => self.buffers[b.0 as usize].name.clone(),
            Place::Returned(var, part) => self.source_text(Source::Returned(var, part)),
        }
    }

    fn expr_text(&self, expr: &Expr, above: u8) -> String {
        let (text, level) = match expr {
            Expr::Constant(x) if x.fract() == 0.0 && x.abs() < 1e15 => (format!("{x}"), if x.is_sign_negative() { 5 } else { 9 }),
            Expr::Constant(x) => (format!("{x:?}"), if *x < 0.0 { 5 } else { 9 }),
            Expr::Var(v) => (self.vars[v.0 as usize].name.clone(), 9),
            Expr::Load { source, indices, guarded } => {
                (self.element_text(&self.source_text(*source), indices) + if *guarded { "?" } else { "" }, 9)
            }
            Expr::Position(a) => (Text(self, a).to_string(), if a.terms.len() + usize::from(a.constant != 0) > 1 { 4 } else { 9 }),
            Expr::Neg(a) => (format!("-{}", self.expr_text(a, 6)), 5),
            Expr::Binary(op, a, b) => {
                let (sign, level) = match op {
                    Binary::Add => (" + ", 4),
                    Binary::Sub => (" - ", 4),
                    Binary::Mul => ("*", 5),
                    Binary::Div => ("/", 5),
                };
                (format!("{}{sign}{}", self.expr_text(a, level), self.expr_text(b, level + 1)), level)
            }
            Expr::Sqrt(a) => (format!("sqrt({})", self.expr_text(a, 0)), 9),
            Expr::Powi(a, n) => (format!("powi({}, {n})", self.expr_text(a, 0)), 9),
            Expr::Pow(a, e) => (format!("pow({}, {e:?})", self.expr_text(a, 0)), 9),
            Expr::Call(function, args) => {
                let args: Vec<String> = args.iter().map(|a| self.expr_text(a, 0)).collect_vec();
                (format!("{}({})", function.name(), args.join(", ")), 9)
            }
            Expr::Compare(op, a, b) => (format!("{} {} {}", self.expr_text(a, 4), op.sign(), self.expr_text(b, 4)), 3),
            Expr::And(a, b) => (format!("{} && {}", self.expr_text(a, 2), self.expr_text(b, 3)), 2),
            Expr::Or(a, b) => (format!("{} || {}", self.expr_text(a, 1), self.expr_text(b, 2)), 1),
            Expr::Not(a) => (format!("!{}", self.expr_text(a, 6)), 5),
            Expr::Select(p) => {
                let [c, a, b] = &**p;
                (format!("if {} {{ {} }} else {{ {} }}", self.expr_text(c, 0), self.expr_text(a, 0), self.expr_text(b, 0)), 0)
            }
        };
        if level < above { format!("({text})") } else { text }
    }

    fn block_text(&self, f: &mut fmt::Formatter<'_>, block: &[Statement], depth: usize) -> fmt::Result {
        let pad = "    ".repeat(depth);
        for statement in block {
            match statement {
                Statement::Let { var, value, mutable } => {
                    let keyword = if *mutable { "var" } else { "let" };
                    writeln!(f, "{pad}{keyword} {} = {}", self.vars[var.0 as usize].name, self.expr_text(value, 0))?;
                }
                Statement::Assign { var, value } => match value {
                    Expr::Binary(Binary::Add, a, b) if **a == Expr::Var(*var) => {
                        let (sign, b) = signed(b);
                        writeln!(f, "{pad}{} {sign} {}", self.vars[var.0 as usize].name, self.expr_text(b, 0))?;
                    }
                    _ => writeln!(f, "{pad}{} = {}", self.vars[var.0 as usize].name, self.expr_text(value, 0))?,
                },
                Statement::Branch { var, condition, then, otherwise } => {
                    writeln!(f, "{pad}let {} = if {} {{", self.vars[var.0 as usize].name, self.expr_text(condition, 0))?;
                    self.block_text(f, &then.body, depth + 1)?;
                    writeln!(f, "{pad}    {}", self.expr_text(&then.value, 0))?;
                    writeln!(f, "{pad}}} else {{")?;
                    self.block_text(f, &otherwise.body, depth + 1)?;
                    writeln!(f, "{pad}    {}", self.expr_text(&otherwise.value, 0))?;
                    writeln!(f, "{pad}}}")?;
                }
                Statement::When { condition, body } => {
                    writeln!(f, "{pad}if {} {{", self.expr_text(condition, 0))?;
                    self.block_text(f, body, depth + 1)?;
                    writeln!(f, "{pad}}}")?;
                }
                Statement::Zero(place) => {
                    let name = self.place_text(*place);
                    match place {
                        Place::Target(_) | Place::Returned(..) => writeln!(f, "{pad}{name} = 0")?,
                        Place::Buffer(_) => writeln!(f, "{pad}array {name}{}", self.shape_text(self.place_shape(*place)))?,
                    }
                }
                Statement::Store { place, indices, value, add, guarded } => {
                    let (sign, value) = if *add { signed(value) } else { ("=", value) };
                    let mark = if *guarded { "?" } else { "" };
                    writeln!(f, "{pad}{}{mark} {sign} {}", self.element_text(&self.place_text(*place), indices), self.expr_text(value, 0))?;
                }
                Statement::Pause => writeln!(f, "{pad}pause")?,
                Statement::Image { var, of } => {
                    writeln!(f, "{pad}let {} = zeros like {}", self.vars[var.0 as usize].name, self.vars[of.0 as usize].name)?;
                }
                Statement::Invoke(i) => {
                    let name = &self.vars[i.var.0 as usize].name;
                    let product = match (&i.active, &i.lanes) {
                        (None, _) => "",
                        (Some(_), None) => "adjoint of ",
                        (Some(_), Some(_)) => "tangent of ",
                    };
                    let mut list: Vec<String> = i
                        .arguments
                        .iter()
                        .map(|given| match given {
                            Given::Value(value) => self.expr_text(value, 0),
                            Given::Array { source, indices } => self.element_text(&self.source_text(*source), indices),
                        })
                        .collect_vec();
                    list.extend(i.seed.as_ref().map(|seed| match seed {
                        SeedOf::Value(value) => self.expr_text(value, 0),
                        SeedOf::Image(var) => self.vars[var.0 as usize].name.clone(),
                    }));
                    let call = format!("{product}{}({})", self.calls[i.call as usize].path, list.join(", "));
                    match &i.condition {
                        None => writeln!(f, "{pad}let {name} = {call}")?,
                        Some(condition) => {
                            writeln!(f, "{pad}let {name} = if {} {{", self.expr_text(condition, 0))?;
                            self.block_text(f, &i.body, depth + 1)?;
                            writeln!(f, "{pad}    {call}")?;
                            writeln!(f, "{pad}}}")?;
                        }
                    }
                }
                Statement::Segment(s) => {
                    let name = |l: LoopId| &self.loops[l.0 as usize].name;
                    let (length, steps) = (Text(self, &s.length), Text(self, &s.steps));
                    writeln!(f, "{pad}let {} = {}*{length}", name(s.start), name(s.number))?;
                    writeln!(f, "{pad}let {} = min({} + {length}, {steps})", name(s.end), name(s.start))?;
                }
                Statement::Contract(c) => {
                    let (sign, when) = match c.adds {
                        Adds::Never => ("=", String::new()),
                        Adds::Always => ("+=", String::new()),
                        Adds::AfterFirst(l) => ("+=", format!(", stored at {} = 0", self.loops[l.0 as usize].name)),
                    };
                    let at = |indices: &[Affine]| indices.iter().cloned().map(At::Affine).collect_vec();
                    let of = |(source, indices): &(Source, Vec<Affine>)| self.element_text(&self.source_text(*source), &at(indices));
                    let depth: Vec<&str> = c.depth.iter().map(|l| self.loops[l.0 as usize].name.as_str()).collect_vec();
                    let place = self.element_text(&self.place_text(c.place), &at(&c.into));
                    let limit = c.limit.as_ref().map_or(String::new(), |limit| {
                        format!(" {} {}", if limit.lower { "<" } else { ">=" }, Text(self, &c.bound(limit)))
                    });
                    writeln!(f, "{pad}{place} {sign} product({}{limit}: {} * {}){when}", depth.join(", "), of(&c.left), of(&c.right))?;
                }
                Statement::Loop { id, body, sum: Some(var) } => {
                    let l = &self.loops[id.0 as usize];
                    let name = &self.vars[var.0 as usize].name;
                    let range = self.range_text(l);
                    match summed(body) {
                        ([], term) => writeln!(f, "{pad}let {name} = sum({} in {range}: {})", l.name, self.expr_text(term, 0))?,
                        (before, term) => {
                            writeln!(f, "{pad}let {name} = sum({} in {range}:", l.name)?;
                            self.block_text(f, before, depth + 1)?;
                            writeln!(f, "{pad}    {}", self.expr_text(term, 0))?;
                            writeln!(f, "{pad})")?;
                        }
                    }
                }
                Statement::Loop { id, body, sum: None } => {
                    let l = &self.loops[id.0 as usize];
                    let order = if l.descending { " down" } else { "" };
                    match l.range {
                        Range::Whole => writeln!(f, "{pad}for {} in {}{order} {{", l.name, self.range_text(l))?,
                        Range::Blocks(size) => writeln!(f, "{pad}for {} in 0..{} by {size} {{", l.name, Text(self, &l.extent))?,
                        Range::Within(LoopId(b)) => {
                            writeln!(f, "{pad}for {} in block {}{order} {{", l.name, self.loops[b as usize].name)?;
                        }
                    }
                    self.block_text(f, body, depth + 1)?;
                    writeln!(f, "{pad}}}")?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for input in &self.inputs {
            let word = if input.parameter { "param" } else { "input" };
            writeln!(f, "{word} {}{}", input.name, self.shape_text(&input.shape))?;
        }
        for target in &self.targets {
            writeln!(f, "target {}{}", target.name, self.shape_text(&target.shape))?;
        }
        self.block_text(f, &self.body, 0)
    }
}
