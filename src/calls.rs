//! What generated code needs to differentiate functions that call each other.

use crate::parameters::Parameters;
use crate::parts::Rows;
use crate::rt::Float;
use crate::zero::Zero;

/// The type beside a function `f`, of the same name, by which callers of `f` differentiate it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative for chainrule",
    label = "called here by a function that is differentiated",
    note = "put `#[chainrule::gradient]` on it, or give its derivative by a function with `#[chainrule::custom_gradient(of = ..)]`",
    note = "for a function of another crate, the rule stands beside its import, and the function is called by its name"
)]
pub trait Companion {
    /// The gradient with respect to an argument, if there is one.
    #[inline(always)]
    fn differentiated<D: Differentiated>(&self, gradient: D) -> D::Gradient {
        gradient.gradient()
    }

    /// The function itself.
    #[inline(always)]
    fn takes<F>(&self, function: F) -> F {
        function
    }
}

/// A companion that was made from the function itself, and so has its arguments.
#[diagnostic::on_unimplemented(
    message = "the rule of `{Self}` has other arguments than this call",
    label = "called here by a function that is differentiated",
    note = "the function with `#[chainrule::custom_gradient(of = ..)]` takes the arguments of the other one, those by `&mut` marked \
            `#[output]`, and then the seeds"
)]
pub trait SameArguments {}

/// With a second type that has it, the compiler takes nothing for granted where a third has not.
impl SameArguments for Nothing {}

/// In the place of a gradient of unknown type, in code that never runs.
pub enum Anything {}

impl Differentiated for Anything {
    type Gradient = Anything;

    fn gradient(self) -> Anything {
        self
    }
}

impl<S: ?Sized> AddTo<S> for Anything {
    fn add_to(&self, _: &mut S) {}
}

/// Of a function of a type that has a derivative.
pub struct Known;

/// Of one that has none.
pub struct Unknown;

/// Whether a function of a type has a derivative.
#[diagnostic::on_unimplemented(
    message = "a function that is called here has no derivative for chainrule",
    label = "called here by a function that is differentiated",
    note = "put `#[chainrule::gradient]` on the function, or on the `impl` block around it; a method of such a block that has none \
            was not understood: put it on the method itself to see why",
    note = "a method that takes `&mut self` and returns something is called by its path, `Type::method(&mut value, ..)`, where methods \
            of its name in other types take `&self`"
)]
pub trait HasDerivative<R = ()> {}

impl<R> HasDerivative<R> for Known {}

#[diagnostic::do_not_recommend]
impl<R, T> HasDerivative<R> for crate::kinds::Kinds<T> {}

// For results that nothing has, so that the compiler waits for the result, which is an error of its own where there is no such
// function.
#[diagnostic::do_not_recommend]
impl HasDerivative<Nothing> for Unknown {}

#[diagnostic::do_not_recommend]
impl HasDerivative<Anything> for Unknown {}

/// What says so compiles only if it has.
pub trait Confirm: Sized {
    /// Nothing.
    #[inline(always)]
    fn confirm(self)
    where
        Self: HasDerivative,
    {
    }

    /// A function of the type that stands beside another function.
    #[inline(always)]
    fn beside<F>(self, function: F) -> F
    where
        Self: HasDerivative,
    {
        function
    }

    /// Nothing: a closure would return what the function itself returns.
    #[inline(always)]
    fn confirm_unless<R>(self, _: impl FnOnce() -> R)
    where
        Self: HasDerivative<R>,
    {
    }
}

impl<T> Confirm for T {}

/// A number, of the type that generated code takes it for.
#[diagnostic::on_unimplemented(
    message = "what is read here as `{S}` is `{Self}`",
    label = "this is `{Self}`, and the function computes with `{S}`",
    note = "an integer is made a number where it is read, `p.n as f64`; numbers are all of the type that the function returns"
)]
pub trait ReadAs<S> {
    /// An argument of which this was read: of no type that the compiler knows where it is no such number.
    type Seen<A: ?Sized>: ?Sized;

    /// The number.
    type Number;

    /// The argument itself.
    fn seen<A: ?Sized>(argument: &A) -> &Self::Seen<A>;

    /// The number itself.
    fn number(self) -> Self::Number;
}

macro_rules! read_as {
    ($($t:ty)*) => { $(
        impl ReadAs<$t> for $t {
            type Seen<A: ?Sized> = A;

            type Number = $t;

            #[inline(always)]
            fn seen<A: ?Sized>(argument: &A) -> &A {
                argument
            }

            #[inline(always)]
            fn number(self) -> $t {
                self
            }
        }

        impl<'a> ReadAs<$t> for &'a $t {
            type Seen<A: ?Sized> = A;
            type Number = &'a $t;

            #[inline(always)]
            fn seen<A: ?Sized>(argument: &A) -> &A {
                argument
            }

            #[inline(always)]
            fn number(self) -> &'a $t {
                self
            }
        }
    )* };
}
read_as!(f32 f64);

/// A constant that is read as a number.
#[inline(always)]
pub fn from_outside<S, T: ReadAs<S>>(constant: T) -> T::Number {
    constant.number()
}

/// An argument of which a closure would give a number.
#[inline(always)]
pub fn seen<S, T: ReadAs<S>, A: ?Sized, const N: usize>(_: impl Fn([usize; N]) -> T, argument: &A) -> &T::Seen<A> {
    T::seen(argument)
}

/// A gradient, whose type the compiler does not know where it does not know that of a field of the argument.
#[diagnostic::on_unimplemented(message = "a field that is read as a number is `{T}`")]
pub trait Beside<T> {
    /// Its type.
    type Same: ?Sized;

    /// The gradient itself.
    fn same(&mut self) -> &mut Self::Same;
}

// One for each type: of all types at once it would not wait for the field.
macro_rules! beside {
    ($($t:ty)*) => { $(
        impl<G: ?Sized> Beside<$t> for G {
            type Same = G;

            #[inline(always)]
            fn same(&mut self) -> &mut G {
                self
            }
        }
    )* };
}
beside!(f32 f64 bool u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// The gradient beside an argument of which a closure would give a field.
#[inline(always)]
pub fn beside<T, G: Beside<T> + ?Sized, const N: usize>(_: impl Fn([usize; N]) -> T, gradient: &mut G) -> &mut G::Same {
    gradient.same()
}

/// The gradient with respect to an argument, if there is one.
#[inline(always)]
pub fn differentiated<D: Differentiated>(gradient: D) -> D::Gradient {
    gradient.gradient()
}

/// A value of any type as an argument takes it.
#[diagnostic::on_unimplemented(
    message = "what is passed here cannot be copied",
    label = "`{T}` is taken by value, and generated code passes it more than once",
    note = "derive `Clone` for `{T}`, or take it by reference"
)]
pub trait Hand<T> {
    /// By value or by reference.
    fn handed(self) -> T;
}

impl<'a, T: ?Sized> Hand<&'a T> for &'a T {
    #[inline(always)]
    fn handed(self) -> &'a T {
        self
    }
}

impl<T: Clone> Hand<T> for &T {
    #[inline(always)]
    fn handed(self) -> T {
        self.clone()
    }
}

/// So that what has no `Clone` is not taken for what is passed by reference.
impl<T> Hand<Outcome<T, Anything>> for &T {
    fn handed(self) -> Outcome<T, Anything> {
        unreachable!("nothing is passed so")
    }
}

impl<'a, T, const N: usize> Hand<&'a [T]> for &'a [T; N] {
    #[inline(always)]
    fn handed(self) -> &'a [T] {
        self
    }
}

#[cfg(feature = "std")]
impl<'a, T> Hand<&'a [T]> for &'a std::vec::Vec<T> {
    #[inline(always)]
    fn handed(self) -> &'a [T] {
        self
    }
}

#[cfg(feature = "std")]
impl<'a, T: ?Sized> Hand<&'a T> for &'a std::boxed::Box<T> {
    #[inline(always)]
    fn handed(self) -> &'a T {
        self
    }
}

/// A value by value or by reference, as the argument says that takes it.
#[inline(always)]
pub fn hand<T, H: Hand<T>>(value: H) -> T {
    value.handed()
}

/// A value that generated code passes more than once.
#[diagnostic::on_unimplemented(
    message = "what is passed here cannot be copied",
    label = "`{Self}` is taken by value, and generated code passes it more than once",
    note = "derive `Clone` for `{Self}`, or take it by reference"
)]
pub trait Owned: Sized {
    /// A copy.
    fn owned(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Owned for T {
    #[inline(always)]
    fn owned(&self) -> T {
        self.clone()
    }
}

/// A value by value.
#[inline(always)]
pub fn own<T: Owned>(value: &T) -> T {
    value.owned()
}

/// Takes a function of the table, which is generic, as a function of `f32` and of `f64`.
#[inline(always)]
pub fn rename_it_chainrule_has_a_function_of_this_name<F>(_: F) {}

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
impl<P: Parameters<Gradient = P>> Differentiated for P {
    // Not `P`: what is no gradient has no type then that could be reported once more.
    type Gradient = P::Gradient;

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

impl<'a, T, const N: usize> Pass<&'a [T; N]> for &'a [T; N] {
    #[inline(always)]
    fn passed(self) -> &'a [T; N] {
        self
    }
}

impl<'a, T, const N: usize> Pass<&'a [T]> for &'a [T; N] {
    #[inline(always)]
    fn passed(self) -> &'a [T] {
        self
    }
}

impl<T: Copy, const N: usize> Pass<[T; N]> for &[T; N] {
    #[inline(always)]
    fn passed(self) -> [T; N] {
        *self
    }
}

impl<'a, T> Pass<&'a [T]> for &'a [T] {
    #[inline(always)]
    fn passed(self) -> &'a [T] {
        self
    }
}

impl<'a, T, const N: usize> Pass<&'a [T; N]> for &'a [T] {
    #[inline(always)]
    #[track_caller]
    fn passed(self) -> &'a [T; N] {
        match self.try_into() {
            Ok(array) => array,
            Err(_) => panic!("an array of {N} elements is expected, but there are {}", self.len()),
        }
    }
}

/// A row of numbers as an array of arrays: where an array lies in memory as one long row.
impl<'a, T, const N: usize, const M: usize> Pass<&'a [[T; N]; M]> for &'a [T] {
    #[inline(always)]
    #[track_caller]
    fn passed(self) -> &'a [[T; N]; M] {
        let (rows, rest) = self.as_chunks::<N>();
        debug_assert!(rest.is_empty(), "rows are whole");
        rows.passed()
    }
}

impl<'a, T, const N: usize, const M: usize, const L: usize> Pass<&'a [[[T; N]; M]; L]> for &'a [T] {
    #[inline(always)]
    #[track_caller]
    fn passed(self) -> &'a [[[T; N]; M]; L] {
        let (rows, rest) = self.as_chunks::<N>();
        debug_assert!(rest.is_empty(), "rows are whole");
        rows.passed()
    }
}

/// The same by value: a field of a struct that a loop carries is in a row of the workspace.
macro_rules! by_value {
    ($(<$($n:ident)*> $array:ty;)*) => { $(
        impl<T: Copy, $(const $n: usize),*> Pass<$array> for &[T] {
            #[inline(always)]
            #[track_caller]
            fn passed(self) -> $array {
                *Pass::<&$array>::passed(self)
            }
        }

        #[cfg(feature = "std")]
        impl<T: Copy, $(const $n: usize),*> Pass<std::boxed::Box<$array>> for &[T] {
            #[inline(always)]
            #[track_caller]
            fn passed(self) -> std::boxed::Box<$array> {
                std::boxed::Box::new(*Pass::<&$array>::passed(self))
            }
        }
    )* };
}
by_value! {
    <N> [T; N];
    <N M> [[T; N]; M];
    <N M L> [[[T; N]; M]; L];
}

#[cfg(feature = "std")]
impl<T: Clone, const N: usize> Pass<std::boxed::Box<[T; N]>> for &[T; N] {
    #[inline(always)]
    fn passed(self) -> std::boxed::Box<[T; N]> {
        std::boxed::Box::new(self.clone())
    }
}

#[cfg(feature = "std")]
impl<T: Clone, const N: usize> Pass<std::vec::Vec<T>> for &[T; N] {
    #[inline(always)]
    fn passed(self) -> std::vec::Vec<T> {
        self.to_vec()
    }
}

#[cfg(feature = "std")]
impl<T: Clone> Pass<std::vec::Vec<T>> for &[T] {
    #[inline(always)]
    fn passed(self) -> std::vec::Vec<T> {
        self.to_vec()
    }
}

/// An array, wherever it lies and whatever it is behind, as an argument takes it.
pub trait Array {
    /// By value or by reference, as an array or a slice.
    #[inline(always)]
    fn given<'a, T>(&'a self) -> T
    where
        &'a Self: Pass<T>,
    {
        self.passed()
    }
}

impl<T, const N: usize> Array for [T; N] {}

impl<T> Array for [T] {}

/// What a function returned, and what it left in the places that it wrote to.
#[derive(Clone, Copy)]
pub struct Outcome<R, O>(pub R, pub O);

impl<R: Zero, O: Zero> Zero for Outcome<R, O> {
    #[inline(always)]
    fn zero() -> Self {
        Outcome(R::zero(), O::zero())
    }
}

/// What a seed can be made in the image of: parameters, nothing, and outcomes of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is returned by a function that is called here, and is nothing to differentiate",
    note = "floats, arrays and tuples of them, and structs that derive `Gradient` can be returned"
)]
pub trait Image {
    /// The type of the seed.
    type Seed;

    /// Zeros.
    fn zeros(&self) -> Self::Seed;
}

#[diagnostic::do_not_recommend]
impl<P: Parameters> Image for P {
    type Seed = P::Gradient;

    #[inline(always)]
    fn zeros(&self) -> P::Gradient {
        self.zero_gradient()
    }
}

impl Image for () {
    type Seed = ();

    #[inline(always)]
    fn zeros(&self) {}
}

impl<R: Image, O: Image> Image for Outcome<R, O> {
    type Seed = Outcome<R::Seed, O::Seed>;

    #[inline(always)]
    fn zeros(&self) -> Self::Seed {
        Outcome(self.0.zeros(), self.1.zeros())
    }
}

/// Zeros in the image of what a function returned.
#[inline(always)]
pub fn zeros_like<P: Image>(value: &P) -> P::Seed {
    value.zeros()
}

/// A gradient that can be added to a seed.
pub trait AddTo<S: ?Sized> {
    /// Adds all numbers.
    fn add_to(&self, seed: &mut S);
}

impl<P: Parameters<Gradient = P>> AddTo<P> for P {
    #[inline(always)]
    fn add_to(&self, seed: &mut P) {
        seed.zip_mut(self, &mut |x, y| *x += y);
    }
}

#[cfg(feature = "std")]
impl<S, A: AddTo<S>, const N: usize> AddTo<[S; N]> for std::vec::Vec<A> {
    #[inline(always)]
    fn add_to(&self, seed: &mut [S; N]) {
        seed.iter_mut().zip(self).for_each(|(x, y)| y.add_to(x));
    }
}

#[cfg(feature = "std")]
impl<S, A: AddTo<S>> AddTo<[S]> for std::vec::Vec<A> {
    #[inline(always)]
    fn add_to(&self, seed: &mut [S]) {
        seed.iter_mut().zip(self).for_each(|(x, y)| y.add_to(x));
    }
}

#[cfg(feature = "std")]
impl<P: Parameters<Gradient = P>, const N: usize> AddTo<std::boxed::Box<[P; N]>> for [P; N] {
    #[inline(always)]
    fn add_to(&self, seed: &mut std::boxed::Box<[P; N]>) {
        add_to(&mut **seed, self);
    }
}

/// Adds a gradient to a seed.
#[inline(always)]
pub fn add_to<S: ?Sized, A: AddTo<S>>(seed: &mut S, gradient: &A) {
    gradient.add_to(seed);
}

/// A value for the compiler, which only looks at its type.
///
/// # Panics
/// When it is called.
pub fn any<T>() -> T {
    unreachable!("only the type of this value is of use")
}

/// In the place of what a call that does not fit its function would return: such code never runs, because the compiler refuses the
/// call. It is in the libraries of users all the same, and optimised, so it must not be a constant that cannot be evaluated.
///
/// # Panics
/// Always.
#[cold]
pub fn left_out<T>() -> T {
    panic!(
        "a call was taken for one that does not fit the function, and compiles: its derivative was left out; please report this as a bug of chainrule"
    )
}

/// The length of an array of which only the type is known, once that is.
pub struct Length<R>(core::marker::PhantomData<fn(R)>);

impl<R> Length<R> {
    /// Of an array that comes later.
    #[inline(always)]
    pub fn unknown() -> Self {
        Self(core::marker::PhantomData)
    }

    /// Looks at the type of the array.
    #[inline(always)]
    pub fn is_that_of(&self, _: &R) {}

    /// The number of elements.
    #[inline(always)]
    pub fn get(&self) -> usize
    where
        R: Rows,
    {
        R::LENGTH
    }
}

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
