//! Generated code beside whatever else the user has: names of the prelude taken, no prelude at all, names like
//! those of generated variables, raw identifiers, calls from inside other macros.

use crate::{all_close, close};

mod taken {
    #![no_implicit_prelude]
    #![allow(dead_code, clippy::needless_range_loop, unexpected_cfgs)]

    struct Result;
    struct Option;
    struct Vec;
    mod core {}
    mod std {}

    ::chainrule::formula! { pub fn cost(w, adj, r#type; t, s, value, gradient) = "(w*t + adj - s)^2 / 2 + value*type^2 + gradient"; }

    #[derive(::chainrule::Gradient, ::std::clone::Clone)]
    #[objective(loss(x: &[f64; N], t: f64) = "(sum(i: w[i]*x[i]) + b - t)^2 / 2")]
    pub struct Plane<const N: usize>
    where
        [f64; N]: ::std::marker::Sized,
    {
        pub w: [f64; N],
        #[cfg(not(feature = "no-such-feature"))]
        pub b: f64,
        #[gradient(skip)]
        pub name: &'static str,
    }

    #[::chainrule::gradient]
    pub fn f(t0: f64, __chainrule: f64, sum2: f64) -> f64 {
        let adj = t0 * __chainrule;
        let s = adj + sum2;
        s * s
    }

    #[::chainrule::gradient]
    fn square(x: &[f64]) -> f64 {
        let mut a = 0.0;
        for i in 0..x.len() {
            a += x[i] * x[i];
        }
        a
    }

    pub fn second(x: &[f64]) -> f64 {
        square_gradient(x)[1]
    }
}

macro_rules! parabola {
    ($name:ident, $x:ident) => {
        ::chainrule::formula! { fn $name($x) = $x^2 + 1; }
    };
}

parabola!(curve, y);

#[test]
fn names_of_the_user_do_not_matter() {
    let (w, adj, kind) = taken::cost_gradient(0.5, 0.25, 2.0, 2.0, 1.0, 3.0, 4.0);
    all_close(&[w, adj, kind], &[0.5, 0.25, 12.0]);
    let plane = taken::Plane { w: [1.0, 2.0], b: 0.5, name: "plane" };
    let g = plane.loss_gradient(&[1.0, 2.0], 0.5);
    all_close(&[g.w[0], g.w[1], g.b], &[5.0, 10.0, 5.0]);
    let (a, b, c) = taken::f_gradient(1.0, 2.0, 3.0);
    all_close(&[a, b, c], &[20.0, 10.0, 10.0]);
    close(taken::second(&[1.0, 3.0]), 6.0);
    close(curve_gradient(3.0) + curve(0.0), 7.0);
}
