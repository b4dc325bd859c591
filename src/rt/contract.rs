//! The matrix product that generated code calls for contractions.

use super::dispatch::{Work, dispatch_work};
use super::float::Float;
use super::vectors::Vectors;

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
    [m, n, k]: [usize; 3],
    a: &[T],
    a_strides: [usize; 2],
    b: &[T],
    b_strides: [usize; 2],
    c: &mut [T],
    c_strides: [usize; 2],
    add: bool,
) {
    check("a", [m, k], a_strides, a.len());
    check("b", [k, n], b_strides, b.len());
    check("c", [m, n], c_strides, c.len());
    dispatch_work(Product { extents: [m, n, k], a, a_strides, b, b_strides, c, c_strides, add });
}

#[track_caller]
fn check(name: &str, extents: [usize; 2], strides: [usize; 2], len: usize) {
    if extents[0] == 0 || extents[1] == 0 {
        return;
    }
    let last = |axis: usize| strides[axis].checked_mul(extents[axis] - 1);
    let needed = last(0).and_then(|x| x.checked_add(last(1)?)?.checked_add(1));
    let fits = needed.is_some_and(|needed| needed <= len);
    assert!(fits, "matrix `{name}` of {} x {} with strides {strides:?} does not fit in a slice of length {len}", extents[0], extents[1]);
}

struct Product<'a, T> {
    extents: [usize; 3],
    a: &'a [T],
    a_strides: [usize; 2],
    b: &'a [T],
    b_strides: [usize; 2],
    c: &'a mut [T],
    c_strides: [usize; 2],
    add: bool,
}

impl<T: Float> Work for Product<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let Product { extents: [m, n, k], a, a_strides, b, b_strides, c, c_strides, add } = self;
        for i in 0..m {
            for j in 0..n {
                let place = i * c_strides[0] + j * c_strides[1];
                let mut sum = if add { c[place] } else { T::ZERO };
                for l in 0..k {
                    sum = V::multiply_add(a[i * a_strides[0] + l * a_strides[1]], b[l * b_strides[0] + j * b_strides[1]], sum);
                }
                c[place] = sum;
            }
        }
    }
}
