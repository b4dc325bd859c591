//! Copies of parts of a matrix in the order in which a tile reads them.

use super::super::float::Float;
use super::super::vectors::Vectors;
use super::Matrix;

/// An array that begins where a line of the cache does, so that no vector in it lies in two.
#[repr(align(64))]
pub struct Aligned<A>(pub A);

/// A panel: for each of `panel.len()` terms `N` elements, of which `count` are copied, at least one.
///
/// Element `[l][p]` is the one that lies `l * term + p * across` after `from`. Whatever is in the rest of the panel, the
/// sums that it goes into are not stored.
#[inline(always)]
pub fn panel<T: Float, V: Vectors, const N: usize>(
    panel: &mut [[T; N]],
    source: &[T],
    from: usize,
    term: usize,
    across: usize,
    count: usize,
) {
    if across == 1 {
        for (l, to) in panel.iter_mut().enumerate() {
            let row = &source[from + l * term..];
            match row.first_chunk() {
                Some(row) => *to = *row,
                None => to[..count].copy_from_slice(&row[..count]),
            }
        }
    } else if term == 1 {
        let mut lines = [source; N];
        for (p, line) in lines.iter_mut().enumerate() {
            *line = &source[from + p.min(count - 1) * across..][..panel.len()];
        }
        transposed::<T, V, N>(panel, &lines);
    } else {
        for (l, to) in panel.iter_mut().enumerate() {
            for (p, to) in to.iter_mut().enumerate().take(count) {
                *to = source[from + l * term + p * across];
            }
        }
    }
}

/// Side of the squares in which a panel is transposed: each is a few loads, shuffles and stores.
const SQUARE: usize = 4;
/// So many lines are read at the same time.
const LINES: usize = 16;

/// The panel whose columns are these lines, each as long as the panel.
#[inline(always)]
fn transposed<T: Float, V: Vectors, const N: usize>(panel: &mut [[T; N]], lines: &[&[T]; N]) {
    if N > LINES {
        for first in (0..N).step_by(LINES) {
            lines_from::<T, V, N, LINES>(panel, lines, first.min(N - LINES));
        }
    } else {
        lines_from::<T, V, N, N>(panel, lines, 0);
    }
}

/// The columns of the panel from `first` on, `L` of them.
#[inline(always)]
fn lines_from<T: Float, V: Vectors, const N: usize, const L: usize>(panel: &mut [[T; N]], lines: &[&[T]; N], first: usize) {
    let lines: &[&[T]; L] = lines[first..].first_chunk().expect("as many lines");
    let mut cut = *lines;
    for (cut, line) in cut.iter_mut().zip(lines) {
        *cut = &line[..panel.len()];
    }
    let whole = panel.len() - panel.len() % SQUARE;
    for l in (0..whole).step_by(SQUARE) {
        let to = &mut panel[l..l + SQUARE];
        // The last square reaches back over columns that are done.
        for p in (0..L).step_by(SQUARE).map(|p| p.min(L - SQUARE)) {
            let mut square = [[T::ZERO; SQUARE]; SQUARE];
            for q in 0..SQUARE {
                square[q] = *cut[p + q][l..].first_chunk().expect("a part of the line");
            }
            let square = V::transposed(square);
            for (k, to) in to.iter_mut().enumerate() {
                *to[first + p..].first_chunk_mut().expect("a part of the line") = square[k];
            }
        }
    }
    for (l, to) in panel.iter_mut().enumerate().skip(whole) {
        for p in 0..L {
            to[first + p] = cut[p][l];
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
