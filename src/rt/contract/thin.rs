//! Products with a vector, and products of few terms: what takes the time is to bring the larger operand from
//! memory, so it is read once, in order, and never copied.

use super::super::dispatch::Work;
use super::super::float::Float;
use super::super::vectors::Vectors;
use super::{Matrix, Product};

/// Up to as many rows of `c`, `Combinations` is the faster.
pub const ROWS: usize = 3;
/// Up to as many terms, `Combinations` is the faster.
pub const TERMS: usize = 4;

/// Rows of `c` as sums of multiples of rows of `b`. Both are contiguous.
pub struct Combinations<'a, T>(pub Product<'a, T>);

impl<T: Float> Work for Combinations<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        let Product { extents: [m, n, k], a, b, c, add } = self.0;
        let mut l = 0;
        // A group of rows of `b` is read from memory for the first row of `c` and is at hand for the others.
        loop {
            let add = add || l > 0;
            let group = match k - l {
                8.. => 8,
                4.. => 4,
                left => left,
            };
            for i in 0..m {
                let c = &mut c.slice[i * c.row..][..n];
                match group {
                    8 => combine::<T, V, 8>(a, b, [i, l], c, add),
                    4 => combine::<T, V, 4>(a, b, [i, l], c, add),
                    3 => combine::<T, V, 3>(a, b, [i, l], c, add),
                    2 => combine::<T, V, 2>(a, b, [i, l], c, add),
                    _ => combine::<T, V, 1>(a, b, [i, l], c, add),
                }
            }
            l += group;
            if l == k {
                return;
            }
        }
    }
}

/// `U` rows of `b` from row `l` on, times elements of row `i` of `a`.
#[inline(always)]
fn combine<T: Float, V: Vectors, const U: usize>(a: Matrix<'_, T>, b: Matrix<'_, T>, [i, l]: [usize; 2], c: &mut [T], add: bool) {
    let mut factors = [T::ZERO; U];
    let mut rows = [b.slice; U];
    for u in 0..U {
        factors[u] = a.slice[i * a.row + (l + u) * a.column];
        rows[u] = &b.slice[(l + u) * b.row..][..c.len()];
    }
    if add {
        for (j, c) in c.iter_mut().enumerate() {
            let mut sum = *c;
            for u in 0..U {
                sum = V::FMA.multiply_add(factors[u], rows[u][j], sum);
            }
            *c = sum;
        }
    } else {
        for (j, c) in c.iter_mut().enumerate() {
            let mut sum = factors[0] * rows[0][j];
            for u in 1..U {
                sum = V::FMA.multiply_add(factors[u], rows[u][j], sum);
            }
            *c = sum;
        }
    }
}

/// Elements of `c` as scalar products of a row of `a` with a column of `b`, which is contiguous.
pub struct Dots<'a, T>(pub Product<'a, T>);

impl<T: Float> Work for Dots<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        match V::BYTES {
            64 => match const { size_of::<T>() } {
                4 => dots::<T, V, 32>(self.0),
                _ => dots::<T, V, 16>(self.0),
            },
            32 => match const { size_of::<T>() } {
                4 => dots::<T, V, 16>(self.0),
                _ => dots::<T, V, 8>(self.0),
            },
            _ => match const { size_of::<T>() } {
                4 => dots::<T, V, 8>(self.0),
                _ => dots::<T, V, 4>(self.0),
            },
        }
    }
}

/// Terms that are copied at a time where `a` is not contiguous.
const COPIED: usize = 512;

/// In `L` sums side by side.
#[inline(always)]
fn dots<T: Float, V: Vectors, const L: usize>(product: Product<'_, T>) {
    const COLUMNS: usize = 4;
    let Product { extents: [m, n, k], a, b, c, add } = product;
    let mut copy = [T::ZERO; COPIED];
    let most = if a.column == 1 { k } else { COPIED };
    for i in 0..m {
        for l in (0..k).step_by(most) {
            let add = add || l > 0;
            let terms = most.min(k - l);
            let from = i * a.row + l * a.column;
            let row = if a.column == 1 {
                &a.slice[from..][..terms]
            } else {
                for (p, to) in copy[..terms].iter_mut().enumerate() {
                    *to = a.slice[from + p * a.column];
                }
                &copy[..terms]
            };
            let column = |j: usize| &b.slice[j * b.column + l..][..terms];
            let mut put = |j: usize, sum: T| {
                let element = &mut c.slice[i * c.row + j * c.column];
                *element = if add { *element + sum } else { sum };
            };
            let whole = n / COLUMNS * COLUMNS;
            for j in (0..whole).step_by(COLUMNS) {
                let sums = dot::<T, V, COLUMNS, L>(row, [column(j), column(j + 1), column(j + 2), column(j + 3)]);
                for (p, sum) in sums.into_iter().enumerate() {
                    put(j + p, sum);
                }
            }
            for j in whole..n {
                let [sum] = dot::<T, V, 1, L>(row, [column(j)]);
                put(j, sum);
            }
        }
    }
}

#[inline(always)]
fn dot<T: Float, V: Vectors, const N: usize, const L: usize>(x: &[T], columns: [&[T]; N]) -> [T; N] {
    let mut lanes = [[T::ZERO; L]; N];
    let (x, x_rest) = x.as_chunks::<L>();
    let mut parts = [(x, x_rest); N];
    for (part, column) in parts.iter_mut().zip(columns) {
        let (whole, rest) = column.as_chunks::<L>();
        *part = (&whole[..x.len()], &rest[..x_rest.len()]);
    }
    for (g, &x) in x.iter().enumerate() {
        for p in 0..N {
            let y = parts[p].0[g];
            for w in 0..L {
                lanes[p][w] = V::FMA.multiply_add(x[w], y[w], lanes[p][w]);
            }
        }
    }
    let mut sums = [T::ZERO; N];
    for p in 0..N {
        sums[p] = sum_of_lanes(lanes[p]);
        for (&x, &y) in x_rest.iter().zip(parts[p].1) {
            sums[p] = V::FMA.multiply_add(x, y, sums[p]);
        }
    }
    sums
}

/// The lanes whose numbers agree modulo 4 first.
#[inline(always)]
fn sum_of_lanes<T: Float, const L: usize>(lanes: [T; L]) -> T {
    let mut sums = [T::ZERO; 4];
    for (w, lane) in lanes.into_iter().enumerate() {
        sums[w % 4] += lane;
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}
