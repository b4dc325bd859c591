//! Gradients of a few elements that several loops add to are added up in a local array.
//!
//! Short loops of constant lengths are unrolled by the compiler, and the elements of a local array then are registers. What is
//! written through a reference is written for each of the loops, in vectors that do not lie as those that are read next.

use super::zeros::touches;
use super::*;
use crate::program::{names, visit};
use chainrule_parser::list::CollectVec;

/// Results of at most so many elements.
const MOST_ELEMENTS: i64 = 32;
/// Written in loops of at most so many turns in all.
const MOST_TURNS: i64 = 64;

/// Adds up in local arrays what such results are.
pub(super) fn collect(scheduler: &mut Scheduler<'_>) {
    let mut body = std::mem::take(&mut scheduler.program.body);
    let mut paused = false;
    visit(&body, &mut |s| paused |= matches!(s, Statement::Pause | Statement::Segment(_)));
    for target in 0..scheduler.program.targets.len() as u32 {
        let place = Place::Target(target);
        if paused || !body.contains(&Statement::Zero(place)) || !is_collected(&scheduler.program, &body, place) {
            continue;
        }
        let shape = scheduler.program.place_shape(place).to_vec();
        let name = scheduler.unique("total");
        let buffer = scheduler.buffer(name, shape.clone());
        scheduler.program.buffers[buffer.0 as usize].named = false;
        body.iter_mut().for_each(|s| redirect(s, place, Place::Buffer(buffer)));
        let Some(last) = body.iter().rposition(|s| touches(s, Place::Buffer(buffer))) else { continue };
        let loops = shape.iter().map(|extent| {
            let name = scheduler.loop_name("i");
            scheduler.open_names.push(name.clone());
            scheduler.program.loops.push(Loop::new(name, extent.clone()));
            LoopId(scheduler.program.loops.len() as u32 - 1)
        });
        let loops = loops.collect_vec();
        scheduler.open_names.truncate(scheduler.open_names.len() - loops.len());
        let indices = loops.iter().map(|id| At::Affine(Affine::axis(AxisId(id.0)))).collect_vec();
        let value = Expr::Load { source: Source::Buffer(buffer), indices: indices.clone(), guarded: false };
        let store = Statement::Store { place, indices, value, add: false, guarded: false };
        let copy = loops.into_iter().rev().fold(store, |s, id| Statement::Loop { id, body: vec![s], sum: None });
        body.insert(last + 1, copy);
    }
    scheduler.program.body = body;
}

/// Whether a result is cleared, and then some of several stores to it in loops add to it.
fn is_collected(program: &Program, body: &[Statement], place: Place) -> bool {
    let Place::Target(target) = place else { return false };
    let own = &program.targets[target as usize];
    let size = own.shape.iter().map(Affine::as_constant).try_fold(1, |n: i64, e| Some(n.saturating_mul(e?)));
    if own.opaque || own.shape.is_empty() || size.is_none_or(|n| n > MOST_ELEMENTS) {
        return false;
    }
    let mut stores = Stores { program, place, plain: 1, adding: 0, turns: 0 };
    let mut touched = 0;
    body.iter().for_each(|s| names(s, &mut |name, _| touched += usize::from(name == place.name())));
    stores.count(body, 1).is_some() && stores.plain + stores.adding == touched && stores.adding > 1 && stores.turns <= MOST_TURNS
}

/// What is stored to a place.
struct Stores<'p> {
    program: &'p Program,
    place: Place,
    /// Statements that do not add, and those that do.
    plain: usize,
    adding: usize,
    /// How often all of them are run.
    turns: i64,
}

impl Stores<'_> {
    /// Counts those in some statements, which are run so often; `None` if that is not known.
    fn count(&mut self, body: &[Statement], turns: i64) -> Option<()> {
        for s in body {
            match s {
                Statement::Store { place, add, guarded, .. } if *place == self.place => {
                    if *guarded {
                        return None;
                    }
                    *(if *add { &mut self.adding } else { &mut self.plain }) += 1;
                    self.turns = self.turns.saturating_add(turns);
                }
                Statement::Loop { id, body, .. } if touches(s, self.place) => {
                    let own = &self.program.loops[id.0 as usize];
                    self.count(body, turns.saturating_mul(own.extent.as_constant()?))?;
                }
                _ => {}
            }
        }
        Some(())
    }
}

/// Writes to another place.
fn redirect(statement: &mut Statement, from: Place, to: Place) {
    match statement {
        Statement::Zero(place) | Statement::Store { place, .. } if *place == from => *place = to,
        _ => statement.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| redirect(s, from, to))),
    }
}
