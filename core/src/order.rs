//! In which order the elements of defined arrays can be computed.
//!
//! The writes of defined arrays and what each reads make a graph. Its strongly connected components, in the
//! order of their dependencies, are the steps: a write that needs nothing of its own component runs over all
//! its axes at once; the others share a *scan*, a loop over one axis of each of their arrays, such that every
//! read of the component is of the same turn or of turns that are over: at a fixed distance, or where the
//! conditions around the read bound it. The steps of some arrays may be turns later than those of others: what reads
//! the next step of another array waits for it. Inside the loop the same question is
//! asked again without the reads of earlier turns, so that a recurrence over layers and time is a scan in a scan.

mod guards;

use crate::affine::{Affine, AxisId, Term};
use crate::differentiate::reachable;
use crate::graph::{ArrayId, Graph, Index, Node, NodeId};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::{Map, Set};
use guards::{Range, range_at};

/// A write of a defined array, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WriteId {
    /// The array.
    pub array: ArrayId,
    /// Which of its writes.
    pub write: usize,
}

/// What is done next.
#[derive(Clone, Debug)]
pub enum Step {
    /// A write, over all its axes that no scan around it has.
    Write(WriteId),
    /// A loop whose turns depend on each other.
    Scan(Scan),
}

/// A sequential loop.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Number of turns.
    pub extent: Affine,
    /// Whether the last turn comes first.
    pub descending: bool,
    /// The axis of each write that the loop goes through.
    pub lines: Vec<Line>,
    /// What a turn does.
    pub body: Vec<Step>,
}

/// How an axis of a write follows from the turn: `axis = turn + shift`, where that is one of its values.
#[derive(Clone, Debug)]
pub struct Line {
    /// The write.
    pub write: WriteId,
    /// Its axis.
    pub axis: AxisId,
    /// Difference.
    pub shift: i64,
    /// The number of its values.
    pub length: Affine,
}

/// Why there is no order.
#[derive(Clone, Debug)]
pub struct Stuck {
    /// An array of the cycle.
    pub array: ArrayId,
    /// What is in the way, to follow "it cannot be computed:".
    pub reason: String,
}

/// The steps that compute some defined arrays.
///
/// # Errors
/// If an element would be needed before it can be there, or is at a place that is not known in advance.
pub fn plan(graph: &Graph, arrays: &[ArrayId]) -> Result<Vec<Step>, Stuck> {
    let writes = |array: ArrayId| (0..graph.writes(array).len()).map(move |write| WriteId { array, write });
    let ids: Vec<WriteId> = arrays.iter().copied().flat_map(writes).collect_vec();
    plan_writes(graph, &ids)
}

/// The steps that make some writes.
///
/// # Errors
/// As [`plan`].
pub fn plan_writes(graph: &Graph, ids: &[WriteId]) -> Result<Vec<Step>, Stuck> {
    Planner::new(graph, ids, &|_| None, &|_, _, _| false).all()
}

/// What one turn of a loop through the given axes of some writes does, where `past` says that a read of what another
/// write makes is of a turn that is over.
///
/// # Errors
/// As [`plan`].
pub fn turn(graph: &Graph, lines: &[Line], past: &dyn Fn(WriteId, &[Index], WriteId) -> bool) -> Result<Vec<Step>, Stuck> {
    let ids: Vec<WriteId> = lines.iter().map(|l| l.write).collect_vec();
    let axis = |id: WriteId| lines.iter().find(|l| l.write == id).map(|l| l.axis);
    Planner::new(graph, &ids, &axis, past).all()
}

struct Read {
    node: NodeId,
    array: ArrayId,
    indices: Vec<Index>,
    /// Whether a scan around sees to it that the element is there.
    over: bool,
    /// The writes of which that is known from the start, or that make other elements.
    past: Vec<WriteId>,
}

/// Whether a write makes none of the elements that are read at these indices.
fn is_apart(graph: &Graph, indices: &[Index], id: WriteId) -> bool {
    // What the difference of two indices is at least, whatever their axes are.
    let least = |a: &Affine, b: &Affine| {
        let lowest = |affine: &Affine| affine.lowest(|axis| Some(graph.axis(axis).extent.clone()));
        lowest(a)?.add_scaled(1, &lowest(&b.scaled(-1))?).as_constant()
    };
    indices.iter().zip(&graph.writes(id.array)[id.write].indices).any(|at| {
        let (Index::Affine(read), Index::Affine(write)) = at else { return false };
        least(read, write).is_some_and(|n| n > 0) || least(write, read).is_some_and(|n| n > 0)
    })
}

struct Planned {
    id: WriteId,
    reads: Vec<Read>,
    /// Axes that scans around go through.
    bound: Vec<AxisId>,
}

struct Planner<'a> {
    graph: &'a Graph,
    writes: Vec<Planned>,
}

impl<'a> Planner<'a> {
    fn new(
        graph: &'a Graph,
        ids: &[WriteId],
        bound: &dyn Fn(WriteId) -> Option<AxisId>,
        past: &dyn Fn(WriteId, &[Index], WriteId) -> bool,
    ) -> Planner<'a> {
        let read = |reader: WriteId, id| match graph.node(id) {
            Node::Element { array, indices, .. } if ids.iter().any(|w| w.array == *array) => {
                let others = ids.iter().copied().filter(|w| w.array == *array);
                let past = others.filter(|w| past(reader, indices, *w) || is_apart(graph, indices, *w)).collect_vec();
                Some(Read { node: id, array: *array, indices: indices.to_vec(), over: false, past })
            }
            _ => None,
        };
        let planned = |id: &WriteId| {
            let roots = graph.writes(id.array)[id.write].roots();
            let reads = reachable(graph, &roots).into_iter().filter_map(|n| read(*id, n)).collect_vec();
            Planned { id: *id, reads, bound: bound(*id).into_iter().collect_vec() }
        };
        Planner { graph, writes: ids.iter().map(planned).collect_vec() }
    }

    fn all(&mut self) -> Result<Vec<Step>, Stuck> {
        let all: Vec<usize> = (0..self.writes.len()).collect_vec();
        self.steps(&all)
    }
}

impl Planner<'_> {
    fn steps(&mut self, list: &[usize]) -> Result<Vec<Step>, Stuck> {
        let mut out = Vec::new();
        for component in self.components(list) {
            let first = component[0];
            let id = self.writes[first].id;
            let own = |r: &Read| !r.over && r.array == id.array && !r.past.contains(&id);
            let cycle = component.len() > 1 || self.writes[first].reads.iter().any(own);
            out.push(if cycle { Step::Scan(self.scan(&component)?) } else { Step::Write(id) });
        }
        Ok(out)
    }

    /// Strongly connected components of the writes, dependencies first. Small: quadratic is good enough.
    fn components(&self, list: &[usize]) -> Vec<Vec<usize>> {
        let needs: Vec<Vec<usize>> = list
            .iter()
            .map(|w| {
                let reads = |v: WriteId| self.writes[*w].reads.iter().any(|r| !r.over && r.array == v.array && !r.past.contains(&v));
                (0..list.len()).filter(|v| reads(self.writes[list[*v]].id)).collect_vec()
            })
            .collect_vec();
        let reach: Vec<Vec<bool>> = (0..list.len())
            .map(|from| {
                let mut seen = vec![false; list.len()];
                let mut stack = vec![from];
                while let Some(at) = stack.pop() {
                    for &next in &needs[at] {
                        if !std::mem::replace(&mut seen[next], true) {
                            stack.push(next);
                        }
                    }
                }
                seen
            })
            .collect_vec();
        let mut placed = vec![false; list.len()];
        let mut out = Vec::new();
        while let Some(first) = (0..list.len()).find(|w| {
            // The first whose needs outside its own component are met.
            !placed[*w] && (0..list.len()).all(|v| placed[v] || !reach[*w][v] || v == *w || reach[v][*w])
        }) {
            let component: Vec<usize> = (0..list.len()).filter(|v| *v == first || (reach[first][*v] && reach[*v][first])).collect_vec();
            component.iter().for_each(|v| placed[*v] = true);
            out.push(component.into_iter().map(|v| list[v]).collect_vec());
        }
        out
    }

    fn scan(&mut self, component: &[usize]) -> Result<Scan, Stuck> {
        let array = self.writes[component[0]].id.array;
        let rank = |array: ArrayId| self.graph.array(array).shape.len();
        let mut reason = String::from("it has no index for its steps");
        for position in 0..rank(array) {
            // Where an array is read with its indices exchanged, its position does not follow from the first read.
            let all = component.iter().map(|w| self.writes[*w].id.array).filter(|a| position < rank(*a));
            let same = || self.along(component, all.map(|a| (a, position)).collect());
            match self.along(component, Map::from_iter([(array, position)])).or_else(|reason| same().map_err(|_| reason)) {
                Ok(found) => return self.finish(component, found),
                Err(other) => reason = other,
            }
        }
        // Nor does that of one that is only read at steps that are over; but from its own that of the others may.
        let others: Set<ArrayId> = component.iter().map(|w| self.writes[*w].id.array).filter(|a| *a != array).collect();
        for (other, position) in others.into_iter().flat_map(|a| (0..rank(a)).map(move |position| (a, position))) {
            if let Ok(found) = self.along(component, Map::from_iter([(other, position)])) {
                return self.finish(component, found);
            }
        }
        Err(Stuck { array, reason })
    }

    /// The axis that an index is, plus something that is the same in every turn.
    fn split(&self, index: &Index) -> Option<(AxisId, Affine)> {
        let Index::Affine(affine) = index else { return None };
        let mut axes = affine.terms.iter().filter_map(|(t, c)| match t {
            Term::Axis(a) => Some((*a, *c)),
            Term::Dim(_) => None,
        });
        match (axes.next(), axes.next()) {
            (Some((axis, 1)), None) => Some((axis, affine.substitute(axis, &Affine::constant(0)))),
            _ => None,
        }
    }

    /// Tries to run a component along an axis of its arrays, of which the position is given for one at least: for each
    /// read by how many turns it is away: a number, or what conditions say of it.
    fn along(&self, component: &[usize], mut positions: Map<ArrayId, usize>) -> Result<Along, String> {
        // Whether it reads what a write of the component makes.
        let needed = |r: &Read| {
            let makes = |id: WriteId| id.array == r.array && !r.past.contains(&id);
            component.iter().any(|w| makes(self.writes[*w].id))
        };
        let mut axes: Vec<Option<(AxisId, i64)>> = vec![None; component.len()];
        loop {
            let next = (0..component.len()).find(|n| axes[*n].is_none() && positions.contains_key(&self.writes[component[*n]].id.array));
            let Some(n) = next else { break };
            let Planned { id, reads, bound } = &self.writes[component[n]];
            let write = &self.graph.writes(id.array)[id.write];
            let name = || self.graph.array(id.array).name.clone();
            let (axis, offset) = self
                .split(&write.indices[positions[&id.array]])
                .filter(|(axis, _)| !bound.contains(axis) && write.axes.contains(axis))
                .ok_or_else(|| match bound.is_empty() {
                    true => format!("not every equation of `{}` runs over its steps", name()),
                    // A loop through the steps is there, and this is one turn of it.
                    false => "its elements need each other in the same step".to_owned(),
                })?;
            let offset = offset.as_constant().ok_or_else(|| format!("the first step of `{}` is not a number", name()))?;
            axes[n] = Some((axis, offset));
            for read in reads.iter().filter(|r| !r.over && needed(r)) {
                if let Some(p) = read.indices.iter().position(|i| self.split(i).is_some_and(|s| s.0 == axis)) {
                    positions.entry(read.array).or_insert(p);
                }
            }
        }
        let mut axes: Vec<_> = axes.into_iter().collect::<Option<_>>().ok_or("not every equation runs over its steps")?;
        let mut distances = Vec::new();
        for (&w, (axis, offset)) in component.iter().zip(&axes) {
            let Planned { id, reads, .. } = &self.writes[w];
            let step = &self.graph.writes(id.array)[id.write].indices[positions[&id.array]];
            for (number, read) in reads.iter().enumerate().filter(|(_, r)| !r.over && needed(r)) {
                let position = positions.get(&read.array);
                let place = position.and_then(|p| self.split(&read.indices[*p])).filter(|s| s.0 == *axis);
                let distance = match place.and_then(|(_, e)| e.as_constant()) {
                    Some(distance) => Range::exactly(distance - offset),
                    None => self.apart(*id, step, read, position),
                };
                if distance.hi.is_none_or(|hi| hi > 0) && distance.lo.is_none_or(|lo| lo < 0) {
                    return Err(format!(
                        "it reads `{}` at a step that is not at a fixed distance, nor always before it or always after it",
                        self.graph.array(read.array).name
                    ));
                }
                distances.push((w, number, distance));
            }
        }
        if !distances.iter().any(|d| d.2.is_over()) {
            return Err("its elements need each other in the same step".to_owned());
        }
        let earlier = |d: &Distance| d.2.hi.is_some_and(|hi| hi <= 0);
        let later = |d: &Distance| d.2.lo.is_some_and(|lo| lo >= 0);
        if !distances.iter().all(earlier) && !distances.iter().all(later) {
            let delays = [false, true].into_iter().find_map(|descending| self.delays(&distances, descending));
            let delays = delays.ok_or("it reads both earlier and later steps")?;
            let delay = |array: ArrayId| delays.get(&array).copied().unwrap_or(0);
            for (w, axis) in component.iter().zip(&mut axes) {
                axis.1 += delay(self.writes[*w].id.array);
            }
            for (w, read, range) in &mut distances {
                let Planned { id, reads, .. } = &self.writes[*w];
                *range = range.moved(delay(reads[*read].array) - delay(id.array));
            }
        }
        Ok(Along { axes, distances })
    }

    /// By how many turns the elements of arrays come later than those of others at the same step, so that all reads are of turns
    /// that are over or of the same turn: `o[t]` that reads `c[t+1]` is computed one turn after `c[t]`.
    fn delays(&self, distances: &[Distance], descending: bool) -> Option<Map<ArrayId, i64>> {
        let mut delays: Map<ArrayId, i64> = Map::default();
        // A path through all arrays and back is as long as any that does not go round for ever.
        for _ in 0..=2 * distances.len() {
            let mut settled = true;
            for (w, read, range) in distances {
                let (reader, of) = (self.writes[*w].id.array, self.writes[*w].reads[*read].array);
                let (first, second, apart) = if descending { (reader, of, range.lo?.checked_neg()?) } else { (of, reader, range.hi?) };
                let least = delays.get(&first).copied().unwrap_or(0).checked_add(apart)?;
                let delay = delays.entry(second).or_insert(0);
                settled &= *delay >= least;
                *delay = least.max(*delay);
            }
            if settled {
                return Some(delays);
            }
        }
        None
    }

    /// How many turns a read is away, from the conditions around it.
    fn apart(&self, id: WriteId, step: &Index, read: &Read, position: Option<&usize>) -> Range {
        // The adjoint is written there, so that has to be a step as well.
        let at = position.map(|p| &read.indices[*p]).filter(|at| self.split(at).is_some_and(|s| s.1.as_constant().is_some()));
        let (Index::Affine(step), Some(Index::Affine(at))) = (step, at) else {
            return Range::default();
        };
        let roots = self.graph.writes(id.array)[id.write].roots();
        range_at(self.graph, &roots, read.node, &at.add_scaled(-1, step))
    }

    fn finish(&mut self, component: &[usize], found: Along) -> Result<Scan, Stuck> {
        let first = found.axes.iter().map(|a| a.1).min().expect("not empty");
        let mut extent: Option<Affine> = None;
        for (&w, (axis, offset)) in component.iter().zip(&found.axes) {
            let end = self.graph.axis(*axis).extent.add_scaled(1, &Affine::constant(offset - first));
            extent = Some(match extent {
                None => end,
                Some(other) => match end.add_scaled(-1, &other).as_constant() {
                    Some(d) if d > 0 => end,
                    Some(_) => other,
                    None => {
                        let reason = "its equations run over different dimensions".to_owned();
                        return Err(Stuck { array: self.writes[w].id.array, reason });
                    }
                },
            });
        }
        let extent = extent.expect("not empty");
        let mut lines = Vec::new();
        for (&w, (axis, offset)) in component.iter().zip(&found.axes) {
            self.writes[w].bound.push(*axis);
            let shift = first - offset;
            let length = self.graph.axis(*axis).extent.clone();
            lines.push(Line { write: self.writes[w].id, axis: *axis, shift, length });
        }
        let descending = found.distances.iter().any(|d| d.2.hi.is_none_or(|hi| hi > 0));
        for (w, read, distance) in found.distances {
            self.writes[w].reads[read].over |= distance.is_over();
        }
        let body = self.steps(component)?;
        Ok(Scan { extent, descending, lines, body })
    }
}

struct Along {
    /// The axis of each write of the component, and the step at which it is 0.
    axes: Vec<(AxisId, i64)>,
    distances: Vec<Distance>,
}

/// Write, read and number of turns.
type Distance = (usize, usize, Range);
