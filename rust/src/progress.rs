//! Arrays that loops compute element by element, `a[i] = f(a[i - 1])`: recurrences as they stand.

use super::state::{Eval, Loop, Reader};
use super::value::{Array, Value};
use super::variables::{Variable, Written};
use chainrule_parser::ast::{BinaryOp, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Pass, Symbol, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use chainrule_parser::table::Map;
use proc_macro2::Span;

/// What an index of an element is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    /// The index of the loop of this number, counted from outside, plus what is the same in all passes; which of the loops
    /// there it is.
    Turn(usize, Sum, u32),
    /// The same in all passes, or in all in which the indices before are.
    Fixed(Sum),
}

/// What each name is multiplied by, and a number.
pub(super) type Sum = (Map<Symbol, i64>, i64);

impl Place {
    pub fn turn(&self) -> Option<(usize, &Sum)> {
        match self {
            Place::Turn(level, shift, _) => Some((*level, shift)),
            Place::Fixed(_) => None,
        }
    }

    /// Whether it is the index of a loop as it is.
    pub fn is_index(&self) -> bool {
        self.turn().is_some_and(|(_, (names, constant))| names.is_empty() && *constant == 0)
    }
}

/// When an element is written by loops.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum When {
    /// In no pass.
    Never,
    Earlier,
    /// In this pass.
    Now,
    Later,
    Unknown,
}

/// What the indices of an element are.
pub(super) type Places = Vec<Place>;

/// An array whose elements are computed in the order of the loops around.
#[derive(Clone)]
pub(super) struct Progress {
    /// The definition.
    pub name: Symbol,
    /// Those of the element that is written.
    pub places: Places,
    /// Those of the loops that were left.
    pub frames: Vec<Loop>,
}

impl Reader {
    /// What the indices of an element are in the loops that a variable is declared outside of. Some are loops' indices.
    pub fn places(&self, variable: usize, ids: &[ExprId]) -> Option<Places> {
        let depth = self.variables[variable].depth;
        let mut out = Places::new();
        for &id in ids {
            let taken = |level: usize| out.iter().any(|p| p.turn().is_some_and(|t| t.0 == level));
            out.push(match self.near_loop(depth, id).filter(|(level, _)| !taken(*level)) {
                Some((level, shift)) => Place::Turn(level, shift, self.loops[level].nth),
                None => Place::Fixed(self.linear(id)?),
            });
        }
        let turns = |symbol: &Symbol| out.iter().any(|p| p.turn().is_some_and(|(level, _)| self.loops[level].symbol == *symbol));
        let known = |p: &Place| match p {
            Place::Fixed((names, _)) => names.keys().all(|s| turns(s) || self.loops[depth..].iter().all(|l| l.symbol != *s)),
            Place::Turn(..) => true,
        };
        (out.iter().any(|p| p.turn().is_some()) && out.iter().all(known)).then_some(out)
    }

    /// Indices of an element that is written, with those of open loops where the conditions around say that they are the same:
    /// `m[i][j]` for `m[i][i]` under `i == j`.
    pub fn in_turns(&mut self, variable: usize, mut ids: Vec<ExprId>, span: Span) -> Vec<ExprId> {
        let depth = self.variables[variable].depth;
        let (mut levels, mut others) = (Vec::new(), Vec::new());
        for (position, id) in ids.iter().enumerate() {
            match self.near_loop(depth, *id).filter(|(level, _)| !levels.contains(level)) {
                Some((level, _)) => levels.push(level),
                None => others.push(position),
            }
        }
        if self.path.is_empty() || others.is_empty() {
            return ids;
        }
        for level in (depth..self.loops.len()).filter(|level| !levels.contains(level)) {
            let (symbol, index) = (self.loops[level].symbol, self.loops[level].index);
            let own = [(symbol, 1)].into_iter().collect();
            let same = |position: &usize| match self.apart(ids[*position], &own, 0) {
                (Some(lo), Some(hi)) if lo == hi => Some((*position, lo)),
                _ => None,
            };
            if let Some((position, shift)) = others.iter().find_map(same) {
                others.retain(|p| *p != position);
                let shift = self.number(shift as f64, span);
                ids[position] = self.plus(index, shift, span);
            }
        }
        ids
    }

    /// The open loop inside `depth` whose index this is, plus what is the same in all its passes.
    fn near_loop(&self, depth: usize, id: ExprId) -> Option<(usize, Sum)> {
        let (mut names, constant) = self.linear(id)?;
        let mut own = (depth..self.loops.len()).filter(|l| names.contains_key(&self.loops[*l].symbol));
        let (Some(level), None) = (own.next(), own.next()) else { return None };
        (names.remove(&self.loops[level].symbol) == Some(1)).then_some((level, (names, constant)))
    }

    /// Reads an element of an array whose elements are computed one after the other.
    pub fn read_progress(&mut self, variable: usize, ids: &[ExprId], span: Span) -> Eval<Value> {
        let v = self.variables[variable].clone();
        let Some(progress) = &v.progress else { unreachable!("checked by the caller") };
        match self.when(&v, &progress.places, ids) {
            When::Never | When::Later => self.index(v.value.unwrap_or(Value::Unit), ids, span),
            When::Earlier => self.computed(&v, progress.name, ids, span),
            When::Now => match self.written(&v) {
                Written::Nothing => {
                    self.record_read(variable, Some(ids.to_vec()));
                    self.index(v.value.unwrap_or(Value::Unit), ids, span)
                }
                Written::Element(p, level) => {
                    self.record_read_inside(variable, level, Some(ids.to_vec()));
                    Ok(Value::Float(self.pending_element(variable, &p, span)?))
                }
                Written::More => self.carried(variable, span),
            },
            When::Unknown => self.carried(variable, span),
        }
    }

    /// When the loops write an element, as seen from this pass.
    pub fn when(&mut self, v: &Variable, places: &Places, ids: &[ExprId]) -> When {
        for (place, &id) in places.iter().zip(ids) {
            let Place::Fixed((names, constant)) = place else { continue };
            if names.keys().any(|s| self.loops[v.depth..].iter().any(|l| l.symbol == *s)) {
                continue;
            }
            match self.apart(id, names, *constant) {
                (Some(0), Some(0)) => {}
                // Another element, whatever the loops' indices are.
                (lo, hi) if lo.is_some_and(|n| n > 0) || hi.is_some_and(|n| n < 0) => return When::Never,
                _ => return When::Unknown,
            }
        }
        if self.is_beyond(places, ids) {
            return When::Never;
        }
        let turn = |(position, place): (usize, &Place)| match place {
            Place::Turn(level, shift, nth) => Some((*level, shift.clone(), *nth, position)),
            Place::Fixed(_) => None,
        };
        let mut order: Vec<(usize, Sum, u32, usize)> = places.iter().enumerate().filter_map(turn).collect_vec();
        sort::by_key(&mut order, |p| p.0);
        // Whether an index so far may be one of an earlier pass.
        let mut perhaps = false;
        for (level, shift, nth, position) in order {
            let Some(&id) = ids.get(position) else { return When::Unknown };
            if self.loops.get(level).is_none_or(|l| l.nth != nth) {
                // Another loop than this one writes the elements of this pass: before it they are what they were, and when it has
                // been left what the array is.
                let same_turn = matches!(self.near_loop(v.depth, id), Some((at, other)) if at == level && other == shift);
                return match self.written(v) {
                    Written::Nothing if !perhaps => When::Later,
                    Written::Element(..) if (same_turn || self.far) && !perhaps => {
                        self.read_far |= !same_turn;
                        When::Earlier
                    }
                    _ => When::Unknown,
                };
            }
            match self.near_loop(v.depth, id) {
                Some((at, (names, other))) if at == level && names == shift.0 => {
                    if other == shift.1 {
                        continue;
                    }
                    if (other < shift.1) == self.loops[level].descending {
                        // Its turn comes later.
                        return if perhaps { When::Unknown } else { When::Later };
                    }
                }
                _ => {
                    if self.is_never_written(v.depth, (level, &shift), id) {
                        return When::Never;
                    }
                    if !self.far {
                        return When::Unknown;
                    }
                    let (lo, hi) = self.turns_away(id, level, &shift);
                    if (lo, hi) == (Some(0), Some(0)) {
                        continue;
                    }
                    let (before, now_or_before, after) = match self.loops[level].descending {
                        false => (hi.is_some_and(|n| n < 0), hi.is_some_and(|n| n <= 0), lo.is_some_and(|n| n > 0)),
                        true => (lo.is_some_and(|n| n > 0), lo.is_some_and(|n| n >= 0), hi.is_some_and(|n| n < 0)),
                    };
                    if after && !perhaps {
                        return When::Later;
                    }
                    if !now_or_before {
                        return When::Unknown;
                    }
                    self.read_far = true;
                    if !before {
                        perhaps = true;
                        continue;
                    }
                }
            }
            return When::Earlier;
        }
        if ids.len() != places.len() || perhaps {
            return When::Unknown;
        }
        for (place, &id) in places.iter().zip(ids) {
            let Place::Fixed((names, constant)) = place else { continue };
            match self.apart(id, names, *constant) {
                (Some(0), Some(0)) => {}
                (lo, hi) if lo.is_some_and(|n| n > 0) || hi.is_some_and(|n| n < 0) => return When::Never,
                _ => return When::Unknown,
            }
        }
        When::Now
    }

    /// Whether the pass that would write an element is none of the passes of the loops that are open.
    fn is_beyond(&self, places: &Places, ids: &[ExprId]) -> bool {
        let mut turns: Map<Symbol, Sum> = Map::default();
        for (place, id) in places.iter().zip(ids) {
            let Place::Turn(level, (names, constant), nth) = place else { continue };
            let (Some(l), Some((mut at, number))) = (self.loops.get(*level).filter(|l| l.nth == *nth), self.linear(*id)) else { continue };
            for (symbol, factor) in names.iter() {
                *at.entry(*symbol).or_insert(0) -= factor;
            }
            turns.insert(l.symbol, (at, number - constant));
        }
        let in_that_pass = |(sum, constant): Sum| {
            let (mut out, mut rest): (Map<Symbol, i64>, i64) = (Map::default(), constant);
            for (symbol, factor) in sum.iter() {
                match turns.get(symbol) {
                    None => *out.entry(*symbol).or_insert(0) += factor,
                    Some((at, number)) => {
                        rest += factor * number;
                        at.iter().for_each(|(s, f)| *out.entry(*s).or_insert(0) += factor * f);
                    }
                }
            }
            (out, rest)
        };
        let own = self.loops.iter().filter(|l| turns.contains_key(&l.symbol));
        own.flat_map(|l| self.range_of(l)).any(|at_least| {
            let (sum, constant) = in_that_pass(at_least);
            self.extremes(sum, constant, true).1.is_some_and(|most| most < 0)
        })
    }

    /// What is 0 or more in all passes of a loop.
    fn range_of(&self, l: &Loop) -> Vec<Sum> {
        let minus = |a: ExprId, b: ExprId, less: i64| {
            let (Some((mut sum, x)), Some((b, y))) = (self.linear(a), self.linear(b)) else { return None };
            b.iter().for_each(|(symbol, factor)| *sum.entry(*symbol).or_insert(0) -= factor);
            Some((sum, x - y - less))
        };
        let mut out = vec![minus(l.index, l.lo, 0), minus(l.hi, l.index, 1)];
        let mut guards: Vec<ExprId> = l.guard.into_iter().collect_vec();
        while let Some(guard) = guards.pop() {
            match *self.ast.expr(guard) {
                Expr::Binary(BinaryOp::And, a, b) => guards.extend([a, b]),
                Expr::Binary(BinaryOp::Lt, a, b) => out.push(minus(b, a, 1)),
                Expr::Binary(BinaryOp::Le, a, b) => out.push(minus(b, a, 0)),
                Expr::Binary(BinaryOp::Gt, a, b) => out.push(minus(a, b, 1)),
                Expr::Binary(BinaryOp::Ge, a, b) => out.push(minus(a, b, 0)),
                _ => {}
            }
        }
        out.into_iter().flatten().collect_vec()
    }

    /// An element of the array that the loops compute.
    fn computed(&mut self, v: &Variable, name: Symbol, ids: &[ExprId], span: Span) -> Eval<Value> {
        let Some(lens) = v.value.as_ref().and_then(|v| self.lengths_of(v)) else {
            return self.error(span, "only arrays and slices can be indexed");
        };
        let base = self.push(Expr::Name(name), span);
        let indices = self.enclosing(v.depth, span).1;
        self.index(Value::Array(Array::View { base, indices, lens }), ids, span)
    }

    /// Whether no pass of the loops writes an element with this index, because of their ranges.
    fn is_never_written(&self, depth: usize, (level, (names, shift)): (usize, &Sum), id: ExprId) -> bool {
        let Some((mut at, constant)) = self.linear(id) else { return false };
        names.iter().for_each(|(symbol, factor)| *at.entry(*symbol).or_insert(0) -= factor);
        at.retain(|_, factor| *factor != 0);
        let Some(own) = self.loops.get(level) else { return false };
        if let (Expr::Number(lo), true) = (self.ast.expr(own.lo), at.is_empty())
            && (constant as f64) < lo + *shift as f64
        {
            return true;
        }
        let mut guards: Vec<ExprId> = own.guard.into_iter().collect_vec();
        while let Some(guard) = guards.pop() {
            let Expr::Binary(op, a, b) = *self.ast.expr(guard) else { continue };
            if op == BinaryOp::And {
                guards.extend([a, b]);
                continue;
            }
            let (Some((mut apart, x)), Some((b, y))) = (self.linear(a), self.linear(b)) else { continue };
            for (symbol, factor) in b {
                *apart.entry(symbol).or_insert(0) -= factor;
            }
            // In the pass that writes it the index of the loop is this one; those of others are what they are here only
            // if they are around all of it.
            let Some(&factor) = apart.get(&own.symbol) else { continue };
            if self.loops[depth..].iter().any(|l| l.symbol != own.symbol && apart.contains_key(&l.symbol)) {
                continue;
            }
            *apart.entry(own.symbol).or_insert(0) -= factor;
            for (symbol, n) in at.iter() {
                *apart.entry(*symbol).or_insert(0) += factor * n;
            }
            apart.retain(|_, factor| *factor != 0);
            let apart = apart.is_empty().then(|| x - y + factor * (constant - shift));
            let holds = match (op, apart) {
                (BinaryOp::Lt, Some(n)) => n < 0,
                (BinaryOp::Le, Some(n)) => n <= 0,
                (BinaryOp::Gt, Some(n)) => n > 0,
                (BinaryOp::Ge, Some(n)) => n >= 0,
                _ => true,
            };
            if !holds {
                return true;
            }
        }
        false
    }

    /// By how much an index differs from that of the element of this pass, as far as the conditions around tell.
    fn turns_away(&self, id: ExprId, level: usize, (names, shift): &Sum) -> (Option<i64>, Option<i64>) {
        let mut own = names.clone();
        own.insert(self.loops[level].symbol, 1);
        self.apart(id, &own, *shift)
    }

    /// The least and the most that an index minus another one can be, as far as the conditions around tell.
    fn apart(&self, id: ExprId, other: &Map<Symbol, i64>, shift: i64) -> (Option<i64>, Option<i64>) {
        let Some((mut apart, constant)) = self.linear(id) else { return (None, None) };
        for (symbol, factor) in other.iter() {
            *apart.entry(*symbol).or_insert(0) -= factor;
        }
        self.extremes(apart, constant - shift, false)
    }

    /// The least and the most that a sum can be, as far as the conditions around tell, and the ranges of loops if they are asked.
    fn extremes(&self, mut apart: Map<Symbol, i64>, constant: i64, ranges: bool) -> (Option<i64>, Option<i64>) {
        let (mut lo, mut hi, mut not) = (None::<i64>, None::<i64>, None::<i64>);
        apart.retain(|_, factor| *factor != 0);
        if apart.is_empty() {
            return (Some(constant), Some(constant));
        }
        let mut conditions: Vec<(ExprId, bool)> = self.path.iter().map(|c| (*c, true)).collect_vec();
        while let Some((condition, holds)) = conditions.pop() {
            let (op, a, b) = match *self.ast.expr(condition) {
                Expr::Unary(UnaryOp::Not, a) => {
                    conditions.push((a, !holds));
                    continue;
                }
                Expr::Binary(op @ (BinaryOp::And | BinaryOp::Or), a, b) => {
                    if holds == (op == BinaryOp::And) {
                        conditions.extend([(a, holds), (b, holds)]);
                    }
                    continue;
                }
                Expr::Binary(op, a, b) => (op, a, b),
                _ => continue,
            };
            let (Some((a, x)), Some((b, y))) = (self.linear(a), self.linear(b)) else { continue };
            // compared = a - b, which is +-apart + k
            let mut compared = a;
            for (symbol, factor) in b {
                *compared.entry(symbol).or_insert(0) -= factor;
            }
            compared.retain(|_, factor| *factor != 0);
            let same = compared == apart;
            let opposite = compared.len() == apart.len() && compared.iter().all(|(s, f)| apart.get(s) == Some(&-f));
            if !same && !opposite {
                continue;
            }
            // The condition as one on compared: at most, at least, or not a number.
            let k = x - y;
            let (most, least, other) = match (op, holds) {
                (BinaryOp::Lt, true) | (BinaryOp::Ge, false) => (Some(-1), None, None),
                (BinaryOp::Le, true) | (BinaryOp::Gt, false) => (Some(0), None, None),
                (BinaryOp::Gt, true) | (BinaryOp::Le, false) => (None, Some(1), None),
                (BinaryOp::Ge, true) | (BinaryOp::Lt, false) => (None, Some(0), None),
                (BinaryOp::Eq, true) | (BinaryOp::Ne, false) => (Some(0), Some(0), None),
                (BinaryOp::Ne, true) | (BinaryOp::Eq, false) => (None, None, Some(0)),
                _ => continue,
            };
            // apart + constant is what is asked for.
            let turn = |n: i64| if same { n - k + constant } else { k - n + constant };
            let (most, least) = if same { (most, least) } else { (least, most) };
            if let Some(n) = most.map(turn) {
                hi = Some(hi.map_or(n, |hi| hi.min(n)));
            }
            if let Some(n) = least.map(turn) {
                lo = Some(lo.map_or(n, |lo| lo.max(n)));
            }
            not = other.map(turn).or(not);
        }
        let ranges = self.loops.iter().filter(|_| ranges).flat_map(|l| self.range_of(l));
        for (mut at_least, number) in ranges {
            at_least.retain(|_, factor| *factor != 0);
            if at_least == apart {
                // apart >= -number
                lo = Some(lo.map_or(constant - number, |lo| lo.max(constant - number)));
            }
            if at_least.len() == apart.len() && at_least.iter().all(|(s, f)| apart.get(s) == Some(&-f)) {
                hi = Some(hi.map_or(constant + number, |hi| hi.min(constant + number)));
            }
        }
        if not.is_some() && not == hi {
            hi = hi.map(|n| n - 1);
        }
        if not.is_some() && not == lo {
            lo = lo.map(|n| n + 1);
        }
        (lo, hi)
    }

    /// Whether a number is not negative in all passes of the loops that are open and of some that were left.
    fn is_never_negative(&mut self, id: ExprId, left: &[Loop]) -> bool {
        if self.is_natural(id) {
            return true;
        }
        let Some((sum, constant)) = self.linear(id) else { return false };
        let open = self.loops.len();
        self.loops.extend(left.iter().cloned());
        let least = self.extremes(sum, constant, true).0;
        self.loops.truncate(open);
        least.is_some_and(|least| least >= 0)
    }

    /// Whether what is written to an element depends on a condition, or what is added to it.
    fn is_conditional(&self, body: ExprId) -> bool {
        match *self.ast.expr(body) {
            Expr::If { .. } => true,
            Expr::Binary(_, a, b) => self.is_conditional(a) || self.is_conditional(b),
            _ => false,
        }
    }

    /// Keeps a loop that is left, for [`Reader::define_progress`].
    pub fn leave_progress(&mut self, variable: usize, frame: &Loop) -> bool {
        match &mut self.variables[variable].progress {
            Some(progress) => {
                progress.frames.push(frame.clone());
                true
            }
            None => false,
        }
    }

    /// The array that loops have computed element by element, and its elements that they have not.
    pub fn define_progress(&mut self, variable: usize, body: ExprId, span: Span) -> Eval<()> {
        let Some(progress) = self.variables[variable].progress.take() else { unreachable!("checked by the caller") };
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let Some(lens) = self.lengths_of(&old).filter(|l| l.len() == progress.places.len()) else {
            return self.carried(variable, span);
        };
        let depth = self.loops.len();
        let at = self.span(span);
        let mut ranges = Vec::new();
        // Where the elements are whose indices are the same in all passes.
        let mut fixed: Option<ExprId> = None;
        for (place, len) in progress.places.iter().zip(&lens) {
            let (level, shift) = match place {
                Place::Turn(level, shift, _) => (level, shift),
                Place::Fixed((sum, constant)) => {
                    let index = self.fresh("k");
                    let (id, zero, extent) = (self.push(Expr::Name(index), span), self.number(0.0, span), self.extent(len, span));
                    let at_element = self.sum_of(sum, *constant, span);
                    let here = self.binary(BinaryOp::Eq, id, at_element, span);
                    fixed = self.both(fixed, Some(here), span);
                    let pass = Pass { index, range: (zero, extent), place: Some((id, len.clone())), span: at };
                    ranges.push((pass, zero, extent, extent));
                    continue;
                }
            };
            let Some(frame) = progress.frames.iter().find(|f| f.depth == level + 1).cloned() else {
                return self.carried(variable, span);
            };
            let by = self.sum_of(&shift.0, shift.1, span);
            let to = self.plus(frame.index, by, span);
            let extent = self.extent(len, span);
            // Where there is no such element, no pass writes it.
            let (mut lo, mut hi) = (frame.lo, frame.hi);
            let (first, beyond) = (self.plus(lo, by, span), self.plus(hi, by, span));
            let beyond = self.minus(beyond, extent, span);
            if let Expr::Number(n @ ..0.0) = *self.ast.expr(first) {
                let less = self.number(n, span);
                lo = self.minus(lo, less, span);
            }
            if let Expr::Number(n) = *self.ast.expr(beyond)
                && n > 0.0
            {
                hi = self.minus(hi, beyond, span);
            }
            let above = |r: &mut Self, hi: ExprId| {
                let end = r.plus(hi, by, span);
                let size = r.minus(extent, end, span);
                !matches!(r.ast.expr(size), Expr::Number(n) if *n <= 0.0)
            };
            // Of a write that not every pass makes, passes that do not may have a place that is not there.
            if self.is_conditional(body) {
                if !matches!(self.ast.expr(first), Expr::Number(_)) && !self.is_natural(first) {
                    let zero = self.number(0.0, span);
                    let least = self.minus(zero, by, span);
                    let bound = self.call("max", vec![lo, least], span);
                    lo = self.as_length(bound, span);
                }
                if !matches!(self.ast.expr(beyond), Expr::Number(_)) {
                    let most = self.minus(extent, by, span);
                    let bound = self.call("min", vec![hi, most], span);
                    let bound = self.call("max", vec![lo, bound], span);
                    hi = self.as_length(bound, span);
                }
            }
            // A range that ends before it begins leaves what is between as it was.
            let passes = self.minus(hi, lo, span);
            if above(self, hi) && !self.is_never_negative(passes, &progress.frames) {
                let bound = self.call("max", vec![lo, hi], span);
                hi = self.as_length(bound, span);
            }
            if self.linear(lo).is_none() || self.linear(hi).is_none() {
                return self.carried(variable, span);
            }
            let (mut from, end) = (self.plus(lo, by, span), self.plus(hi, by, span));
            // Nor is there anything below the range that is not in the array.
            let room = self.minus(extent, from, span);
            if !matches!(self.ast.expr(from), Expr::Number(..=1.0))
                && !matches!(self.ast.expr(room), Expr::Number(0.0..))
                && !self.is_never_negative(room, &progress.frames)
            {
                let bound = self.call("min", vec![from, extent], span);
                from = self.as_length(bound, span);
                if self.linear(from).is_none() {
                    return self.carried(variable, span);
                }
            }
            let pass = Pass { index: frame.symbol, range: (lo, hi), place: Some((to, len.clone())), span: frame.span };
            ranges.push((pass, from, end, extent));
        }
        let (around, at_around) = self.enclosing(depth, span);
        let define = |r: &mut Self, indices: Vec<DefinitionIndex>, body: ExprId| {
            let indices = around.iter().cloned().chain(indices).collect_vec();
            r.ast.definitions.push(Definition { name: progress.name, span: at, kind: DefinitionKind::Value(indices), body });
        };
        // Under a condition that does not hold the array stays what it was.
        let path = self.path.clone().into_iter().reduce(|a, b| self.binary(BinaryOp::And, a, b, span));
        let body = match self.both(path, fixed, span) {
            None => body,
            Some(condition) => {
                let ids: Vec<ExprId> = ranges.iter().filter_map(|r| r.0.place.as_ref().map(|p| p.0)).collect_vec();
                let before = self.index(old.clone(), &ids, span)?;
                let otherwise = self.float(before, span)?;
                self.push(Expr::If { condition, then: body, otherwise }, span)
            }
        };
        define(self, ranges.iter().map(|r| DefinitionIndex::Pass(r.0.clone())).collect_vec(), body);
        // The rest: below and above the range of one index, with those before it in their ranges.
        for position in 0..ranges.len() {
            if progress.places[position].turn().is_none() {
                continue;
            }
            let (_, from, end, extent) = ranges[position];
            let zero = self.number(0.0, span);
            for (lo, hi) in [(zero, from), (end, extent)] {
                let size = self.minus(hi, lo, span);
                if matches!(self.ast.expr(size), Expr::Number(n) if *n <= 0.0) {
                    continue;
                }
                let (mut indices, mut ids) = (Vec::new(), Vec::new());
                for (p, (pass, ..)) in ranges.iter().enumerate() {
                    let len = &lens[p];
                    if p == position
                        && let (&Expr::Number(n), Expr::Number(1.0)) = (self.ast.expr(lo), self.ast.expr(size))
                    {
                        indices.push(DefinitionIndex::At(n as u64, at));
                        ids.push(lo);
                        continue;
                    }
                    let index = self.fresh("k");
                    let id = self.push(Expr::Name(index), span);
                    let (range, place) = match p.cmp(&position) {
                        std::cmp::Ordering::Less => {
                            let (from, end) = (ranges[p].1, ranges[p].2);
                            ((from, end), Some((id, len.clone())))
                        }
                        std::cmp::Ordering::Equal => ((lo, hi), Some((id, len.clone()))),
                        std::cmp::Ordering::Greater => ((zero, ranges[p].3), Some((id, len.clone()))),
                    };
                    indices.push(DefinitionIndex::Pass(Pass { index, range, place, span: pass.span }));
                    ids.push(id);
                }
                let value = self.index(old.clone(), &ids, span)?;
                let value = self.float(value, span)?;
                let value = self.on_path(value, span);
                define(self, indices, value);
            }
        }
        let base = self.push(Expr::Name(progress.name), span);
        self.variables[variable].value = Some(Value::Array(Array::View { base, indices: at_around, lens }));
        Ok(())
    }
}
