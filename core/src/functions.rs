//! The table of functions: one row each, and nothing else in the engine names a function's derivative.
//!
//! A row of [`Function`] says its name, aliases, LaTeX form, what is known of its value, how it is
//! evaluated, and its partial derivatives. A partial may use the function's own value `y`, so that the
//! forward value is reused: sigmoid' = y(1 - y). A missing partial does not compile.
//!
//! Functions that are only a way of writing others (`gelu`, `softsign`, `hypot`) are rows of
//! [`EXPANSIONS`]: they have a definition and therefore no derivative of their own.
//!
//! To add a function: add a row here, its value in `rt`, and a case to the corpus (see CONTRIBUTING.md).

use crate::graph::{Comparison, Graph, NodeId};
use crate::number::Number;
use crate::rt;

/// How a function is written in LaTeX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latex {
    /// `\name\left( a, b \right)`
    Call(&'static str),
    /// `left a right`
    Around(&'static str, &'static str),
}

/// What is known of a function's value, given its arguments; see [`crate::graph::Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    /// Nothing.
    Any,
    /// `>= 0`
    Nonnegative,
    /// `> 0`
    Positive,
}

use Range::*;

macro_rules! function_table {
    ($( $(#[$doc:meta])* $variant:ident($($arg:ident),+ $(; $rest:ident)?) = $y:ident, $name:literal $aliases:tt, $latex:expr,
        $range:ident, total: $total:literal, $eval:expr, |$g:ident| [$($partial:expr),+ $(,)?]; )*) => {
        /// A function that a node may apply.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Function { $( $(#[$doc])* $variant, )* }

        impl Function {
            /// Every function, in the order of the table.
            pub const ALL: &'static [Function] = &[$(Function::$variant),*];

            /// Its name in formulas and in the run-time support module.
            pub fn name(self) -> &'static str {
                match self { $(Function::$variant => $name,)* }
            }

            /// Other names that formulas may use.
            pub fn aliases(self) -> &'static [&'static str] {
                match self { $(Function::$variant => &$aliases,)* }
            }

            /// How it is written in LaTeX.
            pub fn latex(self) -> Latex {
                match self { $(Function::$variant => $latex,)* }
            }

            /// Whether generated code has to tell it what the processor has.
            pub fn is_fused(self) -> bool {
                rt::alone::is_fused(self.name())
            }

            fn range(self) -> Range {
                match self { $(Function::$variant => $range,)* }
            }

            /// Whether the value is defined for every finite argument.
            pub fn is_total(self) -> bool {
                match self { $(Function::$variant => $total,)* }
            }

            /// The number of arguments; `None` for any number from one up.
            pub fn arity(self) -> Option<usize> {
                match self { $(Function::$variant => function_table!(@arity [$($arg)+] $($rest)?),)* }
            }

            /// The value at `x`, by the same code that generated programs call.
            pub fn evaluate(self, x: &[f64]) -> f64 {
                match self { $(Function::$variant => { let f: fn(&[f64]) -> f64 = $eval; f(x) })* }
            }

            /// The partial derivative by argument `wrt`, where `y` is this function applied to `args`.
            pub fn partial(self, graph: &mut Graph, args: &[NodeId], y: NodeId, wrt: usize) -> NodeId {
                match self { $(Function::$variant => {
                    #[allow(unused_variables, unused_assignments)]
                    {
                        let mut arguments = args.iter().copied();
                        $( let $arg = arguments.next().expect("arity is checked when a node is made"); )+
                        let $y = y;
                        $( let $rest = args[wrt]; let wrt = 0; )?
                        let $g = graph;
                        let mut skip: usize = wrt;
                        $( if skip == 0 { return $partial; } skip = skip.wrapping_sub(1); )+
                        unreachable!("{} has no argument {wrt}", $name)
                    }
                })* }
            }
        }
    };
    (@arity [$($arg:ident)+]) => { Some([$(stringify!($arg)),+].len()) };
    (@arity [$($arg:ident)+] $rest:ident) => { None };
}

function_table! {
    // --- pieces and kinks; the derivative at a kink is 0, of a step function 0 everywhere
    /// Absolute value; the derivative at 0 is 0.
    Abs(a) = y, "abs" [], Latex::Around("\\left|", "\\right|"), Nonnegative, total: true, |x| rt::abs(x[0]), |g| [g.apply(Function::Sign, &[a])];
    /// -1, 0 or 1.
    Sign(a) = y, "sign" ["sgn", "signum"], Latex::Call("\\operatorname{sign}"), Any, total: true, |x| rt::sign(x[0]), |g| [g.zero()];
    /// Largest integer not above.
    Floor(a) = y, "floor" [], Latex::Around("\\left\\lfloor", "\\right\\rfloor"), Any, total: true, |x| rt::floor(x[0]), |g| [g.zero()];
    /// Smallest integer not below.
    Ceil(a) = y, "ceil" [], Latex::Around("\\left\\lceil", "\\right\\rceil"), Any, total: true, |x| rt::ceil(x[0]), |g| [g.zero()];
    /// Nearest integer, halves away from zero.
    Round(a) = y, "round" [], Latex::Call("\\operatorname{round}"), Any, total: true, |x| rt::round(x[0]), |g| [g.zero()];
    /// The smaller argument, the first on a tie.
    Min(a, b) = y, "min" [], Latex::Call("\\min"), Any, total: true, |x| rt::min(x[0], x[1]), |g| [g.indicator(Comparison::Le, a, b), g.indicator(Comparison::Lt, b, a)];
    /// The larger argument, the first on a tie.
    Max(a, b) = y, "max" [], Latex::Call("\\max"), Any, total: true, |x| rt::max(x[0], x[1]), |g| [g.indicator(Comparison::Le, b, a), g.indicator(Comparison::Lt, a, b)];
    /// max(a, 0); the derivative at 0 is 0.
    Relu(a) = y, "relu" [], Latex::Call("\\operatorname{relu}"), Nonnegative, total: true, |x| rt::relu(x[0]), |g| [{ let zero = g.zero(); g.indicator(Comparison::Lt, zero, y) }];
    /// The argument itself, taken to be a constant by differentiation.
    StopGradient(a) = y, "stop_gradient" [], Latex::Call("\\operatorname{stop}"), Any, total: true, |x| rt::stop_gradient(x[0]), |g| [g.zero()];
    /// 1 where the argument is finite, NaN elsewhere: keeps the domain of what a rewrite cancelled.
    Defined(a) = y, "defined" [], Latex::Call("\\operatorname{defined}"), Positive, total: false, |x| rt::defined(x[0]), |g| [g.offset(Number::MINUS_ONE, y)];

    // --- powers and logarithms
    /// Cube root, of negative numbers too.
    Cbrt(a) = y, "cbrt" [], Latex::Around("\\sqrt[3]{", "}"), Any, total: true, |x| rt::cbrt(x[0]), |g| [g.scaled_power(Number::ratio(1, 3), y, -2)];
    /// e^a
    Exp(a) = y, "exp" [], Latex::Around("e^{", "}"), Positive, total: true, |x| rt::alone::exp(x[0]), |g| [y];
    /// 2^a
    Exp2(a) = y, "exp2" [], Latex::Around("2^{", "}"), Positive, total: true, |x| rt::alone::exp2(x[0]), |g| [g.scale(Number::from(core::f64::consts::LN_2), y)];
    /// e^a - 1, accurate near 0.
    Expm1(a) = y, "expm1" ["exp_m1"], Latex::Call("\\operatorname{expm1}"), Any, total: true, |x| rt::alone::expm1(x[0]), |g| [g.apply(Function::Exp, &[a])];
    /// Natural logarithm.
    Ln(a) = y, "ln" ["log"], Latex::Call("\\ln"), Any, total: false, |x| rt::alone::ln(x[0]), |g| [g.reciprocal(a)];
    /// Logarithm to base 2.
    Log2(a) = y, "log2" [], Latex::Call("\\log_{2}"), Any, total: false, |x| rt::alone::log2(x[0]), |g| [g.scaled_power(Number::from(core::f64::consts::LOG2_E), a, -1)];
    /// Logarithm to base 10.
    Log10(a) = y, "log10" [], Latex::Call("\\log_{10}"), Any, total: false, |x| rt::alone::log10(x[0]), |g| [g.scaled_power(Number::from(core::f64::consts::LOG10_E), a, -1)];
    /// ln(1 + a), accurate near 0.
    Log1p(a) = y, "log1p" ["ln_1p"], Latex::Call("\\operatorname{log1p}"), Any, total: false, |x| rt::alone::log1p(x[0]), |g| [{ let s = g.offset(Number::ONE, a); g.reciprocal(s) }];
    /// a^b for an exponent that is not constant.
    Pow(a, b) = y, "pow" ["powf"], Latex::Call("\\operatorname{pow}"), Any, total: false, |x| rt::pow(x[0], x[1]),
        |g| [
            { let less = g.offset(Number::MINUS_ONE, b); let p = g.pow(a, less); g.mul(b, p) },
            // 0^b is 0 for every b > 0, so the factor ln(0) must not reach it.
            { let zero = g.zero(); let at_zero = g.compare(Comparison::Eq, y, zero); let l = g.apply(Function::Ln, &[a]); let p = g.mul(y, l); g.select(at_zero, zero, p) },
        ];
    /// Euclidean norm of the arguments, scaled so that squares do not overflow.
    Norm(a; any) = y, "norm" [], Latex::Around("\\left\\|", "\\right\\|"), Nonnegative, total: true, |x| rt::norm(x),
        |g| [{ let zero = g.zero(); let at_zero = g.compare(Comparison::Eq, y, zero); let d = g.div(any, y); g.select(at_zero, zero, d) }];
    /// ln(sum(exp(arguments))), shifted by the largest.
    LogSumExp(a; any) = y, "logsumexp" [], Latex::Call("\\operatorname{logsumexp}"), Any, total: true, |x| rt::alone::logsumexp(x), |g| [{ let d = g.sub(any, y); g.apply(Function::Exp, &[d]) }];

    // --- trigonometry, in radians
    /// Sine.
    Sin(a) = y, "sin" [], Latex::Call("\\sin"), Any, total: true, |x| rt::alone::sin(x[0]), |g| [g.apply(Function::Cos, &[a])];
    /// Cosine.
    Cos(a) = y, "cos" [], Latex::Call("\\cos"), Any, total: true, |x| rt::alone::cos(x[0]), |g| [{ let s = g.apply(Function::Sin, &[a]); g.neg(s) }];
    /// cos(a) - 1, accurate near 0.
    Cosm1(a) = y, "cosm1" [], Latex::Call("\\operatorname{cosm1}"), Any, total: true, |x| rt::alone::cosm1(x[0]), |g| [{ let s = g.apply(Function::Sin, &[a]); g.neg(s) }];
    /// Tangent.
    Tan(a) = y, "tan" [], Latex::Call("\\tan"), Any, total: true, |x| rt::tan(x[0]), |g| [{ let s = g.powi(y, 2); g.offset(Number::ONE, s) }];
    /// Inverse sine, in [-pi/2, pi/2].
    Asin(a) = y, "asin" ["arcsin"], Latex::Call("\\arcsin"), Any, total: false, |x| rt::asin(x[0]), |g| [g.one_minus_square_power(a, Number::ratio(-1, 2))];
    /// Inverse cosine, in [0, pi].
    Acos(a) = y, "acos" ["arccos"], Latex::Call("\\arccos"), Nonnegative, total: false, |x| rt::acos(x[0]), |g| [{ let d = g.one_minus_square_power(a, Number::ratio(-1, 2)); g.neg(d) }];
    /// Inverse tangent, in (-pi/2, pi/2).
    Atan(a) = y, "atan" ["arctan"], Latex::Call("\\arctan"), Any, total: true, |x| rt::atan(x[0]), |g| [{ let s = g.powi(a, 2); let d = g.offset(Number::ONE, s); g.reciprocal(d) }];
    /// Angle of the point (b, a), in (-pi, pi].
    Atan2(a, b) = y, "atan2" [], Latex::Call("\\operatorname{atan2}"), Any, total: true, |x| rt::atan2(x[0], x[1]),
        |g| [
            { let r = g.apply(Function::Norm, &[a, b]); let u = g.div(b, r); g.div(u, r) },
            { let r = g.apply(Function::Norm, &[a, b]); let u = g.div(a, r); let v = g.div(u, r); g.neg(v) },
        ];

    // --- hyperbolic
    /// Hyperbolic sine.
    Sinh(a) = y, "sinh" [], Latex::Call("\\sinh"), Any, total: true, |x| rt::alone::sinh(x[0]), |g| [g.apply(Function::Cosh, &[a])];
    /// Hyperbolic cosine.
    Cosh(a) = y, "cosh" [], Latex::Call("\\cosh"), Positive, total: true, |x| rt::alone::cosh(x[0]), |g| [g.apply(Function::Sinh, &[a])];
    /// Hyperbolic tangent.
    Tanh(a) = y, "tanh" [], Latex::Call("\\tanh"), Any, total: true, |x| rt::alone::tanh(x[0]), |g| [{ let s = g.powi(y, 2); let m = g.neg(s); g.offset(Number::ONE, m) }];
    /// Inverse hyperbolic sine.
    Asinh(a) = y, "asinh" ["arsinh"], Latex::Call("\\operatorname{arsinh}"), Any, total: true, |x| rt::alone::asinh(x[0]), |g| [{ let one = g.one(); let r = g.apply(Function::Norm, &[a, one]); g.reciprocal(r) }];
    /// Inverse hyperbolic cosine, for a >= 1.
    Acosh(a) = y, "acosh" ["arcosh"], Latex::Call("\\operatorname{arcosh}"), Nonnegative, total: false, |x| rt::alone::acosh(x[0]),
        |g| [{ let (p, m) = (g.offset(Number::ONE, a), g.offset(Number::MINUS_ONE, a)); let half = Number::ratio(-1, 2); g.product(&[(m, half), (p, half)]) }];
    /// Inverse hyperbolic tangent, for |a| < 1.
    Atanh(a) = y, "atanh" ["artanh"], Latex::Call("\\operatorname{artanh}"), Any, total: false, |x| rt::alone::atanh(x[0]), |g| [g.one_minus_square_power(a, Number::MINUS_ONE)];
    /// ln(cosh(a)), without overflow.
    LogCosh(a) = y, "logcosh" [], Latex::Call("\\operatorname{logcosh}"), Nonnegative, total: true, |x| rt::alone::logcosh(x[0]), |g| [g.apply(Function::Tanh, &[a])];
    /// ln(sinh(a)) for a > 0, without overflow.
    LogSinh(a) = y, "logsinh" [], Latex::Call("\\operatorname{logsinh}"), Any, total: false, |x| rt::alone::logsinh(x[0]), |g| [{ let t = g.apply(Function::Tanh, &[a]); g.reciprocal(t) }];

    // --- special functions
    /// Error function.
    Erf(a) = y, "erf" [], Latex::Call("\\operatorname{erf}"), Any, total: true, |x| rt::alone::erf(x[0]), |g| [g.gaussian(Number::from(core::f64::consts::FRAC_2_SQRT_PI), a)];
    /// 1 - erf(a), accurate for large a.
    Erfc(a) = y, "erfc" [], Latex::Call("\\operatorname{erfc}"), Positive, total: true, |x| rt::alone::erfc(x[0]), |g| [g.gaussian(Number::from(-core::f64::consts::FRAC_2_SQRT_PI), a)];
    /// e^(a^2) erfc(a), in range for large a.
    Erfcx(a) = y, "erfcx" [], Latex::Call("\\operatorname{erfcx}"), Positive, total: true, |x| rt::alone::erfcx(x[0]), |g| [{ let t = g.mul(a, y); g.sum(Number::from(-core::f64::consts::FRAC_2_SQRT_PI), &[(Number::integer(2), t)]) }];
    /// ln(erfc(a)), also where erfc(a) is 0.
    LogErfc(a) = y, "logerfc" [], Latex::Call("\\ln\\operatorname{erfc}"), Any, total: true, |x| rt::alone::logerfc(x[0]), |g| [{ let e = g.apply(Function::Erfcx, &[a]); g.scaled_power(Number::from(-core::f64::consts::FRAC_2_SQRT_PI), e, -1) }];
    /// e^(-a^2), written so in formulas; the scheduler makes it where the error function of `a` is there, too.
    Gaussian(a) = y, "gaussian" [], Latex::Call("\\operatorname{gaussian}"), Nonnegative, total: true, |x| rt::alone::gaussian(x[0]), |g| [{ let t = g.mul(a, y); g.scale(Number::integer(-2), t) }];
    /// ln|Gamma(a)|
    Lgamma(a) = y, "lgamma" ["gammaln", "ln_gamma"], Latex::Call("\\ln\\Gamma"), Any, total: false, |x| rt::lgamma(x[0]), |g| [g.apply(Function::Digamma, &[a])];
    /// Derivative of lgamma.
    Digamma(a) = y, "digamma" [], Latex::Call("\\psi"), Any, total: false, |x| rt::digamma(x[0]), |g| [{ let one = g.one(); g.apply(Function::Polygamma, &[one, a]) }];
    /// The n-th derivative of digamma; n is a constant.
    Polygamma(n, a) = y, "polygamma" [], Latex::Call("\\psi"), Any, total: false, |x| rt::polygamma(x[0], x[1]), |g| [g.not_a_number(), { let next = g.offset(Number::ONE, n); g.apply(Function::Polygamma, &[next, a]) }];

    // --- activations and losses
    /// 1/(1 + e^-a)
    Sigmoid(a) = y, "sigmoid" ["logistic", "expit"], Latex::Call("\\sigma"), Positive, total: true, |x| rt::alone::sigmoid(x[0]), |g| [{ let m = g.neg(y); let c = g.offset(Number::ONE, m); g.mul(y, c) }];
    /// ln(a/(1 - a))
    Logit(a) = y, "logit" [], Latex::Call("\\operatorname{logit}"), Any, total: false, |x| rt::alone::logit(x[0]), |g| [{ let m = g.neg(a); let c = g.offset(Number::ONE, m); g.product(&[(a, Number::MINUS_ONE), (c, Number::MINUS_ONE)]) }];
    /// ln(1 + e^a)
    Softplus(a) = y, "softplus" [], Latex::Call("\\operatorname{softplus}"), Positive, total: true, |x| rt::alone::softplus(x[0]), |g| [g.apply(Function::Sigmoid, &[a])];
}

impl Function {
    /// Whether all partial derivatives are finite numbers for every finite argument, however large.
    pub fn is_gentle(self) -> bool {
        use Function::*;
        self.is_piecewise()
            || matches!(self, Abs | StopGradient | Sin | Cos | Cosm1 | Atan | Tanh | Asinh | Erf | Erfc | Gaussian | Sigmoid | Softplus)
    }

    /// Whether the partial derivatives are 0 and 1, by comparisons.
    pub(crate) fn is_piecewise(self) -> bool {
        matches!(self, Function::Sign | Function::Floor | Function::Ceil | Function::Round | Function::Min | Function::Max | Function::Relu)
    }

    /// Whether it takes an angle: a large one is left to the platform.
    pub(crate) fn takes_angle(self) -> bool {
        matches!(self, Function::Sin | Function::Cos | Function::Cosm1)
    }

    /// Whether a loop over it can be vectorised: straight-line code in `rt`, no call of the platform's (but for large angles).
    pub(crate) fn vectorises(self) -> bool {
        use Function::*;
        matches!(
            self,
            Exp | Exp2
                | Expm1
                | Ln
                | Log2
                | Log10
                | Log1p
                | Sin
                | Cos
                | Cosm1
                | Sinh
                | Cosh
                | Tanh
                | LogCosh
                | Erf
                | Erfc
                | Gaussian
                | Sigmoid
                | Softplus
        )
    }

    /// Whether the value is never negative, and whether it is never zero.
    pub(crate) fn sign_facts(self) -> (bool, bool) {
        (self.range() != Any, self.range() == Positive)
    }
}

/// A name that formulas may call: a [`Function`], or a definition in terms of others.
pub struct Callable {
    /// The name.
    pub name: &'static str,
    /// Least and largest number of arguments.
    pub arity: (usize, usize),
    /// Makes the node.
    pub build: fn(&mut Graph, &[NodeId]) -> NodeId,
}

/// Functions that are a way of writing others. Sources: GELU, Hendrycks & Gimpel 2016 (the exact form);
/// SiLU, Elfwing et al. 2017; Mish, Misra 2019; ELU, Clevert et al. 2015.
pub const EXPANSIONS: &[Callable] = &[
    Callable { name: "neg", arity: (1, 1), build: |g, a| g.neg(a[0]) },
    Callable { name: "sqrt", arity: (1, 1), build: |g, a| g.power(a[0], Number::ratio(1, 2)) },
    Callable { name: "square", arity: (1, 1), build: |g, a| g.powi(a[0], 2) },
    Callable { name: "recip", arity: (1, 1), build: |g, a| g.reciprocal(a[0]) },
    Callable { name: "pow", arity: (2, 2), build: |g, a| g.pow(a[0], a[1]) },
    Callable { name: "powf", arity: (2, 2), build: |g, a| g.pow(a[0], a[1]) },
    Callable { name: "powi", arity: (2, 2), build: |g, a| g.pow(a[0], a[1]) },
    Callable { name: "hypot", arity: (2, 2), build: |g, a| g.apply(Function::Norm, a) },
    Callable { name: "norm", arity: (1, usize::MAX), build: |g, a| g.apply(Function::Norm, a) },
    Callable { name: "min", arity: (1, usize::MAX), build: |g, a| g.fold(Function::Min, a) },
    Callable { name: "max", arity: (1, usize::MAX), build: |g, a| g.fold(Function::Max, a) },
    Callable { name: "logsumexp", arity: (1, usize::MAX), build: |g, a| g.apply(Function::LogSumExp, a) },
    Callable {
        name: "sec",
        arity: (1, 1),
        build: |g, a| {
            let c = g.apply(Function::Cos, a);
            g.reciprocal(c)
        },
    },
    Callable {
        name: "csc",
        arity: (1, 1),
        build: |g, a| {
            let s = g.apply(Function::Sin, a);
            g.reciprocal(s)
        },
    },
    Callable {
        name: "cot",
        arity: (1, 1),
        build: |g, a| {
            let t = g.apply(Function::Tan, a);
            g.reciprocal(t)
        },
    },
    Callable {
        name: "coth",
        arity: (1, 1),
        build: |g, a| {
            let t = g.apply(Function::Tanh, a);
            g.reciprocal(t)
        },
    },
    Callable {
        name: "sech",
        arity: (1, 1),
        build: |g, a| {
            let c = g.apply(Function::Cosh, a);
            g.reciprocal(c)
        },
    },
    Callable {
        name: "csch",
        arity: (1, 1),
        build: |g, a| {
            let s = g.apply(Function::Sinh, a);
            g.reciprocal(s)
        },
    },
    Callable {
        name: "trigamma",
        arity: (1, 1),
        build: |g, a| {
            let one = g.one();
            g.apply(Function::Polygamma, &[one, a[0]])
        },
    },
    Callable {
        name: "leaky_relu",
        arity: (1, 2),
        build: |g, a| {
            let slope = a.get(1).copied().unwrap_or_else(|| g.float(0.01));
            let low = g.mul(slope, a[0]);
            let zero = g.zero();
            let c = g.compare(Comparison::Lt, zero, a[0]);
            g.select(c, a[0], low)
        },
    },
    Callable {
        name: "elu",
        arity: (1, 2),
        build: |g, a| {
            let alpha = a.get(1).copied().unwrap_or_else(|| g.one());
            let e = g.apply(Function::Expm1, &[a[0]]);
            let low = g.mul(alpha, e);
            let zero = g.zero();
            let c = g.compare(Comparison::Lt, zero, a[0]);
            g.select(c, a[0], low)
        },
    },
    Callable {
        name: "gelu",
        arity: (1, 1),
        build: |g, a| {
            let u = g.scale(Number::from(-core::f64::consts::FRAC_1_SQRT_2), a[0]);
            let e = g.apply(Function::Erfc, &[u]);
            let p = g.mul(a[0], e);
            g.scale(Number::ratio(1, 2), p)
        },
    },
    Callable {
        name: "silu",
        arity: (1, 1),
        build: |g, a| {
            let s = g.apply(Function::Sigmoid, a);
            g.mul(a[0], s)
        },
    },
    Callable {
        name: "swish",
        arity: (1, 1),
        build: |g, a| {
            let s = g.apply(Function::Sigmoid, a);
            g.mul(a[0], s)
        },
    },
    Callable {
        name: "mish",
        arity: (1, 1),
        build: |g, a| {
            let s = g.apply(Function::Softplus, a);
            let t = g.apply(Function::Tanh, &[s]);
            g.mul(a[0], t)
        },
    },
    Callable {
        name: "softsign",
        arity: (1, 1),
        build: |g, a| {
            let m = g.apply(Function::Abs, a);
            let d = g.offset(Number::ONE, m);
            g.div(a[0], d)
        },
    },
];

/// What a name calls.
#[derive(Clone, Copy)]
pub enum Called {
    /// A function of the table.
    Function(Function),
    /// A definition in terms of others.
    Expansion(&'static Callable),
}

impl Called {
    /// The least and the largest number of arguments.
    pub fn arity(self) -> (usize, usize) {
        match self {
            Called::Function(f) => f.arity().map_or((1, usize::MAX), |n| (n, n)),
            Called::Expansion(row) => row.arity,
        }
    }
}

/// The functions that formulas may call.
fn named() -> impl Iterator<Item = Function> {
    Function::ALL.iter().copied().filter(|f| *f != Function::Gaussian)
}

/// Looks a name up; expansions come first, since they widen some functions to any number of arguments.
pub fn lookup(name: &str) -> Option<Called> {
    if let Some(row) = EXPANSIONS.iter().find(|row| row.name == name) {
        return Some(Called::Expansion(row));
    }
    named().find(|f| f.name() == name || f.aliases().contains(&name)).map(Called::Function)
}

/// Every name that a formula may call, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    let table = named().flat_map(|f| std::iter::once(f.name()).chain(f.aliases().iter().copied()));
    EXPANSIONS.iter().map(|row| row.name).chain(table)
}
