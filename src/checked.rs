//! Whether a type has a gradient, asked in one place.
//!
//! A macro does not see what a field is. If it has no gradient, all that is made of it is wrong, and the compiler would say so
//! dozens of times. So a constant that is there for nothing else asks once, and all else names the type with this constant: where
//! it does not compile, the compiler knows that what depends on it is wrong because of that, and says no more.

use crate::parameters::Parameters;
use crate::results::Results;
use crate::rt::Float;
use crate::zero::Zero;

/// Compiles for parameters only.
pub const fn holds<P: Parameters>() -> usize {
    0
}

/// Compiles for one type of numbers only.
pub const fn same_numbers<A: SameAs<B>, B>() -> usize {
    0
}

/// The same type of numbers.
#[diagnostic::on_unimplemented(
    message = "f32 and f64 in one struct: a gradient has numbers of one type",
    label = "the numbers in this type are `{Self}`, and those of the other fields `{S}`",
    note = "use one of the two for every field, or mark this one `#[gradient(skip)]` if it is no parameter"
)]
pub trait SameAs<S> {}

impl SameAs<f32> for f32 {}
impl SameAs<f64> for f64 {}

/// [`Parameters`] and [`Results`], of a type about which a constant has asked.
pub trait Checked<const ASKED: usize> {
    /// The type of the numbers.
    type Scalar: Float + Zero;
    /// The type of a gradient.
    type Gradient: Parameters<Scalar = Self::Scalar, Gradient = Self::Gradient>;

    /// A gradient of zeros.
    fn zero_gradient(&self) -> Self::Gradient;

    /// Calls `f` with each number.
    fn visit<F: FnMut(Self::Scalar)>(&self, f: &mut F);

    /// Calls `f` with a reference to each number.
    fn visit_mut<F: FnMut(&mut Self::Scalar)>(&mut self, f: &mut F);

    /// Calls `f` with each number and the gradient's.
    fn zip<F: FnMut(Self::Scalar, Self::Scalar)>(&self, gradient: &Self::Gradient, f: &mut F);

    /// Calls `f` with a reference to each number and the gradient's.
    fn zip_mut<F: FnMut(&mut Self::Scalar, Self::Scalar)>(&mut self, gradient: &Self::Gradient, f: &mut F);
}

impl<P: Parameters> Checked<0> for P {
    type Scalar = P::Scalar;
    type Gradient = P::Gradient;

    #[inline(always)]
    fn zero_gradient(&self) -> P::Gradient {
        P::zero_gradient(self)
    }

    #[inline(always)]
    fn visit<F: FnMut(P::Scalar)>(&self, f: &mut F) {
        P::visit(self, f);
    }

    #[inline(always)]
    fn visit_mut<F: FnMut(&mut P::Scalar)>(&mut self, f: &mut F) {
        P::visit_mut(self, f);
    }

    #[inline(always)]
    fn zip<F: FnMut(P::Scalar, P::Scalar)>(&self, gradient: &P::Gradient, f: &mut F) {
        P::zip(self, gradient, f);
    }

    #[inline(always)]
    fn zip_mut<F: FnMut(&mut P::Scalar, P::Scalar)>(&mut self, gradient: &P::Gradient, f: &mut F) {
        P::zip_mut(self, gradient, f);
    }
}

/// [`Results`], in the same way.
pub trait CheckedResults<const ASKED: usize> {
    /// The same with an `R` in the place of each number.
    type Rows<R>;

    /// Makes each row.
    fn rows<R>(row: &mut impl FnMut() -> R) -> Self::Rows<R>;

    /// Calls `f` with each row.
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R));
}

impl<P: Results> CheckedResults<0> for P {
    type Rows<R> = P::Rows<R>;

    #[inline(always)]
    fn rows<R>(row: &mut impl FnMut() -> R) -> P::Rows<R> {
        P::rows(row)
    }

    #[inline(always)]
    fn each_row<R>(rows: &mut P::Rows<R>, f: &mut impl FnMut(&mut R)) {
        P::each_row(rows, f);
    }
}
