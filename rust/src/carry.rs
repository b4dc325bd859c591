//! What loops carry from one pass to the next.
//!
//! A loop is read as if no variable around it did more than gather a sum, a product, an extreme or the
//! elements of an array. Where that turns out wrong, what was read is taken back and the loop read
//! again with the variable *carried*. A carried variable is an array with a step for each pass,
//!
//! ```text
//! h[0] = what h was before the loop
//! h[k + 1] = what the body leaves in h, where it found h[k]
//! ```
//!
//! and after the loop it is the last step of that. An array that the loop writes element by element,
//! `a[i] = f(a[i - 1])`, is a recurrence as it stands: its *progress* is followed by the indices, and
//! no copy of it is kept for each pass; any element of which the conditions around tell that it is one of an
//! earlier pass may be read. An integer to which every pass adds the same is a *counter* and
//! stays an expression of the loop's index.

use super::columns;
use super::fields::{REST, REST_OF};
use super::jumps::Around;
use super::mirrored;
use super::options::Maybe;
use super::own;
use super::progress::{Places, Progress};
use super::split::How;
use super::state::{Eval, Loop, Reader, Scopes, Seen, Write};
use super::terms;
use super::value::{Array, Iter, Value};
use super::variables::{Read, Variable};
use super::variants::variant_name;
use super::versions;
use chainrule_parser::ast::{Axis, BinaryOp, Binder, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Pass, Symbol};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Set};
use proc_macro2::Span;
use std::rc::Rc;

/// Arrays up to this length are carried element by element if only numbers index them.
const SPLIT: u64 = 16;

/// Loops of at most so many passes are read pass by pass where that is better, if what they become is no larger than this.
const UNROLL: f64 = 8.0;
const UNROLLED_SIZE: f64 = 3000.0;

/// How a loop is read.
#[derive(Default)]
struct Carry {
    whole: Set<usize>,
    progress: Map<usize, Places>,
    counters: Map<usize, f64>,
    /// Those for which the loop was read from anew when they were found to be counters.
    restarted: Set<usize>,
    /// The same of integers that are carried.
    integers: Set<usize>,
    /// Arrays that are split, and how: see `split.rs`.
    split: Map<usize, How>,
    /// For each of these how many variables there are when it is split: those from there on are hidden ones.
    known: Map<usize, usize>,
    /// The different places at which each variable was seen to be written, however the loop was read.
    seen: Map<usize, Vec<Seen>>,
    /// Those of the last reading that came to a write.
    latest: Map<usize, Vec<Option<Places>>>,
    /// How each variable was split so far.
    tried: Map<usize, Vec<How>>,
    /// Hidden variables from this number on have other numbers the next time.
    gone: usize,
    /// Structs with fields from another one that does not stay the same.
    by_numbers: Set<usize>,
}

/// A carried value.
enum Carried {
    Float(Symbol),
    Int(Symbol),
    Bool(Symbol),
    Variant(Symbol),
    Array(Symbol, Vec<Extent>),
    Items(Vec<Carried>),
    Tuple(Vec<Carried>),
    Struct(Rc<str>, Vec<(String, Carried)>),
    /// A struct whose fields are not seen, by its numbers, so many: with one of its type and the name of that.
    Numbers(Symbol, Extent, Value, Rc<str>),
    /// Whether there is a value, and that if its kind is known.
    Maybe(Box<Carried>, Option<Box<Carried>>),
    /// The same in every pass.
    Fixed(Value),
}

const VARIANT: &str = "an enum that a loop leaves in a variable must be one of the variants that the body names, `Mode::Off`: of an argument, choose one \
                       in a `match`";

/// What is done in a pass, with its item and the condition under which it counts.
type LoopBody<'a> = &'a mut dyn FnMut(&mut Reader, Value, Option<ExprId>) -> Eval<()>;

/// The passes of a loop.
struct Passes {
    lo: ExprId,
    hi: ExprId,
    descending: bool,
    /// The last value of a range that is gone through backwards, counted from 0.
    backwards_from: Option<ExprId>,
    /// The ends of a range that depends on loops around it and was made wider.
    ends: (Option<ExprId>, Option<ExprId>),
}

/// What there was before a loop was tried.
pub(super) struct Mark {
    exprs: usize,
    labels: usize,
    definitions: usize,
    ast_calls: usize,
    errors: usize,
    spans: usize,
    equal: usize,
    uses: usize,
    called: usize,
    asserts: usize,
    constants: usize,
    requests: usize,
    perhaps: usize,
    writes: usize,
    runtime: usize,
    sizes: usize,
    parts: usize,
    scopes: Scopes,
    variables: Vec<Variable>,
    loops: Vec<Loop>,
    reads: Map<usize, Vec<Read>>,
    journal: Vec<Map<usize, Variable>>,
    path: Vec<ExprId>,
    around: Vec<Around>,
    returned: Option<(usize, usize)>,
    taken: Set<String>,
    integers: Set<String>,
}

impl Reader {
    pub fn mark(&self) -> Mark {
        Mark {
            exprs: self.ast.len(),
            labels: self.ast.labels.len(),
            definitions: self.ast.definitions.len(),
            ast_calls: self.ast.calls.len(),
            errors: self.errors.len(),
            spans: self.spans.len(),
            equal: self.equal.len(),
            uses: self.uses.len(),
            called: self.called.len(),
            asserts: self.asserts.len(),
            constants: self.constants.len(),
            requests: self.requests.len(),
            perhaps: self.perhaps.len(),
            writes: self.writes.len(),
            runtime: self.runtime.len(),
            sizes: self.sizes.len(),
            parts: self.parts.len(),
            scopes: self.scopes.clone(),
            variables: self.variables.clone(),
            loops: self.loops.clone(),
            reads: self.reads.clone(),
            journal: self.journal.clone(),
            path: self.path.clone(),
            around: self.around.clone(),
            returned: self.returned,
            taken: self.taken.clone(),
            integers: self.integers.clone(),
        }
    }

    pub fn take_back(&mut self, mark: Mark) {
        self.ast.truncate(mark.exprs, mark.labels, mark.definitions);
        self.ast.calls.truncate(mark.ast_calls);
        self.errors.truncate(mark.errors);
        self.left_to_rust.retain(|k| *k < mark.errors);
        self.spans.truncate(mark.spans);
        self.equal.truncate(mark.equal);
        self.uses.truncate(mark.uses);
        self.called.truncate(mark.called);
        self.asserts.truncate(mark.asserts);
        self.constants.truncate(mark.constants);
        self.requests.truncate(mark.requests);
        self.perhaps.truncate(mark.perhaps);
        self.writes.truncate(mark.writes);
        self.runtime.truncate(mark.runtime);
        self.sizes.truncate(mark.sizes);
        self.parts.truncate(mark.parts);
        self.scopes = mark.scopes;
        self.variables = mark.variables;
        self.loops = mark.loops;
        self.reads = mark.reads;
        self.journal = mark.journal;
        self.path = mark.path;
        self.around = mark.around;
        self.returned = mark.returned;
        self.taken = mark.taken;
        self.integers = mark.integers;
    }

    /// Runs `body` once for the items of `iter`: for a loop as a whole. A range that depends on the index of
    /// a loop around it is widened to one that does not; the condition that `body` is given says where it counts.
    pub fn each<T>(
        &mut self,
        iter: &Rc<Iter>,
        hint: &str,
        span: Span,
        mut body: impl FnMut(&mut Self, Value, Option<ExprId>) -> Eval<T>,
    ) -> Eval<(T, Binder)> {
        let mut result = None;
        let binder = self.read_loop(iter, hint, span, &mut |r, item, guard| {
            result = Some(body(r, item, guard)?);
            Ok(())
        })?;
        Ok((result.expect("the body was read"), binder))
    }

    fn read_loop(&mut self, iter: &Rc<Iter>, hint: &str, span: Span, body: LoopBody<'_>) -> Eval<Binder> {
        let level = self.loops.len();
        let mut carry = Carry::default();
        let mut given: Vec<(usize, Vec<String>)> = Vec::new();
        loop {
            let mark = self.mark();
            let result = self.attempt(iter, hint, &mut carry, span, body);
            let requests = &self.requests[mark.requests..];
            if requests.iter().any(|r| r.0 < level) {
                // A loop further out is read again, and this one with it.
                return result;
            }
            let requests = requests.iter().chain(&self.perhaps[mark.perhaps..]);
            let wanted: Set<usize> = requests.filter(|r| r.0 == level).map(|r| r.1).collect();
            let counted = std::mem::take(&mut self.counted);
            let mut again = false;
            for &(variable, step) in &counted {
                carry.whole.remove(&variable);
                again |= carry.counters.insert(variable, step).is_none();
            }
            if counted.iter().any(|(variable, _)| carry.restarted.insert(*variable)) {
                // What is written at an index that was not known to be one may be no more than that.
                carry = Carry { counters: carry.counters, restarted: carry.restarted, integers: carry.integers, ..Carry::default() };
                self.found.clear();
                self.by_numbers.clear();
                self.take_back(mark);
                continue;
            }
            let numbered = |w: &Write| wanted.contains(&w.variable) && self.are_numbers(&w.ids);
            let integer = |v: &usize| matches!(self.variables[*v].value, Some(Value::Int(_))) && !carry.integers.contains(v);
            let before = carry.seen.values().flatten().any(|seen| seen.numbers);
            if (before || self.writes[mark.writes..].iter().any(numbered)) && wanted.iter().any(integer) {
                // An index that is a number in the first pass need be none in others.
                let new = wanted.iter().copied().filter(integer).collect_vec();
                let integers: Set<usize> = carry.integers.iter().copied().chain(new).collect();
                let whole = integers.iter().copied().filter(|v| !carry.counters.contains_key(v)).collect();
                carry = Carry { whole, integers, counters: carry.counters, restarted: carry.restarted, ..Carry::default() };
                self.found.clear();
                self.by_numbers.clear();
                self.take_back(mark);
                continue;
            }
            for variable in ascending(wanted.iter()) {
                if variable >= carry.gone {
                    continue;
                }
                let writes = self.writes[mark.writes..].iter().filter(|w| w.variable == variable).collect_vec();
                let places: Vec<_> = writes.iter().map(|w| &w.places).collect_vec();
                let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v)).unwrap_or_default();
                let steps = self.steps(&writes);
                let down = self.counts_down(&writes).filter(|axis| !carry.is_turned(variable, *axis));
                let latest = carry.latest(variable, &writes);
                let ([ascending, descending], own) = (versions::orders(latest, level), own::way(latest, level));
                let seen = carry.seen(self, variable, &writes);
                let ways = [
                    columns::positions(seen, &lens).map(How::Columns),
                    steps.map(|(axis, steps)| How::Rows(axis, steps)),
                    down.map(How::Backwards),
                    mirrored::places(seen).map(How::Sides),
                    terms::places(seen).map(How::Terms),
                    ascending,
                    descending,
                ];
                again |= carry.escalate(variable, level, &places, ways, own);
            }
            for variable in std::mem::take(&mut self.by_numbers) {
                again |= carry.by_numbers.insert(variable);
            }
            let mut found = std::mem::take(&mut self.found);
            // Those of a loop inside that was left to be read again with this one are gone, and found anew.
            found.retain(|f| f.0 < mark.variables.len());
            let opened = std::mem::take(&mut self.opened);
            let (opened, outer): (Vec<_>, Vec<_>) =
                opened.into_iter().partition(|o| self.variables.get(o.0).is_some_and(|v| v.depth == level));
            self.opened = outer;
            // One that is a variable of its own already is not found again.
            let opened = opened.into_iter().filter(|o| given.iter().all(|known| (known.0, &known.1) != (o.0, &o.1))).collect_vec();
            given.extend(opened.iter().map(|o| (o.0, o.1.clone())));
            if !again && found.is_empty() && opened.is_empty() {
                self.requests.truncate(mark.requests);
                return result;
            }
            self.take_back(mark);
            for (variable, path, kind) in opened {
                let Some(value) = self.variables[variable].value.take() else { continue };
                self.variables[variable].value = Some(self.with_field(value, &path, &kind, span)?);
            }
            for (variable, kind) in found {
                let begin = match self.variables[variable].value.take() {
                    Some(value) => self.fill_in(value, &kind, span),
                    None => self.blank(kind, span),
                };
                self.variables[variable].value = Some(begin);
            }
        }
    }

    /// Marks the open loops whose indices an expression has.
    pub fn unroll_at(&mut self, id: ExprId) {
        let (mut stack, mut seen, mut levels) = (vec![id], Set::default(), Vec::new());
        while let Some(id) = stack.pop() {
            match self.ast.expr(id) {
                Expr::Name(symbol) => levels.extend(self.loops.iter().position(|l| l.symbol == *symbol)),
                // Data, which is no number in any pass.
                Expr::Index { .. } | Expr::Output { .. } | Expr::Reduce { .. } => return,
                other => other.for_each_child(|c| {
                    if seen.insert(c.0) {
                        stack.push(c);
                    }
                }),
            }
        }
        self.unroll.extend(levels);
    }

    /// As [`Reader::each`], where nothing is wanted but what the loop does to variables. A short loop that was marked
    /// by [`Reader::unroll_at`] is read again, pass by pass.
    pub fn each_pass(
        &mut self,
        iter: &Rc<Iter>,
        hint: &str,
        span: Span,
        mut body: impl FnMut(&mut Self, Value, Option<ExprId>) -> Eval<()>,
    ) -> Eval<()> {
        let (level, before, definitions) = (self.loops.len(), self.ast.len(), self.ast.definitions.len());
        let mark = self.mark();
        let requests = self.requests.len();
        let whole = self.each(iter, hint, span, &mut body).map(|_| ());
        if !self.unroll.remove(&level) || self.requests.len() != requests {
            return whole;
        }
        let size = self.ast.len() - before;
        let (_, len) = self.bounds(iter, false, span)?;
        let Expr::Number(passes) = *self.ast.expr(len) else { return whole };
        if passes > UNROLL || passes * size as f64 > UNROLLED_SIZE {
            return whole;
        }
        let as_one = self.elements(definitions);
        self.take_back(mark);
        let mark = self.mark();
        let perhaps = self.perhaps.len();
        self.unrolled += 1;
        let read = (0..passes as u64).try_for_each(|pass| {
            let index = self.number(pass as f64, span);
            let (item, kept) = self.item_and_condition(iter, (index, false), None, span)?;
            body(self, item, kept)
        });
        self.unrolled -= 1;
        if read.is_err() && (self.requests.len() != requests || self.perhaps.len() != perhaps) {
            // A loop around is read again, and this one with it.
            return read;
        }
        // What could not be read as one has no size.
        let larger = whole.is_ok() && self.elements(definitions) > 2.0 * as_one;
        let large = (self.ast.len() - before) as f64 > UNROLLED_SIZE || larger;
        if read.is_err() || large {
            // An index that is out of bounds in a pass where a branch keeps it from being read, for one; or loops inside
            // became larger themselves, or carry what the loop as a whole does not.
            self.take_back(mark);
            return self.each(iter, hint, span, body).map(|_| ());
        }
        Ok(())
    }

    /// How many elements the arrays that are computed by definitions from a number on have, as far as their extents are
    /// numbers. What is defined in one piece is mostly read where it is used.
    fn elements(&self, from: usize) -> f64 {
        let number = |id: ExprId| if let Expr::Number(n) = self.ast.expr(id) { Some(*n) } else { None };
        let along = |index: &DefinitionIndex| match index {
            DefinitionIndex::Axis(Axis { extent: Some(Extent::Number(n)), .. }) => *n as f64,
            DefinitionIndex::Pass(pass) => number(pass.range.1).zip(number(pass.range.0)).map_or(1.0, |(hi, lo)| (hi - lo).max(0.0)),
            DefinitionIndex::Axis(_) | DefinitionIndex::At(..) => 1.0,
        };
        let in_parts = |i: &DefinitionIndex| matches!(i, DefinitionIndex::At(..) | DefinitionIndex::Pass(Pass { place: Some(_), .. }));
        let of = |d: &Definition| match &d.kind {
            DefinitionKind::Value(indices) if indices.iter().any(in_parts) => indices.iter().map(along).product(),
            _ => 0.0,
        };
        self.ast.definitions[from..].iter().map(of).sum()
    }

    fn attempt(&mut self, iter: &Rc<Iter>, hint: &str, carry: &mut Carry, span: Span, body: LoopBody<'_>) -> Eval<Binder> {
        let carries = !carry.whole.is_empty() || !carry.counters.is_empty();
        let passes = self.passes(iter, carries, span)?;
        carry.known.clear();
        carry.gone = usize::MAX;
        for variable in ascending(carry.split.keys()) {
            carry.known.insert(variable, self.variables.len());
            self.split(variable, &carry.split[&variable], span)?;
        }
        let mut starts = Vec::new();
        let mut unset = Vec::new();
        for variable in ascending(carry.whole.iter()).into_iter().chain(ascending(carry.counters.keys())) {
            if self.variables[variable].value.is_none() && !self.variables[variable].poisoned {
                // Declared without a value: every pass gives it one, and none is left after the loop.
                self.touch(variable);
                unset.push((variable, std::mem::take(&mut self.variables[variable].pending)));
                continue;
            }
            let known = self.whole.contains(&variable);
            let value = self.read(variable, span)?;
            if !known {
                self.whole.remove(&variable);
            }
            self.touch(variable);
            let name = self.variables[variable].name.clone();
            let carried = match carry.counters.get(&variable) {
                Some(_) => None,
                None if carry.by_numbers.contains(&variable) => Some(self.open_by_numbers(&name, &value, span)?),
                None => Some(self.open(&name, &value, !known, span)?),
            };
            let pending = std::mem::take(&mut self.variables[variable].pending);
            starts.push((variable, value, carried, pending));
        }
        for variable in ascending(carry.progress.keys()) {
            let places = &carry.progress[&variable];
            self.touch(variable);
            let name = self.variables[variable].name.clone();
            let name = self.fresh(&name);
            self.variables[variable].progress = Some(Progress { name, places: places.clone(), frames: Vec::new() });
        }
        let depth = self.loops.len();
        let mut lasts = Vec::new();
        let carrying = usize::from(carries || !carry.progress.is_empty());
        self.carrying += carrying;
        let result = self.with_loop(hint, passes.lo, passes.hi, passes.descending, span, |r, index| {
            let position = r.minus(index, passes.lo, span);
            for (variable, start, carried, _) in &starts {
                let value = match carried {
                    Some(carried) => {
                        let mut at = r.enclosing(depth, span).1;
                        at.push(position);
                        r.carried_value(carried, &at, span)?
                    }
                    None => r.count(start, position, carry.counters[variable], span)?,
                };
                let v = &mut r.variables[*variable];
                (v.value, v.depth) = (Some(value), depth + 1);
            }
            for (variable, _) in &unset {
                r.variables[*variable].depth = depth + 1;
            }
            for variable in carry.split.keys() {
                r.open_row(*variable, index, span)?;
            }
            let result = r.item_of(iter, &passes, index, span).and_then(|(item, guard)| {
                if let Some(own) = r.loops.last_mut() {
                    own.guard = guard;
                }
                body(r, item, guard)
            });
            for (variable, pending) in unset {
                let v = &mut r.variables[variable];
                (v.depth, v.pending) = (depth, pending);
                if let Some(value) = v.value.take()
                    && r.late.contains(&variable)
                    && let Some(kind) = r.kind_of(value, span)?
                {
                    r.found.push((variable, kind));
                }
            }
            let mut ok = true;
            let frame = r.loops[depth].clone();
            for variable in carry.split.keys().filter(|_| result.is_ok()) {
                ok &= r.close_row(*variable, &frame, span).is_ok();
            }
            for (variable, start, carried, pending) in starts {
                let next = r.variables[variable].value.clone();
                let v = &mut r.variables[variable];
                (v.depth, v.pending) = (depth, pending);
                let end = r.minus(passes.hi, passes.lo, span);
                // What an `Option` holds that was empty before the loop; where that was not known, it may be what went wrong.
                if let Some(next @ (Value::Maybe(_) | Value::Tuple(_) | Value::Struct(..))) = &next
                    && let Some(kind) = r.kind_of(next.clone(), span)?
                    && kind.says_more(&start)
                {
                    r.found.push((variable, kind));
                }
                let open = r.opened.len();
                if let (Some(next), true) = (&next, r.rest_of(&start).is_some()) {
                    r.open_fields(variable, &start, next, &[], span)?;
                }
                let open = r.opened.len() > open;
                if result.is_err() && !open && r.rest_of(&start).is_some() {
                    // What was wrong may be that the other fields do not stay the same.
                    r.by_numbers.push(variable);
                }
                if matches!(&carried, Some(carried) if !matches!(carried, Carried::Fixed(_))) && r.may_be_none(end) {
                    lasts.push((variable, start.clone()));
                }
                let value = match (&carried, next) {
                    (None, _) => r.count(&start, end, carry.counters[&variable], span)?,
                    (Some(carried), Some(next)) if result.is_ok() => {
                        let place = Place { depth, index, lo: passes.lo, hi: passes.hi };
                        if let Some(step) = r.step_of(carried, &next, &place, span) {
                            r.counted.push((variable, step));
                        }
                        let defined = r.define_carried(carried, start.clone(), next, &place, span).is_ok();
                        if !defined && !open && r.rest_of(&start).is_some() {
                            r.by_numbers.push(variable);
                        }
                        ok &= defined;
                        let mut at = r.enclosing(depth, span).1;
                        at.push(end);
                        r.carried_value(carried, &at, span)?
                    }
                    _ => start,
                };
                r.variables[variable].value = Some(value);
            }
            result?;
            if ok { Ok(()) } else { Err(super::state::Reported) }
        });
        self.carrying -= carrying;
        for variable in carry.progress.keys() {
            self.variables[*variable].progress = None;
        }
        for variable in ascending(carry.split.keys()).into_iter().rev() {
            match result {
                Ok(_) => {
                    self.define_other_rows(variable, (passes.lo, passes.hi), span)?;
                    self.unite(variable, span)?;
                }
                Err(_) => self.variables[variable].split = None,
            }
        }
        if result.is_ok() {
            // Where there may be less than no pass, what was there before the loop stays.
            for (variable, start) in lasts {
                let Some(last) = self.variables[variable].value.take() else { continue };
                let (lo, hi) = (self.int_to_float(passes.lo, span), self.int_to_float(passes.hi, span));
                let condition = self.binary(BinaryOp::Lt, lo, hi, span);
                let start = self.as_made(start, &last)?;
                self.variables[variable].value = Some(self.select(condition, last, start, span)?);
            }
        }
        result
    }

    /// Whether a number of passes may be negative: `n - 1` of a length that is known at run time.
    fn may_be_none(&self, count: ExprId) -> bool {
        let constant = |symbol: &Symbol| self.const_generics.contains(self.ast.name(*symbol));
        !self.is_natural(count) && self.linear(count).is_some_and(|(sum, _)| sum.keys().any(|symbol| !constant(symbol)))
    }

    /// The passes over an iterator, in the order of its items, or for `carries` counted in that order.
    fn passes(&mut self, iter: &Rc<Iter>, carries: bool, span: Span) -> Eval<Passes> {
        let (range, backwards) = match &**iter {
            Iter::Reversed(inner) => match &**inner {
                Iter::Range(lo, hi) => (Some((*lo, *hi)), true),
                _ => (None, false),
            },
            Iter::Range(lo, hi) => (Some((*lo, *hi)), false),
            _ => (None, false),
        };
        let (lo, hi) = match range {
            Some(range) => range,
            None => self.bounds(iter, true, span)?,
        };
        let ends = (self.widen(lo, false), self.widen(hi, true));
        let ends = (ends.0.filter(|e| self.linear(*e).is_some()), ends.1.filter(|e| self.linear(*e).is_some()));
        let (Some(first), Some(last)) = ends else {
            return self.error(
                span,
                "the ends of this range must be numbers, lengths, integer arguments or constants, or sums of them and of indices around: \
                 range over more and put an `if` into the body instead",
            );
        };
        let ends = ((first != lo).then_some(lo), (last != hi).then_some(hi));
        for end in [ends.0, ends.1].into_iter().flatten() {
            self.unroll_at(end);
        }
        if backwards && carries {
            let (zero, one) = (self.number(0.0, span), self.number(1.0, span));
            let (hi, from) = (self.minus(last, first, span), self.minus(last, one, span));
            return Ok(Passes { lo: zero, hi, descending: false, backwards_from: Some(from), ends });
        }
        Ok(Passes { lo: first, hi: last, descending: backwards, backwards_from: None, ends })
    }

    /// The item of a pass, and under which condition it is one.
    fn item_of(&mut self, iter: &Rc<Iter>, passes: &Passes, index: ExprId, span: Span) -> Eval<(Value, Option<ExprId>)> {
        let (index, known) = match passes.backwards_from {
            Some(from) => {
                let index = self.minus(from, index, span);
                (index, Some(Value::Int(index)))
            }
            None if passes.descending => (index, Some(Value::Int(index))),
            None => (index, None),
        };
        let (item, kept) = self.item_and_condition(iter, (index, true), known, span)?;
        let mut guard = None;
        let (lo, hi) = passes.ends;
        for (op, end) in [(BinaryOp::Ge, lo), (BinaryOp::Lt, hi)] {
            if let Some(end) = end {
                let inside = self.compare(op, index, end, span);
                guard = self.both(guard, Some(inside), span);
            }
        }
        Ok((item, self.both(guard, kept, span)))
    }

    pub fn both(&mut self, a: Option<ExprId>, b: Option<ExprId>, span: Span) -> Option<ExprId> {
        match (a, b) {
            (Some(a), Some(b)) => Some(self.binary(BinaryOp::And, a, b, span)),
            (a, b) => a.or(b),
        }
    }

    pub fn compare(&mut self, op: BinaryOp, a: ExprId, b: ExprId, span: Span) -> ExprId {
        let (a, b) = (self.int_to_float(a, span), self.int_to_float(b, span));
        self.binary(op, a, b, span)
    }

    // Counters.

    /// The value of a counter after some passes.
    fn count(&mut self, start: &Value, passes: ExprId, step: f64, span: Span) -> Eval<Value> {
        let start = self.int(start.clone(), span)?;
        let step = self.number(step, span);
        let distance = match (self.ast.expr(step), self.ast.expr(passes)) {
            (Expr::Number(1.0), _) => passes,
            (&Expr::Number(a), &Expr::Number(b)) => self.number(a * b, span),
            _ => self.binary(BinaryOp::Mul, step, passes, span),
        };
        Ok(Value::Int(self.plus(start, distance, span)))
    }

    /// What every pass adds to an integer, if that is a number.
    fn step_of(&mut self, carried: &Carried, next: &Value, place: &Place, span: Span) -> Option<f64> {
        let (Carried::Int(_), Value::Int(next)) = (carried, next) else { return None };
        let mut at = self.enclosing(place.depth, span).1;
        at.push(self.minus(place.index, place.lo, span));
        let Ok(Value::Int(old)) = self.carried_value(carried, &at, span) else { return None };
        let (mut id, mut step) = (*next, 0.0);
        loop {
            if self.same_expr(id, old) {
                return Some(step);
            }
            (id, step) = match *self.ast.expr(id) {
                Expr::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), a, b) => match (self.ast.expr(a), self.ast.expr(b)) {
                    (_, &Expr::Number(n)) => (a, if op == BinaryOp::Add { step + n } else { step - n }),
                    (&Expr::Number(n), _) if op == BinaryOp::Add => (b, step + n),
                    _ => return None,
                },
                _ => return None,
            };
        }
    }

    /// Whether two expressions are written the same; good enough for reads of one carried variable.
    fn same_expr(&self, a: ExprId, b: ExprId) -> bool {
        if a == b {
            return true;
        }
        match (self.ast.expr(a), self.ast.expr(b)) {
            (Expr::Index { base: x, indices: i }, Expr::Index { base: y, indices: j }) => {
                self.ast.expr(*x) == self.ast.expr(*y) && i.len() == j.len() && i.iter().zip(j).all(|(i, j)| self.same_number(*i, *j))
            }
            (x, y) => x == y,
        }
    }

    // Carried values.

    /// A name for the numbers of a struct.
    fn open_by_numbers(&mut self, name: &str, start: &Value, span: Span) -> Eval<Carried> {
        let like = match start {
            Value::Part(part) => self.struct_type(part).map(|ty| (start.clone(), ty)),
            made => self.rest_of(made),
        };
        let Some((like, ty)) = like.filter(|_| self.table.is_some()) else {
            return self.error(
                span,
                format_args!(
                    "the fields of `{name}`, which this loop assigns, are not seen here: make it with them before the loop, \
                     `Name {{ a: p.a, b: p.b }}`"
                ),
            );
        };
        let numbers = self.numbers_of(start.clone(), span)?;
        Ok(Carried::Numbers(self.fresh(name), self.length(&numbers), like, ty))
    }

    /// Names for a carried value.
    fn open(&mut self, name: &str, start: &Value, split: bool, span: Span) -> Eval<Carried> {
        if let Value::Part(part) = start
            && self.struct_type(part).is_some()
        {
            return self.open_by_numbers(name, start, span);
        }
        let settled = self.settled(start.clone(), span)?;
        Ok(match &settled {
            Value::Variant(_) => Carried::Variant(self.fresh(name)),
            Value::Outside(path, _) if variant_name(path).is_some() => Carried::Variant(self.fresh(name)),
            Value::Outside(path, _) => {
                let symbol = self.fresh(name);
                self.begun.insert(symbol, path.clone());
                Carried::Float(symbol)
            }
            Value::Float(_) => Carried::Float(self.fresh(name)),
            Value::Int(_) => Carried::Int(self.fresh(name)),
            Value::Bool(_) => Carried::Bool(self.fresh(name)),
            Value::Tuple(items) => Carried::Tuple(items.iter().map(|v| self.open(name, v, split, span)).try_collect_vec()?),
            Value::Array(array) => match self.length(array) {
                Extent::Number(n) if n <= SPLIT && (split || self.lengths(array).is_none()) => {
                    let mut items = Vec::new();
                    for k in 0..n {
                        let k = self.number(k as f64, span);
                        let item = self.element(array, k, span)?;
                        items.push(self.open(name, &item, split, span)?);
                    }
                    Carried::Items(items)
                }
                _ => match self.lengths(array) {
                    Some(lens) => Carried::Array(self.fresh(name), lens),
                    None => {
                        return self.error(
                            span,
                            format_args!(
                                "`{name}` is assigned in this loop and is no array of numbers: use an array such as `[0.0; N]` instead"
                            ),
                        );
                    }
                },
            },
            Value::Iter(_) | Value::Closure(..) | Value::Slot(..) | Value::Unit | Value::Never => Carried::Fixed(settled),
            Value::Struct(path, fields) => Carried::Struct(
                path.clone(),
                fields
                    .iter()
                    .map(|(field, v)| match field == REST_OF {
                        true => Ok((field.clone(), Carried::Fixed(v.clone()))),
                        false => Ok((field.clone(), self.open(field, v, split, span)?)),
                    })
                    .try_collect_vec()?,
            ),
            Value::Maybe(maybe) => {
                let some = self.open(name, &Value::Bool(maybe.some), split, span)?;
                let value = maybe.value.as_ref().map(|v| self.open(name, v, split, span).map(Box::new)).transpose()?;
                Carried::Maybe(Box::new(some), value)
            }
            Value::Part(_) => unreachable!("a part is a number or an array of them here"),
        })
    }

    /// The value of a step; `at` is the indices of the loops around and that of the step.
    fn carried_value(&mut self, carried: &Carried, at: &[ExprId], span: Span) -> Eval<Value> {
        let read = |r: &mut Self, name: Symbol| {
            let base = r.push(Expr::Name(name), span);
            r.push(Expr::Index { base, indices: at.to_vec() }, span)
        };
        Ok(match carried {
            Carried::Numbers(name, len, like, ty) => {
                let base = self.push(Expr::Name(*name), span);
                let numbers = Array::View { base, indices: at.to_vec(), lens: vec![len.clone()] };
                self.of_numbers(like.clone(), numbers, Some(ty), span)?
            }
            Carried::Float(name) => Value::Float(read(self, *name)),
            Carried::Int(name) => Value::Int(read(self, *name)),
            Carried::Variant(name) => Value::Variant(read(self, *name)),
            Carried::Bool(name) => {
                let id = read(self, *name);
                let zero = self.number(0.0, span);
                Value::Bool(self.binary(BinaryOp::Ne, id, zero, span))
            }
            Carried::Array(name, lens) => {
                let base = self.push(Expr::Name(*name), span);
                Value::Array(Array::View { base, indices: at.to_vec(), lens: lens.clone() })
            }
            Carried::Items(items) => Value::Array(Array::Items(items.iter().map(|c| self.carried_value(c, at, span)).try_collect_vec()?)),
            Carried::Tuple(items) => Value::Tuple(items.iter().map(|c| self.carried_value(c, at, span)).try_collect_vec()?),
            Carried::Struct(path, fields) => Value::Struct(
                path.clone(),
                fields.iter().map(|(name, c)| Ok((name.clone(), self.carried_value(c, at, span)?))).try_collect_vec()?,
            ),
            Carried::Maybe(some, value) => {
                let Value::Bool(some) = self.carried_value(some, at, span)? else { unreachable!("it was a condition") };
                let value = value.as_ref().map(|c| self.carried_value(c, at, span).map(Box::new)).transpose()?;
                Value::Maybe(Maybe { some, value, panics: false, error: None })
            }
            Carried::Fixed(value) => value.clone(),
        })
    }

    fn define_carried(&mut self, carried: &Carried, start: Value, next: Value, place: &Place, span: Span) -> Eval<()> {
        if let Carried::Numbers(name, len, ..) = carried {
            for (value, first) in [(start, true), (next, false)] {
                let numbers = self.numbers_of(value, span)?;
                self.define_array(*name, std::slice::from_ref(len), numbers, first, place, span)?;
            }
            return Ok(());
        }
        let next = self.as_made(next, &start)?;
        let (start, next) = (self.settled(start, span)?, self.settled(next, span)?);
        match (carried, start, next) {
            (Carried::Items(items), Value::Array(a), Value::Array(b)) => {
                for (k, item) in items.iter().enumerate() {
                    let k = self.number(k as f64, span);
                    let (x, y) = (self.element(&a, k, span)?, self.element(&b, k, span)?);
                    self.define_carried(item, x, y, place, span)?;
                }
                Ok(())
            }
            (Carried::Tuple(items), Value::Tuple(a), Value::Tuple(b)) if a.len() == items.len() && b.len() == items.len() => {
                items.iter().zip(a).zip(b).try_for_each(|((item, x), y)| self.define_carried(item, x, y, place, span))
            }
            (Carried::Struct(_, fields), Value::Struct(_, a), Value::Struct(_, b))
                if a.len() == fields.len() && b.len() == fields.len() =>
            {
                fields.iter().try_for_each(|(name, item)| {
                    let find = |list: &[(String, Value)]| list.iter().find(|f| f.0 == *name).map(|f| f.1.clone());
                    match (find(&a), find(&b)) {
                        (Some(x), Some(y)) if name == REST_OF => match self.same_value(&x, &y) {
                            true => Ok(()),
                            false => self.error(span, REST),
                        },
                        (Some(x), Some(y)) => self.define_carried(item, x, y, place, span),
                        _ => self.error(span, "this loop leaves another struct in a variable than it found there"),
                    }
                })
            }
            (Carried::Array(_, lens), _, Value::Array(b)) if !self.lengths(&b).is_some_and(|l| self.lengths_agree(&l, lens)) => self
                .error(span, "this loop leaves an array of another length in a variable than it found there: index the elements instead"),
            (Carried::Array(name, lens), Value::Array(a), Value::Array(b)) => {
                self.define_array(*name, lens, a, true, place, span)?;
                self.define_array(*name, lens, b, false, place, span)
            }
            (Carried::Float(name) | Carried::Int(name) | Carried::Bool(name) | Carried::Variant(name), a, b) => {
                for (value, first) in [(a, true), (b, false)] {
                    let body = match carried {
                        Carried::Float(_) => self.float(value, span)?,
                        Carried::Variant(_) => match self.variant(&value, span) {
                            Some(id) => id,
                            None => return self.error(span, VARIANT),
                        },
                        Carried::Int(_) => {
                            let id = self.int(value, span)?;
                            self.int_to_float(id, span)
                        }
                        _ => {
                            let condition = self.condition(value, span)?;
                            let (then, otherwise) = (self.number(1.0, span), self.number(0.0, span));
                            self.push(Expr::If { condition, then, otherwise }, span)
                        }
                    };
                    self.define_step(*name, first, Vec::new(), body, place, span);
                }
                Ok(())
            }
            (Carried::Maybe(some, value), Value::Maybe(a), Value::Maybe(b)) => {
                self.define_carried(some, Value::Bool(a.some), Value::Bool(b.some), place, span)?;
                match (value, a.value, b.value) {
                    (Some(value), Some(a), b) => {
                        let b = b.unwrap_or_else(|| a.clone());
                        self.define_carried(value, *a, *b, place, span)
                    }
                    (None, _, Some(b)) if !matches!(*b, Value::Never) => self.error(
                        span,
                        "what this loop leaves in an `Option` is not seen to be numbers: keep the index of an element, `Some(i)`, or a \
                         tuple of its numbers, instead",
                    ),
                    _ => Ok(()),
                }
            }
            (Carried::Fixed(_), ..) => Ok(()),
            _ => self.error(span, "what this loop leaves in a variable is of another kind than what it found there"),
        }
    }

    /// The first step of an array that is carried, or what one pass leaves for the next.
    fn define_array(&mut self, name: Symbol, lens: &[Extent], value: Array, first: bool, place: &Place, span: Span) -> Eval<()> {
        let symbols: Vec<Symbol> = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let body = self.index(Value::Array(value), &ids, span)?;
        let body = self.float(body, span)?;
        let at = self.span(span);
        let axes = symbols.iter().zip(lens);
        let axes = axes.map(|(s, e)| DefinitionIndex::Axis(Axis { index: Some(*s), extent: Some(e.clone()), span: at })).collect_vec();
        self.define_step(name, first, axes, body, place, span);
        Ok(())
    }

    /// `name[loops around, 0, axes] = body` or `name[loops around, index - lo + 1, axes] = body`
    fn define_step(&mut self, name: Symbol, first: bool, axes: Vec<DefinitionIndex>, body: ExprId, place: &Place, span: Span) {
        let at = self.span(span);
        let mut indices = self.enclosing(place.depth, span).0;
        indices.push(if first {
            DefinitionIndex::At(0, at)
        } else {
            let one = self.number(1.0, span);
            let (position, count) = (self.minus(place.index, place.lo, span), self.minus(place.hi, place.lo, span));
            let (to, count) = (self.plus(position, one, span), self.plus(count, one, span));
            let Expr::Name(index) = *self.ast.expr(place.index) else { unreachable!("an index is a name") };
            let extent = match self.length_of(count) {
                Extent::Number(n) => Extent::Number(n.max(1)),
                other => other,
            };
            DefinitionIndex::Pass(Pass { index, range: (place.lo, place.hi), place: Some((to, extent)), span: at })
        });
        indices.extend(axes);
        let body = self.on_path(body, span);
        self.ast.definitions.push(Definition { name, span: at, kind: DefinitionKind::Value(indices), body });
    }

    /// A body that is 0 where it is not executed.
    pub fn on_path(&mut self, then: ExprId, span: Span) -> ExprId {
        let Some(condition) = self.path.clone().into_iter().reduce(|a, b| self.binary(BinaryOp::And, a, b, span)) else {
            return then;
        };
        let otherwise = self.number(0.0, span);
        self.push(Expr::If { condition, then, otherwise }, span)
    }

    /// The outermost `depth` loops as indices of a definition, and what reads it inside them.
    pub fn enclosing(&mut self, depth: usize, span: Span) -> (Vec<DefinitionIndex>, Vec<ExprId>) {
        let (mut indices, mut ids) = (Vec::new(), Vec::new());
        for at in 0..depth {
            let l = self.loops[at].clone();
            match self.as_extent(l.hi) {
                Some(extent) if self.is_number(l.lo, 0.0) => {
                    indices.push(DefinitionIndex::Axis(Axis { index: Some(l.symbol), extent: Some(extent), span: l.span }));
                    ids.push(l.index);
                }
                _ => {
                    indices.push(DefinitionIndex::Pass(Pass { index: l.symbol, range: (l.lo, l.hi), place: None, span: l.span }));
                    ids.push(self.minus(l.index, l.lo, span));
                }
            }
        }
        (indices, ids)
    }
}

/// The loop that carries a value.
struct Place {
    /// Number of loops around it.
    depth: usize,
    index: ExprId,
    lo: ExprId,
    hi: ExprId,
}

/// Variables in the order in which they were declared.
fn ascending<'a>(variables: impl Iterator<Item = &'a usize>) -> Vec<usize> {
    let mut variables: Vec<usize> = variables.copied().collect_vec();
    sort::ascending(&mut variables);
    variables
}

impl Carry {
    /// Adds to the places at which a variable was seen to be written.
    fn seen(&mut self, reader: &Reader, variable: usize, writes: &[&Write]) -> &[Seen] {
        let seen = self.seen.entry(variable).or_default();
        for write in writes {
            let places = write.places.clone().filter(|_| !write.diagonal);
            let write = Seen { places, adds: write.adds, numbers: reader.are_numbers(&write.ids) };
            if !seen.contains(&write) {
                seen.push(write);
            }
        }
        seen
    }

    /// Whether a variable stands for one that is read backwards along an axis.
    fn is_turned(&self, variable: usize, axis: usize) -> bool {
        self.known.iter().any(|(of, part)| *part == variable && self.split.get(of) == Some(&How::Backwards(axis)))
    }

    /// The places at which a variable was seen to be written when the loop was last read.
    fn latest(&mut self, variable: usize, writes: &[&Write]) -> &[Option<Places>] {
        let latest = self.latest.entry(variable).or_default();
        if !writes.is_empty() {
            *latest = writes.iter().map(|w| w.places.clone()).collect_vec();
        }
        latest
    }

    /// Reads a loop in a way that allows more; `false` if there is none. `places` are what the variable was seen to be written
    /// at, and `ways` how it may be split for that; `own` is the way if it is no array that is computed element by element.
    fn escalate(&mut self, variable: usize, level: usize, places: &[&Option<Places>], ways: [Option<How>; 7], own: Option<How>) -> bool {
        if self.whole.contains(&variable) {
            return false;
        }
        if self.split.remove(&variable).is_some() {
            self.forget(variable);
        }
        let read_on = self.counters.remove(&variable).is_some() | self.progress.remove(&variable).is_some();
        let tried = self.tried.entry(variable).or_default();
        if let Some(how) = ways.into_iter().flatten().find(|how| !tried.contains(how)) {
            tried.push(how.clone());
            self.forget(variable);
            self.split.insert(variable, how);
            return true;
        }
        let first = !read_on && tried.is_empty();
        if first
            && let Some((Some(first), rest)) = places.split_first()
            && rest.iter().all(|w| w.as_ref() == Some(first))
        {
            let mut levels: Vec<usize> = first.iter().filter_map(|p| Some(p.turn()?.0)).collect_vec();
            sort::ascending(&mut levels);
            if levels.iter().enumerate().all(|(k, l)| *l == level + k) {
                self.progress.insert(variable, first.clone());
                return true;
            }
        }
        if let Some(how) = own.filter(|how| !tried.contains(how)) {
            tried.push(how.clone());
            self.forget(variable);
            self.split.insert(variable, how);
            return true;
        }
        self.whole.insert(variable)
    }

    /// Forgets what is known of hidden variables that have other numbers if a variable is split in another way: those that are
    /// made when it is, and later.
    fn forget(&mut self, variable: usize) {
        let Some(from) = self.known.iter().filter(|(v, _)| **v >= variable).map(|(_, n)| *n).min() else { return };
        self.gone = self.gone.min(from);
        for set in [&mut self.whole, &mut self.by_numbers] {
            *set = set.iter().copied().filter(|v| *v < from).collect();
        }
        self.progress.retain(|v, _| *v < from);
        self.seen.retain(|v, _| *v < from);
        self.latest.retain(|v, _| *v < from);
        self.tried.retain(|v, _| *v < from);
        self.counters.retain(|v, _| *v < from);
        self.split.retain(|v, _| *v < from);
    }
}
