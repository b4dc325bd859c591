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

/// A tile from `R` rows of `a`, each a slice of all terms, and a panel of `b`.
pub struct Rows<'a, T, const R: usize, const W: usize> {
    pub a: &'a [&'a [T]; R],
    pub b: &'a [[T; W]],
    pub tile: &'a mut [[T; W]; R],
}

impl<T: Float, const R: usize, const W: usize> Work for Rows<'_, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let terms = self.b.len();
        let a = cut(self.a, terms);
        let mut sums = [[T::ZERO; W]; R];
        for l in 0..terms {
            let b = self.b[l];
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::multiply_add(a[r][l], b[w], sums[r][w]);
                }
            }
        }
        *self.tile = sums;
    }
}

/// A tile from a panel of `a` and a panel of `b`.
pub struct Panels<'a, T, const R: usize, const W: usize> {
    pub a: &'a [[T; R]],
    pub b: &'a [[T; W]],
    pub tile: &'a mut [[T; W]; R],
}

impl<T: Float, const R: usize, const W: usize> Work for Panels<'_, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let mut sums = [[T::ZERO; W]; R];
        for (&a, &b) in self.a.iter().zip(self.b) {
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::multiply_add(a[r], b[w], sums[r][w]);
                }
            }
        }
        *self.tile = sums;
    }
}

/// A tile from `R` rows of `a`, each a slice of all terms, and `W` columns of `b` whose rows are `stride` apart.
pub struct RowsInPlace<'a, T, const R: usize, const W: usize> {
    pub a: &'a [&'a [T]; R],
    pub b: &'a [T],
    pub stride: usize,
    pub tile: &'a mut [[T; W]; R],
}

impl<T: Float, const R: usize, const W: usize> Work for RowsInPlace<'_, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let terms = self.a[0].len();
        let a = cut(self.a, terms);
        let mut sums = [[T::ZERO; W]; R];
        for l in 0..terms {
            let b: [T; W] = *self.b[l * self.stride..].first_chunk().expect("a row of the tile");
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::multiply_add(a[r][l], b[w], sums[r][w]);
                }
            }
        }
        *self.tile = sums;
    }
}

/// A tile from `R` rows of `a` whose columns are contiguous and `stride` apart, and a panel of `b`.
pub struct Columns<'a, T, const R: usize, const W: usize> {
    pub a: &'a [T],
    pub stride: usize,
    pub b: &'a [[T; W]],
    pub tile: &'a mut [[T; W]; R],
}

impl<T: Float, const R: usize, const W: usize> Work for Columns<'_, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let mut sums = [[T::ZERO; W]; R];
        for (l, &b) in self.b.iter().enumerate() {
            let a: [T; R] = *self.a[l * self.stride..].first_chunk().expect("a column of the tile");
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::multiply_add(a[r], b[w], sums[r][w]);
                }
            }
        }
        *self.tile = sums;
    }
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
    /// Whether to add to `c`.
    pub add: bool,
}

/// Puts a tile into `c`.
#[inline(always)]
pub fn store<T: Float, const R: usize, const W: usize>(tile: &[[T; W]; R], c: &mut MatrixMut<'_, T>, place: Place) {
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
