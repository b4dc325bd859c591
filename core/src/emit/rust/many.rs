//! Functions in short loops inside of long ones, computed for many turns of the long one at once.
//!
//! A row of ten numbers is one vector and a piece of one. The rows of many turns, one behind the other, are whole vectors only;
//! and what a loop reads of them was not written just before it, in pieces, for which a processor would have to wait. What the
//! arguments depend on is computed twice, if it costs little.

use super::near::is_plain;
use super::short::LONGEST;
use super::{Emitter, LOWEST};
use crate::affine::{Affine, AxisId};
use crate::program::{At, Expr, LoopId, Name, Place, Program, Range, Statement, exprs, names, names_in, visit};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use chainrule_parser::table::Set;

/// The turns of which rows are computed at once: they stay in the nearest memory.
const TURNS: i64 = 64;
/// Loops of fewer turns are left as they are.
const SHORTEST: i64 = TURNS / 4;
/// More rows than this would not stay there.
const MOST: usize = 8;
/// The most statements that are run a second time for each element of a row.
const TWICE: i64 = 20;

/// A short loop with calls that can be made ahead of the loop around it.
pub(super) struct Rows<'a> {
    id: LoopId,
    length: i64,
    calls: Vec<Expr>,
    /// What is to be computed before the loop, and in it.
    around: Vec<&'a Statement>,
    inside: Vec<&'a Statement>,
}

/// The short loops in the body of such a loop, and how many calls they have.
pub(super) fn rows<'a>(program: &Program, id: LoopId, body: &'a [Statement]) -> (Vec<Rows<'a>>, usize) {
    let turns = &program.loops[id.0 as usize];
    let (mut out, mut count) = (Vec::new(), 0);
    if turns.descending || matches!(turns.range, Range::Blocks(_)) || turns.extent.as_constant().is_some_and(|n| n < SHORTEST) {
        return (out, count);
    }
    for (at, s) in body.iter().enumerate() {
        let Statement::Loop { id: short, body: inside, sum: None } = s else { continue };
        let turns = &program.loops[short.0 as usize];
        // A multiple of 8 is whole vectors.
        let Some(length) = turns.extent.as_constant().filter(|n| (2..LONGEST).contains(n) && n % 8 != 0) else { continue };
        if !turns.is_whole() {
            continue;
        }
        let outer = Early { program, id, body, at };
        let mut rows = Rows { id: *short, length, calls: Vec::new(), around: Vec::new(), inside: Vec::new() };
        for (at, s) in inside.iter().enumerate() {
            let (Statement::Let { value, .. } | Statement::Assign { value, .. } | Statement::Store { value, .. }) = s else { continue };
            let inner = Early { program, id: *short, body: inside, at };
            calls(value, &mut |call| {
                if count + rows.calls.len() == MOST || rows.calls.contains(call) {
                    return;
                }
                let (mut readers, mut made) = (vec![argument(call)], Set::default());
                let Some(own) = inner.needed(&mut readers, &mut made) else { return };
                let Some(around) = outer.needed(&mut readers, &mut made) else { return };
                if cost(program, &around).saturating_add(length.saturating_mul(cost(program, &own))) <= TWICE * length {
                    rows.calls.push(call.clone());
                    add(&mut rows.inside, own, inside);
                    add(&mut rows.around, around, body);
                }
            });
        }
        if !rows.calls.is_empty() {
            count += rows.calls.len();
            out.push(rows);
        }
    }
    (out, count)
}

/// Calls `f` for the calls that an expression always makes, of functions that can be vectorised and of plain arguments.
fn calls(e: &Expr, f: &mut dyn FnMut(&Expr)) {
    match e {
        Expr::Neg(a) | Expr::Sqrt(a) | Expr::Powi(a, _) | Expr::Pow(a, _) => calls(a, f),
        Expr::Binary(_, a, b) => {
            calls(a, f);
            calls(b, f);
        }
        Expr::Call(function, args) => {
            args.iter().for_each(|a| calls(a, f));
            if args.len() == 1 && function.vectorises() && !function.takes_angle() && is_plain(&args[0]) {
                f(e);
            }
        }
        _ => {}
    }
}

fn argument(call: &Expr) -> &Expr {
    if let Expr::Call(_, args) = call { &args[0] } else { call }
}

/// Adds statements of a body that are not there yet, each at its place.
fn add<'a>(list: &mut Vec<&'a Statement>, more: Vec<&'a Statement>, body: &[Statement]) {
    for s in more {
        if !list.iter().any(|other| std::ptr::eq(*other, s)) {
            list.push(s);
        }
    }
    sort::by_key(list, |s| body.iter().position(|other| std::ptr::eq(other, *s)));
}

/// How many statements are run; as many as can be if they cost more than arithmetic and comparisons.
fn cost(program: &Program, list: &[&Statement]) -> i64 {
    let all = |body: &[Statement]| cost(program, &body.iter().collect_vec());
    let mut total = 0i64;
    for s in list {
        total = total.saturating_add(match s {
            _ if !exprs(s).into_iter().all(is_cheap) => i64::MAX,
            Statement::Let { .. } | Statement::Assign { .. } | Statement::Zero(_) | Statement::Store { .. } => 1,
            Statement::Branch { then, otherwise, .. } => all(&then.body).saturating_add(all(&otherwise.body)).saturating_add(1),
            Statement::Loop { id, body, .. } => {
                program.loops[id.0 as usize].extent.as_constant().map_or(i64::MAX, |n| n.saturating_mul(all(body)))
            }
            _ => i64::MAX,
        });
    }
    total
}

/// Whether an expression is made of arithmetic and comparisons.
fn is_cheap(e: &Expr) -> bool {
    let mut cheap = match e {
        Expr::Call(function, _) => function.is_piecewise(),
        _ => !matches!(e, Expr::Pow(..)),
    };
    e.for_each_operand(&mut |e| cheap &= is_cheap(e));
    cheap
}

/// What can be computed before the first turn of a loop.
struct Early<'a, 'p> {
    program: &'p Program,
    id: LoopId,
    body: &'a [Statement],
    /// The statement of the body that needs it.
    at: usize,
}

impl<'a> Early<'a, '_> {
    /// The statements of the body that expressions depend on, if these can be computed early. Adds their expressions, and what
    /// they make.
    fn needed<'r>(&self, readers: &mut Vec<&'r Expr>, made: &mut Set<Name>) -> Option<Vec<&'a Statement>>
    where
        'a: 'r,
    {
        let mut read: Set<Name> = Set::default();
        readers.iter().for_each(|e| {
            names_in(e, &mut |name, _| {
                read.insert(name);
            })
        });
        let mut out = Vec::new();
        for s in self.body[..self.at].iter().rev() {
            let mut of_use = false;
            names(s, &mut |name, written| of_use |= written && read.contains(&name));
            if of_use {
                // It also writes what only its own turn may.
                if !self.is_of_a_turn(s) {
                    return None;
                }
                names(s, &mut |name, _| {
                    read.insert(name);
                });
                visit(std::slice::from_ref(s), &mut |s| {
                    readers.extend(exprs(s));
                    made.extend(self.makes(s));
                });
                out.push(s);
            }
        }
        out.reverse();
        read.iter().all(|name| made.contains(name) || self.is_apart(*name, readers)).then_some(out)
    }

    /// What a statement makes that was not there before.
    fn makes(&self, s: &Statement) -> Option<Name> {
        match s {
            Statement::Let { var, .. } | Statement::Branch { var, .. } | Statement::Loop { sum: Some(var), .. } => Some(Name::Var(*var)),
            Statement::Zero(Place::Buffer(b)) if !self.program.buffers[b.0 as usize].workspace => Some(Name::Buffer(*b)),
            _ => None,
        }
    }

    /// Whether a statement writes nothing but what each turn makes anew.
    fn is_of_a_turn(&self, s: &Statement) -> bool {
        let made = |name: Name| {
            let mut made = false;
            visit(&self.body[..self.at], &mut |s| made |= self.makes(s) == Some(name));
            made
        };
        let mut all = true;
        names(s, &mut |name, written| all &= !written || made(name));
        all
    }

    /// Whether no other turn writes what one reads, nor the same one before that.
    fn is_apart(&self, name: Name, readers: &[&Expr]) -> bool {
        let (mut writes, mut places, mut loops) = (0, Vec::new(), Vec::new());
        for (at, s) in self.body.iter().enumerate() {
            let mut found = 0;
            names(s, &mut |other, written| found += usize::from(written && other == name));
            if found > 0 && at < self.at {
                return false;
            }
            writes += found;
            visit(std::slice::from_ref(s), &mut |s| match s {
                Statement::Store { place, indices, .. } if place.name() == name => places.push(indices),
                Statement::Loop { id, .. } => loops.push(*id),
                _ => {}
            });
        }
        if writes != places.len() {
            return false;
        }
        let Some(&first) = places.first() else { return true };
        readers.iter().for_each(|e| loads(e, name, &mut places));
        // One index that is another one in every turn, and the same one wherever the array is read or written.
        let tells = |a: &Affine| {
            let inside = |axis: AxisId| axis.0 != self.id.0 && loops.iter().any(|l| l.0 == axis.0);
            a.axes().any(|axis| axis.0 == self.id.0) && !a.axes().any(inside)
        };
        (0..first.len()).any(|k| matches!(&first[k], At::Affine(a) if tells(a)) && places.iter().all(|indices| indices[k] == first[k]))
    }
}

/// Adds the places at which an expression reads something.
fn loads<'a>(e: &'a Expr, name: Name, out: &mut Vec<&'a Vec<At>>) {
    if let Expr::Load { source, indices, .. } = e
        && source.name() == name
    {
        out.push(indices);
    }
    e.for_each_operand(&mut |e| loads(e, name, out));
}

impl Emitter<'_> {
    /// Writes a loop so, if that is of use; whether it is.
    pub(super) fn rows_at_once(&mut self, id: LoopId, body: &[Statement], depth: usize) -> bool {
        if self.many.is_empty() || self.stage.is_some() || !self.filled.is_empty() {
            return false;
        }
        let (loops, count) = rows(self.program, id, body);
        if count == 0 {
            return false;
        }
        let (scalar, zero) = (self.options.scalar, self.number(0.0));
        let (outer, (from, to)) = (self.loops[id.0 as usize].clone(), self.span(id));
        let [start, end] = self.block_names.clone();
        let mut names = self.many.clone().into_iter();
        let loops = loops.into_iter().map(|l| (names.by_ref().take(l.calls.len()).collect_vec(), l)).collect_vec();
        for (names, l) in &loops {
            for name in names {
                self.line(depth, &format!("let mut {name}: [[{scalar}; {0}]; {TURNS}] = [[{zero}; {0}]; {TURNS}];", l.length));
            }
        }
        self.line(depth, &format!("for {start} in ({from}..{to}).step_by({TURNS}) {{"));
        self.line(depth + 1, &format!("let {end} = ::core::cmp::min({start} + {TURNS}, {to});"));
        let mut filled = Vec::new();
        for (names, l) in &loops {
            let index = self.loops[l.id.0 as usize].clone();
            self.used[l.id.0 as usize] = true;
            self.line(depth + 1, &format!("for {outer} in {start}..{end} {{"));
            let [around, inside] = [&l.around, &l.inside].map(|list| list.iter().map(|s| (*s).clone()).collect_vec());
            self.block(&around, depth + 2);
            let head = self.head(l.id, true);
            self.line(depth + 2, &head);
            self.block(&inside, depth + 3);
            for (name, call) in names.iter().zip(&l.calls) {
                let (element, arg) = (format!("{name}[{outer} - {start}][{index}]"), self.expr(argument(call), LOWEST));
                self.line(depth + 3, &format!("{element} = {arg};"));
                filled.push((call.clone(), element));
            }
            self.line(depth + 2, "}");
            self.line(depth + 1, "}");
            for (name, call) in names.iter().zip(&l.calls) {
                let Expr::Call(function, _) = call else { continue };
                let element = self.element.clone();
                let value = self.call_of(*function, &format!("*{element}"));
                self.line(depth + 1, &format!("for {element} in &mut {name}.as_flattened_mut()[..({end} - {start}) * {}] {{", l.length));
                self.line(depth + 2, &format!("*{element} = {value};"));
                self.line(depth + 1, "}");
            }
        }
        self.filled = filled;
        self.turns_of(id, body, Some(&format!("{start}..{end}")), depth + 1);
        self.filled.clear();
        self.line(depth, "}");
        true
    }
}
