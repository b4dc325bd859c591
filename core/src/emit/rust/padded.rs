//! Functions in short loops, computed of a few numbers more than there are, so that only vectors are computed.
//!
//! Of a loop of 14 turns a compiler makes one of vectors of 8, and computes the other 6 one by one, each of which takes as
//! long as a vector. So the arguments are put into a row that is as long as some vectors, the function is computed of the whole
//! row, and the loop takes its values from there.

use super::short::{LONGEST, SHORTEST};
use super::{Emitter, LOWEST};
use crate::program::{Expr, LoopId, Name, Program, Statement, VarId, constant_extent, names_in};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Set;

/// What is in a row for now: a call, and the element that has its value.
pub(super) type Filled = Vec<(Expr, String)>;

/// What calls depend on that cannot be computed ahead of the loop.
struct Late {
    vars: Set<VarId>,
    written: Set<Name>,
}

impl Late {
    fn has(&self, expr: &Expr) -> bool {
        let mut found = false;
        names_in(expr, &mut |name, _| found |= self.written.contains(&name) || matches!(name, Name::Var(v) if self.vars.contains(&v)));
        found
    }

    /// Adds the calls that are made in every turn, and of what is there before the loop, innermost ones; whether there are any.
    fn calls(&self, expr: &Expr, out: &mut Vec<Expr>) -> bool {
        match expr {
            Expr::Neg(a) | Expr::Sqrt(a) | Expr::Powi(a, _) | Expr::Pow(a, _) => self.calls(a, out),
            Expr::Binary(_, a, b) => {
                let first = self.calls(a, out);
                self.calls(b, out) || first
            }
            Expr::Call(function, args) => {
                let mut inside = false;
                args.iter().for_each(|a| inside |= self.calls(a, out));
                let [arg] = &args[..] else { return inside };
                if inside || !function.vectorises() || function.takes_angle() || self.has(arg) {
                    return inside;
                }
                if !out.contains(expr) {
                    out.push(expr.clone());
                }
                true
            }
            _ => false,
        }
    }
}

/// The calls of a loop that are worth a row.
pub(super) fn calls(program: &Program, id: LoopId, body: &[Statement]) -> Vec<Expr> {
    let turns = &program.loops[id.0 as usize];
    // A multiple of 4 leaves no more than a small vector over.
    let odd = turns.extent.as_constant().is_none_or(|n| (SHORTEST..LONGEST).contains(&n) && n % 4 != 0);
    let mut out = Vec::new();
    if !odd || !turns.is_whole() || !constant_extent(&program.constant_dims, &turns.extent) {
        return out;
    }
    let mut late = Late { vars: Set::default(), written: Set::default() };
    for s in body {
        match s {
            Statement::Let { mutable: false, .. } => {}
            Statement::Store { place, .. } => {
                late.written.insert(place.name());
            }
            _ => return out,
        }
    }
    for s in body {
        match s {
            Statement::Let { var, value, .. } if late.calls(value, &mut out) || late.has(value) => {
                late.vars.insert(*var);
            }
            Statement::Store { value, .. } => {
                late.calls(value, &mut out);
            }
            _ => {}
        }
    }
    out
}

impl Emitter<'_> {
    /// Computes calls ahead of the loop that makes them, in rows from the one of this number on.
    pub(super) fn fill(&mut self, id: LoopId, body: &[Statement], calls: &[Expr], first: usize, depth: usize) {
        let extent = self.program.loops[id.0 as usize].extent.clone();
        let (turns, scalar, zero) = (self.size(&extent), self.options.scalar, self.number(0.0));
        let vector = if scalar == "f32" { 8 } else { 4 };
        // An array has no length that is computed of a parameter.
        let (length, padded) = match extent.as_constant() {
            Some(n) => {
                let padded = (n + vector - 1) / vector * vector;
                (padded.to_string(), padded.to_string())
            }
            None => (LONGEST.to_string(), format!("({turns} + {}) / {vector} * {vector}", vector - 1)),
        };
        let index = self.loops[id.0 as usize].clone();
        let rows = self.rows[first..first + calls.len()].to_vec();
        for row in &rows {
            self.line(depth, &format!("let mut {row}: [{scalar}; {length}] = [{zero}; {length}];"));
        }
        let head = self.head(id, true);
        self.line(depth, &head);
        let args = calls.iter().map(|call| if let Expr::Call(_, args) = call { &args[0] } else { call }).collect_vec();
        self.block(&needed(body, &args), depth + 1);
        for (row, arg) in rows.iter().zip(&args) {
            let arg = self.expr(arg, LOWEST);
            self.line(depth + 1, &format!("{row}[{index}] = {arg};"));
        }
        self.line(depth, "}");
        for (row, call) in rows.iter().zip(calls) {
            let Expr::Call(function, _) = call else { continue };
            let value = self.call_of(*function, &format!("{row}[{index}]"));
            self.line(depth, &format!("for {index} in 0..{padded} {{"));
            self.line(depth + 1, &format!("{row}[{index}] = {value};"));
            self.line(depth, "}");
        }
        self.filled.extend(calls.iter().cloned().zip(rows.iter().map(|row| format!("{row}[{index}]"))));
    }
}

/// The variables of a body that some expressions take, in order.
pub(super) fn needed(body: &[Statement], exprs: &[&Expr]) -> Vec<Statement> {
    let mut wanted: Set<Name> = Set::default();
    let note = |expr: &Expr, wanted: &mut Set<Name>| {
        names_in(expr, &mut |name, _| {
            wanted.insert(name);
        })
    };
    exprs.iter().for_each(|e| note(e, &mut wanted));
    let mut out = Vec::new();
    for s in body.iter().rev() {
        if let Statement::Let { var, value, .. } = s
            && wanted.contains(&Name::Var(*var))
        {
            note(value, &mut wanted);
            out.push(s.clone());
        }
    }
    out.reverse();
    out
}
