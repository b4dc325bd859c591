//! Long loops whose turns depend on nothing of each other but what they add up, computed in vectors.
//!
//! A compiler makes no vectors of a loop that takes sums in order, adds to elements that data choose, or reads rows that lie
//! apart. So such a loop runs in blocks, each of which is three loops: one brings together what the turns read, an array of
//! numbers for each thing that is read; one computes, from these arrays to others like them, with nothing to keep several turns
//! from being computed at once; and one writes and adds up what has come out, turn by turn. Sines and cosines have loops of
//! their own, because those look at their angles first (`emit/rust/near.rs`).
//!
//! Sums over the turns have their terms in the same order as before. What one turn adds to the same few elements in several
//! places is added up first, so that each is added to once.

use super::*;
use crate::program::{Name, exprs, names, names_in, visit};
use chainrule_parser::list::CollectVec;

mod blocks;

/// The turns of a block, and the most numbers that the arrays of a block have together: they stay in the nearest memory.
const TURNS: [i64; 2] = [32, 16];
const LARGEST: i64 = 3072;
/// Loops of fewer turns are left as they are.
const SHORTEST: i64 = 128;
/// Loops inside have at most so many turns: the compiler unrolls them.
const UNROLLED: i64 = 8;
/// And all that is unrolled is at most so much work.
const LONGEST: u64 = 4000;
/// The least work in a turn that is worth it, and in comparison to each number that is read or written.
const LEAST: u64 = 32;
const LEAST_FOR_EACH: u64 = 2;
/// An array of elements to which a turn adds has at most so many.
const MOST_COLLECTED: i64 = 32;
/// The arguments of sines and cosines are computed twice, so there are at most so many.
const MOST_ANGLES: usize = 4;

/// Puts all such loops into this form.
pub(super) fn compute(scheduler: &mut Scheduler<'_>) {
    let mut body = std::mem::take(&mut scheduler.program.body);
    block(scheduler, &mut body);
    scheduler.program.body = body;
}

fn block(scheduler: &mut Scheduler<'_>, body: &mut [Statement]) {
    for statement in body {
        match Turn::of(scheduler, statement).and_then(|turn| blocks::Blocks::new(turn).written(scheduler)) {
            Some(blocks) => *statement = blocks,
            None => statement.for_each_body_mut(&mut |body| block(scheduler, body)),
        }
    }
}

/// A turn of such a loop.
struct Turn {
    id: LoopId,
    body: Vec<Statement>,
    /// Variables and arrays that each turn makes anew, and the loops inside.
    own: Set<Name>,
    inner: Set<LoopId>,
    /// Places that each turn adds to, with the axes along which it reaches several elements.
    collected: Vec<Collected>,
    /// How much it computes.
    work: u64,
}

/// Elements to which a turn adds in several places.
struct Collected {
    place: Place,
    /// The indices, of which those that no turn changes are open.
    at: Vec<Option<At>>,
    /// The extents of these.
    shape: Vec<i64>,
    /// How many elements are added to.
    stores: i64,
}

impl Collected {
    fn size(&self) -> i64 {
        self.shape.iter().product()
    }

    /// Which of them is at these indices.
    fn element(&self, indices: &[At]) -> Affine {
        let mut extents = self.shape.iter();
        indices.iter().zip(&self.at).fold(Affine::constant(0), |out, (at, known)| match (known, at) {
            (None, At::Affine(a)) => out.scaled(*extents.next().expect("an extent for each open index")).add_scaled(1, a),
            _ => out,
        })
    }
}

impl Turn {
    fn of(scheduler: &Scheduler<'_>, statement: &Statement) -> Option<Turn> {
        let program = &scheduler.program;
        let Statement::Loop { id, body, sum: None } = statement else { return None };
        let turns = &program.loops[id.0 as usize];
        let long = turns.extent.as_constant().map_or_else(|| !constant_extent(scheduler.options, &turns.extent), |n| n >= SHORTEST);
        if !turns.counts_up() || !long {
            return None;
        }
        let mut turn = Turn {
            id: *id,
            body: body.clone(),
            own: Set::default(),
            inner: Set::default(),
            collected: Vec::new(),
            work: work_of(program, body),
        };
        if turn.work < LEAST || turn.work > LONGEST || !turn.note(program) || !turn.is_apart() || !turn.is_worth_it() {
            return None;
        }
        turn.effects(program, &turn.body.clone(), 1, false)?;
        turn.collected.retain(|c| c.stores > c.size());
        Some(turn)
    }

    /// Notes what it makes; whether there is nothing in it that keeps it from being computed in vectors.
    fn note(&mut self, program: &Program) -> bool {
        let mut all = true;
        visit(&self.body, &mut |s| match s {
            Statement::Let { var, .. } | Statement::Branch { var, .. } => _ = self.own.insert(Name::Var(*var)),
            Statement::Zero(Place::Buffer(b)) if !program.buffers[b.0 as usize].workspace => _ = self.own.insert(Name::Buffer(*b)),
            Statement::Loop { id, sum: None, .. } => {
                let turns = &program.loops[id.0 as usize];
                let mut bounds = turns.from.iter().chain(&turns.to);
                all &= turns.range == Range::Whole && !turns.descending && bounds.all(|a| a.as_constant().is_some());
                all &= turns.extent.as_constant().is_some_and(|n| n <= UNROLLED);
                self.inner.insert(*id);
            }
            Statement::Assign { .. } => {}
            Statement::Store { place, .. } => {
                all &= match place {
                    Place::Target(t) => !program.targets[*t as usize].opaque,
                    Place::Buffer(b) => !program.buffers[b.0 as usize].nested,
                    Place::Returned(..) => false,
                }
            }
            _ => all = false,
        });
        visit(&self.body, &mut |s| all &= exprs(s).into_iter().all(vectorises));
        all
    }

    /// Whether no turn reads what another one, or itself, writes, but for what it makes, and sums.
    fn is_apart(&self) -> bool {
        let mut written: Set<Name> = Set::default();
        self.body.iter().for_each(|s| {
            names(s, &mut |name, writes| {
                if writes && !self.own.contains(&name) {
                    written.insert(name);
                }
            })
        });
        let mut apart = true;
        visit(&self.body, &mut |s| {
            let mut reads = |e: &Expr| names_in(e, &mut |name, _| apart &= !written.contains(&name));
            match s {
                Statement::Assign { var, value } if written.contains(&Name::Var(*var)) => match term(*var, value) {
                    Some(term) => reads(term),
                    None => apart = false,
                },
                _ => exprs(s).into_iter().for_each(reads),
            }
        });
        apart
    }

    /// Whether a compiler would not make vectors of it as it is.
    fn is_worth_it(&self) -> bool {
        let mut found = false;
        visit(&self.body, &mut |s| match s {
            Statement::Loop { .. } => found = true,
            Statement::Assign { var, .. } => found |= !self.own.contains(&Name::Var(*var)),
            _ => {
                let mut data = |at: &At| found |= matches!(at, At::Value(_));
                if let Statement::Store { indices, .. } = s {
                    indices.iter().for_each(&mut data);
                }
                let mut loads = |e: &Expr| for_each_load(e, &mut |_, indices, _| indices.iter().for_each(&mut data));
                exprs(s).into_iter().for_each(&mut loads);
            }
        });
        found
    }

    /// Looks at what it writes; `None` if that cannot be done afterwards.
    fn effects(&mut self, program: &Program, body: &[Statement], times: i64, lazy: bool) -> Option<()> {
        for s in body {
            match s {
                Statement::Assign { var, .. } if !self.own.contains(&Name::Var(*var)) && lazy => return None,
                Statement::Store { place, indices, add, guarded, .. } if !self.own.contains(&place.name()) => {
                    if lazy || !indices.iter().all(|at| self.is_known(at)) {
                        return None;
                    }
                    self.collect(program, *place, indices, *add && !*guarded, times);
                }
                Statement::Loop { id, body, .. } => {
                    let turns = program.loops[id.0 as usize].extent.as_constant()?;
                    self.effects(program, body, times * turns, lazy)?;
                }
                Statement::Branch { then, otherwise, .. } => {
                    self.effects(program, &then.body, times, true)?;
                    self.effects(program, &otherwise.body, times, true)?;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Notes a store. Where not all to a place add to it, their order counts.
    fn collect(&mut self, program: &Program, place: Place, indices: &[At], adds: bool, times: i64) {
        let shape = program.place_shape(place);
        let open = |(at, extent): (&At, &Affine)| match at {
            At::Affine(a) if !a.axes().any(|axis| axis.0 == self.id.0) => extent.as_constant(),
            _ => None,
        };
        let extents = indices.iter().zip(shape).map(open).collect_vec();
        let at = indices.iter().zip(&extents).map(|(at, open)| open.is_none().then(|| at.clone())).collect_vec();
        let inner = |at: &At| matches!(at, At::Affine(a) if a.axes().any(|axis| self.inner.contains(&LoopId(axis.0))));
        let adds = adds && !at.iter().flatten().any(inner);
        if !adds {
            // None of the place, then.
            self.collected.retain(|c| c.place != place);
            self.collected.push(Collected { place, at: Vec::new(), shape: Vec::new(), stores: i64::MIN });
        } else if let Some(known) = self.collected.iter_mut().find(|c| c.place == place && (c.at == at || c.stores < 0)) {
            known.stores = known.stores.saturating_add(times);
        } else {
            let shape = extents.into_iter().flatten().collect_vec();
            if shape.iter().product::<i64>() <= MOST_COLLECTED {
                self.collected.push(Collected { place, at, shape, stores: times });
            }
        }
    }

    /// Which of the collected elements a store adds to.
    fn collecting(&self, place: Place, indices: &[At]) -> Option<usize> {
        let same = |c: &Collected| c.at.iter().zip(indices).all(|(known, at)| known.as_ref().is_none_or(|known| known == at));
        self.collected.iter().position(|c| c.place == place && same(c))
    }

    /// Whether an index can be computed before the turn: of nothing that it makes.
    fn is_known(&self, at: &At) -> bool {
        match at {
            At::Affine(_) => true,
            At::Value(e) => {
                let mut known = true;
                names_in(e, &mut |name, _| known &= !self.own.contains(&name));
                known && !self.moves_inside(e)
            }
        }
    }

    /// Whether an expression depends on a loop inside.
    fn moves_inside(&self, e: &Expr) -> bool {
        let mut found = false;
        for_each_affine(e, &mut |a| found |= a.axes().any(|axis| self.inner.contains(&LoopId(axis.0))));
        found
    }

    /// Whether an expression depends on the turn, other than by what it makes.
    fn moves(&self, e: &Expr) -> bool {
        let mut found = false;
        for_each_affine(e, &mut |a| found |= self.moves_affine(a));
        found
    }

    fn moves_affine(&self, a: &Affine) -> bool {
        a.axes().any(|axis| axis.0 == self.id.0)
    }
}

/// Whether a function, or whatever it is, is straight-line code that can be computed in vectors.
fn vectorises(e: &Expr) -> bool {
    let mut all = match e {
        Expr::Call(function, _) => function.vectorises() || function.is_piecewise() || *function == Function::Norm,
        Expr::Load { source: Source::Returned(..), .. } | Expr::Pow(..) | Expr::Powi(..) => false,
        _ => true,
    };
    e.for_each_operand(&mut |e| all &= vectorises(e));
    all
}

/// How much some statements compute, in additions; both arms of a branch count, as both are computed in vectors.
fn work_of(program: &Program, body: &[Statement]) -> u64 {
    fn work(e: &Expr) -> u64 {
        let mut all = match e {
            Expr::Neg(_) | Expr::Binary(Binary::Add | Binary::Sub | Binary::Mul, ..) => 1,
            Expr::Binary(Binary::Div, ..) | Expr::Sqrt(_) => 4,
            Expr::Call(function, _) if function.is_piecewise() => 1,
            Expr::Call(..) => 16,
            _ => 0,
        };
        e.for_each_operand(&mut |e| all += work(e));
        all
    }
    let block = |body: &[Statement]| work_of(program, body);
    let all = body.iter().map(|s| {
        let inside = match s {
            Statement::Loop { id, body, .. } => {
                let turns = program.loops[id.0 as usize].extent.as_constant().unwrap_or(1).max(0) as u64;
                turns.saturating_mul(block(body))
            }
            Statement::Branch { then, otherwise, .. } => block(&then.body).saturating_add(block(&otherwise.body)),
            Statement::Store { add: true, .. } => 1,
            _ => 0,
        };
        exprs(s).into_iter().fold(inside, |sum, e| sum.saturating_add(work(e)))
    });
    all.fold(0, u64::saturating_add)
}

/// What an assignment adds to a variable, or compares it with.
fn term(var: VarId, value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Binary(_, a, term) if **a == Expr::Var(var) => Some(term),
        Expr::Call(Function::Max | Function::Min, args) if args[0] == Expr::Var(var) => Some(&args[1]),
        _ => None,
    }
}

/// Calls `f` for each element that an expression reads, but those that choose one.
fn for_each_load(e: &Expr, f: &mut dyn FnMut(Source, &[At], &Expr)) {
    if let Expr::Load { source, indices, .. } = e {
        return f(*source, indices, e);
    }
    e.for_each_operand(&mut |e| for_each_load(e, f));
}

fn for_each_affine(e: &Expr, f: &mut dyn FnMut(&Affine)) {
    match e {
        Expr::Position(a) => f(a),
        Expr::Load { indices, .. } => indices.iter().for_each(|at| {
            if let At::Affine(a) = at {
                f(a);
            }
        }),
        _ => {}
    }
    e.for_each_operand(&mut |e| for_each_affine(e, f));
}
