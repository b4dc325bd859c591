//! Gradients of formulas and Rust functions, derived at compile time on stable Rust.
//!
//! You write a formula, or an ordinary Rust function. At compile time you get its gradient back as ordinary
//! Rust: readable, free of allocation, and as fast as back propagation derived and tuned by hand. The same
//! engine works at run time on strings.
//!
//! # A function
//!
//! ```
//! use chainrule::functions::sigmoid;
//!
//! #[chainrule::gradient]
//! fn loss<const N: usize>(w: &[f64; N], b: f64, #[constant] x: &[f64; N], #[constant] t: f64) -> f64 {
//!     let mut z = b;
//!     for i in 0..N {
//!         z += w[i] * x[i];
//!     }
//!     let e = sigmoid(z) - t;
//!     0.5 * e * e
//! }
//!
//! let (mut w, mut b) = ([0.1, -0.2], 0.0);
//! for _ in 0..1000 {
//!     let (value, (dw, db)) = loss_value_and_gradient(&w, b, &[1.0, 2.0], 1.0);
//!     for i in 0..2 {
//!         w[i] -= 0.1 * dw[i];
//!     }
//!     b -= 0.1 * db;
//! }
//! ```
//!
//! Arguments may be structs that derive [`Gradient`](derive@Gradient), tuples, and arrays and slices of them, and the function
//! a method: see [`gradient`](macro@gradient).
//!
//! # A struct of parameters
//!
//! ```
//! use chainrule::Gradient;
//!
//! #[derive(Clone, Gradient)]
//! #[objective(loss(x: f64, t: f64) = "(sigmoid(w*x + b) - t)^2 / 2")]
//! struct Neuron {
//!     w: f64,
//!     b: f64,
//!     #[gradient(skip)]
//!     id: u32,
//! }
//!
//! let mut neuron = Neuron { w: 0.3, b: 0.1, id: 7 };
//! let (value, gradient) = neuron.loss_value_and_gradient(1.0, 0.0);
//! neuron.descend(&gradient, 0.1);
//! ```
//!
//! # A formula
//!
//! ```
//! use chainrule::{derivative, formula};
//!
//! formula! { pub fn cost(w, b; x, t) = "(sigmoid(w*x + b) - t)^2 / 2"; }
//! let (value, (dw, db)) = cost_value_and_gradient(0.3, 0.1, 1.0, 0.0);
//!
//! let (w, b, x) = (0.3, 0.1, 1.0);
//! let slope = derivative!("sigmoid(w*x + b)", w);
//! ```
//!
//! and at run time:
//!
//! ```
//! let f = chainrule::parse("(sigmoid(w*x + b) - t)^2 / 2")?;
//! println!("{}", f.derivative("w")?);
//! let k = f.compile(["w", "b"], ["x", "t"])?;
//! let (value, gradient) = k.value_and_gradient(&[0.3, 0.1], &[1.0, 0.0])?;
//! # Ok::<(), chainrule::Error>(())
//! ```
//!
//! # Kinks
//!
//! |x| has derivative 0 at 0, and so has [`relu`](functions::relu). [`min`](functions::min) and
//! [`max`](functions::max) take the branch that the comparison takes, the first argument on a tie. A branch that
//! is not taken contributes exactly nothing.
//!
//! # Features
//!
//! - `std` (default): the standard library's elementary functions, loops compiled for the vectors that the
//!   machine has, [`Parameters`] for `Box` and `Vec`.
//! - `macros` (default): `#[gradient]`, `#[derive(Gradient)]`, `formula!` and `derivative!`.
//! - `runtime` (default): formulas given as strings at run time; needs `std`.
//! - `gemm`: large matrix products by the library faer; needs `std`.
//! - `libm`: the elementary functions without `std`, from the crate of that name. With neither, only the
//!   functions remain that need nothing but arithmetic.
#![cfg_attr(not(feature = "std"), no_std)]

mod along;
mod calls;
mod carried;
#[cfg(feature = "std")]
mod check;
mod checked;
mod kinds;
mod parameters;
mod parts;
// With the run time comes what generated code calls; without it, the same source is compiled here.
#[cfg(feature = "runtime")]
use chainrule_run::rt;
mod results;
#[cfg(all(feature = "std", not(feature = "runtime")))]
mod rt;
#[cfg(all(feature = "libm", not(feature = "std")))]
#[path = "rt/with_libm.rs"]
mod rt;
#[cfg(not(any(feature = "std", feature = "libm")))]
#[path = "rt/bare.rs"]
mod rt;
mod scope;
mod zero;

#[cfg(feature = "macros")]
pub use chainrule_macros::{Gradient, custom_gradient, derivative, formula, gradient};
#[cfg(feature = "runtime")]
pub use chainrule_run::{Error, Formula, Kernel, Names, ParseOptions, parse, parse_with};
pub use parameters::Parameters;
pub use rt::Float;
#[cfg(feature = "std")]
pub use rt::Workspace;

/// The attributes of the nightly `std::autodiff`, on stable Rust: code that is written for them changes its `use`.
///
/// ```
/// use chainrule::autodiff::{autodiff_forward, autodiff_reverse};
///
/// #[autodiff_reverse(reverse, Duplicated, Active, Active)]
/// #[autodiff_forward(forward, Dual, Dual, Dual)]
/// fn f(x: &[f64; 2], y: f64) -> f64 {
///     x[0] * x[1] * y
/// }
///
/// // The gradient is added to the shadow of `x`; the derivative by `y` is returned; the last argument is the seed.
/// let mut dx = [0.0; 2];
/// assert_eq!(reverse(&[3.0, 4.0], &mut dx, 2.0, 1.0), (24.0, 12.0));
/// assert_eq!(dx, [8.0, 6.0]);
///
/// // The derivative along (1, 0) and 0.
/// assert_eq!(forward(&[3.0, 4.0], &[1.0, 0.0], 2.0, 0.0), (24.0, 8.0));
/// ```
#[cfg(feature = "macros")]
pub mod autodiff {
    pub use chainrule_macros::{autodiff_forward, autodiff_reverse};
}

pub mod functions {
    //! The functions that formulas may call, for plain Rust: generic over `f32` and `f64`.
    //!
    //! A function that uses them is ordinary code with or without `#[chainrule::gradient]`. None of them
    //! overflows where its value does not, and each says what it is at the edges of its domain.
    //!
    //! ```
    //! use chainrule::functions::{logsumexp, sigmoid, softplus};
    //!
    //! assert_eq!(sigmoid(-800.0), 0.0);
    //! assert_eq!(softplus(800.0), 800.0);
    //! assert_eq!(logsumexp(&[-1000.0, f64::NEG_INFINITY]), -1000.0);
    //! ```
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::rt::alone::{
        acosh, asinh, atanh, cos, cosh, cosm1, elu, erf, erfc, erfcx, exp, exp2, expm1, gelu, ln, log1p, log2, log10, logcosh, logerfc,
        logistic, logit, logsinh, logsumexp, mish, sigmoid, silu, sin, sinh, softplus, swish, tanh,
    };
    pub use crate::rt::{abs, defined, leaky_relu, max, min, powi, relu, sign, softsign};
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::rt::{
        acos, asin, atan, atan2, cbrt, ceil, digamma, floor, hypot, lgamma, norm, polygamma, pow, round, sqrt, tan, trigamma,
    };
}

/// `x` itself, which differentiation treats as a constant.
///
/// ```
/// assert_eq!(chainrule::stop_gradient(1.5), 1.5);
/// ```
#[inline(always)]
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// What generated code calls. Not for direct use: it may change in any release.
#[doc(hidden)]
pub mod __rt {
    pub use crate::along::{Itself, Lanes, add_along, add_dots, by_rows, emptied, nothing};
    pub use crate::calls::{
        AddTo, Anything, Array, Companion, Confirm, Differentiated, Hand, HasDerivative, HeldConstant, Image, Known, Length, Outcome,
        Owned, Pass, SameArguments, Unknown, Whole, add_to, any, beside, differentiated, from_outside, hand, left_out, own, pass,
        rename_it_chainrule_has_a_function_of_this_name, scale, seen, whole, zeros_like,
    };
    pub use crate::carried::{ByNumber, Clear, Entire, Except, Listed, Numbered, Numbers, none};
    #[cfg(feature = "std")]
    pub use crate::check::{Point, check};
    pub use crate::checked::{Checked, CheckedParameters, CheckedResults, CheckedRows, Of, holds, same_numbers};
    pub mod kinds {
        //! What calls compare.
        pub use crate::kinds::*;
    }
    pub use crate::parts::{
        Condition, Integer, Row, Rows, clear_beyond, clear_list_beyond, condition, extent, integer, row_length, rows_length,
    };
    pub use crate::results::{Results, identity};
    pub use crate::rt::*;
    // In the place of those of the same names, which would be compiled anew for each call.
    #[cfg(debug_assertions)]
    pub use crate::rt::alone::outlined::{
        cosh, elu, erf, erfc, erfcx, exp, exp2, expm1, gaussian, gelu, ln, log1p, log2, log10, logcosh, logerfc, logistic, logit, logsinh,
        mish, sigmoid, silu, sinh, softplus, swish, tanh,
    };
    #[cfg(all(debug_assertions, any(feature = "std", feature = "libm")))]
    pub use crate::rt::alone::outlined_elementary::{acosh, asinh, atanh, cos, cosm1, logsumexp, sin};
    pub use crate::scope::InScope;
    pub use crate::zero::Zero;
}

/// The snippets of the README, compiled and run.
#[cfg(all(doctest, feature = "macros", feature = "runtime"))]
#[doc = include_str!("../README.md")]
struct Readme;
