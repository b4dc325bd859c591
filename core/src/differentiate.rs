//! Reverse and forward mode, in the graph itself.
//!
//! Both walk the graph once and know almost no operation: the partials of functions come from the
//! table. The results are nodes like any other, so differentiating again needs nothing new.
//!
//! Reverse mode follows Griewank & Walther, *Evaluating Derivatives*, 2nd ed., ch. 3, with two rules
//! for index notation: a use of a node under more axes than it has is summed over the extra axes (the
//! multivariate chain rule), and the adjoint of `x[e(i)]` is an accumulation into `x`'s gradient at
//! `e(i)`. A branch that is not taken contributes exactly nothing: adjoints below a `select` carry the
//! condition with them and are only cut off with `select(c, adjoint, 0)` where they meet others, after
//! every multiplication by a partial that may be infinite there.
//!
//! A call of a function that is not seen into is differentiated by that function's own vector-Jacobian product: what
//! arrives at its outputs is the seed of one more call, whose outputs are the contributions to its arguments.
//!
//! A recurrence needs no rule of its own. The adjoint of a defined array is a defined array: each read
//! adds to it, and each write hands what it holds on to the value written. That it runs the other way is
//! found when it is scheduled.

use crate::affine::{Affine, AxisId};
use crate::functions::Function;
use crate::graph::*;
use crate::number::Number;
use crate::target::{Target, TargetKind, Write};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Set};
use guards::{Guard, Guards};

mod guards;
mod tangent;

/// Of more nested sums and products than this nothing is found out.
const FLAT_SUMS: usize = 16;

pub use tangent::{Seeds, not_forward, tangent, tangents};

/// Adjoint contributions to one node.
#[derive(Clone, Copy, Debug)]
struct Contribution {
    guard: Guard,
    value: NodeId,
}

/// Axes that are not summed over before, and what an element receives over these.
type Terms = (Vec<AxisId>, Vec<Contribution>);

/// The gradient of a scalar with respect to several arrays.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// One list of accumulations per array, in the order asked for.
    pub writes: Vec<Vec<Write>>,
}

/// Adjoints of `output` (a scalar without free axes) with respect to arrays, by one reverse sweep.
///
/// Returns the accumulations into each array's gradient; an array that `output` does not use gets none.
///
/// - *At kinks.* As the function table says: |x|' = 0 and relu' = 0 at 0, min and max follow the
///   comparison, the first operand on a tie.
/// - *Cost.* Visits each node that reaches `output` once and adds a constant number of nodes per use;
///   uses constant stack.
///
/// With [`Domain::Kept`] the gradient is NaN wherever the value is; with [`Domain::Formula`] it is the
/// textbook formula, which may be finite there: ln' = 1/x also for x < 0.
pub fn gradient(graph: &mut Graph, output: NodeId, wrt: &[ArrayId], domain: Domain) -> Gradient {
    gradients(graph, output, &[], wrt, domain)
}

/// As [`gradient`], for every value of the `rows`: axes that are free in `output` and mean nothing else in the graph. They
/// come first among the indices of what is accumulated. An adjoint is that of one row, so it is never summed over them.
pub fn gradients(graph: &mut Graph, output: NodeId, rows: &[AxisId], wrt: &[ArrayId], domain: Domain) -> Gradient {
    let along: Vec<Index> = rows.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec();
    let mut writes = vec![Vec::new(); wrt.len()];
    let places: Map<ArrayId, usize> = wrt.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let defined = defined_below(graph, &[output]);
    let active = active_nodes(graph, &[output], &places, &defined);
    let mut adjoints: Map<NodeId, Vec<Contribution>> = Map::default();
    let mut guards = Guards::new();
    let one = graph.one();
    if active.contains_key(&output) {
        adjoints.insert(output, vec![Contribution { guard: Guard::ALWAYS, value: one }]);
    }
    // What a defined array's adjoint holds flows into the values written to it.
    let mut adjoint_of: Map<ArrayId, ArrayId> = Map::default();
    for &array in &defined {
        let list: Vec<Write> = graph.writes(array).iter().filter(|w| active.contains_key(&w.value)).cloned().collect_vec();
        if list.is_empty() {
            continue;
        }
        let Array { name, shape, .. } = graph.array(array).clone();
        let shape = [&extents(graph, rows)[..], &shape].concat();
        let adjoint = graph.define(&format!("d{name}"), shape, false);
        adjoint_of.insert(array, adjoint);
        for w in list {
            let indices = [&along[..], &w.indices].concat();
            let mut value = graph.element(adjoint, indices.clone(), w.guarded);
            if w.guarded {
                // What was added nowhere moves nothing.
                let (inside, zero) = (inside(graph, adjoint, &indices), graph.zero());
                value = graph.select(inside, value, zero);
            }
            let extra: Vec<AxisId> = w.axes.iter().copied().filter(|a| !graph.free(w.value).contains(a)).collect_vec();
            let value = extra.iter().rev().fold(value, |v, a| graph.reduce(ReduceOp::Sum, *a, v));
            adjoints.entry(w.value).or_default().push(Contribution { guard: Guard::ALWAYS, value });
        }
    }
    let held = held(graph, &[output], &defined);
    let read = |n: NodeId| held.get(&n).copied().unwrap_or(n);
    let mut order: Vec<NodeId> = active.keys().copied().collect_vec();
    order.sort_unstable();
    let steep = steep(graph, &order);
    let mut seeds: Map<NodeId, Vec<Seed>> = Map::default();
    // What elements receive term by term: over which axes.
    let summed = summed_axes(graph, &defined);
    let mut terms: Map<NodeId, Vec<Terms>> = Map::default();
    for &id in order.iter().rev() {
        if let Some(list) = seeds.remove(&id) {
            // What is passed on as it is is read where the call is made, and need not be there where none is.
            let conditional = matches!(graph.node(id), Node::Invoke(call) if call.condition.is_some());
            for (to, contribution) in call_contributions(graph, &mut guards, id, list, &active, rows) {
                match graph.node(to) {
                    // What is passed on as it is may be an array: it is added to the seed as a whole.
                    Node::Output { call, part, indices, .. } if graph.part(*part).whole => {
                        let (call, part, indices) = (*call, *part, indices.clone());
                        let value = contribution.value;
                        let axes = beyond(graph, value, call, rows).into();
                        seeds.entry(call).or_default().push(Seed { part, indices, axes, value, guarded: conditional });
                    }
                    Node::Element { array, indices, .. } if graph.array(*array).opaque => {
                        let (array, indices) = (*array, indices.to_vec());
                        if let Some(at) = places.get(&array) {
                            let indices = [&along[..], &indices].concat();
                            writes[*at].push(write(graph, indices, contribution.value, conditional));
                        }
                    }
                    _ => adjoints.entry(to).or_default().push(contribution),
                }
            }
            continue;
        }
        if let Node::Element { array, indices, guarded } = graph.node(id) {
            let (array, indices, guarded) = (*array, [&along[..], indices].concat(), *guarded);
            let place = places.get(&array).copied();
            let in_terms = terms.remove(&id).unwrap_or_default().into_iter().map(|(_, list)| list);
            for contributions in in_terms.chain(adjoints.remove(&id)) {
                let (guard, adjoint) = merge(graph, &mut guards, &contributions, steep.contains(&id));
                if graph.is(adjoint, 0) || place.is_none() && !adjoint_of.contains_key(&array) {
                    continue;
                }
                let value = guards.cut(graph, Guard::ALWAYS, guard, adjoint);
                let write = write(graph, indices.clone(), value, guarded);
                match place {
                    Some(at) => writes[at].push(write),
                    None => graph.add_write(adjoint_of[&array], write),
                }
            }
            // An index is piecewise constant: nothing flows into it.
            continue;
        }
        let Some(contributions) = adjoints.remove(&id) else { continue };
        let (guard, adjoint) = merge(graph, &mut guards, &contributions, steep.contains(&id));
        if graph.is(adjoint, 0) {
            continue;
        }
        if let Node::Output { call, .. } = graph.node(id) {
            let call = *call;
            let seed = seed(graph, &mut guards, id, guard, adjoint, rows);
            seeds.entry(call).or_default().push(seed);
            continue;
        }
        let mut push = |graph: &mut Graph, guards: &mut Guards, to: NodeId, value: NodeId, guard: Guard| {
            if !active.contains_key(&to) || graph.is(value, 0) {
                return;
            }
            // The chain rule in several variables: sum over the axes that the operand does not have.
            let mut extra = beyond(graph, id, to, rows);
            let own: Vec<AxisId> = match graph.node(to) {
                Node::Element { .. } => extra.iter().copied().filter(|a| summed.contains(a)).collect_vec(),
                _ => Vec::new(),
            };
            extra.retain(|a| !own.contains(a));
            let (value, guard) = if extra.is_empty() {
                (value, guard)
            } else {
                // Conditions over a summed axis have to be applied before the sum. The others stay: what follows
                // may be infinite where they do not hold.
                let (inner, outer) = guards.split(graph, guard, &extra);
                let value = guards.cut(graph, Guard::ALWAYS, inner, value);
                (extra.iter().rev().fold(value, |v, a| graph.reduce(ReduceOp::Sum, *a, v)), outer)
            };
            if !own.is_empty() {
                let lists = terms.entry(to).or_default();
                match lists.iter_mut().find(|list| list.0 == own) {
                    Some(list) => list.1.push(Contribution { guard, value }),
                    None => lists.push((own, vec![Contribution { guard, value }])),
                }
                return;
            }
            adjoints.entry(to).or_default().push(Contribution { guard, value });
        };
        match graph.node(id).clone() {
            Node::Constant(_) | Node::Position(_) | Node::Element { .. } => {}
            Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => {}
            // Seen to above.
            Node::Invoke(_) | Node::Output { .. } => {}
            Node::Sum { terms, .. } => {
                for (c, n) in terms {
                    if active.contains_key(&n) {
                        let value = graph.scale(c, adjoint);
                        push(graph, &mut guards, n, value, guard);
                    }
                }
            }
            Node::Product(factors) => {
                let operands: Vec<NodeId> = factors.iter().map(|f| f.0).collect_vec();
                let factors: Vec<_> = factors.iter().map(|f| (read(f.0), f.1)).collect_vec();
                let others = if factors.len() > 4 { Some(exclusive_products(graph, &factors)) } else { None };
                for at in 0..factors.len() {
                    let (n, e) = factors[at];
                    if !active.contains_key(&operands[at]) {
                        continue;
                    }
                    // y = n^e * rest: the partial is e * n^(e-1) * rest.
                    let rest: Vec<(NodeId, Number)> = match &others {
                        Some(others) => vec![(others[at], Number::ONE)],
                        None => factors.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| *f).collect_vec(),
                    };
                    // Over many elements the condition is applied once, before the product, where all factors are
                    // plain elements and so as finite as the data.
                    let plain = !graph.free(id).is_empty() && factors.iter().all(|f| is_element(graph, *f));
                    let guard = match flat_at_zero(graph, operands[at], e) {
                        // A branch that asks for a positive root has asked already.
                        Some(_) if guards.say_positive(graph, guard, &[id, read(id), operands[at]]) => guard,
                        Some(flat) => guards.under(guard, flat, false),
                        None => guard,
                    };
                    let (adjoint, guard) =
                        if plain { (guards.cut(graph, Guard::ALWAYS, guard, adjoint), Guard::ALWAYS) } else { (adjoint, guard) };
                    let mut parts = vec![(adjoint, Number::ONE)];
                    parts.extend(partial_of_factor(n, e, rest, held.get(&id).copied()));
                    parts.retain(|p| !p.1.is(0));
                    let value = graph.product(&parts);
                    let value = graph.scale(e, value);
                    push(graph, &mut guards, operands[at], value, guard);
                }
            }
            Node::Apply(function, operands) => {
                let args: Vec<NodeId> = operands.iter().map(|a| read(*a)).collect_vec();
                let extreme = domain == Domain::Kept && matches!(function, Function::Min | Function::Max | Function::Relu);
                // Of an element of an array only where what it is computed from may be undefined: NaN among the data is not worth a
                // look at each. There what comes from above passes, as a rule NaN as well.
                let looked_at = extreme && graph.free(id).is_empty() || args.iter().any(|a| !graph.facts(*a).total);
                let undefined = domain == Domain::Kept && function.is_piecewise() && looked_at;
                for (at, operand) in operands.iter().enumerate() {
                    if active.contains_key(operand) {
                        let partial = function.partial(graph, &args, read(id), at);
                        let (mut value, extra) = match undefined {
                            true => under_piece(graph, adjoint, partial, read(id)),
                            false => under_partial(graph, adjoint, partial),
                        };
                        let extra = if extreme { extra.map(|condition| where_undefined(graph, condition)) } else { extra };
                        if domain == Domain::Kept
                            && let Some(inside) = domain_condition(graph, function, &args, read(id))
                        {
                            let nan = graph.not_a_number();
                            value = graph.select(inside, value, nan);
                        }
                        let guard = extra.map_or(guard, |(c, holds)| guards.under(guard, c, holds));
                        let guard = match level(graph, function, &args, at).filter(|_| domain == Domain::Kept) {
                            Some(level) => guards.under(guard, level, false),
                            None => guard,
                        };
                        push(graph, &mut guards, *operand, value, guard);
                    }
                }
            }
            // Outside its domain a value is NaN and so is its adjoint, with no zero put in its place.
            Node::Select(c, a, b) if graph.as_constant(b).is_some_and(|k| k.to_f64().is_nan()) => {
                let value = graph.select(c, adjoint, b);
                push(graph, &mut guards, a, value, guard);
            }
            Node::Select(c, a, b) => {
                for (n, holds) in [(a, true), (b, false)] {
                    let guard = if guards.says(guard, c, holds) { guard } else { guards.under(guard, c, holds) };
                    push(graph, &mut guards, n, adjoint, guard);
                }
            }
            Node::Reduce { op, axis, body } => {
                if active.contains_key(&body) {
                    let partial = reduce_partial(graph, op, axis, body, read(id));
                    if let Some(partial) = partial {
                        // The adjoint may use the bound axis's name freely only outside this reduction.
                        let mut value = if graph.is(partial, 1) { adjoint } else { graph.mul(adjoint, partial) };
                        // A body that is the same all along the axis is used once for each of its values.
                        if !graph.free(body).contains(&axis) {
                            value = graph.reduce(ReduceOp::Sum, axis, value);
                        }
                        adjoints.entry(body).or_default().push(Contribution { guard, value });
                    }
                }
            }
        }
    }
    Gradient { writes }
}

/// The axes that writes of defined arrays sum over: those of loops that several sums share, see `crossed.rs`. What these loops
/// add to elements stays in terms, or the adjoints would have nothing in common.
fn summed_axes(graph: &Graph, defined: &[ArrayId]) -> Set<AxisId> {
    let writes = defined.iter().flat_map(|array| graph.writes(*array));
    let places = writes.map(|w| (w, w.indices.iter().map(|i| if let Index::Affine(a) = i { Some(a) } else { None }).collect()));
    let plain = places.filter_map(|(w, places): (&Write, Option<Vec<&Affine>>)| Some((w, places?)));
    plain
        .flat_map(|(w, places)| w.axes.iter().copied().filter(move |a| !places.iter().any(|p| p.axes().any(|other| other == *a))))
        .collect()
}

/// The free axes of a node that another one does not have, without the rows.
fn beyond(graph: &Graph, of: NodeId, other: NodeId, rows: &[AxisId]) -> Vec<AxisId> {
    graph.free(of).iter().copied().filter(|a| graph.free(other).binary_search(a).is_err() && !rows.contains(a)).collect_vec()
}

fn extents(graph: &Graph, axes: &[AxisId]) -> Vec<Affine> {
    axes.iter().map(|a| graph.axis(*a).extent.clone()).collect_vec()
}

/// What the adjoint of an output adds to the seed of its call.
fn seed(graph: &mut Graph, guards: &mut Guards, output: NodeId, guard: Guard, adjoint: NodeId, rows: &[AxisId]) -> Seed {
    let Node::Output { call, part, indices, guarded } = graph.node(output).clone() else { unreachable!("an output") };
    let Node::Invoke(invocation) = graph.node(call) else { unreachable!("outputs are those of calls") };
    // Where the call is not made, its seed is not used.
    let known = invocation.condition.map(|c| graph.conjuncts(c)).unwrap_or_default();
    let rest = guards.without(graph, guard, &known);
    let value = guards.cut(graph, Guard::ALWAYS, rest, adjoint);
    let axes = beyond(graph, output, call, rows).into();
    Seed { part, indices, axes, value, guarded }
}

/// The contributions of a call to the adjoints of its arguments.
fn call_contributions(
    graph: &mut Graph,
    guards: &mut Guards,
    id: NodeId,
    seeds: Vec<Seed>,
    active: &Map<NodeId, ()>,
    rows: &[AxisId],
) -> Vec<(NodeId, Contribution)> {
    let Node::Invoke(call) = graph.node(id).clone() else { unreachable!("a call") };
    let moves = moving_arguments(&call, active);
    let product = product_of(graph, id, seeds, &moves);
    let guard = call.condition.map_or(Guard::ALWAYS, |c| guards.under(Guard::ALWAYS, c, true));
    let mut out = Vec::new();
    for k in moves {
        let argument = &call.arguments[k as usize];
        let mut value = adjoint_of(graph, product, argument, k);
        if is_whole(graph, argument.value) {
            out.push((argument.value, Contribution { guard: Guard::ALWAYS, value }));
            continue;
        }
        // The chain rule in several variables: sum over the axes that the argument does not have.
        let extra = beyond(graph, value, argument.value, rows);
        let (inner, guard) = guards.split(graph, guard, &extra);
        value = guards.cut(graph, Guard::ALWAYS, inner, value);
        value = extra.iter().rev().fold(value, |v, a| graph.reduce(ReduceOp::Sum, *a, v));
        out.push((argument.value, Contribution { guard, value }));
    }
    out
}

/// The arguments of a call that move, by their numbers.
fn moving_arguments(call: &Invocation, active: &Map<NodeId, ()>) -> Vec<u32> {
    (0..call.arguments.len() as u32).filter(|k| active.contains_key(&call.arguments[*k as usize].value)).collect_vec()
}

/// The vector-Jacobian product of a call with some seeds, by the arguments that move.
fn product_of(graph: &mut Graph, id: NodeId, seeds: Vec<Seed>, moves: &[u32]) -> NodeId {
    let Node::Invoke(call) = graph.node(id).clone() else { unreachable!("a call") };
    // A number is its own seed; of anything else all parts have to be there.
    let number = matches!(&seeds[..], [one] if graph.part(one.part).template.is_empty() && !graph.part(one.part).whole);
    let of = (!number).then_some(id);
    graph.invoke(Invocation { seeds: Some(seeds.into()), of, active: moves.into(), ..*call })
}

/// What a vector-Jacobian product holds for an argument, by its number, over the axes of the argument.
fn adjoint_of(graph: &mut Graph, product: NodeId, argument: &Argument, number: u32) -> NodeId {
    let shape = extents(graph, &argument.axes);
    let whole = is_whole(graph, argument.value);
    let part = graph.intern_part(ResultPart { argument: Some(number), template: "[]".repeat(shape.len()), shape, whole });
    let indices = argument.axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec();
    graph.output(product, part, indices, false)
}

/// Whether an argument of a call is passed on as it is, and perhaps no number.
fn is_whole(graph: &Graph, argument: NodeId) -> bool {
    matches!(graph.node(argument), Node::Output { part, .. } if graph.part(*part).whole) || graph.is_opaque(argument)
}

/// The condition under which indices are inside an array.
pub(crate) fn inside(graph: &mut Graph, array: ArrayId, indices: &[Index]) -> NodeId {
    let zero = graph.zero();
    let mut all = graph.condition(true);
    for (index, extent) in indices.iter().zip(graph.array(array).shape.clone()) {
        let at = match index {
            Index::Affine(a) => graph.position(a.clone()),
            Index::Value(n) => *n,
        };
        let end = graph.position(extent);
        let (low, high) = (graph.compare(Comparison::Le, zero, at), graph.compare(Comparison::Lt, at, end));
        all = graph.and(all, low);
        all = graph.and(all, high);
    }
    all
}

/// Whether a factor is an element of an array that is given, inside it for sure.
fn is_element(graph: &Graph, (n, e): (NodeId, Number)) -> bool {
    e.is(1) && matches!(graph.node(n), Node::Element { array, guarded: false, .. } if graph.array(*array).recurrence.is_none())
}

/// Where the base of a root is 0 and does not move: a sum of even powers, of which the root is a norm or smoother. Its slope is
/// 0 there, as that of a norm, where the chain rule says 0 times infinity.
fn flat_at_zero(graph: &mut Graph, base: NodeId, exponent: Number) -> Option<NodeId> {
    if exponent.to_f64() < 0.5 || exponent.to_f64() >= 1.0 {
        return None;
    }
    let (mut stack, mut sums) = (vec![base], 0);
    while let Some(n) = stack.pop() {
        match graph.node(n) {
            Node::Sum { constant, terms } if constant.is(0) && terms.iter().all(|t| t.0.is_positive()) => {
                sums += 1;
                stack.push_all(terms.iter().map(|t| t.1));
            }
            Node::Reduce { op: ReduceOp::Sum, body, .. } => {
                sums += 1;
                stack.push(*body);
            }
            Node::Select(_, a, b) => stack.push_all([*a, *b].into_iter().filter(|n| !graph.is(*n, 0))),
            Node::Product(factors) if factors.iter().all(|f| f.1.as_integer().is_some_and(|n| n > 0 && n % 2 == 0)) => {}
            _ => return None,
        }
        if sums > FLAT_SUMS {
            return None;
        }
    }
    let zero = graph.zero();
    (sums > 0).then(|| graph.compare(Comparison::Eq, base, zero))
}

/// Where a function does not depend on an argument, though its partial times what that gets is no number there.
fn level(graph: &mut Graph, function: Function, args: &[NodeId], at: usize) -> Option<NodeId> {
    match (function, at) {
        (Function::Pow, 0) => level_at_zero(graph, args[0], args[1]),
        _ => level_beyond_range(graph, function, args),
    }
}

/// Where a power does not depend on its base: `a^0` is 1 for every `a`, also beside 0.
fn level_at_zero(graph: &mut Graph, base: NodeId, exponent: NodeId) -> Option<NodeId> {
    if graph.as_affine(exponent).is_some_and(|e| graph.least(&e) >= Some(1)) {
        return None;
    }
    let zero = graph.zero();
    let (base, exponent) = (graph.compare(Comparison::Eq, base, zero), graph.compare(Comparison::Eq, exponent, zero));
    Some(graph.and(base, exponent))
}

/// Where a function is level because its argument has overflowed: what moves an infinite number moves no sigmoid of it.
/// Only of arguments that overflow soon, as sums and products of exponentials do.
fn level_beyond_range(graph: &mut Graph, function: Function, args: &[NodeId]) -> Option<NodeId> {
    let both = matches!(function, Function::Tanh | Function::Sigmoid | Function::Atan | Function::Erf | Function::Erfc);
    let below = matches!(function, Function::Exp | Function::Exp2 | Function::Expm1 | Function::Softplus);
    if !both && !below || !grows_fast(graph, args[0]) {
        return None;
    }
    let magnitude = if both { graph.apply(Function::Abs, &[args[0]]) } else { args[0] };
    let end = graph.float(if both { f64::INFINITY } else { f64::NEG_INFINITY });
    Some(graph.compare(Comparison::Eq, magnitude, end))
}

/// Whether an exponential is among the terms and factors of a node.
fn grows_fast(graph: &Graph, node: NodeId) -> bool {
    use Function::{Cosh, Exp, Exp2, Expm1, Sinh};
    let mut stack = vec![node];
    for _ in 0..FLAT_SUMS {
        match stack.pop().map(|n| graph.node(n)) {
            Some(Node::Apply(Exp | Exp2 | Expm1 | Sinh | Cosh, _)) => return true,
            Some(Node::Sum { terms, .. }) => stack.push_all(terms.iter().map(|t| t.1)),
            Some(Node::Product(factors)) => stack.push_all(factors.iter().map(|f| f.0)),
            Some(_) => {}
            None => break,
        }
    }
    false
}

/// What a gradient is where the value is not defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// NaN, like the value.
    Kept,
    /// Whatever the formula of the derivative gives there.
    Formula,
}

/// Where a function whose derivative extends beyond its domain is defined.
fn domain_condition(graph: &mut Graph, function: Function, args: &[NodeId], y: NodeId) -> Option<NodeId> {
    let a = args[0];
    match function {
        Function::Ln | Function::Log2 | Function::Log10 if graph.facts(a).nonnegative => None,
        Function::Ln | Function::Log2 | Function::Log10 => {
            let zero = graph.zero();
            Some(graph.compare(Comparison::Le, zero, a))
        }
        Function::Log1p if graph.facts(a).nonnegative => None,
        Function::Log1p => {
            let low = graph.constant(Number::MINUS_ONE);
            Some(graph.compare(Comparison::Le, low, a))
        }
        Function::Logit | Function::Atanh | Function::LogSinh => {
            let infinity = graph.float(f64::INFINITY);
            Some(graph.compare(Comparison::Le, y, infinity))
        }
        _ => None,
    }
}

/// `adjoint * partial`; an indicator as partial becomes a condition on the adjoint instead.
fn under_partial(graph: &mut Graph, adjoint: NodeId, partial: NodeId) -> (NodeId, Option<(NodeId, bool)>) {
    if let Node::Select(c, a, b) = *graph.node(partial) {
        if graph.is(a, 1) && graph.is(b, 0) {
            return (adjoint, Some((c, true)));
        }
        if graph.is(a, 0) {
            return (graph.mul(adjoint, b), Some((c, false)));
        }
    }
    (graph.mul(adjoint, partial), None)
}

/// [`under_partial`] for a function that takes pieces together, where what it takes may be NaN: its value is NaN there,
/// no comparison holds, and no piece counts. So the adjoint is NaN, and a condition is put as one that then holds.
fn under_piece(graph: &mut Graph, adjoint: NodeId, partial: NodeId, y: NodeId) -> (NodeId, Option<(NodeId, bool)>) {
    let (infinity, nan) = (graph.float(f64::INFINITY), graph.not_a_number());
    let defined = graph.compare(Comparison::Le, y, infinity);
    if graph.is(partial, 0) {
        return (graph.select(defined, partial, nan), None);
    }
    let adjoint = graph.select(defined, adjoint, nan);
    let (value, condition) = under_partial(graph, adjoint, partial);
    (value, condition.map(|condition| where_undefined(graph, condition)))
}

/// A condition, and whether it has to hold, as one that counts where it compares with NaN.
fn where_undefined(graph: &mut Graph, condition: (NodeId, bool)) -> (NodeId, bool) {
    if let (c, true) = condition
        && let Node::Compare(op @ (Comparison::Lt | Comparison::Le), a, b) = *graph.node(c)
    {
        let opposite = if op == Comparison::Lt { Comparison::Le } else { Comparison::Lt };
        return (graph.compare(opposite, b, a), false);
    }
    condition
}

/// d(reduction)/d(body) at the bound axis.
fn reduce_partial(graph: &mut Graph, op: ReduceOp, axis: AxisId, body: NodeId, y: NodeId) -> Option<NodeId> {
    match op {
        ReduceOp::Sum => Some(graph.one()),
        ReduceOp::LogSumExp => {
            let d = graph.sub(body, y);
            Some(graph.apply(Function::Exp, &[d]))
        }
        ReduceOp::Max | ReduceOp::Min => {
            let at = graph.reduce(if op == ReduceOp::Max { ReduceOp::ArgMax } else { ReduceOp::ArgMin }, axis, body);
            let here = graph.position(Affine::axis(axis));
            Some(graph.indicator(Comparison::Eq, here, at))
        }
        ReduceOp::Product => {
            // y/body where y is not 0; else the product of all others, which is finite.
            let extent = graph.axis(axis).extent.clone();
            let other = graph.free_axis(extent, None);
            let (here, there) = (graph.position(Affine::axis(axis)), graph.position(Affine::axis(other)));
            let moved = graph.substitute(body, axis, &Affine::axis(other));
            let same = graph.compare(Comparison::Eq, here, there);
            let (one, zero) = (graph.one(), graph.zero());
            let skipped = graph.select(same, one, moved);
            let others = graph.reduce(ReduceOp::Product, other, skipped);
            let quotient = graph.div(y, body);
            let is_zero = graph.compare(Comparison::Eq, y, zero);
            Some(graph.select(is_zero, others, quotient))
        }
        ReduceOp::ArgMax | ReduceOp::ArgMin => None,
    }
}

/// The partial of `y = n^e * rest` over e, as factors: `n^(e-1) * rest`. Where an element holds y, what y was made of
/// need not be computed again: y^((e-1)/e) where n^e is all there is, as 1/y for a root, and y/n for a divisor, which is 0
/// only where y is not finite.
fn partial_of_factor(n: NodeId, e: Number, rest: Vec<(NodeId, Number)>, y: Option<NodeId>) -> Vec<(NodeId, Number)> {
    let less = e.add(Number::MINUS_ONE);
    match y {
        Some(y) if rest.is_empty() && less.mul(e.recip()).as_integer().is_some() => vec![(y, less.mul(e.recip()))],
        Some(y) if e.is_negative() => vec![(y, Number::ONE), (n, Number::MINUS_ONE)],
        _ => [vec![(n, less)], rest].concat(),
    }
}

/// The product of all factors but one, for each, with 3n multiplications.
fn exclusive_products(graph: &mut Graph, factors: &[(NodeId, Number)]) -> Vec<NodeId> {
    let n = factors.len();
    let mut suffix = vec![graph.one(); n + 1];
    for at in (0..n).rev() {
        let f = graph.power(factors[at].0, factors[at].1);
        suffix[at] = graph.mul(f, suffix[at + 1]);
    }
    let mut prefix = graph.one();
    let mut out = Vec::with_capacity(n);
    for at in 0..n {
        out.push(graph.mul(prefix, suffix[at + 1]));
        let f = graph.power(factors[at].0, factors[at].1);
        prefix = graph.mul(prefix, f);
    }
    out
}

/// The values written to defined arrays, and the elements that hold them: a derivative reads what is there
/// instead of computing it again. What only one side of a choice that is written uses is there whenever it counts.
fn held(graph: &mut Graph, outputs: &[NodeId], defined: &[ArrayId]) -> Map<NodeId, NodeId> {
    let mut out = Map::default();
    if defined.is_empty() {
        return out;
    }
    let mut roots = outputs.to_vec();
    roots.push_all(defined.iter().flat_map(|a| graph.writes(*a)).flat_map(Write::roots));
    let uses = uses(graph, &roots, &reachable(graph, &roots));
    for &array in defined {
        if !graph.is_assigned(array) {
            continue;
        }
        for w in graph.writes(array).to_vec() {
            if may_be_missing(graph, array, &w) {
                continue;
            }
            let mut stack = vec![w.value];
            while let Some(value) = stack.pop() {
                let leaf = matches!(graph.node(value), Node::Constant(_) | Node::Position(_) | Node::Element { .. });
                if leaf || !w.axes.iter().all(|a| graph.free(value).contains(a)) {
                    continue;
                }
                out.insert(value, graph.element(array, w.indices.clone(), w.guarded));
                if let Node::Select(_, a, b) = *graph.node(value) {
                    stack.push_all([a, b].into_iter().filter(|n| uses[n] == 1));
                }
            }
        }
    }
    out
}

/// Whether an array may be too short for an element that is written by itself, as the first one of an array over no steps is. The
/// value is there in any case, and is used where nothing reads the array.
fn may_be_missing(graph: &Graph, array: ArrayId, write: &Write) -> bool {
    write.indices.iter().zip(&graph.array(array).shape).any(|(index, extent)| match index {
        Index::Affine(a) if a.axes().next().is_none() => {
            let room = extent.add_scaled(-1, a).add_scaled(-1, &Affine::constant(1));
            [a, &room].into_iter().any(|a| graph.least(a).is_none_or(|n| n < 0))
        }
        _ => false,
    })
}

/// The nodes below some outputs, defined arrays followed, that depend on an array of `wrt` other than through
/// indices and conditions.
fn active_nodes(graph: &Graph, outputs: &[NodeId], wrt: &Map<ArrayId, usize>, defined: &[ArrayId]) -> Map<NodeId, ()> {
    let mut roots = outputs.to_vec();
    roots.push_all(defined.iter().flat_map(|a| graph.writes(*a)).map(|w| w.value));
    let below = reachable(graph, &roots);
    let mut moving: Set<ArrayId> = Set::default();
    loop {
        let mut active: Map<NodeId, ()> = Map::default();
        for &id in &below {
            let depends = match graph.node(id) {
                Node::Element { array, .. } => wrt.contains_key(array) || moving.contains(array),
                Node::Constant(_) | Node::Position(_) | Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => false,
                Node::Select(_, a, b) => active.contains_key(a) || active.contains_key(b),
                Node::Reduce { op: ReduceOp::ArgMax | ReduceOp::ArgMin, .. } | Node::Apply(Function::StopGradient, _) => false,
                Node::Invoke(call) => call.arguments.iter().any(|a| active.contains_key(&a.value)),
                Node::Output { call, .. } => active.contains_key(call),
                node => {
                    let mut any = false;
                    for_each_operand(node, &mut |o| any |= active.contains_key(&o));
                    any
                }
            };
            if depends {
                active.insert(id, ());
            }
        }
        // An array moves with what is written to it, perhaps only in the next round.
        let before = moving.len();
        moving.extend(defined.iter().copied().filter(|a| graph.writes(*a).iter().any(|w| active.contains_key(&w.value))));
        if moving.len() == before {
            return active;
        }
    }
}

/// The defined arrays that some nodes read, directly or through each other, by number.
pub fn defined_below(graph: &Graph, roots: &[NodeId]) -> Vec<ArrayId> {
    if graph.arrays().all(|(_, array)| array.recurrence.is_none()) {
        return Vec::new();
    }
    let mut found: Set<ArrayId> = Set::default();
    let mut seen: Set<NodeId> = Set::default();
    let mut stack = roots.to_vec();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        graph.for_each_operand(id, |o| stack.push(o));
        if let Node::Element { array, .. } = graph.node(id)
            && graph.array(*array).recurrence.is_some()
            && found.insert(*array)
        {
            stack.push_all(graph.writes(*array).iter().flat_map(Write::roots));
        }
    }
    let mut found: Vec<ArrayId> = found.into_iter().collect_vec();
    sort::ascending(&mut found);
    found
}

/// Every node below some roots, operands first.
pub fn reachable(graph: &Graph, roots: &[NodeId]) -> Vec<NodeId> {
    // Operands have smaller ids, so a walk down meets what uses a node before the node.
    let mut next = roots.iter().max().map_or(0, |root| root.0 as usize + 1);
    let mut found = vec![false; next];
    let mut waiting = 0;
    let find = |id: NodeId, found: &mut [bool], waiting: &mut usize| {
        *waiting += usize::from(!std::mem::replace(&mut found[id.0 as usize], true));
    };
    roots.iter().for_each(|root| find(*root, &mut found, &mut waiting));
    let mut out = Vec::new();
    while waiting > 0 {
        next -= 1;
        if found[next] {
            waiting -= 1;
            out.push(NodeId(next as u32));
            graph.for_each_operand(NodeId(next as u32), |o| find(o, &mut found, &mut waiting));
        }
    }
    out.reverse();
    out
}

/// How often each node below some roots is used, counting each root once more.
pub(crate) fn uses(graph: &Graph, roots: &[NodeId], below: &[NodeId]) -> Map<NodeId, u32> {
    let mut uses: Map<NodeId, u32> = Map::default();
    let mut count = |n: NodeId| *uses.entry(n).or_default() += 1;
    roots.iter().for_each(|root| count(*root));
    below.iter().for_each(|id| graph.for_each_operand(*id, &mut count));
    uses
}

/// Of nodes in ascending order, those below which a partial may be infinite.
fn steep(graph: &Graph, order: &[NodeId]) -> Set<NodeId> {
    let mut steep: Set<NodeId> = Set::default();
    for &id in order {
        let mut below = is_steep(graph, id);
        graph.for_each_operand(id, &mut |operand| below |= steep.contains(&operand));
        if below {
            steep.insert(id);
        }
    }
    steep
}

/// Whether a partial of a node by an operand may be infinite.
fn is_steep(graph: &Graph, id: NodeId) -> bool {
    match graph.node(id) {
        Node::Product(factors) => factors.iter().any(|f| f.1.as_integer().is_none_or(|n| n < 0)),
        Node::Apply(function, _) => !function.is_gentle(),
        Node::Output { .. } | Node::Invoke(_) => true,
        _ => false,
    }
}

/// Adds contributions up; the conditions that all share stay outside. Where what follows may be infinite, so does the
/// condition that one of the others holds.
fn merge(graph: &mut Graph, guards: &mut Guards, contributions: &[Contribution], steep: bool) -> (Guard, NodeId) {
    if let [one] = contributions {
        return (one.guard, one.value);
    }
    let common = contributions[1..].iter().fold(contributions[0].guard, |common, c| guards.common(common, c.guard));
    // Contributions under the same conditions are added before they are cut off.
    let mut groups: Vec<(Guard, Vec<NodeId>)> = Vec::new();
    for c in contributions {
        match groups.iter_mut().rev().take(8).find(|g| g.0 == c.guard) {
            Some(group) => group.1.push(c.value),
            None => groups.push((c.guard, vec![c.value])),
        }
    }
    let zero = graph.zero();
    let mut parts: Vec<NodeId> = Vec::with_capacity(groups.len());
    let mut at = 0;
    while at < groups.len() {
        let guard = groups[at].0;
        let sum = graph.add_all(&groups[at].1);
        // The two sides of one condition make one select.
        if let Some((c, holds)) = guards.only(common, guard)
            && let Some((opposite, values)) = groups.get(at + 1)
            && guards.only(common, *opposite) == Some((c, !holds))
        {
            let other = graph.add_all(values);
            let (then, otherwise) = if holds { (sum, other) } else { (other, sum) };
            parts.push(graph.select(c, then, otherwise));
            at += 2;
            continue;
        }
        parts.push(guards.cut(graph, common, guard, sum));
        at += 1;
    }
    parts.retain(|p| *p != zero);
    let mut guard = common;
    if steep && !guards.always(common, groups.iter().map(|g| g.0)) {
        let any = guards.either(graph, common, groups.iter().map(|g| g.0));
        if any != graph.condition(true) {
            guard = guards.under(common, any, true);
        }
    }
    (guard, graph.add_all(&parts))
}

/// An accumulation, with the axes it runs over.
fn write(graph: &Graph, indices: Vec<Index>, value: NodeId, guarded: bool) -> Write {
    let mut axes: Vec<AxisId> = Vec::new();
    for index in &indices {
        match index {
            Index::Affine(a) => axes.extend(a.axes()),
            Index::Value(n) => axes.extend(graph.free(*n)),
        }
    }
    axes.extend(graph.free(value));
    let mut seen = Vec::new();
    axes.retain(|a| {
        !seen.contains(a) && {
            seen.push(*a);
            true
        }
    });
    Write { indices, axes, value, guarded }
}

/// The targets of a gradient: one per array, in order.
pub fn gradient_targets(graph: &Graph, gradient: Gradient, wrt: &[ArrayId]) -> Vec<Target> {
    wrt.iter()
        .zip(gradient.writes)
        .map(|(id, writes)| {
            let array = graph.array(*id);
            Target { name: array.name.clone(), kind: TargetKind::Gradient(*id), shape: array.shape.clone(), writes }
        })
        .collect_vec()
}

/// The derivative of `output` with respect to one element of an array, as a node: for scalars and
/// elements at constant indices.
pub fn derivative(graph: &mut Graph, output: NodeId, array: ArrayId, indices: &[i64]) -> NodeId {
    let mut gradient = gradient(graph, output, &[array], Domain::Formula);
    let writes = gradient.writes.remove(0);
    element_of_writes(graph, &writes, indices)
}

/// The element at constant indices of a gradient given as accumulations.
pub fn element_of_writes(graph: &mut Graph, writes: &[Write], indices: &[i64]) -> NodeId {
    let zero = graph.zero();
    let mut parts = Vec::new();
    for w in writes {
        let mut value = w.value;
        for (index, at) in w.indices.iter().zip(indices) {
            let at = graph.constant(Number::integer(*at));
            let place = match index {
                Index::Affine(a) => graph.position(a.clone()),
                Index::Value(n) => *n,
            };
            let hit = graph.compare(Comparison::Eq, place, at);
            value = graph.select(hit, value, zero);
        }
        for axis in w.axes.iter().rev() {
            value = graph.reduce(ReduceOp::Sum, *axis, value);
        }
        parts.push(value);
    }
    graph.add_all(&parts)
}
