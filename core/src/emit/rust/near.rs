//! Loops over sines and cosines, which look at their angles first.
//!
//! The sine of a large angle is left to the platform, and a loop that may call it cannot be vectorised. So the loop is written
//! twice: once for angles that are all near, as they nearly always are, and once for any. Both give the same numbers.

use super::padded::needed;
use super::{Emitter, LOWEST};
use crate::functions::Function;
use crate::program::{Expr, Name, Program, Statement, exprs, names_in};
use chainrule_parser::table::Set;

/// Loops of fewer turns are not worth the look.
const SHORTEST: i64 = 8;

/// The angles in the body of a loop, if there are any, nothing but these calls keeps it from being vectorised, and they can be
/// computed before it runs.
fn angles<'a>(program: &Program, statement: &'a Statement) -> Option<(&'a [Statement], Vec<&'a Expr>)> {
    let Statement::Loop { id, body, sum } = statement else { return None };
    if program.loops[id.0 as usize].extent.as_constant().is_some_and(|n| n < SHORTEST) {
        return None;
    }
    // What is not there before the loop.
    let mut late: Set<Name> = Set::default();
    for s in body {
        match s {
            Statement::Let { mutable: false, .. } => {}
            Statement::Store { place, .. } => {
                late.insert(place.name());
            }
            Statement::Assign { .. } if sum.is_some() => {}
            // A sum in order keeps the loop from being vectorised: see `ahead.rs`.
            _ => return None,
        }
    }
    let mut found = Vec::new();
    for s in body {
        let mut inner = Set::default();
        for e in exprs(s) {
            angles_in(e, true, &mut found)?;
            names_in(e, &mut |name, _| {
                inner.insert(name);
            });
        }
        if let Statement::Let { var, value, .. } = s
            && (inner.iter().any(|name| late.contains(name)) || !is_plain(value))
        {
            late.insert(Name::Var(*var));
        }
    }
    let early = |e: &Expr| {
        let mut early = is_plain(e);
        names_in(e, &mut |name, _| early &= !late.contains(&name));
        early
    };
    (!found.is_empty() && found.iter().all(|e| early(e))).then_some((body, found))
}

/// Adds the angles in an expression; `None` if there is one that is not always taken, or the function is not to be had in a loop of
/// vectors.
fn angles_in<'a>(e: &'a Expr, certain: bool, out: &mut Vec<&'a Expr>) -> Option<()> {
    match e {
        Expr::Call(function, args) if function.takes_angle() => {
            if !certain {
                return None;
            }
            if !out.contains(&&args[0]) {
                out.push(&args[0]);
            }
        }
        Expr::Call(function, _) if !function.vectorises() => return None,
        Expr::Pow(..) => return None,
        _ => {}
    }
    let lazy = matches!(e, Expr::Select(_) | Expr::And(..) | Expr::Or(..));
    let (mut all, mut first) = (Some(()), true);
    e.for_each_operand(&mut |operand| {
        all = all.and_then(|()| angles_in(operand, certain && (first || !lazy), out));
        first = false;
    });
    all
}

/// Whether an expression costs little: it is computed twice.
pub(super) fn is_plain(e: &Expr) -> bool {
    let mut plain = !matches!(e, Expr::Call(..) | Expr::Pow(..) | Expr::Select(_));
    e.for_each_operand(&mut |e| plain &= is_plain(e));
    plain
}

impl Emitter<'_> {
    /// The function to call where all angles are near, if it is another one.
    pub(super) fn near_name(&self, function: Function) -> Option<String> {
        (self.near == Some(true) && function.takes_angle()).then(|| format!("near_{}", function.name()))
    }

    /// Writes a loop twice, if that is of use; whether it is.
    pub(super) fn by_angles(&mut self, statement: &Statement, depth: usize) -> bool {
        if self.near.is_some() || self.stage.is_some() {
            return false;
        }
        let (Some((body, angles)), Statement::Loop { id, sum, .. }) = (angles(self.program, statement), statement) else { return false };
        let (near, rt) = (self.near_flag.clone(), self.options.rt);
        self.line(depth, &format!("let mut {near} = true;"));
        let before = std::mem::take(&mut self.out);
        self.block(&needed(body, &angles), depth + 1);
        for angle in angles {
            let angle = self.expr(angle, LOWEST);
            self.line(depth + 1, &format!("{near} &= {rt}::is_near({angle});"));
        }
        let inner = std::mem::replace(&mut self.out, before);
        let head = self.head(*id, true);
        self.line(depth, &head);
        self.out.push_str(&inner);
        self.line(depth, "}");
        let mut versions = [true, false].map(|near| {
            let before = std::mem::take(&mut self.out);
            self.near = Some(near);
            self.statement(statement, depth + 1);
            std::mem::replace(&mut self.out, before)
        });
        self.near = None;
        let mut choice = format!("if {near} {{");
        let mut end = "}".to_owned();
        if let Some(var) = sum {
            // The sum is bound to the value of the choice.
            let name = format!("let {} = ", self.vars[var.0 as usize]);
            for version in &mut versions {
                let value = version.trim_end().trim_end_matches(';').replacen(&name, "", 1);
                *version = format!("{value}\n");
            }
            choice = format!("{name}{choice}");
            end.push(';');
        }
        self.line(depth, &choice);
        self.out.push_str(&versions[0]);
        self.line(depth, "} else {");
        self.out.push_str(&versions[1]);
        self.line(depth, &end);
        true
    }
}
