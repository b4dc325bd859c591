//! What is known of the values of loops: bounds of affine expressions of a program.

use crate::affine::{Affine, AxisId, Term};
use crate::program::{Loop, LoopId, Program, Range};

impl Program {
    /// An affine expression without the distances from the start of a block, which are at least 0.
    pub fn without_blocks(&self, affine: &Affine) -> Affine {
        let mut out = affine.clone();
        for &(term, c) in &affine.terms {
            let Term::Axis(a) = term else { continue };
            if let Range::Within(LoopId(blocks)) = self.loops[a.0 as usize].range
                && c > 0
                && affine.terms.iter().any(|t| *t == (Term::Axis(AxisId(blocks)), -c))
            {
                out = out.substitute(a, &Affine::constant(0)).substitute(AxisId(blocks), &Affine::constant(0));
            }
        }
        out
    }

    /// A number that an affine expression is never below, with dimensions taken as at least 0, if one is known.
    pub fn least(&self, affine: &Affine) -> Option<i64> {
        self.search(&self.without_blocks(affine), &mut 200)
    }

    /// The best of the bounds that follow from those of the loops, the innermost first.
    fn search(&self, affine: &Affine, budget: &mut u32) -> Option<i64> {
        let Some(axis) = affine.axes().max() else {
            return affine.terms.iter().all(|t| t.1 > 0).then_some(affine.constant);
        };
        *budget = budget.checked_sub(1)?;
        let l = &self.loops[axis.0 as usize];
        let above = affine.terms.iter().any(|t| t.0 == Term::Axis(axis) && t.1 > 0);
        let last = |a: &Affine| a.add_scaled(-1, &Affine::constant(1));
        let ends = if above { &l.from } else { &l.to };
        let first = if above { Affine::constant(0) } else { last(&l.extent) };
        let ends = ends.iter().map(|a| if above { a.clone() } else { last(a) });
        std::iter::once(first).chain(ends).filter_map(|end| self.search(&affine.substitute(axis, &end), budget)).max()
    }

    /// What an affine expression is at least, in terms of the dimensions.
    pub(crate) fn lower_bound(&self, affine: &Affine) -> Affine {
        let extent = |a: AxisId| Some(self.loops[a.0 as usize].extent.clone());
        self.without_blocks(affine).lowest(extent).expect("every loop has an extent")
    }

    /// The bounds of a loop that count: it runs from the largest of the first, or 0, to below the smallest of the others.
    pub(crate) fn ends(&self, l: &Loop) -> (Vec<Affine>, Vec<Affine>) {
        let known = |a: &Affine| self.least(a).is_some_and(|n| n >= 0);
        // Below all others whatever the dimensions are.
        let beyond = |a: &Affine, list: &[Affine]| list.iter().any(|b| a != b && known(&a.add_scaled(-1, b)));
        let mut to = l.to.clone();
        if !beyond(&l.extent, &to) {
            to.insert(0, l.extent.clone());
        }
        (l.from.clone(), to)
    }
}
