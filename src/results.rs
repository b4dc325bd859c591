//! What functions return, with something in the place of each number: a Jacobian has a gradient there, its row.

/// A number, or an array, tuple, box or struct of numbers, as many as the type says.
#[diagnostic::on_unimplemented(
    message = "a function cannot return `{Self}` and be differentiated",
    label = "what is in this type is not known to chainrule",
    note = "results are `f32`, `f64`, arrays, tuples and structs with `#[derive(Gradient)]`"
)]
pub trait Results {
    /// The same with an `R` in the place of each number: `R` for a number, `NameJacobian<R>` for a struct `Name`.
    type Rows<R>;

    /// Makes each row.
    fn rows<R>(row: &mut impl FnMut() -> R) -> Self::Rows<R>;

    /// Calls `f` with each row, in the order of the numbers.
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R));
}

/// The rows of what is in the result as it is in an argument: `part` is where the argument's gradient has it, and the
/// derivatives of its numbers by themselves are `value`.
#[inline]
pub fn identity<P: Results + crate::Parameters, R, G: crate::Parameters<Scalar = P::Scalar>>(
    _: &P,
    rows: &mut P::Rows<R>,
    part: impl Fn(&mut R) -> &mut G,
    value: P::Scalar,
) {
    let mut number = 0;
    P::each_row(rows, &mut |row| {
        let mut at = 0;
        part(row).visit_mut(&mut |x| {
            if at == number {
                *x = value;
            }
            at += 1;
        });
        number += 1;
    });
}

macro_rules! number {
    ($($t:ty)*) => { $(
        impl Results for $t {
            type Rows<R> = R;
            #[inline]
            fn rows<R>(row: &mut impl FnMut() -> R) -> R {
                row()
            }
            #[inline]
            fn each_row<R>(rows: &mut R, f: &mut impl FnMut(&mut R)) {
                f(rows);
            }
        }
    )* };
}
number!(f32 f64);

impl<T: Results, const N: usize> Results for [T; N] {
    type Rows<R> = [T::Rows<R>; N];
    #[inline]
    fn rows<R>(row: &mut impl FnMut() -> R) -> Self::Rows<R> {
        core::array::from_fn(|_| T::rows(row))
    }
    #[inline]
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R)) {
        for rows in rows {
            T::each_row(rows, f);
        }
    }
}

#[cfg(feature = "std")]
impl<T: Results> Results for std::boxed::Box<T> {
    type Rows<R> = std::boxed::Box<T::Rows<R>>;
    #[inline]
    fn rows<R>(row: &mut impl FnMut() -> R) -> Self::Rows<R> {
        std::boxed::Box::new(T::rows(row))
    }
    #[inline]
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R)) {
        T::each_row(rows, f);
    }
}

/// Of no elements: how many there are is not known from the type. A field of a struct that no function returns may be one.
#[cfg(feature = "std")]
impl<T: Results> Results for std::vec::Vec<T> {
    type Rows<R> = std::vec::Vec<T::Rows<R>>;
    #[inline]
    fn rows<R>(_: &mut impl FnMut() -> R) -> Self::Rows<R> {
        std::vec::Vec::new()
    }
    #[inline]
    fn each_row<R>(rows: &mut Self::Rows<R>, f: &mut impl FnMut(&mut R)) {
        for rows in rows {
            T::each_row(rows, f);
        }
    }
}

macro_rules! tuple {
    ($($t:ident $at:tt)+) => {
        impl<$($t: Results),+> Results for ($($t,)+) {
            type Rows<Row> = ($($t::Rows<Row>,)+);
            #[inline]
            fn rows<Row>(row: &mut impl FnMut() -> Row) -> Self::Rows<Row> {
                ($($t::rows(row),)+)
            }
            #[inline]
            fn each_row<Row>(rows: &mut Self::Rows<Row>, f: &mut impl FnMut(&mut Row)) {
                $($t::each_row(&mut rows.$at, f);)+
            }
        }
    };
}
crate::zero::for_tuples!(tuple);
