//! What is read of versions that are gone is kept where they are there.

use super::forms::{has_axis, inlined, loads};
use super::*;

/// A place of the program, before a statement.
#[derive(Clone)]
pub(super) struct Point {
    pub versions: Vec<Version>,
    pub open: Vec<LoopId>,
    /// The blocks around that are run under conditions.
    pub blocks: Vec<usize>,
}

/// A read of a version that the buffer does not hold.
#[derive(Clone)]
pub(super) struct Request {
    version: Version,
    /// Where, with no variables.
    place: Vec<At>,
    open: Vec<LoopId>,
    blocks: Vec<usize>,
    /// The last place before it.
    point: usize,
}

/// What is added to a version that is not there yet.
#[derive(Clone)]
pub(super) struct Late {
    to: Request,
    value: Expr,
}

/// A version that is read.
pub(super) struct Used {
    pub version: Version,
    /// The first place after it.
    pub point: usize,
    pub open: Vec<LoopId>,
}

/// What is kept of a place.
struct Entry {
    point: usize,
    /// The loops around the place that count.
    loops: Vec<LoopId>,
    /// And those that are opened there.
    fresh: Vec<LoopId>,
    indices: Vec<At>,
    /// Where it is kept: in an array over all these loops, or a variable.
    source: Result<BufferId, VarId>,
}

/// What is kept.
#[derive(Default)]
pub(super) struct Keeping {
    /// The only version that a place has then.
    pub only: Map<usize, Version>,
    entries: Vec<Entry>,
    /// What each read is instead.
    reads: Vec<Expr>,
    /// What is done at places.
    pub fills: Map<usize, Vec<Statement>>,
    pub buffers: Vec<BufferId>,
}

/// How the loops around a read follow from those around the place at which it is kept.
struct Match {
    point: usize,
    /// The loops of the place and those of the read.
    loops: Vec<(LoopId, LoopId)>,
    /// The loops of the read alone.
    extra: Vec<LoopId>,
}

impl Walk<'_, '_> {
    /// Notes a read of what is not there; what it is instead, once that is known.
    pub(super) fn request(&mut self, version: Version, place: &[At]) -> Option<Expr> {
        let number = self.requests.len();
        let place = place.iter().map(|at| match at {
            At::Affine(_) => at.clone(),
            At::Value(e) => At::Value(inlined(e, &self.bound)),
        });
        let place = place.collect_vec();
        self.requests.push(Request { version, place, open: self.open.clone(), blocks: self.blocks.clone(), point: self.points.len() });
        Some(self.keeping.reads.get(number).cloned().unwrap_or(Expr::Constant(0.0)))
    }

    /// Notes what is added to a version that is not there yet.
    pub(super) fn add_later(&mut self, version: Version, place: &[At], value: &Expr) {
        let place = place.iter().map(|at| match at {
            At::Affine(_) => at.clone(),
            At::Value(e) => At::Value(inlined(e, &self.bound)),
        });
        let to =
            Request { version, place: place.collect_vec(), open: self.open.clone(), blocks: self.blocks.clone(), point: self.points.len() };
        let value = inlined(value, &self.bound);
        self.late.push(Late { to, value });
    }

    /// Adds what is added too early where its version is there for the first time.
    pub(super) fn settle(&mut self) -> Option<()> {
        for Late { to, value } in std::mem::take(&mut self.late) {
            let plain = to.place.iter().all(|at| matches!(at, At::Affine(_)) || no_variables(&super::forms::number(at)));
            let mut own = false;
            let changing = |b: BufferId| self.scheduler.program.buffers[b.0 as usize].reused;
            loads(&value, &mut |b, _| own |= self.family.has(b) || changing(b));
            let mut found = (to.point..self.points.len()).find_map(|point| self.matched(point, &to))?;
            if self.points[found.point].blocks != to.blocks || own || !plain || !no_variables(&value) {
                return None;
            }
            // What reads the version finds it complete.
            let here = self.at_place(&found, &to.version);
            let early = |used: &Used| match used.open.iter().filter(|id| self.points[found.point].open.contains(id)).count() {
                // After a loop all of its turns are over.
                shared if shared < self.points[found.point].open.len() => {
                    let same = |(a, b): (&Affine, &Affine)| a == b || !b.axes().any(|axis| used.open.contains(&LoopId(axis.0)));
                    used.point <= found.point || !used.version.time.iter().zip(&here.time).all(same)
                }
                _ if used.version == here => used.point <= found.point,
                _ => !self.is_later_turn(&used.version, &here),
            };
            if self.used.iter().any(|used| !self.are_apart(&used.version, &to.version) && early(used)) {
                return None;
            }
            found.extra = to
                .open
                .iter()
                .copied()
                .filter(|id| !self.points[found.point].open.contains(id) && !found.loops.iter().any(|p| p.1 == *id))
                .collect();
            let loops = &self.scheduler.program.loops;
            if !found.extra.iter().all(|id| loops[id.0 as usize].is_whole()) {
                return None;
            }
            let fresh = self.fresh(&found);
            let mut place = to.place.clone();
            moved(&mut place, found.loops.iter().chain(&fresh));
            let value = found.loops.iter().chain(&fresh).fold(value, |e, (here, there)| at_loop(&e, *there, *here));
            let guarded = !self.is_inside(&place);
            let store = Statement::Store { place: Place::Buffer(self.buffer), indices: place, value, add: true, guarded };
            let nest = fresh.iter().rev().fold(store, |inner, (id, _)| Statement::Loop { id: *id, body: vec![inner], sum: None });
            let version = self.at_place(&found, &to.version);
            if self.keeping.only.get(&found.point).is_some_and(|other| *other != version) {
                return None;
            }
            self.keeping.only.insert(found.point, version);
            self.keeping.fills.entry(found.point).or_default().push(nest);
        }
        Some(())
    }

    /// Whether a version is that of another place in the turns of a loop that come later.
    fn is_later_turn(&self, version: &Version, here: &Version) -> bool {
        let mut differ = version.time.iter().zip(&here.time).filter(|(a, b)| a != b);
        let (Some((a, b)), None) = (differ.next(), differ.next()) else { return false };
        let mut axes = b.axes();
        let (Some(axis), None, Some(shift)) = (axes.next(), axes.next(), a.add_scaled(-1, b).as_constant()) else { return false };
        let own = &self.scheduler.program.loops[axis.0 as usize];
        let forward = b.terms.contains(&(Term::Axis(axis), 1));
        version.buffer == here.buffer && forward && if own.descending { shift > 0 } else { shift < 0 }
    }

    /// A version as it is called at a place.
    fn at_place(&self, found: &Match, version: &Version) -> Version {
        found.loops.iter().fold(version.clone(), |v, (here, there)| v.at(*there, &Affine::axis(AxisId(here.0))))
    }

    /// A loop for each that is around what is kept and not around the place.
    fn fresh(&mut self, found: &Match) -> Vec<(LoopId, LoopId)> {
        let mut fresh = Vec::new();
        for id in &found.extra {
            let mut own = self.scheduler.program.loops[id.0 as usize].clone();
            own.descending = false;
            self.scheduler.program.loops.push(own);
            fresh.push((LoopId(self.scheduler.program.loops.len() as u32 - 1), *id));
        }
        fresh
    }

    /// Decides where all that was asked for is kept.
    pub(super) fn keep(&mut self, body: &[Statement]) -> Option<()> {
        for request in std::mem::take(&mut self.requests) {
            if !self.is_known_early(body, &request) {
                return None;
            }
            let found = (0..request.point).rev().find_map(|point| self.matched(point, &request))?;
            let read = self.kept(&found, &request);
            self.keeping.reads.push(read);
        }
        Some(())
    }

    /// Whether the place of a read is made of what is there before any version is: arguments, and arrays that are complete.
    fn is_known_early(&self, body: &[Statement], request: &Request) -> bool {
        let writes = |s: &Statement, b: BufferId| {
            let mut found = false;
            crate::program::names(s, &mut |name, writes| found |= writes && name == crate::program::Name::Buffer(b));
            found && !matches!(s, Statement::Zero(_))
        };
        let first = body.iter().position(|s| !matches!(s, Statement::Zero(_)) && self.writes(std::slice::from_ref(s))).unwrap_or(0);
        request.place.iter().all(|at| {
            let At::Value(e) = at else { return true };
            let mut known = no_variables(e);
            loads(e, &mut |b, _| known &= !self.family.has(b) && !body[first..].iter().any(|s| writes(s, b)));
            known
        })
    }

    /// Whether a place holds what is read, in the same turns of the loops around both.
    fn matched(&self, at: usize, request: &Request) -> Option<Match> {
        let point = &self.points[at];
        if !request.blocks.starts_with(&point.blocks) {
            return None;
        }
        let loops = &self.scheduler.program.loops;
        let whole = |id: LoopId| &loops[id.0 as usize];
        point.versions.iter().filter(|v| v.buffer == request.version.buffer).find_map(|version| {
            let mut pairs: Vec<(LoopId, LoopId)> = Vec::new();
            for id in &point.open {
                if request.open.contains(id) {
                    continue;
                }
                let other = version.time.iter().zip(&request.version.time).find_map(|(a, b)| {
                    let shift = a.add_scaled(-1, &Affine::axis(AxisId(id.0))).as_constant()?;
                    let other = b.add_scaled(-1, &Affine::constant(shift)).as_axis()?;
                    Some(LoopId(other.0))
                })?;
                let same = whole(*id).is_whole() && whole(other).is_whole() && whole(*id).extent == whole(other).extent;
                if !same || point.open.contains(&other) || !request.open.contains(&other) || pairs.iter().any(|p| p.1 == other) {
                    return None;
                }
                pairs.push((*id, other));
            }
            let moved = pairs.iter().fold(version.clone(), |v, (from, to)| v.at(*from, &Affine::axis(AxisId(to.0))));
            if moved != request.version {
                return None;
            }
            let mentioned = |id: LoopId| request.place.iter().any(|at| has_axis(&super::forms::number(at), id));
            let extra =
                request.open.iter().copied().filter(|id| !point.open.contains(id) && !pairs.iter().any(|p| p.1 == *id) && mentioned(*id));
            let extra = extra.collect_vec();
            let plain = extra.iter().all(|id| whole(*id).is_whole());
            plain.then_some(Match { point: at, loops: pairs, extra })
        })
    }

    /// Keeps what is read; what the read is instead.
    fn kept(&mut self, found: &Match, request: &Request) -> Expr {
        let loops = found.loops.iter().map(|p| p.0).collect_vec();
        let extents = |ids: &[LoopId]| ids.iter().map(|id| self.scheduler.program.loops[id.0 as usize].extent.clone()).collect_vec();
        let known = self.keeping.entries.iter().position(|entry| {
            let mut place = request.place.clone();
            moved(
                &mut place,
                found.loops.iter().copied().chain(entry.fresh.iter().copied().zip(found.extra.iter().copied())).collect_vec().iter(),
            );
            entry.point == found.point && entry.loops == loops && extents(&entry.fresh) == extents(&found.extra) && entry.indices == place
        });
        let known = known.unwrap_or_else(|| {
            let fresh = self.fresh(found);
            let mut place = request.place.clone();
            moved(&mut place, found.loops.iter().chain(&fresh));
            self.entry(found.point, loops, fresh.into_iter().map(|f| f.0).collect(), place)
        });
        match self.keeping.entries[known].source {
            Err(var) => Expr::Var(var),
            Ok(buffer) => {
                let there = found.loops.iter().map(|p| p.1).chain(found.extra.iter().copied());
                let indices = there.map(|id| At::Affine(Affine::axis(AxisId(id.0)))).collect_vec();
                Expr::Load { source: Source::Buffer(buffer), indices, guarded: false }
            }
        }
    }

    /// Keeps elements of what is there at a place.
    fn entry(&mut self, point: usize, loops: Vec<LoopId>, fresh: Vec<LoopId>, indices: Vec<At>) -> usize {
        let guarded = !self.is_inside(&indices);
        let value = Expr::Load { source: Source::Buffer(self.buffer), indices: indices.clone(), guarded };
        let base = self.scheduler.program.buffers[self.buffer.0 as usize].name.clone();
        let name = self.scheduler.unique(&format!("{base}_kept"));
        let axes = loops.iter().chain(&fresh).copied().collect_vec();
        let fill = self.keeping.fills.entry(point).or_default();
        let source = if axes.is_empty() {
            let var = self.scheduler.named_variable(name, false);
            fill.push(Statement::Let { var, value, mutable: false });
            Err(var)
        } else {
            let shape = axes.iter().map(|id| self.scheduler.program.loops[id.0 as usize].extent.clone()).collect_vec();
            let buffer = self.scheduler.buffer(name, shape);
            let at = axes.iter().map(|id| At::Affine(Affine::axis(AxisId(id.0)))).collect_vec();
            let store = Statement::Store { place: Place::Buffer(buffer), indices: at, value, add: false, guarded: false };
            fill.push(fresh.iter().rev().fold(store, |inner, id| Statement::Loop { id: *id, body: vec![inner], sum: None }));
            self.keeping.buffers.push(buffer);
            Ok(buffer)
        };
        self.keeping.entries.push(Entry { point, loops, fresh, indices, source });
        self.keeping.entries.len() - 1
    }
}

/// Puts loops into the place of others.
fn moved<'a>(place: &mut [At], pairs: impl Iterator<Item = &'a (LoopId, LoopId)>) {
    for (here, there) in pairs {
        for at in place.iter_mut() {
            match at {
                At::Affine(a) => *a = a.substitute(AxisId(there.0), &Affine::axis(AxisId(here.0))),
                At::Value(e) => *e = at_loop(e, *there, *here),
            }
        }
    }
}

/// An expression with another loop that has the same values.
fn at_loop(e: &Expr, from: LoopId, to: LoopId) -> Expr {
    let mut out = e.clone();
    out.for_each_operand_mut(&mut |e| *e = at_loop(e, from, to));
    let at = |a: &mut Affine| *a = a.substitute(AxisId(from.0), &Affine::axis(AxisId(to.0)));
    match &mut out {
        Expr::Position(a) => at(a),
        Expr::Load { indices, .. } => indices.iter_mut().for_each(|index| {
            if let At::Affine(a) = index {
                at(a);
            }
        }),
        _ => {}
    }
    out
}

fn no_variables(e: &Expr) -> bool {
    let mut none = !matches!(e, Expr::Var(_));
    e.for_each_operand(&mut |e| none &= no_variables(e));
    none
}
