//! The bounds of loops: turns that change nothing are left out.
//!
//! A triangular sum adds `if j < i + 1 { ... } else { 0 }` for all j. Everything that the turns of a loop do is
//! under some conditions; those on its own variable that all of it has in common become its bounds, and are no
//! longer asked inside. It is the program that is looked at, and not the formula, so that sums, their adjoints
//! (where the loops may be exchanged), arrays in between and loops that were fused are all the same case.

mod effects;
mod facts;

use crate::affine::{Affine, AxisId, Term};
use crate::functions::Function;
use crate::graph::Comparison;
use crate::program::{Arm, At, Binary, BufferId, Expr, LoopId, Place, Program, Range, Source, Statement, VarId, exprs, visit};
use chainrule_parser::list::PushAll;
use chainrule_parser::table::{Map, Set};
use effects::Own;
use facts::{Neutral, Region, Total, either, everywhere, within};

/// How often what is not read is left out, and then what only that reads.
const ROUNDS: usize = 3;

/// Gives the loops of a program their bounds.
pub(super) fn narrow(program: &mut Program) {
    let mut body = std::mem::take(&mut program.body);
    if asks(&body) {
        let mut zeroed = Set::default();
        visit(&body, &mut |s| {
            // An element of a target is stored only where nothing else reaches it.
            let reused = |place: &Place| matches!(place, Place::Buffer(b) if program.buffers[b.0 as usize].reused);
            if let Statement::Zero(place @ (Place::Buffer(_) | Place::Target(_))) = s
                && !reused(place)
            {
                zeroed.insert(*place);
            }
        });
        let mut needed = vec![everywhere(); program.buffers.len()];
        for _ in 0..ROUNDS {
            let before: usize = ends(program);
            let total = Total::of(&body);
            let buffers = vec![everywhere(); program.buffers.len()];
            let (zeroed, values, conditions) = (zeroed.clone(), Map::default(), Map::default());
            let mut scopes = Map::default();
            note_scopes(&body, &mut Vec::new(), &mut scopes);
            let mut pass = Narrowing { program, zeroed, scopes, total, needed, buffers, values, conditions };
            body = pass.block(body, &mut Around::default());
            needed = vec![None; pass.program.buffers.len()];
            pass.needs(&body, &mut Around::default(), &mut needed);
            if ends(program) == before {
                break;
            }
        }
        while drop_unread(&mut body) {}
    }
    program.body = body;
}

/// Leaves out variables that nothing reads any more, conditions for the most part; whether there were any.
fn drop_unread(body: &mut Vec<Statement>) -> bool {
    fn reads(e: &Expr, read: &mut Set<VarId>) {
        if let Expr::Var(v) = e {
            read.insert(*v);
        }
        e.for_each_operand(&mut |e| reads(e, read));
    }
    fn retain(body: &mut Vec<Statement>, read: &Set<VarId>) -> bool {
        let before = body.len();
        body.retain(|s| !matches!(s, Statement::Let { var, mutable: false, .. } if !read.contains(var)));
        let mut dropped = body.len() < before;
        for statement in body {
            statement.for_each_body_mut(&mut |inner| dropped |= retain(inner, read));
        }
        dropped
    }
    let mut read = Set::default();
    visit(body, &mut |s| exprs(s).into_iter().for_each(|e| reads(e, &mut read)));
    retain(body, &read)
}

/// The loops in whose turns an array starts anew.
fn note_scopes(body: &[Statement], open: &mut Vec<LoopId>, scopes: &mut Map<BufferId, Vec<LoopId>>) {
    for statement in body {
        match statement {
            Statement::Zero(Place::Buffer(b)) => {
                scopes.insert(*b, open.clone());
            }
            Statement::Loop { id, body, .. } => {
                open.push(*id);
                note_scopes(body, open, scopes);
                open.pop();
            }
            Statement::When { body, .. } => note_scopes(body, open, scopes),
            Statement::Invoke(call) => note_scopes(&call.body, open, scopes),
            Statement::Branch { then, otherwise, .. } => [then, otherwise].iter().for_each(|arm| note_scopes(&arm.body, open, scopes)),
            _ => {}
        }
    }
}

/// The number of bounds.
fn ends(program: &Program) -> usize {
    program.loops.iter().map(|l| l.from.len() + l.to.len()).sum()
}

/// Whether there is any condition on loops.
fn asks(body: &[Statement]) -> bool {
    fn expr(e: &Expr) -> bool {
        let mut found = match e {
            Expr::Compare(_, a, b) => matches!((&**a, &**b), (Expr::Position(_), _) | (_, Expr::Position(_))),
            Expr::Load { guarded, .. } => *guarded,
            _ => false,
        };
        e.for_each_operand(&mut |e| found = found || expr(e));
        found
    }
    let (mut found, mut calls) = (false, false);
    visit(body, &mut |s| {
        // What a call reads of arrays is not known.
        calls |= matches!(s, Statement::Invoke(_) | Statement::Image { .. });
        found = found || matches!(s, Statement::Store { guarded: true, .. }) || exprs(s).into_iter().any(expr);
    });
    found && !calls
}

/// What is around a statement: the loops, the innermost last, and what holds there.
#[derive(Default)]
struct Around {
    loops: Vec<LoopId>,
    facts: Vec<Affine>,
}

struct Narrowing<'p> {
    program: &'p mut Program,
    total: Total,
    /// What starts at zero, so that what is not written is zero.
    zeroed: Set<Place>,
    scopes: Map<BufferId, Vec<LoopId>>,
    /// Where the elements of arrays are read, in terms of their indices.
    needed: Vec<Region>,
    /// Where they are not zero.
    buffers: Vec<Region>,
    /// Where variables are not neutral.
    values: Map<(VarId, Neutral), Region>,
    conditions: Map<VarId, Expr>,
}

impl Narrowing<'_> {
    fn block(&mut self, body: Vec<Statement>, around: &mut Around) -> Vec<Statement> {
        let mut out = Vec::with_capacity(body.len());
        for statement in body {
            self.statement(statement, around, &mut out);
        }
        out
    }

    fn statement(&mut self, mut statement: Statement, around: &mut Around, out: &mut Vec<Statement>) {
        match &mut statement {
            Statement::Let { value, .. } | Statement::Assign { value, .. } => self.simplify(value, around),
            Statement::Store { value, indices, guarded, place, .. } => {
                self.simplify(value, around);
                for at in indices.iter_mut() {
                    if let At::Value(e) = at {
                        self.simplify(e, around);
                    }
                }
                let values = indices.iter().any(|at| matches!(at, At::Value(_)));
                *guarded &= values || !self.in_range(*place, indices).iter().all(|fact| self.holds(fact, around));
            }
            Statement::Branch { var, condition, then, otherwise } => {
                self.simplify(condition, around);
                if let Some(holds) = self.decided(condition, around) {
                    let arm = std::mem::replace(
                        if holds { then } else { otherwise },
                        Box::new(Arm { body: Vec::new(), value: Expr::Constant(0.0) }),
                    );
                    out.extend(self.block(arm.body, around));
                    let value = Statement::Let { var: *var, value: arm.value, mutable: false };
                    return self.statement(value, around, out);
                }
                for (arm, holds) in [(then, true), (otherwise, false)] {
                    let before = around.facts.len();
                    around.facts.extend(self.facts(condition, holds));
                    arm.body = self.block(std::mem::take(&mut arm.body), around);
                    self.simplify(&mut arm.value, around);
                    around.facts.truncate(before);
                }
            }
            Statement::When { condition, body } => {
                self.simplify(condition, around);
                match self.decided(condition, around) {
                    Some(true) => return out.extend(self.block(std::mem::take(body), around)),
                    Some(false) => return,
                    None => {
                        let before = around.facts.len();
                        around.facts.extend(self.facts(condition, true));
                        *body = self.block(std::mem::take(body), around);
                        around.facts.truncate(before);
                    }
                }
            }
            Statement::Loop { id, body, sum } => {
                let (id, sum) = (*id, *sum);
                let body = std::mem::take(body);
                self.bounds(id, &body, sum, around);
                let before = around.facts.len();
                self.forget_carried(&body);
                around.loops.push(id);
                let body = self.block(body, around);
                around.loops.pop();
                around.facts.truncate(before);
                match sum {
                    Some(_) => out.push(Statement::Loop { id, body, sum }),
                    None => super::write::close_loop(self.program, id, body, out),
                }
                return;
            }
            Statement::Zero(_)
            | Statement::Segment(_)
            | Statement::Contract(_)
            | Statement::Invoke(_)
            | Statement::Image { .. }
            | Statement::Pause => {}
        }
        // What it makes is known from here on.
        let mut facts = self.known(around);
        self.effect(&statement, &Own::default(), &mut facts);
        out.push(statement);
    }

    /// What holds at a place, the bounds of the loops around it included.
    fn known(&self, around: &Around) -> Vec<Affine> {
        let mut facts = around.facts.clone();
        for id in &around.loops {
            let l = &self.program.loops[id.0 as usize];
            let at = Affine::axis(AxisId(id.0));
            facts.push_all(l.from.iter().map(|a| at.add_scaled(-1, a)));
            facts.push_all(l.to.iter().map(|a| a.add_scaled(-1, &at).add_scaled(-1, &Affine::constant(1))));
        }
        facts
    }

    /// Finds the bounds of a loop.
    fn bounds(&mut self, id: LoopId, body: &[Statement], sum: Option<VarId>, around: &Around) {
        if self.program.loops[id.0 as usize].range != Range::Whole {
            return;
        }
        let buffers = self.buffers.clone();
        self.forget_carried(body);
        let mut own = Own::of(body);
        if let Some(sum) = sum {
            own.vars.remove(&sum);
        }
        let mut facts = self.known(around);
        let region = self.effects(body, &own, &mut facts);
        self.buffers = buffers;
        for fact in region.into_iter().flatten() {
            let own = Term::Axis(AxisId(id.0));
            let Some(&(_, c)) = fact.terms.iter().find(|t| t.0 == own) else { continue };
            let rest = fact.substitute(AxisId(id.0), &Affine::constant(0));
            let outside = rest.axes().all(|a| around.loops.contains(&LoopId(a.0)));
            if c.abs() != 1 || !outside || self.holds(&fact, around) {
                continue;
            }
            let l = &mut self.program.loops[id.0 as usize];
            if c > 0 {
                l.from.push(rest.scaled(-1));
            } else {
                l.to.push(rest.add_scaled(1, &Affine::constant(1)));
            }
        }
    }

    /// Leaves out what is decided.
    fn simplify(&self, e: &mut Expr, around: &Around) {
        match e {
            Expr::Constant(_) | Expr::Var(_) | Expr::Position(_) => {}
            Expr::Select(parts) => {
                if let Some(holds) = self.decided(&parts[0], around) {
                    let arm = std::mem::replace(&mut parts[if holds { 1 } else { 2 }], Expr::Constant(0.0));
                    *e = arm;
                    return self.simplify(e, around);
                }
                parts.iter_mut().for_each(|p| self.simplify(p, around));
            }
            Expr::Load { source, indices, guarded } => {
                let mut safe = true;
                for (at, extent) in indices.iter_mut().zip(self.program.source_shape(*source)) {
                    match at {
                        At::Affine(a) => {
                            let room = extent.add_scaled(-1, a).add_scaled(-1, &Affine::constant(1));
                            safe = safe && *guarded && self.holds(a, around) && self.holds(&room, around);
                        }
                        At::Value(value) => {
                            self.simplify(value, around);
                            safe = false;
                        }
                    }
                }
                *guarded &= !safe;
            }
            Expr::Neg(a) | Expr::Sqrt(a) | Expr::Powi(a, _) | Expr::Pow(a, _) | Expr::Not(a) => self.simplify(a, around),
            Expr::And(a, b) | Expr::Or(a, b) => {
                self.simplify(a, around);
                self.simplify(b, around);
                let holds = matches!(e, Expr::And(..));
                if let Expr::And(a, b) | Expr::Or(a, b) = e {
                    // What always holds adds nothing to "and", what never does nothing to "or".
                    let rest = match (self.decided(a, around), self.decided(b, around)) {
                        (Some(known), _) if known == holds => b,
                        (_, Some(known)) if known == holds => a,
                        _ => return,
                    };
                    *e = std::mem::replace(rest, Expr::Constant(0.0));
                }
            }
            Expr::Binary(_, a, b) | Expr::Compare(_, a, b) => {
                self.simplify(a, around);
                self.simplify(b, around);
            }
            Expr::Call(_, args) => args.iter_mut().for_each(|a| self.simplify(a, around)),
        }
    }
}
