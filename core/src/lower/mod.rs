//! Lowering: syntax tree to graph. Names, shapes and index ranges are resolved here and only here.
//!
//! A lowered expression is a [`Value`]: a node and the axes over which it is an array (none for a
//! scalar). An index that the source binds becomes a fresh axis while its body is lowered and the
//! canonical one of the reduction afterwards; a whole array named without indices uses fixed axes by
//! position, so that `W` is the same node wherever it stands.
//!
//! Definitions are lowered once, in the order of their dependencies, and substituted where they are
//! used. Within one scope expressions are lowered in the order of reading, so nesting costs no stack; only
//! nested reductions and calls of the model's own functions recurse, and their depth is limited.

use crate::affine::{Affine, AxisId};
use crate::functions::{self, Called, Function};
use crate::graph::{ArrayId, Axis as GraphAxis, Comparison, Graph, Index, NodeId, ReduceOp};
use crate::number::Number;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
mod calls;
mod definitions;
mod extents;
mod scatter;

use chainrule_parser::Error;
use chainrule_parser::ast::*;
use chainrule_parser::table::{Map, Marks, Set};

/// How deep reductions and function calls may nest.
const NESTING: u32 = 64;

/// How many expressions more than are written may be lowered when each call of a function is replaced by its body.
const MOST_LOWERED: usize = 1_000_000;

/// How an expression is lowered.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether a name that nothing declares is a scalar variable (single expressions).
    pub implicit: bool,
    /// Names that are variables even though they would be constants: `e`, `pi`.
    pub variables: Vec<String>,
}

/// A lowered expression: the node and, for an array, its axes in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The element.
    pub node: NodeId,
    /// One per dimension; all are free in the node or the array is constant along them.
    pub axes: Vec<AxisId>,
}

impl Value {
    fn scalar(node: NodeId) -> Value {
        Value { node, axes: Vec::new() }
    }
}

type Result<T> = std::result::Result<T, Error>;

#[derive(Clone)]
enum Binding {
    Index(Affine),
    Value(Value),
}

/// What names mean inside one body, and what was lowered there already.
struct Scope {
    bindings: Vec<(Symbol, Binding)>,
    guarded: bool,
    depth: u32,
    memo: Map<ExprId, Value>,
}

impl Scope {
    fn new(bindings: Vec<(Symbol, Binding)>, guarded: bool, depth: u32) -> Scope {
        Scope { bindings, guarded, depth, memo: Map::default() }
    }

    fn get(&self, name: Symbol) -> Option<&Binding> {
        self.bindings.iter().rev().find(|(n, _)| *n == name).map(|(_, b)| b)
    }
}

/// Lowers the expressions of one tree into one graph.
pub struct Lowering<'a> {
    ast: &'a Ast,
    options: Options,
    /// The graph so far.
    pub graph: Graph,
    arrays: Map<Symbol, ArrayId>,
    defined: Map<Symbol, Value>,
    functions: Map<Symbol, usize>,
    /// What names call that are defined nowhere.
    called: Map<Symbol, Option<Called>>,
    /// The equations of each defined name, in order.
    definitions: Map<Symbol, Vec<usize>>,
    /// What passes of loops write, and the number of the definition.
    written: Map<ExprId, usize>,
    /// Names that are indexed by something computed.
    shifted: Set<Symbol>,
    /// Names that are indexed by a number and by something else.
    picked: Set<Symbol>,
    /// What is known of the shapes of recurrences that are being lowered.
    shapes: Map<Symbol, Vec<Option<Affine>>>,
    /// Pairs of dimensions that the formula takes to be equal.
    pub required_equal: Vec<(String, String)>,
    /// The same in terms of the graph's dimensions.
    pub equal_extents: Vec<(Affine, Affine)>,
    fresh: u32,
    uses_of: Vec<u32>,
    /// How many expressions have been lowered.
    lowered: usize,
}

impl<'a> Lowering<'a> {
    /// Declares what the tree declares.
    ///
    /// # Errors
    /// If a name is defined twice or a definition cannot be read.
    pub fn new(ast: &'a Ast, options: Options) -> Result<Self> {
        let mut this = Lowering {
            ast,
            options,
            graph: Graph::new(),
            arrays: Map::default(),
            defined: Map::default(),
            functions: Map::default(),
            called: Map::default(),
            definitions: Map::default(),
            written: Map::default(),
            shifted: Set::default(),
            picked: Set::default(),
            shapes: Map::default(),
            required_equal: Vec::new(),
            equal_extents: Vec::new(),
            fresh: 0,
            uses_of: vec![0; ast.len()],
            lowered: 0,
        };
        for id in ast.ids() {
            ast.expr(id).for_each_child(|c| this.uses_of[c.0 as usize] += 1);
        }
        this.graph.calls.clone_from(&ast.calls);
        for declaration in &ast.declarations {
            let shape = declaration.axes.iter().map(|axis| this.extent(axis)).try_collect_vec()?;
            let parameter = declaration.kind == DeclarationKind::Param;
            let id = this.graph.declare(ast.name(declaration.name), shape, parameter);
            if declaration.opaque {
                this.graph.make_opaque(id);
            }
            if this.arrays.insert(declaration.name, id).is_some() {
                return Err(Error::new(format!("`{}` is declared twice", ast.name(declaration.name)), declaration.span));
            }
        }
        for (at, definition) in ast.definitions.iter().enumerate() {
            let name = ast.name(definition.name);
            if this.arrays.contains_key(&definition.name) {
                return Err(Error::new(format!("`{name}` is declared and defined"), definition.span));
            }
            let first = match &definition.kind {
                DefinitionKind::Function(_) => this.functions.insert(definition.name, at),
                DefinitionKind::Value(indices) => {
                    let equations = this.definitions.entry(definition.name).or_default();
                    equations.push(at);
                    let cases = |d: &Definition| match &d.kind {
                        DefinitionKind::Value(indices) => indices.iter().map(definitions::is_case).collect_vec(),
                        DefinitionKind::Function(_) => Vec::new(),
                    };
                    let case = cases(definition).contains(&true);
                    let same = |e: &&usize| !case && !cases(&ast.definitions[**e]).contains(&true);
                    let first = equations[..equations.len() - 1].iter().find(same).copied();
                    first.or_else(|| indices.is_empty().then(|| equations[0]).filter(|e| *e != at))
                }
            };
            if let Some(first) = first {
                return Err(Error::new(format!("`{name}` is defined twice"), definition.span)
                    .with_related(ast.definitions[first].span, "first defined here"));
            }
        }
        this.shifted = this.shifted();
        this.picked = this.picked();
        Ok(this)
    }

    fn extent(&mut self, axis: &Axis) -> Result<Affine> {
        match axis.extent {
            Some(Extent::Number(n)) => {
                i64::try_from(n).map(Affine::constant).map_err(|_| Error::new("this extent is too large", axis.span))
            }
            Some(Extent::Name(name)) => Ok(Affine::dim(self.graph.dimension(self.ast.name(name)))),
            Some(Extent::Expr(id)) => match self.affine(id, &Scope::new(Vec::new(), false, 0)) {
                Some(extent) => Ok(at_least_zero(extent)),
                None => Err(Error::new("an extent is a whole number, a dimension, or a sum of these", self.ast.span(id))
                    .with_hint("`len(x)` is the first one of `x`, and `input x[n, 3]` calls it `n`")),
            },
            None => Err(Error::new("this axis needs an extent", axis.span)),
        }
    }

    /// An expression of numbers and dimensions.
    fn whole_number(&self, id: ExprId) -> Result<Affine> {
        self.affine(id, &Scope::new(Vec::new(), false, 0))
            .ok_or_else(|| Error::new("the bounds of a loop are whole numbers and dimensions", self.ast.span(id)))
    }

    /// The array or scalar declared as `name`.
    pub fn array(&self, name: &str) -> Option<ArrayId> {
        self.graph.arrays().find(|(_, a)| a.name == name).map(|(id, _)| id)
    }

    /// Lowers an expression outside any scope.
    ///
    /// # Errors
    /// Unknown names, wrong shapes, indices out of range; each at its place.
    pub fn expression(&mut self, root: ExprId) -> Result<Value> {
        self.prepare_definitions(&[root])?;
        let mut scope = Scope::new(Vec::new(), false, 0);
        self.lower(root, &mut scope)
    }

    /// Lowers the definition or declared name `name`.
    ///
    /// # Errors
    /// As [`Lowering::expression`]; also when nothing is called `name`.
    pub fn named(&mut self, name: &str) -> Result<Value> {
        let symbol = self.ast.symbol(name);
        if let Some(equations) = symbol.and_then(|s| self.definitions.get(&s)) {
            let definition = &self.ast.definitions[equations[0]];
            self.prepare(&[equations[0]])?;
            if let Some(value) = self.defined.get(&definition.name).cloned() {
                return Ok(self.with_fixed_axes(value));
            }
        }
        if let Some(&array) = symbol.and_then(|s| self.arrays.get(&s)) {
            return Ok(self.whole_array(array));
        }
        let known: Vec<&str> = self.ast.definitions.iter().map(|d| self.ast.name(d.name)).collect_vec();
        let error = Error::general(format!("nothing is called `{name}`"));
        Err(match chainrule_parser::suggest(name, known.iter().copied()) {
            Some(other) => error.with_hint(format!("did you mean `{other}`?")),
            None if known.is_empty() => error,
            None => error.with_hint(format!("defined are: {}", known.join(", "))),
        })
    }

    /// Lowers the initial value of a parameter, over the fixed axes of its shape.
    ///
    /// # Errors
    /// As [`Lowering::expression`].
    pub fn initial_value(&mut self, declaration: &Declaration) -> Result<Option<Value>> {
        let Some(init) = declaration.init else { return Ok(None) };
        let array = self.arrays[&declaration.name];
        let axes = self.whole_array(array).axes;
        let bindings = declaration
            .axes
            .iter()
            .zip(&axes)
            .filter_map(|(axis, id)| axis.index.map(|name| (name, Binding::Index(Affine::axis(*id)))))
            .collect_vec();
        self.prepare_definitions(&[init])?;
        let value = self.lower(init, &mut Scope::new(bindings, false, 0))?;
        if !value.axes.is_empty() {
            return Err(Error::new("an initial value is a number for each element", self.ast.span(init)));
        }
        Ok(Some(Value { node: value.node, axes }))
    }

    // ----- axes

    fn fresh_axis(&mut self, extent: Affine, name: Option<&str>) -> AxisId {
        self.fresh += 1;
        self.graph.intern_axis(extent, GraphAxis::FREE + 1024 + self.fresh, name)
    }

    /// The axis of index `at` of a definition. Those of all definitions are the same, so that what reads another one at its own
    /// indices, as passes of one loop do, takes what stands there as it is.
    fn own_axis(&mut self, extent: Affine, at: usize, name: Option<&str>) -> AxisId {
        self.graph.intern_axis(extent, GraphAxis::FREE + 512 + at as u32, name)
    }

    /// The axis that stands for position `at` of an array.
    fn fixed_axis(&mut self, extent: Affine, at: usize) -> AxisId {
        self.graph.intern_axis(extent, GraphAxis::FREE + at as u32, None)
    }

    fn whole_array(&mut self, array: ArrayId) -> Value {
        let shape = self.graph.array(array).shape.clone();
        let axes: Vec<AxisId> = shape.into_iter().enumerate().map(|(at, extent)| self.fixed_axis(extent, at)).collect_vec();
        let indices = axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec();
        Value { node: self.graph.element(array, indices, false), axes }
    }

    /// Renames several axes at once.
    fn rename(&mut self, mut node: NodeId, pairs: &[(AxisId, AxisId)]) -> NodeId {
        let pairs: Vec<_> = pairs.iter().copied().filter(|(a, b)| a != b).collect_vec();
        let clash = pairs.iter().any(|(_, to)| pairs.iter().any(|(from, _)| from == to));
        if !clash {
            for (from, to) in pairs {
                node = self.graph.substitute(node, from, &Affine::axis(to));
            }
            return node;
        }
        let mut middle = Vec::new();
        for (from, to) in pairs {
            let extent = self.graph.axis(from).extent.clone();
            let fresh = self.fresh_axis(extent, None);
            node = self.graph.substitute(node, from, &Affine::axis(fresh));
            middle.push((fresh, to));
        }
        for (from, to) in middle {
            node = self.graph.substitute(node, from, &Affine::axis(to));
        }
        node
    }

    fn with_fixed_axes(&mut self, value: Value) -> Value {
        let mut pairs = Vec::new();
        for (at, &axis) in value.axes.iter().enumerate() {
            let GraphAxis { extent, name, .. } = self.graph.axis(axis).clone();
            pairs.push((axis, self.graph.intern_axis(extent, GraphAxis::FREE + at as u32, name.as_deref())));
        }
        let node = self.rename(value.node, &pairs);
        Value { node, axes: pairs.into_iter().map(|p| p.1).collect_vec() }
    }

    /// Requires two extents to be equal; named ones are checked when the program runs.
    fn unify(&mut self, a: &Affine, b: &Affine, span: Span, what: &str) -> Result<()> {
        if a == b {
            return Ok(());
        }
        if a.add_scaled(-1, b).as_constant().is_some() {
            return Err(Error::new(format!("{what}: {} and {}", self.show(a), self.show(b)), span));
        }
        let pair = (self.show(a), self.show(b));
        if !self.required_equal.contains(&pair) {
            self.required_equal.push(pair);
            self.equal_extents.push((a.clone(), b.clone()));
        }
        Ok(())
    }

    fn show(&self, affine: &Affine) -> String {
        crate::print::affine(&self.graph, affine)
    }

    // ----- expressions

    /// Lowers what `root` needs in this scope.
    fn lower(&mut self, root: ExprId, scope: &mut Scope) -> Result<Value> {
        if scope.depth > NESTING {
            return Err(Error::new(format!("reductions and calls nest deeper than {NESTING}"), self.ast.span(root)));
        }
        let (order, met, arms) = self.reachable(root, true);
        let outside = if arms && !scope.guarded { self.reachable(root, false).1 } else { met };
        for id in order {
            if scope.memo.contains_key(&id) {
                continue;
            }
            let guarded = scope.guarded || !outside.contains(id.0 as usize);
            let value = match self.written_element(id, scope) {
                Some(element) => Value::scalar(element),
                None => self.lower_one(id, guarded, scope)?,
            };
            scope.memo.insert(id, value);
            self.lowered += 1;
            if self.lowered > self.ast.len() + MOST_LOWERED {
                let message =
                    format!("with all calls replaced by bodies of functions these are {MOST_LOWERED} operations more than are written");
                return Err(Error::new(message, self.ast.span(root)).with_hint("give what is called again and again a name: `y = f(x)`"));
            }
        }
        Ok(scope.memo[&root].clone())
    }

    /// The expressions that are lowered in this scope (not those inside reductions and indices), operands
    /// first, in the order in which they are read: whatever order a front door made them in, the same
    /// function gives the same graph. Then the same as a set, and whether some are in arms, which are only
    /// looked into if asked for.
    fn reachable(&self, root: ExprId, arms: bool) -> (Vec<ExprId>, Marks, bool) {
        let mut seen = Marks::default();
        let mut has_arms = false;
        let mut order = Vec::new();
        let mut stack = vec![(root, false)];
        while let Some((id, done)) = stack.pop() {
            if done {
                order.push(id);
                continue;
            }
            if !seen.insert(id.0 as usize) {
                continue;
            }
            stack.push((id, true));
            let from = stack.len();
            let mut later = |e: ExprId| stack.push((e, false));
            match self.ast.expr(id) {
                Expr::Reduce { .. } => {}
                Expr::If { condition, then, otherwise } => {
                    later(*condition);
                    has_arms = true;
                    if arms {
                        later(*then);
                        later(*otherwise);
                    }
                }
                // The right side counts where the left one does not say enough.
                Expr::Binary(BinaryOp::And | BinaryOp::Or, a, b) => {
                    later(*a);
                    has_arms = true;
                    if arms {
                        later(*b);
                    }
                }
                Expr::Index { base, .. } => {
                    if !matches!(self.ast.expr(*base), Expr::Name(_)) {
                        later(*base);
                    }
                }
                Expr::Output { call, .. } => later(*call),
                other => match self.chain(id) {
                    Some((_, items)) => items.iter().for_each(|i| later(i.0)),
                    None => other.for_each_child(later),
                },
            }
            stack[from..].reverse();
        }
        (order, seen, has_arms)
    }

    fn lower_one(&mut self, id: ExprId, guarded: bool, scope: &mut Scope) -> Result<Value> {
        let ast = self.ast;
        let span = ast.span(id);
        let of = |scope: &Scope, e: ExprId| scope.memo[&e].clone();
        match ast.expr(id) {
            Expr::Number(x) => Ok(Value::scalar(self.graph.float(*x))),
            Expr::Name(name) => self.lower_name(*name, span, scope),
            Expr::Index { base, indices } => self.lower_index(*base, indices, span, guarded, scope),
            Expr::Unary(UnaryOp::Transpose, a) => {
                let mut v = of(scope, *a);
                if v.axes.len() > 2 {
                    return Err(Error::new("only vectors and matrices can be transposed", span));
                }
                v.axes.reverse();
                Ok(v)
            }
            Expr::Unary(op, a) => {
                let v = of(scope, *a);
                let condition = self.graph.facts(v.node).condition;
                let node = match op {
                    UnaryOp::Neg if !condition => self.graph.neg(v.node),
                    UnaryOp::Not if condition => self.graph.not(v.node),
                    _ => return Err(self.kind_error(condition, ast.span(*a))),
                };
                Ok(Value { node, axes: v.axes })
            }
            Expr::Binary(BinaryOp::MatMul, a, b) => {
                let (a, b) = (of(scope, *a), of(scope, *b));
                self.matrix_product(a, b, span)
            }
            Expr::Binary(BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div, ..) => {
                let (additive, items) = self.chain(id).expect("this operator makes a chain");
                self.lower_chain(additive, &items, span, scope)
            }
            Expr::Binary(op, a, b) => {
                let (x, y) = (of(scope, *a), of(scope, *b));
                let wants_condition = matches!(op, BinaryOp::And | BinaryOp::Or);
                for (v, e) in [(&x, a), (&y, b)] {
                    let condition = self.graph.facts(v.node).condition;
                    if condition != wants_condition {
                        return Err(self.kind_error(condition, ast.span(*e)));
                    }
                }
                let (x, y, axes) = self.broadcast(x, y, span)?;
                let g = &mut self.graph;
                let node = match op {
                    BinaryOp::Pow => g.pow(x, y),
                    BinaryOp::Lt => g.compare(Comparison::Lt, x, y),
                    BinaryOp::Le => g.compare(Comparison::Le, x, y),
                    BinaryOp::Gt => g.compare(Comparison::Lt, y, x),
                    BinaryOp::Ge => g.compare(Comparison::Le, y, x),
                    BinaryOp::Eq => g.compare(Comparison::Eq, x, y),
                    BinaryOp::Ne => g.compare(Comparison::Ne, x, y),
                    BinaryOp::And => g.and(x, y),
                    BinaryOp::Or => g.or(x, y),
                    _ => unreachable!("handled above"),
                };
                Ok(Value { node, axes })
            }
            Expr::If { condition, then, otherwise } => {
                let c = of(scope, *condition);
                if !self.graph.facts(c.node).condition {
                    return Err(Error::new("this is a number where a condition is needed", ast.span(*condition))
                        .with_hint("write a comparison such as `x > 0`"));
                }
                let (a, b) = (of(scope, *then), of(scope, *otherwise));
                for (v, e) in [(&a, then), (&b, otherwise)] {
                    if self.graph.facts(v.node).condition {
                        return Err(self.kind_error(true, ast.span(*e)));
                    }
                }
                // Bring all three to the axes of the first array among them.
                let shape = [&a, &b, &c].into_iter().find(|v| !v.axes.is_empty()).cloned();
                let Some(shape) = shape else { return Ok(Value::scalar(self.graph.select(c.node, a.node, b.node))) };
                let mut fit = |v: Value| self.broadcast(shape.clone(), v, span).map(|r| r.1);
                let (c, a, b) = (fit(c)?, fit(a)?, fit(b)?);
                Ok(Value { node: self.graph.select(c, a, b), axes: shape.axes })
            }
            Expr::Array(items) => {
                let values: Vec<Value> = items.iter().map(|e| of(scope, *e)).collect_vec();
                self.array_literal(&values, span)
            }
            Expr::Call { function, arguments } => self.lower_call(*function, arguments, span, guarded, scope),
            Expr::Reduce { function, binders, body } => self.lower_reduce(*function, binders, *body, span, guarded, scope),
            Expr::Invoke { call, arguments, condition } => self.lower_invoke(*call, arguments, *condition, scope),
            Expr::Output { call, part, indices } => self.lower_output(*call, *part, indices, guarded, scope),
        }
    }

    fn kind_error(&self, condition: bool, span: Span) -> Error {
        if condition {
            Error::new("this is a condition where a number is needed", span).with_hint("use `if(condition, 1, 0)`")
        } else {
            Error::new("this is a number where a condition is needed", span)
        }
    }

    /// The operands of a chain of + and -, or of * and /, and whether each is subtracted or divided by.
    ///
    /// A chain a + b + c is one sum, a*b*c one product, whatever its length; it is not opened where
    /// the source uses a part of it elsewhere, too.
    fn chain(&self, id: ExprId) -> Option<(bool, Vec<(ExprId, bool)>)> {
        use BinaryOp::{Add, Div, Mul, Sub};
        let additive = match self.ast.expr(id) {
            Expr::Binary(Add | Sub, ..) => true,
            Expr::Binary(Mul | Div, ..) => false,
            _ => return None,
        };
        let mut items = Vec::new();
        let mut at = id;
        loop {
            match *self.ast.expr(at) {
                Expr::Binary(op, a, b)
                    if (at == id || self.uses_of[at.0 as usize] < 2)
                        && (if additive { matches!(op, Add | Sub) } else { matches!(op, Mul | Div) }) =>
                {
                    items.push((b, matches!(op, Sub | Div)));
                    at = a;
                }
                _ => break,
            }
        }
        items.push((at, false));
        items.reverse();
        Some((additive, items))
    }

    fn lower_chain(&mut self, additive: bool, items: &[(ExprId, bool)], span: Span, scope: &Scope) -> Result<Value> {
        let mut nodes = Vec::with_capacity(items.len());
        let mut shape: Option<Value> = None;
        for &(e, inverse) in items {
            let v = scope.memo[&e].clone();
            if self.graph.facts(v.node).condition {
                return Err(self.kind_error(true, self.ast.span(e)));
            }
            let node = match &shape {
                None => {
                    if !v.axes.is_empty() {
                        shape = Some(v.clone());
                    }
                    v.node
                }
                Some(first) => self.broadcast(first.clone(), v, span)?.1,
            };
            nodes.push((node, inverse));
        }
        let node = if additive {
            let terms: Vec<_> = nodes.iter().map(|&(n, minus)| (if minus { Number::MINUS_ONE } else { Number::ONE }, n)).collect_vec();
            self.graph.sum(Number::ZERO, &terms)
        } else {
            let factors: Vec<_> = nodes.iter().map(|&(n, over)| (n, if over { Number::MINUS_ONE } else { Number::ONE })).collect_vec();
            self.graph.product(&factors)
        };
        Ok(Value { node, axes: shape.map_or(Vec::new(), |v| v.axes) })
    }

    fn lower_name(&mut self, name: Symbol, span: Span, scope: &Scope) -> Result<Value> {
        match scope.get(name) {
            Some(Binding::Index(affine)) => return Ok(Value::scalar(self.graph.position(affine.clone()))),
            Some(Binding::Value(value)) => return Ok(value.clone()),
            None => {}
        }
        if let Some(&array) = self.arrays.get(&name) {
            return Ok(self.whole_array(array));
        }
        if let Some(value) = self.defined.get(&name).cloned() {
            return Ok(self.with_fixed_axes(value));
        }
        let text = self.ast.name(name);
        let is_variable = self.options.variables.iter().any(|v| v == text);
        if !is_variable && let Some(value) = constant(text) {
            return Ok(Value::scalar(self.graph.float(value)));
        }
        if let Some(at) = self.graph.dims.iter().position(|d| d == text) {
            return Ok(Value::scalar(self.graph.position(Affine::dim(crate::affine::DimId(at as u32)))));
        }
        if self.options.implicit || is_variable {
            let id = self.graph.declare(text, Vec::new(), true);
            self.arrays.insert(name, id);
            return Ok(self.whole_array(id));
        }
        Err(self.unknown_name(name, span, &scope.bindings))
    }

    fn unknown_name(&self, name: Symbol, span: Span, bindings: &[(Symbol, Binding)]) -> Error {
        let text = self.ast.name(name);
        // What is being defined is no help in its own definition.
        let inside = |d: &&Definition| (self.ast.span(d.body).start..=self.ast.span(d.body).end).contains(&span.start);
        let own = self.ast.definitions.iter().find(inside).map(|d| d.name);
        let known = self.arrays.keys().chain(self.definitions.keys()).chain(bindings.iter().map(|b| &b.0)).filter(|s| Some(**s) != own);
        let mut sorted = known.map(|s| self.ast.name(*s)).collect_vec();
        sort::ascending(&mut sorted);
        let error = Error::new(format!("unknown name `{text}`"), span);
        if let Some(hint) = chainrule_parser::look_alike(text, sorted.iter().copied()) {
            return error.with_hint(hint);
        }
        match chainrule_parser::suggest(text, sorted.iter().copied()) {
            Some(other) => error.with_hint(format!("did you mean `{other}`?")),
            None if functions::lookup(text).is_some() => error.with_hint(format!("`{text}` is a function: write `{text}(...)`")),
            None if constant(&text.to_lowercase()).is_some() => error.with_hint(format!("did you mean `{}`?", text.to_lowercase())),
            None if self.is_in_an_index(span) => {
                error.with_hint(format!("an index gets its values from what runs over it: `sum({text}: ...)`"))
            }
            None if sorted.is_empty() => error,
            None => error.with_hint(format!("known here: {}", sorted.join(", "))),
        }
    }

    /// Whether this place is in the brackets of an element.
    fn is_in_an_index(&self, span: Span) -> bool {
        let around = |id: &ExprId| (self.ast.span(*id).start..=self.ast.span(*id).end).contains(&span.start);
        self.ast.ids().any(|id| matches!(self.ast.expr(id), Expr::Index { indices, .. } if indices.iter().any(around)))
    }

    /// Indices as they are written, whatever they index; where that stands under a condition, so does what they read.
    fn places(&mut self, indices: &[ExprId], guarded: bool, scope: &mut Scope) -> Result<Vec<Index>> {
        let ast = self.ast;
        let mut places = Vec::with_capacity(indices.len());
        for &index in indices {
            places.push(match self.affine(index, scope) {
                Some(affine) => Index::Affine(affine),
                None => {
                    scope.depth += 1;
                    let around = scope.guarded;
                    scope.guarded |= guarded;
                    let value = self.lower(index, scope);
                    scope.guarded = around;
                    let value = value?;
                    scope.depth -= 1;
                    if !value.axes.is_empty() || self.graph.facts(value.node).condition {
                        return Err(Error::new("an index is a number", ast.span(index)));
                    }
                    if let Some(c) = self.graph.as_constant(value.node) {
                        let hint = "indices are whole numbers and start at 0";
                        match c.as_integer() {
                            Some(n) => Index::Affine(Affine::constant(n)),
                            None => return Err(Error::new("this index is not a whole number", ast.span(index)).with_hint(hint)),
                        }
                    } else {
                        Index::Value(value.node)
                    }
                }
            });
        }
        Ok(places)
    }

    fn lower_index(&mut self, base: ExprId, indices: &[ExprId], span: Span, guarded: bool, scope: &mut Scope) -> Result<Value> {
        let ast = self.ast;
        let places = self.places(indices, guarded, scope)?;
        // An element of a declared array.
        if let Expr::Name(name) = *ast.expr(base)
            && scope.get(name).is_none()
            && let Some(&array) = self.arrays.get(&name)
        {
            let shape = self.graph.array(array).shape.clone();
            if shape.len() != indices.len() {
                return Err(self.rank_error(ast.name(name), shape.len(), indices.len(), span));
            }
            let mut safe = true;
            for ((place, extent), index) in places.iter().zip(&shape).zip(indices) {
                match place {
                    Index::Affine(a) => safe &= self.check_range(a, extent, guarded, Some(array), ast.span(*index))?,
                    Index::Value(_) => safe = false,
                }
            }
            return Ok(Value::scalar(self.graph.element(array, places, guarded && !safe)));
        }
        let value = match *ast.expr(base) {
            Expr::Name(name) => {
                let span = ast.span(base);
                let is_index = matches!(scope.get(name), Some(Binding::Index(_)));
                if is_index {
                    return Err(Error::new(format!("`{}` is an index, not an array", ast.name(name)), span));
                }
                if self.options.implicit && scope.get(name).is_none() && !self.defined.contains_key(&name) {
                    return Err(Error::new(format!("`{}` is not a declared array", ast.name(name)), span).with_hint(format!(
                        "in a single expression variables are numbers; write a model with `input {}[n]`",
                        ast.name(name)
                    )));
                }
                match self.defined.get(&name).filter(|value| scope.get(name).is_none() && value.axes.len() == indices.len()) {
                    Some(value) => value.clone(),
                    None => self.lower_name(name, span, scope)?,
                }
            }
            _ => scope.memo[&base].clone(),
        };
        if value.axes.len() < indices.len() {
            let name = match *ast.expr(base) {
                Expr::Name(name) => Some(ast.name(name)),
                _ => None,
            };
            if name.is_none() && value.axes.is_empty() {
                let error = Error::new("what has been indexed is a number and takes no other index", span);
                return Err(error.with_hint("the indices of an element stand together: `w[i, j]`"));
            }
            return Err(self.rank_error(name.unwrap_or("this"), value.axes.len(), indices.len(), span));
        }
        if let Some(element) = self.lower_output_index(base, &value, &places, indices, guarded)? {
            return Ok(element);
        }
        let (mut node, axes) = self.apart_from(&value, &places);
        for ((axis, place), index) in axes.iter().zip(&places).zip(indices) {
            let extent = self.graph.axis(*axis).extent.clone();
            node = match place {
                Index::Affine(a) => {
                    let safe = self.check_range(a, &extent, guarded, None, ast.span(*index))?;
                    if safe || !guarded {
                        self.graph.substitute(node, *axis, a)
                    } else {
                        // Derivatives read what the elements are computed from without the condition around them.
                        let read = self.graph.substitute_at(node, *axis, a, true);
                        self.where_in_range(a.clone(), &extent, read)
                    }
                }
                Index::Value(at) => self.pick(node, *axis, *at),
            };
        }
        Ok(Value { node, axes: value.axes[indices.len()..].to_vec() })
    }

    /// A value and the axes that are indexed, which can be replaced by these places one after the other: none is in the place of
    /// one before it.
    fn apart_from(&mut self, value: &Value, places: &[Index]) -> (NodeId, Vec<AxisId>) {
        let mut axes = value.axes[..places.len()].to_vec();
        let mut pairs = Vec::new();
        for (at, axis) in axes.iter_mut().enumerate() {
            let meets = |(p, place): (usize, &Index)| match place {
                Index::Affine(a) => p < at && a.axes().any(|other| other == *axis),
                Index::Value(n) => p <= at && self.graph.free(*n).contains(axis),
            };
            if places.iter().enumerate().any(meets) {
                let extent = self.graph.axis(*axis).extent.clone();
                let fresh = self.fresh_axis(extent, None);
                pairs.push((*axis, fresh));
                *axis = fresh;
            }
        }
        (self.rename(value.node, &pairs), axes)
    }

    fn rank_error(&self, name: &str, rank: usize, given: usize, span: Span) -> Error {
        let axes = |n: usize| format!("{n} {}", if n == 1 { "index" } else { "indices" });
        let message = if rank == 0 {
            format!("`{name}` is a scalar and takes no index")
        } else {
            format!("`{name}` takes {}, not {given}", axes(rank))
        };
        Error::new(message, span)
    }

    /// Whether an affine index is inside its axis for sure.
    fn check_range(&self, index: &Affine, extent: &Affine, guarded: bool, array: Option<ArrayId>, span: Span) -> Result<bool> {
        let room = extent.add_scaled(-1, index).add_scaled(-1, &Affine::constant(1));
        let (low, high) = (self.graph.least(index), self.graph.least(&room));
        if low >= Some(0) && high >= Some(0) {
            return Ok(true);
        }
        let constant_bounds = |a: &Affine| {
            a.terms.iter().all(|t| matches!(t.0, crate::affine::Term::Axis(x) if self.graph.axis(x).extent.as_constant().is_some()))
        };
        // All axes start at 0 at once, unless the extent of one depends on another.
        let starts_low = index
            .terms
            .iter()
            .all(|(term, c)| matches!(term, crate::affine::Term::Axis(x) if *c > 0 && self.graph.axis(*x).extent.axes().next().is_none()));
        let below = low.is_some_and(|n| n < 0) && (starts_low || constant_bounds(index));
        // Of axes that are never empty, whatever the dimensions, the ends are met.
        let never_empty = |a: &Affine| {
            a.terms.iter().all(|t| match t.0 {
                crate::affine::Term::Axis(x) => {
                    let extent = &self.graph.axis(x).extent;
                    extent.axes().next().is_none() && self.graph.least(extent) >= Some(1)
                }
                crate::affine::Term::Dim(_) => true,
            })
        };
        let met = self.graph.lowest(&room).and_then(|room| room.as_constant()).is_some_and(|n| n < 0) && never_empty(index);
        let above = met || high.is_some_and(|n| n < 0) && extent.as_constant().is_some() && constant_bounds(index);
        if !guarded && (below || above) {
            let shown = if low.is_some_and(|n| n < 0) {
                format!("{}", low.unwrap_or(0))
            } else {
                self.show(&extent.add_scaled(-1, &Affine::constant(high.unwrap_or(0) + 1)))
            };
            let recurrence = array.map(|id| self.graph.array(id)).filter(|a| a.recurrence.is_some() && low < Some(0));
            let hint = match recurrence {
                Some(a) => format!(
                    "indices start at 0; give the step that needs no other an equation of its own, `{}[0{}] = ...`, \
                     or write a condition, `if(t > 0, ..., 0)`",
                    a.name,
                    ", i".repeat(a.shape.len() - 1)
                ),
                None => "indices start at 0; write a range, `sum(i in 1..n-1: ...)`, or a condition, `if(i > 0, ..., 0)`".to_owned(),
            };
            return Err(Error::new(format!("this index reaches {shown}, outside 0..{}", self.show(extent)), span).with_hint(hint));
        }
        Ok(false)
    }

    /// NaN where the index is outside its axis (it stands under a condition that drops it).
    fn where_in_range(&mut self, index: Affine, extent: &Affine, read: NodeId) -> NodeId {
        let at = self.graph.position(index);
        self.where_inside(at, extent, read)
    }

    fn where_inside(&mut self, at: NodeId, extent: &Affine, read: NodeId) -> NodeId {
        let (inside, nan) = (self.is_inside(at, extent), self.graph.not_a_number());
        self.graph.select(inside, read, nan)
    }

    fn is_inside(&mut self, at: NodeId, extent: &Affine) -> NodeId {
        let g = &mut self.graph;
        let (zero, n) = (g.zero(), g.position(extent.clone()));
        let (low, high) = (g.compare(Comparison::Le, zero, at), g.compare(Comparison::Lt, at, n));
        g.and(low, high)
    }

    /// `value[at]` for a computed array and an index that is data; NaN where it is not an index of the array.
    fn pick(&mut self, value: NodeId, axis: AxisId, at: NodeId) -> NodeId {
        let extent = self.graph.axis(axis).extent.clone();
        let whole = self.graph.apply(Function::Floor, &[at]);
        let whole = self.graph.compare(Comparison::Eq, whole, at);
        let inside = self.is_inside(at, &extent);
        let valid = self.graph.and(whole, inside);
        // The adjoint is NaN there, too, and has to reach an element.
        let first = self.graph.zero();
        let at = self.graph.select(valid, at, first);
        let picked = self.graph.pick(value, axis, at);
        let nan = self.graph.not_a_number();
        self.graph.select(valid, picked, nan)
    }

    fn broadcast(&mut self, a: Value, b: Value, span: Span) -> Result<(NodeId, NodeId, Vec<AxisId>)> {
        if b.axes.is_empty() {
            return Ok((a.node, b.node, a.axes));
        }
        if a.axes.is_empty() {
            return Ok((a.node, b.node, b.axes));
        }
        if a.axes.len() != b.axes.len() {
            return Err(Error::new(format!("these arrays have {} and {} dimensions", a.axes.len(), b.axes.len()), span)
                .with_hint("name the indices: `z[i] = a[i] + B[i, 0]`"));
        }
        for (x, y) in a.axes.iter().zip(&b.axes) {
            let (x, y) = (self.graph.axis(*x).extent.clone(), self.graph.axis(*y).extent.clone());
            self.unify(&x, &y, span, "these arrays have different extents")?;
        }
        let pairs: Vec<_> = b.axes.iter().copied().zip(a.axes.iter().copied()).collect_vec();
        let y = self.rename(b.node, &pairs);
        Ok((a.node, y, a.axes))
    }

    fn matrix_product(&mut self, a: Value, b: Value, span: Span) -> Result<Value> {
        if a.axes.is_empty() || b.axes.is_empty() || a.axes.len() > 2 || b.axes.len() > 2 {
            return Err(Error::new("`@` multiplies vectors and matrices", span).with_hint("use `*` for numbers"));
        }
        // The axes of b become fresh ones, so that they do not meet those of a.
        let mut pairs = Vec::new();
        for &axis in &b.axes {
            let extent = self.graph.axis(axis).extent.clone();
            pairs.push((axis, self.fresh_axis(extent, None)));
        }
        let right = self.rename(b.node, &pairs);
        let (inner, other) = (*a.axes.last().expect("not a scalar"), pairs[0].1);
        let (m, n) = (self.graph.axis(inner).extent.clone(), self.graph.axis(other).extent.clone());
        self.unify(&m, &n, span, "the inner extents of this product differ")?;
        let right = self.graph.substitute(right, other, &Affine::axis(inner));
        let product = self.graph.mul(a.node, right);
        let node = self.graph.reduce(ReduceOp::Sum, inner, product);
        let mut axes = a.axes[..a.axes.len() - 1].to_vec();
        axes.push_all(pairs[1..].iter().map(|p| p.1));
        Ok(self.with_fixed_axes(Value { node, axes }))
    }

    fn array_literal(&mut self, items: &[Value], span: Span) -> Result<Value> {
        let Some(first) = items.first() else { return Err(Error::new("an array needs an element", span)) };
        let axis = self.fresh_axis(Affine::constant(items.len() as i64), None);
        let here = self.graph.position(Affine::axis(axis));
        let mut node = items[items.len() - 1].node;
        if items.iter().any(|v| v.axes.len() != first.axes.len()) {
            return Err(Error::new("the elements of this array have different shapes", span));
        }
        let inner = items[items.len() - 1].axes.clone();
        for (at, item) in items.iter().enumerate().rev().skip(1) {
            let (x, _, _) = self.broadcast(Value { node, axes: inner.clone() }, Value::scalar(node), span)?;
            let pairs: Vec<_> = item.axes.iter().copied().zip(inner.iter().copied()).collect_vec();
            let value = self.rename(item.node, &pairs);
            let k = self.graph.constant(Number::integer(at as i64));
            let hit = self.graph.compare(Comparison::Eq, here, k);
            node = self.graph.select(hit, value, x);
        }
        let mut axes = vec![axis];
        axes.extend(inner);
        Ok(self.with_fixed_axes(Value { node, axes }))
    }

    /// What a name calls that is defined nowhere.
    fn called(&mut self, function: Symbol) -> Option<Called> {
        let ast = self.ast;
        *self.called.entry(function).or_insert_with(|| functions::lookup(ast.name(function)))
    }

    fn lower_call(&mut self, function: Symbol, arguments: &[ExprId], span: Span, guarded: bool, scope: &mut Scope) -> Result<Value> {
        let ast = self.ast;
        let name = ast.name(function);
        let values: Vec<Value> = arguments.iter().map(|a| scope.memo[a].clone()).collect_vec();
        let end = span.start + if ast.spans_are_tokens { 1 } else { name.len() as u32 };
        let name_end = Span { start: end, end: end + 1 };
        if let Some(&at) = self.functions.get(&function) {
            let definition = &ast.definitions[at];
            let DefinitionKind::Function(parameters) = &definition.kind else { unreachable!("only functions are in this table") };
            if parameters.len() != values.len() {
                return Err(arity_error(name, (parameters.len(), parameters.len()), values.len(), span));
            }
            let bindings = parameters.iter().copied().zip(values.into_iter().map(Binding::Value)).collect_vec();
            return self.lower(definition.body, &mut Scope::new(bindings, guarded, scope.depth + 1));
        }
        if let Some(length) = self.length(function, arguments, scope) {
            return Ok(Value::scalar(self.graph.position(length)));
        }
        if name == "len" {
            return Err(Error::new("`len` takes an array, and perhaps the number of its axis", span)
                .with_hint("write `len(x)` for the first axis, `len(x, 1)` for the second"));
        }
        let declared = scope.get(function).is_some() || self.arrays.contains_key(&function) || self.definitions.contains_key(&function);
        if declared || (constant(name).is_some() && functions::lookup(name).is_none()) {
            return Err(Error::new(format!("`{name}` is not a function"), name_end)
                .with_hint(format!("multiplication is written with `*`: `{name}*(...)`; an element with brackets: `{name}[...]`")));
        }
        for (v, e) in values.iter().zip(arguments) {
            if self.graph.facts(v.node).condition {
                return Err(self.kind_error(true, ast.span(*e)));
            }
        }
        // Reductions of whole arrays.
        if let [value] = &values[..]
            && let Some(op) = reduction(name)
            && (!value.axes.is_empty() || !matches!(name, "max" | "min" | "logsumexp"))
        {
            if value.axes.is_empty() {
                return Err(Error::new(format!("`{name}` of a number needs an index or an array"), span)
                    .with_hint(format!("write `{name}(i: x[i])` or `{name}(v)` for an array v")));
            }
            let last = value.axes.len() - 1;
            return match op {
                Reduction::Softmax | Reduction::Op(ReduceOp::LogSumExp | ReduceOp::ArgMax | ReduceOp::ArgMin) => {
                    let node = self.reduce_over(op, value.node, &value.axes[last..], None);
                    let keep = if matches!(op, Reduction::Softmax) { last + 1 } else { last };
                    Ok(Value { node, axes: value.axes[..keep].to_vec() })
                }
                _ => Ok(Value::scalar(self.reduce_over(op, value.node, &value.axes, None))),
            };
        }
        if name == "dot" {
            let [a, b] = &values[..] else { return Err(arity_error(name, (2, 2), values.len(), span)) };
            if a.axes.len() != 1 || b.axes.len() != 1 {
                return Err(Error::new("`dot` takes two vectors", span));
            }
            let (x, y, axes) = self.broadcast(a.clone(), b.clone(), span)?;
            let p = self.graph.mul(x, y);
            return Ok(Value::scalar(self.graph.reduce(ReduceOp::Sum, axes[0], p)));
        }
        if name == "norm"
            && let [v] = &values[..]
            && !v.axes.is_empty()
        {
            let s = self.graph.powi(v.node, 2);
            let s = self.reduce_over(Reduction::Op(ReduceOp::Sum), s, &v.axes, None);
            return Ok(Value::scalar(self.graph.power(s, Number::ratio(1, 2))));
        }
        let Some(called) = self.called(function) else {
            let mut known: Vec<&str> = self.functions.keys().map(|s| ast.name(*s)).collect_vec();
            for name in functions::names() {
                known.push(name);
            }
            known.extend(["sum", "prod", "mean", "softmax", "argmax", "argmin", "dot", "len"]);
            sort::ascending(&mut known);
            let place = Span { start: span.start, end: name_end.start };
            let error = Error::new(format!("unknown function `{name}`"), place);
            return Err(match chainrule_parser::suggest(name, known) {
                Some(other) => error.with_hint(format!("did you mean `{other}`?")),
                None => error.with_hint("multiplication is written with `*`"),
            });
        };
        let arity = called.arity();
        if values.len() < arity.0 || values.len() > arity.1 {
            return Err(arity_error(name, arity, values.len(), span));
        }
        // Element by element: bring all arguments to the axes of the first array.
        let mut axes: Vec<AxisId> = Vec::new();
        let mut nodes = Vec::with_capacity(values.len());
        if let Some(first) = values.iter().find(|v| !v.axes.is_empty()).cloned() {
            axes = first.axes.clone();
            for v in values {
                nodes.push(self.broadcast(first.clone(), v, span)?.1);
            }
        } else {
            nodes.push_all(values.iter().map(|v| v.node));
        }
        if matches!(called, Called::Function(Function::Polygamma))
            && !self.graph.as_constant(nodes[0]).and_then(Number::as_integer).is_some_and(|n| (0..=100).contains(&n))
        {
            return Err(Error::new("the order of `polygamma` is a whole number from 0 to 100", ast.span(arguments[0])));
        }
        let node = match called {
            Called::Function(f) => self.graph.apply(f, &nodes),
            Called::Expansion(row) => (row.build)(&mut self.graph, &nodes),
        };
        Ok(Value { node, axes })
    }

    fn lower_reduce(
        &mut self,
        function: Symbol,
        binders: &[Binder],
        body: ExprId,
        span: Span,
        guarded: bool,
        scope: &mut Scope,
    ) -> Result<Value> {
        let ast = self.ast;
        let name = ast.name(function);
        // The array that a call is given: no reduction, but its values one beside the other.
        let array = name == ARRAY;
        let Some(op) = reduction(name).or(array.then_some(Reduction::Mean)) else {
            return Err(Error::new(format!("`{name}` does not reduce over an index"), span));
        };
        let mut bindings = scope.bindings.clone();
        let mut axes = Vec::new();
        // Of a triangle: what is below what where it is inside.
        let mut triangles: Vec<[Affine; 2]> = Vec::new();
        // Positions that are given away, of the largest or in a softmax, count from the start of the row.
        let counted = array || matches!(op, Reduction::Softmax | Reduction::Op(ReduceOp::ArgMax | ReduceOp::ArgMin));
        for binder in binders {
            let (mut starts, mut ends) = (None, None);
            let (lo, extent) = match binder.range {
                Some((lo, hi)) => {
                    let current = Scope::new(bindings.clone(), false, scope.depth);
                    let bound = |e: ExprId| {
                        self.affine(e, &current)
                            .ok_or_else(|| Error::new("the bounds of a range are whole numbers, dimensions and indices", ast.span(e)))
                    };
                    let (mut lo, hi) = (bound(lo)?, bound(hi)?);
                    let mut extent = hi.add_scaled(-1, &lo);
                    if extent.axes().next().is_some() && hi.axes().next().is_none() && !counted {
                        // A triangle whose rows end together: over all elements, but those before the start of each.
                        let first = self.largest(&lo.scaled(-1)).scaled(-1);
                        let from = if first.as_constant().is_some_and(|n| n >= 0) { Affine::constant(0) } else { first };
                        starts = Some(std::mem::replace(&mut lo, from));
                        extent = hi.add_scaled(-1, &lo);
                    } else if extent.axes().next().is_some() {
                        // A triangle: over the longest row, and nothing beyond the end of each.
                        ends = Some(extent.clone());
                        extent = self.largest(&extent);
                    }
                    (lo, at_least_zero(extent))
                }
                None => (Affine::constant(0), self.infer_extent(binder.name, binder.span, body, &bindings)?),
            };
            let axis = self.fresh_axis(extent, Some(ast.name(binder.name)));
            let index = lo.add_scaled(1, &Affine::axis(axis));
            triangles.extend(starts.map(|start| [start.add_scaled(-1, &Affine::constant(1)), index.clone()]));
            triangles.extend(ends.map(|end| [Affine::axis(axis), end]));
            bindings.push((binder.name, Binding::Index(index)));
            axes.push(axis);
        }
        let guarded = guarded || !triangles.is_empty();
        let mut inner = self.lower(body, &mut Scope::new(bindings, guarded, scope.depth + 1))?;
        let mut count = None;
        for [below, above] in triangles.into_iter().rev() {
            let [below, above] = [below, above].map(|a| self.graph.position(a));
            let inside = self.graph.compare(Comparison::Lt, below, above);
            inner.node = self.only(inside, op, inner.node);
            let one = count.unwrap_or(self.graph.one());
            count = Some(self.only(inside, Reduction::Mean, one));
        }
        if self.graph.facts(inner.node).condition {
            return Err(self.kind_error(true, ast.span(body)));
        }
        if array {
            return Ok(Value { node: inner.node, axes });
        }
        if !inner.axes.is_empty() && matches!(op, Reduction::Softmax) {
            return Err(Error::new("the body of a softmax over an index is a number", ast.span(body)));
        }
        if matches!(op, Reduction::Op(ReduceOp::ArgMax | ReduceOp::ArgMin)) && axes.len() > 1 {
            return Err(Error::new(format!("`{name}` takes one index"), span));
        }
        let node = self.reduce_over(op, inner.node, &axes, count);
        let axes = if matches!(op, Reduction::Softmax) { axes } else { inner.axes };
        Ok(Value { node, axes })
    }

    /// What a reduction over a row of a triangle takes: the body inside of it, and elsewhere what changes nothing.
    fn only(&mut self, inside: NodeId, op: Reduction, body: NodeId) -> NodeId {
        let neutral = match op {
            Reduction::Mean | Reduction::Op(ReduceOp::Sum) => 0.0,
            Reduction::Op(ReduceOp::Product) => 1.0,
            Reduction::Op(ReduceOp::Min | ReduceOp::ArgMin) => f64::INFINITY,
            Reduction::Softmax | Reduction::Op(_) => f64::NEG_INFINITY,
        };
        let neutral = self.graph.float(neutral);
        self.graph.select(inside, body, neutral)
    }

    /// `count` is 1 for each term of a mean and 0 for what does not count.
    fn reduce_over(&mut self, op: Reduction, body: NodeId, axes: &[AxisId], count: Option<NodeId>) -> NodeId {
        let g = &mut self.graph;
        let fold = |g: &mut Graph, op: ReduceOp, body: NodeId| axes.iter().rev().fold(body, |b, axis| reduce_one(g, op, *axis, b));
        match op {
            Reduction::Op(op) => fold(g, op, body),
            Reduction::Mean => {
                let sum = fold(g, ReduceOp::Sum, body);
                let count = match count {
                    Some(count) => fold(g, ReduceOp::Sum, count),
                    None => {
                        let one = g.one();
                        fold(g, ReduceOp::Sum, one)
                    }
                };
                g.div(sum, count)
            }
            Reduction::Softmax => {
                let log = fold(g, ReduceOp::LogSumExp, body);
                let d = g.sub(body, log);
                g.apply(Function::Exp, &[d])
            }
        }
    }
}

/// A reduction over one axis. The product, the largest and the smallest of what is always the same are no
/// reductions: their adjoint would have an axis that their body does not have.
fn reduce_one(g: &mut Graph, op: ReduceOp, axis: AxisId, body: NodeId) -> NodeId {
    if g.free(body).contains(&axis) {
        return g.reduce(op, axis, body);
    }
    let count = g.position(g.axis(axis).extent.clone());
    match op {
        ReduceOp::Product => g.pow(body, count),
        ReduceOp::Max | ReduceOp::Min => {
            let (zero, none) = (g.zero(), g.float(if op == ReduceOp::Max { f64::NEG_INFINITY } else { f64::INFINITY }));
            let some = g.compare(Comparison::Lt, zero, count);
            g.select(some, body, none)
        }
        _ => g.reduce(op, axis, body),
    }
}

#[derive(Clone, Copy)]
enum Reduction {
    Op(ReduceOp),
    Mean,
    Softmax,
}

fn reduction(name: &str) -> Option<Reduction> {
    Some(match name {
        "sum" => Reduction::Op(ReduceOp::Sum),
        "prod" | "product" => Reduction::Op(ReduceOp::Product),
        "max" => Reduction::Op(ReduceOp::Max),
        "min" => Reduction::Op(ReduceOp::Min),
        "logsumexp" => Reduction::Op(ReduceOp::LogSumExp),
        "argmax" => Reduction::Op(ReduceOp::ArgMax),
        "argmin" => Reduction::Op(ReduceOp::ArgMin),
        "mean" => Reduction::Mean,
        "softmax" => Reduction::Softmax,
        _ => return None,
    })
}

/// Constants that a declaration may override.
pub fn constant(name: &str) -> Option<f64> {
    match name {
        "pi" | "π" => Some(core::f64::consts::PI),
        "e" => Some(core::f64::consts::E),
        _ => None,
    }
}

/// An extent that is a number is never negative: the loop does not run.
fn at_least_zero(extent: Affine) -> Affine {
    if extent.as_constant().is_some_and(|n| n < 0) { Affine::constant(0) } else { extent }
}

fn arity_error(name: &str, (low, high): (usize, usize), given: usize, span: Span) -> Error {
    let count = match (low, high) {
        (1, 1) => "1 argument".to_owned(),
        (a, b) if a == b => format!("{a} arguments"),
        (a, usize::MAX) => format!("at least {a} argument{}", if a == 1 { "" } else { "s" }),
        (a, b) => format!("{a} to {b} arguments"),
    };
    Error::new(format!("`{name}` takes {count}, not {given}"), span)
}

/// The expressions below some roots, each once, in the order of reading.
fn below(ast: &Ast, roots: &[ExprId]) -> Vec<ExprId> {
    let mut seen = Marks::default();
    let mut stack: Vec<ExprId> = roots.iter().rev().copied().collect_vec();
    let mut out = Vec::new();
    while let Some(id) = stack.pop() {
        if !seen.insert(id.0 as usize) {
            continue;
        }
        out.push(id);
        let from = stack.len();
        ast.expr(id).for_each_child(|c| stack.push(c));
        stack[from..].reverse();
    }
    out
}
