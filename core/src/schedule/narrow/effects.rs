//! What statements leave behind, and what they read.

use super::*;
use chainrule_parser::list::{CollectVec, PushAll};

/// What a block makes itself, so that nothing of it is left after a turn.
#[derive(Default)]
pub(super) struct Own {
    pub(super) vars: Set<VarId>,
    pub(super) buffers: Set<BufferId>,
}

impl Own {
    pub(super) fn of(body: &[Statement]) -> Own {
        let mut own = Own::default();
        visit(body, &mut |s| match s {
            Statement::Let { var, .. } | Statement::Branch { var, .. } | Statement::Loop { sum: Some(var), .. } => {
                own.vars.insert(*var);
            }
            Statement::Invoke(call) => {
                own.vars.insert(call.var);
            }
            Statement::Zero(Place::Buffer(b)) => {
                own.buffers.insert(*b);
            }
            _ => {}
        });
        own
    }

    fn has(&self, place: Place) -> bool {
        matches!(place, Place::Buffer(b) if self.buffers.contains(&b))
    }
}

impl Narrowing<'_> {
    /// Where the statements do anything that is left after them; takes notes of what they make.
    pub(super) fn effects(&mut self, body: &[Statement], own: &Own, facts: &mut Vec<Affine>) -> Region {
        body.iter().fold(None, |all, statement| {
            let one = self.effect(statement, own, facts);
            either(all, one)
        })
    }

    pub(super) fn under(&mut self, body: &[Statement], own: &Own, facts: &mut Vec<Affine>, more: Vec<Affine>) -> Region {
        let before = facts.len();
        facts.push_all(more.iter().cloned());
        let region = self.effects(body, own, facts);
        facts.truncate(before);
        within(region, Some(more))
    }

    pub(super) fn effect(&mut self, statement: &Statement, own: &Own, facts: &mut Vec<Affine>) -> Region {
        match statement {
            Statement::Let { var, value, mutable } => {
                if self.program.vars[var.0 as usize].condition {
                    self.conditions.insert(*var, value.clone());
                } else if !mutable {
                    self.bind(*var, |this, neutral| this.region(value, neutral));
                }
                None
            }
            Statement::Assign { var, .. } if own.vars.contains(var) => None,
            Statement::Assign { var, value } => match value {
                Expr::Binary(Binary::Add, old, term) if **old == Expr::Var(*var) => self.region(term, Neutral::Zero),
                Expr::Binary(Binary::Mul, old, term) if **old == Expr::Var(*var) => self.region(term, Neutral::One),
                Expr::Call(Function::Max, args) if args[0] == Expr::Var(*var) => self.region(&args[1], Neutral::Low),
                Expr::Call(Function::Min, args) if args[0] == Expr::Var(*var) => self.region(&args[1], Neutral::High),
                _ => everywhere(),
            },
            Statement::Branch { var, condition, then, otherwise } => {
                let (yes, no) = (self.facts(condition, true), self.facts(condition, false));
                let effects = either(self.under(&then.body, own, facts, yes.clone()), self.under(&otherwise.body, own, facts, no.clone()));
                self.bind(*var, |this, neutral| {
                    let arm = |arm: &Arm, facts: &[Affine]| within(Some(facts.to_vec()), this.region(&arm.value, neutral));
                    either(arm(then, &yes), arm(otherwise, &no))
                });
                effects
            }
            Statement::When { condition, body } => {
                let yes = self.facts(condition, true);
                self.under(body, own, facts, yes)
            }
            Statement::Zero(Place::Buffer(b)) => {
                self.buffers[b.0 as usize] = None;
                if own.buffers.contains(b) { None } else { everywhere() }
            }
            Statement::Zero(Place::Target(_) | Place::Returned(..)) => everywhere(),
            Statement::Store { place, indices, value, add, guarded } => {
                let region = self.region(value, Neutral::Zero);
                let range = if *guarded { self.in_range(*place, indices) } else { Vec::new() };
                if let Place::Buffer(b) = place {
                    let all = [&facts[..], &range].concat();
                    let known = within(region.clone(), Some(all)).map(|f| self.by_index(*b, &f, indices));
                    let before = std::mem::take(&mut self.buffers[b.0 as usize]);
                    self.buffers[b.0 as usize] = either(before, known);
                }
                if own.has(*place) {
                    return None;
                }
                // What is not added has to be zero already where it is left out.
                let of_value = if *add || self.zeroed.contains(place) { region } else { everywhere() };
                let read = match place {
                    Place::Buffer(b) => self.needed[b.0 as usize].as_ref().map(|facts| Self::at_indices(facts, indices)),
                    Place::Target(_) | Place::Returned(..) => everywhere(),
                };
                within(within(of_value, Some(range)), read)
            }
            // There are none in programs that this looks at.
            Statement::Invoke(_) | Statement::Image { .. } | Statement::Pause => everywhere(),
            Statement::Segment(_) => None,
            Statement::Contract(c) => {
                if let Place::Buffer(b) = c.place {
                    self.buffers[b.0 as usize] = everywhere();
                }
                if own.has(c.place) { None } else { everywhere() }
            }
            Statement::Loop { id, body, .. } => {
                self.forget_carried(body);
                let mut region = self.effects(body, own, facts);
                if let Some(region) = &mut region {
                    region.retain(|fact| fact.axes().all(|a| a.0 != id.0));
                }
                region
            }
        }
    }

    /// The facts under which a guarded element is there.
    pub(super) fn in_range(&self, place: Place, indices: &[At]) -> Vec<Affine> {
        let one = Affine::constant(1);
        let ends = |(at, extent): (&At, &Affine)| match at {
            At::Affine(a) => vec![a.clone(), extent.add_scaled(-1, a).add_scaled(-1, &one)],
            At::Value(_) => Vec::new(),
        };
        indices.iter().zip(self.program.place_shape(place)).flat_map(ends).collect_vec()
    }

    /// Of arrays that one turn of a loop leaves to the next nothing is known in it.
    pub(super) fn forget_carried(&mut self, body: &[Statement]) {
        let own = Own::of(body);
        let (mut read, mut written) = (Set::default(), Set::default());
        fn loads(e: &Expr, read: &mut Set<BufferId>) {
            if let Expr::Load { source: Source::Buffer(b), .. } = e {
                read.insert(*b);
            }
            e.for_each_operand(&mut |e| loads(e, read));
        }
        visit(body, &mut |s| {
            exprs(s).into_iter().for_each(|e| loads(e, &mut read));
            match s {
                Statement::Store { place: Place::Buffer(b), .. } => {
                    written.insert(*b);
                }
                Statement::Contract(c) => {
                    if let Place::Buffer(b) = c.place {
                        written.insert(b);
                    }
                }
                _ => {}
            }
        });
        for b in written.iter().filter(|b| read.contains(b) && !own.buffers.contains(b)) {
            self.buffers[b.0 as usize] = everywhere();
        }
    }

    /// Notes where the elements of arrays are read.
    pub(super) fn needs(&mut self, body: &[Statement], around: &mut Around, needed: &mut [Region]) {
        for statement in body {
            let facts = self.known(around);
            for e in exprs(statement) {
                let arm = |arm: &Arm| std::ptr::eq(e, &arm.value);
                let more = match statement {
                    Statement::Branch { condition, then, otherwise, .. } if arm(then) || arm(otherwise) => self.facts(condition, arm(then)),
                    _ => Vec::new(),
                };
                self.reads(e, &mut [&facts[..], &more].concat(), needed);
            }
            let mut inside = |this: &mut Self, body: &[Statement], more: Vec<Affine>| {
                let before = around.facts.len();
                around.facts.extend(more);
                this.needs(body, around, needed);
                around.facts.truncate(before);
            };
            match statement {
                Statement::Let { var, value, .. } if self.program.vars[var.0 as usize].condition => {
                    self.conditions.insert(*var, value.clone());
                }
                Statement::Branch { condition, then, otherwise, .. } => {
                    inside(self, &then.body, self.facts(condition, true));
                    inside(self, &otherwise.body, self.facts(condition, false));
                }
                Statement::When { condition, body } => inside(self, body, self.facts(condition, true)),
                Statement::Loop { id, body, .. } => {
                    around.loops.push(*id);
                    self.needs(body, around, needed);
                    around.loops.pop();
                }
                Statement::Contract(c) => {
                    for source in [c.left.0, c.right.0] {
                        if let Source::Buffer(b) = source {
                            needed[b.0 as usize] = everywhere();
                        }
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn reads(&self, e: &Expr, facts: &mut Vec<Affine>, needed: &mut [Region]) {
        match e {
            Expr::Load { source: Source::Buffer(b), indices, .. } => {
                let here = Some(self.by_index(*b, facts, indices));
                let before = std::mem::take(&mut needed[b.0 as usize]);
                needed[b.0 as usize] = either(before, here);
            }
            Expr::Select(parts) => {
                self.reads(&parts[0], facts, needed);
                for (arm, holds) in [(&parts[1], true), (&parts[2], false)] {
                    let before = facts.len();
                    facts.extend(self.facts(&parts[0], holds));
                    self.reads(arm, facts, needed);
                    facts.truncate(before);
                }
                return;
            }
            _ => {}
        }
        e.for_each_operand(&mut |e| self.reads(e, facts, needed));
    }
}
