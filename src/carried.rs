//! Structs as lists of their numbers: what a loop carries from pass to pass where a function takes a struct as a whole.

use crate::along::Lanes;
use crate::parameters::Parameters;
use crate::parts::Rows;
use crate::zero::Zero;
use core::ops::{Index, IndexMut};

/// What is nothing but parameters.
pub trait Entire {}

impl<P: Entire, const N: usize> Entire for [P; N] {}

#[cfg(feature = "std")]
impl<P: Entire> Entire for std::boxed::Box<P> {}

/// A list of numbers, as many as the type says; parameters that are not all of it are one, too.
pub trait Numbered<T> {
    /// The number of numbers.
    const COUNT: usize;

    /// One of them, in the order of the declaration.
    fn number(&self, at: usize) -> &T;

    /// The same, to be written.
    fn number_mut(&mut self, at: usize) -> &mut T;
}

macro_rules! number {
    ($($t:ty)*) => { $(
        impl Entire for $t {}

        impl Numbered<$t> for $t {
            const COUNT: usize = 1;
            #[inline(always)]
            fn number(&self, _: usize) -> &$t {
                self
            }
            #[inline(always)]
            fn number_mut(&mut self, _: usize) -> &mut $t {
                self
            }
        }
    )* };
}
number!(f32 f64);

impl<T, P: Numbered<T>, const N: usize> Numbered<T> for [P; N] {
    const COUNT: usize = N * P::COUNT;
    #[inline(always)]
    fn number(&self, at: usize) -> &T {
        self[at / P::COUNT].number(at % P::COUNT)
    }
    #[inline(always)]
    fn number_mut(&mut self, at: usize) -> &mut T {
        self[at / P::COUNT].number_mut(at % P::COUNT)
    }
}

#[cfg(feature = "std")]
impl<T, P: Numbered<T>> Numbered<T> for std::boxed::Box<P> {
    const COUNT: usize = P::COUNT;
    #[inline(always)]
    fn number(&self, at: usize) -> &T {
        (**self).number(at)
    }
    #[inline(always)]
    fn number_mut(&mut self, at: usize) -> &mut T {
        (**self).number_mut(at)
    }
}

macro_rules! tuple {
    ($($t:ident $at:tt)+) => {
        impl<$($t: Entire),+> Entire for ($($t,)+) {}

        impl<Number, $($t: Numbered<Number>),+> Numbered<Number> for ($($t,)+) {
            const COUNT: usize = 0 $(+ $t::COUNT)+;
            #[inline(always)]
            fn number(&self, mut at: usize) -> &Number {
                $(
                    if at < $t::COUNT {
                        return self.$at.number(at);
                    }
                    at -= $t::COUNT;
                )+
                none(at)
            }
            #[inline(always)]
            fn number_mut(&mut self, mut at: usize) -> &mut Number {
                $(
                    if at < $t::COUNT {
                        return self.$at.number_mut(at);
                    }
                    at -= $t::COUNT;
                )+
                none(at)
            }
        }
    };
}
crate::zero::for_tuples!(tuple);

/// Where there is no such number.
///
/// # Panics
/// Always.
#[cold]
#[track_caller]
pub fn none<T>(beyond: usize) -> T {
    panic!("there is no such number: the last one is {} before it", beyond + 1)
}

/// A value of a struct, to be read number by number.
#[derive(Clone, Copy)]
pub struct Numbers<P>(pub P);

impl<P: Parameters + Numbered<P::Scalar>> Index<usize> for Numbers<P> {
    type Output = P::Scalar;
    #[inline(always)]
    fn index(&self, at: usize) -> &P::Scalar {
        self.0.number(at)
    }
}

impl<P: Parameters + Numbered<P::Scalar>> IndexMut<usize> for Numbers<P> {
    #[inline(always)]
    fn index_mut(&mut self, at: usize) -> &mut P::Scalar {
        self.0.number_mut(at)
    }
}

impl<P: Parameters + Numbered<P::Scalar>> Rows for Numbers<P> {
    const LENGTH: usize = P::COUNT;
}

impl<P: Zero> Zero for Numbers<P> {
    #[inline(always)]
    fn zero() -> Self {
        Numbers(P::zero())
    }
}

impl<P: Parameters> Parameters for Numbers<P> {
    type Scalar = P::Scalar;
    type Gradient = Numbers<P::Gradient>;
    #[inline]
    fn zero_gradient(&self) -> Self::Gradient {
        Numbers(self.0.zero_gradient())
    }
    #[inline]
    fn visit<F: FnMut(P::Scalar)>(&self, f: &mut F) {
        self.0.visit(f);
    }
    #[inline]
    fn visit_mut<F: FnMut(&mut P::Scalar)>(&mut self, f: &mut F) {
        self.0.visit_mut(f);
    }
    #[inline]
    fn zip<F: FnMut(P::Scalar, P::Scalar)>(&self, gradient: &Self::Gradient, f: &mut F) {
        self.0.zip(&gradient.0, f);
    }
    #[inline]
    fn zip_mut<F: FnMut(&mut P::Scalar, P::Scalar)>(&mut self, gradient: &Self::Gradient, f: &mut F) {
        self.0.zip_mut(&gradient.0, f);
    }
}

/// Between a struct, or whatever a function takes or returns, and its numbers. Each of the two functions is the derivative of the
/// other; they are called like methods that have the attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is carried by a loop, chosen by a branch or returned as a whole here, and not all of it is parameters",
    label = "what a function takes or returns is needed as a list of numbers here",
    note = "every field of a struct that derives `Gradient` has to be one, and none a `Vec` or `#[gradient(skip)]`: keep the others in a struct or \
            a variable of their own, or make the struct with all of its fields, `Name {{ a: p.a, b: p.b }}`"
)]
pub trait Listed: Parameters {
    /// The numbers.
    fn ___numbers_call_1(&self) -> Numbers<Self>
    where
        Self: Sized;

    /// The product of that with a seed.
    fn ___numbers_vjp_1(&self, seed: Numbers<Self::Gradient>) -> (Self::Gradient,);

    /// Tangents of zeros for what the numbers are of.
    fn ___numbers_still_1<const L: usize>(&self, _: Lanes<L>) -> ([Self::Gradient; L],) {
        (core::array::from_fn(|_| self.zero_gradient()),)
    }

    /// The tangents of the numbers.
    fn ___numbers_jvp_1<const L: usize>(&self, along: ([Self::Gradient; L],)) -> [Numbers<Self::Gradient>; L] {
        along.0.map(Numbers)
    }

    /// A value of this type of these numbers.
    fn ___of_numbers_call_2(&self, numbers: &[Self::Scalar]) -> Self
    where
        Self: Sized;

    /// The product of that with a seed.
    fn ___of_numbers_vjp_2(&self, numbers: &[Self::Scalar], seed: Self::Gradient) -> (Self::Gradient, Numbers<Self::Gradient>);

    /// Tangents of zeros for a value of this type, and for the numbers.
    fn ___of_numbers_still_2<const L: usize>(&self, _: &[Self::Scalar], _: Lanes<L>) -> Along<Self, L> {
        (core::array::from_fn(|_| self.zero_gradient()), core::array::from_fn(|_| Numbers(self.zero_gradient())))
    }

    /// The tangents of the value that is made of the numbers.
    fn ___of_numbers_jvp_2<const L: usize>(&self, _: &[Self::Scalar], along: Along<Self, L>) -> [Self::Gradient; L] {
        along.1.map(|numbers| numbers.0)
    }
}

/// The tangents of a value, and of numbers.
type Along<P, const L: usize> = ([<P as Parameters>::Gradient; L], [Numbers<<P as Parameters>::Gradient>; L]);

#[diagnostic::do_not_recommend]
impl<P: Parameters + Numbered<P::Scalar> + Zero + Entire> Listed for P {
    #[inline(always)]
    fn ___numbers_call_1(&self) -> Numbers<P> {
        let mut out = P::zero();
        (0..P::COUNT).for_each(|at| *out.number_mut(at) = *self.number(at));
        Numbers(out)
    }
    #[inline(always)]
    fn ___numbers_vjp_1(&self, seed: Numbers<P::Gradient>) -> (P::Gradient,) {
        (seed.0,)
    }
    #[inline(always)]
    fn ___of_numbers_call_2(&self, numbers: &[P::Scalar]) -> P {
        let mut out = P::zero();
        numbers.iter().enumerate().for_each(|(at, number)| *out.number_mut(at) = *number);
        out
    }
    #[inline(always)]
    fn ___of_numbers_vjp_2(&self, _: &[P::Scalar], seed: P::Gradient) -> (P::Gradient, Numbers<P::Gradient>) {
        (self.zero_gradient(), Numbers(seed))
    }
}

/// The gradient of a struct that has some of its fields from another one.
pub trait Except: Clone {
    /// A copy in which the gradient of the fields that are its own is zero: what is left is that of the other struct.
    #[inline(always)]
    fn __except(&self, clear: impl FnOnce(&mut Self)) -> Self {
        let mut copy = self.clone();
        clear(&mut copy);
        copy
    }
}

impl<T: Clone> Except for T {}

/// A seed of a struct, to be read number by number.
pub trait ByNumber: Clone {
    /// A copy.
    #[inline(always)]
    fn __numbers(&self) -> Numbers<Self> {
        Numbers(self.clone())
    }
}

impl<T: Clone> ByNumber for T {}

/// What can be set to zero.
pub trait Clear: Zero {
    /// Sets it to zero.
    #[inline(always)]
    fn __clear(&mut self) {
        *self = Self::zero();
    }
}

impl<T: Zero> Clear for T {}
