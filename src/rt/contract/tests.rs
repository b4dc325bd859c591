//! Against three plain loops.

use super::super::Float;
use super::{matmul, matmul_lower, matmul_upper};

/// Integers by xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize) % n
    }

    fn numbers<T: Float>(&mut self, n: usize) -> Vec<T> {
        (0..n).map(|_| T::from_f64(self.below(2001) as f64 / 1000.0 - 1.0)).collect()
    }

    /// Strides of a matrix in either order, with or without gaps, or transposed with gaps both ways.
    fn strides(&mut self, [rows, columns]: [usize; 2]) -> [usize; 2] {
        let (gap, step) = (self.below(3), if self.below(4) == 0 { 2 } else { 1 });
        if self.below(2) == 0 { [columns.max(1) * step + gap, step] } else { [step, rows.max(1) * step + gap] }
    }
}

fn length([rows, columns]: [usize; 2], strides: [usize; 2]) -> usize {
    if rows == 0 || columns == 0 { 0 } else { (rows - 1) * strides[0] + (columns - 1) * strides[1] + 1 }
}

/// One product, with `c` surrounded by elements that must stay as they are.
fn check<T: Float>(random: &mut Random, [m, n, k]: [usize; 3], add: bool, strides: Option<[[usize; 2]; 3]>) {
    let [a_strides, b_strides, c_strides] =
        strides.unwrap_or_else(|| [random.strides([m, k]), random.strides([k, n]), random.strides([m, n])]);
    let a: Vec<T> = random.numbers(length([m, k], a_strides));
    let b: Vec<T> = random.numbers(length([k, n], b_strides));
    let before: Vec<T> = random.numbers(length([m, n], c_strides) + 3);
    let mut c = before.clone();
    matmul([m, n, k], &a, a_strides, &b, b_strides, &mut c, c_strides, add);
    let case = format!("{m} x {n} x {k}, {a_strides:?} {b_strides:?} {c_strides:?}, add: {add}");

    let mut inside = vec![false; c.len()];
    for i in 0..m {
        for j in 0..n {
            let place = i * c_strides[0] + j * c_strides[1];
            inside[place] = true;
            let mut sum = if add { before[place].to_f64() } else { 0.0 };
            for l in 0..k {
                sum += a[i * a_strides[0] + l * a_strides[1]].to_f64() * b[l * b_strides[0] + j * b_strides[1]].to_f64();
            }
            let error = (c[place].to_f64() - sum).abs();
            // Elements are below 1, so that no partial sum is above k + 1.
            assert!(error <= (k + 1) as f64 * T::EPSILON.to_f64(), "{case}: element [{i}, {j}] is off by {error:e}");
        }
    }
    for (place, inside) in inside.into_iter().enumerate() {
        assert!(inside || c[place] == before[place], "{case}: wrote outside, at {place}");
    }
}

fn check_both(random: &mut Random, extents: [usize; 3], strides: Option<[[usize; 2]; 3]>) {
    for add in [false, true] {
        check::<f64>(random, extents, add, strides);
        check::<f32>(random, extents, add, strides);
    }
}

#[test]
fn small_extents() {
    let mut random = Random(1);
    for m in 0..5 {
        for n in 0..5 {
            for k in 0..5 {
                check_both(&mut random, [m, n, k], None);
            }
        }
    }
}

#[test]
fn random_extents() {
    let mut random = Random(2);
    for _ in 0..150 {
        let mut extent = || match random.below(6) {
            0 => random.below(4),
            1 => random.below(300),
            _ => random.below(50),
        };
        let extents = [extent(), extent(), extent()];
        check_both(&mut random, extents, None);
    }
}

#[test]
fn extents_about_tiles_in_all_orders() {
    let mut random = Random(3);
    for m in [5, 6, 7, 13, 25] {
        for n in [7, 8, 9, 16, 33] {
            for k in [1, 5, 16] {
                for order in 0..8 {
                    let of = |bit: usize, rows: usize, columns: usize| if order >> bit & 1 == 0 { [columns, 1] } else { [1, rows] };
                    check_both(&mut random, [m, n, k], Some([of(0, m, k), of(1, k, n), of(2, m, n)]));
                }
            }
        }
    }
}

#[test]
fn columns_read_in_place_and_rows_that_run_over() {
    let mut random = Random(6);
    for m in [23, 24, 27, 32, 40, 129] {
        for n in [9, 10, 12, 15, 32, 39] {
            for k in [1, 9, 64] {
                for a in [[1, m], [k, 1]] {
                    check_both(&mut random, [m, n, k], Some([a, [n, 1], [n, 1]]));
                    check_both(&mut random, [m, n, k], Some([a, [1, k], [n, 1]]));
                }
            }
        }
    }
}

#[test]
fn more_than_a_block() {
    let mut random = Random(4);
    for extents in [[7, 19, 1000], [13, 1100, 260], [130, 33, 257], [1, 700, 1300], [700, 1, 1300], [2, 70, 600]] {
        for _ in 0..2 {
            check_both(&mut random, extents, None);
        }
    }
}

#[test]
fn repeated_rows() {
    let mut random = Random(5);
    for [m, n, k] in [[3, 40, 9], [40, 40, 40], [8, 8, 8], [11, 9, 8], [1, 9, 100]] {
        for (a, b) in [([0, 1], [n, 1]), ([k, 1], [0, 1]), ([1, 0], [1, k]), ([1, 0], [n, 1]), ([k, 1], [0, 0]), ([0, 0], [n, 1])] {
            check_both(&mut random, [m, n, k], Some([a, b, [n, 1]]));
        }
    }
}

#[test]
fn nothing_is_multiplied_without_terms() {
    let mut c = [1.0, 2.0, 3.0, 4.0];
    matmul([2, 2, 0], &[], [0, 1], &[], [2, 1], &mut c, [2, 1], true);
    assert_eq!(c, [1.0, 2.0, 3.0, 4.0]);
    matmul([2, 1, 0], &[], [0, 1], &[], [2, 1], &mut c, [2, 1], false);
    assert_eq!(c, [0.0, 2.0, 0.0, 4.0]);
}

#[test]
fn not_a_number_stays_in_its_row_and_column() {
    for extents in [[4, 5, 2], [13, 33, 40], [70, 70, 70], [1, 30, 30], [30, 1, 30]] {
        let [m, n, k] = extents;
        let (mut a, b) = (vec![1.0; m * k], vec![1.0; k * n]);
        a[(m - 1) * k] = f64::NAN;
        let mut c = vec![0.0; m * n];
        matmul(extents, &a, [k, 1], &b, [n, 1], &mut c, [n, 1], false);
        for (place, c) in c.into_iter().enumerate() {
            assert_eq!(c.is_nan(), place >= (m - 1) * n, "{extents:?} {place}");
        }
    }
}

#[test]
#[should_panic(expected = "matrix `a` is 2 x 3 with strides [3, 1], which takes 6 elements: there are 5")]
fn short_a() {
    matmul([2, 2, 3], &[0.0; 5], [3, 1], &[0.0; 6], [2, 1], &mut [0.0; 4], [2, 1], false);
}

#[test]
#[should_panic(expected = "matrix `b` is 3 x 2 with strides [1, 3], which takes 6 elements: there are 5")]
fn short_b() {
    matmul([2, 2, 3], &[0.0; 6], [3, 1], &[0.0; 5], [1, 3], &mut [0.0; 4], [2, 1], false);
}

#[test]
#[should_panic(expected = "matrix `c` is 2 x 2 with strides [3, 1], which takes 5 elements: there are 4")]
fn short_c() {
    matmul([2, 2, 3], &[0.0; 6], [3, 1], &[0.0; 6], [2, 1], &mut [0.0; 4], [3, 1], false);
}

#[test]
#[should_panic(expected = "no slice is that long")]
fn strides_that_overflow() {
    matmul([2, 2, 3], &[0.0; 6], [usize::MAX, usize::MAX], &[0.0; 6], [2, 1], &mut [0.0; 4], [2, 1], false);
}

/// A triangle times a matrix that is not finite where some rows do not read it.
fn check_triangle<T: Float>(random: &mut Random, [m, n, k]: [usize; 3], diagonal: isize, lower: bool, add: bool) {
    let [a_strides, b_strides, c_strides] = [random.strides([m, k]), random.strides([k, n]), random.strides([m, n])];
    let mut a: Vec<T> = random.numbers(length([m, k], a_strides));
    let mut b: Vec<T> = random.numbers(length([k, n], b_strides));
    if k > 0 && n > 0 && random.below(2) == 0 {
        b[random.below(k) * b_strides[0] + random.below(n) * b_strides[1]] = [T::INFINITY, T::NAN][random.below(2)];
    }
    let has = |i: usize, l: usize| (l as isize >= i as isize + diagonal) != lower;
    for (i, l) in (0..m).flat_map(|i| (0..k).map(move |l| (i, l))).filter(|(i, l)| !has(*i, *l)) {
        a[i * a_strides[0] + l * a_strides[1]] = T::ZERO;
    }
    let before: Vec<T> = random.numbers(length([m, n], c_strides));
    let mut c = before.clone();
    let multiply = if lower { matmul_lower } else { matmul_upper };
    multiply([m, n, k], &a, a_strides, &b, b_strides, &mut c, c_strides, add, diagonal);
    for (i, j) in (0..m).flat_map(|i| (0..n).map(move |j| (i, j))) {
        let place = i * c_strides[0] + j * c_strides[1];
        let mut sum = if add { before[place].to_f64() } else { 0.0 };
        for l in (0..k).filter(|l| has(i, *l)) {
            sum += a[i * a_strides[0] + l * a_strides[1]].to_f64() * b[l * b_strides[0] + j * b_strides[1]].to_f64();
        }
        let found = c[place].to_f64();
        let right = if sum.is_finite() { (found - sum).abs() <= (k + 1) as f64 * T::EPSILON.to_f64() } else { !found.is_finite() };
        assert!(right, "{m} x {n} x {k}, diagonal {diagonal}, lower: {lower}, add: {add}: [{i}, {j}] is {found}, not {sum}");
    }
}

#[test]
fn triangles() {
    let mut random = Random(4);
    for round in 0..400 {
        let extents = [random.below(80), random.below(40), random.below(80)];
        let diagonal = random.below(100) as isize - 50;
        check_triangle::<f64>(&mut random, extents, diagonal, round % 2 == 0, round % 4 < 2);
        check_triangle::<f32>(&mut random, extents, diagonal, round % 2 == 0, round % 4 < 2);
    }
}
