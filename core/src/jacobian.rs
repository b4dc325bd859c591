//! Jacobians: several results and their derivatives with respect to every parameter, in one program.
//!
//! By rows, each result is differentiated in reverse; the rows are an axis that is never summed over. By columns, forward
//! mode follows each number of a parameter; these are the axes that all tangents have. Rows are right where a result reads
//! little, as each residual of a fit does, and where there are few of them; columns where many results come from few
//! numbers through much that they share, as the points on a body come from its joints. Where both are possible, both are
//! scheduled and the one with less work is taken.

use crate::affine::{Affine, AxisId};
use crate::differentiate::{self, Domain};
use crate::graph::{ArrayId, Comparison, Graph, Index, Node, NodeId};
use crate::lower::{Lowering, Value};
use crate::pipeline::{self, Built, Options, Output};
use crate::schedule;
use crate::target::{Target, TargetKind, Write};
use chainrule_parser::Error;
use chainrule_parser::ast::Ast;
use chainrule_parser::list::CollectVec;

/// The name of the target of [`build`] that receives a result, by its number.
pub fn result_target(result: usize) -> String {
    format!("'{result}")
}

/// The name of the target of [`build`] that receives the derivatives of a result by a parameter.
pub fn jacobian_target(result: usize, parameter: &str) -> String {
    format!("{parameter}'{result}")
}

/// Several results, if their `values` are wanted, and their derivatives with respect to every parameter, in one program: what
/// they have in common is computed once. A target with derivatives has the shape of the result and then that of the parameter.
///
/// # Errors
/// As [`pipeline::build`], and a result that is a condition.
pub fn build(ast: &Ast, results: &[Output<'_>], values: bool, options: Options) -> Result<Built, Error> {
    let mut lowering = Lowering::new(ast, options.lower.clone())?;
    let mut lowered: Vec<Value> = results.iter().map(|output| pipeline::lower_output(&mut lowering, ast, *output)).try_collect_vec()?;
    let mut graph = pipeline::without_copies(&mut lowering, &mut lowered.iter_mut().collect_vec());
    let wrt = pipeline::parameters(&graph);
    let results: Vec<Elements> = lowered.iter().map(|value| Elements::of(&mut graph, value)).collect_vec();
    let program = |mut graph: Graph, by: By| -> Result<Built, Error> {
        let mut targets = Vec::new();
        for (number, result) in results.iter().enumerate() {
            result.targets(&mut graph, number, values, &wrt, by, &mut targets);
        }
        let schedule_options = pipeline::schedule_options(&mut graph, &lowering, &options);
        schedule::check_order(&graph, &targets)?;
        Ok(Built { program: schedule::schedule(graph, &targets, &schedule_options), required_equal: lowering.required_equal.clone() })
    };
    if !has_more_rows_than_columns(&graph, &results, &wrt) {
        return program(graph, By::Rows);
    }
    let columns = program(graph.clone(), By::Columns)?.program;
    let rows = program(graph, By::Rows)?;
    let work = |p: &crate::program::Program| p.cost_of_extent(ANY).total();
    Ok(if work(&columns) < work(&rows.program) { Built { program: columns, ..rows } } else { rows })
}

/// What an extent is taken for that only the caller knows.
const ANY: u64 = 100;

/// So many columns at most are followed at once.
const MOST_COLUMNS: i64 = 1000;

/// Which way the chain rule is applied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Rows,
    Columns,
}

/// Whether forward mode may be less work, and goes through all that there is.
fn has_more_rows_than_columns(graph: &Graph, results: &[Elements], wrt: &[ArrayId]) -> bool {
    let count = |shape: &[Affine]| shape.iter().try_fold(1i64, |n, e| n.checked_mul(e.as_constant()?));
    let mut columns = 0i64;
    for array in wrt.iter().map(|id| graph.array(*id)) {
        match count(&array.shape) {
            Some(n) if !array.opaque => columns = columns.saturating_add(n),
            _ => return false,
        }
    }
    let rows: Option<i64> = results.iter().try_fold(0i64, |n, r| Some(n.saturating_add(count(&r.shape)?)));
    let roots = results.iter().flat_map(|r| &r.elements).map(|e| e.1).collect_vec();
    columns <= MOST_COLUMNS && rows.is_none_or(|rows| rows > columns) && differentiate::not_forward(graph, &roots, wrt).is_none()
}

/// Arrays of up to so many elements that are not all made in the same way are differentiated element by element.
const FEW: i64 = 16;

/// The elements of a result and where they are: one with a fresh axis for each of the result's, or each element by itself
/// where they are chosen by their position from a few that have nothing else in common.
struct Elements {
    shape: Vec<Affine>,
    elements: Vec<(Vec<Affine>, NodeId)>,
}

impl Elements {
    fn of(graph: &mut Graph, value: &Value) -> Self {
        let shape: Vec<Affine> = value.axes.iter().map(|a| graph.axis(*a).extent.clone()).collect_vec();
        let count = shape.iter().try_fold(1i64, |n, e| n.checked_mul(e.as_constant()?));
        let listed = matches!(graph.node(value.node), Node::Select(condition, ..)
            if graph.free(*condition).iter().any(|a| value.axes.contains(a)));
        let mut elements: Vec<(Vec<Affine>, NodeId)> = vec![(Vec::new(), value.node)];
        for (axis, extent) in value.axes.iter().zip(&shape) {
            let places: Vec<Affine> = match (count, extent.as_constant()) {
                (Some(count), Some(n)) if listed && count <= FEW => (0..n).map(Affine::constant).collect_vec(),
                _ => vec![Affine::axis(graph.free_axis(extent.clone(), graph.axis(*axis).name.clone().as_deref()))],
            };
            let mut next = Vec::new();
            for (at, node) in elements {
                for place in &places {
                    let node = graph.substitute(node, *axis, place);
                    next.push(([&at[..], std::slice::from_ref(place)].concat(), node));
                }
            }
            elements = next;
        }
        Elements { shape, elements }
    }

    /// The result, by its number, and its derivatives.
    fn targets(&self, graph: &mut Graph, number: usize, values: bool, wrt: &[ArrayId], by: By, targets: &mut Vec<Target>) {
        let mut target = |name: String, of: Option<ArrayId>, shape: Vec<Affine>, writes| {
            let kind = of.map_or(TargetKind::Other(targets.len() as u32), TargetKind::Gradient);
            targets.push(Target { name, kind, shape, writes });
        };
        if values {
            let values = self.elements.iter().map(|(at, node)| Write {
                indices: at.iter().cloned().map(Index::Affine).collect_vec(),
                axes: axes(at),
                value: *node,
                guarded: false,
            });
            target(result_target(number), None, self.shape.clone(), values.collect_vec());
        }
        let writes = match by {
            By::Rows => self.rows(graph, wrt),
            By::Columns => wrt.iter().map(|array| self.columns(graph, *array)).collect_vec(),
        };
        for (id, writes) in wrt.iter().zip(writes) {
            let array = graph.array(*id);
            target(jacobian_target(number, &array.name), Some(*id), [&self.shape[..], &array.shape].concat(), writes);
        }
    }

    /// The derivatives with respect to all arrays, in reverse.
    fn rows(&self, graph: &mut Graph, wrt: &[ArrayId]) -> Vec<Vec<Write>> {
        let mut writes = vec![Vec::new(); wrt.len()];
        for (at, node) in &self.elements {
            let rows = axes(at);
            let gradient = differentiate::gradients(graph, *node, &rows, wrt, Domain::Kept);
            for (all, own) in writes.iter_mut().zip(gradient.writes) {
                for mut write in own {
                    // One element by itself has no axis for its place.
                    write.indices.splice(..rows.len(), at.iter().cloned().map(Index::Affine));
                    all.push(write);
                }
            }
        }
        writes
    }

    /// The derivatives with respect to an array, forward: the lanes are the axes of the array.
    fn columns(&self, graph: &mut Graph, array: ArrayId) -> Vec<Write> {
        let shape = graph.array(array).shape.clone();
        let lanes = shape.iter().map(|extent| graph.free_axis(extent.clone(), None)).collect_vec();
        let mut seeds = |graph: &mut Graph, _: ArrayId, indices: &[Index], _: bool| {
            let mut seed = graph.one();
            for (index, lane) in indices.iter().zip(&lanes) {
                let at = match index {
                    Index::Affine(a) => graph.position(a.clone()),
                    Index::Value(n) => *n,
                };
                let (lane, zero) = (graph.position(Affine::axis(*lane)), graph.zero());
                let here = graph.compare(Comparison::Eq, at, lane);
                seed = graph.select(here, seed, zero);
            }
            Some(seed)
        };
        let roots = self.elements.iter().map(|e| e.1).collect_vec();
        let tangents = differentiate::tangents(graph, &roots, &[array], &lanes, &mut seeds);
        let mut writes = Vec::new();
        for ((at, _), tangent) in self.elements.iter().zip(tangents) {
            if !graph.is(tangent, 0) {
                writes.push(Write {
                    indices: at.iter().cloned().chain(lanes.iter().map(|a| Affine::axis(*a))).map(Index::Affine).collect_vec(),
                    axes: axes(at).into_iter().chain(lanes.iter().copied()).collect_vec(),
                    value: tangent,
                    guarded: false,
                });
            }
        }
        writes
    }
}

/// The axes that are open in a place.
fn axes(at: &[Affine]) -> Vec<AxisId> {
    at.iter().filter_map(Affine::as_axis).collect_vec()
}
