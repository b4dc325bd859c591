//! What formulas in place of an expression take from the code around.

/// The type of a variable in scope: a number, or a reference to one. `First` is the type of the numbers of the first variable: of
/// no type that the compiler knows where that is wrong, so that it says so once.
#[diagnostic::on_unimplemented(
    message = "a formula over variables in scope computes with `f64`, and this is `{Self}`",
    label = "a variable of this formula is `{Self}`",
    note = "convert the variables with `f64::from(x)`, or write the formula as a function: `formula! {{ fn f(x: f32) = ...; }}`"
)]
pub trait InScope<First> {
    /// The type of a result.
    type Number;
    /// The value.
    fn value(self) -> f64;
    /// A result.
    fn number(value: f64) -> Self::Number;
}

impl InScope<f64> for f64 {
    type Number = f64;

    #[inline(always)]
    fn value(self) -> f64 {
        self
    }

    #[inline(always)]
    fn number(value: f64) -> f64 {
        value
    }
}

impl InScope<f64> for &f64 {
    type Number = f64;

    #[inline(always)]
    fn value(self) -> f64 {
        *self
    }

    #[inline(always)]
    fn number(value: f64) -> f64 {
        value
    }
}

/// Where the first variable is wrong, which has been said, and the result is used as this.
#[diagnostic::do_not_recommend]
impl<T> InScope<f32> for T {
    type Number = f32;

    fn value(self) -> f64 {
        unreachable!()
    }

    fn number(_: f64) -> f32 {
        unreachable!()
    }
}
