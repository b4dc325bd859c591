//! Elements that each pass writes in a row of its own: `m[i][i] = a`, `m[i][label[i]] += 1.0`.
//!
//! Such a write goes through the row: `m[i][k] = if k == label[i] { a } else { m[i][k] }` for all k. So the loop fills the array
//! element by element, and nothing is carried from pass to pass.

use super::state::{Eval, Reader};
use super::variables::Pending;
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;

impl Reader {
    /// The positions of the indices that are not those of the open loops, if all of these are indices.
    pub fn rest_of_row(&self, variable: usize, ids: &[ExprId]) -> Option<Vec<usize>> {
        let v = &self.variables[variable];
        let (mut levels, mut rest) = (Vec::new(), Vec::new());
        for (position, id) in ids.iter().enumerate() {
            let level = self.loops[v.depth..].iter().position(|l| *self.ast.expr(*id) == Expr::Name(l.symbol));
            match level.filter(|level| !levels.contains(level)) {
                Some(level) => levels.push(level),
                None => rest.push(position),
            }
        }
        let all = levels.len() == self.loops.len() - v.depth;
        (all && !rest.is_empty() && v.progress.is_none()).then_some(rest)
    }

    /// Writes an element of a row, whose indices at the positions `rest` are no loops'.
    pub fn write_in_row(
        &mut self,
        variable: usize,
        (ids, rest): (Vec<ExprId>, &[usize]),
        value: ExprId,
        add: bool,
        span: Span,
    ) -> Eval<()> {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        let Some(lens) = lens.filter(|lens| lens.len() == ids.len()) else { return self.carried(variable, span) };
        // The indices by which the pass has written to the row before.
        let before = match self.variables[variable].pending.last() {
            Some(Pending::Element { ids: own, .. }) => own.clone(),
            _ => Vec::new(),
        };
        let symbols = rest.iter().map(|p| match before.get(*p).map(|id| self.ast.expr(*id)) {
            Some(Expr::Name(symbol)) if self.loops.iter().all(|l| l.symbol != *symbol) => *symbol,
            _ => self.fresh("k"),
        });
        let symbols: Vec<Symbol> = symbols.collect_vec();
        let axes = rest.iter().copied().zip(symbols).map(|(p, symbol)| (p, symbol, lens[p].clone())).collect_vec();
        self.through_row(variable, ids, &axes, None, (value, add), span)
    }

    fn through_row(
        &mut self,
        variable: usize,
        ids: Vec<ExprId>,
        axes: &[(usize, Symbol, chainrule_parser::ast::Extent)],
        here: Option<ExprId>,
        (value, add): (ExprId, bool),
        span: Span,
    ) -> Eval<()> {
        let Some(((position, symbol, len), axes)) = axes.split_first() else {
            let Some(condition) = here else { unreachable!("there is an axis") };
            let otherwise = match add {
                true => self.number(0.0, span),
                false => {
                    let old = self.read_element(variable, &ids, span)?;
                    self.float(old, span)?
                }
            };
            let value = self.push(Expr::If { condition, then: value, otherwise }, span);
            return match add {
                true => self.write_element(variable, ids, value, true, span),
                false => self.replace_element(variable, ids, value, span),
            };
        };
        let (zero, end) = (self.number(0.0, span), self.extent(len, span));
        let all = self.with_loop_of(*symbol, zero, end, false, span, |r, index| {
            let at = r.int_to_float(ids[*position], span);
            let equal = r.binary(BinaryOp::Eq, index, at, span);
            let here = r.both(here, Some(equal), span);
            let mut ids = ids.clone();
            ids[*position] = index;
            r.through_row(variable, ids, axes, here, (value, add), span)
        });
        all.map(|_| ())
    }
}
