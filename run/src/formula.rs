//! Formulas at run time: parse, differentiate, print, compile, evaluate.

use crate::eval::{Machine, RunError, WORK_LIMIT};
use chainrule_core::differentiate::{self, Domain};
use chainrule_core::graph::{ArrayId, Graph, Node, NodeId};
use chainrule_core::lower::{self, Lowering, Options};
use chainrule_core::pipeline::{self, Output};
use chainrule_core::print;
use chainrule_core::program::Program;
use chainrule_core::schedule;
use chainrule_core::target::{Target, TargetKind, Write};
use chainrule_parser::Limits;
use chainrule_parser::ast::{Ast, Expr, Symbol};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Set};
use std::fmt;
use std::sync::Mutex;

/// Why a formula was refused: the message, the place and what to do about it.
///
/// `Display` draws the line with a caret under the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    inner: chainrule_parser::Error,
    source: String,
}

impl Error {
    /// An error about `source`.
    pub fn new(inner: chainrule_parser::Error, source: &str) -> Error {
        Error { inner, source: source.to_owned() }
    }

    fn general(message: String) -> Error {
        Error { inner: chainrule_parser::Error::general(message), source: String::new() }
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> &str {
        self.inner.message()
    }

    /// Byte offset of the place, if a place causes the error.
    pub fn offset(&self) -> Option<usize> {
        self.inner.span().map(|s| s.start as usize)
    }

    /// Line and column of the place, from 1, in characters.
    pub fn position(&self) -> Option<(usize, usize)> {
        self.inner.position(&self.source)
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint()
    }

    /// The text that the error is about; empty if none is.
    pub fn source_text(&self) -> &str {
        &self.source
    }

    /// The error without its source.
    pub fn inner(&self) -> &chainrule_parser::Error {
        &self.inner
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.render(&self.source))
    }
}

impl std::error::Error for Error {}

impl From<RunError> for Error {
    fn from(error: RunError) -> Error {
        Error::general(error.to_string())
    }
}

/// How a formula is read.
#[derive(Clone, Debug, Default)]
pub struct ParseOptions {
    /// Whether the text is LaTeX.
    pub latex: bool,
    /// Names that are variables even though they would be constants: `e`, `pi`.
    pub variables: Vec<String>,
    /// Limits on size and depth.
    pub limits: Limits,
}

/// A scalar formula in named variables.
///
/// ```
/// let f = chainrule_run::parse("(sigmoid(w*x + b) - t)^2 / 2")?;
/// assert_eq!(f.variables(), ["w", "x", "b", "t"]);
/// let k = f.compile(["w", "b"], ["x", "t"])?;
/// let (value, gradient) = k.value_and_gradient(&[0.3, 0.1], &[1.0, 0.0])?;
/// assert!(value > 0.0 && gradient.len() == 2);
/// # Ok::<(), chainrule_run::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Formula {
    graph: Graph,
    root: NodeId,
    variables: Vec<String>,
}

/// Reads a formula in any number of variables, which are all numbers.
///
/// # Errors
/// The first mistake in the text, with its place and a hint.
pub fn parse(text: &str) -> Result<Formula, Error> {
    parse_with(text, &ParseOptions::default())
}

/// As [`parse`], with options.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(text: &str, options: &ParseOptions) -> Result<Formula, Error> {
    let refuse = |e| Error::new(e, text);
    let ast = if options.latex {
        chainrule_parser::parse_latex_with(text, &options.limits)
    } else {
        chainrule_parser::parse_expression_with(text, &options.limits)
    }
    .map_err(refuse)?;
    // Any other name is a variable anyway, and the list is searched for each use of a name.
    let variables = options.variables.iter().filter(|v| lower::constant(v).is_some()).cloned().collect_vec();
    let mut lowering = Lowering::new(&ast, Options { implicit: true, variables }).map_err(refuse)?;
    let value = pipeline::lower_output(&mut lowering, &ast, Output::Default).map_err(refuse)?;
    if !value.axes.is_empty() {
        let message = "the formula is an array, not a number";
        let error = match ast.output {
            Some(output) => chainrule_parser::Error::new(message, ast.span(output)),
            None => chainrule_parser::Error::general(message),
        };
        return Err(refuse(error.with_hint("take an element of it, `[x, y][0]`, or the sum of all, `sum([x, y])`")));
    }
    let graph = lowering.graph;
    let variables = first_appearance(&ast, &graph);
    Ok(Formula { graph, root: value.node, variables })
}

/// The declared names in the order in which the text mentions them.
fn first_appearance(ast: &Ast, graph: &Graph) -> Vec<String> {
    let mut first: Map<Symbol, u32> = Map::default();
    for id in ast.ids() {
        if let Expr::Name(name) = *ast.expr(id) {
            let start = ast.span(id).start;
            let first = first.entry(name).or_insert(start);
            *first = start.min(*first);
        }
    }
    let place = |name: &str| ast.symbol(name).and_then(|symbol| first.get(&symbol)).copied();
    let mut places: Vec<(u32, &str)> = graph.arrays().filter_map(|(_, a)| Some((place(&a.name)?, a.name.as_str()))).collect_vec();
    sort::by_key(&mut places, |p| p.0);
    places.into_iter().map(|p| p.1.to_owned()).collect_vec()
}

/// Lists of names: `["w", "b"]`, a slice, or a vector.
pub trait Names {
    /// The names.
    fn names(&self) -> Vec<String>;
}

impl<const N: usize> Names for [&str; N] {
    fn names(&self) -> Vec<String> {
        self.iter().map(|s| (*s).to_owned()).collect_vec()
    }
}

impl<S: AsRef<str>> Names for &[S] {
    fn names(&self) -> Vec<String> {
        self.iter().map(|s| s.as_ref().to_owned()).collect_vec()
    }
}

impl<S: AsRef<str>> Names for Vec<S> {
    fn names(&self) -> Vec<String> {
        self.iter().map(|s| s.as_ref().to_owned()).collect_vec()
    }
}

impl<S: AsRef<str>> Names for &Vec<S> {
    fn names(&self) -> Vec<String> {
        self.iter().map(|s| s.as_ref().to_owned()).collect_vec()
    }
}

impl Formula {
    /// The variables, in order of first appearance.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The derivative with respect to a variable, simplified. Of a name that does not occur it is 0.
    ///
    /// # Errors
    /// None at present; the result is for what a later version may refuse.
    pub fn derivative(&self, wrt: &str) -> Result<Formula, Error> {
        let mut graph = self.graph.clone();
        let root = match self.array(wrt) {
            Some(array) => differentiate::derivative(&mut graph, self.root, array, &[]),
            None => graph.zero(),
        };
        let (graph, root) = chainrule_core::tidy::tidy(&graph, root);
        let used: Set<&str> = differentiate::reachable(&graph, &[root])
            .into_iter()
            .filter_map(|id| match graph.node(id) {
                Node::Element { array, .. } => Some(graph.array(*array).name.as_str()),
                _ => None,
            })
            .collect();
        let variables = self.variables.iter().filter(|v| used.contains(v.as_str())).cloned().collect_vec();
        Ok(Formula { graph, root, variables })
    }

    fn array(&self, name: &str) -> Option<ArrayId> {
        self.graph.arrays().find(|(_, a)| a.name == name).map(|(id, _)| id)
    }

    /// The formula as LaTeX.
    pub fn to_latex(&self) -> String {
        print::latex(&self.graph, self.root)
    }

    /// The graph as a listing, one node a line; equal formulas give equal listings.
    pub fn to_listing(&self) -> String {
        print::listing(&self.graph, &[self.root])
    }

    /// A Rust function `name` of the variables in order, which depends on `chainrule` alone.
    pub fn to_rust(&self, name: &str) -> String {
        let program =
            schedule::schedule(self.graph.clone(), &[self.target(TargetKind::Value, "value", self.root)], &schedule::Options::default());
        let options = chainrule_core::emit::rust::Options {
            scalar: "f64",
            rt: "::chainrule::__rt",
            input: &chainrule_core::emit::identifier,
            gradient: &|name| name.to_owned(),
            dim: &|name| name.to_owned(),
            accumulate: false,
            reserved: &[],
            pause: None,
            prefix: "",
        };
        let arguments: Vec<String> = self.variables.iter().map(|v| format!("{}: f64", chainrule_core::emit::identifier(v))).collect_vec();
        let body = chainrule_core::emit::rust::body(&program, &options);
        let indented: Vec<String> = body.trim_end().lines().map(|line| format!("    {line}")).collect_vec();
        format!("pub fn {name}({}) -> f64 {{\n{}\n}}", arguments.join(", "), indented.join("\n"))
    }

    fn target(&self, kind: TargetKind, name: &str, value: NodeId) -> Target {
        Target {
            name: name.to_owned(),
            kind,
            shape: Vec::new(),
            writes: vec![Write { indices: Vec::new(), axes: Vec::new(), value, guarded: false }],
        }
    }

    /// Fixes the order of the variables: first those to differentiate by, then the given ones.
    ///
    /// # Errors
    /// If a variable of the formula is in neither list, or a name stands twice.
    pub fn compile(&self, wrt: impl Names, given: impl Names) -> Result<Kernel, Error> {
        let (wrt, given) = (wrt.names(), given.names());
        let mut seen = Set::default();
        if let Some(twice) = wrt.iter().chain(&given).find(|n| !seen.insert(n.as_str())) {
            return Err(Error::general(format!("`{twice}` is listed twice")));
        }
        if let Some(missing) = self.variables.iter().find(|v| !seen.contains(v.as_str())) {
            return Err(Error::general(format!("the variable `{missing}` has no value: list it in one of the two orders")));
        }
        Ok(Kernel { formula: self.clone(), wrt, given, work_limit: WORK_LIMIT, programs: Default::default() })
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::formula(&self.graph, self.root))
    }
}

/// The rows of a matrix.
pub type Rows = Vec<Vec<f64>>;

/// A formula with a fixed order of arguments, ready to be evaluated.
///
/// Programs are made when they are first needed and kept.
#[derive(Debug)]
pub struct Kernel {
    formula: Formula,
    wrt: Vec<String>,
    given: Vec<String>,
    work_limit: u64,
    programs: [Mutex<Option<Prepared>>; 3],
}

/// A program ready to run, and where it finds and leaves its numbers.
#[derive(Debug)]
struct Prepared {
    machine: Machine,
    /// Per input of the program, its place in the two lists one after the other.
    places: Vec<usize>,
    outputs: Vec<Vec<f64>>,
}

impl Kernel {
    /// The same, but for how many turns all loops together may take in one evaluation: 10^11 unless said otherwise.
    ///
    /// ```
    /// let k = chainrule_run::parse("sum(i in 0..1000: w^i)")?.compile(["w"], [])?.with_work_limit(100);
    /// assert!(k.value(&[0.5], &[]).unwrap_err().to_string().contains("work limit"));
    /// # Ok::<(), chainrule_run::Error>(())
    /// ```
    #[must_use]
    pub fn with_work_limit(self, turns: u64) -> Kernel {
        Kernel { work_limit: turns, ..self }
    }

    /// The value.
    ///
    /// # Errors
    /// If a slice has the wrong length.
    pub fn value(&self, wrt: &[f64], given: &[f64]) -> Result<f64, Error> {
        Ok(self.run(0, wrt, given)?[0])
    }

    /// The bytes of numbers that it keeps from one evaluation to the next: the variables, arrays and results of the programs
    /// that have been made so far.
    ///
    /// ```
    /// let k = chainrule_run::parse("sum(i in 0..1000: exp(w*i)) / sum(i in 0..1000: exp(w*i)^2)")?.compile(["w"], [])?;
    /// assert_eq!(k.bytes(), 0);
    /// k.gradient(&[1e-3], &[])?;
    /// assert!(k.bytes() > 0);
    /// # Ok::<(), chainrule_run::Error>(())
    /// ```
    pub fn bytes(&self) -> usize {
        let of = |p: &Prepared| p.machine.bytes() + p.outputs.iter().map(|o| size_of_val(&o[..])).sum::<usize>();
        self.programs.iter().map(|p| p.lock().unwrap_or_else(std::sync::PoisonError::into_inner).as_ref().map_or(0, of)).sum()
    }

    /// The gradient, in the order of the first list.
    ///
    /// # Errors
    /// If a slice has the wrong length.
    pub fn gradient(&self, wrt: &[f64], given: &[f64]) -> Result<Vec<f64>, Error> {
        Ok(self.value_and_gradient(wrt, given)?.1)
    }

    /// The value and the gradient, in one sweep.
    ///
    /// # Errors
    /// If a slice has the wrong length.
    pub fn value_and_gradient(&self, wrt: &[f64], given: &[f64]) -> Result<(f64, Vec<f64>), Error> {
        let mut out = self.run(1, wrt, given)?;
        let gradient = out.split_off(1);
        Ok((out[0], gradient))
    }

    /// The Hessian, row by row in the order of the first list.
    ///
    /// # Errors
    /// If a slice has the wrong length.
    pub fn hessian(&self, wrt: &[f64], given: &[f64]) -> Result<Rows, Error> {
        let out = self.run(2, wrt, given)?;
        Ok(self.rows(&out[1 + self.wrt.len()..]))
    }

    /// Value, gradient and Hessian in one sweep.
    ///
    /// # Errors
    /// If a slice has the wrong length.
    pub fn value_gradient_hessian(&self, wrt: &[f64], given: &[f64]) -> Result<(f64, Vec<f64>, Rows), Error> {
        let out = self.run(2, wrt, given)?;
        let n = self.wrt.len();
        Ok((out[0], out[1..=n].to_vec(), self.rows(&out[1 + n..])))
    }

    /// Unpacks the upper triangle.
    fn rows(&self, triangle: &[f64]) -> Rows {
        let n = self.wrt.len();
        let mut rows = vec![vec![0.0; n]; n];
        let pairs = (0..n).flat_map(|i| (i..n).map(move |j| (i, j)));
        for ((i, j), value) in pairs.zip(triangle) {
            rows[i][j] = *value;
            rows[j][i] = *value;
        }
        rows
    }

    fn run(&self, order: usize, wrt: &[f64], given: &[f64]) -> Result<Vec<f64>, Error> {
        for (what, expected, slice) in [("first", &self.wrt, wrt), ("second", &self.given, given)] {
            if expected.len() != slice.len() {
                return Err(Error::general(format!("the {what} list has {} values for {} variables", slice.len(), expected.len())));
            }
        }
        let mut slot = self.programs[order].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Prepared { machine, places, outputs } = slot.get_or_insert_with(|| self.prepare(order));
        let of = |at: usize| if at < wrt.len() { &wrt[at] } else { &given[at - wrt.len()] };
        let inputs: Vec<&[f64]> = places.iter().map(|at| std::slice::from_ref(of(*at))).collect_vec();
        machine.work_limit = self.work_limit;
        machine.run(&inputs, &[], outputs)?;
        Ok(outputs.iter().map(|o| o[0]).collect_vec())
    }

    fn prepare(&self, order: usize) -> Prepared {
        let program = self.program(order);
        let names = self.wrt.iter().chain(&self.given);
        let place_of: Map<&str, usize> = names.enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        // `compile` has refused a variable that is in neither list.
        let places = program.inputs.iter().map(|input| place_of[input.name.as_str()]).collect_vec();
        Prepared { machine: Machine::new(&program), places, outputs: vec![vec![0.0]; program.targets.len()] }
    }

    /// The program that computes the value (order 0), the gradient too (1), and the upper triangle of
    /// the Hessian (2): one scalar target each, `y0`, `y1`, ... in that order.
    pub fn program(&self, order: usize) -> Program {
        let mut graph = self.formula.graph.clone();
        let root = self.formula.root;
        let arrays: Map<&str, ArrayId> = self.formula.graph.arrays().map(|(id, a)| (a.name.as_str(), id)).collect();
        let ids: Vec<Option<ArrayId>> = self.wrt.iter().map(|n| arrays.get(n.as_str()).copied()).collect_vec();
        let mut nodes = vec![root];
        if order >= 1 {
            let gradient = scalar_gradient(&mut graph, root, &ids);
            nodes.extend(&gradient);
            if order >= 2 {
                for (i, row) in gradient.into_iter().enumerate() {
                    nodes.extend(scalar_gradient(&mut graph, row, &ids[i..]));
                }
            }
        }
        let targets: Vec<Target> = nodes
            .into_iter()
            .enumerate()
            .map(|(at, node)| self.formula.target(TargetKind::Other(at as u32), &format!("y{at}"), node))
            .collect_vec();
        schedule::schedule(graph, &targets, &schedule::Options::default())
    }
}

impl Clone for Kernel {
    fn clone(&self) -> Self {
        let Kernel { formula, wrt, given, work_limit, .. } = self;
        Kernel { formula: formula.clone(), wrt: wrt.clone(), given: given.clone(), work_limit: *work_limit, programs: Default::default() }
    }
}

/// One node per scalar; 0 for a name that does not occur.
fn scalar_gradient(graph: &mut Graph, output: NodeId, wrt: &[Option<ArrayId>]) -> Vec<NodeId> {
    let present: Vec<ArrayId> = wrt.iter().flatten().copied().collect_vec();
    let gradient = differentiate::gradient(graph, output, &present, Domain::Kept);
    let mut nodes = gradient.writes.iter().map(|writes| differentiate::element_of_writes(graph, writes, &[])).collect_vec().into_iter();
    let zero = graph.zero();
    wrt.iter().map(|id| if id.is_some() { nodes.next().unwrap_or(zero) } else { zero }).collect_vec()
}
