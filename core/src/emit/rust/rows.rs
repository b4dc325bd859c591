//! Loops whose turns the compiler is to take one after the other.
//!
//! It unrolls a loop over the few elements of a row and then finds that the loop around can be vectorised: it takes eight
//! rows at once and gathers their elements, which lie apart, one by one. Along the rows they are contiguous.

use crate::affine::Affine;
use crate::program::{At, BufferId, Expr, LoopId, Place, Program, Source, Statement, constant_extent, exprs, visit};

/// The lengths of rows for which `in_order` does anything.
const FEW: std::ops::RangeInclusive<i64> = 5..=16;
/// The most rows that the compiler has in registers as a whole.
const REGISTERS: i64 = 8;

/// The length of the rows that the turns of a loop are, if the compiler may know that it is small.
pub(super) fn length<'a>(program: &'a Program, outer: LoopId, body: &[Statement]) -> Option<&'a Affine> {
    if program.loops[outer.0 as usize].extent.as_constant().is_some_and(|n| n <= REGISTERS) || carries(outer, body) {
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
