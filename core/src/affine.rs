//! Affine expressions of axes and dimensions: array indices, extents and positions.

/// An axis of a [`Graph`](crate::Graph).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AxisId(pub u32);

/// A named extent of a [`Graph`](crate::Graph): a const generic or a length known at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DimId(pub u32);

/// What an affine expression is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// The current value of an axis.
    Axis(AxisId),
    /// The value of a dimension.
    Dim(DimId),
}

/// `constant + sum of coefficient * term`; terms are sorted and no coefficient is zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Affine {
    /// The constant part.
    pub constant: i64,
    /// The rest.
    pub terms: Vec<(Term, i64)>,
}

impl Affine {
    /// A number.
    pub fn constant(n: i64) -> Affine {
        Affine { constant: n, terms: Vec::new() }
    }

    /// One axis.
    pub fn axis(axis: AxisId) -> Affine {
        Self::term(Term::Axis(axis))
    }

    /// One dimension.
    pub fn dim(dim: DimId) -> Affine {
        Self::term(Term::Dim(dim))
    }

    fn term(term: Term) -> Affine {
        Affine { constant: 0, terms: vec![(term, 1)] }
    }

    /// The number, if there are no terms.
    pub fn as_constant(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// The axis, if this is exactly one axis.
    pub fn as_axis(&self) -> Option<AxisId> {
        match (self.constant, self.terms.as_slice()) {
            (0, [(Term::Axis(a), 1)]) => Some(*a),
            _ => None,
        }
    }

    /// `self + factor * other`.
    pub fn add_scaled(&self, factor: i64, other: &Affine) -> Affine {
        let mut out = self.clone();
        out.constant = out.constant.saturating_add(factor.saturating_mul(other.constant));
        for &(term, c) in &other.terms {
            let c = c.saturating_mul(factor);
            match out.terms.binary_search_by_key(&term, |t| t.0) {
                Ok(at) => {
                    out.terms[at].1 = out.terms[at].1.saturating_add(c);
                    if out.terms[at].1 == 0 {
                        out.terms.remove(at);
                    }
                }
                Err(at) if c != 0 => out.terms.insert(at, (term, c)),
                Err(_) => {}
            }
        }
        out
    }

    /// `factor * self`.
    pub fn scaled(&self, factor: i64) -> Affine {
        Affine::constant(0).add_scaled(factor, self)
    }

    /// The axes that occur.
    pub fn axes(&self) -> impl Iterator<Item = AxisId> + '_ {
        self.terms.iter().filter_map(|(t, _)| match t {
            Term::Axis(a) => Some(*a),
            Term::Dim(_) => None,
        })
    }

    /// What it is at least while its axes run from 0 to below their extents, in terms of what is in these; `None` if one
    /// that is needed is not given.
    pub fn lowest(&self, extent: impl Fn(AxisId) -> Option<Affine>) -> Option<Affine> {
        let mut low = Affine::constant(self.constant);
        for &(term, c) in &self.terms {
            match term {
                Term::Dim(d) => low = low.add_scaled(c, &Affine::dim(d)),
                Term::Axis(_) if c > 0 => {}
                Term::Axis(a) => {
                    let last = extent(a)?.add_scaled(-1, &Affine::constant(1));
                    low = low.add_scaled(c, &last);
                }
            }
        }
        Some(low)
    }

    /// Replaces `axis` by `by`.
    pub fn substitute(&self, axis: AxisId, by: &Affine) -> Affine {
        self.replace(Term::Axis(axis), by)
    }

    /// Replaces `term` by `by`.
    pub fn replace(&self, term: Term, by: &Affine) -> Affine {
        let Some(&(_, c)) = self.terms.iter().find(|(t, _)| *t == term) else { return self.clone() };
        let mut rest = self.clone();
        rest.terms.retain(|(t, _)| *t != term);
        rest.add_scaled(c, by)
    }
}
