//! Places that have their indices elsewhere than at their end: `layers[].w[]`, a field of structs in an array.

use super::{Emitter, merged};
use crate::affine::{Affine, AxisId, Term};
use crate::program::{At, Contraction, LoopId, Place, Source};
use chainrule_parser::list::CollectVec;

/// A place whose indices are filled in from left to right.
pub(super) struct Filled<'a> {
    out: String,
    rest: &'a str,
}

impl<'a> Filled<'a> {
    pub fn new(place: &'a str) -> Self {
        Filled { out: String::new(), rest: place }
    }

    /// `[i]`
    pub fn index(&mut self, index: &str) {
        if let Some((before, after)) = self.rest.split_once("[]") {
            self.out.push_str(before);
            self.rest = after;
        } else {
            self.out.push_str(std::mem::take(&mut self.rest));
        }
        self.out.push_str(index);
    }

    pub fn finish(self) -> String {
        self.out + self.rest
    }
}

impl Emitter<'_> {
    /// An element of the array at a place.
    pub(super) fn element(&mut self, place: &str, indices: &[At], shape: &[Affine], certain: bool, merged: usize) -> String {
        if !place.contains("[]") {
            return format!("{place}{}", self.indices(indices, shape, certain, merged));
        }
        let mut filled = Filled::new(place);
        for (at, extent) in indices.iter().zip(shape) {
            let text = self.indices(std::slice::from_ref(at), std::slice::from_ref(extent), certain, 1);
            filled.index(&text);
        }
        filled.finish()
    }

    /// A place and its first indices as the name of an array, and how many indices that takes; `None` where the
    /// array is not in one piece over these loops.
    pub(super) fn in_one_piece(&mut self, place: &str, at: &[Affine], own: &[LoopId]) -> Option<(String, usize)> {
        let name = place.trim_end_matches("[]");
        let before = name.matches("[]").count();
        if place.contains("[]") && before + (place.len() - name.len()) / 2 != at.len() {
            return None;
        }
        let moves = |a: &Affine| own.iter().any(|l| a.terms.iter().any(|t| t.0 == Term::Axis(AxisId(l.0))));
        if at[..before].iter().any(moves) {
            return None;
        }
        let mut filled = Filled::new(name);
        for index in &at[..before] {
            let text = self.index(index, false);
            filled.index(&format!("[{text}]"));
        }
        Some((filled.finish(), before))
    }

    /// A place and its first indices, whatever follows; `None` where what is left does not lie in one piece.
    pub(super) fn piece(&mut self, place: &str, rank: usize, at: &[At], shape: &[Affine], merged: usize) -> Option<String> {
        let left = rank - at.len();
        let mut name = place;
        if place.contains("[]") {
            for _ in 0..left {
                name = name.strip_suffix("[]")?;
            }
        }
        Some(self.element(name, at, shape, false, merged))
    }

    /// What a product reads and writes, each in one piece; nothing for local arrays.
    pub(super) fn pieces(&mut self, c: &Contraction, own: &[LoopId]) -> Option<[(String, usize); 3]> {
        let source = |source: Source| match source {
            Source::Input(n) => Some(self.inputs[n as usize].clone()),
            Source::Buffer(_) | Source::Returned(..) => None,
        };
        let target = match c.place {
            Place::Target(t) => Some(self.targets[t as usize].clone()),
            Place::Buffer(_) | Place::Returned(..) => None,
        };
        let places = [(source(c.left.0), &c.left.1), (source(c.right.0), &c.right.1), (target, &c.into)];
        let mut out: [(String, usize); 3] = Default::default();
        for (piece, (place, at)) in out.iter_mut().zip(places) {
            if let Some(place) = place {
                *piece = self.in_one_piece(&place, at, own)?;
            }
        }
        Some(out)
    }

    /// Panics, as reading element by element would, where a product leaves the rows of an array: the product takes
    /// the rows as one piece, and would go on in the next.
    pub(super) fn check_rows(&mut self, c: &Contraction, depth: usize) {
        let program = self.program;
        let mut checks: Vec<String> = Vec::new();
        let mut check = |shape: &[Affine], at: &[Affine]| {
            for (extent, index) in shape.iter().zip(at).skip(1) {
                let room = extent.add_scaled(-1, index).add_scaled(-1, &Affine::constant(1));
                let low = program.lower_bound(&room);
                if low.terms.iter().all(|t| t.1 > 0) && low.constant >= 0 {
                    continue;
                }
                let (right, left) = self.halves(&low);
                let left = if left.is_empty() { "0".to_owned() } else { left.join(" + ") };
                let text = format!("::core::assert!({left} <= {}, \"index out of bounds\");", right.join(" + "));
                if !checks.contains(&text) {
                    checks.push(text);
                }
            }
        };
        for (source, at) in [&c.left, &c.right] {
            if let Source::Input(_) = source {
                check(program.source_shape(*source), at);
            }
        }
        if let Place::Target(_) = c.place {
            check(program.place_shape(c.place), &c.into);
        }
        for text in checks {
            self.line(depth, &text);
        }
    }

    /// A product of arrays that are not in one piece: fields of structs in an array.
    pub(super) fn scattered(&mut self, c: &Contraction, depth: usize) {
        let program = self.program;
        let sum = self.sum.clone();
        let outer: Vec<LoopId> = c.rows.iter().chain(&c.columns).copied().collect_vec();
        let mut at = depth;
        for l in &outer {
            let head = self.head(*l, true);
            self.line(at, &head);
            at += 1;
        }
        let (scalar, zero) = (self.options.scalar, self.number(0.0));
        self.line(at, &format!("let mut {sum}: {scalar} = {zero};"));
        for l in &c.depth {
            let head = self.head(*l, true);
            self.line(at, &head);
            at += 1;
        }
        let affine = |list: &[Affine]| list.iter().cloned().map(At::Affine).collect_vec();
        let mut factor = |source: Source, indices: &[Affine]| {
            let (name, merged) = match source {
                Source::Input(n) => (self.inputs[n as usize].clone(), 1),
                Source::Buffer(b) => (self.buffers[b.0 as usize].clone(), merged(program, b)),
                Source::Returned(..) => unreachable!("no factor of a product of matrices"),
            };
            self.element(&name, &affine(indices), program.source_shape(source), true, merged)
        };
        let (left, right) = (factor(c.left.0, &c.left.1), factor(c.right.0, &c.right.1));
        let line = format!("{sum} += {left} * {right};");
        match &c.limit {
            None => self.line(at, &line),
            Some(limit) => {
                let (term, bound) = (self.signed(&Affine::axis(AxisId(c.depth[0].0))), self.signed(&c.bound(limit)));
                let sign = if limit.lower { "<" } else { ">=" };
                self.line(at, &format!("if {term} {sign} {bound} {{ {line} }}"));
            }
        }
        for _ in &c.depth {
            at -= 1;
            self.line(at, "}");
        }
        let (place, merged) = match c.place {
            Place::Buffer(b) => (self.buffers[b.0 as usize].clone(), merged(program, b)),
            Place::Target(t) => (self.targets[t as usize].clone(), 1),
            Place::Returned(..) => unreachable!("a seed is no product of matrices"),
        };
        let place = self.element(&place, &affine(&c.into), program.place_shape(c.place), true, merged);
        let line = match self.adds(c).as_str() {
            "true" => format!("{place} += {sum};"),
            "false" => format!("{place} = {sum};"),
            added => format!("if {added} {{ {place} += {sum}; }} else {{ {place} = {sum}; }}"),
        };
        self.line(at, &line);
        for _ in &outer {
            at -= 1;
            self.line(at, "}");
        }
    }
}
