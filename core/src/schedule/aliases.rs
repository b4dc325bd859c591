//! Arrays that are copied whole into a part of another one: they are that part.
//!
//! What a pass leaves in an array is what the next one finds there: `h[t + 1, k] = new[t, k]` for all k, after `new` was computed
//! element by element. Going back, `dnew[t, k] += dh[t + 1, k]` is all that reads that part of `dh`. So `new[t]` lies where
//! `h[t + 1]` does, and nothing is copied. It is seen in the program, where the order of everything is settled.

use super::*;
use crate::program::{exprs, visit};

/// Where an array lies in another one.
struct Alias {
    /// The array, and the one that it is a part of.
    part: BufferId,
    whole: BufferId,
    /// For each axis of that one: which axis of the array it is, if it is one, and what is added to the index there.
    at: Vec<(Option<usize>, Affine)>,
    /// Whether the part is read here, to be added to the array, and not written.
    read: bool,
}

/// The values that a loop takes where a statement is run.
#[derive(Clone)]
struct Turns {
    id: LoopId,
    from: i64,
    to: Affine,
}

/// A use of an array of those that an alias is of.
struct Use<'a> {
    buffer: BufferId,
    indices: &'a [At],
    guarded: bool,
    reads: bool,
    /// Whether it replaces what was there.
    sets: bool,
}

/// Puts such arrays where they are copied.
pub(super) fn join(program: &mut Program) {
    let mut segments = false;
    visit(&program.body, &mut |s| segments |= matches!(s, Statement::Segment(_)));
    if segments {
        return;
    }
    // Each joins one array to another one.
    for _ in 0..program.buffers.len() {
        let mut found = Vec::new();
        candidates(program, &program.body, &mut Vec::new(), &mut found);
        let Some(alias) = found.into_iter().find(|alias| fits(program, alias)) else { return };
        let mut body = std::mem::take(&mut program.body);
        declare(&mut body, &alias);
        rewrite(&mut body, &alias);
        program.body = body;
        let buffer = &mut program.buffers[alias.part.0 as usize];
        (buffer.workspace, buffer.shape) = (false, Vec::new());
    }
}

/// The copies of whole arrays, as far as their statements say.
fn candidates(program: &Program, body: &[Statement], open: &mut Vec<Turns>, found: &mut Vec<Alias>) {
    for statement in body {
        match statement {
            Statement::Loop { id, body, sum: None } => {
                let own = &program.loops[id.0 as usize];
                if own.is_whole() {
                    open.push(Turns { id: *id, from: 0, to: own.extent.clone() });
                    candidates(program, body, open, found);
                    open.pop();
                }
            }
            Statement::When { condition, body } => {
                let mut inside = open.clone();
                if restrict(condition, &mut inside) {
                    candidates(program, body, &mut inside, found);
                }
            }
            Statement::Store { place: Place::Buffer(to), indices, value, add, guarded: false } => {
                if let Expr::Load { source: Source::Buffer(from), indices: read, guarded: false } = value
                    && let (Some(indices), Some(read)) = (zeros::affine(indices), zeros::affine(read))
                {
                    let alias = match add {
                        true => alias(program, (*to, &indices), (*from, &read), open),
                        false => alias(program, (*from, &read), (*to, &indices), open),
                    };
                    found.extend(alias.map(|alias| Alias { read: *add, ..alias }));
                }
            }
            _ => {}
        }
    }
}

/// Notes what a condition says of the loops; `false` if that is not all of it.
fn restrict(condition: &Expr, open: &mut [Turns]) -> bool {
    let of = |e: &Expr| match e {
        Expr::Position(a) => Some(a.clone()),
        Expr::Constant(x) if x.fract() == 0.0 => Some(Affine::constant(*x as i64)),
        _ => None,
    };
    let turns = |a: &Affine, open: &[Turns]| a.as_axis().and_then(|axis| open.iter().position(|t| t.id.0 == axis.0));
    match condition {
        Expr::And(a, b) => restrict(a, open) && restrict(b, open),
        Expr::Compare(op @ (Comparison::Lt | Comparison::Le), low, high) => {
            let (Some(low), Some(high)) = (of(low), of(high)) else { return false };
            let strict = i64::from(*op == Comparison::Lt);
            match (turns(&low, open), turns(&high, open)) {
                (Some(at), None) if high.axes().next().is_none() => {
                    open[at].to = high.add_scaled(1, &Affine::constant(1 - strict));
                    true
                }
                (None, Some(at)) => {
                    let Some(low) = low.as_constant() else { return false };
                    open[at].from = open[at].from.max(low + strict);
                    true
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// That `part` lies in `whole`, if a copy between them in some loops takes each of its elements once.
fn alias(program: &Program, (part, own): (BufferId, &[&Affine]), (whole, others): (BufferId, &[&Affine]), open: &[Turns]) -> Option<Alias> {
    let [small, large] = [part, whole].map(|b| &program.buffers[b.0 as usize]);
    if part == whole || [small, large].into_iter().any(|b| b.nested || b.reused) || small.workspace != large.workspace {
        return None;
    }
    // The loop of each axis, and what is added to it.
    let mut axes: Vec<(LoopId, i64)> = Vec::new();
    for (index, extent) in own.iter().zip(&small.shape) {
        let mut loops = index.axes();
        let (Some(axis), None) = (loops.next(), loops.next()) else { return None };
        let shift = index.add_scaled(-1, &Affine::axis(axis)).as_constant()?;
        let turns = open.iter().find(|t| t.id.0 == axis.0)?;
        let all = turns.from + shift == 0 && turns.to.add_scaled(1, &Affine::constant(shift)) == *extent;
        if !all || axes.iter().any(|other| other.0 == turns.id) {
            return None;
        }
        axes.push((turns.id, shift));
    }
    let mut at = Vec::new();
    for index in others {
        let mut loops = index.axes();
        let axis = match (loops.next(), loops.next()) {
            (None, _) => None,
            (Some(axis), None) => Some(axis),
            _ => return None,
        };
        at.push(match axis {
            None => (None, (*index).clone()),
            Some(axis) => {
                let position = axes.iter().position(|a| a.0.0 == axis.0)?;
                let shift = index.add_scaled(-1, &Affine::axis(axis));
                if shift.axes().next().is_some() || at.iter().any(|(other, _)| *other == Some(position)) {
                    return None;
                }
                (Some(position), shift.add_scaled(-1, &Affine::constant(axes[position].1)))
            }
        });
    }
    let all = (0..axes.len()).all(|k| at.iter().any(|(position, _)| *position == Some(k)));
    all.then_some(Alias { part, whole, at, read: false })
}

/// Whether an array can lie where an alias says.
fn fits(program: &Program, alias: &Alias) -> bool {
    let mut all = true;
    let mut copies = 0;
    visit(&program.body, &mut |s| {
        let mut uses = Vec::new();
        all &= uses_of(s, alias, &mut uses);
        if let Statement::Store { place: Place::Buffer(_), value: Expr::Load { .. }, add, .. } = s
            && *add == alias.read
            && let [value, place] = &uses[..]
        {
            let (part, whole) = if alias.read { (place, value) } else { (value, place) };
            if part.buffer == alias.part && whole.buffer == alias.whole && alias.place(part.indices).as_deref() == Some(whole.indices) {
                copies += 1;
                return;
            }
        }
        for used in uses {
            // Of what both are added to, the order does not matter.
            all &= !(alias.read && used.sets);
            all &= match used.buffer == alias.part {
                // What may be outside of the array may be inside of the other one.
                true => alias.place(used.indices).is_some() && (!used.guarded || alias.is_inside(program, used.indices)),
                false => used.reads != alias.read || alias.misses(program, used.indices),
            };
        }
    });
    // They are declared where everything else is.
    let [mut outside, mut anywhere] = [0, 0];
    program.body.iter().for_each(|s| outside += u32::from(alias.is_declared(s)));
    visit(&program.body, &mut |s| anywhere += u32::from(alias.is_declared(s)));
    all && copies == 1 && outside == anywhere
}

/// Notes the uses of the two arrays in a statement; `false` if there are others than single elements.
fn uses_of<'a>(statement: &'a Statement, alias: &Alias, uses: &mut Vec<Use<'a>>) -> bool {
    let own = |b: BufferId| alias.is_of(b);
    fn loads<'a>(e: &'a Expr, own: &dyn Fn(BufferId) -> bool, uses: &mut Vec<Use<'a>>) {
        if let Expr::Load { source: Source::Buffer(b), indices, guarded } = e
            && own(*b)
        {
            uses.push(Use { buffer: *b, indices, guarded: *guarded, reads: true, sets: false });
        }
        e.for_each_operand(&mut |e| loads(e, own, uses));
    }
    exprs(statement).into_iter().for_each(|e| loads(e, &own, uses));
    match statement {
        Statement::Store { place: Place::Buffer(b), indices, guarded, add, .. } if own(*b) => {
            uses.push(Use { buffer: *b, indices, guarded: *guarded, reads: false, sets: !add });
            true
        }
        Statement::Contract(_) | Statement::Invoke(_) => {
            let mut mentioned = false;
            crate::program::names(statement, &mut |name, _| mentioned |= matches!(name, crate::program::Name::Buffer(b) if own(b)));
            !mentioned
        }
        _ => true,
    }
}

impl Alias {
    /// Whether an array is one of the two.
    fn is_of(&self, buffer: BufferId) -> bool {
        buffer == self.part || buffer == self.whole
    }

    /// Whether a statement declares one of the two.
    fn is_declared(&self, statement: &Statement) -> bool {
        matches!(statement, Statement::Zero(Place::Buffer(b)) if self.is_of(*b))
    }

    /// Where an element of the array lies in the other one.
    fn place(&self, indices: &[At]) -> Option<Vec<At>> {
        let place = |(axis, shift): &(Option<usize>, Affine)| match axis.map(|axis| &indices[axis]) {
            None => Some(At::Affine(shift.clone())),
            Some(At::Affine(a)) => Some(At::Affine(a.add_scaled(1, shift))),
            Some(At::Value(e)) => shift.as_constant().is_some_and(|n| n == 0).then(|| At::Value(e.clone())),
        };
        self.at.iter().map(place).collect()
    }

    /// Whether the axes along which the array does not fill the other one have their indices inside of it.
    fn is_inside(&self, program: &Program, indices: &[At]) -> bool {
        let [part, whole] = [self.part, self.whole].map(|b| &program.buffers[b.0 as usize].shape);
        self.at.iter().zip(whole).all(|((axis, shift), extent)| {
            let Some(axis) = *axis else { return true };
            if shift.as_constant() == Some(0) && part[axis] == *extent {
                return true;
            }
            let At::Affine(index) = &indices[axis] else { return false };
            let room = part[axis].add_scaled(-1, index).add_scaled(-1, &Affine::constant(1));
            [index, &room].into_iter().all(|a| program.least(a).is_some_and(|n| n >= 0))
        })
    }

    /// Whether an element of the other array is none of this one.
    fn misses(&self, program: &Program, indices: &[At]) -> bool {
        let part = &program.buffers[self.part.0 as usize].shape;
        self.at.iter().zip(indices).any(|((axis, shift), index)| {
            let At::Affine(index) = index else { return false };
            let apart = |a: &Affine, b: &Affine| program.lower_bound(&a.add_scaled(-1, b)).as_constant();
            let end = axis.map_or_else(|| Affine::constant(1), |axis| part[axis].clone()).add_scaled(1, shift);
            apart(shift, index).is_some_and(|n| n > 0) || apart(index, &end).is_some_and(|n| n >= 0)
        })
    }
}

/// Declares the other array at zero where either is.
fn declare(body: &mut Vec<Statement>, alias: &Alias) {
    let Some(first) = body.iter().position(|s| alias.is_declared(s)) else { return };
    body[first] = Statement::Zero(Place::Buffer(alias.whole));
    let mut at = 0;
    body.retain(|s| {
        at += 1;
        at - 1 == first || !alias.is_declared(s)
    });
}

/// Puts the part in the place of the array, and leaves out the copy.
fn rewrite(body: &mut Vec<Statement>, alias: &Alias) {
    body.retain_mut(|statement| {
        statement.for_each_expr_mut(&mut |e| rewrite_in(e, alias));
        if let Statement::Store { place: place @ Place::Buffer(_), indices, .. } = statement
            && *place == Place::Buffer(alias.part)
        {
            *place = Place::Buffer(alias.whole);
            *indices = alias.place(indices).expect("it was asked for");
        }
        if let Statement::Store { place: Place::Buffer(to), indices, value: Expr::Load { source, indices: from, .. }, add, .. } = statement
            && *source == Source::Buffer(*to)
            && *to == alias.whole
            && *add == alias.read
            && indices == from
        {
            return false;
        }
        let mut emptied = false;
        statement.for_each_body_mut(&mut |body| {
            rewrite(body, alias);
            emptied |= body.is_empty();
        });
        !(emptied && matches!(statement, Statement::Loop { .. } | Statement::When { .. }))
    });
}

fn rewrite_in(e: &mut Expr, alias: &Alias) {
    e.for_each_operand_mut(&mut |e| rewrite_in(e, alias));
    if let Expr::Load { source, indices, .. } = e
        && *source == Source::Buffer(alias.part)
    {
        *source = Source::Buffer(alias.whole);
        *indices = alias.place(indices).expect("it was asked for");
    }
}
