//! Arrays of which a loop writes elements in several places of a pass: `y[i] -= m; y[i + 1] += m`, `y[i] = a; y[i + n / 2] = b`,
//! `l[i][j] = s` and `l[i][i] = d`.
//!
//! Each place has an array of its own, a *version*: a hidden variable that the loop computes element by element, from the version
//! before where it does not write. They follow each other as the loop writes an element: an ascending one writes it at `i + 1`
//! before it does at `i`, and places that have no element in common may stand in any order. What is read is the latest version
//! that has been written by then. After the loop the array is the last version.

use super::progress::{Place, Places, Progress, When};
use super::split::How;
use super::state::{Eval, Reader};
use super::value::{Array, Value};
use super::variables::Written;
use chainrule_parser::ast::{Expr, ExprId};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use proc_macro2::Span;

/// The versions of a variable with the places that they are written at, the oldest first.
#[derive(Clone)]
pub(super) struct Versions {
    parts: Vec<(Places, usize)>,
}

/// The orders of versions that there may be for writes in a loop at a level: as an ascending and as a descending one writes.
pub(super) fn orders(writes: &[Option<Places>], level: usize) -> [Option<How>; 2] {
    let mut places: Vec<&Places> = Vec::new();
    for write in writes {
        let Some(place) = write else { return [None, None] };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let nested = |places: &&Places| {
        let mut levels = places.iter().filter_map(|p| Some(p.turn()?.0)).collect_vec();
        sort::ascending(&mut levels);
        levels.iter().enumerate().all(|(k, l)| *l == level + k)
    };
    if places.len() < 2 || !places.iter().all(nested) {
        return [None, None];
    }
    [-1, 1].map(|sign| {
        let mut places = places.clone();
        let axes = places[0].len();
        let shift = |places: &Places, level: usize| places.iter().find_map(|p| p.turn().filter(|t| t.0 == level).map(|t| t.1.1));
        sort::by_key(&mut places, |places| (level..level + axes).map(|l| sign * shift(places, l).unwrap_or(0)).collect_vec());
        Some(How::Versions(places.into_iter().cloned().collect_vec()))
    })
}

impl Reader {
    /// Whether an index of an element is that of a loop which is another index of it.
    pub fn is_diagonal(&self, places: &Places) -> bool {
        let own = places.iter().filter_map(|p| Some(self.loops[p.turn()?.0].symbol)).collect_vec();
        places.iter().any(|p| matches!(p, Place::Fixed((names, _)) if own.iter().any(|symbol| names.contains_key(symbol))))
    }

    /// Makes a version for each place.
    pub fn split_into_versions(&mut self, variable: usize, places: &[Places], span: Span) -> Eval<Versions> {
        let own = &self.variables[variable];
        let (name, mut before) = (own.name.clone(), own.value.clone().unwrap_or(Value::Unit));
        let lens = self.lengths_of(&before).filter(|lens| self.far && places.iter().all(|p| p.len() == lens.len()));
        let Some(lens) = lens else { return self.carried(variable, span) };
        self.read_far = true;
        let mut parts = Vec::new();
        for places in places {
            let part = self.stand_in(variable, name.clone(), before);
            let symbol = self.fresh(&name);
            self.variables[part].progress = Some(Progress { name: symbol, places: places.clone(), frames: Vec::new() });
            self.variables[part].version_of = Some(variable);
            parts.push((places.clone(), part));
            let base = self.push(Expr::Name(symbol), span);
            let indices = self.enclosing(self.loops.len(), span).1;
            before = Value::Array(Array::View { base, indices, lens: lens.clone() });
        }
        Ok(Versions { parts })
    }

    /// When the place of a version is written at an element, and whether that has happened.
    fn version_when(&mut self, version: &(Places, usize), ids: &[ExprId]) -> (When, bool) {
        let v = self.variables[version.1].clone();
        match self.when(&v, &version.0, ids) {
            When::Now => match self.written(&v) {
                Written::Nothing => (When::Now, false),
                Written::Element(..) => (When::Now, true),
                Written::More => (When::Unknown, false),
            },
            other => (other, other == When::Earlier),
        }
    }

    /// The version that a pass writes, if those written before are older, and those written later are not.
    pub fn version_at(&mut self, variable: usize, versions: &Versions, ids: &[ExprId]) -> Option<usize> {
        let places = self.places(variable, ids)?;
        let at = versions.parts.iter().position(|(own, _)| *own == places)?;
        for (n, version) in versions.parts.iter().enumerate().filter(|(n, _)| *n != at) {
            match self.version_when(version, ids) {
                (When::Never, _) => {}
                (When::Unknown, _) => return None,
                (_, written) if written != (n < at) => return None,
                _ => {}
            }
        }
        Some(versions.parts[at].1)
    }

    /// Reads an element of the latest version that has been written.
    pub fn read_version(&mut self, variable: usize, versions: &Versions, ids: &[ExprId], span: Span) -> Eval<Value> {
        let mut latest = None;
        for version in versions.parts.iter().rev() {
            match self.version_when(version, ids) {
                (When::Unknown, _) => return self.carried(variable, span),
                (_, true) => latest = latest.or(Some(version.1)),
                // What is older would be read before it is there.
                (When::Later | When::Now, _) if latest.is_some() => return self.carried(variable, span),
                _ => {}
            }
        }
        match latest {
            Some(part) => self.read_element(part, ids, span),
            None => {
                let value = self.variables[variable].value.clone().unwrap_or(Value::Unit);
                self.index(value, ids, span)
            }
        }
    }

    /// The array as the loop has left it.
    pub fn last_version(&mut self, variable: usize, versions: &Versions, span: Span) -> Eval<Value> {
        if versions.parts.iter().any(|(_, part)| self.variables[*part].progress.is_some()) {
            return self.carried(variable, span);
        }
        let last = versions.parts.last().and_then(|(_, part)| self.variables[*part].value.clone());
        Ok(last.unwrap_or(Value::Unit))
    }
}
