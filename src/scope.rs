//! What formulas in place of an expression take from the code around.

/// The type of a variable in scope: its value is taken as it is, and the result has the same type.
#[diagnostic::on_unimplemented(
    message = "a formula over variables in scope computes with `f64`, and this is `{Self}`",
    label = "a variable of this formula is `{Self}`",
    note = "convert the variables with `f64::from(x)`, or write the formula as a function: `formula! {{ fn f(x: f32) = ...; }}`"
)]
pub trait InScope: Sized {
    /// The value.
    fn value(self) -> f64;
    /// A result.
    fn result(value: f64) -> Self;
}

impl InScope for f64 {
    #[inline(always)]
    fn value(self) -> f64 {
        self
    }

    #[inline(always)]
    fn result(value: f64) -> f64 {
        value
    }
}
