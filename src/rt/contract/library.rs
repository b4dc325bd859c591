//! Large products by the library faer, where the feature `gemm` asks for it.

use super::super::float::Float;
use super::{Matrix, MatrixMut, Product};
use faer::linalg::matmul::matmul;
use faer::traits::ComplexField;
use faer::{Accum, MatMut, MatRef, Par};

/// From as many products of two elements on, the library is used.
///
/// Below, the kernels here are as fast or faster, or the product takes less than a microsecond or two either way.
/// `cargo run --release -p chainrule-benches --features faer --bin contract` prints both.
const PRODUCTS: usize = 1 << 16;
/// With fewer rows, columns or terms than this, memory decides, and the kernels here read it in a better order.
const EXTENT: usize = 8;

/// Does the product, or gives it back if it is not for the library.
pub fn multiply<T: Float + ComplexField>(product: Product<'_, T>) -> Option<Product<'_, T>> {
    let [m, n, k] = product.extents;
    if m < EXTENT || n < EXTENT || k < EXTENT || m.saturating_mul(n).saturating_mul(k) < PRODUCTS {
        return Some(product);
    }
    let (Some(a), Some(b), true) = (view(product.a, [m, k]), view(product.b, [k, n]), ordered([product.c.row, product.c.column], [m, n]))
    else {
        return Some(product);
    };
    let accum = if product.add { Accum::Add } else { Accum::Replace };
    matmul(view_mut(product.c, [m, n]), accum, a, b, T::one_impl(), Par::Seq);
    None
}

/// Whether rows or columns are contiguous, and neither repeat nor overlap.
fn ordered([row, column]: [usize; 2], [rows, columns]: [usize; 2]) -> bool {
    (column == 1 && row >= columns) || (row == 1 && column >= rows)
}

fn view<T>(x: Matrix<'_, T>, [rows, columns]: [usize; 2]) -> Option<MatRef<'_, T>> {
    ordered([x.row, x.column], [rows, columns]).then(|| {
        if x.column == 1 && x.row >= columns {
            let used = &x.slice[..(rows - 1) * x.row + columns];
            MatRef::from_row_major_slice_with_stride(used, rows, columns, x.row)
        } else {
            let used = &x.slice[..(columns - 1) * x.column + rows];
            MatRef::from_column_major_slice_with_stride(used, rows, columns, x.column)
        }
    })
}

fn view_mut<T>(x: MatrixMut<'_, T>, [rows, columns]: [usize; 2]) -> MatMut<'_, T> {
    if x.column == 1 && x.row >= columns {
        let used = &mut x.slice[..(rows - 1) * x.row + columns];
        // The constructor for rows of faer 0.24 takes the stride for that of columns.
        MatMut::from_column_major_slice_with_stride_mut(used, columns, rows, x.row).transpose_mut()
    } else {
        let used = &mut x.slice[..(columns - 1) * x.column + rows];
        MatMut::from_column_major_slice_with_stride_mut(used, rows, columns, x.column)
    }
}
