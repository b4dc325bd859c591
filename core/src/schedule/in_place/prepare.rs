//! A program in which the versions of a family follow each other: each step of its arrays is a loop of its own, what passes a
//! version on is done before anything else is added to the next one, and no step waits for the next turn of a loop.

use super::forms::{at_value, inlined, loads, only_turn, stored};
use super::*;

/// The same statements in such an order, as far as there is one.
pub(super) fn prepared(scheduler: &mut Scheduler<'_>, family: &Family, body: Vec<Statement>) -> Vec<Statement> {
    let mut out = Vec::with_capacity(body.len());
    for statement in body {
        let (mut picked_out, mut split) = (Vec::new(), Vec::new());
        picked(scheduler, family, statement, &mut picked_out);
        picked_out.into_iter().for_each(|s| single(scheduler, family, s, &mut split));
        for mut statement in split {
            if forms::passed(scheduler, family, &statement).is_none() && forms::filled(&scheduler.program, family, &statement).is_none() {
                statement.for_each_body_mut(&mut |inner| *inner = prepared(scheduler, family, std::mem::take(inner)));
                if let Some(turned) = turned(scheduler, family, &statement) {
                    let Statement::Loop { id, body, sum } = turned else { unreachable!("a loop is turned") };
                    statement = Statement::Loop { id, body: prepared(scheduler, family, body), sum };
                }
            }
            out.push(statement);
        }
    }
    if family.adds {
        first(scheduler, family, &mut out);
    }
    out
}

/// Takes what is stored to the family out of loops in which there is more.
fn single(scheduler: &mut Scheduler<'_>, family: &Family, statement: Statement, out: &mut Vec<Statement>) {
    let rank = family.content.len();
    let mut loops = Vec::new();
    let mut bound = Map::default();
    let mut inner = std::slice::from_ref(&statement);
    // Loops with variables before the one inside.
    while let [before @ .., Statement::Loop { id, body, sum: None }] = inner {
        for s in before {
            let Statement::Let { var, value, mutable: false } = s else { return out.push(statement) };
            bound.insert(*var, value.clone());
        }
        loops.push(*id);
        inner = body;
    }
    let plain = |s: &Statement| matches!(s, Statement::Let { mutable: false, .. } | Statement::Store { guarded: false, .. });
    if loops.len() != rank || !inner.iter().all(plain) {
        return out.push(statement);
    }
    for s in inner {
        if let Statement::Let { var, value, .. } = s {
            bound.insert(*var, value.clone());
        }
    }
    let own = |s: &Statement| match stored(&scheduler.program, &loops, s, &bound, rank) {
        Some(stored) => family.has(stored.buffer) && family.has(stored.from.0),
        None => false,
    };
    let (own, others): (Vec<Statement>, Vec<Statement>) = inner.iter().cloned().partition(own);
    if own.is_empty() {
        return out.push(statement);
    }
    // What is read where it was just written stays behind that.
    let written = |list: &[Statement]| -> Vec<BufferId> {
        list.iter().filter_map(|s| if let Statement::Store { place: Place::Buffer(b), .. } = s { Some(*b) } else { None }).collect()
    };
    let reads = |list: &[Statement], of: &[BufferId]| {
        let mut found = false;
        list.iter().flat_map(exprs).for_each(|e| loads(&inlined(e, &bound), &mut |b, _| found |= of.contains(&b)));
        found
    };
    let others_first = reads(&own, &written(&others));
    if others_first && reads(&others, &written(&own)) {
        return out.push(statement);
    }
    let mut parts = Vec::new();
    for store in own {
        let Statement::Store { place, indices, value, add, guarded } = store else { unreachable!("a store") };
        let store = Statement::Store { place, indices, value: inlined(&value, &bound), add, guarded };
        let fresh = loops.iter().map(|id| (*id, again(scheduler, *id))).collect_vec();
        let store = fresh.iter().fold(store, |s, (from, to)| renamed(s, *from, *to));
        parts.push(fresh.iter().rev().fold(store, |inner, (_, id)| Statement::Loop { id: *id, body: vec![inner], sum: None }));
    }
    let rest = others.iter().any(|s| matches!(s, Statement::Store { .. })).then(|| without(&statement, &others));
    match others_first {
        true => out.extend(rest.into_iter().chain(parts)),
        false => out.extend(parts.into_iter().chain(rest)),
    }
}

/// The nest with other statements in its innermost loop.
fn without(statement: &Statement, innermost: &[Statement]) -> Statement {
    let Statement::Loop { id, body, sum } = statement else { unreachable!("a loop") };
    let body = match body.split_last() {
        Some((inner @ Statement::Loop { .. }, before)) => {
            let mut body = before.to_vec();
            body.push(without(inner, innermost));
            body
        }
        _ => innermost.to_vec(),
    };
    Statement::Loop { id: *id, body, sum: *sum }
}

/// One more loop like another one.
fn again(scheduler: &mut Scheduler<'_>, id: LoopId) -> LoopId {
    let own = scheduler.program.loops[id.0 as usize].clone();
    scheduler.program.loops.push(own);
    LoopId(scheduler.program.loops.len() as u32 - 1)
}

/// A store in another loop.
fn renamed(mut statement: Statement, from: LoopId, to: LoopId) -> Statement {
    at_turn(&mut statement, from, &Affine::axis(AxisId(to.0)));
    statement
}

/// A statement in a turn of a loop, with all that is inside.
fn at_turn(statement: &mut Statement, id: LoopId, by: &Affine) {
    fn expr(e: &mut Expr, id: LoopId, by: &Affine) {
        let axis = AxisId(id.0);
        e.for_each_operand_mut(&mut |e| expr(e, id, by));
        match e {
            Expr::Position(a) => *a = a.substitute(axis, by),
            Expr::Load { indices, .. } => places(indices, id, by),
            _ => {}
        }
    }
    fn places(indices: &mut [At], id: LoopId, by: &Affine) {
        for at in indices {
            if let At::Affine(a) = at {
                *a = a.substitute(AxisId(id.0), by);
            }
        }
    }
    statement.for_each_expr_mut(&mut |e| expr(e, id, by));
    if let Statement::Store { indices, .. } = statement {
        places(indices, id, by);
    }
    statement.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| at_turn(s, id, by)));
}

/// The program computes the first statements of a turn from the last ones of the turn before, and has one turn more for it:
/// `for i in 0..n + 1 { if 1 <= i { a(i) } if i < n { b(i) } }`. It is `for i in 0..n { b(i); a(i + 1) }`.
fn turned(scheduler: &mut Scheduler<'_>, family: &Family, statement: &Statement) -> Option<Statement> {
    let Statement::Loop { id, body, sum: None } = statement else { return None };
    let own = &scheduler.program.loops[id.0 as usize];
    let mut found = false;
    visit(body, &mut |s| found |= matches!(s, Statement::Store { place: Place::Buffer(b), .. } if family.has(*b)));
    if !own.counts_up() || !found {
        return None;
    }
    let (axis, one) = (Affine::axis(AxisId(id.0)), Affine::constant(1));
    let less = own.extent.add_scaled(-1, &one);
    let later = |e: &Expr| matches!(e, Expr::Compare(Comparison::Le, a, b) if a.position() == Some(one.clone()) && b.position().as_ref() == Some(&axis));
    let early = |e: &Expr| matches!(e, Expr::Compare(Comparison::Lt, a, b) if a.position().as_ref() == Some(&axis) && b.position().as_ref() == Some(&less));
    let count = body.iter().take_while(|s| free_of(s, &later).is_some()).count();
    let (after, before) = body.split_at(count);
    if after.is_empty() || before.is_empty() || scheduler.program.least(&less).is_none_or(|n| n < 0) {
        return None;
    }
    let mut plain = true;
    visit(after, &mut |s| plain &= !matches!(s, Statement::Contract(_) | Statement::Invoke(_) | Statement::Image { .. }));
    if !plain {
        return None;
    }
    let mut turn: Vec<Statement> = before.iter().map(|s| under(s, &early)).collect::<Option<Vec<_>>>()?.concat();
    for statement in after.iter().filter_map(|s| free_of(s, &later)).flatten() {
        let mut statement = statement;
        at_turn(&mut statement, *id, &axis.add_scaled(1, &one));
        turn.push(statement);
    }
    scheduler.program.loops[id.0 as usize].extent = less;
    Some(Statement::Loop { id: *id, body: turn, sum: None })
}

/// What is under a condition, and perhaps others.
fn free_of(statement: &Statement, is: &dyn Fn(&Expr) -> bool) -> Option<Vec<Statement>> {
    let Statement::When { condition, body } = statement else { return None };
    let mut all = Vec::new();
    forms::conjuncts(condition, &mut all);
    let before = all.len();
    all.retain(|c| !is(c));
    if all.len() == before {
        return None;
    }
    let rest = all.into_iter().reduce(|a, b| Expr::And(Box::new(a), Box::new(b)));
    Some(match rest {
        Some(condition) => vec![Statement::When { condition, body: body.clone() }],
        None => body.clone(),
    })
}

/// A statement of which all is under a condition, without that.
fn under(statement: &Statement, is: &dyn Fn(&Expr) -> bool) -> Option<Vec<Statement>> {
    match statement {
        Statement::When { .. } => free_of(statement, is),
        Statement::Loop { id, body, sum } => {
            let body = body.iter().map(|s| under(s, is)).collect::<Option<Vec<_>>>()?.concat();
            Some(vec![Statement::Loop { id: *id, body, sum: *sum }])
        }
        _ => None,
    }
}

/// `sum(k: if k == at { x[k] } else { 0 })` of elements of the family is `x[at]`.
fn picked(scheduler: &mut Scheduler<'_>, family: &Family, statement: Statement, out: &mut Vec<Statement>) {
    let Statement::Loop { id, body, sum } = &statement else { return out.push(statement) };
    let own = scheduler.program.loops[id.0 as usize].clone();
    if !own.is_whole() {
        return out.push(statement);
    }
    let mut bound = Map::default();
    let (mut rest, mut found) = (Vec::new(), Vec::new());
    for s in body {
        match s {
            Statement::Let { var, value, mutable: false } => {
                bound.insert(*var, value.clone());
                rest.push(s.clone());
            }
            Statement::Assign { var, value: Expr::Binary(Binary::Add, before, term) } if **before == Expr::Var(*var) => {
                match one_term(family, &inlined(term, &bound), *id, &own.extent) {
                    Some(value) => found.push((*var, value)),
                    None => rest.push(s.clone()),
                }
            }
            _ => rest.push(s.clone()),
        }
    }
    let mut read = false;
    for s in &rest {
        crate::program::names(s, &mut |name, _| read |= found.iter().any(|f| name == crate::program::Name::Var(f.0)));
    }
    if found.is_empty() || read {
        return out.push(statement);
    }
    if let Some(var) = sum {
        let value = found.into_iter().find(|f| f.0 == *var).expect("its term is the only one").1;
        return out.push(Statement::Let { var: *var, value, mutable: false });
    }
    if rest.iter().any(|s| !matches!(s, Statement::Let { .. })) {
        out.push(Statement::Loop { id: *id, body: rest, sum: None });
    }
    // Afterwards all that the loop itself writes is there.
    for (var, value) in found {
        let sum = Expr::Binary(Binary::Add, Box::new(Expr::Var(var)), Box::new(value));
        out.push(Statement::Assign { var, value: sum });
    }
}

/// The only term of a sum that is not 0, if it is an element of the family at a place that is data.
fn one_term(family: &Family, term: &Expr, id: LoopId, extent: &Affine) -> Option<Expr> {
    let Expr::Select(parts) = term else { return None };
    let [condition, value, Expr::Constant(0.0)] = &**parts else { return None };
    let at = only_turn(condition, id)?;
    let At::Value(e) = &at else { return None };
    let mut own = false;
    loads(value, &mut |b, _| own |= family.has(b));
    if !own {
        return None;
    }
    let value = at_value(value, id, &at);
    let compare = |op, a: Expr, b: Expr| Expr::Compare(op, Box::new(a), Box::new(b));
    let conditions = [
        compare(Comparison::Le, Expr::Constant(0.0), e.clone()),
        compare(Comparison::Lt, e.clone(), Expr::Position(extent.clone())),
        compare(Comparison::Eq, e.clone(), Expr::Call(Function::Floor, vec![e.clone()])),
    ];
    let inside = conditions.into_iter().reduce(|a, b| Expr::And(Box::new(a), Box::new(b)))?;
    Some(Expr::Select(Box::new([inside, value, Expr::Constant(0.0)])))
}

/// Puts what passes on a version before all else that is added to the next one.
fn first(scheduler: &Scheduler<'_>, family: &Family, body: &mut Vec<Statement>) {
    for at in 0..body.len() {
        let Some(passed) = forms::passed(scheduler, family, &body[at]) else { continue };
        let adds = |s: &Statement, version: &Version| {
            let (mut same, mut other) = (false, false);
            visit(std::slice::from_ref(s), &mut |s| {
                if let Statement::Store { place: Place::Buffer(b), indices, .. } = s
                    && *b == version.buffer
                {
                    let time = family.split(*b, indices).map(|(v, _)| v.time);
                    let apart = |a: &Affine, b: &Affine| a.add_scaled(-1, b).as_constant().is_some_and(|n| n != 0);
                    same |= time.as_ref() == Some(&version.time);
                    other |= time.is_none_or(|t| t != version.time && !t.iter().zip(&version.time).any(|(a, b)| apart(a, b)));
                }
            });
            (same, other)
        };
        let Some(to) = body[..at].iter().position(|s| adds(s, &passed.to).0) else { continue };
        let between = &body[to..at];
        let fixed = !between.iter().any(|s| adds(s, &passed.from) != (false, false) || adds(s, &passed.to).1);
        // What it is made of is there before.
        let mut variables: Map<VarId, Expr> = Map::default();
        let mut own = Vec::new();
        between.iter().for_each(|s| match s {
            Statement::Let { var, value, mutable: false } => {
                variables.insert(*var, value.clone());
            }
            s => crate::program::names(s, &mut |name, writes| {
                if writes {
                    own.push(name);
                }
            }),
        });
        let mut moved = body[at].clone();
        with_inlined(&mut moved, &variables);
        let mut free = true;
        crate::program::names(&moved, &mut |name, writes| {
            free &= writes || !own.contains(&name) || matches!(name, crate::program::Name::Buffer(b) if family.has(b));
        });
        // It is made of the version that it passes on, which is complete.
        for change in &passed.changes {
            for e in change.condition.iter().chain([&change.value]) {
                loads(e, &mut |b, at| free &= !family.has(b) || family.split(b, at).is_some_and(|(version, _)| version == passed.from));
            }
        }
        if fixed && free {
            body.remove(at);
            body.insert(to, moved);
        }
    }
}

fn with_inlined(statement: &mut Statement, bound: &Map<VarId, Expr>) {
    statement.for_each_expr_mut(&mut |e| *e = inlined(e, bound));
    statement.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| with_inlined(s, bound)));
}
