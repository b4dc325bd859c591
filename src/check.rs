//! What the tests of `#[gradient(check)]` call: arguments at random, central differences, forward mode.
//!
//! Arguments are drawn from several ranges, because the domain of a function is not known: a point where the function
//! panics, or where its value or gradient is not finite, does not count. The same numbers are drawn in every run.

use crate::calls::Whole;
use crate::parameters::Parameters;
use crate::rt::Float;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::String;
use std::vec::Vec;
use std::{format, panic};

/// So many points are compared.
const POINTS: u32 = 8;
/// So many are tried.
const ATTEMPTS: u32 = 400;
/// So many numbers of an argument are moved at a point, beginning anywhere.
const MOVED: usize = 12;

/// Compares at random points.
///
/// # Panics
/// If there is a difference, or if no point is in the domain of the function.
pub fn check(function: &str, mut compare: impl FnMut(&mut Point)) {
    let (mut compared, mut conclusive) = (0, 0);
    for attempt in 0..ATTEMPTS {
        let mut point = Point {
            state: 0x9E37_79B9_7F4A_7C15 ^ u64::from(attempt) << 32,
            attempt,
            outside: false,
            conclusive: 0,
            empty: None,
            wrong: None,
        };
        let run = catch_unwind(AssertUnwindSafe(|| compare(&mut point)));
        if let Some((least, most)) = point.empty {
            panic!("`check` of `{function}` has an empty range, from {least} to {most}: write the smaller number first");
        }
        // Where the value is not finite nothing is compared.
        if let (Some(wrong), false) = (point.wrong, point.outside) {
            panic!("the gradient of `{function}` is wrong: {wrong}");
        }
        if run.is_err() || point.outside {
            continue;
        }
        conclusive += point.conclusive;
        compared += 1;
        if compared == POINTS {
            break;
        }
    }
    assert!(
        conclusive > 0,
        "none of {ATTEMPTS} random points could be compared for `{function}`: its value there is not finite, or too rough for \
         differences; write a test with points of its domain"
    );
}

/// One choice of arguments.
pub struct Point {
    state: u64,
    attempt: u32,
    outside: bool,
    conclusive: u32,
    /// A range with nothing in it.
    empty: Option<(f64, f64)>,
    wrong: Option<String>,
}

impl Point {
    /// Uniform in [0, 1): the generator of G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number
    /// generators" (2014).
    fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number for an argument that moves.
    fn number(&mut self) -> f64 {
        let (least, most) = [(-1.0, 1.0), (0.05, 0.95), (0.5, 3.0), (-3.0, 3.0)][self.attempt as usize % 4];
        least + (most - least) * self.unit()
    }

    /// The length of every slice.
    pub fn length(&self) -> usize {
        2 + self.attempt as usize / 4 % 4
    }

    /// An integer.
    pub fn integer<I: Whole>(&mut self) -> I {
        I::from_f64((self.unit() * 4.0).floor())
    }

    /// An integer that may be an index: at every other point each is below the length of every slice.
    pub fn index<I: Whole>(&mut self) -> I {
        let most = if self.attempt.is_multiple_of(2) { self.length() } else { 5 };
        I::from_f64((self.unit() * most as f64).floor())
    }

    /// Numbers for an argument, uniform in a range.
    pub fn fill_between<P: Parameters>(&mut self, argument: &mut P, least: f64, most: f64) {
        if least > most {
            self.empty = Some((least, most));
        }
        argument.visit_mut(&mut |x| *x = P::Scalar::from_f64(least + (most - least) * self.unit()));
    }

    /// An integer of a range, with its last one or without.
    pub fn integer_between<I: Whole>(&mut self, least: f64, most: f64, closed: bool) -> I {
        let count = most - least + f64::from(u8::from(closed));
        if count < 1.0 {
            self.empty = Some((least, most));
        }
        I::from_f64(least + (self.unit() * count.max(1.0)).floor())
    }

    /// The number of one of so many values.
    pub fn choice(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    /// A number that moves.
    pub fn draw<T: Float>(&mut self) -> T {
        T::from_f64(self.number())
    }

    /// A number that does not, as in [`Point::fill_constant`].
    pub fn draw_constant<T: Float>(&mut self) -> T {
        let whole = self.attempt / 2 % 2 == 1;
        T::from_f64(if whole { self.label() } else { self.number() })
    }

    fn label(&mut self) -> f64 {
        f64::from(self.integer::<u8>() % 2)
    }

    /// A condition.
    pub fn condition(&mut self) -> bool {
        self.unit() < 0.5
    }

    /// Numbers for an argument.
    pub fn fill<P: Parameters>(&mut self, argument: &mut P) {
        argument.visit_mut(&mut |x| *x = P::Scalar::from_f64(self.number()));
    }

    /// Numbers for an argument that does not move: sometimes whole ones, which may be labels.
    pub fn fill_constant<P: Parameters>(&mut self, argument: &mut P) {
        let whole = self.attempt / 2 % 2 == 1;
        argument.visit_mut(&mut |x| {
            let number = if whole { self.label() } else { self.number() };
            *x = P::Scalar::from_f64(number);
        });
    }

    /// A direction for an argument to move in.
    pub fn direction<P: Parameters>(&mut self, argument: &mut P) {
        argument.visit_mut(&mut |x| *x = P::Scalar::from_f64(2.0 * self.unit() - 1.0));
    }

    /// The value beside the gradient is that of the function.
    pub fn value<T: Float>(&mut self, beside: T, value: T) {
        let (beside, value) = (beside.to_f64(), value.to_f64());
        if !value.is_finite() {
            self.outside = true;
        } else if (beside - value).abs() > 1e3 * T::EPSILON.to_f64() * (1.0 + value.abs()) {
            self.fail(format!("the value is {value}, but with the gradient {beside} is returned"));
        }
    }

    /// The partial derivatives by the numbers of an argument are what central differences say.
    ///
    /// The differences are taken at two widths and extrapolated; how much they differ is what is allowed.
    pub fn partials<P: Parameters>(&mut self, name: &str, mut argument: P, gradient: &P::Gradient, value: &mut dyn FnMut(&P) -> P::Scalar) {
        let mut partials = Vec::new();
        gradient.visit(&mut |g| partials.push(g.to_f64()));
        let mut numbers = Vec::new();
        argument.visit(&mut |x| numbers.push(x.to_f64()));
        let begin = (self.unit() * numbers.len() as f64) as usize;
        for k in (0..numbers.len().min(MOVED)).map(|k| (begin + k) % numbers.len()) {
            if self.outside || self.wrong.is_some() {
                return;
            }
            let epsilon = P::Scalar::EPSILON.to_f64();
            let mut largest = 0.0f64;
            let here = value(&argument).to_f64();
            let mut at = |x: f64| {
                let mut n = 0;
                let mut moved = P::Scalar::ZERO;
                argument.visit_mut(&mut |place| {
                    if n == k {
                        *place = P::Scalar::from_f64(x);
                        moved = *place;
                    }
                    n += 1;
                });
                (moved.to_f64(), value(&argument).to_f64())
            };
            let width = epsilon.powf(0.2) * numbers[k].abs().max(0.1);
            // Third differences close by are rounding, also that of terms which cancel, and hardly anything else.
            let noise = [0.05, 0.11, 0.23].map(|part| {
                let [a, b, c, d] = [-1.5, -0.5, 0.5, 1.5].map(|step| at(numbers[k] + step * part * width).1);
                (d - 3.0 * c + 3.0 * b - a).abs() / 4.0
            });
            let noise = noise.into_iter().fold(0.0, f64::max);
            // The slope over a width, and how much it differs from one side to the other.
            let mut slope = |width: f64| {
                let ((up, above), (down, below)) = (at(numbers[k] + width), at(numbers[k] - width));
                at(numbers[k]);
                largest = largest.max(above.abs()).max(below.abs());
                let jump = (above - here) / (up - numbers[k]) - (here - below) / (numbers[k] - down);
                ((above - below) / (up - down), jump.abs())
            };
            let ((coarse, coarse_jump), (fine, fine_jump)) = (slope(width), slope(width / 2.0));
            let extrapolated = fine + (fine - coarse) / 3.0;
            // A jump that does not shrink with the width is a kink or a step in between.
            let kink = (fine_jump - 0.75 * coarse_jump).max(0.0);
            let scale = if partials[k].is_finite() { partials[k].abs() } else { 0.0 };
            let rounding = 50.0 * (epsilon * largest).max(noise) / width + 100.0 * epsilon * scale;
            let allowed = 2.0 * (fine - coarse).abs() + 8.0 * kink + rounding;
            if !extrapolated.is_finite() {
                continue;
            }
            // Of `1 + erf(x)` far out nothing is left, and of its slope a tiny number.
            let flat = extrapolated == 0.0 && coarse == 0.0 && noise == 0.0;
            if flat && partials[k] != 0.0 && partials[k].abs() < 1e-10 {
                continue;
            }
            // NaN is wrong as well.
            if (partials[k] - extrapolated).abs() <= allowed {
                let resolved = allowed <= 0.05 * (partials[k].abs() + extrapolated.abs()) || allowed < 1e-4;
                self.conclusive += u32::from(resolved);
            } else {
                let place = if numbers.len() == 1 { String::new() } else { format!(", number {k}") };
                self.fail(format!(
                    "its derivative with respect to `{name}`{place} is {}, but central differences give {extrapolated} at {}",
                    partials[k], numbers[k]
                ));
            }
        }
    }

    /// The gradient along a direction is what forward mode says.
    pub fn along<T: Float>(&mut self, gradient: T, tangent: T, magnitude: T) {
        let (gradient, tangent) = (gradient.to_f64(), tangent.to_f64());
        let allowed = 1e5 * T::EPSILON.to_f64() * (1.0 + magnitude.to_f64());
        // Overflow is no mistake, and NaN beside a number is one.
        let same = (gradient - tangent).abs() <= allowed || (!gradient.is_finite() && !tangent.is_finite());
        if !same {
            self.fail(format!("its product with a direction is {gradient}, but forward mode gives {tangent}"));
        }
    }

    fn fail(&mut self, message: String) {
        self.wrong.get_or_insert(message);
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, check};

    fn compare(point: &mut Point, slope: impl Fn(f64) -> f64, f: impl Fn(f64) -> f64) {
        let mut x = 0.0;
        point.fill(&mut x);
        point.value(f(x), f(x));
        point.partials("x", x, &slope(x), &mut |x| f(*x));
    }

    #[test]
    fn right_gradients_pass() {
        check("square", |p| compare(p, |x| 2.0 * x, |x| x * x));
        check("ln", |p| compare(p, |x| 1.0 / x, f64::ln));
        check("abs", |p| compare(p, f64::signum, f64::abs));
        check("tan", |p| compare(p, |x| 1.0 + x.tan() * x.tan(), f64::tan));
        check("constant", |p| compare(p, |_| 0.0, |_| 3.0));
        check("step", |p| compare(p, |_| 0.0, |x| if x > 0.3 { 1.0 } else { 0.0 }));
    }

    #[test]
    #[should_panic(expected = "the gradient of `square` is wrong: its derivative with respect to `x` is")]
    fn wrong_gradients_are_found() {
        check("square", |p| compare(p, |x| 2.000001 * x, |x| x * x));
    }

    #[test]
    #[should_panic(expected = "the gradient of `sin` is wrong")]
    fn a_sign_is_found() {
        check("sin", |p| compare(p, |x| -x.cos(), f64::sin));
    }

    #[test]
    #[should_panic(expected = "is NaN, but central differences give")]
    fn no_number_is_found() {
        check("square", |p| compare(p, |x| 0.0 * (x / 0.0), |x| x * x));
    }

    #[test]
    #[should_panic(expected = "its product with a direction is 1, but forward mode gives 2")]
    fn forward_mode_counts() {
        check("f", |p| p.along(1.0, 2.0, 1.0));
    }

    #[test]
    #[should_panic(expected = "`check` of `square` has an empty range, from 2 to 1")]
    fn an_empty_range_is_found() {
        check("square", |p| p.fill_between(&mut 0.0, 2.0, 1.0));
    }

    #[test]
    #[should_panic(expected = "`check` of `square` has an empty range, from 3 to 3")]
    fn an_empty_range_of_integers_is_found() {
        check("square", |p| assert_eq!(p.integer_between::<usize>(3.0, 3.0, false), 3));
    }

    #[test]
    #[should_panic(expected = "none of 400 random points could be compared for `nowhere`")]
    fn no_point_is_no_pass() {
        check("nowhere", |p| compare(p, |_| 0.0, |_| f64::NAN));
    }
}
