//! Which elements of swept arrays are read and written, in which direction, and so in which phase.

use super::*;
use chainrule_parser::list::{CollectVec, PushAll};

/// Distance from the value of an axis of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lag(pub i64);

/// What an index adds to an axis, if it adds a number to it.
pub(super) fn in_step(index: &Index, axis: AxisId) -> Option<i64> {
    let Index::Affine(a) = index else { return None };
    (a.terms[..] == [(Term::Axis(axis), 1)]).then_some(a.constant)
}

impl Plan {
    /// The elements of defined arrays that a write reads.
    pub(super) fn reads(&self, id: WriteId) -> Vec<(ArrayId, Vec<Index>)> {
        stages::reads(&self.graph, self.write(id))
    }

    /// The elements of swept arrays that a write reads step by step, and how far they are from its step.
    pub(super) fn lags(&self, op: &Op) -> Vec<(ArrayId, Lag)> {
        let Some(time) = op.time else { return Vec::new() };
        let lag = |(array, indices): (ArrayId, Vec<Index>)| {
            let position = *self.swept.get(&array)?;
            Some((array, Lag(in_step(&indices[position], time)?)))
        };
        self.reads(op.id).into_iter().filter_map(lag).collect_vec()
    }

    /// How far the element that a write of a swept array makes is from its step.
    pub(super) fn written(&self, op: &Op) -> Lag {
        let position = self.swept[&op.id.array];
        Lag(in_step(&self.write(op.id).indices[position], op.time.expect("a step")).expect("swept arrays are written so"))
    }

    /// Finds which swept arrays can be computed in one direction only.
    pub(super) fn find_directions(&mut self, arrays: &[ArrayId]) -> Result<()> {
        let mut steps: Vec<Op> = Vec::new();
        for &array in arrays {
            let Some(&position) = self.swept.get(&array) else { continue };
            for write in 0..self.graph.writes(array).len() {
                let id = WriteId { array, write };
                let w = self.write(id);
                let Some(time) = w.axes.iter().copied().find(|a| in_step(&w.indices[position], *a).is_some()) else { continue };
                let first = in_step(&w.indices[position], time).expect("found by it");
                let last = self.graph.axis(time).extent.add_scaled(1, &Affine::constant(first - 1));
                let ends = self.ends.entry(array).or_insert_with(|| (first, last.clone()));
                ends.0 = ends.0.min(first);
                if last.add_scaled(-1, &ends.1).as_constant().is_some_and(|d| d > 0) {
                    ends.1 = last;
                }
                steps.push(Op { id, time: Some(time), fixed: None, phase: Phase::Before, shift: 0 });
            }
        }
        // From which array which other one is reached.
        let needs: Vec<Vec<(ArrayId, i64)>> =
            steps.iter().map(|op| self.lags(op).into_iter().map(|(a, lag)| (a, lag.0)).collect_vec()).collect_vec();
        let mut reach: Map<ArrayId, Set<ArrayId>> = Map::default();
        for &array in self.swept.keys() {
            let mut seen = Set::default();
            let mut stack = vec![array];
            while let Some(at) = stack.pop() {
                for (_, reads) in steps.iter().zip(&needs).filter(|(op, _)| op.id.array == at) {
                    stack.push_all(reads.iter().map(|r| r.0).filter(|a| seen.insert(*a)));
                }
            }
            reach.insert(array, seen);
        }
        let cyclic: Vec<ArrayId> = arrays.iter().copied().filter(|a| reach.get(a).is_some_and(|r| r.contains(a))).collect_vec();
        for &array in &cyclic {
            let inside = |a: ArrayId| reach[&array].contains(&a) && reach[&a].contains(&array);
            let mut edges: Vec<(usize, usize, i64)> = Vec::new();
            for (r, reads) in needs.iter().enumerate().filter(|(r, _)| inside(steps[*r].id.array)) {
                for &(read, distance) in reads.iter().filter(|x| inside(x.0)) {
                    for (w, other) in steps.iter().enumerate().filter(|(_, o)| o.id.array == read) {
                        edges.push((r, w, distance - self.written(other).0));
                    }
                }
            }
            let possible = |sign: i64| {
                let mut shift = vec![0i64; steps.len()];
                for _ in 0..=steps.len() {
                    let mut changed = false;
                    for &(r, w, d) in &edges {
                        changed |= shift[r] < shift[w] + sign * d;
                        shift[r] = shift[r].max(shift[w] + sign * d);
                    }
                    if !changed {
                        return true;
                    }
                }
                false
            };
            match (possible(1), possible(-1)) {
                (true, true) => {}
                (true, false) => {
                    self.ascending.insert(array);
                }
                (false, true) if self.graph.is_assigned(array) => {
                    return trouble(format!("`{}` goes from its last step to its first", self.name(array)));
                }
                (false, true) => {
                    self.descending.insert(array);
                }
                (false, false) => return trouble(format!("`{}` reads both earlier and later steps", self.name(array))),
            }
        }
        // What depends on what goes down comes with it or after it.
        loop {
            let before = self.descending.len();
            for &array in arrays {
                let of = |write| self.reads(WriteId { array, write }).iter().any(|(a, _)| self.descending.contains(a));
                if (0..self.graph.writes(array).len()).any(of) {
                    self.descending.insert(array);
                }
            }
            if self.descending.len() == before {
                return Ok(());
            }
        }
    }

    /// Finds when each write is made.
    pub(super) fn find_phases(&mut self) -> Result<()> {
        let reads: Vec<Vec<(ArrayId, Vec<Index>)>> = self.ops.iter().map(|o| self.reads(o.id)).collect_vec();
        let mut sweeps: Map<ArrayId, Phase> = Map::default();
        for &array in self.swept.keys() {
            let down = self.descending.contains(&array);
            sweeps.insert(array, if down { Phase::Backward } else { Phase::Forward });
        }
        loop {
            let mut changed = false;
            for (n, reads) in reads.iter().enumerate() {
                let op = &self.ops[n];
                let mut least = Phase::Before;
                for (array, _) in reads {
                    least = least.max(match sweeps.get(array) {
                        // Single elements are read where that is fixed.
                        Some(_) if op.time.is_none() => Phase::Before,
                        Some(phase) => *phase,
                        None => self.available(*array),
                    });
                }
                if op.time.is_some() && !least.is_sweep() {
                    least = least.next();
                }
                if op.time.is_some() && least == Phase::After {
                    let name = self.name(op.id.array);
                    return trouble(format!("`{name}` needs a sum over all steps that is there only after the backward sweep"));
                }
                let own = self.swept.contains_key(&op.id.array) && op.time.is_some();
                if own {
                    least = least.max(sweeps[&op.id.array]);
                    changed |= sweeps.insert(op.id.array, least) != Some(least);
                }
                if let Some(fixed) = op.fixed {
                    if least > fixed {
                        let name = self.name(op.id.array);
                        return trouble(format!("`{name}` at its first or last step depends on all other steps"));
                    }
                    least = fixed;
                }
                changed |= op.phase < least;
                self.ops[n].phase = op.phase.max(least);
            }
            if !changed && !self.postpone(&reads, &mut sweeps) {
                break;
            }
        }
        // Elements that stay behind do so at one end only.
        for op in self.ops.iter().filter(|o| o.time.is_none()) {
            let own = (op.id.array, self.write(op.id).indices.clone());
            for (array, _) in self.reads(op.id).into_iter().chain([own]) {
                let Some(sweep) = sweeps.get(&array) else { continue };
                let fits = match op.phase {
                    Phase::Before => *sweep == Phase::Forward,
                    Phase::After => *sweep == Phase::Backward,
                    // The last states, or the first adjoints.
                    _ => (*sweep == Phase::Backward) == (array == op.id.array),
                };
                if !fits || op.fixed.is_none() {
                    let reason = format!("single steps of `{}` are read where they are not known", self.name(array));
                    return Err(Trouble { without: Some(array), ..Trouble::new(reason) });
                }
            }
        }
        Ok(())
    }

    /// The phase from which on an array is there as a whole.
    fn available(&self, array: ArrayId) -> Phase {
        let phases = self.ops.iter().filter(|o| o.id.array == array).map(|o| if o.time.is_some() { o.phase.next() } else { o.phase });
        phases.max().unwrap_or(Phase::Before)
    }

    /// Moves to the backward sweep what only that needs, and gradients, which have most in common with it.
    fn postpone(&mut self, reads: &[Vec<(ArrayId, Vec<Index>)>], sweeps: &mut Map<ArrayId, Phase>) -> bool {
        if self.ops.iter().all(|o| o.phase != Phase::Backward) {
            return false;
        }
        let mut changed = false;
        let mut arrays: Vec<ArrayId> = self.ops.iter().map(|o| o.id.array).collect_vec();
        arrays.dedup();
        for array in arrays {
            let own = |o: &Op| o.id.array == array;
            if self.ops.iter().any(|o| own(o) && (o.phase != Phase::Forward || o.fixed.is_some())) || self.ascending.contains(&array) {
                continue;
            }
            let mut readers = self.ops.iter().zip(reads).filter(|(_, r)| r.iter().any(|(a, _)| *a == array)).map(|(o, _)| o).peekable();
            let gradient = self.places.contains_key(&array);
            let later =
                self.swept.contains_key(&array) && readers.peek().is_some() && readers.all(|o| own(o) || o.phase == Phase::Backward);
            if gradient || later {
                changed = true;
                if let Some(phase) = sweeps.get_mut(&array) {
                    *phase = Phase::Backward;
                }
                self.ops.iter_mut().filter(|o| o.id.array == array).for_each(|o| o.phase = Phase::Backward);
            }
        }
        changed
    }
}
