//! Small products: the tiles read `a` where it is, and `b` too if its rows are contiguous, else from a small
//! block.

use super::super::dispatch::Work;
use super::super::float::Float;
use super::super::vectors::Vectors;
use super::tile::Place;
use super::{Product, pack, tile};

/// Most elements of `b`, with those between its rows, that are read in place.
const IN_PLACE: usize = 1 << 13;
/// Up to as many products of two elements, a small block serves.
const PRODUCTS: usize = 1 << 20;
/// Most rows of `a`, if its columns are contiguous, for which `b` is read in place; and most terms.
const APART: usize = 128;
const TERMS: usize = 1 << 11;
/// The highest tile.
const ROWS: usize = 12;
/// Lines of a small block: 16 KB of `f64`.
pub const SMALL: usize = 128;
/// Lines of a tiny block: clearing the small one takes longer than some products.
pub const TINY: usize = 32;
/// Lines of a block between.
pub const MIDDLING: usize = 64;
/// Up to as many rows go a second time through `a` in less time than it takes to clear a larger block.
const FEW: usize = 64;

/// Whether the tiles may read `a` where it is.
fn a_in_order<T>(product: &Product<'_, T>) -> bool {
    let Product { extents: [m, ..], a, .. } = product;
    a.column == 1 || (a.row == 1 && *m >= ROWS)
}

/// Whether this is a product for `InPlace`: packed panels would be read few times, or be hardly larger than tiles.
pub fn in_place<T>(product: &Product<'_, T>) -> bool {
    let Product { extents: [m, n, k], a, b, c, .. } = product;
    let near = k.saturating_mul(b.row) <= IN_PLACE;
    let few = *m <= ROWS || near && (*m <= 2 * ROWS || *m <= 4 * ROWS && *k <= ROWS);
    let apart = *m >= 2 * ROWS && *m <= APART && *n >= 32 && *k <= TERMS;
    b.column == 1 && *n >= 4 && (a.column == 1 && few || a.row == 1 && c.column == 1 && (*m < ROWS || apart))
}

/// Whether this is a product for `Small`.
pub fn small<T>(product: &Product<'_, T>) -> bool {
    let [m, n, k] = product.extents;
    a_in_order(product) && (m.saturating_mul(n).saturating_mul(k) <= PRODUCTS || lines(product) <= SMALL)
}

/// Lines that the block should have: where there are few rows, those of a panel.
pub fn needed<T>(product: &Product<'_, T>) -> usize {
    let [m, n, k] = product.extents;
    let panel = if n > 16 && size_of::<T>() < 8 { 2 * k } else { k };
    if m <= FEW { panel } else { lines(product) }
}

/// Lines that all of `b` takes, if panels are of 32 columns at most.
fn lines<T>(product: &Product<'_, T>) -> usize {
    let [_, n, k] = product.extents;
    n.div_ceil(32).saturating_mul(2).saturating_mul(k)
}

/// A product whose tiles read both operands in place.
pub struct InPlace<'a, T>(pub Product<'a, T>);

impl<T: Float> Work for InPlace<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        // As in `blocked`; narrower where a row of `c` is not as wide as a tile.
        let [rows, columns, _] = self.0.extents;
        if self.0.a.column != 1 {
            if V::BYTES == 64 && rows > ROWS {
                return match const { size_of::<T>() } {
                    4 => columns_apart::<T, V, 8, 32>(self.0),
                    _ => columns_apart::<T, V, 8, 16>(self.0),
                };
            }
            return match V::BYTES {
                64 => match const { size_of::<T>() } {
                    4 if columns >= 32 => columns_in_place::<T, V, 11, 32>(self.0),
                    _ if columns >= 16 => columns_in_place::<T, V, 11, 16>(self.0),
                    _ if columns >= 8 => columns_in_place::<T, V, 11, 8>(self.0),
                    _ => columns_in_place::<T, V, 11, 4>(self.0),
                },
                32 => match const { size_of::<T>() } {
                    4 if columns >= 16 => columns_in_place::<T, V, 6, 16>(self.0),
                    _ if columns >= 8 => columns_in_place::<T, V, 6, 8>(self.0),
                    _ => columns_in_place::<T, V, 6, 4>(self.0),
                },
                _ => columns_in_place::<T, V, 3, 4>(self.0),
            };
        }
        match V::BYTES {
            64 => match const { size_of::<T>() } {
                4 if columns >= 32 && tile::suits(rows, 8) => in_place_by::<T, V, 8, 32>(self.0),
                4 if columns >= 32 => in_place_by::<T, V, 12, 32>(self.0),
                _ if columns >= 16 && tile::suits(rows, 8) => in_place_by::<T, V, 8, 16>(self.0),
                _ if columns >= 16 => in_place_by::<T, V, 12, 16>(self.0),
                _ if columns >= 8 => in_place_by::<T, V, 12, 8>(self.0),
                _ => in_place_by::<T, V, 12, 4>(self.0),
            },
            32 => match const { size_of::<T>() } {
                4 if columns >= 16 => in_place_by::<T, V, 6, 16>(self.0),
                _ if columns >= 8 => in_place_by::<T, V, 6, 8>(self.0),
                _ => in_place_by::<T, V, 6, 4>(self.0),
            },
            _ => match const { size_of::<T>() } {
                4 if columns >= 8 => in_place_by::<T, V, 4, 8>(self.0),
                _ => in_place_by::<T, V, 4, 4>(self.0),
            },
        }
    }
}

/// The tiles of a row of tiles: the first column of each, and which of its columns count. The last reaches back over
/// columns that are done.
#[inline(always)]
fn across<const W: usize>(n: usize, add: bool) -> impl Iterator<Item = (usize, [usize; 2])> + Clone {
    (0..n).step_by(W).map(move |j| {
        let back = (j + W).saturating_sub(n);
        (j - back, if add { [back, W] } else { [0, W] })
    })
}

#[inline(always)]
fn columns_in_place<T: Float, V: Vectors, const R: usize, const W: usize>(product: Product<'_, T>) {
    let Product { extents: [m, n, k], a, b, mut c, add } = product;
    let pack::Aligned(tile) = &mut pack::Aligned([[T::ZERO; W]; R]);
    for i in (0..m).step_by(R) {
        let rows = R.min(m - i);
        for (j, columns) in across::<W>(n, add) {
            let place = Place { at: [i, j], rows: [0, rows], columns, height: m, add };
            let sums = tile::ColumnsInPlace { a: &a.slice[i..], a_stride: a.column, b: &b.slice[j..], b_stride: b.row, terms: k };
            tile::compute::<T, V, _, R, W>(sums, tile, &mut c, place);
        }
    }
}

#[inline(always)]
fn columns_apart<T: Float, V: Vectors, const R: usize, const W: usize>(product: Product<'_, T>) {
    let Product { extents: [m, n, k], a, b, mut c, add } = product;
    let pack::Aligned(tile) = &mut pack::Aligned([[T::ZERO; W]; R]);
    for (j, columns) in across::<W>(n, add) {
        for i in (0..m).step_by(R) {
            // The last tile reaches back over rows that are done.
            let back = (i + R).saturating_sub(m);
            let i = i - back;
            let mut lines = [a.slice; R];
            for (r, line) in lines.iter_mut().enumerate() {
                *line = &a.slice[i + r..];
            }
            let rows = if add { [back, R] } else { [0, R] };
            let place = Place { at: [i, j], rows, columns, height: m, add };
            let sums = tile::ColumnsApart { a: &lines, a_stride: a.column, b: &b.slice[j..], b_stride: b.row, terms: k };
            tile::compute::<T, V, _, R, W>(sums, tile, &mut c, place);
        }
    }
}

#[inline(always)]
fn in_place_by<T: Float, V: Vectors, const R: usize, const W: usize>(product: Product<'_, T>) {
    let Product { extents: [m, n, k], a, b, mut c, add } = product;
    let pack::Aligned(tile) = &mut pack::Aligned([[T::ZERO; W]; R]);
    for i in (0..m).step_by(R) {
        let rows = R.min(m - i);
        let lines = pack::rows::<T, R>(a, [i, 0], rows, k);
        for (j, columns) in across::<W>(n, add) {
            let place = Place { at: [i, j], rows: [0, rows], columns, height: m, add };
            tile::compute::<T, V, _, R, W>(tile::RowsInPlace { a: &lines, b: &b.slice[j..], stride: b.row }, tile, &mut c, place);
        }
    }
}

/// A product whose tiles read `a` in place, and `b` from a block of so many lines of 16 elements.
pub struct Small<'a, T, const LINES: usize>(pub Product<'a, T>);

impl<T: Float, const LINES: usize> Work for Small<'_, T, LINES> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        // Where rows of `a` are copied, the compiler makes no vectors of the narrower tile.
        let wide = self.0.extents[1] > 16 || self.0.a.column != 1;
        let rows = self.0.extents[0];
        let low = self.0.a.column == 1 && tile::suits(rows, 8);
        // Of a tile that reads columns of 8 from a panel the compiler makes no vectors.
        let eleven = self.0.a.column != 1 && tile::suits(rows, 11);
        match V::BYTES {
            64 => match const { size_of::<T>() } {
                8 if (9..=12).contains(&self.0.extents[1]) && self.0.a.column == 1 => small_by::<T, V, 8, 12, LINES>(self.0),
                4 if eleven => small_by::<T, V, 11, 32, LINES>(self.0),
                _ if eleven => small_by::<T, V, 11, 16, LINES>(self.0),
                4 if wide && low => small_by::<T, V, 8, 32, LINES>(self.0),
                4 if wide => small_by::<T, V, 12, 32, LINES>(self.0),
                _ if low => small_by::<T, V, 8, 16, LINES>(self.0),
                _ => small_by::<T, V, 12, 16, LINES>(self.0),
            },
            32 => match const { size_of::<T>() } {
                4 => small_by::<T, V, 6, 16, LINES>(self.0),
                _ => small_by::<T, V, 6, 8, LINES>(self.0),
            },
            _ => match const { size_of::<T>() } {
                4 => small_by::<T, V, 4, 8, LINES>(self.0),
                _ => small_by::<T, V, 4, 4, LINES>(self.0),
            },
        }
    }
}

#[inline(always)]
fn small_by<T: Float, V: Vectors, const R: usize, const W: usize, const LINES: usize>(product: Product<'_, T>) {
    let Product { extents: [m, n, k], a, b, mut c, add } = product;
    let pack::Aligned(tile) = &mut pack::Aligned([[T::ZERO; W]; R]);
    let mut block = pack::Aligned([[T::ZERO; 16]; LINES]);
    let (block, _) = block.0.as_flattened_mut().as_chunks_mut::<W>();
    // Equal parts of the terms, so that a panel fits; as many panels as fit.
    let part = k.div_ceil(k.div_ceil(block.len()));
    let width = block.len() / part * W;
    for j0 in (0..n).step_by(width) {
        let j1 = n.min(j0 + width);
        for l0 in (0..k).step_by(part) {
            let terms = part.min(k - l0);
            let add = add || l0 > 0;
            for (j, panel) in (j0..j1).step_by(W).zip(block.chunks_exact_mut(terms)) {
                pack::panel::<T, V, _>(panel, b.slice, l0 * b.row + j * b.column, b.row, b.column, W.min(j1 - j));
            }
            for i in (0..m).step_by(R) {
                let panels = (j0..j1).step_by(W).zip(block.chunks_exact(terms));
                if a.column == 1 {
                    let rows = R.min(m - i);
                    let lines = pack::rows::<T, R>(a, [i, l0], rows, terms);
                    for (j, panel) in panels {
                        let place = Place { at: [i, j], rows: [0, rows], columns: [0, W.min(j1 - j)], height: m, add };
                        tile::compute::<T, V, _, R, W>(tile::Rows { a: &lines, b: panel }, tile, &mut c, place);
                    }
                } else {
                    // The last row of tiles reaches back over rows that are done.
                    let back = (i + R).saturating_sub(m);
                    let i = i - back;
                    let columns = &a.slice[i + l0 * a.column..];
                    for (j, panel) in panels {
                        let place = Place { at: [i, j], rows: [back, R], columns: [0, W.min(j1 - j)], height: m, add };
                        tile::compute::<T, V, _, R, W>(tile::Columns { a: columns, stride: a.column, b: panel }, tile, &mut c, place);
                    }
                }
            }
        }
    }
}
