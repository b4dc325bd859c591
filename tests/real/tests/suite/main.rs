//! Values and derivatives of functions of published crates, against dual numbers on the same text.

mod animation;
mod astronomy;
mod colour;
mod geodesy;
mod optimisation;
mod refused;
mod special;
mod statistics;

#[path = "../../../../core/tests/support/rust_dual.rs"]
mod rust_dual;

use rust_dual::V;

/// What a function is called with, for the interpreter.
trait Argument {
    fn value(&self) -> V;
}

macro_rules! argument {
    ($($ty:ty: $x:ident => $value:expr;)*) => { $(
        impl Argument for $ty {
            fn value(&self) -> V {
                let $x = *self;
                $value
            }
        }
    )* };
}

argument! {
    f64: x => V::F(x, 0.0);
    f32: x => V::F(f64::from(x), 0.0);
    usize: n => V::I(n as i64);
    u64: n => V::I(n as i64);
    i32: n => V::I(i64::from(n));
    bool: b => V::B(b);
}

impl<A: Argument, const N: usize> Argument for [A; N] {
    fn value(&self) -> V {
        V::A(self.iter().map(Argument::value).collect())
    }
}

impl<A: Argument> Argument for &A {
    fn value(&self) -> V {
        (*self).value()
    }
}

impl<A: Argument, B: Argument> Argument for (A, B) {
    fn value(&self) -> V {
        V::T(vec![self.0.value(), self.1.value()])
    }
}

/// A struct of which the functions read these fields.
macro_rules! fields {
    ($ty:ty { $($field:ident),* }) => {
        impl crate::Argument for $ty {
            fn value(&self) -> crate::rust_dual::V {
                crate::rust_dual::V::S(vec![$((stringify!($field).to_owned(), crate::Argument::value(&self.$field))),*])
            }
        }
    };
}
pub(crate) use fields;

/// The numbers of a gradient, in order.
fn flat<S: Into<f64> + chainrule::Float>(gradient: &impl chainrule::Parameters<Scalar = S>) -> Vec<f64> {
    let mut out = Vec::new();
    gradient.visit(&mut |x| out.push(x.into()));
    out
}

/// A test that the functions of a module agree with dual numbers at these points.
macro_rules! agrees {
    ($($module:ident: $($both:ident { $(($($argument:expr),*))* })*;)*) => { $(
        #[test]
        fn $module() {
            use crate::Argument;
            use chainrule_real_functions::$module::*;
            $($(
                let (value, gradient) = $both($($argument),*);
                let arguments = vec![$(($argument).value()),*];
                crate::agree(SOURCE, stringify!($both), arguments, f64::from(value), &crate::flat(&gradient));
            )*)*
        }
    )* };
}
pub(crate) use agrees;

/// Numbers that a function is differentiated by.
fn seeds(value: &V) -> usize {
    match value {
        V::F(..) => 1,
        V::A(items) | V::T(items) => items.iter().map(seeds).sum(),
        V::S(fields) => fields.iter().map(|f| seeds(&f.1)).sum(),
        _ => 0,
    }
}

fn seed(value: &mut V, at: &mut usize) {
    match value {
        V::F(_, d) => {
            *d = f64::from(u8::from(*at == 0));
            *at = at.wrapping_sub(1);
        }
        V::A(items) | V::T(items) => items.iter_mut().for_each(|v| seed(v, at)),
        V::S(fields) => fields.iter_mut().for_each(|f| seed(&mut f.1, at)),
        _ => {}
    }
}

/// Value and derivatives of the function of that name in `source` are those given; of `f32` to its precision.
#[track_caller]
fn agree(source: &str, both: &str, arguments: Vec<V>, value: f64, gradient: &[f64]) {
    let name = both.strip_suffix("_value_and_gradient").expect("the name of the family's member");
    let file = syn::parse_file(source).expect("the text compiles");
    let single = source.contains("f32");
    let precision = if single { 2e-5 } else { 1e-11 };
    let numbers: usize = arguments.iter().map(seeds).sum();
    assert_eq!(gradient.len(), numbers, "numbers in the gradient of {name}");
    let mut partials = Vec::new();
    for k in 0..numbers {
        let mut seeded = arguments.clone();
        let mut at = k;
        seeded.iter_mut().for_each(|v| seed(v, &mut at));
        let (expected, slope) = rust_dual::run_named(&file, name, seeded);
        assert!(close(value, expected, expected.abs(), precision), "{name} is {value}, expected {expected}");
        partials.push(slope);
    }
    let scale = partials.iter().filter(|p| p.is_finite()).fold(0f64, |a, b| a.max(b.abs()));
    for (k, (found, expected)) in gradient.iter().zip(&partials).enumerate() {
        assert!(close(*found, *expected, scale, precision), "derivative {k} of {name} at {arguments:?} is {found}, expected {expected}");
    }
}

fn close(a: f64, b: f64, scale: f64, precision: f64) -> bool {
    a == b || (a - b).abs() <= precision * scale.max(1e-3) || (a.is_nan() && b.is_nan())
}
