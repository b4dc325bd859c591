//! Whether a function takes what a call passes, as types that generated code compares.
//!
//! Generated code repeats the calls that a function makes, and calls the derivative of what is called. Where the user passes
//! something else than the function takes, the compiler says so where he wrote it, and would say it again of all of these.
//! So the companion of a function says of what kind its arguments are, a call asks whether they are what it passes, and
//! goes on with something that takes anything if they are not. Such code never runs, because what the user wrote does not compile.
#![allow(non_camel_case_types)]

use crate::calls::SameArguments;

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
    pub fn select<A, B, C>(self, companion: A, _: B, _: C) -> A {
        companion
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
    pub fn select<A: SameArguments, B, C>(self, _: &A, anything: B, _: C) -> B {
        anything
    }
}

impl Unmarked {
    /// Both.
    #[inline(always)]
    pub fn and<V>(self, _: V) -> Unmarked {
        self
    }

    /// The third.
    #[inline(always)]
    pub fn select<A, B, C>(self, _: A, _: B, itself: C) -> C {
        itself
    }

    /// As [`there`] says.
    #[inline(always)]
    pub fn there(&self) -> Unmarked {
        Unmarked
    }
}

/// An argument of which no more is known.
pub struct any;

/// In the place of the arguments of a function that has another number of them.
pub struct none;

macro_rules! kinds {
    ($($kind:ident)*) => {
        $(
            /// What a function takes, or returns.
            pub struct $kind;

            impl $kind {
                /// It is of this kind.
                #[inline(always)]
                pub fn $kind(&self) -> Right {
                    Right
                }
            }
        )*

        impl any {
            $(
                /// It may be of this kind.
                #[inline(always)]
                pub fn $kind(&self) -> Right {
                    Right
                }
            )*
        }

        /// Of what is of another kind.
        pub trait Kind {
            $(
                /// It is not of this kind.
                #[inline(always)]
                fn $kind(&self) -> Wrong {
                    Wrong
                }
            )*
        }
    };
}
kinds! {
    there integer condition
    f32_number f32_reference f32_array_1 f32_array_2 f32_array_3 f32_array_4
    f64_number f64_reference f64_array_1 f64_array_2 f64_array_3 f64_array_4
    f32_output_0 f32_output_1 f32_output_2 f32_output_3 f32_output_4
    f64_output_0 f64_output_1 f64_output_2 f64_output_3 f64_output_4
}

impl<T> Kind for T {}
