//! Loops whose turns the compiler is to take one after the other.
//!
//! It unrolls a loop over the few elements of a row and then finds that the loop around can be vectorised: it takes eight
//! rows at once and gathers their elements, which lie apart, one by one. Along the rows they are contiguous. It does so
//! with every second element, too, if there is a loop over a few inside, and where a few long sums are taken one after
//! the other, it takes them side by side.

use crate::affine::{Affine, AxisId, Term};
use crate::program::{At, BufferId, Expr, LoopId, Place, Program, Source, Statement, constant_extent, exprs, visit};

/// The lengths of rows for which `in_order` does anything.
const FEW: std::ops::RangeInclusive<i64> = 5..=16;
/// The most rows that the compiler has in registers as a whole.
const REGISTERS: i64 = 8;

/// The turns of a loop of at most so many are one piece of code, without the loop.
const UNROLLED: i64 = 4;
/// A sum of at least so many terms is vectorised by itself.
const LONG: i64 = 16;

/// Why a loop's turns are to be taken one after the other.
pub(super) enum Why<'a> {
    /// They are rows of this length, if it is one for which `in_order` does anything.
    Rows(&'a Affine),
    /// Whatever the lengths are.
    Apart,
}

/// Whether a loop's turns are to be taken one after the other, and why.
pub(super) fn order<'a>(program: &'a Program, id: LoopId, body: &'a [Statement]) -> Option<Why<'a>> {
    if let Some(length) = length(program, id, body) {
        return Some(Why::Rows(length));
    }
    (skips(program, id, body) || has_long_sums(program, id, body)).then_some(Why::Apart)
}

/// How many turns a loop has, if that is known.
fn turns(program: &Program, id: LoopId) -> Option<i64> {
    program.loops[id.0 as usize].extent.as_constant()
}

/// Whether a loop over many has only loops over a few inside, and something whose every second element it takes.
fn skips(program: &Program, id: LoopId, body: &[Statement]) -> bool {
    let (mut inside, mut few) = (false, true);
    visit(body, &mut |s| {
        if let Statement::Loop { id, .. } = s {
            inside = true;
            few &= turns(program, *id).is_some_and(|n| n <= UNROLLED);
        }
    });
    if !inside || !few || turns(program, id).is_some_and(|n| n <= REGISTERS) || carries(id, body) {
        return false;
    }
    let mut skips = false;
    every_access(body, &mut |_, _, indices| {
        skips |= indices
            .iter()
            .any(|at| matches!(at, At::Affine(a) if a.terms.iter().any(|(t, c)| *t == Term::Axis(AxisId(id.0)) && c.abs() > 1)));
    });
    skips
}

/// Whether each of a few turns takes a sum of many terms.
fn has_long_sums(program: &Program, id: LoopId, body: &[Statement]) -> bool {
    turns(program, id).is_some_and(|n| n <= UNROLLED)
        && body.iter().any(|s| matches!(s, Statement::Loop { id, sum: Some(_), .. } if turns(program, *id).is_none_or(|n| n >= LONG)))
}

/// The length of the rows that the turns of a loop are, if the compiler may know that it is small.
fn length<'a>(program: &'a Program, outer: LoopId, body: &[Statement]) -> Option<&'a Affine> {
    if turns(program, outer).is_some_and(|n| n <= REGISTERS) || carries(outer, body) {
        return None;
    }
    body.iter().find_map(|statement| {
        let Statement::Loop { id: inner, body, .. } = statement else { return None };
        let turns = &program.loops[inner.0 as usize];
        let few = turns.extent.as_constant().is_none_or(|n| FEW.contains(&n)) && !body.iter().any(|s| matches!(s, Statement::Loop { .. }));
        if !turns.is_whole() || !few || !constant_extent(&program.constant_dims, &turns.extent) {
            return None;
        }
        let (mut along, mut across) = (false, false);
        every_access(body, &mut |_, _, indices| {
            let Some((last, before)) = indices.split_last() else { return };
            let before = |id| before.iter().any(|at| depends(at, id));
            along |= depends(last, *inner) && before(outer);
            across |= depends(last, outer) && before(*inner);
        });
        (along && !across).then_some(&turns.extent)
    })
}

/// Whether a turn reads what an earlier one wrote: such turns are taken in order anyway.
fn carries(outer: LoopId, body: &[Statement]) -> bool {
    let (mut read, mut written) = (Vec::new(), Vec::new());
    every_access(body, &mut |buffer, writes, indices| {
        let turn = indices.iter().find(|at| depends(at, outer));
        if let (Some(buffer), Some(turn)) = (buffer, turn) {
            if writes { &mut written } else { &mut read }.push((buffer, turn));
        }
    });
    read.iter().any(|(a, at)| written.iter().any(|(b, to)| a == b && at != to))
}

fn depends(at: &At, id: LoopId) -> bool {
    matches!(at, At::Affine(a) if a.axes().any(|axis| axis.0 == id.0))
}

/// Calls `f` for each element that some statements read or write: with the local array, if it is in one, whether it is
/// written, and with its indices.
fn every_access<'a>(body: &'a [Statement], f: &mut dyn FnMut(Option<BufferId>, bool, &'a [At])) {
    fn expr<'a>(e: &'a Expr, f: &mut dyn FnMut(Option<BufferId>, bool, &'a [At])) {
        if let Expr::Load { source, indices, .. } = e {
            f(if let Source::Buffer(b) = source { Some(*b) } else { None }, false, indices);
        }
        e.for_each_operand(&mut |e| expr(e, f));
    }
    visit(body, &mut |s| {
        exprs(s).into_iter().for_each(|e| expr(e, f));
        if let Statement::Store { place, indices, .. } = s {
            f(if let Place::Buffer(b) = place { Some(*b) } else { None }, true, indices);
        }
    });
}
