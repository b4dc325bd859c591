//! What generated code needs to differentiate functions that call each other.

use crate::parameters::Parameters;
use crate::rt::Float;
use crate::zero::Zero;

/// The type beside a function `f`, of the same name, by which callers of `f` differentiate it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative for chainrule",
    label = "called here by a function that is differentiated",
    note = "put `#[chainrule::gradient]` on `{Self}`, or give its derivative by a function with `#[chainrule::custom_gradient(of = {Self})]`",
    note = "a rule stands beside an import: after `use other::{Self};` call `{Self}(..)`, not `other::{Self}(..)`"
)]
pub trait Companion {
    /// The gradient with respect to an argument, if there is one.
    #[inline(always)]
    fn differentiated<D: Differentiated>(gradient: D) -> D::Gradient {
        gradient.gradient()
    }
}

/// Compiles for companions only.
#[inline(always)]
pub fn has_derivative<C: Companion>() {}

/// In place of the gradient with respect to an argument that a function holds constant.
#[derive(Clone, Copy)]
pub struct HeldConstant;

impl Zero for HeldConstant {
    #[inline(always)]
    fn zero() -> Self {
        HeldConstant
    }
}

/// The gradient with respect to an argument.
#[diagnostic::on_unimplemented(
    message = "a function that is called here is not differentiated with respect to this argument",
    label = "an argument that depends on what is differentiated is passed where the function has `#[constant]`",
    note = "take `#[constant]` from the argument of the function, or pass `chainrule::stop_gradient(..)` if the argument is to count as constant"
)]
pub trait Differentiated: Sized {
    /// Its type.
    type Gradient;

    /// The gradient itself.
    fn gradient(self) -> Self::Gradient;
}

#[diagnostic::do_not_recommend]
impl<P: Parameters> Differentiated for P {
    type Gradient = P;

    #[inline(always)]
    fn gradient(self) -> P {
        self
    }
}

/// With a second type that has it, the compiler takes nothing for granted where a third has not, and reports that alone.
#[allow(dead_code)]
enum Nothing {}

impl Differentiated for Nothing {
    type Gradient = ();

    fn gradient(self) {}
}

/// Multiplies a gradient by a seed.
#[inline(always)]
pub fn scale<P: Parameters, T: Float>(gradient: &mut P, seed: T) {
    gradient.scale(P::Scalar::from_f64(seed.to_f64()));
}

/// A number as an argument takes it.
pub trait Pass<T> {
    /// By value or by reference.
    fn passed(self) -> T;
}

macro_rules! numbers {
    ($($t:ty)*) => { $(
        impl Pass<$t> for &$t {
            #[inline(always)]
            fn passed(self) -> $t {
                *self
            }
        }
        impl<'a> Pass<&'a $t> for &'a $t {
            #[inline(always)]
            fn passed(self) -> &'a $t {
                self
            }
        }
    )* };
}
numbers!(f32 f64);

/// A number by value or by reference, as the argument says that takes it.
#[inline(always)]
pub fn pass<T, P: Pass<T>>(value: P) -> T {
    value.passed()
}

/// An integer that is computed as a float.
pub trait Whole {
    /// The integer.
    fn from_f64(value: f64) -> Self;
}

macro_rules! integers {
    ($($t:ty)*) => { $(
        impl Whole for $t {
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as $t
            }
        }
    )* };
}
integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// An integer argument that is computed as a float.
///
/// # Panics
/// If it is so large that not every integer of its size is a float.
#[inline]
#[track_caller]
pub fn whole<T: Float, I: Whole>(value: T) -> I {
    let value = value.to_f64();
    let largest = 2.0 / T::EPSILON.to_f64();
    assert!(value.abs() <= largest, "the integer argument {value} is too large: at most {largest} is supported");
    I::from_f64(value)
}
