//! Short loops, which write into a row of their own first.
//!
//! A compiler vectorises a loop of a dozen turns only where it need not ask whether what is written is what is read, and
//! in a closure what lies in the workspace or in a result might be. A local row is neither; it is copied to its place in a
//! loop of moves.

use super::{Emitter, ahead, many, padded};
use crate::program::{At, Expr, LoopId, Place, Program, Statement, constant_extent, exprs, names_in, visit};
use chainrule_parser::table::Set;

/// Loops of more turns may ask: it is done once for many.
pub(super) const LONGEST: i64 = 16;
/// Loops of fewer turns are not worth a row.
pub(super) const SHORTEST: i64 = 4;

/// Which of two loops is written in the place of one.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Stage {
    /// The one that computes rows.
    Rows,
    /// The one that copies them to their places.
    Copies,
}

/// The most rows that any loop has.
pub(super) fn most(program: &Program) -> usize {
    most_of(program, |id, body| {
        let ahead = ahead::calls(program, id, body).len();
        ahead.max(rows(program, id, body) + padded::calls(program, id, body).len())
    })
}

/// The most rows of many turns that any loop has.
pub(super) fn most_at_once(program: &Program) -> usize {
    most_of(program, |id, body| many::rows(program, id, body).1)
}

fn most_of(program: &Program, count: impl Fn(LoopId, &[Statement]) -> usize) -> usize {
    let mut most = 0;
    if program.is_long() {
        visit(&program.body, &mut |s| {
            if let Statement::Loop { id, body, sum: None } = s {
                most = most.max(count(*id, body));
            }
        });
    }
    most
}

/// Whether a store goes into a row first.
pub(super) fn is_elsewhere(program: &Program, place: Place) -> bool {
    match place {
        Place::Buffer(b) => program.buffers[b.0 as usize].workspace,
        Place::Target(_) => true,
        Place::Returned(..) => false,
    }
}

/// How many rows a loop has; none if it is written as it is.
fn rows(program: &Program, id: LoopId, body: &[Statement]) -> usize {
    let turns = &program.loops[id.0 as usize];
    let short = turns.extent.as_constant().is_none_or(|n| (SHORTEST..LONGEST).contains(&n));
    let computes = |e: &Expr| matches!(e, Expr::Binary(..) | Expr::Call(..));
    if !turns.is_whole()
        || !short
        || !constant_extent(&program.constant_dims, &turns.extent)
        || !body.iter().any(|s| exprs(s).into_iter().any(computes))
    {
        return 0;
    }
    let (mut read, mut written, mut count) = (Set::default(), Set::default(), 0);
    for s in body {
        match s {
            Statement::Let { mutable: false, .. } => {}
            Statement::Store { place, indices, guarded: false, .. } => {
                let along = |at: &At| matches!(at, At::Affine(a) if a.axes().any(|axis| axis.0 == id.0));
                let opaque = matches!(place, Place::Target(t) if program.targets[*t as usize].opaque);
                if opaque || !indices.iter().all(|at| matches!(at, At::Affine(_))) || !indices.iter().any(along) {
                    return 0;
                }
                written.insert(place.name());
                count += usize::from(is_elsewhere(program, *place));
            }
            _ => return 0,
        }
        for e in exprs(s) {
            names_in(e, &mut |name, _| {
                read.insert(name);
            });
        }
    }
    if written.iter().any(|name| read.contains(name)) { 0 } else { count }
}

impl Emitter<'_> {
    /// Writes a loop as two, if that is of use; whether it is.
    pub(super) fn in_rows(&mut self, id: LoopId, body: &[Statement], depth: usize) -> bool {
        if self.rows.is_empty() || self.stage.is_some() {
            return false;
        }
        let (count, mut calls) = (rows(self.program, id, body), padded::calls(self.program, id, body));
        calls.retain(|call| self.filled.iter().all(|(other, _)| other != call));
        let before = self.filled.len();
        if count == 0 && calls.is_empty() {
            return false;
        }
        let extent = self.program.loops[id.0 as usize].extent.clone();
        let turns = self.size(&extent);
        // A row of a length that is not known here is as long as any; a longer loop is written as it is.
        let known = extent.as_constant().is_some();
        let (length, inner) = if known { (turns.clone(), depth) } else { (LONGEST.to_string(), depth + 1) };
        if !known {
            self.line(depth, &format!("if {turns} < {LONGEST} {{"));
        }
        let (scalar, zero) = (self.options.scalar, self.number(0.0));
        for k in 0..count {
            let row = self.rows[k].clone();
            self.line(inner, &format!("let mut {row}: [{scalar}; {length}] = [{zero}; {length}];"));
        }
        if !calls.is_empty() {
            self.fill(id, body, &calls, count, inner);
        }
        if count == 0 {
            self.whole_loop(id, body, inner);
        } else {
            for stage in [Stage::Rows, Stage::Copies] {
                self.stage = Some((stage, id, 0));
                self.whole_loop(id, body, inner);
            }
            self.stage = None;
        }
        self.filled.truncate(before);
        if !known {
            self.line(depth, "} else {");
            self.whole_loop(id, body, inner);
            self.line(depth, "}");
        }
        true
    }

    /// The loop as it is.
    fn whole_loop(&mut self, id: LoopId, body: &[Statement], depth: usize) {
        let head = self.head(id, true);
        self.line(depth, &head);
        self.block(body, depth + 1);
        self.line(depth, "}");
    }

    /// The element of the next row, if a store to a place is one of two.
    pub(super) fn row(&mut self, place: Place) -> Option<(Stage, String)> {
        let (stage, id, next) = self.stage.as_mut()?;
        if !is_elsewhere(self.program, place) {
            return None;
        }
        let row = format!("{}[{}]", self.rows[*next], self.loops[id.0 as usize]);
        *next += 1;
        Some((*stage, row))
    }
}
