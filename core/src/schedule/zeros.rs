//! Arrays of the workspace that are filled before anything reads them need not be cleared.
//!
//! An array begins at zero because sums are added to it, or because loops with bounds of their own leave parts of it
//! out. Where neither is the case, clearing it is a second way through memory. Nor need one be, of the workspace or a
//! result, to which each turn of a loop adds a product that covers it: the first turn stores its product.

use super::*;
use crate::graph::Comparison;
use crate::program::{Adds, exprs, names, visit};
use chainrule_parser::list::CollectVec;

/// Leaves out what clears such arrays.
pub(super) fn spare(program: &mut Program) {
    let mut body = std::mem::take(&mut program.body);
    block(program, &mut body);
    program.body = body;
}

fn block(program: &Program, body: &mut Vec<Statement>) {
    body.iter_mut().for_each(|s| s.for_each_body_mut(&mut |body| block(program, body)));
    let mut at = 0;
    while at < body.len() {
        let needless = match body[at] {
            Statement::Zero(Place::Buffer(buffer))
                if program.buffers[buffer.0 as usize].workspace && !program.buffers[buffer.0 as usize].reused =>
            {
                filled_first(program, buffer, &body[at + 1..])
            }
            _ => false,
        };
        if needless {
            body.remove(at);
            continue;
        }
        if let Statement::Zero(place) = body[at]
            && let Some(blocks) = store_first(program, place, &mut body[at + 1..])
        {
            // Without a turn nothing is stored.
            let extent = &program.loops[blocks.0 as usize].extent;
            if extent.as_constant().is_some_and(|n| n > 0) {
                body.remove(at);
                continue;
            }
            let [extent, none] = [extent.clone(), Affine::constant(0)].map(|a| Box::new(Expr::Position(a)));
            let empty = Expr::Compare(Comparison::Eq, extent, none);
            if let [.., Statement::When { condition, body: cleared }] = &mut body[..at]
                && *condition == empty
            {
                cleared.push(Statement::Zero(place));
                body.remove(at);
                continue;
            }
            body[at] = Statement::When { condition: empty, body: vec![Statement::Zero(place)] };
        }
        at += 1;
    }
}

/// Makes the first of some statements that touches a cleared array store what it would add in its first turn; the loop,
/// if it is one over blocks of rows with a product in it that covers the array.
fn store_first(program: &Program, place: Place, statements: &mut [Statement]) -> Option<LoopId> {
    if let Place::Buffer(b) = place
        && (!program.buffers[b.0 as usize].workspace || program.buffers[b.0 as usize].reused)
    {
        return None;
    }
    let Statement::Loop { id, body, sum: None } = statements.iter_mut().find(|s| touches(s, place))? else { return None };
    let blocks = &program.loops[id.0 as usize];
    if !matches!(blocks.range, Range::Blocks(_)) || blocks.descending {
        return None;
    }
    let mut touching = body.iter_mut().filter(|s| touches(s, place));
    let (Some(Statement::Contract(c)), None) = (touching.next(), touching.next()) else { return None };
    let own = |source: Source| matches!((source, place), (Source::Buffer(a), Place::Buffer(b)) if a == b);
    let open = c.rows.iter().chain(&c.columns).copied().collect_vec();
    let indices: Vec<&Affine> = c.into.iter().collect_vec();
    if c.adds != Adds::Always || own(c.left.0) || own(c.right.0) || !whole(program, program.place_shape(place), &indices, &open) {
        return None;
    }
    c.adds = Adds::AfterFirst(*id);
    Some(*id)
}

/// Whether a statement reads or writes an array or a result.
pub(super) fn touches(statement: &Statement, place: Place) -> bool {
    let mut found = false;
    names(statement, &mut |name, _| found |= name == place.name());
    found
}

/// Calls `f` with the array and where its element lies, for each that a statement reads; with `None` for what is not known.
pub(super) fn every_read<'a>(statement: &'a Statement, f: &mut dyn FnMut(BufferId, Option<Vec<&'a Affine>>)) {
    fn expr<'a>(e: &'a Expr, f: &mut dyn FnMut(BufferId, Option<Vec<&'a Affine>>)) {
        if let Expr::Load { source: Source::Buffer(b), indices, .. } = e {
            f(*b, affine(indices));
        }
        e.for_each_operand(&mut |e| expr(e, f));
    }
    visit(std::slice::from_ref(statement), &mut |s| {
        exprs(s).into_iter().for_each(|e| expr(e, f));
        match s {
            Statement::Contract(c) => {
                for (source, at) in [&c.left, &c.right] {
                    if let Source::Buffer(b) = source {
                        f(*b, Some(at.iter().collect_vec()));
                    }
                }
            }
            Statement::Invoke(call) => {
                for given in &call.arguments {
                    if let Given::Array { source: Source::Buffer(b), .. } = given {
                        f(*b, None);
                    }
                }
                call.for_each_expr(&mut |e| expr(e, f));
            }
            _ => {}
        }
    });
}

/// The same for what it reads or writes.
pub(super) fn every_use<'a>(statement: &'a Statement, f: &mut dyn FnMut(BufferId, Option<Vec<&'a Affine>>)) {
    every_read(statement, f);
    visit(std::slice::from_ref(statement), &mut |s| match s {
        Statement::Store { place: Place::Buffer(b), indices, .. } => f(*b, affine(indices)),
        Statement::Zero(Place::Buffer(b)) => f(*b, None),
        Statement::Contract(c) => {
            if let Place::Buffer(b) = c.place {
                f(b, Some(c.into.iter().collect_vec()));
            }
        }
        _ => {}
    });
}

/// The same for one array.
pub(super) fn uses<'a>(statement: &'a Statement, buffer: BufferId, f: &mut dyn FnMut(Option<Vec<&'a Affine>>)) {
    every_use(statement, &mut |b, at| {
        if b == buffer {
            f(at);
        }
    });
}

pub(super) fn affine(indices: &[At]) -> Option<Vec<&Affine>> {
    indices.iter().map(|at| if let At::Affine(a) = at { Some(a) } else { None }).collect()
}

pub(super) fn mentions(statement: &Statement, buffer: BufferId) -> bool {
    touches(statement, Place::Buffer(buffer))
}

/// Whether an element is one of those that are at `indices` in the same turn of the open loops.
pub(super) fn follows(used: &[&Affine], indices: &[&Affine], open: &[LoopId]) -> bool {
    let turns = |a: &Affine| a.axes().any(|x| open.contains(&LoopId(x.0)));
    used.iter().zip(indices).all(|(u, i)| u == i || !turns(i))
}

/// Whether the first of some statements that uses an array fills it.
pub(super) fn filled_first(program: &Program, buffer: BufferId, statements: &[Statement]) -> bool {
    statements.iter().find(|s| mentions(s, buffer)).is_some_and(|s| filled_by(program, buffer, s).is_some())
}

/// Where a statement that fills an array writes it, if nothing there reads an element before it is written.
pub(super) fn filled_by<'a>(program: &'a Program, buffer: BufferId, statement: &'a Statement) -> Option<Vec<&'a Affine>> {
    Filling { program, buffer, open: Vec::new() }.filled_by(statement)
}

/// Looks for a nest of loops that writes every element of an array.
struct Filling<'a> {
    program: &'a Program,
    buffer: BufferId,
    /// The loops around.
    open: Vec<LoopId>,
}

impl<'a> Filling<'a> {
    /// Where the statement that fills the array writes it, if nothing there reads an element before it is written.
    fn filled_by(&mut self, statement: &'a Statement) -> Option<Vec<&'a Affine>> {
        match statement {
            Statement::Store { place: Place::Buffer(b), indices, value, add: false, guarded: false } if *b == self.buffer => {
                let own = Statement::Assign { var: VarId(0), value: value.clone() };
                let indices = affine(indices)?;
                (!mentions(&own, self.buffer)
                    && whole(self.program, &self.program.buffers[self.buffer.0 as usize].shape, &indices, &self.open))
                .then_some(indices)
            }
            Statement::Contract(c) if c.place == Place::Buffer(self.buffer) && c.adds == Adds::Never => {
                let around = self.open.len();
                self.open.extend(c.rows.iter().chain(&c.columns));
                let indices: Vec<&Affine> = c.into.iter().collect_vec();
                let whole = whole(self.program, &self.program.buffers[self.buffer.0 as usize].shape, &indices, &self.open);
                self.open.truncate(around);
                (whole && c.left.0 != Source::Buffer(self.buffer) && c.right.0 != Source::Buffer(self.buffer)).then_some(indices)
            }
            Statement::Loop { id, body, sum: None } => {
                let at = body.iter().position(|s| mentions(s, self.buffer))?;
                self.open.push(*id);
                let indices = self.filled_by(&body[at])?;
                // What follows in this turn sees what was written in it.
                let mut seen = true;
                for later in &body[at + 1..] {
                    uses(later, self.buffer, &mut |used| seen &= used.is_some_and(|used| follows(&used, &indices, &self.open)));
                }
                self.open.pop();
                seen.then_some(indices)
            }
            _ => None,
        }
    }
}

/// Whether open loops go through all elements of an array of a shape, each by an index of its own.
pub(super) fn whole(program: &Program, shape: &[Affine], indices: &[&Affine], open: &[LoopId]) -> bool {
    let mut used: Vec<LoopId> = Vec::new();
    let each = indices.iter().zip(shape).all(|(index, extent)| {
        let Some(id) = index.axes().map(|a| LoopId(a.0)).find(|id| open.contains(id) && !used.contains(id)) else { return false };
        used.push(id);
        let turns = &program.loops[id.0 as usize];
        let from = match turns.range {
            Range::Whole if turns.extent == *extent => Affine::constant(0),
            // Nothing reads rows that the last block does not have.
            Range::Within(block) if program.loops[block.0 as usize].range == Range::Blocks(extent.as_constant().unwrap_or(0)) => {
                Affine::axis(AxisId(block.0))
            }
            _ => return false,
        };
        turns.from.is_empty() && turns.to.is_empty() && **index == Affine::axis(AxisId(id.0)).add_scaled(-1, &from)
    });
    each && used.len() == open.len()
}
