//! Large products: blocks of `b` are packed into panels that stay in the second-level cache, and panels of `a`,
//! packed too unless its rows are contiguous, stay in the first-level cache while they meet all panels of a block.

use super::super::dispatch::Work;
use super::super::float::Float;
use super::super::vectors::Vectors;
use super::tile::Place;
use super::{Product, pack, tile};

/// Most terms of a block.
const TERMS: usize = 256;

pub struct Blocked<'a, T>(pub Product<'a, T>);

impl<T: Float> Work for Blocked<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vectors>(self) {
        // As in `small`.
        let wide = self.0.extents[1] > 16 || self.0.a.column != 1;
        // Tiles: half of the registers of 16, three quarters of 32 hold sums; blocks: 128 KB.
        match V::BYTES {
            64 => match const { size_of::<T>() } {
                4 if wide => blocked::<T, V, 12, 32, 1024>(self.0),
                _ => blocked::<T, V, 12, 16, 1024>(self.0),
            },
            32 => match const { size_of::<T>() } {
                4 => blocked::<T, V, 6, 16, 2048>(self.0),
                _ => blocked::<T, V, 6, 8, 2048>(self.0),
            },
            _ => match const { size_of::<T>() } {
                4 => blocked::<T, V, 4, 8, 2048>(self.0),
                _ => blocked::<T, V, 4, 4, 2048>(self.0),
            },
        }
    }
}

/// Tiles of `R` x `W`, blocks of `B` rows of panels.
#[inline(always)]
fn blocked<T: Float, V: Vectors, const R: usize, const W: usize, const B: usize>(product: Product<'_, T>) {
    let Product { extents: [m, n, k], a, b, mut c, add } = product;
    let pack::Aligned(block) = &mut pack::Aligned([[T::ZERO; W]; B]);
    let pack::Aligned(packed) = &mut pack::Aligned([[T::ZERO; R]; TERMS]);
    let pack::Aligned(tile) = &mut pack::Aligned([[T::ZERO; W]; R]);
    // Equal parts.
    let parts = k.div_ceil(TERMS);
    let part = k.div_ceil(parts);
    let panels = B / part;
    for j0 in (0..n).step_by(panels * W) {
        let j1 = n.min(j0 + panels * W);
        for l0 in (0..parts).map(|p| p * part) {
            let terms = part.min(k - l0);
            let add = add || l0 > 0;
            for (q, j) in (j0..j1).step_by(W).enumerate() {
                pack::panel::<T, V, _>(
                    &mut block[q * terms..][..terms],
                    b.slice,
                    l0 * b.row + j * b.column,
                    b.row,
                    b.column,
                    W.min(j1 - j),
                );
            }
            for i in (0..m).step_by(R) {
                let rows = R.min(m - i);
                let place = |j: usize| Place { at: [i, j], rows: [0, rows], columns: [0, W.min(j1 - j)], height: m, add };
                let tiles = (j0..j1).step_by(W).enumerate();
                if a.column == 1 {
                    let lines = pack::rows::<T, R>(a, [i, l0], rows, terms);
                    for (q, j) in tiles {
                        tile::compute::<T, V, _, R, W>(tile::Rows { a: &lines, b: &block[q * terms..][..terms] }, tile, &mut c, place(j));
                    }
                } else {
                    let packed = &mut packed[..terms];
                    pack::panel::<T, V, _>(packed, a.slice, i * a.row + l0 * a.column, a.column, a.row, rows);
                    for (q, j) in tiles {
                        tile::compute::<T, V, _, R, W>(tile::Panels { a: packed, b: &block[q * terms..][..terms] }, tile, &mut c, place(j));
                    }
                }
            }
        }
    }
}
