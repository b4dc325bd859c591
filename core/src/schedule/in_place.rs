//! Arrays of which each step changes a few elements: one buffer that is changed in place.
//!
//! `x[at[i]] = v` in a loop is an array with a step for each turn, `X[i + 1, k] = if k == at[i] { v } else { X[i, k] }`, so each turn
//! copies all elements to change one, and so does the turn back. Here all steps of such arrays, and of those that they are
//! copied to and from, become *versions* of one buffer: the program is followed statement by statement, with the versions that
//! the buffer holds there, and where each step only passes on what the last one left, the elements that it changes are stored
//! and nothing else is done. The adjoint of such an array is of the same form, with 0 in the place of what was overwritten.
//!
//! What is read of a version that the buffer does not hold any more, as the turns back do, is kept where it was there
//! (`kept.rs`): so the overwritten values are, as far as anything asks for them. Nothing is changed of arrays for which this
//! does not come out.

mod forms;
mod kept;
mod prepare;

use super::*;
use crate::program::{exprs, visit};
use chainrule_parser::list::CollectVec;
use forms::{Passed, passed};
use kept::{Keeping, Late, Point, Request, Used};

/// What an array holds after a step: the elements at these first indices, whatever the others are.
#[derive(Clone, Debug, PartialEq)]
struct Version {
    buffer: BufferId,
    time: Vec<Affine>,
}

impl Version {
    fn at(&self, id: LoopId, by: &Affine) -> Version {
        let time = self.time.iter().map(|t| t.substitute(AxisId(id.0), by)).collect_vec();
        Version { buffer: self.buffer, time }
    }
}

/// What the buffer holds at a place of the program.
#[derive(Clone, Default)]
struct State {
    versions: Vec<Version>,
    /// Whether nothing was added to it yet.
    untouched: bool,
}

/// Arrays that may lie in one buffer.
struct Family {
    members: Vec<BufferId>,
    /// The extents of a version.
    content: Vec<Affine>,
    /// Whether all is added to them, as to adjoints.
    adds: bool,
}

impl Family {
    fn has(&self, buffer: BufferId) -> bool {
        self.members.contains(&buffer)
    }

    /// The version of which an element is used, and where in it.
    fn split<'a>(&self, buffer: BufferId, indices: &'a [At]) -> Option<(Version, &'a [At])> {
        let (time, place) = indices.split_at(indices.len() - self.content.len());
        let time: Option<Vec<Affine>> = zeros::affine(time).map(|time| time.into_iter().cloned().collect_vec());
        Some((Version { buffer, time: time? }, place))
    }
}

/// Changes in place what can be.
pub(super) fn overwrite(scheduler: &mut Scheduler<'_>) {
    let mut given_up: Vec<BufferId> = Vec::new();
    let mut segments = false;
    visit(&scheduler.program.body, &mut |s| segments |= matches!(s, Statement::Segment(_)));
    if segments {
        return;
    }
    for _ in 0..scheduler.program.buffers.len() {
        let Some(all) = forms::family(&scheduler.program, &given_up, true) else { return };
        let first = all.members[0];
        let few = forms::family(&scheduler.program, &given_up, false).filter(|few| few.members.len() < all.members.len());
        let before = scheduler.program.clone();
        let done = [Some(all), few].into_iter().flatten().any(|family| {
            let done = collapse(scheduler, &family).is_some();
            if !done {
                scheduler.program = before.clone();
            }
            done
        });
        if !done {
            given_up.push(first);
        }
    }
}

/// Puts a family into one buffer; nothing if it cannot be, and then the program is to be thrown away.
fn collapse(scheduler: &mut Scheduler<'_>, family: &Family) -> Option<()> {
    let body = std::mem::take(&mut scheduler.program.body);
    let body = prepare::prepared(scheduler, family, body);
    let name = scheduler.program.buffers[family.members[0].0 as usize].name.clone();
    let name = scheduler.unique(&name);
    let buffer = scheduler.buffer(name, family.content.clone());
    scheduler.program.buffers[buffer.0 as usize].reused = true;
    let mut walk = Walk {
        scheduler,
        family,
        buffer,
        open: Vec::new(),
        in_sum: false,
        blocks: Vec::new(),
        bound: Map::default(),
        points: Vec::new(),
        requests: Vec::new(),
        late: Vec::new(),
        used: Vec::new(),
        opened: Vec::new(),
        keeping: Keeping::default(),
    };
    let start = || State { versions: Vec::new(), untouched: family.adds };
    walk.block(&body, &mut start())?;
    walk.opened_once()?;
    if family.adds {
        walk.settle()?;
        walk.again();
        walk.block(&body, &mut start())?;
    }
    walk.keep(&body)?;
    walk.again();
    let mut out = walk.block(&body, &mut start())?;
    let mut declared = std::mem::take(&mut walk.keeping.buffers);
    if family.adds || !scheduler.program.buffers[buffer.0 as usize].workspace {
        declared.push(buffer);
    }
    out.splice(0..0, declared.into_iter().map(|b| Statement::Zero(Place::Buffer(b))));
    for member in &family.members {
        let own = &mut scheduler.program.buffers[member.0 as usize];
        (own.workspace, own.shape) = (false, Vec::new());
    }
    scheduler.program.body = out;
    Some(())
}

/// Follows a program and makes the one in which a family is one buffer.
struct Walk<'s, 'x> {
    scheduler: &'s mut Scheduler<'x>,
    family: &'s Family,
    buffer: BufferId,
    /// The loops around.
    open: Vec<LoopId>,
    /// Whether they are those of a sum, in which nothing is stored.
    in_sum: bool,
    /// The blocks around that are run under conditions.
    blocks: Vec<usize>,
    /// What variables are bound to.
    bound: Map<VarId, Expr>,
    /// The places that there were, each before a statement.
    points: Vec<Point>,
    /// What is read of versions that are not there.
    requests: Vec<Request>,
    /// What is added to versions that are not there yet.
    late: Vec<Late>,
    /// The versions that are read, and at which place.
    used: Vec<Used>,
    /// Where versions begin that are added to: the version and the loops around.
    opened: Vec<(Version, Vec<LoopId>)>,
    /// What is kept for those reads, once that is known.
    keeping: Keeping,
}

impl Walk<'_, '_> {
    fn block(&mut self, body: &[Statement], state: &mut State) -> Option<Vec<Statement>> {
        let mut out = Vec::new();
        for statement in body {
            self.point(state, &mut out);
            self.statement(statement, state, &mut out)?;
        }
        self.point(state, &mut out);
        Some(out)
    }

    fn under_condition(&mut self, body: &[Statement], state: &mut State) -> Option<Vec<Statement>> {
        self.blocks.push(body.as_ptr() as usize);
        let out = self.block(body, state);
        self.blocks.pop();
        out
    }

    /// Starts from the first statement.
    fn again(&mut self) {
        self.points.clear();
        self.requests.clear();
        self.late.clear();
        self.used.clear();
        self.opened.clear();
    }

    /// Notes a place, and fills there what is kept of it.
    fn point(&mut self, state: &mut State, out: &mut Vec<Statement>) {
        let number = self.points.len();
        if let Some(version) = self.keeping.only.get(&number) {
            // What is added there, and else to no other version.
            state.versions.retain(|v| v == version);
        }
        let versions = if self.in_sum { Vec::new() } else { state.versions.clone() };
        self.points.push(Point { versions, open: self.open.clone(), blocks: self.blocks.clone() });
        out.extend(self.keeping.fills.get(&number).into_iter().flatten().cloned());
    }

    fn statement(&mut self, statement: &Statement, state: &mut State, out: &mut Vec<Statement>) -> Option<()> {
        match statement {
            // The buffer is declared before all else.
            Statement::Zero(Place::Buffer(b)) if self.family.has(*b) => {
                if !self.open.is_empty() || !state.versions.is_empty() {
                    return None;
                }
            }
            Statement::Loop { id, body, sum } => return self.turns(statement, (*id, body, *sum), state, out),
            Statement::When { condition, body } => {
                let condition = self.read(condition, state)?;
                let mut inside = state.clone();
                let body = self.under_condition(body, &mut inside)?;
                state.versions.retain(|v| inside.versions.contains(v));
                state.untouched &= inside.untouched;
                out.push(Statement::When { condition, body });
            }
            Statement::Branch { var, condition, then, otherwise } => {
                let (condition_before, values) = (condition.clone(), (then.value.clone(), otherwise.value.clone()));
                let condition = self.read(condition, state)?;
                let mut arms = Vec::new();
                for arm in [then, otherwise] {
                    if self.writes(&arm.body) {
                        return None;
                    }
                    let body = self.under_condition(&arm.body, &mut state.clone())?;
                    arms.push(Box::new(Arm { body, value: self.read(&arm.value, state)? }));
                }
                self.bound.insert(*var, Expr::Select(Box::new([condition_before, values.0, values.1])));
                let (otherwise, then) = (arms.pop()?, arms.pop()?);
                out.push(Statement::Branch { var: *var, condition, then, otherwise });
            }
            Statement::Store { place: Place::Buffer(b), indices, value, add, .. } if self.family.has(*b) => {
                let (version, place) = self.family.split(*b, indices)?;
                if *add != self.family.adds || !add {
                    return None;
                }
                let turns = version.time.iter().any(|t| t.axes().any(|axis| self.open.contains(&LoopId(axis.0))));
                if state.untouched && turns || !self.opens(&version, state) {
                    self.add_later(version, place, value);
                    return Some(());
                }
                let value = self.read(value, state)?;
                let place = self.read_places(place, state)?;
                let guarded = !self.is_inside(&place);
                out.push(Statement::Store { place: Place::Buffer(self.buffer), indices: place, value, add: true, guarded });
                *state = State { versions: vec![version], untouched: false };
            }
            Statement::Contract(_) | Statement::Invoke(_) => {
                let mut mentioned = false;
                crate::program::names(statement, &mut |name, _| {
                    mentioned |= matches!(name, crate::program::Name::Buffer(b) if self.family.has(b));
                });
                if mentioned {
                    return None;
                }
                out.push(statement.clone());
            }
            _ => {
                if let Statement::Let { var, value, mutable: false } = statement {
                    self.bound.insert(*var, value.clone());
                }
                let mut statement = statement.clone();
                let mut all = true;
                statement.for_each_expr_mut(&mut |e| match self.read(e, state) {
                    Some(read) => *e = read,
                    None => all = false,
                });
                out.push(statement);
                return all.then_some(());
            }
        }
        Some(())
    }

    /// Whether a version may be added to: the buffer holds it, or nothing yet, and then it begins here.
    fn opens(&mut self, version: &Version, state: &State) -> bool {
        if state.untouched && state.versions.is_empty() {
            self.opened.push((version.clone(), self.open.clone()));
            return true;
        }
        state.versions.contains(version)
    }

    fn is_used(&mut self, version: &Version) {
        self.used.push(Used { version: version.clone(), point: self.points.len(), open: self.open.clone() });
    }

    fn writes(&self, body: &[Statement]) -> bool {
        let mut found = false;
        visit(body, &mut |s| {
            found |=
                matches!(s, Statement::Store { place: Place::Buffer(b), .. } | Statement::Zero(Place::Buffer(b)) if self.family.has(*b));
        });
        found
    }

    /// A loop: what passes on a version, what fills one, or turns that do either.
    fn turns(
        &mut self,
        statement: &Statement,
        (id, body, sum): (LoopId, &[Statement], Option<VarId>),
        state: &mut State,
        out: &mut Vec<Statement>,
    ) -> Option<()> {
        if !self.writes(std::slice::from_ref(statement)) {
            self.open.push(id);
            let around = self.in_sum;
            self.in_sum |= sum.is_some();
            let body = self.block(body, &mut state.clone());
            self.in_sum = around;
            self.open.pop();
            out.push(Statement::Loop { id, body: body?, sum });
            return Some(());
        }
        if let Some(passed) = passed(self.scheduler, self.family, statement) {
            return self.pass_on(&passed, state, out);
        }
        if let Some((axes, body)) = forms::filled(&self.scheduler.program, self.family, statement) {
            return self.fill(&axes, body, state, out);
        }
        if state.untouched && state.versions.is_empty() {
            state.versions.extend(self.begins(id, body));
            state.untouched = state.versions.is_empty();
        }
        let own = self.scheduler.program.loops[id.0 as usize].clone();
        if sum.is_some() || !own.is_whole() {
            return None;
        }
        // The versions that may be there when a turn begins: those that are when the first one does.
        let (axis, one) = (Affine::axis(AxisId(id.0)), Affine::constant(1));
        let mut there: Vec<Version> = Vec::new();
        for version in &state.versions {
            for (at, time) in version.time.iter().enumerate() {
                let first = if own.descending { own.extent.add_scaled(-1, &one) } else { Affine::constant(0) };
                if let Some(shift) = time.add_scaled(-1, &first).as_constant() {
                    let mut version = version.clone();
                    version.time[at] = axis.add_scaled(1, &Affine::constant(shift));
                    there.push(version);
                }
            }
            there.push(version.clone());
        }
        let next = axis.add_scaled(if own.descending { -1 } else { 1 }, &one);
        let marks = (self.points.len(), self.requests.len(), self.opened.len(), self.late.len(), self.used.len());
        self.open.push(id);
        let body = loop {
            let mut inside = State { versions: there.clone(), untouched: false };
            let body = self.block(body, &mut inside)?;
            let before = there.len();
            there.retain(|v| inside.versions.contains(&v.at(id, &next)));
            if there.len() == before {
                break body;
            }
            self.points.truncate(marks.0);
            self.requests.truncate(marks.1);
            self.opened.truncate(marks.2);
            self.late.truncate(marks.3);
            self.used.truncate(marks.4);
        };
        self.open.pop();
        let end = if own.descending { Affine::constant(-1) } else { own.extent.clone() };
        *state = State { versions: there.iter().map(|v| v.at(id, &end)).collect_vec(), untouched: false };
        out.push(Statement::Loop { id, body, sum: None });
        Some(())
    }

    /// The version to which a loop adds first, where nothing was added to any: what is empty is each of them.
    fn begins(&mut self, id: LoopId, body: &[Statement]) -> Option<Version> {
        let (mut first, mut inside) = (None, vec![id]);
        visit(body, &mut |s| match s {
            Statement::Loop { id, .. } => inside.push(*id),
            Statement::Store { place: Place::Buffer(b), indices, .. } if self.family.has(*b) && first.is_none() => {
                first = self.family.split(*b, indices).map(|(version, _)| version);
            }
            _ => {}
        });
        let version = first
            .filter(|v| v.time.iter().all(|t| t.axes().all(|a| !inside.contains(&LoopId(a.0)) && !self.open.contains(&LoopId(a.0)))))?;
        self.opened.push((version.clone(), self.open.clone()));
        Some(version)
    }

    /// All elements of a version are what they were in another one, but for a few.
    fn pass_on(&mut self, passed: &Passed, state: &mut State, out: &mut Vec<Statement>) -> Option<()> {
        if !state.versions.contains(&passed.from) {
            return None;
        }
        self.is_used(&passed.from);
        if self.family.adds {
            self.opened.push((passed.to.clone(), self.open.clone()));
        }
        if passed.changes.is_empty() {
            state.versions.push(passed.to.clone());
            return Some(());
        }
        let mut stores = Vec::new();
        for change in &passed.changes {
            let condition = match &change.condition {
                Some(condition) => Some(self.read(condition, state)?),
                None => None,
            };
            self.open.extend(change.rows.iter().map(|row| row.1));
            let value = self.read(&change.value, state)?;
            self.open.truncate(self.open.len() - change.rows.len());
            let place = self.read_places(&change.place, state)?;
            let guarded = !self.is_inside(&place);
            if !change.rows.is_empty() {
                // A loop along the row reads no other element of it than the one it changes.
                let mut own = passed.changes.len() == 1;
                forms::loads(&change.value, &mut |b, indices| {
                    let same = || {
                        self.family
                            .split(b, indices)
                            .is_some_and(|(_, at)| change.rows.iter().all(|(axis, id)| at[*axis] == At::Affine(Affine::axis(AxisId(id.0)))))
                    };
                    own &= !self.family.has(b) || same();
                });
                if !own {
                    return None;
                }
                let store = Statement::Store { place: Place::Buffer(self.buffer), indices: place, value, add: false, guarded };
                let nest = change.rows.iter().rev().fold(store, |inner, (_, id)| Statement::Loop { id: *id, body: vec![inner], sum: None });
                stores.push(condition.map_or(nest.clone(), |condition| Statement::When { condition, body: vec![nest] }));
                continue;
            }
            // All values first, as they are made of what was there.
            let condition = condition.map(|c| self.bind("c", true, c, out));
            let place = place
                .into_iter()
                .map(|at| match at {
                    At::Value(e) => At::Value(self.bind("at", false, e, out)),
                    At::Affine(_) => at,
                })
                .collect_vec();
            let value = match &condition {
                Some(condition) if !matches!(value, Expr::Constant(_) | Expr::Var(_)) => {
                    let chosen = Expr::Select(Box::new([condition.clone(), value, Expr::Constant(0.0)]));
                    self.bind("t", false, chosen, out)
                }
                _ => self.bind("t", false, value, out),
            };
            let store = Statement::Store { place: Place::Buffer(self.buffer), indices: place, value, add: false, guarded };
            stores.push(match condition {
                Some(condition) => Statement::When { condition, body: vec![store] },
                None => store,
            });
        }
        // The first that is at a place counts.
        out.extend(stores.into_iter().rev());
        *state = State { versions: vec![passed.to.clone()], untouched: false };
        Some(())
    }

    /// A variable for an expression that is more than one.
    fn bind(&mut self, name: &str, condition: bool, value: Expr, out: &mut Vec<Statement>) -> Expr {
        if matches!(value, Expr::Constant(_) | Expr::Var(_)) {
            return value;
        }
        let name = self.scheduler.unique(name);
        let var = self.scheduler.named_variable(name, condition);
        out.push(Statement::Let { var, value, mutable: false });
        Expr::Var(var)
    }

    /// Every element of a version is written.
    fn fill(&mut self, axes: &[LoopId], body: &[Statement], state: &mut State, out: &mut Vec<Statement>) -> Option<()> {
        let (Statement::Store { place: Place::Buffer(b), indices, value, add, .. }, before) = body.split_last()? else { return None };
        let (version, place) = self.family.split(*b, indices)?;
        if *add != self.family.adds {
            return None;
        }
        let mut add = *add;
        if add && !state.versions.contains(&version) && !self.opens(&version, state) {
            // It begins here: what the buffer holds is another one.
            self.opened.push((version.clone(), self.open.clone()));
            add = false;
        }
        // What the loops read of the buffer itself is what they write.
        let mut own = true;
        for e in body.iter().flat_map(exprs) {
            forms::loads(e, &mut |b, indices| own &= !self.family.has(b) || indices.ends_with(place));
        }
        if !own {
            return None;
        }
        self.open.extend(axes);
        let mut inner = Vec::new();
        let all = before.iter().try_for_each(|s| self.statement(s, &mut state.clone(), &mut inner));
        let value = all.and_then(|()| self.read(value, state));
        self.open.truncate(self.open.len() - axes.len());
        inner.push(Statement::Store { place: Place::Buffer(self.buffer), indices: place.to_vec(), value: value?, add, guarded: false });
        out.extend(axes.iter().rev().fold(inner, |body, id| vec![Statement::Loop { id: *id, body, sum: None }]));
        *state = State { versions: vec![version], untouched: false };
        Some(())
    }

    /// Whether all indices are inside of a version for sure.
    fn is_inside(&self, place: &[At]) -> bool {
        let program = &self.scheduler.program;
        place.iter().zip(&self.family.content).all(|(at, extent)| {
            let At::Affine(a) = at else { return false };
            let room = extent.add_scaled(-1, a).add_scaled(-1, &Affine::constant(1));
            [a, &room].into_iter().all(|a| program.least(a).is_some_and(|n| n >= 0))
        })
    }

    fn read_places(&mut self, place: &[At], state: &State) -> Option<Vec<At>> {
        let one = |at: &At| match at {
            At::Affine(_) => Some(at.clone()),
            At::Value(e) => self.read(e, state).map(At::Value),
        };
        place.iter().map(one).collect()
    }

    /// An expression in which elements of the family are those of the buffer, or of what is kept.
    fn read(&mut self, e: &Expr, state: &State) -> Option<Expr> {
        if let Expr::Load { source: Source::Buffer(b), indices, guarded } = e
            && self.family.has(*b)
        {
            let (version, place) = self.family.split(*b, indices)?;
            self.is_used(&version);
            if state.versions.contains(&version) {
                let indices = self.read_places(place, state)?;
                return Some(Expr::Load { source: Source::Buffer(self.buffer), indices, guarded: *guarded });
            }
            return self.request(version, place);
        }
        let mut out = e.clone();
        let mut all = true;
        out.for_each_operand_mut(&mut |e| match self.read(e, state) {
            Some(read) => *e = read,
            None => all = false,
        });
        all.then_some(out)
    }

    /// Whether two versions, in any turns of the loops around, are not the same one.
    fn are_apart(&self, a: &Version, b: &Version) -> bool {
        let program = &self.scheduler.program;
        let differ = |a: &Affine, b: &Affine| program.lower_bound(&a.add_scaled(-1, b)).as_constant().is_some_and(|n| n > 0);
        // The same loop may be at different turns.
        let shared = |a: &Affine, b: &Affine| a.axes().any(|axis| b.axes().any(|other| other == axis));
        let differ = |a: &Affine, b: &Affine| !shared(a, b) && (differ(a, b) || differ(b, a));
        a.buffer != b.buffer || a.time.iter().zip(&b.time).any(|(a, b)| differ(a, b))
    }

    /// Whether each version that is added to begins once.
    fn opened_once(&self) -> Option<()> {
        let alone = |t: &Affine, id: LoopId| t.add_scaled(-1, &Affine::axis(AxisId(id.0))).as_constant().is_some();
        let own = |(version, open): &(Version, Vec<LoopId>)| open.iter().all(|id| version.time.iter().any(|t| alone(t, *id)));
        let once = self.opened.iter().all(own)
            && self.opened.iter().enumerate().all(|(k, (a, _))| self.opened[..k].iter().all(|(b, _)| self.are_apart(a, b)));
        once.then_some(())
    }
}
