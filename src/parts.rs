//! What generated code asks about the fields of structs, whose types the macro does not see.

use crate::parameters::Parameters;
use crate::zero::Zero;

/// The number of elements of an array, when it is known before there is one.
#[diagnostic::on_unimplemented(
    message = "rows of unknown length in an array of structs, and lists in what a function returns, are not supported",
    label = "`{Self}` is no array whose type says its length",
    note = "make them arrays, `[f64; N]`, boxed if they are large"
)]
pub trait Rows {
    /// The number of elements.
    const LENGTH: usize;
}

impl<T, const N: usize> Rows for [T; N] {
    const LENGTH: usize = N;
}

#[cfg(feature = "std")]
impl<R: Rows> Rows for std::boxed::Box<R> {
    const LENGTH: usize = R::LENGTH;
}

/// The length of the rows that a closure would return.
#[inline(always)]
pub fn row_length<'a, R: Rows + 'a, const K: usize>(_: impl Fn([usize; K]) -> &'a R) -> usize {
    R::LENGTH
}

/// A row: an array, or a list whose length only it says.
#[diagnostic::on_unimplemented(message = "`{Self}` is used as a row of numbers here, but is none", label = "this is no array and no list")]
pub trait Row {
    /// The number of elements, if the type says it.
    const LENGTH: Option<usize>;

    /// The number of elements.
    fn length(&self) -> usize;
}

impl<T, const N: usize> Row for [T; N] {
    const LENGTH: Option<usize> = Some(N);

    #[inline(always)]
    fn length(&self) -> usize {
        N
    }
}

impl<T> Row for [T] {
    const LENGTH: Option<usize> = None;

    #[inline(always)]
    fn length(&self) -> usize {
        self.len()
    }
}

#[cfg(feature = "std")]
impl<T> Row for std::vec::Vec<T> {
    const LENGTH: Option<usize> = None;

    #[inline(always)]
    fn length(&self) -> usize {
        self.len()
    }
}

impl<R: Row + ?Sized> Row for &R {
    const LENGTH: Option<usize> = R::LENGTH;

    #[inline(always)]
    fn length(&self) -> usize {
        R::length(self)
    }
}

#[cfg(feature = "std")]
impl<R: Row + ?Sized> Row for std::boxed::Box<R> {
    const LENGTH: Option<usize> = R::LENGTH;

    #[inline(always)]
    fn length(&self) -> usize {
        R::length(self)
    }
}

/// The length of so many rows, which a closure returns. Without a row it is 0, unless the type says it.
///
/// # Panics
/// If the rows have different lengths.
#[inline(always)]
#[track_caller]
pub fn rows_length<'a, R: Row + 'a>(count: usize, row: impl Fn(usize) -> &'a R) -> usize {
    if let Some(length) = R::LENGTH {
        return length;
    }
    let length = if count == 0 { 0 } else { row(0).length() };
    for k in 1..count {
        let other = row(k).length();
        assert!(
            other == length,
            "rows of one length are needed here to differentiate, but the first has {length} elements and row {k} has {other}"
        );
    }
    length
}

/// An integer: a constant to differentiation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is used as an integer here, but is none",
    label = "this is no integer",
    note = "a float that is cast to its own type is differentiated without the cast: leave `as f64` or `f64::from` out"
)]
pub trait Integer: Copy {
    /// As the bound of a loop, if it is not negative.
    fn extent(self) -> Option<usize>;
}

macro_rules! integer {
    ($($t:ty)*) => { $(
        impl Integer for $t {
            #[inline(always)]
            fn extent(self) -> Option<usize> {
                usize::try_from(self).ok()
            }
        }
    )* };
}
integer!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// Compiles for integers only.
#[inline(always)]
pub fn integer<I: Integer>(_: &I) {}

/// What may be read as a condition: numbers, too, which the compiler refuses in the function itself.
#[diagnostic::on_unimplemented(message = "`{Self}` is used as a condition here, but is none", label = "this is no condition")]
pub trait Condition {}

macro_rules! condition {
    ($($t:ty)*) => { $(impl Condition for $t {})* };
}
condition!(bool f32 f64 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// Compiles for conditions only.
#[inline(always)]
pub fn condition<C: Condition>(_: &C) {}

/// An integer as the bound of a loop.
///
/// # Panics
/// If it is negative.
#[inline(always)]
#[track_caller]
pub fn extent<I: Integer + core::fmt::Display>(value: I, name: &str) -> usize {
    match value.extent() {
        Some(extent) => extent,
        None => panic!("`{name}` is {value}, but it bounds a loop or an index and must not be negative"),
    }
}

/// Sets every number to zero if there are more than those that will be written.
#[inline(always)]
pub fn clear_beyond<P: Parameters>(gradient: &mut P, written: usize) {
    if gradient.parameter_count() != written {
        gradient.visit_mut(&mut |x| *x = Zero::zero());
    }
}

/// As [`clear_beyond`], of a list.
#[inline(always)]
pub fn clear_list_beyond<P: Parameters>(gradient: &mut [P], written: usize) {
    if gradient.iter().map(P::parameter_count).sum::<usize>() != written {
        gradient.iter_mut().for_each(|p| p.visit_mut(&mut |x| *x = Zero::zero()));
    }
}
