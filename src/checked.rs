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

/// The gradient of a type about which a constant has asked.
pub trait Checked<const ASKED: usize> {
    /// The type of the numbers.
    type Scalar: Float + Zero;
    /// The type of a gradient.
    type Gradient: Parameters<Scalar = Self::Scalar, Gradient = Self::Gradient>;

    /// A gradient of zeros.
    fn zero_gradient(&self) -> Self::Gradient;
}

impl<P: Parameters> Checked<0> for P {
    type Scalar = P::Scalar;
    type Gradient = P::Gradient;

    #[inline(always)]
    fn zero_gradient(&self) -> P::Gradient {
        P::zero_gradient(self)
    }
}

/// A type about which a constant has asked: a name for it can be used many times, where each mention of a constant costs the
/// compiler as much as a function.
pub struct Of<P, const ASKED: usize>(core::marker::PhantomData<P>);

/// [`Parameters`] of such a type.
pub trait CheckedParameters {
    /// The type itself.
    type Itself;
    /// The type of the numbers.
    type Scalar: Float + Zero;
    /// The type of a gradient.
    type Gradient;

    /// A gradient of zeros.
    fn zero_gradient(parameters: &Self::Itself) -> Self::Gradient;

    /// Calls `f` with each number.
    fn visit<F: FnMut(Self::Scalar)>(parameters: &Self::Itself, f: &mut F);

    /// Calls `f` with a reference to each number.
    fn visit_mut<F: FnMut(&mut Self::Scalar)>(parameters: &mut Self::Itself, f: &mut F);

    /// Calls `f` with each number and the gradient's.
    fn zip<F: FnMut(Self::Scalar, Self::Scalar)>(parameters: &Self::Itself, gradient: &Self::Gradient, f: &mut F);

    /// Calls `f` with a reference to each number and the gradient's.
    fn zip_mut<F: FnMut(&mut Self::Scalar, Self::Scalar)>(parameters: &mut Self::Itself, gradient: &Self::Gradient, f: &mut F);
}

impl<P: Parameters> CheckedParameters for Of<P, 0> {
    type Itself = P;
    type Scalar = P::Scalar;
    type Gradient = P::Gradient;

    #[inline(always)]
    fn zero_gradient(parameters: &P) -> P::Gradient {
        parameters.zero_gradient()
    }

    #[inline(always)]
    fn visit<F: FnMut(P::Scalar)>(parameters: &P, f: &mut F) {
        parameters.visit(f);
    }

    #[inline(always)]
    fn visit_mut<F: FnMut(&mut P::Scalar)>(parameters: &mut P, f: &mut F) {
        parameters.visit_mut(f);
    }

    #[inline(always)]
    fn zip<F: FnMut(P::Scalar, P::Scalar)>(parameters: &P, gradient: &P::Gradient, f: &mut F) {
        parameters.zip(gradient, f);
    }

    #[inline(always)]
    fn zip_mut<F: FnMut(&mut P::Scalar, P::Scalar)>(parameters: &mut P, gradient: &P::Gradient, f: &mut F) {
        parameters.zip_mut(gradient, f);
    }
}

/// [`Results`] of a type about which a constant has asked.
pub trait CheckedRows<const ASKED: usize> {
    /// The same with an `R` in the place of each number.
    type Rows<R>;

    /// Makes each row.
    fn rows<R>(row: &mut impl FnMut() -> R) -> Self::Rows<R>;

    /// Calls `f` with each row.
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R));
}

impl<P: Results> CheckedRows<0> for P {
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

/// [`Results`] of such a type.
pub trait CheckedResults {
    /// The same with an `R` in the place of each number.
    type Rows<R>;

    /// Makes each row.
    fn rows<R>(row: &mut impl FnMut() -> R) -> Self::Rows<R>;

    /// Calls `f` with each row.
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R));
}

impl<P: Results> CheckedResults for Of<P, 0> {
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
