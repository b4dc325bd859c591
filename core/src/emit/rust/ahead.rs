//! Functions in long loops that add up, computed ahead in blocks.
//!
//! Sums are taken in order, so a loop that has some cannot be vectorised, nor can the functions in it. They do not depend on
//! the sums: for each block of turns they are computed first, in loops that can be vectorised, and the loop takes their values
//! from there. The numbers are the same.

use super::padded::needed;
use super::{Emitter, LOWEST};
use crate::functions::Function;
use crate::program::{Expr, LoopId, Name, Program, Range, Statement, names_in};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Set;

/// The turns of a block: rows of so many numbers stay in the nearest memory.
const BLOCK: i64 = 64;
/// Shorter loops are left as they are.
const SHORTEST: i64 = 2 * BLOCK;
/// More rows than this would not.
const MOST: usize = 16;

/// The calls in the body of such a loop that can be made ahead, innermost first.
pub(super) fn calls(program: &Program, id: LoopId, body: &[Statement]) -> Vec<Expr> {
    let turns = &program.loops[id.0 as usize];
    if turns.descending || turns.range != Range::Whole || turns.extent.as_constant().is_some_and(|n| n < SHORTEST) {
        return Vec::new();
    }
    let mut search = Search { late: Set::default(), calls: Vec::new() };
    let mut adds = false;
    for s in body {
        match s {
            Statement::Let { mutable: false, .. } => {}
            Statement::Store { place, .. } => {
                search.late.insert(place.name());
            }
            Statement::Assign { var, .. } => {
                adds = true;
                search.late.insert(Name::Var(*var));
            }
            _ => return Vec::new(),
        }
    }
    if !adds {
        return Vec::new();
    }
    for s in body {
        match s {
            Statement::Let { var, value, .. } => {
                let early = search.expr(value, true);
                if !early {
                    search.late.insert(Name::Var(*var));
                }
            }
            Statement::Store { value, .. } | Statement::Assign { value, .. } => {
                search.expr(value, true);
            }
            _ => {}
        }
    }
    search.calls
}

struct Search {
    /// What is not there before the turn.
    late: Set<Name>,
    calls: Vec<Expr>,
}

impl Search {
    /// Notes the calls in an expression that are made in every turn; whether it can be computed ahead for little.
    fn expr(&mut self, e: &Expr, certain: bool) -> bool {
        let mut early = match e {
            Expr::Select(_) | Expr::And(..) | Expr::Or(..) | Expr::Pow(..) => false,
            Expr::Var(_) | Expr::Load { .. } => {
                let mut early = true;
                names_in(e, &mut |name, _| early &= !self.late.contains(&name));
                early
            }
            _ => true,
        };
        let (lazy, mut first) = (matches!(e, Expr::Select(_) | Expr::And(..) | Expr::Or(..)), true);
        e.for_each_operand(&mut |operand| {
            early &= self.expr(operand, certain && (first || !lazy));
            first = false;
        });
        let Expr::Call(function, args) = e else { return early };
        if !early || !certain || args.len() != 1 || !function.vectorises() {
            return false;
        }
        if self.calls.len() < MOST && !self.calls.contains(e) {
            self.calls.push(e.clone());
        }
        true
    }
}

/// Calls that one loop makes: those of an angle together.
fn together(calls: &[Expr]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (k, call) in calls.iter().enumerate() {
        let same = |other: &Expr| match (call, other) {
            (Expr::Call(f, a), Expr::Call(g, b)) => f.takes_angle() && g.takes_angle() && a == b,
            _ => false,
        };
        match out.iter_mut().find(|group| same(&calls[group[0]])) {
            Some(group) => group.push(k),
            None => out.push(vec![k]),
        }
    }
    out
}

impl Emitter<'_> {
    /// Writes a loop in blocks, if that is of use; whether it is.
    pub(super) fn in_blocks(&mut self, id: LoopId, body: &[Statement], depth: usize) -> bool {
        if self.stage.is_some() || !self.filled.is_empty() {
            return false;
        }
        let calls = calls(self.program, id, body);
        if calls.is_empty() {
            return false;
        }
        let (scalar, zero) = (self.options.scalar, self.number(0.0));
        let (index, (from, to)) = (self.loops[id.0 as usize].clone(), self.ends(id));
        let [start, end] = self.block_names.clone();
        let rows = self.rows[..calls.len()].to_vec();
        for row in &rows {
            self.line(depth, &format!("let mut {row}: [{scalar}; {BLOCK}] = [{zero}; {BLOCK}];"));
        }
        self.line(depth, &format!("for {start} in ({from}..{to}).step_by({BLOCK}) {{"));
        self.line(depth + 1, &format!("let {end} = ::core::cmp::min({start} + {BLOCK}, {to});"));
        let turns = format!("for {index} in {start}..{end} {{");
        let element = |row: &String| format!("{row}[{index} - {start}]");
        for group in together(&calls) {
            let functions = group.iter().filter_map(|k| if let Expr::Call(f, args) = &calls[*k] { Some((*f, &args[0])) } else { None });
            let functions: Vec<(Function, &Expr)> = functions.collect_vec();
            let Some(&(function, argument)) = functions.first() else { continue };
            let angle = function.takes_angle();
            let first = &rows[group[0]];
            if angle {
                self.line(depth + 1, &format!("let mut {} = true;", self.near_flag));
            }
            self.line(depth + 1, &turns);
            self.block(&needed(body, &[argument]), depth + 2);
            let value = self.expr(argument, LOWEST);
            let value = if angle { value } else { self.call_of(function, &value) };
            self.line(depth + 2, &format!("{} = {value};", element(first)));
            if angle {
                let rt = self.options.rt;
                self.line(depth + 2, &format!("{} &= {rt}::is_near({});", self.near_flag, element(first)));
            }
            self.line(depth + 1, "}");
            if angle {
                self.line(depth + 1, &format!("if {} {{", self.near_flag));
                for near in [true, false] {
                    self.near = Some(near);
                    self.line(depth + 2, &turns);
                    // The first row holds the angles: its own values come last.
                    for (k, (function, _)) in group.iter().zip(&functions).rev() {
                        let value = self.call_of(*function, &element(first));
                        self.line(depth + 3, &format!("{} = {value};", element(&rows[*k])));
                    }
                    self.line(depth + 2, "}");
                    self.line(depth + 1, if near { "} else {" } else { "}" });
                }
                self.near = None;
            }
            for k in group {
                self.filled.push((calls[k].clone(), element(&rows[k])));
            }
        }
        self.line(depth + 1, &turns);
        self.block(body, depth + 2);
        self.line(depth + 1, "}");
        self.line(depth, "}");
        self.filled.clear();
        true
    }
}
