//! How accurate the elementary functions are, and that vectors give the same bits.
//!
//! The references are computed here in pairs of numbers, about 32 digits, by series that converge everywhere
//! rather than fast: nothing is shared with what is tested. (Dekker, A floating-point technique for extending the
//! available precision, Numerische Mathematik 18, 1971.) The functions for `f32` are compared with those for `f64`.

use super::alone::*;
use super::dispatch::dispatch;
use super::elementary::round;
use super::fused::ROUNDS_ONCE;
use super::vectors::Fma;

/// A sum of two numbers, the second at most half a unit in the last place of the first.
#[derive(Clone, Copy)]
struct Pair(f64, f64);

const LN_2: Pair = Pair(core::f64::consts::LN_2, 2.3190468138462996e-17);
const LN_10: Pair = Pair(core::f64::consts::LN_10, -2.1707562233822494e-16);
const SQRT_2: Pair = Pair(core::f64::consts::SQRT_2, -9.667293313452913e-17);
const SQRT_PI: Pair = Pair(1.772453850905516, -7.666586499825799e-17);
const ONE: Pair = Pair(1.0, 0.0);

fn sum(a: f64, b: f64) -> Pair {
    let s = a + b;
    let part = s - a;
    Pair(s, (a - (s - part)) + (b - part))
}

fn product(a: f64, b: f64) -> Pair {
    let halves = |x: f64| {
        let t = 134217729.0 * x;
        let high = t - (t - x);
        (high, x - high)
    };
    let ((a1, a2), (b1, b2), p) = (halves(a), halves(b), a * b);
    Pair(p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2)
}

impl core::ops::Add for Pair {
    type Output = Pair;
    fn add(self, other: Pair) -> Pair {
        let (s, t) = (sum(self.0, other.0), sum(self.1, other.1));
        let s = sum(s.0, s.1 + t.0);
        sum(s.0, s.1 + t.1)
    }
}

impl core::ops::Neg for Pair {
    type Output = Pair;
    fn neg(self) -> Pair {
        Pair(-self.0, -self.1)
    }
}

impl core::ops::Sub for Pair {
    type Output = Pair;
    fn sub(self, other: Pair) -> Pair {
        self + -other
    }
}

impl core::ops::Mul for Pair {
    type Output = Pair;
    fn mul(self, other: Pair) -> Pair {
        let p = product(self.0, other.0);
        sum(p.0, p.1 + (self.0 * other.1 + self.1 * other.0))
    }
}

impl core::ops::Div for Pair {
    type Output = Pair;
    fn div(self, other: Pair) -> Pair {
        let first = self.0 / other.0;
        let rest = self - other * Pair(first, 0.0);
        let second = rest.0 / other.0;
        let rest = rest - other * Pair(second, 0.0);
        sum(first, second) + Pair(rest.0 / other.0, 0.0)
    }
}

fn pair(x: f64) -> Pair {
    Pair(x, 0.0)
}

/// 2^n by repeated doubling or halving, which may underflow or overflow.
fn power_of_two(n: i32) -> f64 {
    let step = if n < 0 { 0.5 } else { 2.0 };
    (0..n.abs()).fold(1.0, |p, _| p * step)
}

/// A reference: the pair times a power of two, so that nothing under- or overflows.
#[derive(Clone, Copy)]
struct Scaled(Pair, i32);

impl From<Pair> for Scaled {
    fn from(p: Pair) -> Scaled {
        Scaled(p, 0)
    }
}

impl Scaled {
    /// The same as a pair, where that is in range.
    fn pair(self) -> Pair {
        let scale = power_of_two(self.1);
        Pair(self.0.0 * scale, self.0.1 * scale)
    }

    /// How far `value` is from this, in units in the last place of numbers of this size.
    fn ulps(self, value: f64) -> f64 {
        let Scaled(p, n) = self;
        if p.0 == 0.0 || value.is_infinite() {
            let rounded = p.0 * power_of_two(n / 2) * power_of_two(n - n / 2);
            return if value == rounded { 0.0 } else { f64::INFINITY };
        }
        let exponent = ((p.0.abs().to_bits() >> 52) as i32 - 1023).max(-1022 - n);
        let (half, rest) = (n / 2, n - n / 2);
        let value = value * power_of_two(-half) * power_of_two(-rest);
        (pair(value) - p).0.abs() / power_of_two(exponent - 52)
    }
}

/// e^x - 1 for small x.
fn expm1_series(x: Pair) -> Pair {
    x * (2..30).rev().fold(ONE, |s, k| ONE + s * x / pair(k as f64))
}

fn exp_reference(x: Pair) -> Scaled {
    let n = round(x.0 / LN_2.0);
    let r = x - pair(n) * LN_2;
    // n ln(2) to 1e-32: the third part of ln(2) counts.
    let r = r - pair(n * 5.707708438416212e-34);
    Scaled(ONE + expm1_series(r), n as i32)
}

fn expm1_reference(x: f64) -> Scaled {
    if x.abs() < 0.5 {
        expm1_series(pair(x)).into()
    } else if x < 60.0 {
        (exp_reference(pair(x)).pair() - ONE).into()
    } else {
        let Scaled(p, n) = exp_reference(pair(x));
        Scaled(p - pair(power_of_two(-n)), n)
    }
}

/// ln(1 + x) for x in [-1/2, 1], by Halley's iteration.
fn log1p_near(x: Pair) -> Pair {
    let start = log1p(x.0);
    let e = if start.abs() < 0.5 { expm1_series(pair(start)) } else { exp_reference(pair(start)).pair() - ONE };
    let d = x - e;
    pair(start) + (d + d) / (x + e + pair(2.0))
}

fn ln_reference(x: Pair) -> Pair {
    let (k, x) = if x.0 < f64::MIN_POSITIVE { (-600.0, pair(x.0 * power_of_two(600))) } else { (0.0, x) };
    let n = (x.0.to_bits() >> 52) as i32 - 1023;
    let m = Scaled(x, -n / 2);
    let m = Scaled(m.pair(), -n + n / 2).pair();
    let (n, m) = if m.0 > 1.5 { (n + 1, Pair(m.0 / 2.0, m.1 / 2.0)) } else { (n, m) };
    log1p_near(m - ONE) + pair(n as f64 + k) * LN_2
}

fn log1p_reference(x: f64) -> Pair {
    if x.abs() < 0.5 { log1p_near(pair(x)) } else { ln_reference(sum(1.0, x)) }
}

fn sinh_reference(x: f64) -> Scaled {
    let a = x.abs();
    if a > 60.0 {
        let Scaled(p, n) = exp_reference(pair(a));
        return Scaled(if x < 0.0 { -p } else { p }, n - 1);
    }
    let e = expm1_reference(x).pair();
    let Pair(high, low) = e + e / (e + ONE);
    Pair(high / 2.0, low / 2.0).into()
}

fn cosh_reference(x: f64) -> Scaled {
    let Scaled(p, n) = exp_reference(pair(x.abs()));
    let inverse = if n < 100 { ONE / p * pair(power_of_two(-2 * n)) } else { pair(0.0) };
    Scaled(p + inverse, n - 1)
}

fn tanh_reference(x: f64) -> Pair {
    let e = expm1_reference(2.0 * x.abs().min(60.0)).pair();
    let y = e / (e + pair(2.0));
    if x < 0.0 { -y } else { y }
}

fn sigmoid_reference(x: f64) -> Scaled {
    let e = exp_reference(pair(-x.abs()));
    let d = ONE + e.pair();
    if x < 0.0 { Scaled(e.0 / d, e.1) } else { (ONE / d).into() }
}

fn softplus_reference(x: f64) -> Scaled {
    let e = exp_reference(pair(-x.abs()));
    let small = if e.1 < -100 { e } else { log1p_near(e.pair()).into() };
    if x > 0.0 { (pair(x) + small.pair()).into() } else { small }
}

fn silu_reference(x: f64) -> Scaled {
    let Scaled(p, n) = sigmoid_reference(x);
    Scaled(p * pair(x), n)
}

fn mish_reference(x: f64) -> Scaled {
    let Scaled(p, n) = softplus_reference(x);
    if n < 0 { Scaled(p * pair(x), n) } else { (tanh_of_pair(p) * pair(x)).into() }
}

fn tanh_of_pair(x: Pair) -> Pair {
    let e = if x.0 < 0.2 { expm1_series(x + x) } else { exp_reference(x + x).pair() - ONE };
    if x.0 > 60.0 { ONE } else { e / (e + pair(2.0)) }
}

fn logcosh_reference(x: f64) -> Pair {
    let a = x.abs();
    if a < 0.5 {
        let s = sinh_reference(a / 2.0).pair();
        log1p_near(pair(2.0) * s * s)
    } else {
        pair(a) - LN_2 + log1p_near(exp_reference(pair(-2.0 * a.min(100.0))).pair())
    }
}

/// erf(x) for small |x|: e^(-x^2) 2/sqrt(pi) times the sum of 2^k x^(2k + 1)/(2k + 1)!!
fn erf_series(x: Pair) -> Pair {
    let square = x * x;
    let (mut term, mut sum) = (x, x);
    for k in 1..150 {
        term = term * square * pair(2.0) / pair((2 * k + 1) as f64);
        sum = sum + term;
    }
    sum * exp_reference(-square).pair() * pair(2.0) / SQRT_PI
}

fn erfc_reference(x: Pair) -> Scaled {
    if x.0 < 4.0 {
        return (ONE - erf_of_pair(x)).into();
    }
    // The continued fraction of e^(x^2) erfc(x).
    let fraction = (1..150).rev().fold(x, |f, k| x + pair(k as f64 / 2.0) / f);
    let Scaled(p, n) = exp_reference(-(x * x));
    Scaled(p / (fraction * SQRT_PI), n)
}

fn erf_of_pair(x: Pair) -> Pair {
    if x.0 < 0.0 {
        -erf_of_pair(-x)
    } else if x.0 < 4.0 {
        erf_series(x)
    } else {
        ONE - erfc_reference(x).pair()
    }
}

/// Near a multiple of pi/2 nearly all digits cancel: pi/2 has three parts, 48 digits.
fn sin_reference(x: f64, right_angles_ahead: i64) -> Pair {
    const HALF_PI: [f64; 3] = [core::f64::consts::FRAC_PI_2, 6.123233995736766e-17, -1.4973849048591833e-33];
    let n = round(x / HALF_PI[0]);
    let r = HALF_PI.iter().fold(pair(x), |r, part| r - product(n, *part));
    let (mut term, mut sine, mut cosine) = (ONE, pair(0.0), pair(0.0));
    for k in 0..32 {
        let sum = if k % 2 == 0 { &mut cosine } else { &mut sine };
        *sum = if k % 4 < 2 { *sum + term } else { *sum - term };
        term = term * r / pair(f64::from(k + 1));
    }
    match (n as i64 + right_angles_ahead).rem_euclid(4) {
        0 => sine,
        1 => cosine,
        2 => -sine,
        _ => -cosine,
    }
}

fn gaussian_reference(x: f64) -> Scaled {
    exp_reference(-(pair(x) * pair(x)))
}

fn gelu_reference(x: f64) -> Scaled {
    let Scaled(p, n) = erfc_reference(pair(-x) / SQRT_2);
    Scaled(p * pair(x), n - 1)
}

/// Numbers that are not random, but look it.
struct Sequence(u64);

impl Sequence {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58476d1ce4e5b9) ^ (self.0 >> 41)
    }
    /// In [0, 1).
    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Calls `f` with numbers from the whole of [`least`, `most`], near 0 of every size down to the subnormal ones,
/// near 1, and near the ends.
fn each_argument(least: f64, most: f64, mut f: impl FnMut(f64)) {
    let mut sequence = Sequence(1);
    let mut call = |x: f64| {
        if least <= x && x <= most {
            f(x)
        }
    };
    for _ in 0..1000 {
        call(least + (most - least) * sequence.unit());
        call((2.0 * sequence.unit() - 1.0) * 2.0);
        let sign = if sequence.bits() & 1 == 0 { 1.0 } else { -1.0 };
        let exponent = (sequence.unit() * 64.0) as i32 - 58;
        call(sign * (1.0 + sequence.unit()) * power_of_two(exponent));
        call(f64::from_bits(sequence.bits()));
        call(1.0 + (sequence.unit() - 0.5) * power_of_two(-((sequence.unit() * 50.0) as i32)));
        let scale = power_of_two(-((sequence.unit() * 40.0) as i32));
        call(least * (1.0 - scale * sequence.unit()));
        call(most * (1.0 - scale * sequence.unit()));
    }
    for _ in 0..20 {
        let subnormal = f64::from_bits(sequence.bits() >> (12 + sequence.bits() % 50));
        call(subnormal);
        call(-subnormal);
    }
    [least, most, 0.5, -0.5, 0.75, 0.84, 1.0, -1.0].into_iter().for_each(call);
}

/// The largest errors in units in the last place for `f64` and `f32`, as the modules' documentation states them.
macro_rules! accuracies {
    ($($test:ident: $name:ident in [$least:expr, $most:expr], $double:literal, $single:literal, $reference:expr;)*) => { $(
        #[test]
        fn $test() {
            let reference = $reference;
            for fma in [Fma(ROUNDS_ONCE), Fma(false)] {
                each_argument($least, $most, |x| {
                    let value: f64 = super::$name(fma, x);
                    let error = Scaled::from(reference(x)).ulps(value);
                    assert!(error <= $double, "{}({x:e}) is {value:e}: {error} ulp, {fma:?}", stringify!($name));

                    let x = x as f32;
                    let (value, reference) = (super::$name(fma, x), super::$name(fma, x as f64));
                    let next = f32::from_bits((reference as f32).abs().to_bits() + 1);
                    let error = (value as f64 - reference).abs() / (next as f64 - (reference as f32).abs() as f64);
                    let good = error <= $single || value.to_bits() == (reference as f32).to_bits();
                    assert!(good, "{}({x:e}f32) is {value:e}: {error} ulp, {fma:?}", stringify!($name));
                });
            }
        }
    )* };
}

accuracies! {
    exp_: exp in [-746.0, 709.7], 1.25, 1.25, |x| exp_reference(pair(x));
    exp2_: exp2 in [-1076.0, 1023.9], 1.25, 1.25, |x: f64| exp_reference(pair(x) * LN_2);
    expm1_: expm1 in [-50.0, 709.7], 1.25, 1.25, expm1_reference;
    ln_: ln in [5e-324, 1e308], 1.0, 1.0, |x| ln_reference(pair(x));
    log2_: log2 in [5e-324, 1e308], 1.0, 1.0, |x| ln_reference(pair(x)) / LN_2;
    log10_: log10 in [5e-324, 1e308], 1.0, 1.0, |x| ln_reference(pair(x)) / LN_10;
    log1p_: log1p in [-0.9999999999999999, 1e308], 1.0, 1.0, log1p_reference;
    sinh_: sinh in [-710.4, 710.4], 2.25, 2.25, sinh_reference;
    cosh_: cosh in [-710.4, 710.4], 1.5, 1.5, cosh_reference;
    tanh_: tanh in [-25.0, 25.0], 1.5, 1.5, tanh_reference;
    sigmoid_: sigmoid in [-745.0, 50.0], 2.25, 2.25, sigmoid_reference;
    softplus_: softplus in [-745.0, 1e3], 2.25, 2.25, softplus_reference;
    erf_: erf in [-7.0, 7.0], 1.0, 1.0, |x| erf_of_pair(pair(x));
    erfc_: erfc in [-7.0, 26.5], 2.25, 2.25, |x| erfc_reference(pair(x));
    gaussian_: gaussian in [-27.2, 27.2], 1.25, 1.25, gaussian_reference;
    sin_: sin in [-25000.0, 25000.0], 1.0, 1.0, |x| sin_reference(x, 0);
    cos_: cos in [-25000.0, 25000.0], 1.0, 1.0, |x| sin_reference(x, 1);
    cosm1_: cosm1 in [-25000.0, 25000.0], 2.25, 2.25, |x: f64| { let s = sin_reference(x / 2.0, 0); s * s * pair(-2.0) };
    logcosh_: logcosh in [-1e3, 1e3], 3.0, 3.0, logcosh_reference;
    // These down to where their factor becomes subnormal, in `f32`.
    gelu_: gelu in [-12.5, 10.0], 4.0, 4.0, gelu_reference;
    silu_: silu in [-85.0, 100.0], 3.0, 3.0, silu_reference;
    mish_: mish in [-85.0, 100.0], 3.5, 3.5, mish_reference;
}

/// Where one of sine and cosine is as small as it gets.
#[test]
fn right_angles() {
    for fma in [Fma(ROUNDS_ONCE), Fma(false)] {
        for n in -15_000..15_000 {
            let x = f64::from(n) * core::f64::consts::FRAC_PI_2;
            for x in
                [x, f64::from_bits(x.to_bits() + 1), f64::from_bits(x.to_bits() - u64::from(n != 0)), x + x / f64::from(n.max(2)) / 2.0]
            {
                let sine = Scaled::from(sin_reference(x, 0)).ulps(super::sin(fma, x));
                let cosine = Scaled::from(sin_reference(x, 1)).ulps(super::cos(fma, x));
                assert!(sine <= 1.0 && cosine <= 1.0, "{x:e}: {sine} and {cosine} ulp, {fma:?}");
            }
        }
    }
}

#[test]
fn logarithms_of_powers_are_exact() {
    for fma in [Fma(ROUNDS_ONCE), Fma(false)] {
        for n in -1074..1024 {
            assert_eq!(super::log2(fma, power_of_two(n)), n as f64);
            assert_eq!(super::exp2(fma, n as f64), power_of_two(n));
        }
        let mut power = 1.0;
        for n in 0..23 {
            assert_eq!(super::log10(fma, power), n as f64);
            power *= 10.0;
        }
    }
}

macro_rules! edges {
    ($($name:ident($x:expr) = $y:expr;)*) => { $(
        for fma in [Fma(ROUNDS_ONCE), Fma(false)] {
            let (value, single): (f64, f32) = (super::$name(fma, $x), super::$name(fma, $x as f32));
            assert!(same(value, $y), "{}({:?}) is {value:?}, {fma:?}", stringify!($name), $x);
            assert!(same(single as f64, $y), "{}({:?}f32) is {single:?}, {fma:?}", stringify!($name), $x);
        }
    )* };
}

/// Equal, where NaN equals NaN and the zeros differ.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

#[test]
fn edges() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    edges! {
        exp(0.0) = 1.0;
        exp(-0.0) = 1.0;
        exp(INF) = INF;
        exp(-INF) = 0.0;
        exp(NAN) = NAN;
        exp(1e4) = INF;
        exp(-1e4) = 0.0;
        exp2(0.0) = 1.0;
        exp2(10.0) = 1024.0;
        exp2(INF) = INF;
        exp2(-INF) = 0.0;
        exp2(NAN) = NAN;
        expm1(0.0) = 0.0;
        expm1(-0.0) = -0.0;
        expm1(INF) = INF;
        expm1(-INF) = -1.0;
        expm1(1e4) = INF;
        expm1(-1e4) = -1.0;
        expm1(NAN) = NAN;
        ln(1.0) = 0.0;
        ln(0.0) = -INF;
        ln(-0.0) = -INF;
        ln(-1.0) = NAN;
        ln(-INF) = NAN;
        ln(INF) = INF;
        ln(NAN) = NAN;
        log2(8.0) = 3.0;
        log2(0.0) = -INF;
        log2(-1.0) = NAN;
        log2(INF) = INF;
        log10(1000.0) = 3.0;
        log10(0.0) = -INF;
        log10(-1.0) = NAN;
        log10(INF) = INF;
        log1p(0.0) = 0.0;
        log1p(-0.0) = -0.0;
        log1p(-1.0) = -INF;
        log1p(-2.0) = NAN;
        log1p(INF) = INF;
        log1p(-INF) = NAN;
        log1p(NAN) = NAN;
        sinh(-0.0) = -0.0;
        sinh(INF) = INF;
        sinh(-INF) = -INF;
        sinh(1e4) = INF;
        sinh(NAN) = NAN;
        cosh(-0.0) = 1.0;
        cosh(-INF) = INF;
        cosh(1e4) = INF;
        cosh(NAN) = NAN;
        tanh(-0.0) = -0.0;
        tanh(INF) = 1.0;
        tanh(-INF) = -1.0;
        tanh(NAN) = NAN;
        erf(-0.0) = -0.0;
        erf(1e4) = 1.0;
        erfc(0.0) = 1.0;
        erfc(1e4) = 0.0;
        erfc(-1e4) = 2.0;
        gaussian(0.0) = 1.0;
        gaussian(1e4) = 0.0;
        gaussian(-INF) = 0.0;
        gaussian(NAN) = NAN;
        sin(0.0) = 0.0;
        sin(-0.0) = -0.0;
        sin(INF) = NAN;
        sin(NAN) = NAN;
        cos(-0.0) = 1.0;
        cos(-INF) = NAN;
        cos(NAN) = NAN;
        cosm1(-INF) = NAN;
        cosm1(NAN) = NAN;
        gelu(NAN) = NAN;
        gelu(-1e4) = -0.0;
        logcosh(-0.0) = 0.0;
        mish(NAN) = NAN;
        silu(NAN) = NAN;
    }
    // The ends of the range, and subnormal results.
    assert!(exp(709.78f64) < INF && exp(709.79f64) == INF);
    assert!(exp(88.72f32) < f32::INFINITY && exp(88.73f32) == f32::INFINITY);
    assert_eq!(exp(-745.1f64), f64::from_bits(1));
    assert_eq!(exp(-103.9f32), f32::from_bits(1));
    for bits in [1, 12345, 0x000f_ffff_ffff_ffff] {
        let x = f64::from_bits(bits);
        for f in [expm1::<f64>, log1p::<f64>, sinh::<f64>, tanh::<f64>, sin::<f64>] {
            assert_eq!(f(x), x);
            assert_eq!(f(-x), -x);
        }
    }
    for bits in [1, 12345, 0x007f_ffff] {
        let x = f32::from_bits(bits);
        for f in [expm1::<f32>, log1p::<f32>, sinh::<f32>, tanh::<f32>, sin::<f32>] {
            assert_eq!(f(x), x);
        }
    }
}

/// Loops, which an optimising build vectorises, and single calls give the same bits, on a processor of any kind.
#[test]
fn vectors_agree_with_scalars() {
    macro_rules! agree {
        ($($name:ident)*) => { $(
            let mut sequence = Sequence(2);
            let x: [f64; 100] = core::array::from_fn(|i| {
                if i % 10 == 9 { f64::from_bits(sequence.bits()) } else { (sequence.unit() - 0.5) * 20.0 }
            });
            let mut y = [0.0; 100];
            dispatch(#[inline(always)] |fma| {
                for (x, y) in x.iter().zip(&mut y) {
                    *y = super::$name(fma, *x);
                }
            });
            for (x, y) in x.iter().zip(y) {
                assert!(same($name(core::hint::black_box(*x)), y), "{}({x:e})", stringify!($name));
            }
        )* };
    }
    agree!(exp exp2 expm1 ln log1p log2 log10 sinh cosh tanh sigmoid softplus erf erfc gaussian gelu silu mish logcosh sin cos cosm1);
}
