//! Constants of the graph: exact rationals while they fit, `f64` otherwise.

use std::fmt;
use std::hash::{Hash, Hasher};

/// A constant: an exact rational whose parts fit `i64`, or an `f64`.
///
/// A value has one representation: every `f64` that is an integer below 2^53 or a multiple of 2^-20
/// in the same range is stored as a rational, everything else as a float. Equality and hashing go by
/// bits, so `0.0` and `-0.0` stay apart.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// `numerator / denominator`, in lowest terms, the denominator positive.
    Rational(i64, i64),
    /// Any other value.
    Float(f64),
}

use Number::{Float, Rational};

impl Number {
    /// 0
    pub const ZERO: Number = Rational(0, 1);
    /// 1
    pub const ONE: Number = Rational(1, 1);
    /// -1
    pub const MINUS_ONE: Number = Rational(-1, 1);

    /// The integer `n`.
    pub fn integer(n: i64) -> Number {
        Rational(n, 1)
    }

    /// `numerator / denominator`; a zero denominator gives the IEEE quotient.
    pub fn ratio(numerator: i64, denominator: i64) -> Number {
        Self::reduce(numerator as i128, denominator as i128)
    }

    fn reduce(n: i128, d: i128) -> Number {
        if d == 0 {
            return Float(n as f64 / 0.0);
        }
        let g = gcd(n.unsigned_abs(), d.unsigned_abs()) as i128 * if d < 0 { -1 } else { 1 };
        let (n, d) = (n / g, d / g);
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) => Rational(n, d),
            _ => Float(n as f64 / d as f64),
        }
    }

    /// The nearest `f64`.
    pub fn to_f64(self) -> f64 {
        match self {
            Rational(n, d) => n as f64 / d as f64,
            Float(x) => x,
        }
    }

    /// Whether this is exactly the integer `n`.
    pub fn is(self, n: i64) -> bool {
        matches!(self, Rational(m, 1) if m == n)
    }

    /// Whether the value is zero.
    pub fn is_zero(self) -> bool {
        self.to_f64() == 0.0
    }

    /// The integer, if it is one.
    pub fn as_integer(self) -> Option<i64> {
        match self {
            Rational(n, 1) => Some(n),
            _ => None,
        }
    }

    /// Whether the value is below zero.
    pub fn is_negative(self) -> bool {
        self.to_f64() < 0.0
    }

    /// Whether the value is above zero.
    pub fn is_positive(self) -> bool {
        self.to_f64() > 0.0
    }

    /// The sum.
    #[allow(clippy::should_implement_trait)]
    pub fn add(self, other: Number) -> Number {
        match (self, other) {
            (Rational(a, b), Rational(c, d)) => {
                let (a, b, c, d) = (a as i128, b as i128, c as i128, d as i128);
                Self::reduce(a * d + c * b, b * d)
            }
            _ if self.is(0) => other,
            _ if other.is(0) => self,
            _ => Number::from(self.to_f64() + other.to_f64()),
        }
    }

    /// The product.
    #[allow(clippy::should_implement_trait)]
    pub fn mul(self, other: Number) -> Number {
        match (self, other) {
            (Rational(a, b), Rational(c, d)) => Self::reduce(a as i128 * c as i128, b as i128 * d as i128),
            _ if self.is(1) => other,
            _ if other.is(1) => self,
            _ => Number::from(self.to_f64() * other.to_f64()),
        }
    }

    /// The product, unless it leaves the range of numbers that its factors are in: `None` where it is infinite or loses digits
    /// below the smallest normal number.
    pub fn checked_mul(self, other: Number) -> Option<Number> {
        let product = self.mul(other);
        let plain = |n: Number| n.to_f64().is_normal();
        (plain(product) || !plain(self) || !plain(other)).then_some(product)
    }

    /// The negated value.
    #[allow(clippy::should_implement_trait)]
    pub fn neg(self) -> Number {
        match self {
            Rational(i64::MIN, d) => Float(-(i64::MIN as f64) / d as f64),
            Rational(n, d) => Rational(-n, d),
            Float(x) => Float(-x),
        }
    }

    /// The reciprocal.
    pub fn recip(self) -> Number {
        match self {
            Rational(0, _) => Float(f64::INFINITY),
            Rational(n, d) => Self::reduce(d as i128, n as i128),
            Float(x) => Number::from(1.0 / x),
        }
    }

    /// The absolute value.
    pub fn abs(self) -> Number {
        if self.is_negative() { self.neg() } else { self }
    }

    /// `self` to an integer power; exact while it fits.
    pub fn powi(self, n: i64) -> Number {
        let exact = || {
            let Rational(p, q) = self else { return None };
            let e = u32::try_from(n.unsigned_abs()).ok()?;
            let (p, q) = (p.checked_pow(e)?, q.checked_pow(e)?);
            (n >= 0 || p != 0).then(|| if n >= 0 { Self::ratio(p, q) } else { Self::ratio(q, p) })
        };
        exact().unwrap_or_else(|| Number::from(self.to_f64().powf(n as f64)))
    }
}

impl From<f64> for Number {
    fn from(x: f64) -> Number {
        const SCALE: f64 = (1 << 20) as f64;
        let scaled = x * SCALE;
        if scaled.abs() < 9e15 && scaled.fract() == 0.0 && !(x == 0.0 && x.is_sign_negative()) {
            return Number::ratio(scaled as i64, 1 << 20);
        }
        if x.abs() < 9_007_199_254_740_992.0 && x.fract() == 0.0 && !(x == 0.0 && x.is_sign_negative()) {
            return Rational(x as i64, 1);
        }
        Float(x)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (self, other) {
            (Rational(a, b), Rational(c, d)) => (a, b) == (c, d),
            (Float(x), Float(y)) => x.to_bits() == y.to_bits(),
            _ => false,
        }
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Rational(n, d) => (n, d).hash(state),
            Float(x) => x.to_bits().hash(state),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rational(n, 1) => write!(f, "{n}"),
            Rational(n, d) => write!(f, "{n}/{d}"),
            Float(x) => write!(f, "{x:?}"),
        }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
