//! Functions of any number of arguments.

use super::elementary::sqrt;
use super::exponential::exp;
use super::float::Float;
use super::logarithm::{ln, log1p};
use super::vectors::Fma;

/// Euclidean norm, without overflow or underflow of the squares. An infinite element makes it infinite.
///
/// The square root of the sum of squares in order where that sum is in a safe range; otherwise the elements
/// are scaled by a power of two first.
#[inline]
pub fn norm<T: Float>(x: &[T]) -> T {
    let sum = sum_of_squares(x, T::ONE);
    if sum >= T::SAFE_SQUARE && sum < T::INFINITY { sqrt(sum) } else { scaled_norm(x, sum) }
}

#[inline(always)]
fn sum_of_squares<T: Float>(x: &[T], scale: T) -> T {
    let mut sum = T::ZERO;
    for &x in x {
        let x = x * scale;
        sum += x * x;
    }
    sum
}

#[cold]
#[inline(never)]
fn scaled_norm<T: Float>(x: &[T], sum: T) -> T {
    if x.iter().any(|x| x.is_infinity()) {
        return T::INFINITY;
    }
    if let [x] = x {
        return x.magnitude();
    }
    if sum < T::SAFE_SQUARE {
        // All elements are small, so that this overflows nowhere.
        sqrt(sum_of_squares(x, T::SCALE_UP)) * T::SCALE_DOWN
    } else {
        // Infinite, or NaN. An element that this scale makes vanish is too small to count.
        sqrt(sum_of_squares(x, T::SCALE_DOWN)) * T::SCALE_UP
    }
}

/// [`norm`] for loops that are to be computed in vectors: the same numbers without a branch.
#[inline(always)]
pub fn even_norm<T: Float>(x: &[T]) -> T {
    let (mut sum, mut up, mut down) = (T::ZERO, T::ZERO, T::ZERO);
    let mut infinite = false;
    for &x in x {
        let (small, large) = (x * T::SCALE_UP, x * T::SCALE_DOWN);
        sum += x * x;
        up += small * small;
        down += large * large;
        infinite |= x.is_infinity();
    }
    if let [x] = x {
        return if sum >= T::SAFE_SQUARE && sum < T::INFINITY { sqrt(sum) } else { x.magnitude() };
    }
    let (square, back) = if sum >= T::SAFE_SQUARE && sum < T::INFINITY {
        (sum, T::ONE)
    } else if sum < T::SAFE_SQUARE {
        (up, T::SCALE_DOWN)
    } else {
        (down, T::SCALE_UP)
    };
    let root = sqrt(square) * back;
    if infinite { T::INFINITY } else { root }
}

/// ln(sum(exp(x))), shifted by the largest element; negative infinity of no elements.
#[inline]
pub fn logsumexp<T: Float>(fma: Fma, x: &[T]) -> T {
    let mut largest = T::NEG_INFINITY;
    let mut place = 0;
    for (i, &x) in x.iter().enumerate() {
        if x.is_not_a_number() {
            return x;
        }
        if x > largest {
            largest = x;
            place = i;
        }
    }
    if largest.is_infinity() {
        return largest;
    }
    // The largest element's own term is 1; adding it last keeps what the others are.
    let mut rest = T::ZERO;
    for &x in &x[..place] {
        rest += exp(fma, x - largest);
    }
    for &x in &x[place + 1..] {
        rest += exp(fma, x - largest);
    }
    if rest < T::HALF { largest + log1p(fma, rest) } else { largest + ln(fma, T::ONE + rest) }
}

/// Keeps the compiler from doing several turns of the loop around at once, if each is a row of few elements, the loop
/// over which it unrolls.
#[inline(always)]
pub fn in_order(length: usize) {
    // Elements of shorter rows are brought together by shuffles; loops over longer ones are not unrolled.
    if (5..=16).contains(&length) {
        one_by_one();
    }
}

/// Keeps the compiler from doing several turns of the loop around at once.
#[inline(always)]
pub fn one_by_one() {
    core::hint::black_box(());
}

/// The sum of `term(0)` to `term(n - 1)`, in eight sums side by side so that it can be vectorised.
///
/// Term k belongs to sum k mod 8; the eight are added up by halves, and the last n mod 8 terms follow in order.
#[inline(always)]
pub fn sum_over<T: Float>(n: usize, term: impl Fn(usize) -> T) -> T {
    let mut lanes = [T::ZERO; 8];
    let whole = n / 8 * 8;
    let mut k = 0;
    while k < whole {
        for (l, lane) in lanes.iter_mut().enumerate() {
            *lane += term(k + l);
        }
        k += 8;
    }
    let mut sum = sum_of_lanes(lanes);
    for k in whole..n {
        sum += term(k);
    }
    sum
}

/// The sum of `term(from)` to `term(to - 1)`, as [`sum_over`] takes it.
#[inline(always)]
pub fn sum_between<T: Float>(from: usize, to: usize, term: impl Fn(usize) -> T) -> T {
    sum_over(to.saturating_sub(from), |k| term(from + k))
}

/// The sum of eight, by halves.
#[inline(always)]
pub fn sum_of_lanes<T: Float>([a, b, c, d, e, f, g, h]: [T; 8]) -> T {
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}
