//! Tangents of what calls are given and return, one for each of some directions.

use crate::calls::{Anything, Outcome};
use crate::parameters::Parameters;
use crate::rt::Float;

/// How many directions there are.
pub struct Lanes<const N: usize>;

/// A type, and itself.
pub trait Itself<T> {}

impl<T> Itself<T> for T {}

/// Numbers in a tangent, or in a seed.
pub trait EachNumber<T> {
    /// Calls `f` with each.
    fn each_number(&mut self, f: &mut impl FnMut(&mut T));
}

impl<P: Parameters> EachNumber<P::Scalar> for P {
    #[inline]
    fn each_number(&mut self, f: &mut impl FnMut(&mut P::Scalar)) {
        self.visit_mut(f);
    }
}

impl<T> EachNumber<T> for () {
    #[inline]
    fn each_number(&mut self, _: &mut impl FnMut(&mut T)) {}
}

impl<T, R: EachNumber<T>, O: EachNumber<T>> EachNumber<T> for Outcome<R, O> {
    #[inline]
    fn each_number(&mut self, f: &mut impl FnMut(&mut T)) {
        self.0.each_number(f);
        self.1.each_number(f);
    }
}

/// The number at a place, if there are so many.
fn at<T: Copy, S: EachNumber<T>>(numbers: &mut S, place: usize, f: impl FnOnce(&mut T)) -> bool {
    let (mut number, mut f) = (0, Some(f));
    numbers.each_number(&mut |x| {
        if number == place
            && let Some(f) = f.take()
        {
            f(x);
        }
        number += 1;
    });
    f.is_none()
}

/// The tangents of a result by its Jacobian, row by row: `row` takes the seed with a 1 at a number, and gives what that row
/// makes of the arguments' tangents.
#[inline]
pub fn by_rows<T: Float, S: EachNumber<T>, const N: usize>(zero: impl Fn() -> S, mut row: impl FnMut(S) -> [T; N]) -> [S; N] {
    let mut out: [S; N] = core::array::from_fn(|_| zero());
    for number in 0.. {
        let mut seed = zero();
        if !at(&mut seed, number, |x| *x = T::ONE) {
            break;
        }
        for (tangent, value) in out.iter_mut().zip(row(seed)) {
            at(tangent, number, |x| *x = value);
        }
    }
    out
}

/// Sums to which nothing was added so far.
#[inline(always)]
pub fn nothing<T: Float, const N: usize>() -> [T; N] {
    [T::ZERO; N]
}

/// Adds what a gradient makes of tangents.
#[inline]
pub fn add_dots<T: Float, P: Parameters<Gradient = P>, const N: usize>(sums: &mut [T; N], gradient: &P, tangents: &[P; N]) {
    for (sum, tangent) in sums.iter_mut().zip(tangents) {
        *sum += T::from_f64(gradient.dot(tangent).to_f64());
    }
}

/// A gradient of zeros like one that there is.
#[inline]
pub fn emptied<P: Parameters<Gradient = P>>(gradient: &P) -> P {
    gradient.zero_gradient()
}

/// The tangent of a result, for an argument that takes it.
pub trait Along<T> {
    /// Adds all numbers.
    fn add_along(&self, tangent: &mut T);
}

impl<P: Parameters<Gradient = P>> Along<P> for P {
    #[inline(always)]
    fn add_along(&self, tangent: &mut P) {
        tangent.zip_mut(self, &mut |x, y| *x += y);
    }
}

#[cfg(feature = "std")]
impl<P: Parameters<Gradient = P>, const N: usize> Along<std::vec::Vec<P>> for [P; N] {
    #[inline]
    fn add_along(&self, tangent: &mut std::vec::Vec<P>) {
        tangent.iter_mut().zip(self).for_each(|(x, y)| y.add_along(x));
    }
}

#[cfg(feature = "std")]
impl<P: Parameters<Gradient = P>, const N: usize> Along<[P; N]> for std::boxed::Box<[P; N]> {
    #[inline]
    fn add_along(&self, tangent: &mut [P; N]) {
        (**self).add_along(tangent);
    }
}

#[cfg(feature = "std")]
impl<P: Parameters<Gradient = P>, const N: usize> Along<std::vec::Vec<P>> for std::boxed::Box<[P; N]> {
    #[inline]
    fn add_along(&self, tangent: &mut std::vec::Vec<P>) {
        (**self).add_along(tangent);
    }
}

impl<A: ?Sized> Along<Anything> for A {
    fn add_along(&self, _: &mut Anything) {}
}

impl<P: Parameters> Along<P> for Anything {
    fn add_along(&self, _: &mut P) {}
}

/// Adds the tangent of a result to that of an argument that takes it.
#[inline(always)]
pub fn add_along<T, A: Along<T> + ?Sized>(tangent: &mut T, result: &A) {
    result.add_along(tangent);
}
