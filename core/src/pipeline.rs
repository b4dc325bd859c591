//! The stages in order: lower, differentiate, schedule. Every back end starts from the [`Program`] made here.

use crate::affine::Affine;
use crate::differentiate::{self, Domain};
use crate::graph::{ArrayId, Graph, Index, NodeId};
use crate::jacobian::result_target;
use crate::lower::{self, Lowering, Value};
use crate::program::Program;
use crate::schedule;
use crate::target::{Target, TargetKind, Write};
use crate::{copies, crossed};
use chainrule_parser::Error;
use chainrule_parser::ast::{Ast, ExprId};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::table::Map;

/// Which expression of the tree is the function's value.
#[derive(Clone, Copy, Debug)]
pub enum Output<'a> {
    /// The tree's own output, or its definition `loss`, or its last definition.
    Default,
    /// An expression.
    Expr(ExprId),
    /// A definition.
    Name(&'a str),
}

/// Options of all stages.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How the tree is lowered.
    pub lower: lower::Options,
    /// Names of the dimensions that are constants where the program is compiled; the others are known at run time.
    pub constant_dims: Vec<String>,
    /// What is differentiated, if it is not the value: the value times a seed.
    pub differentiated: Option<ExprId>,
    /// Whether the derivative in one direction is computed, too: forward mode. The direction has an input for each
    /// parameter, with the shape of the parameter and the name [`direction`]; the result is the target [`TANGENT`], of the
    /// shape of the value.
    pub tangent: bool,
    /// Whether the states of recurrences are kept at the start of each segment only, and computed once more for the
    /// backward sweep: see [`schedule::checkpointed`].
    pub checkpoint: bool,
    /// See [`schedule::Options::segment`].
    pub segment: Option<u32>,
}

/// The name of the target that receives the derivative in a direction.
pub const TANGENT: &str = "tangent";

/// The name of the input that says in which direction the parameter `name` moves. No name of a formula or of a Rust
/// function is like it.
pub fn direction(name: &str) -> String {
    format!("{name}'")
}

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The value; an array if the expression is one.
    pub value: bool,
    /// The gradient with respect to every parameter, in order of declaration.
    pub gradient: bool,
}

/// A program and what the caller has to check before it runs.
#[derive(Clone, Debug)]
pub struct Built {
    /// The program.
    pub program: Program,
    /// Pairs of extents that the formula takes to be equal.
    pub required_equal: Vec<(String, String)>,
}

/// Lowers, differentiates and schedules.
///
/// # Errors
/// What lowering refuses, at its place; a gradient of something that is not a single number.
pub fn build(ast: &Ast, output: Output<'_>, wanted: Wanted) -> Result<Built, Error> {
    build_with(ast, output, wanted, Options::default())
}

/// As [`build`], with options.
///
/// # Errors
/// As [`build`].
pub fn build_with(ast: &Ast, output: Output<'_>, wanted: Wanted, options: Options) -> Result<Built, Error> {
    let mut lowering = Lowering::new(ast, options.lower.clone())?;
    let mut value = lower_output(&mut lowering, ast, output)?;
    let mut differentiated = match options.differentiated {
        Some(id) => lowering.expression(id)?,
        None => value.clone(),
    };
    let mut graph = without_copies(&mut lowering, &mut [&mut value, &mut differentiated]);
    if wanted.gradient {
        require_scalar(&graph, &differentiated)?;
    }
    let mut targets = Vec::new();
    if wanted.value {
        targets.push(value_target(&graph, &value, TargetKind::Value, "value"));
    }
    if wanted.gradient {
        let wrt = parameters(&graph);
        let gradient = differentiate::gradient(&mut graph, differentiated.node, &wrt, Domain::Kept);
        targets.extend(differentiate::gradient_targets(&graph, gradient, &wrt));
    }
    if options.tangent {
        refuse_calls(&graph, differentiated.node)?;
        let tangent = tangent(&mut graph, differentiated.node);
        let tangent = Value { node: tangent, axes: differentiated.axes };
        targets.push(value_target(&graph, &tangent, TargetKind::Other(0), TANGENT));
    }
    schedule(graph, &targets, lowering, &options)
}

/// Several results, and the gradient of what they are seeded with, after a pause: see [`schedule::with_pause`]. `late` are the
/// names of the seeds. None if the results and the gradient are computed together.
///
/// # Errors
/// As [`build`].
pub fn build_pullback(
    ast: &Ast,
    results: &[Output<'_>],
    seeded: Output<'_>,
    late: Vec<String>,
    options: Options,
) -> Result<Option<Built>, Error> {
    let mut lowering = Lowering::new(ast, options.lower.clone())?;
    let mut lowered: Vec<Value> = results.iter().map(|output| lower_output(&mut lowering, ast, *output)).try_collect_vec()?;
    let mut seeded = lower_output(&mut lowering, ast, seeded)?;
    let mut graph = without_copies(&mut lowering, &mut lowered.iter_mut().chain([&mut seeded]).collect_vec());
    let value = |(n, value): (usize, &Value)| value_target(&graph, value, TargetKind::Other(n as u32), &result_target(n));
    let mut targets = lowered.iter().enumerate().map(value).collect_vec();
    let wrt = parameters(&graph);
    let gradient = differentiate::gradient(&mut graph, seeded.node, &wrt, Domain::Kept);
    targets.extend(differentiate::gradient_targets(&graph, gradient, &wrt));
    schedule::check_order(&graph, &targets)?;
    let options = schedule::Options { results: results.len() as u32, late, ..schedule_options(&mut graph, &lowering, &options) };
    let program = schedule::with_pause(graph, &targets, &options);
    Ok(program.map(|program| Built { program, required_equal: lowering.required_equal }))
}

/// The extent of the first axis of all that [`build_along`] declares.
pub const LANES: &str = "lanes'";

/// The derivatives of several results in as many directions as [`LANES`] says: those are inputs by the names [`direction`], and
/// the derivatives of a result are at its target, all with one axis more in front. None if forward mode does not go through all
/// that there is.
///
/// # Errors
/// As [`build`].
pub fn build_along(ast: &Ast, results: &[Output<'_>], options: Options) -> Result<Option<Built>, Error> {
    let mut lowering = Lowering::new(ast, options.lower.clone())?;
    let mut lowered: Vec<Value> = results.iter().map(|output| lower_output(&mut lowering, ast, *output)).try_collect_vec()?;
    let mut graph = without_copies(&mut lowering, &mut lowered.iter_mut().collect_vec());
    let wrt = parameters(&graph);
    let roots = lowered.iter().map(|value| value.node).collect_vec();
    if differentiate::not_forward(&graph, &roots, &wrt).is_some() {
        return Ok(None);
    }
    let lanes = Affine::dim(graph.dimension(LANES));
    let lane = graph.free_axis(lanes.clone(), Some("lane"));
    let directions = directions(&mut graph, &wrt, std::slice::from_ref(&lanes));
    let tangents = differentiate::tangents(&mut graph, &roots, &wrt, &[lane], &mut |graph, array, indices, guarded| {
        let at = std::iter::once(Index::Affine(Affine::axis(lane))).chain(indices.iter().cloned()).collect_vec();
        directions.get(&array).map(|along| graph.element(*along, at, guarded))
    });
    let along = |(n, (value, node)): (usize, (&Value, NodeId))| {
        let axes = std::iter::once(lane).chain(value.axes.iter().copied()).collect_vec();
        value_target(&graph, &Value { node, axes }, TargetKind::Other(n as u32), &result_target(n))
    };
    let targets = lowered.iter().zip(tangents).enumerate().map(along).collect_vec();
    let mut options = options;
    options.constant_dims.push(LANES.to_owned());
    schedule(graph, &targets, lowering, &options).map(Some)
}

/// The graph, in which values do not read copies of arrays.
pub(crate) fn without_copies(lowering: &mut Lowering<'_>, values: &mut [&mut Value]) -> Graph {
    let mut graph = std::mem::take(&mut lowering.graph);
    let mut roots = values.iter().map(|value| value.node).collect_vec();
    copies::forward(&mut graph, &mut roots);
    crossed::sums(&mut graph, &mut roots);
    values.iter_mut().zip(roots).for_each(|(value, root)| value.node = root);
    graph
}

pub(crate) fn schedule_options(graph: &mut Graph, lowering: &Lowering<'_>, options: &Options) -> schedule::Options {
    let constant_dims = options.constant_dims.iter().map(|name| graph.dimension(name)).collect_vec();
    schedule::Options { constant_dims, segment: options.segment, equal: lowering.equal_extents.clone(), ..schedule::Options::default() }
}

fn schedule(graph: Graph, targets: &[Target], lowering: Lowering<'_>, options: &Options) -> Result<Built, Error> {
    let mut graph = graph;
    schedule::check_order(&graph, targets)?;
    let schedule_options = schedule_options(&mut graph, &lowering, options);
    let mut required_equal = lowering.required_equal;
    let program = if options.checkpoint {
        let (program, assumed) = schedule::checkpointed(graph.clone(), targets, &schedule_options).map_err(|reason| {
            let error = Error::general(format!("it cannot be checkpointed: {reason}"));
            error.with_hint("leave out the option; then all steps are kept for the backward sweep")
        })?;
        let text = |a: &Affine| crate::print::affine(&graph, a);
        required_equal.push_all(assumed.iter().map(|(a, b)| (text(a), text(b))));
        program
    } else {
        schedule::schedule(graph, targets, &schedule_options)
    };
    Ok(Built { program, required_equal })
}

/// Whether the output of a tree, an expression, and its gradient can be computed: in some order there is for each element
/// what it needs.
pub fn computes(ast: &Ast) -> bool {
    let Some(output) = ast.output else { return false };
    let built = || -> Result<(), Error> {
        let mut lowering = Lowering::new(ast, lower::Options::default())?;
        let value = lower_output(&mut lowering, ast, Output::Expr(output))?;
        let mut graph = std::mem::take(&mut lowering.graph);
        require_scalar(&graph, &value)?;
        let wrt = parameters(&graph);
        let gradient = differentiate::gradient(&mut graph, value.node, &wrt, Domain::Kept);
        schedule::check_order(&graph, &differentiate::gradient_targets(&graph, gradient, &wrt))
    };
    built().is_ok()
}

/// What stops forward mode, if anything does, as an error.
fn refuse_calls(graph: &Graph, value: NodeId) -> Result<(), Error> {
    let Some(call) = differentiate::not_forward(graph, &[value], &parameters(graph)) else { return Ok(()) };
    let message = format!("forward mode does not go through the call of `{}`, which is given a struct as a whole", call.path);
    Err(Error::new(message, call.span).with_hint("use reverse mode, or pass what it takes of the struct as numbers and arrays"))
}

pub(crate) fn parameters(graph: &Graph) -> Vec<ArrayId> {
    graph.arguments().filter(|(_, a)| a.parameter).map(|(id, _)| id).collect_vec()
}

/// The derivative of a number, or of the elements of an array, in the direction of inputs that are declared here.
fn tangent(graph: &mut Graph, value: NodeId) -> NodeId {
    let wrt = parameters(graph);
    let directions = directions(graph, &wrt, &[]);
    differentiate::tangent(graph, value, &wrt, &mut |graph, array, indices, guarded| {
        directions.get(&array).map(|along| graph.element(*along, indices.to_vec(), guarded))
    })
}

/// For each parameter the input of its direction, with some axes more in front.
fn directions(graph: &mut Graph, wrt: &[ArrayId], before: &[Affine]) -> Map<ArrayId, ArrayId> {
    let mut directions: Map<ArrayId, ArrayId> = Map::default();
    for &id in wrt {
        let array = graph.array(id);
        let (name, shape) = (direction(&array.name), [before, &array.shape].concat());
        directions.insert(id, graph.declare(&name, shape, false));
    }
    directions
}

/// The lowered output.
///
/// # Errors
/// As [`build`].
pub fn lower_output(lowering: &mut Lowering<'_>, ast: &Ast, output: Output<'_>) -> Result<Value, Error> {
    let value = match output {
        Output::Expr(id) => lowering.expression(id)?,
        Output::Name(name) => lowering.named(name)?,
        Output::Default => match (ast.output, ast.symbol("loss"), ast.definitions.last()) {
            (Some(id), ..) => lowering.expression(id)?,
            (None, Some(_), _) if ast.definitions.iter().any(|d| ast.name(d.name) == "loss") => lowering.named("loss")?,
            (None, _, Some(last)) => lowering.named(ast.name(last.name))?,
            (None, _, None) => return Err(Error::general("the model defines nothing").with_hint("add a line such as `loss = ...`")),
        },
    };
    if lowering.graph.facts(value.node).condition {
        return Err(Error::general("the result is a condition, not a number").with_hint("use `if(condition, 1, 0)`"));
    }
    Ok(value)
}

fn require_scalar(graph: &Graph, value: &Value) -> Result<(), Error> {
    if value.axes.is_empty() {
        return Ok(());
    }
    let extents: Vec<String> = value.axes.iter().map(|a| crate::print::affine(graph, &graph.axis(*a).extent)).collect_vec();
    Err(Error::general(format!("only a single number has a gradient; this is an array of {}", extents.join(" x ")))
        .with_hint("reduce it, for example with `sum(i: ...)` or `mean(i: ...)`"))
}

/// A target that receives the whole of a value.
pub fn value_target(graph: &Graph, value: &Value, kind: TargetKind, name: &str) -> Target {
    Target {
        name: name.to_owned(),
        kind,
        shape: value.axes.iter().map(|a| graph.axis(*a).extent.clone()).collect_vec(),
        writes: vec![Write {
            indices: value.axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec(),
            axes: value.axes.clone(),
            value: value.node,
            guarded: false,
        }],
    }
}
