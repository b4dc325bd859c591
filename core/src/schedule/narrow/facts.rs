//! What follows from conditions, and where values are not neutral.

use super::*;
use chainrule_parser::list::CollectVec;

/// Stands for an index of an array, of this number, in what is known of its elements.
pub(super) const INDEX: u32 = 1 << 30;
/// What is known is forgotten beyond so many facts.
pub(super) const MOST_FACTS: usize = 12;

/// Where something is not neutral at most: where all of these are at least 0. `None`: nowhere.
pub(super) type Region = Option<Vec<Affine>>;

/// The value that changes nothing: in a sum, a product, a maximum, a minimum.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Neutral {
    Zero,
    One,
    Low,
    High,
}

impl Neutral {
    const ALL: [Neutral; 4] = [Neutral::Zero, Neutral::One, Neutral::Low, Neutral::High];

    fn value(self) -> f64 {
        match self {
            Neutral::Zero => 0.0,
            Neutral::One => 1.0,
            Neutral::Low => f64::NEG_INFINITY,
            Neutral::High => f64::INFINITY,
        }
    }
}

pub(super) fn everywhere() -> Region {
    Some(Vec::new())
}

/// Where both are not neutral.
pub(super) fn within(a: Region, b: Region) -> Region {
    let (mut a, b) = (a?, b?);
    for fact in b {
        if !a.contains(&fact) && a.len() < MOST_FACTS {
            a.push(fact);
        }
    }
    Some(a)
}

/// Where one of two is not neutral.
pub(super) fn either(a: Region, b: Region) -> Region {
    let (a, b) = match (a, b) {
        (None, other) | (other, None) => return other,
        (Some(a), Some(b)) => (a, b),
    };
    // What follows from a fact of the other.
    let weaker = |x: &Affine, list: &[Affine]| list.iter().any(|y| x.add_scaled(-1, y).as_constant().is_some_and(|d| d >= 0));
    let mut out: Vec<Affine> = a.iter().filter(|x| weaker(x, &b)).cloned().collect_vec();
    out.extend(b.iter().filter(|x| weaker(x, &a) && !out.contains(x)).cloned().collect_vec());
    Some(out)
}

/// Which variables and arrays may be undefined although all inputs are finite: 0 times those is not 0.
#[derive(Default)]
pub(super) struct Total {
    vars: Set<VarId>,
    buffers: Set<BufferId>,
}

impl Total {
    pub(super) fn of(body: &[Statement]) -> Total {
        let mut out = Total::default();
        loop {
            let before = out.vars.len() + out.buffers.len();
            visit(body, &mut |s| match s {
                Statement::Let { var, value, .. } | Statement::Assign { var, value } if !out.has(value) => {
                    out.vars.insert(*var);
                }
                Statement::Branch { var, then, otherwise, .. } if !(out.has(&then.value) && out.has(&otherwise.value)) => {
                    out.vars.insert(*var);
                }
                Statement::Store { place: Place::Buffer(b), value, .. } if !out.has(value) => {
                    out.buffers.insert(*b);
                }
                Statement::Contract(c) => {
                    let wild = |s: Source| matches!(s, Source::Buffer(b) if out.buffers.contains(&b));
                    if let Place::Buffer(b) = c.place
                        && (wild(c.left.0) || wild(c.right.0))
                    {
                        out.buffers.insert(b);
                    }
                }
                _ => {}
            });
            if out.vars.len() + out.buffers.len() == before {
                return out;
            }
        }
    }

    /// Whether a value is defined for all finite inputs.
    pub(super) fn has(&self, e: &Expr) -> bool {
        let own = match e {
            Expr::Constant(x) => x.is_finite(),
            Expr::Var(v) => !self.vars.contains(v),
            Expr::Load { source: Source::Buffer(b), guarded, .. } => !guarded && !self.buffers.contains(b),
            Expr::Load { source: Source::Returned(..), .. } => false,
            Expr::Load { guarded, .. } => !guarded,
            Expr::Call(f, _) => f.is_total(),
            Expr::Binary(Binary::Div, ..) | Expr::Sqrt(_) | Expr::Powi(..) | Expr::Pow(..) => false,
            _ => true,
        };
        let mut all = own;
        e.for_each_operand(&mut |e| all = all && self.has(e));
        all
    }
}

impl Narrowing<'_> {
    /// What follows from a condition being true, or false.
    pub(super) fn facts(&self, condition: &Expr, holds: bool) -> Vec<Affine> {
        let less = |a: &Expr, b: &Expr, by: i64| -> Vec<Affine> {
            let (Some(a), Some(b)) = (a.position(), b.position()) else { return Vec::new() };
            vec![b.add_scaled(-1, &a).add_scaled(-1, &Affine::constant(by))]
        };
        let both = |a: Vec<Affine>, b: Vec<Affine>| within(Some(a), Some(b)).unwrap_or_default();
        let one = |a: Vec<Affine>, b: Vec<Affine>| either(Some(a), Some(b)).unwrap_or_default();
        match condition {
            Expr::Compare(op, a, b) => match (op, holds) {
                (Comparison::Lt, true) => less(a, b, 1),
                (Comparison::Lt, false) => less(b, a, 0),
                (Comparison::Le, true) => less(a, b, 0),
                (Comparison::Le, false) => less(b, a, 1),
                (Comparison::Eq, true) | (Comparison::Ne, false) => both(less(a, b, 0), less(b, a, 0)),
                _ => Vec::new(),
            },
            Expr::And(a, b) if holds => both(self.facts(a, true), self.facts(b, true)),
            Expr::And(a, b) => one(self.facts(a, false), self.facts(b, false)),
            Expr::Or(a, b) if holds => one(self.facts(a, true), self.facts(b, true)),
            Expr::Or(a, b) => both(self.facts(a, false), self.facts(b, false)),
            Expr::Not(a) => self.facts(a, !holds),
            Expr::Var(v) => self.conditions.get(v).map_or_else(Vec::new, |c| self.facts(c, holds)),
            _ => Vec::new(),
        }
    }

    pub(super) fn holds(&self, fact: &Affine, around: &Around) -> bool {
        let sure = |a: &Affine| self.program.least(a).is_some_and(|n| n >= 0);
        sure(fact) || around.facts.iter().any(|known| sure(&fact.add_scaled(-1, known)))
    }

    /// Whether a condition is always true here, or always false.
    pub(super) fn decided(&self, condition: &Expr, around: &Around) -> Option<bool> {
        match condition {
            Expr::Compare(op, a, b) => {
                let (a, b) = (a.position()?, b.position()?);
                let at_least =
                    |x: &Affine, y: &Affine, by: i64| self.holds(&x.add_scaled(-1, y).add_scaled(-1, &Affine::constant(by)), around);
                let (yes, no) = match op {
                    Comparison::Lt => (at_least(&b, &a, 1), at_least(&a, &b, 0)),
                    Comparison::Le => (at_least(&b, &a, 0), at_least(&a, &b, 1)),
                    Comparison::Eq | Comparison::Ne => {
                        let equal = at_least(&a, &b, 0) && at_least(&b, &a, 0);
                        let apart = at_least(&a, &b, 1) || at_least(&b, &a, 1);
                        if *op == Comparison::Eq { (equal, apart) } else { (apart, equal) }
                    }
                };
                if yes { Some(true) } else { no.then_some(false) }
            }
            Expr::And(a, b) => match (self.decided(a, around), self.decided(b, around)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Expr::Or(a, b) => match (self.decided(a, around), self.decided(b, around)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Expr::Not(a) => self.decided(a, around).map(|b| !b),
            Expr::Var(v) => self.decided(self.conditions.get(v)?, around),
            _ => None,
        }
    }

    /// Where a value is not neutral.
    pub(super) fn region(&self, e: &Expr, neutral: Neutral) -> Region {
        let zero = neutral == Neutral::Zero;
        match e {
            Expr::Constant(x) if *x == neutral.value() => None,
            Expr::Var(v) => self.values.get(&(*v, neutral)).cloned().unwrap_or_else(everywhere),
            Expr::Select(parts) => {
                let [c, a, b] = &**parts;
                let (a, b) = (self.region(a, neutral), self.region(b, neutral));
                either(within(Some(self.facts(c, true)), a), within(Some(self.facts(c, false)), b))
            }
            Expr::Neg(a) if zero => self.region(a, neutral),
            Expr::Binary(Binary::Mul, a, b) if zero => {
                let of = |x: &Expr, other: &Expr| if self.total.has(other) { self.region(x, neutral) } else { everywhere() };
                within(of(a, b), of(b, a))
            }
            Expr::Binary(Binary::Add | Binary::Sub, a, b) if zero => either(self.region(a, neutral), self.region(b, neutral)),
            Expr::Load { source: Source::Buffer(b), indices, .. } if zero => {
                self.buffers[b.0 as usize].as_ref().map(|facts| Self::at_indices(facts, indices))
            }
            _ => everywhere(),
        }
    }

    /// What is known of the elements of an array, at some indices.
    pub(super) fn at_indices(facts: &[Affine], indices: &[At]) -> Vec<Affine> {
        let at = |fact: &Affine| {
            let mut out = Affine::constant(fact.constant);
            for &(term, c) in &fact.terms {
                match term {
                    Term::Axis(AxisId(k)) if k >= INDEX => match &indices[(k - INDEX) as usize] {
                        At::Affine(a) => out = out.add_scaled(c, a),
                        At::Value(_) => return None,
                    },
                    Term::Axis(a) => out = out.add_scaled(c, &Affine::axis(a)),
                    Term::Dim(d) => out = out.add_scaled(c, &Affine::dim(d)),
                }
            }
            Some(out)
        };
        facts.iter().filter_map(at).collect_vec()
    }

    /// What is known where an element is written or read, in terms of its indices and of the loops in whose turns the
    /// array starts anew.
    pub(super) fn by_index(&self, buffer: BufferId, facts: &[Affine], indices: &[At]) -> Vec<Affine> {
        let scope = self.scopes.get(&buffer).map_or(&[][..], Vec::as_slice);
        let fixed = |a: &Affine| a.axes().all(|x| scope.contains(&LoopId(x.0)));
        let index = |axis: AxisId| {
            indices.iter().enumerate().find_map(|(k, at)| {
                let At::Affine(a) = at else { return None };
                let rest = a.add_scaled(-1, &Affine::axis(axis));
                let own = a.terms.contains(&(Term::Axis(axis), 1)) && fixed(&rest);
                own.then(|| Affine::axis(AxisId(INDEX + k as u32)).add_scaled(-1, &rest))
            })
        };
        let of = |fact: &Affine| {
            let others: Vec<AxisId> = fact.axes().filter(|a| !scope.contains(&LoopId(a.0))).collect_vec();
            others.into_iter().try_fold(fact.clone(), |fact, axis| Some(fact.substitute(axis, &index(axis)?)))
        };
        facts.iter().filter_map(of).collect_vec()
    }

    pub(super) fn bind(&mut self, var: VarId, region: impl Fn(&Self, Neutral) -> Region) {
        for neutral in Neutral::ALL {
            let region = region(self, neutral);
            if region == everywhere() {
                self.values.remove(&(var, neutral));
            } else {
                self.values.insert((var, neutral), region);
            }
        }
    }
}
