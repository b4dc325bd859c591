//! Value and gradient, in nanoseconds a call: derived by hand, and by peers.
//!
//! `cargo run --release -p chainrule-benches [FUNCTION]`. Every result is compared with the one derived by hand,
//! at 64 points; a row whose results differ is marked WRONG.

mod functions;
mod generated;
mod hand;
mod harness;
mod plain;

use harness::{Random, differences, machine, over_points, side_by_side};
use num_dual::DualSVec64;
use std::array::from_fn;
use std::hint::black_box;

const POINTS: usize = 64;

/// Values, then the Jacobian row by row, by forward mode over all `N` variables at once.
#[inline(always)]
fn dual<const N: usize, const C: usize, const M: usize, const O: usize>(
    f: impl Fn(&[DualSVec64<N>; N], &[f64; C]) -> [DualSVec64<N>; M],
    (x, c): &([f64; N], [f64; C]),
    out: &mut [f64; O],
) {
    let x: [DualSVec64<N>; N] = from_fn(|i| DualSVec64::from_re(x[i]).derivative(i));
    for (m, y) in f(&x, c).iter().enumerate() {
        out[m] = y.re;
        for i in 0..N {
            out[M + m * N + i] = y.eps.0.map_or(0.0, |e| e[i]);
        }
    }
}

/// One function: `name: variables, data -> values, from these ranges`.
macro_rules! compare {
    ($only:expr; $($name:ident $($generated:path)?: $n:literal, $c:literal -> $m:literal, $x:expr, $data:expr;)*) => { $(
        if stringify!($name).contains($only) {
            const O: usize = $m + $m * $n;
            let mut random = Random::new();
            let points: [([f64; $n], [f64; $c]); POINTS] =
                from_fn(|_| (random.array(&$x), random.array(&$data)));
            let by_hand = |(x, c): &([f64; $n], [f64; $c]), out: &mut [f64; O]| hand::$name(x, c, out);
            let by_function = |(x, c): &([f64; $n], [f64; $c]), out: &mut [f64; O]| plain::$name(x, c, out);
            let by_dual = |p: &([f64; $n], [f64; $c]), out: &mut [f64; O]| dual(functions::$name, p, out);
            let mut value = over_points(&points, |(x, c), out: &mut [f64; $m]| *out = functions::$name(x, c));
            let (mut hand, mut function, mut dual) =
                (over_points(&points, by_hand), over_points(&points, by_function), over_points(&points, by_dual));
            $(
                let by_formula = |(x, c): &([f64; $n], [f64; $c]), out: &mut [f64; O]| $generated(x, c, out);
                let mut formula = over_points(&points, by_formula);
            )?
            let rows: Vec<Row<'_>> = vec![
                ("by hand", &mut hand, 0),
                ("value only", &mut value, 0),
                ("Rust function", &mut function, differences(&points, by_function, by_hand)),
                $(("formula", &mut formula, differences(&points, |(x, c), out| $generated(x, c, out), by_hand)),)?
                ("num-dual", &mut dual, differences(&points, by_dual, by_hand)),
            ];
            print(stringify!($name), rows);
        }
    )* };
}

/// The network with its parameters as arrays, which is how a user would hold them.
fn arrays(only: &str) {
    if !"mlp483".contains(only) {
        return;
    }
    let mut random = Random::new();
    let mut next = || random.array::<1>(&[(-1.0, 1.0)])[0];
    let points: [(generated::Layers, [f64; 7]); POINTS] = from_fn(|_| {
        let layers = generated::Layers {
            w1: from_fn(|_| from_fn(|_| next())),
            b1: from_fn(|_| next()),
            w2: from_fn(|_| from_fn(|_| next())),
            b2: from_fn(|_| next()),
        };
        (layers, from_fn(|_| next()))
    });
    let flat: [([f64; 67], [f64; 7]); POINTS] = from_fn(|at| {
        let (p, c) = &points[at];
        let all = p.w1.iter().flatten().chain(&p.b1).chain(p.w2.iter().flatten()).chain(&p.b2);
        let mut x = [0.0; 67];
        x.iter_mut().zip(all).for_each(|(x, p)| *x = *p);
        (x, *c)
    });
    let mut hand = over_points(&flat, |(x, c), out: &mut [f64; 68]| hand::mlp483(x, c, out));
    let mut g = generated::Layers { w1: [[0.0; 4]; 8], b1: [0.0; 8], w2: [[0.0; 8]; 3], b2: [0.0; 3] };
    let mut arrays = || {
        for (p, c) in &points {
            black_box(generated::mlp_layers(black_box(p), c, &mut g));
            black_box(&mut g);
        }
    };
    print("mlp483", vec![("by hand", &mut hand, 0), ("formula, arrays", &mut arrays, 0)]);
}

/// What computes it, a function that does so for all points, and the number of wrong results.
type Row<'a> = (&'a str, &'a mut dyn FnMut(), usize);

/// Times the rows side by side; the first is the yardstick.
fn print(function: &str, rows: Vec<Row<'_>>) {
    let (names, mut runs): (Vec<_>, Vec<_>) = rows.into_iter().map(|(name, run, wrong)| ((name, wrong), run)).unzip();
    let times = side_by_side(POINTS, &mut runs);
    for ((name, wrong), time) in names.iter().zip(&times) {
        let mark = if *wrong == 0 { String::new() } else { format!("  WRONG in {wrong} results") };
        println!("{function:<10} {name:<16} {time:>10.1} ns {:>8.2} x{mark}", time / times[0]);
    }
}

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    println!("# {}", machine());
    const UNIT: [(f64, f64); 1] = [(-1.0, 1.0)];
    const LABEL: [(f64, f64); 9] = [UNIT[0], UNIT[0], UNIT[0], UNIT[0], UNIT[0], UNIT[0], UNIT[0], UNIT[0], (0.0, 1.0)];
    const OPTION: [(f64, f64); 5] = [(80.0, 120.0), (80.0, 120.0), (0.1, 0.4), (0.01, 0.05), (0.2, 2.0)];
    const ANGLE: (f64, f64) = (0.1, 0.5);
    const CENTRE: (f64, f64) = (-0.5, 0.5);
    const SMALL: (f64, f64) = (-0.1, 0.1);
    const CAMERA: [(f64, f64); 15] = [
        ANGLE,
        ANGLE,
        ANGLE,
        CENTRE,
        CENTRE,
        CENTRE,
        (1.0, 2.0),
        SMALL,
        SMALL,
        SMALL,
        SMALL,
        (2.0, 3.0),
        (2.0, 3.0),
        (2.0, 3.0),
        (0.5, 1.0),
    ];
    const NEAR: (f64, f64) = (-0.05, 0.05);
    const AWAY: (f64, f64) = (1.05, 1.15);
    const ATOMS: [(f64, f64); 12] = [NEAR, NEAR, NEAR, AWAY, NEAR, NEAR, NEAR, AWAY, NEAR, NEAR, NEAR, AWAY];
    compare! { only.as_str();
        mlp483 generated::mlp483: 67, 7 -> 1, UNIT, UNIT;
        logistic8 generated::logistic8: 9, 9 -> 1, UNIT, LABEL;
        rosen generated::rosen: 10, 0 -> 1, UNIT, UNIT;
        arm2 generated::arm2: 4, 2 -> 1, [(0.2, 1.2)], [(0.2, 1.2)];
        quat: 7, 6 -> 1, [(0.2, 1.0)], [(0.2, 1.0)];
        ba: 15, 2 -> 2, CAMERA, UNIT;
        bs generated::bs: 5, 0 -> 1, OPTION, UNIT;
        gmm: 30, 40 -> 1, UNIT, UNIT;
        lj4: 12, 0 -> 1, ATOMS, UNIT;
    }
    arrays(&only);
}
