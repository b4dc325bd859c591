//! The matrix product that generated code calls for contractions.
//!
//! The method is that of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM
//! Transactions on Mathematical Software 34 (2008), in the form that BLIS gave it (F. Van Zee and R. van de Geijn,
//! ACM TOMS 41, 2015): all arithmetic is in a small tile of `c` that stays in registers (`tile`), fed from panels
//! that were copied into the order in which it reads them (`blocked`). Products with a vector and products of few
//! terms are bound by memory instead and take other loops (`thin`).
//!
//! Nothing is allocated: panels are arrays on the stack, of less than 160 KB together.

mod blocked;
#[cfg(feature = "gemm")]
mod library;
mod pack;
mod small;
#[cfg(test)]
mod tests;
mod thin;
mod tile;
mod triangle;

use super::dispatch::dispatch_work;
use super::float::Float;

/// `c[i, j] = sum over l of a[i, l] * b[l, j]`, or `c[i, j] +=` that sum if `add`.
///
/// `a` is m x k, `b` is k x n and `c` is m x n, each a slice that starts at its element \[0, 0\] and the distances,
/// in elements, from one row to the next and from one column to the next. So a transpose, or a part of a larger
/// array, needs no copy. A distance of 0 repeats a row or column of `a` or `b`; in `c` it makes no sense.
///
/// The result is a function of the arguments and of the processor's instructions. The order of the sums is not
/// specified, and products are fused with sums where there is an instruction for it.
///
/// # Panics
/// If a slice is too short for its extents and strides.
#[allow(clippy::too_many_arguments)]
#[track_caller]
pub fn matmul<T: Float>(
    extents: [usize; 3],
    a: &[T],
    a_strides: [usize; 2],
    b: &[T],
    b_strides: [usize; 2],
    c: &mut [T],
    c_strides: [usize; 2],
    add: bool,
) {
    T::contract(product(extents, a, a_strides, b, b_strides, c, c_strides, add));
}

/// [`matmul`] with an `a` that is 0 where not `l < i + diagonal`; those terms are left out, whatever `b` is there.
///
/// # Panics
/// As `matmul`.
#[allow(clippy::too_many_arguments)]
#[track_caller]
pub fn matmul_lower<T: Float>(
    extents: [usize; 3],
    a: &[T],
    a_strides: [usize; 2],
    b: &[T],
    b_strides: [usize; 2],
    c: &mut [T],
    c_strides: [usize; 2],
    add: bool,
    diagonal: isize,
) {
    triangle::run(product(extents, a, a_strides, b, b_strides, c, c_strides, add), true, diagonal);
}

/// [`matmul`] with an `a` that is 0 where not `l >= i + diagonal`; those terms are left out, whatever `b` is there.
///
/// # Panics
/// As `matmul`.
#[allow(clippy::too_many_arguments)]
#[track_caller]
pub fn matmul_upper<T: Float>(
    extents: [usize; 3],
    a: &[T],
    a_strides: [usize; 2],
    b: &[T],
    b_strides: [usize; 2],
    c: &mut [T],
    c_strides: [usize; 2],
    add: bool,
    diagonal: isize,
) {
    triangle::run(product(extents, a, a_strides, b, b_strides, c, c_strides, add), false, diagonal);
}

/// Checks the operands.
#[allow(clippy::too_many_arguments)]
#[track_caller]
fn product<'a, T>(
    [m, n, k]: [usize; 3],
    a: &'a [T],
    a_strides: [usize; 2],
    b: &'a [T],
    b_strides: [usize; 2],
    c: &'a mut [T],
    c_strides: [usize; 2],
    add: bool,
) -> Product<'a, T> {
    let a = Matrix::new("a", [m, k], a, a_strides);
    let b = Matrix::new("b", [k, n], b, b_strides);
    let c = MatrixMut::new("c", [m, n], c, c_strides);
    Product { extents: [m, n, k], a, b, c, add }
}

/// A number type with a matrix product.
///
/// The products of `f32` and `f64` are functions of this crate, not generic ones, which every crate that calls
/// them would compile anew.
pub trait Contract: Sized {
    #[doc(hidden)]
    fn contract(product: Product<'_, Self>);
}

impl Contract for f32 {
    #[inline(never)]
    fn contract(product: Product<'_, f32>) {
        #[cfg(feature = "gemm")]
        let Some(product) = library::multiply(product) else { return };
        run(product);
    }
}

impl Contract for f64 {
    #[inline(never)]
    fn contract(product: Product<'_, f64>) {
        #[cfg(feature = "gemm")]
        let Some(product) = library::multiply(product) else { return };
        run(product);
    }
}

/// What is to be computed, checked.
pub struct Product<'a, T> {
    /// Rows of `c`, columns of `c`, terms of each sum.
    extents: [usize; 3],
    a: Matrix<'a, T>,
    b: Matrix<'a, T>,
    c: MatrixMut<'a, T>,
    add: bool,
}

/// Elements of a slice, by row and column.
#[derive(Clone, Copy)]
struct Matrix<'a, T> {
    slice: &'a [T],
    row: usize,
    column: usize,
}

/// Elements of a slice that are written.
struct MatrixMut<'a, T> {
    slice: &'a mut [T],
    row: usize,
    column: usize,
}

impl<'a, T> Matrix<'a, T> {
    #[track_caller]
    fn new(name: &str, extents: [usize; 2], slice: &'a [T], [row, column]: [usize; 2]) -> Self {
        check(name, extents, [row, column], slice.len());
        Matrix { slice, row, column }
    }
    fn transposed(self) -> Self {
        Matrix { slice: self.slice, row: self.column, column: self.row }
    }
}

impl<'a, T> MatrixMut<'a, T> {
    #[track_caller]
    fn new(name: &str, extents: [usize; 2], slice: &'a mut [T], [row, column]: [usize; 2]) -> Self {
        check(name, extents, [row, column], slice.len());
        MatrixMut { slice, row, column }
    }
    fn transposed(self) -> Self {
        MatrixMut { slice: self.slice, row: self.column, column: self.row }
    }
}

#[track_caller]
fn check(name: &str, [rows, columns]: [usize; 2], [row, column]: [usize; 2], len: usize) {
    if rows == 0 || columns == 0 {
        return;
    }
    let needed = (|| (rows - 1).checked_mul(row)?.checked_add((columns - 1).checked_mul(column)?)?.checked_add(1))();
    if needed.is_none_or(|needed| needed > len) {
        too_short(name, [rows, columns], [row, column], needed, len);
    }
}

#[cold]
#[track_caller]
fn too_short(name: &str, [rows, columns]: [usize; 2], strides: [usize; 2], needed: Option<usize>, len: usize) -> ! {
    match needed {
        Some(needed) => {
            panic!("matrix `{name}` is {rows} x {columns} with strides {strides:?}, which takes {needed} elements: there are {len}")
        }
        None => panic!("matrix `{name}` is {rows} x {columns} with strides {strides:?}: no slice is that long"),
    }
}

/// The same product with rows and columns exchanged.
fn transposed<T>(product: Product<'_, T>) -> Product<'_, T> {
    let Product { extents: [m, n, k], a, b, c, add } = product;
    Product { extents: [n, m, k], a: b.transposed(), b: a.transposed(), c: c.transposed(), add }
}

/// Chooses the loops.
#[inline(always)]
fn run<T: Float>(product: Product<'_, T>) {
    let [m, n, k] = product.extents;
    if m == 0 || n == 0 {
        return;
    }
    if k == 0 {
        return clear(product);
    }
    // Vectors are along the rows of `c`, so these should be what is contiguous; a vector should be a row.
    let upright = match (m, n) {
        (_, 1) => m > 1,
        (1, _) => false,
        _ => product.c.column != 1 && product.c.row == 1,
    };
    let product = if upright { transposed(product) } else { product };
    let [m, n, k] = product.extents;
    let rows_of_b = product.b.column == 1;
    if m <= thin::ROWS && product.b.row == 1 && !(rows_of_b && n > 1) {
        dots(product);
    } else if product.c.column == 1 && (rows_of_b || n == 1) && (m <= thin::ROWS || k <= thin::TERMS) {
        combinations(product);
    } else if small::in_place(&product) {
        in_place(product);
    } else if !small::small(&product) {
        blocked(product);
    } else {
        match small::needed(&product) {
            lines if lines <= small::TINY => tiny(product),
            lines if lines <= small::MIDDLING => middling(product),
            _ => small(product),
        }
    }
}

/// What is left if there are no terms.
fn clear<T: Float>(product: Product<'_, T>) {
    let Product { extents: [m, n, _], c, add, .. } = product;
    if !add {
        for i in 0..m {
            for j in 0..n {
                c.slice[i * c.row + j * c.column] = T::ZERO;
            }
        }
    }
}

// Functions of their own, so that each has only the stack that it needs.

#[inline(never)]
fn dots<T: Float>(product: Product<'_, T>) {
    dispatch_work(thin::Dots(product));
}

#[inline(never)]
fn combinations<T: Float>(product: Product<'_, T>) {
    dispatch_work(thin::Combinations(product));
}

#[inline(never)]
fn in_place<T: Float>(product: Product<'_, T>) {
    dispatch_work(small::InPlace(product));
}

#[inline(never)]
fn tiny<T: Float>(product: Product<'_, T>) {
    dispatch_work(small::Small::<T, { small::TINY }>(product));
}

#[inline(never)]
fn middling<T: Float>(product: Product<'_, T>) {
    dispatch_work(small::Small::<T, { small::MIDDLING }>(product));
}

#[inline(never)]
fn small<T: Float>(product: Product<'_, T>) {
    dispatch_work(small::Small::<T, { small::SMALL }>(product));
}

#[inline(never)]
fn blocked<T: Float>(product: Product<'_, T>) {
    dispatch_work(blocked::Blocked(product));
}
