//! What loops over all elements of a version look like: those that pass it on but for a few, and those that fill it.

use super::*;

/// Elements of a version that are not passed on.
#[derive(Clone)]
pub(super) struct Change {
    /// Where this holds.
    pub condition: Option<Expr>,
    /// One index per axis of the version.
    pub place: Vec<At>,
    /// The axes along which all elements are meant, and their loops.
    pub rows: Vec<(usize, LoopId)>,
    pub value: Expr,
}

/// A version that is another one with some changes. Of several at one place the first counts.
pub(super) struct Passed {
    pub to: Version,
    pub from: Version,
    pub changes: Vec<Change>,
}

/// Loops directly inside each other, and what is in the innermost.
pub(super) fn nest(statement: &Statement) -> Option<(Vec<LoopId>, &[Statement])> {
    let Statement::Loop { id, body, sum: None } = statement else { return None };
    let (mut loops, mut body) = (vec![*id], &body[..]);
    while let [Statement::Loop { id, body: inner, sum: None }] = body {
        loops.push(*id);
        body = inner;
    }
    Some((loops, body))
}

/// Calls `f` for each array that an expression reads, and the indices.
pub(super) fn loads<'e>(e: &'e Expr, f: &mut dyn FnMut(BufferId, &'e [At])) {
    if let Expr::Load { source: Source::Buffer(b), indices, .. } = e {
        f(*b, indices);
    }
    e.for_each_operand(&mut |e| loads(e, f));
}

/// Whether an expression has the value of a loop.
pub(super) fn has_axis(e: &Expr, id: LoopId) -> bool {
    let in_affine = |a: &Affine| a.axes().any(|axis| axis.0 == id.0);
    let mut found = match e {
        Expr::Position(a) => in_affine(a),
        Expr::Load { indices, .. } => indices.iter().any(|at| matches!(at, At::Affine(a) if in_affine(a))),
        _ => false,
    };
    e.for_each_operand(&mut |e| found |= has_axis(e, id));
    found
}

/// An expression with its variables replaced by what they are bound to.
pub(super) fn inlined(e: &Expr, bound: &Map<VarId, Expr>) -> Expr {
    if let Expr::Var(v) = e
        && let Some(value) = bound.get(v)
    {
        return inlined(value, bound);
    }
    let mut out = e.clone();
    out.for_each_operand_mut(&mut |e| *e = inlined(e, bound));
    out
}

/// An index as a number.
pub(super) fn number(at: &At) -> Expr {
    match at {
        At::Affine(a) => Expr::Position(a.clone()),
        At::Value(e) => e.clone(),
    }
}

/// An affine expression at a value of one of its loops.
fn affine_at(a: &Affine, id: LoopId, by: &At) -> At {
    let axis = AxisId(id.0);
    let e = match by {
        At::Affine(by) => return At::Affine(a.substitute(axis, by)),
        At::Value(e) => e,
    };
    let Some(&(_, factor)) = a.terms.iter().find(|t| t.0 == Term::Axis(axis)) else { return At::Affine(a.clone()) };
    let rest = a.substitute(axis, &Affine::constant(0));
    let binary = |op, a: Expr, b: Expr| Expr::Binary(op, Box::new(a), Box::new(b));
    let scaled = if factor == 1 { e.clone() } else { binary(Binary::Mul, Expr::Constant(factor as f64), e.clone()) };
    At::Value(if rest == Affine::constant(0) { scaled } else { binary(Binary::Add, scaled, Expr::Position(rest)) })
}

/// An expression at a value of a loop that may be none of the loop's.
pub(super) fn at_value(e: &Expr, id: LoopId, by: &At) -> Expr {
    let mut out = e.clone();
    out.for_each_operand_mut(&mut |e| *e = at_value(e, id, by));
    match &mut out {
        Expr::Position(a) => number(&affine_at(a, id, by)),
        Expr::Load { indices, guarded, .. } => {
            for at in indices {
                if let At::Affine(a) = at
                    && a.axes().any(|axis| axis.0 == id.0)
                {
                    *at = affine_at(a, id, by);
                    *guarded = true;
                }
            }
            out
        }
        _ => out,
    }
}

fn both(a: Option<Expr>, b: Option<Expr>) -> Option<Expr> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Expr::And(Box::new(a), Box::new(b))),
        (a, b) => a.or(b),
    }
}

/// The conditions that all hold where one does.
pub(super) fn conjuncts(e: &Expr, out: &mut Vec<Expr>) {
    match e {
        Expr::And(a, b) => {
            conjuncts(a, out);
            conjuncts(b, out);
        }
        _ => out.push(e.clone()),
    }
}

/// The value of a loop for which a condition holds, if it is one.
pub(super) fn only_turn(condition: &Expr, id: LoopId) -> Option<At> {
    let Expr::Compare(Comparison::Eq, a, b) = condition else { return None };
    [(a, b), (b, a)].into_iter().find_map(|(here, there)| {
        let Expr::Position(place) = &**here else { return None };
        let own = Term::Axis(AxisId(id.0));
        let factor = place.terms.iter().find(|t| t.0 == own)?.1;
        let rest = place.substitute(AxisId(id.0), &Affine::constant(0));
        if factor.abs() != 1 || has_axis(there, id) {
            return None;
        }
        match there.position() {
            Some(there) => Some(At::Affine(there.add_scaled(-1, &rest).scaled(factor))),
            None => (factor == 1 && rest == Affine::constant(0)).then(|| At::Value((**there).clone())),
        }
    })
}

/// A condition as one of those under which there is one place for some of the axes, and the others.
fn places(condition: &Expr, axes: &[LoopId]) -> Option<(Vec<Option<At>>, Option<Expr>)> {
    let mut all = Vec::new();
    conjuncts(condition, &mut all);
    let mut places: Vec<Option<At>> = vec![None; axes.len()];
    let mut rest = None;
    for condition in all {
        let found = axes.iter().enumerate().find_map(|(k, id)| Some((k, only_turn(&condition, *id)?)));
        match found {
            Some((k, at)) if places[k].is_none() => places[k] = Some(at),
            _ => rest = both(rest, Some(condition)),
        }
    }
    places.iter().any(Option::is_some).then_some((places, rest))
}

/// A sum where a condition holds or does not hold.
fn decided(e: &Expr, condition: &Expr, holds: bool) -> Expr {
    match e {
        Expr::Binary(Binary::Add, a, b) => match (decided(a, condition, holds), decided(b, condition, holds)) {
            (Expr::Constant(0.0), other) | (other, Expr::Constant(0.0)) => other,
            (a, b) => Expr::Binary(Binary::Add, Box::new(a), Box::new(b)),
        },
        Expr::Select(parts) if parts[0] == *condition => decided(&parts[if holds { 1 } else { 2 }], condition, holds),
        _ => e.clone(),
    }
}

/// Reads the value of a store in loops over `axes`.
struct Form<'a> {
    axes: &'a [LoopId],
    changes: Vec<Change>,
}

impl Form<'_> {
    fn apart(&self, e: &Expr) -> bool {
        self.axes.iter().all(|id| !has_axis(e, *id))
    }

    /// The version that is passed on.
    fn passes(&mut self, e: &Expr, under: &Option<Expr>) -> Option<(BufferId, Vec<At>)> {
        match e {
            Expr::Load { source: Source::Buffer(b), indices, .. } => {
                let (time, place) = indices.split_at_checked(indices.len().checked_sub(self.axes.len())?)?;
                let same = place.iter().zip(self.axes).all(|(at, id)| *at == At::Affine(Affine::axis(AxisId(id.0))));
                let fixed = time.iter().all(|at| matches!(at, At::Affine(a) if self.axes.iter().all(|id| a.axes().all(|x| x.0 != id.0))));
                (same && fixed).then(|| (*b, time.to_vec()))
            }
            Expr::Select(parts) => {
                let [condition, then, otherwise] = &**parts;
                let (condition, then, otherwise) = match condition {
                    Expr::Not(c) => (&**c, otherwise, then),
                    _ => (condition, then, otherwise),
                };
                if let Some((places, rest)) = places(condition, self.axes) {
                    if rest.as_ref().is_some_and(|rest| !self.apart(rest)) {
                        return None;
                    }
                    self.change(&places, both(under.clone(), rest), then)?;
                    return self.passes(otherwise, under);
                }
                if !self.apart(condition) {
                    return None;
                }
                let [yes, no] = [condition.clone(), Expr::Not(Box::new(condition.clone()))].map(|c| both(under.clone(), Some(c)));
                let (a, b) = (self.passes(then, &yes)?, self.passes(otherwise, &no)?);
                (a == b).then_some(a)
            }
            // What is added under conditions.
            Expr::Binary(Binary::Add, ..) if let Some(condition) = self.decides(e) => {
                let not = Expr::Not(Box::new(condition.clone()));
                let (yes, no) = (both(under.clone(), Some(condition.clone())), both(under.clone(), Some(not)));
                let (a, b) = (self.passes(&decided(e, &condition, true), &yes)?, self.passes(&decided(e, &condition, false), &no)?);
                (a == b).then_some(a)
            }
            // Something is added in places.
            Expr::Binary(Binary::Add, a, b) => {
                let before = self.changes.len();
                for (whole, part) in [(a, b), (b, a)] {
                    self.changes.truncate(before);
                    let Expr::Select(parts) = &**part else { continue };
                    let [condition, then, Expr::Constant(0.0)] = &**parts else { continue };
                    let Some((places, rest)) = places(condition, self.axes) else { continue };
                    if rest.as_ref().is_some_and(|rest| !self.apart(rest)) {
                        continue;
                    }
                    let Some(from) = self.passes(whole, under) else { continue };
                    if self.changes.len() > before {
                        continue;
                    }
                    let sum = Expr::Binary(Binary::Add, whole.clone(), Box::new(then.clone()));
                    self.change(&places, both(under.clone(), rest), &sum)?;
                    return Some(from);
                }
                None
            }
            _ => None,
        }
    }

    /// A condition on which terms of a sum depend, the same for all elements.
    fn decides(&self, e: &Expr) -> Option<Expr> {
        match e {
            Expr::Binary(Binary::Add, a, b) => self.decides(a).or_else(|| self.decides(b)),
            Expr::Select(parts) if self.apart(&parts[0]) => Some(parts[0].clone()),
            _ => None,
        }
    }

    fn change(&mut self, places: &[Option<At>], condition: Option<Expr>, value: &Expr) -> Option<()> {
        let mut value = value.clone();
        let (mut place, mut rows) = (Vec::new(), Vec::new());
        for (k, (at, id)) in places.iter().zip(self.axes).enumerate() {
            let Some(at) = at else {
                rows.push((k, *id));
                place.push(At::Affine(Affine::axis(AxisId(id.0))));
                continue;
            };
            let own = number(at);
            if !self.apart(&own) {
                return None;
            }
            value = at_value(&value, *id, at);
            place.push(at.clone());
        }
        self.changes.push(Change { condition, place, rows, value });
        Some(())
    }
}

/// What is stored in a nest of loops over all elements: where its version lies and what it is made of.
pub(super) struct Stored<'a> {
    pub buffer: BufferId,
    pub time: &'a [At],
    pub from: (BufferId, Vec<At>),
    pub changes: Vec<Change>,
    pub adds: bool,
}

/// A store in the innermost of some loops as one that passes on a version with so many axes.
pub(super) fn stored<'a>(
    program: &Program,
    loops: &[LoopId],
    store: &'a Statement,
    bound: &Map<VarId, Expr>,
    rank: usize,
) -> Option<Stored<'a>> {
    let Statement::Store { place: Place::Buffer(b), indices, value, add, guarded: false } = store else { return None };
    let axes = &loops[loops.len().checked_sub(rank)?..];
    let (time, place) = indices.split_at_checked(indices.len().checked_sub(rank)?)?;
    let shape = &program.buffers[b.0 as usize].shape[time.len()..];
    let all = |(at, (id, extent)): (&At, (&LoopId, &Affine))| {
        let own = &program.loops[id.0 as usize];
        *at == At::Affine(Affine::axis(AxisId(id.0))) && own.is_whole() && own.extent == *extent
    };
    if rank == 0
        || !place.iter().zip(axes.iter().zip(shape)).all(all)
        || time.iter().any(|at| axes.iter().any(|id| has_axis(&number(at), *id)))
    {
        return None;
    }
    let mut form = Form { axes, changes: Vec::new() };
    let from = form.passes(&inlined(value, bound), &None)?;
    Some(Stored { buffer: *b, time, from, changes: form.changes, adds: *add })
}

/// A nest of loops that passes on a version of a family to another one.
pub(super) fn passed(scheduler: &Scheduler<'_>, family: &Family, statement: &Statement) -> Option<Passed> {
    let (loops, body) = nest(statement)?;
    let [store] = body else { return None };
    if loops.len() != family.content.len() {
        return None;
    }
    let stored = stored(&scheduler.program, &loops, store, &Map::default(), loops.len())?;
    let affine = |time: &[At]| zeros::affine(time).map(|time| time.into_iter().cloned().collect_vec());
    let to = Version { buffer: stored.buffer, time: affine(stored.time)? };
    let from = Version { buffer: stored.from.0, time: affine(&stored.from.1)? };
    let own = family.has(to.buffer) && family.has(from.buffer) && stored.adds == family.adds;
    own.then_some(Passed { to, from, changes: stored.changes })
}

/// A nest of loops that writes each element of a version of a family, and what is in it: variables and a store.
pub(super) fn filled<'a>(program: &Program, family: &Family, statement: &'a Statement) -> Option<(Vec<LoopId>, &'a [Statement])> {
    let (loops, body) = nest(statement)?;
    let (Statement::Store { place: Place::Buffer(b), indices, guarded: false, .. }, before) = body.split_last()? else { return None };
    if !before.iter().all(|s| matches!(s, Statement::Let { mutable: false, .. })) || !family.has(*b) || loops.len() != family.content.len()
    {
        return None;
    }
    let (time, place) = family.split(*b, indices)?;
    let all = place.iter().zip(loops.iter().zip(&family.content)).all(|(at, (id, extent))| {
        let own = &program.loops[id.0 as usize];
        *at == At::Affine(Affine::axis(AxisId(id.0))) && own.is_whole() && own.extent == *extent
    });
    let fixed = time.time.iter().all(|t| t.axes().all(|x| loops.iter().all(|id| id.0 != x.0)));
    (all && fixed).then_some((loops, body))
}

/// What is done with a store: the loops around, and the variables that are bound there.
type Visit<'f, 'a> = &'f mut dyn FnMut(&[LoopId], &'a Statement, &Map<VarId, Expr>);

/// The loops of each nest, the variables that are bound in it, and the stores in its innermost loop.
fn stores<'a>(body: &'a [Statement], loops: &mut Vec<LoopId>, bound: &mut Map<VarId, Expr>, f: Visit<'_, 'a>) {
    for statement in body {
        match statement {
            Statement::Let { var, value, mutable: false } if !loops.is_empty() => {
                bound.insert(*var, value.clone());
            }
            Statement::Store { place: Place::Buffer(_), .. } => f(loops, statement, bound),
            Statement::Loop { id, body, sum: None } => {
                loops.push(*id);
                stores(body, loops, &mut bound.clone(), f);
                loops.pop();
            }
            Statement::When { body, .. } => stores(body, loops, &mut bound.clone(), f),
            _ => {}
        }
    }
}

/// Whether the last of some indices is a loop over all that there is, which no other index counts.
fn is_whole(program: &Program, buffer: BufferId, indices: &[At]) -> bool {
    let shape = &program.buffers[buffer.0 as usize].shape;
    let (Some((At::Affine(last), others)), Some(extent)) = (indices.split_last(), shape.last()) else { return false };
    last.as_axis().is_some_and(|axis| {
        let own = LoopId(axis.0);
        program.loops[axis.0 as usize].extent == *extent && !others.iter().any(|at| has_axis(&number(at), own))
    })
}

/// The arrays that are made of each other by passing versions on, of which one is not given up; with those that are only
/// copied to or from them.
pub(super) fn family(program: &Program, given_up: &[BufferId], copies: bool) -> Option<Family> {
    // For each store the arrays, the number of axes, whether it changes anything and whether it adds.
    let mut links: Vec<([BufferId; 2], usize, bool, bool)> = Vec::new();
    // Arrays to which is added at single places of a step.
    let mut scattered: Set<BufferId> = Set::default();
    let fits = |b: BufferId| {
        let own = &program.buffers[b.0 as usize];
        !own.nested && !own.reused
    };
    stores(&program.body, &mut Vec::new(), &mut Map::default(), &mut |loops, store, bound| {
        let ranks = (1..=loops.len()).rev();
        let found =
            ranks.filter_map(|rank| Some((rank, stored(program, loops, store, bound, rank)?))).max_by_key(|f| (f.1.changes.len(), f.0));
        if found.is_none()
            && let Statement::Store { place: Place::Buffer(b), indices, add: true, .. } = store
            && !is_whole(program, *b, indices)
        {
            scattered.insert(*b);
        }
        if let Some((rank, stored)) = found {
            let both = [stored.buffer, stored.from.0];
            if both.iter().all(|b| fits(*b)) {
                links.push((both, rank, !stored.changes.is_empty(), stored.adds));
            }
        }
    });
    let gathers = |both: &[BufferId; 2]| scattered.contains(&both[0]);
    let first =
        links.iter().find(|(both, _, changes, _)| (*changes || copies && gathers(both)) && !both.iter().any(|b| given_up.contains(b)));
    let &(both, rank, _, adds) = first?;
    let content = |b: BufferId| {
        let shape = &program.buffers[b.0 as usize].shape;
        shape[shape.len().saturating_sub(rank)..].to_vec()
    };
    let own = content(both[0]);
    let mut members = vec![both[0]];
    loop {
        let before = members.len();
        for (both, other, changes, _) in &links {
            if *other == rank && (copies || *changes) && both.iter().any(|b| members.contains(b)) {
                for b in both {
                    if !members.contains(b) && content(*b) == own {
                        members.push(*b);
                    }
                }
            }
        }
        if members.len() == before {
            break;
        }
    }
    Some(Family { members, content: own, adds })
}
