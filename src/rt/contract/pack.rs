//! Copies of parts of a matrix in the order in which a tile reads them.

use super::super::float::Float;
use super::Matrix;

/// A panel: for each of `panel.len()` terms `N` elements, of which `count` are copied.
///
/// Element `[l][p]` is the one that lies `l * term + p * across` after `from`. The rest of the panel is zero.
#[inline(always)]
pub fn panel<T: Float, const N: usize>(panel: &mut [[T; N]], source: &[T], from: usize, term: usize, across: usize, count: usize) {
    if count == N && across == 1 {
        for (l, to) in panel.iter_mut().enumerate() {
            *to = *source[from + l * term..].first_chunk().expect("a row of the panel");
        }
    } else if count == N && term == 1 {
        let mut lines = [source; N];
        for (p, line) in lines.iter_mut().enumerate() {
            *line = &source[from + p * across..][..panel.len()];
        }
        for (l, to) in panel.iter_mut().enumerate() {
            for p in 0..N {
                to[p] = lines[p][l];
            }
        }
    } else {
        for (l, to) in panel.iter_mut().enumerate() {
            for (p, to) in to.iter_mut().enumerate() {
                *to = if p < count { source[from + l * term + p * across] } else { T::ZERO };
            }
        }
    }
}

/// `R` rows of `a` from row `i` on, `terms` terms from `l` on; the last of `rows` stands for those that do not exist.
#[inline(always)]
pub fn rows<'a, T, const R: usize>(a: Matrix<'a, T>, [i, l]: [usize; 2], rows: usize, terms: usize) -> [&'a [T]; R] {
    let mut lines = [a.slice; R];
    for (r, line) in lines.iter_mut().enumerate() {
        *line = &a.slice[(i + r.min(rows - 1)) * a.row + l..][..terms];
    }
    lines
}
