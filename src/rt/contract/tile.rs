//! The innermost loop: a tile of `c`, `R` rows by `W` columns, whose sums stay in registers.
//!
//! Arrays of constant size whose every index is a constant once the loops over them are unrolled: the compiler
//! keeps them in vector registers. What puts a tile into `c` indexes it by variables, so that is another function,
//! to which the sums are handed through memory. Loops over terms count up to a length that all slices were cut to:
//! then no index needs a check. Rows of `b` are copied before they are used, so that each is loaded once. A tile
//! with unused rows or columns is computed in full and stored in part.

#![allow(clippy::needless_range_loop)]

use super::super::dispatch::Work;
use super::super::float::Float;
use super::super::vectors::Vectors;
use super::MatrixMut;

/// Whether tiles of so many rows compute fewer rows that nobody asked for than tiles of 12.
pub fn suits(rows: usize, height: usize) -> bool {
    rows.next_multiple_of(height) < rows.next_multiple_of(12)
}

/// Computes the sums of a tile.
pub trait Sums<T, const R: usize, const W: usize>: Copy {
    /// Row by row.
    fn sums<V: Vectors>(self) -> [[T; W]; R];
}

/// A tile from `R` rows of `a`, each a slice of all terms, and a panel of `b`.
#[derive(Clone, Copy)]
pub struct Rows<'a, T, const R: usize, const W: usize> {
    pub a: &'a [&'a [T]; R],
    pub b: &'a [[T; W]],
}

impl<T: Float, const R: usize, const W: usize> Sums<T, R, W> for Rows<'_, T, R, W> {
    #[inline(always)]
    fn sums<V: Vectors>(self) -> [[T; W]; R] {
        let terms = self.b.len();
        let a = cut(self.a, terms);
        let mut sums = [[T::ZERO; W]; R];
        for l in 0..terms {
            let b = self.b[l];
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::FMA.multiply_add(a[r][l], b[w], sums[r][w]);
                }
            }
        }
        sums
    }
}

/// A tile from a panel of `a` and a panel of `b`.
#[derive(Clone, Copy)]
pub struct Panels<'a, T, const R: usize, const W: usize> {
    pub a: &'a [[T; R]],
    pub b: &'a [[T; W]],
}

impl<T: Float, const R: usize, const W: usize> Sums<T, R, W> for Panels<'_, T, R, W> {
    #[inline(always)]
    fn sums<V: Vectors>(self) -> [[T; W]; R] {
        let mut sums = [[T::ZERO; W]; R];
        for (&a, &b) in self.a.iter().zip(self.b) {
            add_products::<T, V, R, W>(&mut sums, a, b);
        }
        sums
    }
}

/// A tile from `R` rows of `a`, each a slice of all terms, and `W` columns of `b` whose rows are `stride` apart.
#[derive(Clone, Copy)]
pub struct RowsInPlace<'a, T, const R: usize, const W: usize> {
    pub a: &'a [&'a [T]; R],
    pub b: &'a [T],
    pub stride: usize,
}

impl<T: Float, const R: usize, const W: usize> Sums<T, R, W> for RowsInPlace<'_, T, R, W> {
    #[inline(always)]
    fn sums<V: Vectors>(self) -> [[T; W]; R] {
        let terms = self.a[0].len();
        let a = cut(self.a, terms);
        let mut sums = [[T::ZERO; W]; R];
        for l in 0..terms {
            let b: [T; W] = *self.b[l * self.stride..].first_chunk().expect("a row of the tile");
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::FMA.multiply_add(a[r][l], b[w], sums[r][w]);
                }
            }
        }
        sums
    }
}

/// A tile from `R` rows of `a` whose columns are contiguous and `stride` apart, and a panel of `b`.
#[derive(Clone, Copy)]
pub struct Columns<'a, T, const R: usize, const W: usize> {
    pub a: &'a [T],
    pub stride: usize,
    pub b: &'a [[T; W]],
}

impl<T: Float, const R: usize, const W: usize> Sums<T, R, W> for Columns<'_, T, R, W> {
    #[inline(always)]
    fn sums<V: Vectors>(self) -> [[T; W]; R] {
        let mut sums = [[T::ZERO; W]; R];
        for (l, &b) in self.b.iter().enumerate() {
            let a: [T; R] = *self.a[l * self.stride..].first_chunk().expect("a column of the tile");
            add_products::<T, V, R, W>(&mut sums, a, b);
        }
        sums
    }
}

/// A tile from `R` rows of `a` whose columns are contiguous, and `W` columns of `b` whose rows are, both where they are.
///
/// Where the compiler knows that elements of `a` lie side by side, as many as a vector has, it takes vectors of them and no longer
/// sees what to do with a row of `b`. So each row is a slice of its own, from its first element on.
#[derive(Clone, Copy)]
pub struct ColumnsApart<'a, T, const R: usize> {
    pub a: &'a [&'a [T]; R],
    pub a_stride: usize,
    pub b: &'a [T],
    pub b_stride: usize,
    pub terms: usize,
}

impl<T: Float, const R: usize, const W: usize> Sums<T, R, W> for ColumnsApart<'_, T, R> {
    #[inline(always)]
    fn sums<V: Vectors>(self) -> [[T; W]; R] {
        let mut sums = [[T::ZERO; W]; R];
        let Some(last) = self.terms.checked_sub(1) else { return sums };
        let a = cut(self.a, last * self.a_stride + 1);
        for l in 0..self.terms {
            let b: [T; W] = *self.b[l * self.b_stride..].first_chunk().expect("a row of the tile");
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::FMA.multiply_add(a[r][l * self.a_stride], b[w], sums[r][w]);
                }
            }
        }
        sums
    }
}

/// A tile from `R` rows of `a` and `W` columns of `b`, both where they are: so many terms, each so far from the last.
#[derive(Clone, Copy)]
pub struct ColumnsInPlace<'a, T> {
    pub a: &'a [T],
    pub a_stride: usize,
    pub b: &'a [T],
    pub b_stride: usize,
    pub terms: usize,
}

impl<T: Float, const R: usize, const W: usize> Sums<T, R, W> for ColumnsInPlace<'_, T> {
    #[inline(always)]
    fn sums<V: Vectors>(self) -> [[T; W]; R] {
        let mut sums = [[T::ZERO; W]; R];
        // Where the tile has more rows than `a`, it reads past them: what is there goes into sums that are not stored.
        let whole = self.a.len().checked_sub(R).map_or(0, |n| self.terms.min(n / self.a_stride.max(1) + 1));
        for l in 0..whole {
            let a: [T; R] = *self.a[l * self.a_stride..].first_chunk().expect("a column of the tile");
            let b: [T; W] = *self.b[l * self.b_stride..].first_chunk().expect("a row of the tile");
            add_products::<T, V, R, W>(&mut sums, a, b);
        }
        // At the end nothing is there.
        for l in whole..self.terms {
            let b: [T; W] = *self.b[l * self.b_stride..].first_chunk().expect("a row of the tile");
            add_products::<T, V, R, W>(&mut sums, padded(&self.a[l * self.a_stride..]), b);
        }
        sums
    }
}

/// Adds the products of the elements of a column and of a row.
#[inline(always)]
fn add_products<T: Float, V: Vectors, const R: usize, const W: usize>(sums: &mut [[T; W]; R], a: [T; R], b: [T; W]) {
    for r in 0..R {
        for w in 0..W {
            sums[r][w] = V::FMA.multiply_add(a[r], b[w], sums[r][w]);
        }
    }
}

/// The elements that there are, and whatever for the others.
#[inline(always)]
fn padded<T: Float, const R: usize>(elements: &[T]) -> [T; R] {
    let mut out = [T::ZERO; R];
    for r in 0..R {
        if r < elements.len() {
            out[r] = elements[r];
        }
    }
    out
}

/// Sums, and what receives them.
struct Tile<'a, S, T, const R: usize, const W: usize> {
    sums: S,
    to: To<'a, T, R, W>,
}

impl<S: Sums<T, R, W>, T: Float, const R: usize, const W: usize> Work for Tile<'_, S, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        self.to.put(self.sums.sums::<V>());
    }
}

/// What receives the sums of a tile.
enum To<'a, T, const R: usize, const W: usize> {
    /// An array from which `store` puts them into `c`.
    Tile(&'a mut [[T; W]; R]),
    /// `c` itself, whose rows are contiguous and hold the tile.
    Rows {
        /// From the first element on.
        c: &'a mut [T],
        /// From one row to the next.
        stride: usize,
        /// Whether to add.
        add: bool,
    },
}

impl<T: Float, const R: usize, const W: usize> To<'_, T, R, W> {
    #[inline(always)]
    fn put(self, mut sums: [[T; W]; R]) {
        match self {
            To::Tile(tile) => *tile = sums,
            To::Rows { c, stride, add: false } => {
                for r in 0..R {
                    *row_of(c, r * stride) = sums[r];
                }
            }
            To::Rows { c, stride, add: true } => {
                for r in 0..R {
                    let row: &mut [T; W] = row_of(c, r * stride);
                    // All are read before any is written: else the compiler would see to each on its own.
                    let before = *row;
                    for w in 0..W {
                        sums[r][w] += before[w];
                    }
                    *row = sums[r];
                }
            }
        }
    }
}

/// A row of a tile in `c`.
#[inline(always)]
fn row_of<T, const W: usize>(c: &mut [T], from: usize) -> &mut [T; W] {
    c[from..].first_chunk_mut().expect("a row of the tile")
}

/// The first `terms` elements of each row.
#[inline(always)]
fn cut<'a, T, const R: usize>(rows: &[&'a [T]; R], terms: usize) -> [&'a [T]; R] {
    // Not by `map`, which the compiler does not always inline for arrays of this length.
    let mut out = *rows;
    for r in 0..R {
        out[r] = &rows[r][..terms];
    }
    out
}

/// Where a tile goes.
#[derive(Clone, Copy)]
pub struct Place {
    /// Its first row and column in `c`.
    pub at: [usize; 2],
    /// Which of its rows count: from the first to below the second.
    pub rows: [usize; 2],
    /// Which of its columns count.
    pub columns: [usize; 2],
    /// How many rows `c` has.
    pub height: usize,
    /// Whether to add to `c`.
    pub add: bool,
}

impl Place {
    /// Whether all of the tile may go into `c` although only some of its columns count: what it has too much of goes to where the
    /// next row begins, which is written later.
    fn runs_over<T, const R: usize, const W: usize>(self, c: &MatrixMut<'_, T>) -> bool {
        let [first, count] = self.columns;
        !self.add && first == 0 && W <= 2 * count && c.row == count && self.at[0] + R < self.height
    }
}

/// Computes a tile of `c`, the topmost first.
#[inline(always)]
pub fn compute<T: Float, V: Vectors, S: Sums<T, R, W>, const R: usize, const W: usize>(
    sums: S,
    tile: &mut [[T; W]; R],
    c: &mut MatrixMut<'_, T>,
    place: Place,
) {
    if place.rows == [0, R] && c.column == 1 && (place.columns == [0, W] || place.runs_over::<T, R, W>(c)) {
        let Place { at: [i, j], add, .. } = place;
        V::apart(Tile { sums, to: To::Rows { c: &mut c.slice[i * c.row + j..], stride: c.row, add } });
    } else {
        V::apart(Tile { sums, to: To::Tile(tile) });
        store(tile, c, place);
    }
}

/// Puts a tile into `c`.
#[inline(always)]
fn store<T: Float, const R: usize, const W: usize>(tile: &[[T; W]; R], c: &mut MatrixMut<'_, T>, place: Place) {
    let [first, end] = place.rows;
    let from = place.at[0] * c.row + place.at[1] * c.column;
    if place.columns == [0, W] && c.column == 1 {
        for (r, sums) in tile.iter().enumerate().take(end).skip(first) {
            let row: &mut [T; W] = c.slice[from + r * c.row..].first_chunk_mut().expect("a row of the tile");
            let mut sums = *sums;
            if place.add {
                // All are read before any is written: else the compiler would see to each on its own.
                let before = *row;
                for w in 0..W {
                    sums[w] += before[w];
                }
            }
            *row = sums;
        }
        return;
    }
    for (r, sums) in tile.iter().enumerate().take(end).skip(first) {
        let sums = &sums[place.columns[0]..place.columns[1]];
        let row = &mut c.slice[from + r * c.row + place.columns[0] * c.column..];
        if c.column == 1 {
            // In pieces of constant length.
            let (sums, row) = pieces::<T, 8>(sums, row, place.add);
            let (sums, row) = pieces::<T, 4>(sums, row, place.add);
            pieces::<T, 1>(sums, row, place.add);
        } else {
            for (&sum, element) in sums.iter().zip(row.iter_mut().step_by(c.column.max(1))) {
                *element = if place.add { *element + sum } else { sum };
            }
        }
    }
}

/// Puts as many pieces of `N` sums into a row as there are, and gives back what is left of both.
#[inline(always)]
fn pieces<'a, T: Float, const N: usize>(sums: &'a [T], row: &'a mut [T], add: bool) -> (&'a [T], &'a mut [T]) {
    let (sums, rest) = sums.as_chunks::<N>();
    let (row, rest_of_row) = row.split_at_mut(sums.len() * N);
    for (sums, row) in sums.iter().zip(row.as_chunks_mut::<N>().0) {
        let (mut sums, before) = (*sums, *row);
        if add {
            for w in 0..N {
                sums[w] += before[w];
            }
        }
        *row = sums;
    }
    (rest, rest_of_row)
}
