//! Local arrays that share their storage, and arrays that are declared once for all turns of a loop.
//!
//! An array that is computed element by element from another one, and is the last to need it, takes its place: an
//! activation that of the sums before it. That halves what a block of rows keeps near. And a large array that every
//! turn of a loop fills anew is declared before the loop, so that it is cleared once, or not at all.

use super::zeros::{every_read, every_use, filled_by, filled_first, follows, mentions, uses};
use super::*;
use crate::program::visit;
use chainrule_parser::list::CollectVec;

/// A smaller array is better declared where it is used: the compiler keeps it in registers.
const LEAST_HOISTED: i64 = 512;

/// Lets arrays take the place of those that they are computed from.
pub(super) fn share(program: &mut Program) {
    let mut body = std::mem::take(&mut program.body);
    let total = body.iter().fold(Map::default(), |mut out, s| {
        every_use(s, &mut |b, _| *out.entry(b).or_insert(0) += 1);
        out
    });
    share_in(program, &total, &mut body);
    program.body = body;
}

/// Lets stores ask whether there is the element, where an array may have none and its first or last ones are written by
/// themselves: a recurrence over no steps. To what there is not, nothing was added.
pub(super) fn guard_first_elements(program: &mut Program) {
    let mut sums = Set::default();
    visit(&program.body, &mut |s| {
        if let Statement::Store { place: Place::Buffer(b), add: true, .. } | Statement::Zero(Place::Buffer(b)) = s {
            sums.insert(*b);
        }
    });
    let mut body = std::mem::take(&mut program.body);
    guard_in(program, &sums, &mut body);
    program.body = body;
}

fn guard_in(program: &Program, sums: &Set<BufferId>, body: &mut [Statement]) {
    for statement in body {
        statement.for_each_body_mut(&mut |body| guard_in(program, sums, body));
        let mut missing = false;
        statement.for_each_expr_mut(&mut |e| missing |= guard_sum(program, sums, e));
        let Statement::Store { place, indices, guarded, .. } = statement else { continue };
        // What is handed on from an element that may not be there.
        *guarded |= missing;
        let Place::Buffer(buffer) = place else { continue };
        let shape = &program.buffers[buffer.0 as usize].shape;
        *guarded |= indices.iter().zip(shape).any(|(at, extent)| match at {
            At::Affine(place) if !crate::program::constant_extent(&program.constant_dims, extent) => {
                let beyond = |a: &Affine| program.least(a).is_none_or(|n| n < 0);
                let room = extent.add_scaled(-1, place).add_scaled(-1, &Affine::constant(1));
                let few = place.axes().all(|a| program.loops[a.0 as usize].extent.as_constant().is_some());
                few && beyond(place) || place.axes().next().is_none() && beyond(&room)
            }
            _ => false,
        });
    }
}

/// As [`guard_first_elements`], where a sum is read; says whether there was one that may not be there.
fn guard_sum(program: &Program, sums: &Set<BufferId>, e: &mut Expr) -> bool {
    let mut found = false;
    e.for_each_operand_mut(&mut |e| found |= guard_sum(program, sums, e));
    let Expr::Load { source: Source::Buffer(buffer), indices, guarded: false } = e else { return found };
    if !sums.contains(buffer) {
        return found;
    }
    let shape = &program.buffers[buffer.0 as usize].shape;
    let missing = indices.iter().zip(shape).filter_map(|(at, extent)| match at {
        At::Affine(place) if place.axes().next().is_none() => {
            let room = extent.add_scaled(-1, place).add_scaled(-1, &Affine::constant(1));
            let constant = crate::program::constant_extent(&program.constant_dims, extent);
            let there = constant || program.least(&room).is_some_and(|n| n >= 0);
            let position = |a: &Affine| Box::new(Expr::Position(a.clone()));
            (!there).then(|| Expr::Compare(Comparison::Lt, position(place), position(extent)))
        }
        _ => None,
    });
    if let Some(condition) = missing.reduce(|a, b| Expr::And(Box::new(a), Box::new(b))) {
        let load = std::mem::replace(e, Expr::Constant(0.0));
        *e = Expr::Select(Box::new([condition, load, Expr::Constant(0.0)]));
        found = true;
    }
    found
}

/// What a block has to do with an array that it declares.
struct Life {
    /// The first and the last of its statements that use the array, beside the declaration.
    first: usize,
    last: usize,
    uses: usize,
}

fn share_in(program: &mut Program, total: &Map<BufferId, usize>, body: &mut Vec<Statement>) {
    for statement in body.iter_mut() {
        statement.for_each_body_mut(&mut |body| share_in(program, total, body));
    }
    let own: Set<BufferId> = declared(body).collect();
    if own.len() < 2 {
        return;
    }
    let mut lives: Map<BufferId, Life> = Map::default();
    for (i, statement) in body.iter().enumerate().filter(|(_, s)| !matches!(s, Statement::Zero(_))) {
        every_use(statement, &mut |b, _| {
            if own.contains(&b) {
                let life = lives.entry(b).or_insert(Life { first: i, last: i, uses: 1 });
                (life.last, life.uses) = (i, life.uses + 1);
            }
        });
    }
    // What else uses an array of the workspace is not to be seen here; its declaration counts too.
    lives.retain(|b, life| total.get(b) == Some(&life.uses));
    let mut order: Vec<BufferId> = lives.keys().copied().collect_vec();
    sort::ascending(&mut order);
    let mut ends: Map<usize, Vec<BufferId>> = Map::default();
    order.iter().for_each(|b| ends.entry(lives[b].last).or_default().push(*b));
    sort::by_key(&mut order, |b| lives[b].first);
    for new in order {
        let Life { first: filled, .. } = lives[&new];
        let fits = |old: &&BufferId| lives[*old].first < filled && takes_place(program, &body[filled], **old, new);
        // Of several, the one that lived the shortest.
        let Some(&old) = ends.get(&filled).and_then(|at| at.iter().filter(fits).max_by_key(|old| lives[*old].first)) else { continue };
        body.iter_mut().for_each(|s| rename(s, old, new));
        let unused = &mut program.buffers[old.0 as usize];
        take_no_place(unused);
        if unused.named && !program.buffers[new.0 as usize].named {
            let [unused, kept] = program.buffers.get_disjoint_mut([old.0 as usize, new.0 as usize]).expect("two arrays");
            std::mem::swap(&mut unused.name, &mut kept.name);
            kept.named = true;
        }
    }
    // The first declaration, which is that of the other one, is enough.
    let mut seen = Set::default();
    body.retain(|s| if let Statement::Zero(Place::Buffer(b)) = s { seen.insert(*b) } else { true });
    leave_out(body, &is_copy);
}

/// Whether a statement would write an element that is there.
fn is_copy(statement: &Statement) -> bool {
    matches!(statement, Statement::Store {
        place: Place::Buffer(to),
        indices,
        value: Expr::Load { source: Source::Buffer(from), indices: at, .. },
        add: false,
        ..
    } if from == to && indices == at)
}

/// Leaves out statements, and loops in which nothing is left; whether there were any.
fn leave_out(body: &mut Vec<Statement>, needless: &dyn Fn(&Statement) -> bool) -> bool {
    let before = body.len();
    let mut inside = false;
    body.retain_mut(|statement| {
        if needless(statement) {
            return false;
        }
        statement.for_each_body_mut(&mut |body| inside |= leave_out(body, needless));
        !matches!(statement, Statement::Loop { body, .. } if body.is_empty())
    });
    inside || body.len() < before
}

/// Whether `new`, which a statement fills, can have the storage of `old`, for which the statement is the last use: it
/// uses of it the elements that are about to be written.
fn takes_place(program: &Program, statement: &Statement, old: BufferId, new: BufferId) -> bool {
    let (a, b) = (&program.buffers[old.0 as usize], &program.buffers[new.0 as usize]);
    if a.shape != b.shape || a.shape.is_empty() || a.workspace != b.workspace || [a, b].into_iter().any(|x| x.nested || x.reused) {
        return false;
    }
    filled_by(program, new, statement).is_some_and(|indices| used_before_written(statement, [old, new], &mut Vec::new(), &indices))
}

/// Puts an array into the place of another one.
fn rename(statement: &mut Statement, from: BufferId, to: BufferId) {
    let source = |s: &mut Source| {
        if *s == Source::Buffer(from) {
            *s = Source::Buffer(to);
        }
    };
    let place = |p: &mut Place| {
        if *p == Place::Buffer(from) {
            *p = Place::Buffer(to);
        }
    };
    match statement {
        Statement::Zero(p) => place(p),
        Statement::Store { place: p, .. } => place(p),
        Statement::Contract(c) => {
            place(&mut c.place);
            source(&mut c.left.0);
            source(&mut c.right.0);
        }
        Statement::Invoke(call) => call.arguments.iter_mut().for_each(|g| {
            if let Given::Array { source: s, .. } = g {
                source(s);
            }
        }),
        _ => {}
    }
    statement.for_each_expr_mut(&mut |e| rename_in(e, &source));
    statement.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| rename(s, from, to)));
}

fn rename_in(e: &mut Expr, source: &dyn Fn(&mut Source)) {
    if let Expr::Load { source: s, .. } = e {
        source(s);
    }
    e.for_each_operand_mut(&mut |e| rename_in(e, source));
}

/// Whether all elements of `old` that a statement uses are used before the element of `new` there is written.
fn used_before_written(statement: &Statement, [old, new]: [BufferId; 2], open: &mut Vec<LoopId>, indices: &[&Affine]) -> bool {
    // Of the same turn of the loops around.
    let in_turn = |s: &Statement, open: &[LoopId]| {
        let mut all = true;
        uses(s, old, &mut |used| all &= used.is_some_and(|used| follows(&used, indices, open)));
        all
    };
    match statement {
        Statement::Store { .. } => in_turn(statement, open),
        Statement::Loop { id, body, .. } => {
            let Some(at) = body.iter().position(|s| mentions(s, new)) else { return false };
            open.push(*id);
            let before = body[..at].iter().all(|s| in_turn(s, open));
            let after = body[at + 1..].iter().any(|s| mentions(s, old));
            let all = before && !after && used_before_written(&body[at], [old, new], open, indices);
            open.pop();
            all
        }
        _ => false,
    }
}

fn declared(body: &[Statement]) -> impl Iterator<Item = BufferId> {
    body.iter().filter_map(|s| if let Statement::Zero(Place::Buffer(b)) = s { Some(*b) } else { None })
}

/// Leaves out arrays that nothing reads: what was to read them found the numbers elsewhere.
pub(super) fn leave_out_unread(program: &mut Program) {
    loop {
        let mut read = Set::default();
        program.body.iter().for_each(|s| every_read(s, &mut |b, _| _ = read.insert(b)));
        let unread = (0..program.buffers.len()).map(|b| !read.contains(&BufferId(b as u32)) && !program.buffers[b].nested).collect_vec();
        for (buffer, _) in program.buffers.iter_mut().zip(&unread).filter(|(_, unread)| **unread) {
            take_no_place(buffer);
        }
        let needless = |s: &Statement| {
            let written = match s {
                Statement::Store { place, .. } | Statement::Zero(place) => *place,
                Statement::Contract(c) => c.place,
                _ => return false,
            };
            matches!(written, Place::Buffer(b) if unread[b.0 as usize])
        };
        if !leave_out(&mut program.body, &needless) {
            return;
        }
    }
}

/// Of an array that nothing mentions any more.
fn take_no_place(buffer: &mut Buffer) {
    (buffer.workspace, buffer.shape) = (false, Vec::new());
}

/// Declares large arrays before the loops that fill them in every turn.
pub(super) fn hoist(program: &mut Program) {
    let mut body = std::mem::take(&mut program.body);
    hoist_in(program, &mut body);
    program.body = body;
}

/// Lets large arrays of which each element is written before it is read begin with any numbers.
pub(super) fn leave_unset(program: &mut Program) {
    let mut body = std::mem::take(&mut program.body);
    let mut cleared = Map::default();
    note_unset(program, &mut body, &mut cleared);
    program.body = body;
    for (b, buffer) in program.buffers.iter_mut().enumerate() {
        buffer.unset = cleared.get(&BufferId(b as u32)) == Some(&false);
    }
}

/// Notes of each large array on the stack whether it has to be cleared where it is declared.
fn note_unset(program: &Program, body: &mut [Statement], cleared: &mut Map<BufferId, bool>) {
    for at in 0..body.len() {
        body[at].for_each_body_mut(&mut |body| note_unset(program, body, cleared));
        if let Statement::Zero(Place::Buffer(b)) = body[at] {
            let own = &program.buffers[b.0 as usize];
            let filled = is_large(own) && !own.nested && !own.neutral && filled_in(program, b, &body[at + 1..]);
            *cleared.entry(b).or_insert(false) |= !filled;
        }
    }
}

fn is_large(buffer: &Buffer) -> bool {
    !buffer.workspace && buffer.size() >= LEAST_HOISTED
}

/// Whether the first of some statements that uses an array fills it, or is the only one and fills it in every turn.
fn filled_in(program: &Program, buffer: BufferId, statements: &[Statement]) -> bool {
    let mut uses = statements.iter().filter(|s| mentions(s, buffer));
    match (uses.next(), uses.next()) {
        (Some(s), _) if filled_by(program, buffer, s).is_some() => true,
        (Some(Statement::Loop { body, .. }), None) => filled_in(program, buffer, body),
        _ => false,
    }
}

fn hoist_in(program: &Program, body: &mut Vec<Statement>) {
    let mut at = 0;
    while at < body.len() {
        body[at].for_each_body_mut(&mut |body| hoist_in(program, body));
        if let Statement::Loop { body: inner, .. } = &mut body[at] {
            let large = declared(inner).filter(|b| hoistable(program, inner, *b)).collect_vec();
            inner.retain(|s| !matches!(s, Statement::Zero(Place::Buffer(b)) if large.contains(b)));
            for buffer in large {
                body.insert(at, Statement::Zero(Place::Buffer(buffer)));
                at += 1;
            }
        }
        at += 1;
    }
}

/// Whether an array on the stack, declared in the body of a loop, is large and filled there.
fn hoistable(program: &Program, body: &[Statement], buffer: BufferId) -> bool {
    let declaration = body.iter().position(|s| *s == Statement::Zero(Place::Buffer(buffer)));
    is_large(&program.buffers[buffer.0 as usize]) && declaration.is_some_and(|at| filled_first(program, buffer, &body[at + 1..]))
}
