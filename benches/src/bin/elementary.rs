//! The elementary functions against those of the standard library, in nanoseconds per call.
//!
//! `cargo run --release -p chainrule-benches --bin elementary`. "chain" feeds each result to the next call,
//! "single" calls for independent numbers one at a time, both as generated code does; "loop" is a loop over an array
//! in it, and "alone" are calls from code that knows nothing of the processor.

use chainrule::__rt::{self as rt, Fma, dispatch, fuse};
use chainrule::functions as f;
use std::hint::black_box;
use std::time::Instant;

const N: usize = 4096;

/// The shortest of many runs, per element.
fn time(mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..300 {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best * 1e9 / N as f64
}

macro_rules! row {
    ($t:ident, $label:expr, $f:expr, $alone:expr, $least:expr, $most:expr) => {{
        let x: Vec<$t> = (0..N).map(|i| $least + ($most - $least) * (i * 2654435761 % N) as $t / N as $t).collect();
        let mut y = vec![0.0; N];
        let chain = time(|| {
            let last = fuse(
                #[inline(always)]
                |fma| {
                    // Nearly 0, so that the argument is the same and still waits for the result.
                    let mut last = 0.0;
                    for _ in 0..N {
                        last = $f(fma, x[7] + last * 1e-30);
                    }
                    last
                },
            );
            black_box(last);
        });
        let single = time(|| {
            fuse(
                #[inline(always)]
                |fma| {
                    for (x, y) in x.iter().zip(&mut y) {
                        *y = $f(fma, black_box(*x));
                    }
                },
            );
            black_box(&mut y);
        });
        let alone = time(|| {
            for (x, y) in x.iter().zip(&mut y) {
                *y = $alone(black_box(*x));
            }
            black_box(&mut y);
        });
        let picked = time(|| {
            let (x, y) = (black_box(&x[..N]), &mut y[..N]);
            dispatch(
                #[inline(always)]
                |fma| {
                    for i in 0..N {
                        y[i] = $f(fma, x[i]);
                    }
                },
            );
            black_box(y);
        });
        println!("{:<18} {chain:>9.2} {single:>9.2} {picked:>9.2} {alone:>9.2}", $label);
    }};
}

macro_rules! rows {
    ($($name:ident $($std:ident)?, $least:expr, $most:expr;)*) => { $(
        row!(f64, concat!(stringify!($name), " f64"), rt::$name, f::$name, $least, $most);
        $(row!(f64, "  std", |_: Fma, x| f64::$std(x), f64::$std, $least, $most);)?
        row!(f32, concat!(stringify!($name), " f32"), rt::$name, f::$name, $least, $most);
        $(row!(f32, "  std", |_: Fma, x| f32::$std(x), f32::$std, $least, $most);)?
    )* };
}

fn main() {
    println!("{:<18} {:>9} {:>9} {:>9} {:>9}", "ns", "chain", "single", "loop", "alone");
    rows! {
        exp exp, -10.0, 10.0;
        exp2 exp2, -10.0, 10.0;
        expm1 exp_m1, -5.0, 5.0;
        ln ln, 0.01, 100.0;
        log1p ln_1p, -0.9, 10.0;
        log2 log2, 0.01, 100.0;
        log10 log10, 0.01, 100.0;
        sinh sinh, -5.0, 5.0;
        cosh cosh, -5.0, 5.0;
        tanh tanh, -5.0, 5.0;
        sigmoid, -8.0, 8.0;
        softplus, -8.0, 8.0;
        erf, -3.0, 3.0;
        erfc, -3.0, 5.0;
        gelu, -5.0, 5.0;
        silu, -8.0, 8.0;
        logcosh, -5.0, 5.0;
        mish, -8.0, 8.0;
    }
}
