//! Elements that several turns of a loop add to are written once.
//!
//! A loop over neighbours, `x[i + 1] - x[i]`, adds to two elements of the gradient, one of which the next turn adds to
//! again: it waits for the memory, and cannot be vectorised. So what is to be added to later elements is carried from turn
//! to turn, and each element is written by the last turn that adds to it. The order of the terms stays.

use super::zeros::touches;
use super::*;
use crate::program::{names, visit};
use chainrule_parser::list::CollectVec;

/// So many elements are carried at most.
const MOST_CARRIED: i64 = 3;
/// And rows of so many.
const LONGEST_ROW: i64 = 8;

/// Carries what neighbouring turns add to an element.
pub(super) fn carry(scheduler: &mut Scheduler<'_>) {
    let mut body = std::mem::take(&mut scheduler.program.body);
    block(scheduler, &mut body);
    scheduler.program.body = body;
}

fn block(scheduler: &mut Scheduler<'_>, body: &mut Vec<Statement>) {
    let mut at = 0;
    while at < body.len() {
        body[at].for_each_body_mut(&mut |body| block(scheduler, body));
        while let Some(group) = Group::of(&scheduler.program, &body[at]) {
            let zero = body[..at].iter().rposition(|s| touches(s, group.place));
            let zero = zero.filter(|z| body[*z] == Statement::Zero(group.place));
            let Statement::Loop { body: turn, .. } = &mut body[at] else { unreachable!("a group is found in a loop") };
            let [before, after] = group.apply(scheduler, turn, zero.is_some());
            let length = before.len();
            body.splice(at + 1..at + 1, after);
            body.splice(at..at, before);
            at += length;
            if let Some(zero) = zero.filter(|_| group.covers(&scheduler.program)) {
                let extent = &scheduler.program.loops[group.id.0 as usize].extent;
                if extent.as_constant().is_some() {
                    body.remove(zero);
                    at -= 1;
                } else {
                    let [extent, none] = [extent.clone(), Affine::constant(0)].map(|a| Box::new(Expr::Position(a)));
                    let condition = Expr::Compare(Comparison::Le, extent, none);
                    body[zero] = Statement::When { condition, body: vec![Statement::Zero(group.place)] };
                }
            }
        }
        at += 1;
    }
}

/// What a loop adds to neighbouring elements.
struct Group {
    /// The loop.
    id: LoopId,
    place: Place,
    /// The index that the loop counts.
    at: usize,
    /// The indices where that is the loop's variable.
    indices: Vec<At>,
    /// The lowest element that a turn adds to, from its own position, and how many more there are.
    lowest: i64,
    span: i64,
    /// The loop over a row, in which this is done for each of its elements.
    row: Option<LoopId>,
}

impl Group {
    /// The first one in a statement.
    fn of(program: &Program, statement: &Statement) -> Option<Group> {
        let Statement::Loop { id, body, sum: None } = statement else { return None };
        if !program.loops[id.0 as usize].counts_up() {
            return None;
        }
        let rows = body.iter().filter_map(|s| match s {
            Statement::Loop { id, body, sum: None } => Some((Some(*id), body)),
            _ => None,
        });
        let short = |row: LoopId| {
            let row = &program.loops[row.0 as usize];
            row.counts_up() && row.extent.as_constant().is_some_and(|n| n <= LONGEST_ROW)
        };
        [(None, body)].into_iter().chain(rows.filter(|(row, _)| row.is_some_and(short))).find_map(|(row, inner)| {
            inner.iter().find_map(|s| {
                let Statement::Store { place, indices, add: true, guarded: false, .. } = s else { return None };
                Group::with(program, *id, body, row, inner, *place, indices)
            })
        })
    }

    /// That of a store, if all that else happens to its place is known.
    fn with(
        program: &Program,
        id: LoopId,
        body: &[Statement],
        row: Option<LoopId>,
        inner: &[Statement],
        place: Place,
        own: &[At],
    ) -> Option<Group> {
        let opaque = match place {
            Place::Target(t) => program.targets[t as usize].opaque,
            Place::Buffer(b) => program.buffers[b.0 as usize].nested,
            Place::Returned(..) => true,
        };
        let at = own.iter().position(|at| counts(at, id).is_some())?;
        // The other indices are the same in all turns, and one of them is that of a row.
        let in_row = |at: &At| row.is_some_and(|row| counts(at, row) == Some(0));
        let same = |indices: &[At]| indices.iter().zip(own).enumerate().all(|(k, (a, b))| k == at || a == b);
        let constant = |at: &At| match at {
            At::Affine(a) => in_row(at) || a.axes().all(|axis| axis.0 != id.0 && Some(LoopId(axis.0)) != row),
            At::Value(_) => false,
        };
        let others = || own.iter().enumerate().filter(|(k, _)| *k != at).map(|(_, i)| i);
        if opaque || !others().all(constant) || row.is_some() && others().filter(|at| in_row(at)).count() != 1 {
            return None;
        }
        let offsets = inner.iter().filter_map(|s| match s {
            Statement::Store { place: p, indices, add: true, guarded: false, .. } if *p == place && same(indices) => {
                counts(&indices[at], id)
            }
            _ => None,
        });
        let offsets = offsets.collect_vec();
        let lowest = *offsets.iter().min()?;
        let span = offsets.iter().max()? - lowest;
        if !(1..=MOST_CARRIED).contains(&span) {
            return None;
        }
        // In a loop of so few turns that no two of them meet, each element is written once as it is.
        let turns = program.loops[id.0 as usize].extent.as_constant();
        let meet = |a: i64, b: i64| a < b && turns.is_none_or(|n| b - a < n);
        if !offsets.iter().any(|a| offsets.iter().any(|b| meet(*a, *b))) {
            return None;
        }
        // Everything else that touches the place is in other rows.
        let mut touched = 0;
        body.iter().for_each(|s| names(s, &mut |name, _| touched += usize::from(name == place.name())));
        let mut apart = 0;
        visit(body, &mut |s| {
            if let Statement::Store { place: p, indices, .. } = s
                && *p == place
            {
                apart += usize::from(indices.iter().zip(own).enumerate().any(|(k, (a, b))| k != at && !in_row(b) && differ(a, b)));
            }
        });
        let known = touched == offsets.len() + apart;
        known.then(|| {
            let mut indices = own.to_vec();
            indices[at] = At::Affine(Affine::axis(AxisId(id.0)));
            Group { id, place, at, indices, lowest, span, row }
        })
    }

    /// Whether the loop writes all elements of the place, if it has any turn.
    fn covers(&self, program: &Program) -> bool {
        let shape = program.place_shape(self.place);
        let turns = &program.loops[self.id.0 as usize].extent;
        let rows = self.row.map(|row| &program.loops[row.0 as usize].extent);
        // Of a local array it is the declaration that clears it.
        matches!(self.place, Place::Target(_))
            && self.lowest == 0
            && shape[self.at] == turns.add_scaled(1, &Affine::constant(self.span))
            && shape.len() == 1 + usize::from(rows.is_some())
            && rows.is_none_or(|extent| shape[1 - self.at] == *extent)
            && turns.as_constant().is_none_or(|n| n > 0)
    }

    /// Rewrites the turn of the loop; what goes before and after the loop. `fresh`: the place is 0 before.
    fn apply(&self, scheduler: &mut Scheduler<'_>, turn: &mut Vec<Statement>, fresh: bool) -> [Vec<Statement>; 2] {
        let carried = (0..self.span).map(|_| Carried::new(scheduler, self.row)).collect_vec();
        let inner = match self.row {
            None => turn,
            Some(row) => turn
                .iter_mut()
                .find_map(|s| match s {
                    Statement::Loop { id, body, .. } if *id == row => Some(body),
                    _ => None,
                })
                .expect("the loop over the row"),
        };
        let own = |s: &Statement| match s {
            Statement::Store { place, indices, add: true, .. } if *place == self.place => {
                let offset = counts(&indices[self.at], self.id)? - self.lowest;
                let same = indices.iter().zip(&self.indices).enumerate().all(|(k, (a, b))| k == self.at || a == b);
                same.then_some(offset as usize)
            }
            _ => None,
        };
        let element = |place: Affine, value: Expr| {
            let mut indices = self.indices.clone();
            indices[self.at] = At::Affine(place);
            Statement::Store { place: self.place, indices, value, add: !fresh, guarded: false }
        };
        let first = Affine::axis(AxisId(self.id.0)).add_scaled(1, &Affine::constant(self.lowest));
        let mut left = vec![0; self.span as usize + 1];
        inner.iter().filter_map(own).for_each(|k| left[k] += 1);
        let mut assigned = Set::default();
        visit(inner, &mut |s| {
            if let Statement::Assign { var, .. } = s {
                assigned.insert(*var);
            }
        });
        // What each element has in this turn, so far.
        let mut sums: Vec<Option<Expr>> = carried.iter().map(|c| Some(c.read())).chain([None]).collect_vec();
        let mut variables: Vec<Option<VarId>> = vec![None; left.len()];
        let mut out = Vec::with_capacity(inner.len() + 4);
        for statement in inner.drain(..) {
            let k = own(&statement);
            let (Some(k), Statement::Store { value, .. }) = (k, statement.clone()) else {
                out.push(statement);
                continue;
            };
            left[k] -= 1;
            let value = match sums[k].take() {
                Some(before) => plus(before, value),
                None => value,
            };
            let leaf = matches!(value, Expr::Var(var) if !assigned.contains(&var)) || matches!(value, Expr::Constant(_));
            sums[k] = Some(match variables[k] {
                // The last turn that adds to an element writes it.
                _ if k == 0 && left[k] == 0 => {
                    out.push(element(first.clone(), value));
                    continue;
                }
                Some(var) => {
                    out.push(Statement::Assign { var, value });
                    Expr::Var(var)
                }
                None if leaf && left[k] == 0 => value,
                None => {
                    let name = scheduler.unique("t");
                    let var = scheduler.named_variable(name, false);
                    out.push(Statement::Let { var, value, mutable: left[k] > 0 });
                    variables[k] = Some(var);
                    Expr::Var(var)
                }
            });
        }
        out.extend(carried.iter().zip(&sums[1..]).map(|(to, sum)| to.write(sum.clone().expect("a turn adds to the highest element"))));
        *inner = out;
        // The elements after the last turn's first one.
        let turns = scheduler.program.loops[self.id.0 as usize].extent.clone();
        let last = carried.iter().enumerate().map(|(k, c)| {
            let place = turns.add_scaled(1, &Affine::constant(self.lowest + k as i64));
            element(place, c.read())
        });
        let mut after = match self.row {
            None => last.collect_vec(),
            Some(row) => {
                let own = scheduler.program.loops[row.0 as usize].clone();
                scheduler.program.loops.push(own);
                let id = LoopId(scheduler.program.loops.len() as u32 - 1);
                let mut body = last.collect_vec();
                body.iter_mut().for_each(|s| move_to(s, row, id));
                vec![Statement::Loop { id, body, sum: None }]
            }
        };
        if turns.as_constant().is_none_or(|n| n < 1) {
            let [none, turns] = [Affine::constant(0), turns].map(|a| Box::new(Expr::Position(a)));
            after = vec![Statement::When { condition: Expr::Compare(Comparison::Lt, none, turns), body: after }];
        }
        [carried.iter().map(Carried::declared).collect_vec(), after]
    }
}

/// What is carried for one element, or for each of a row.
enum Carried {
    Number(VarId),
    Row(BufferId, LoopId),
}

impl Carried {
    fn new(scheduler: &mut Scheduler<'_>, row: Option<LoopId>) -> Carried {
        let name = scheduler.unique("carried");
        match row {
            None => Carried::Number(scheduler.named_variable(name, false)),
            Some(row) => {
                let extent = scheduler.program.loops[row.0 as usize].extent.clone();
                let buffer = scheduler.buffer(name, vec![extent]);
                scheduler.program.buffers[buffer.0 as usize].named = false;
                Carried::Row(buffer, row)
            }
        }
    }

    fn declared(&self) -> Statement {
        match self {
            Carried::Number(var) => Statement::Let { var: *var, value: Expr::Constant(0.0), mutable: true },
            Carried::Row(buffer, _) => Statement::Zero(Place::Buffer(*buffer)),
        }
    }

    fn read(&self) -> Expr {
        match self {
            Carried::Number(var) => Expr::Var(*var),
            Carried::Row(buffer, row) => {
                let indices = vec![At::Affine(Affine::axis(AxisId(row.0)))];
                Expr::Load { source: Source::Buffer(*buffer), indices, guarded: false }
            }
        }
    }

    fn write(&self, value: Expr) -> Statement {
        match self {
            Carried::Number(var) => Statement::Assign { var: *var, value },
            Carried::Row(buffer, row) => {
                let indices = vec![At::Affine(Affine::axis(AxisId(row.0)))];
                Statement::Store { place: Place::Buffer(*buffer), indices, value, add: false, guarded: false }
            }
        }
    }
}

/// How far an index is from the variable of a loop, if from nothing else.
fn counts(at: &At, id: LoopId) -> Option<i64> {
    let At::Affine(a) = at else { return None };
    a.add_scaled(-1, &Affine::axis(AxisId(id.0))).as_constant()
}

/// A sum, as a difference where that is the same.
fn plus(a: Expr, b: Expr) -> Expr {
    match b {
        Expr::Neg(b) => Expr::Binary(Binary::Sub, Box::new(a), b),
        b => Expr::Binary(Binary::Add, Box::new(a), Box::new(b)),
    }
}

/// Whether two indices are never the same.
fn differ(a: &At, b: &At) -> bool {
    match (a, b) {
        (At::Affine(a), At::Affine(b)) => a.add_scaled(-1, b).as_constant().is_some_and(|n| n != 0),
        _ => false,
    }
}

/// Puts one loop's variable into the place of another one's.
fn move_to(statement: &mut Statement, from: LoopId, to: LoopId) {
    let by = Affine::axis(AxisId(to.0));
    let moved = |indices: &mut Vec<At>| {
        for at in indices {
            if let At::Affine(a) = at {
                *a = a.substitute(AxisId(from.0), &by);
            }
        }
    };
    if let Statement::Store { indices, value, .. } = statement {
        moved(indices);
        if let Expr::Load { indices, .. } = value {
            moved(indices);
        }
    }
}
