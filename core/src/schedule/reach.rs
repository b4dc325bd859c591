//! Which elements of a target a write reaches.
//!
//! Where no other write reaches them, and none twice, they are stored and not added to; and where all elements are
//! reached so, the target need not start at zero.

use super::*;
use crate::target::Write;
use chainrule_parser::list::CollectVec;

/// What a write reaches along each axis of its target.
pub(super) struct Reach(Vec<Along>);

/// What an index takes along one axis.
#[derive(PartialEq)]
enum Along {
    /// Every position, by one axis.
    All,
    /// Some positions, none twice.
    Part {
        /// The first, and the one behind the last.
        range: (i64, i64),
        /// All are `base` plus a multiple of this; 0 for a single one.
        step: i64,
        base: i64,
        count: i64,
    },
}

impl Reach {
    /// What a write reaches, if it reaches nothing twice and that can be told.
    pub fn of(graph: &Graph, write: &Write, shape: &[Affine]) -> Option<Reach> {
        if write.guarded {
            return None;
        }
        let mut seen: Vec<AxisId> = Vec::new();
        let mut along = Vec::new();
        for (index, extent) in write.indices.iter().zip(shape) {
            let Index::Affine(a) = index else { return None };
            if a.axes().any(|x| seen.contains(&x)) {
                return None;
            }
            seen.extend(a.axes());
            let all = a.as_axis().is_some_and(|x| graph.axis(x).extent == *extent);
            along.push(if all { Along::All } else { part(graph, a)? });
        }
        write.axes.iter().all(|a| seen.contains(a)).then_some(Reach(along))
    }

    /// Whether no element is reached by both.
    pub fn misses(&self, other: &Reach) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| match (a, b) {
            (Along::Part { range: r, step: s, base: x, .. }, Along::Part { range: q, step: t, base: y, .. }) => {
                let common = gcd(*s, *t);
                r.1 <= q.0 || q.1 <= r.0 || (common > 1 && (x - y) % common != 0)
            }
            _ => false,
        })
    }

    /// Whether writes that miss each other reach every element.
    pub fn cover(all: &[Reach], shape: &[Affine]) -> bool {
        let Some(first) = all.first() else { return false };
        let whole: Vec<bool> = first.0.iter().map(|a| *a == Along::All).collect_vec();
        let mut total: i64 = 1;
        for (extent, whole) in shape.iter().zip(&whole) {
            match extent.as_constant() {
                _ if *whole => {}
                Some(n) => total = total.saturating_mul(n),
                None => return false,
            }
        }
        let mut reached: i64 = 0;
        for reach in all {
            let mut count: i64 = 1;
            for (along, whole) in reach.0.iter().zip(&whole) {
                match along {
                    Along::All if *whole => {}
                    Along::Part { count: n, .. } if !whole => count = count.saturating_mul(*n),
                    _ => return false,
                }
            }
            reached = reached.saturating_add(count);
        }
        reached == total
    }
}

/// Up to so many elements are set to zero one by one.
const FEW: usize = 16;

impl Reach {
    /// The elements that writes of single ones leave out, if these are few.
    pub fn left_out(all: &[Reach], shape: &[Affine]) -> Option<Vec<Vec<i64>>> {
        let mut reached: Vec<Vec<i64>> = Vec::new();
        for reach in all {
            let at = |along: &Along| match along {
                Along::Part { base, count: 1, .. } => Some(*base),
                _ => None,
            };
            reached.push(reach.0.iter().map(at).collect::<Option<_>>()?);
        }
        let extents: Vec<i64> = shape.iter().map(Affine::as_constant).collect::<Option<_>>()?;
        let count = extents.iter().try_fold(1i64, |n, e| n.checked_mul(*e))?;
        if usize::try_from(count).ok()?.saturating_sub(reached.len()) > FEW {
            return None;
        }
        sort::ascending(&mut reached);
        let mut out = Vec::new();
        for place in 0..count {
            let mut rest = place;
            let mut at: Vec<i64> = extents.iter().rev().map(|e| (rest % e, rest /= e).0).collect_vec();
            at.reverse();
            if reached.binary_search(&at).is_err() {
                out.push(at);
            }
        }
        Some(out)
    }
}

/// What an index takes, if it takes nothing twice.
fn part(graph: &Graph, index: &Affine) -> Option<Along> {
    let mut terms: Vec<(i64, i64)> = Vec::new();
    for (term, c) in &index.terms {
        let Term::Axis(axis) = term else { return None };
        terms.push((*c, graph.axis(*axis).extent.as_constant()?));
    }
    sort::by_key(&mut terms, |(c, _)| c.abs());
    let (mut low, mut high, mut step, mut count) = (index.constant, index.constant, 0, 1i64);
    for (c, extent) in terms {
        if extent < 1 || c.abs() <= high - low {
            return None;
        }
        let far = c.checked_mul(extent - 1)?;
        if far > 0 {
            high = high.checked_add(far)?
        } else {
            low = low.checked_add(far)?
        }
        step = gcd(step, c);
        count = count.checked_mul(extent)?;
    }
    Some(Along::Part { range: (low, high.checked_add(1)?), step, base: index.constant, count })
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
