//! Products whose left factor is a triangle: row i has only the terms before, or from, the diagonal.
//!
//! Rows go in blocks. A block's terms that all of its rows have, and those that some have, are one product, in which
//! the zeros of the left factor stand for the terms that a row has not. That is the sum of the others as long as what
//! the zeros meet is finite; where it is not, the rows take their own terms one by one.

use super::super::dispatch::{Work, dispatch_work};
use super::super::float::Float;
use super::super::vectors::Vectors;
use super::{Matrix, MatrixMut, Product};

/// Rows of a block: two tiles or so.
const ROWS: usize = 32;

/// Row i of `a` has the terms `l < i + diagonal` if `lower`, else the terms `l >= i + diagonal`; the others are 0.
pub fn run<T: Float>(product: Product<'_, T>, lower: bool, diagonal: isize) {
    let Product { extents: [m, n, k], a, b, c, add } = product;
    if m == 0 || n == 0 {
        return;
    }
    let limit = |i: usize| i.saturating_add_signed(diagonal).min(k);
    let mut multiply = |rows: [usize; 2], [from, to]: [usize; 2], add: bool| {
        let a = Matrix { slice: tail(a.slice, rows[0] * a.row + from * a.column, from < to), ..a };
        let b = Matrix { slice: tail(b.slice, from * b.row, from < to), ..b };
        let c = MatrixMut { slice: &mut c.slice[rows[0] * c.row..], row: c.row, column: c.column };
        T::contract(Product { extents: [rows[1] - rows[0], n, to - from], a, b, c, add });
    };
    for i in (0..m).step_by(ROWS) {
        let rows = [i, m.min(i + ROWS)];
        // Terms between these are those of some rows only.
        let [low, high] = [limit(rows[0]), limit(rows[1] - 1)];
        let all = if lower { [0, high] } else { [low, k] };
        let ragged = Matrix { slice: tail(b.slice, low * b.row, low < high), ..b };
        if dispatch_work(Finite { matrix: ragged, extents: [high - low, n] }) {
            multiply(rows, all, add);
        } else {
            for i in rows[0]..rows[1] {
                multiply([i, i + 1], if lower { [0, limit(i)] } else { [limit(i), k] }, add);
            }
        }
    }
}

/// What a slice has from an element on, if that is of interest.
fn tail<T>(slice: &[T], from: usize, wanted: bool) -> &[T] {
    if wanted { &slice[from..] } else { &[] }
}

/// Whether all elements of a matrix are finite.
struct Finite<'a, T> {
    matrix: Matrix<'a, T>,
    extents: [usize; 2],
}

impl<T: Float> Work for Finite<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn run<V: Vectors>(self) -> bool {
        let Finite { matrix, extents: [rows, columns] } = self;
        if rows == 0 {
            return true;
        }
        let (outer, inner) = if matrix.column == 1 || matrix.row != 1 {
            ([rows, matrix.row], [columns, matrix.column])
        } else {
            ([columns, matrix.column], [rows, matrix.row])
        };
        let line = |o: usize| &matrix.slice[o * outer[1]..];
        if inner[1] == 1 {
            (0..outer[0]).all(|o| finite(&line(o)[..inner[0]]))
        } else {
            (0..outer[0]).all(|o| line(o).iter().step_by(inner[1].max(1)).take(inner[0]).all(|x| *x * T::ZERO == T::ZERO))
        }
    }
}

/// Whether all of these are finite: 0 times an infinity is no number.
#[inline(always)]
fn finite<T: Float>(line: &[T]) -> bool {
    let mut sums = [T::ZERO; 8];
    let (chunks, rest) = line.as_chunks::<8>();
    for chunk in chunks {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += *x * T::ZERO;
        }
    }
    let rest = rest.iter().fold(T::ZERO, |sum, x| sum + *x * T::ZERO);
    sums.iter().fold(rest, |sum, x| sum + *x) == T::ZERO
}
