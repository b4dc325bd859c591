//! The vector space of a model's parameters.

use crate::rt::Float;

/// Parameters of a model, seen as a vector of numbers: `f32`, `f64`, arrays, tuples, `Box`, `Vec`, structs
/// that derive `Gradient`, and the gradients of all of these.
///
/// The order of the numbers is that of the declaration, arrays with the last index fastest. No method
/// allocates unless the type itself does. Where two objects meet, lists of run-time length must have the
/// same length; the methods panic otherwise.
///
/// ```
/// use chainrule::Parameters;
///
/// let mut w = [[1.0, 2.0], [3.0, 4.0]];
/// w.add_scaled(&[[10.0, 0.0], [0.0, 10.0]], 0.5);
/// assert_eq!(w, [[6.0, 2.0], [3.0, 9.0]]);
/// assert_eq!(w.parameter_count(), 4);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold parameters",
    label = "this type has no gradient",
    note = "parameters are `f32`, `f64`, arrays, tuples, `Box`, `Vec` and structs with `#[derive(Gradient)]`",
    note = "a field that is not a parameter is marked `#[gradient(skip)]`, an argument `#[constant]`"
)]
pub trait Parameters {
    /// The type of the numbers.
    type Scalar: Float + crate::zero::Zero;

    /// The type of a gradient: `Self` for numbers and arrays of them, `NameGradient` for a struct `Name`.
    type Gradient: Parameters<Scalar = Self::Scalar, Gradient = Self::Gradient>;

    /// A gradient of zeros, of the shape of `self`.
    fn zero_gradient(&self) -> Self::Gradient;

    /// [`zero_gradient`](Parameters::zero_gradient) in a box, without a detour over the stack where that
    /// can be had.
    #[cfg(feature = "std")]
    #[doc(hidden)]
    fn boxed_zero_gradient(&self) -> std::boxed::Box<Self::Gradient> {
        std::boxed::Box::new(self.zero_gradient())
    }

    /// Calls `f` with each number.
    fn visit<F: FnMut(Self::Scalar)>(&self, f: &mut F);

    /// Calls `f` with a reference to each number.
    fn visit_mut<F: FnMut(&mut Self::Scalar)>(&mut self, f: &mut F);

    /// Calls `f` with each number and the gradient's at the same place.
    fn zip<F: FnMut(Self::Scalar, Self::Scalar)>(&self, gradient: &Self::Gradient, f: &mut F);

    /// Calls `f` with a reference to each number and the gradient's at the same place.
    fn zip_mut<F: FnMut(&mut Self::Scalar, Self::Scalar)>(&mut self, gradient: &Self::Gradient, f: &mut F);

    /// How many numbers there are.
    #[inline]
    fn parameter_count(&self) -> usize {
        let mut count = 0;
        self.visit(&mut |_| count += 1);
        count
    }

    /// `self += factor * gradient`
    #[inline]
    fn add_scaled(&mut self, gradient: &Self::Gradient, factor: Self::Scalar) {
        self.zip_mut(gradient, &mut |x, g| *x += factor * g);
    }

    /// `self -= rate * gradient`, a step of gradient descent.
    #[inline]
    fn descend(&mut self, gradient: &Self::Gradient, rate: Self::Scalar) {
        self.zip_mut(gradient, &mut |x, g| *x -= rate * g);
    }

    /// `self *= factor`
    #[inline]
    fn scale(&mut self, factor: Self::Scalar) {
        self.visit_mut(&mut |x| *x *= factor);
    }

    /// Sets every number to `value`.
    #[inline]
    fn set_all(&mut self, value: Self::Scalar) {
        self.visit_mut(&mut |x| *x = value);
    }

    /// The sum of the products with the gradient's numbers.
    #[inline]
    fn dot(&self, gradient: &Self::Gradient) -> Self::Scalar {
        let mut sum = Self::Scalar::ZERO;
        self.zip(gradient, &mut |x, g| sum += x * g);
        sum
    }

    /// The sum of the squares of all numbers.
    #[inline]
    fn norm_squared(&self) -> Self::Scalar {
        let mut sum = Self::Scalar::ZERO;
        self.visit(&mut |x| sum += x * x);
        sum
    }

    /// The square root of [`norm_squared`](Parameters::norm_squared).
    #[cfg(any(feature = "std", feature = "libm"))]
    #[inline]
    fn norm(&self) -> Self::Scalar {
        crate::rt::sqrt(self.norm_squared())
    }

    /// Whether no number is infinite or NaN.
    #[inline]
    fn is_finite(&self) -> bool {
        let mut finite = true;
        self.visit(&mut |x| finite &= x.magnitude() < Self::Scalar::INFINITY);
        finite
    }

    /// Writes all numbers, in order.
    ///
    /// # Panics
    /// If the length of `out` is not [`parameter_count`](Parameters::parameter_count).
    fn to_flat(&self, out: &mut [Self::Scalar]) {
        let (expected, given) = (self.parameter_count(), out.len());
        assert!(expected == given, "{expected} parameters do not fit a slice of length {given}");
        let mut places = out.iter_mut();
        self.visit(&mut |x| {
            if let Some(place) = places.next() {
                *place = x;
            }
        });
    }

    /// Reads all numbers, in order.
    ///
    /// # Panics
    /// If the length of `values` is not [`parameter_count`](Parameters::parameter_count).
    #[allow(clippy::wrong_self_convention)]
    fn from_flat(&mut self, values: &[Self::Scalar]) {
        let (expected, given) = (self.parameter_count(), values.len());
        assert!(expected == given, "{expected} parameters cannot be read from a slice of length {given}");
        let mut values = values.iter();
        self.visit_mut(&mut |x| {
            if let Some(value) = values.next() {
                *x = *value;
            }
        });
    }
}

macro_rules! number {
    ($($t:ty)*) => { $(
        impl Parameters for $t {
            type Scalar = $t;
            type Gradient = $t;
            #[inline]
            fn zero_gradient(&self) -> $t {
                0.0
            }
            #[inline(always)]
            fn visit<F: FnMut($t)>(&self, f: &mut F) {
                f(*self)
            }
            #[inline(always)]
            fn visit_mut<F: FnMut(&mut $t)>(&mut self, f: &mut F) {
                f(self)
            }
            #[inline(always)]
            fn zip<F: FnMut($t, $t)>(&self, gradient: &$t, f: &mut F) {
                f(*self, *gradient)
            }
            #[inline(always)]
            fn zip_mut<F: FnMut(&mut $t, $t)>(&mut self, gradient: &$t, f: &mut F) {
                f(self, *gradient)
            }
        }
    )* };
}
number!(f32 f64);

/// The methods that visit the elements of an array or a list one by one.
macro_rules! elementwise {
    ($check:expr) => {
        #[inline]
        fn visit<F: FnMut(P::Scalar)>(&self, f: &mut F) {
            for p in self {
                p.visit(f);
            }
        }
        #[inline]
        fn visit_mut<F: FnMut(&mut P::Scalar)>(&mut self, f: &mut F) {
            for p in self {
                p.visit_mut(f);
            }
        }
        #[inline]
        fn zip<F: FnMut(P::Scalar, P::Scalar)>(&self, gradient: &Self::Gradient, f: &mut F) {
            $check(self.len(), gradient.len());
            for (p, g) in self.iter().zip(gradient) {
                p.zip(g, f);
            }
        }
        #[inline]
        fn zip_mut<F: FnMut(&mut P::Scalar, P::Scalar)>(&mut self, gradient: &Self::Gradient, f: &mut F) {
            $check(self.len(), gradient.len());
            for (p, g) in self.iter_mut().zip(gradient) {
                p.zip_mut(g, f);
            }
        }
    };
}

impl<P: Parameters, const N: usize> Parameters for [P; N] {
    type Scalar = P::Scalar;
    type Gradient = [P::Gradient; N];
    #[inline]
    fn zero_gradient(&self) -> Self::Gradient {
        core::array::from_fn(|i| self[i].zero_gradient())
    }
    #[cfg(feature = "std")]
    fn boxed_zero_gradient(&self) -> std::boxed::Box<Self::Gradient> {
        crate::zero::boxed_array(|i| self[i].zero_gradient())
    }
    elementwise!(|_: usize, _: usize| ());
}

macro_rules! tuple {
    ($first:ident 0 $($rest:ident $at:tt)*) => {
        impl<$first: Parameters, $($rest: Parameters<Scalar = $first::Scalar>),*> Parameters for ($first, $($rest,)*) {
            type Scalar = $first::Scalar;
            type Gradient = ($first::Gradient, $($rest::Gradient,)*);
            #[inline]
            fn zero_gradient(&self) -> Self::Gradient {
                (self.0.zero_gradient(), $(self.$at.zero_gradient(),)*)
            }
            #[inline]
            fn visit<Visitor: FnMut(Self::Scalar)>(&self, f: &mut Visitor) {
                self.0.visit(f);
                $(self.$at.visit(f);)*
            }
            #[inline]
            fn visit_mut<Visitor: FnMut(&mut Self::Scalar)>(&mut self, f: &mut Visitor) {
                self.0.visit_mut(f);
                $(self.$at.visit_mut(f);)*
            }
            #[inline]
            fn zip<Visitor: FnMut(Self::Scalar, Self::Scalar)>(&self, gradient: &Self::Gradient, f: &mut Visitor) {
                self.0.zip(&gradient.0, f);
                $(self.$at.zip(&gradient.$at, f);)*
            }
            #[inline]
            fn zip_mut<Visitor: FnMut(&mut Self::Scalar, Self::Scalar)>(&mut self, gradient: &Self::Gradient, f: &mut Visitor) {
                self.0.zip_mut(&gradient.0, f);
                $(self.$at.zip_mut(&gradient.$at, f);)*
            }
        }
    };
}
crate::zero::for_tuples!(tuple);

#[cfg(feature = "std")]
mod allocated {
    use super::Parameters;
    use std::boxed::Box;
    use std::vec::Vec;

    impl<P: Parameters> Parameters for Vec<P> {
        type Scalar = P::Scalar;
        type Gradient = Vec<P::Gradient>;
        #[inline]
        fn zero_gradient(&self) -> Self::Gradient {
            self.iter().map(P::zero_gradient).collect()
        }
        elementwise!(|parameters: usize, gradient: usize| assert!(
            parameters == gradient,
            "{parameters} parameters meet a gradient of length {gradient}"
        ));
    }

    impl<P: Parameters> Parameters for Box<P> {
        type Scalar = P::Scalar;
        type Gradient = Box<P::Gradient>;
        #[inline]
        fn zero_gradient(&self) -> Self::Gradient {
            (**self).boxed_zero_gradient()
        }
        #[inline]
        fn visit<F: FnMut(P::Scalar)>(&self, f: &mut F) {
            (**self).visit(f)
        }
        #[inline]
        fn visit_mut<F: FnMut(&mut P::Scalar)>(&mut self, f: &mut F) {
            (**self).visit_mut(f)
        }
        #[inline]
        fn zip<F: FnMut(P::Scalar, P::Scalar)>(&self, gradient: &Self::Gradient, f: &mut F) {
            (**self).zip(gradient, f)
        }
        #[inline]
        fn zip_mut<F: FnMut(&mut P::Scalar, P::Scalar)>(&mut self, gradient: &Self::Gradient, f: &mut F) {
            (**self).zip_mut(gradient, f)
        }
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn visits_in_the_order_of_declaration() {
        let p = ([[1.0, 2.0], [3.0, 4.0]], 5.0, Box::new([6.0]), vec![7.0, 8.0]);
        let mut flat = [0.0; 8];
        p.to_flat(&mut flat);
        assert_eq!(flat, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
        let mut q = p.zero_gradient();
        assert_eq!(q, ([[0.0; 2]; 2], 0.0, Box::new([0.0]), vec![0.0; 2]));
        q.from_flat(&flat);
        assert_eq!(p, q);
        assert_eq!(p.dot(&q), 204.0);
        assert_eq!(p.norm_squared(), 204.0);
        assert_eq!([3.0, 4.0].norm(), 5.0);
    }

    #[test]
    fn is_a_vector_space() {
        let mut w = [1f32, 2.0];
        w.add_scaled(&[10.0, 20.0], 0.5);
        assert_eq!(w, [6.0, 12.0]);
        w.descend(&[6.0, 2.0], 1.0);
        assert_eq!(w, [0.0, 10.0]);
        w.scale(2.0);
        assert_eq!(w, [0.0, 20.0]);
        assert!(Parameters::is_finite(&w));
        w.set_all(f32::NAN);
        assert!(!Parameters::is_finite(&w));
    }

    #[test]
    #[should_panic(expected = "2 parameters meet a gradient of length 1")]
    fn lengths_must_agree() {
        vec![1.0, 2.0].descend(&vec![1.0], 0.1);
    }

    #[test]
    fn large_boxes_stay_off_the_stack() {
        let worker = std::thread::Builder::new().stack_size(128 * 1024);
        let run = worker.spawn(|| {
            let big: Box<[[f64; 512]; 512]> = crate::zero::Zero::zero();
            big.zero_gradient().parameter_count()
        });
        assert_eq!(run.unwrap().join().unwrap(), 512 * 512);
    }
}
