//! Whether a function takes what a call passes, as types that generated code compares.
//!
//! Generated code repeats the calls that a function makes, and calls the derivative of what is called. Where the user passes
//! something else than the function takes, the compiler says so where he wrote it, and would say it again of all of these.
//! So the companion of a function says of what kind its arguments are, a call asks whether they are what it passes, and
//! goes on with something that takes anything if they are not. Such code never runs, because what the user wrote does not compile.
#![allow(non_camel_case_types)]

use crate::calls::SameArguments;
use core::marker::PhantomData;

/// A function takes what a call passes.
pub struct Right;

/// It does not.
pub struct Wrong;

/// There is no saying, because it has no derivative.
pub struct Unmarked;

impl Right {
    /// Both.
    #[inline(always)]
    pub fn and<V>(self, other: V) -> V {
        other
    }

    /// The first.
    #[inline(always)]
    pub fn select<A, B>(self, companion: A, _: B) -> A {
        companion
    }

    /// What a method is called on.
    #[inline(always)]
    pub fn receiver<A, B>(self, receiver: A, _: B) -> A {
        receiver
    }
}

impl Wrong {
    /// Both.
    #[inline(always)]
    pub fn and<V>(self, _: V) -> Wrong {
        self
    }

    /// The second, unless it is a rule that says what the function takes: then that is what is wrong.
    #[inline(always)]
    pub fn select<A: SameArguments, B>(self, _: &A, anything: B) -> B {
        anything
    }

    /// What has a method that takes anything.
    #[inline(always)]
    pub fn receiver<A, B>(self, _: A, anything: B) -> B {
        anything
    }
}

impl Unmarked {
    /// Both.
    #[inline(always)]
    pub fn and<V>(self, _: V) -> Unmarked {
        self
    }

    /// The second.
    #[inline(always)]
    pub fn select<A, B>(self, _: A, anything: B) -> B {
        anything
    }

    /// What a method is called on.
    #[inline(always)]
    pub fn receiver<A, B>(self, receiver: A, _: B) -> A {
        receiver
    }

    /// As [`there`] says.
    #[inline(always)]
    pub fn there(&self) -> Unmarked {
        Unmarked
    }
}

/// What there is one value of.
pub trait New {
    /// It.
    const NEW: Self;
}

/// An argument of which no more is known.
pub struct any;

/// In the place of the arguments of a function that has another number of them.
pub struct none;

impl New for any {
    const NEW: Self = any;
}

/// A length that a type states.
pub struct Long<const N: usize>;

/// The lengths of the axes of an array that is passed, as a tuple.
pub struct Lengths<L>(pub L);

/// A tuple of so many items that a function returns.
pub struct tuple<const N: usize>;

impl<const N: usize> New for tuple<N> {
    const NEW: Self = tuple;
}

/// The items of a tuple that are read: at least so many.
pub struct Items<const N: usize>;

impl<T: ?Sized, const N: usize> Fits<Items<N>> for of<T> {}

macro_rules! tuples {
    ($($many:literal: $($count:literal)*,)*) => { $($( impl Fits<Items<$count>> for tuple<$many> {} )*)* };
}
tuples! {
    1: 1,
    2: 1 2,
    3: 1 2 3,
    4: 1 2 3 4,
    5: 1 2 3 4 5,
    6: 1 2 3 4 5 6,
    7: 1 2 3 4 5 6 7,
    8: 1 2 3 4 5 6 7 8,
}

/// What is passed as it is: a reference to it.
pub struct Given<P>(PhantomData<fn() -> P>);

/// What is passed by value: a reference to it.
pub struct Valued<P>(PhantomData<fn() -> P>);

/// A reference that is passed.
pub struct Referred<P>(PhantomData<fn() -> P>);

/// What is made where it is passed.
pub struct Made<P>(PhantomData<fn() -> P>);

/// What is passed, of which a closure would give a reference.
#[inline(always)]
pub fn given<P>(_: impl Fn() -> P) -> Given<P> {
    Given(PhantomData)
}

/// What is passed by value, of which a closure would give a reference.
#[inline(always)]
pub fn valued<P>(_: impl Fn() -> P) -> Valued<P> {
    Valued(PhantomData)
}

/// What is passed by reference, which a closure would give.
#[inline(always)]
pub fn referred<P>(_: impl Fn() -> P) -> Referred<P> {
    Referred(PhantomData)
}

/// What is passed, which a closure would make.
#[inline(always)]
pub fn made<P>(_: impl Fn() -> P) -> Made<P> {
    Made(PhantomData)
}

/// A struct that is made where it is passed, about which a constant has asked.
pub struct Literal<const ASKED: usize>;

/// That it is made as its type says.
pub trait Sure {
    /// [`Right`], of no type that the compiler knows where it does not know the constant.
    type Is;

    /// Its value.
    const IS: Self::Is;

    /// A type, if the compiler knows the constant.
    type Of<C>;

    /// A value.
    fn of<C>(value: C) -> Self::Of<C>;
}

impl Sure for Literal<0> {
    type Is = Right;

    const IS: Right = Right;

    type Of<C> = C;

    #[inline(always)]
    fn of<C>(value: C) -> C {
        value
    }
}

/// A value, of no type that the compiler knows where a constant has asked for a mistake.
#[inline(always)]
pub fn sure<const ASKED: usize, C>(value: C) -> <Literal<ASKED> as Sure>::Of<C>
where
    Literal<ASKED>: Sure,
{
    <Literal<ASKED> as Sure>::of(value)
}

/// Asks about a struct that is made.
#[inline(always)]
pub fn literal<const ASKED: usize>() -> <Literal<ASKED> as Sure>::Is
where
    Literal<ASKED>: Sure,
{
    <Literal<ASKED> as Sure>::IS
}

/// Whether an argument of a kind takes what is passed.
pub struct Asked<K, P>(PhantomData<(K, P)>);

/// Asks.
#[inline(always)]
pub fn asked<K, P>(_: &K, _: P) -> Asked<K, P> {
    Asked(PhantomData)
}

impl<K: Fits<P>, P> Asked<K, P> {
    /// It does.
    #[inline(always)]
    pub fn fits(&self) -> Right {
        Right
    }
}

/// An argument, or a length of one, that takes what is passed.
pub trait Fits<P> {}

impl<P> Fits<P> for any {}
impl<const N: usize> Fits<Long<N>> for Long<N> {}
impl<const N: usize> Fits<any> for Long<N> {}
impl<A: Fits<P>, P> Fits<(P,)> for (A,) {}
impl<A: Fits<P>, P, B: Fits<Q>, Q> Fits<(P, Q)> for (A, B) {}
impl<A: Fits<P>, P, B: Fits<Q>, Q, C: Fits<R>, R> Fits<(P, Q, R)> for (A, B, C) {}
impl<A: Fits<P>, P, B: Fits<Q>, Q, C: Fits<R>, R, D: Fits<S>, S> Fits<(P, Q, R, S)> for (A, B, C, D) {}

/// An argument of this type, which may be a struct.
pub struct of<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> New for of<T> {
    const NEW: Self = of(PhantomData);
}

/// A type as a kind.
pub trait Typed {
    /// [`of`] it.
    type Kind: New;
}

impl<T: ?Sized> Typed for T {
    type Kind = of<T>;
}

/// The kinds of a method, which has so many arguments and a result.
pub trait OfMethod {
    /// [`Kinds`] of them.
    type All: New;
}

impl<T> OfMethod for T {
    type All = Kinds<T>;
}

// By value or by reference, and what the compiler takes for a reference.
impl<T> Fits<Given<&T>> for of<T> {}
impl<T: ?Sized> Fits<Given<&T>> for of<&T> {}
impl<T, const N: usize> Fits<Given<&[T; N]>> for of<&[T]> {}
impl<T> Fits<Valued<&T>> for of<T> {}
impl<T: ?Sized> Fits<Referred<&T>> for of<&T> {}
// The reference of a reference.
impl<T: ?Sized> Fits<Referred<&&T>> for of<&T> {}
impl<T, const N: usize> Fits<Referred<&[T; N]>> for of<&[T]> {}
impl<T> Fits<Made<T>> for of<T> {}
impl<T> Fits<Made<T>> for of<&T> {}
impl<T, const N: usize> Fits<Made<[T; N]>> for of<&[T]> {}

#[cfg(feature = "std")]
mod allocated {
    use super::{Fits, Given, Language, Referred, of};
    use std::boxed::Box;
    use std::vec::Vec;

    impl<T> Fits<Given<&Vec<T>>> for of<&[T]> {}
    impl<T: ?Sized> Fits<Given<&Box<T>>> for of<&T> {}
    impl<T> Fits<Referred<&Vec<T>>> for of<&[T]> {}
    impl<T: ?Sized> Fits<Referred<&Box<T>>> for of<&T> {}

    impl<T> Language for Vec<T> {}
    impl<T: ?Sized> Language for Box<T> {}
}

/// No struct of a user: what an alias may stand for.
pub trait Language {}

impl<T, const N: usize> Language for [T; N] {}
impl<T> Language for [T] {}
impl<T: Language + ?Sized> Language for &T {}

macro_rules! language {
    ($group:ident: $($t:ty)*) => { $(
        impl Language for $t {}
        impl Fits<Given<&$t>> for $group {}
        impl Fits<Valued<&$t>> for $group {}
    )* };
}
language!(f32_number: f32);
language!(f64_number: f64);
language!(integer: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
language!(condition: bool);

impl Fits<Given<&f32>> for f32_reference {}
impl Fits<Given<&f64>> for f64_reference {}
impl Fits<Referred<&f32>> for f32_reference {}
impl Fits<Referred<&f64>> for f64_reference {}

macro_rules! may_be {
    ($($kind:ident)*) => { $(
        /// It may be of this kind.
        #[inline(always)]
        pub fn $kind(&self) -> Right {
            Right
        }
    )* };
}

macro_rules! kinds {
    ($($kind:ident)*; $($array:ident)*) => {
        $(
            /// What a function takes, or returns.
            pub struct $kind;

            impl New for $kind {
                const NEW: Self = $kind;
            }

            impl $kind {
                /// It is of this kind.
                #[inline(always)]
                pub fn $kind(&self) -> Right {
                    Right
                }
            }
        )*
        $(
            /// What a function takes, or returns, with the lengths that the type states.
            pub struct $array<L = any>(PhantomData<L>);

            impl<L> New for $array<L> {
                const NEW: Self = $array(PhantomData);
            }

            impl<L> $array<L> {
                /// It is of this kind.
                #[inline(always)]
                pub fn $array(&self) -> Right {
                    Right
                }
            }

            impl<L: Fits<M>, M> Fits<Lengths<M>> for $array<L> {}
            impl<L, T: Language + ?Sized> Fits<Given<&T>> for $array<L> {}
            impl<L, T: Language + ?Sized> Fits<Valued<&T>> for $array<L> {}
            impl<L, T: Language + ?Sized> Fits<Referred<&T>> for $array<L> {}
        )*

        impl any {
            may_be! { $($kind)* $($array)* }
        }

        impl<T: Language> of<T> {
            may_be! { $($kind)* $($array)* }
        }

        impl<T: Language, L> Fits<Lengths<L>> for of<T> {}

        /// Of what is of another kind.
        pub trait Kind {
            $(
                /// It is not of this kind.
                #[inline(always)]
                fn $kind(&self) -> Wrong {
                    Wrong
                }
            )*
            $(
                /// It is not of this kind.
                #[inline(always)]
                fn $array(&self) -> Wrong {
                    Wrong
                }
            )*

            /// It does not take what is passed.
            #[inline(always)]
            fn fits(&self) -> Wrong {
                Wrong
            }
        }
    };
}
kinds! {
    there integer condition
    f32_number f32_reference
    f64_number f64_reference
    f32_output_0
    f64_output_0;
    f32_array_1 f32_array_2 f32_array_3 f32_array_4
    f64_array_1 f64_array_2 f64_array_3 f64_array_4
    f32_output_1 f32_output_2 f32_output_3 f32_output_4
    f64_output_1 f64_output_2 f64_output_3 f64_output_4
}

impl<T> Kind for T {}

/// Of a method that has a derivative: the kinds of what it is called on, of its arguments and of its result.
pub struct Kinds<T>(PhantomData<T>);

impl<T> New for Kinds<T> {
    const NEW: Self = Kinds(PhantomData);
}

macro_rules! any_of {
    ($kind:ident) => {
        any
    };
}

macro_rules! of_methods {
    ($($name:ident: $($kind:ident)*,)*) => { $(
        impl<$($kind: New,)* Result: New> Kinds<($($kind,)* Result,)> {
            /// As a companion gives them.
            #[inline(always)]
            pub fn $name(&self) -> (there, $($kind,)* Result) {
                (there, $($kind::NEW,)* Result::NEW)
            }
        }

        impl crate::calls::Unknown {
            /// There is no saying.
            #[inline(always)]
            pub fn $name(&self) -> (Unmarked, $(any_of!($kind),)* any) {
                (Unmarked, $(any_of!($kind),)* any)
            }
        }
    )* };
}

of_methods! {
    kinds_1: A,
    kinds_2: A B,
    kinds_3: A B C,
    kinds_4: A B C D,
    kinds_5: A B C D E,
    kinds_6: A B C D E F,
    kinds_7: A B C D E F G,
    kinds_8: A B C D E F G H,
    kinds_9: A B C D E F G H I,
    kinds_10: A B C D E F G H I J,
    kinds_11: A B C D E F G H I J K,
    kinds_12: A B C D E F G H I J K L,
}
