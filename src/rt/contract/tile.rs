//! The innermost loop: a tile of `c`, `R` rows by `W` columns, whose sums stay in registers.
//!
//! Arrays of constant size whose every index is a constant once the loops over them are unrolled: the compiler
//! keeps them in vector registers. Rows of `b` are copied before they are used, so that each is loaded once. A tile with unused rows or columns is computed in full and stored in part.

use super::super::dispatch::Work;
use super::super::float::Float;
use super::super::vectors::Vectors;
use super::MatrixMut;

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

/// A tile from `R` rows of `a`, each a slice of all terms, and a panel of `b`.
pub struct Rows<'a, 'c, T, const R: usize, const W: usize> {
    pub a: [&'a [T]; R],
    pub b: &'a [[T; W]],
    pub c: &'a mut MatrixMut<'c, T>,
    pub place: Place,
}

impl<T: Float, const R: usize, const W: usize> Work for Rows<'_, '_, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let mut sums = [[T::ZERO; W]; R];
        let a = self.a.map(|row| &row[..self.b.len()]);
        for (l, &b) in self.b.iter().enumerate() {
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::multiply_add(a[r][l], b[w], sums[r][w]);
                }
            }
        }
        store(sums, self.c, self.place);
    }
}

/// A tile from a panel of `a` and a panel of `b`.
pub struct Panels<'a, 'c, T, const R: usize, const W: usize> {
    pub a: &'a [[T; R]],
    pub b: &'a [[T; W]],
    pub c: &'a mut MatrixMut<'c, T>,
    pub place: Place,
}

impl<T: Float, const R: usize, const W: usize> Work for Panels<'_, '_, T, R, W> {
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
        store(sums, self.c, self.place);
    }
}

/// A tile from `R` rows of `a`, each a slice of all terms, and `W` columns of `b` whose rows are `stride` apart.
pub struct RowsInPlace<'a, 'c, T, const R: usize, const W: usize> {
    pub a: [&'a [T]; R],
    pub b: &'a [T],
    pub stride: usize,
    pub c: &'a mut MatrixMut<'c, T>,
    pub place: Place,
}

impl<T: Float, const R: usize, const W: usize> Work for RowsInPlace<'_, '_, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let mut sums = [[T::ZERO; W]; R];
        let terms = self.a[0].len();
        let a = self.a.map(|row| &row[..terms]);
        for (l, from) in (0..terms).map(|l| l * self.stride).enumerate() {
            let b: [T; W] = *self.b[from..].first_chunk().expect("a row of the tile");
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = V::multiply_add(a[r][l], b[w], sums[r][w]);
                }
            }
        }
        store(sums, self.c, self.place);
    }
}

/// A tile from `R` rows of `a` whose columns are contiguous and `stride` apart, and a panel of `b`.
pub struct Columns<'a, 'c, T, const R: usize, const W: usize> {
    pub a: &'a [T],
    pub stride: usize,
    pub b: &'a [[T; W]],
    pub c: &'a mut MatrixMut<'c, T>,
    pub place: Place,
}

impl<T: Float, const R: usize, const W: usize> Work for Columns<'_, '_, T, R, W> {
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
        store(sums, self.c, self.place);
    }
}

#[inline(always)]
fn store<T: Float, const R: usize, const W: usize>(sums: [[T; W]; R], c: &mut MatrixMut<'_, T>, place: Place) {
    let from = place.at[0] * c.row + place.at[1] * c.column;
    if place.columns == [0, W] && c.column == 1 {
        for (r, sums) in sums.iter().enumerate() {
            if r < place.rows[0] || r >= place.rows[1] {
                continue;
            }
            let row: &mut [T; W] = c.slice[from + r * c.row..].first_chunk_mut().expect("a row of the tile");
            if place.add {
                for w in 0..W {
                    row[w] += sums[w];
                }
            } else {
                *row = *sums;
            }
        }
        return;
    }
    // A copy, because only what is never indexed by a variable stays in registers.
    let mut copy = [[T::ZERO; W]; R];
    for r in 0..R {
        for w in 0..W {
            copy[r][w] = sums[r][w];
        }
    }
    for (r, sums) in copy.iter().enumerate().take(place.rows[1]).skip(place.rows[0]) {
        let sums = &sums[place.columns[0]..place.columns[1]];
        let c_row = &mut c.slice[from + r * c.row + place.columns[0] * c.column..];
        if c.column == 1 {
            store_row(sums, c_row.iter_mut(), place.add);
        } else {
            store_row(sums, c_row.iter_mut().step_by(c.column.max(1)), place.add);
        }
    }
}

#[inline(always)]
fn store_row<'a, T: Float>(sums: &[T], row: impl Iterator<Item = &'a mut T>, add: bool) {
    for (&sum, element) in sums.iter().zip(row) {
        *element = if add { *element + sum } else { sum };
    }
}
