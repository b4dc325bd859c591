//! The matrix product of contractions against a matrix library, on one core.
//!
//! `cargo run --release -p chainrule-benches --features faer --bin contract`

use chainrule::__rt::{Float, matmul};
use cpu_time::ThreadTime;
use faer::linalg::matmul::matmul as faer_matmul;
use faer::{Accum, MatMut, MatRef, Par};
use std::hint::black_box;

/// A number type of both.
trait Number: Float + faer::traits::ComplexField {}
impl Number for f32 {}
impl Number for f64 {}

/// Rows of c, columns of c, terms; which of a, b and c are transposed in memory; whether the product is added.
type Case = ([usize; 3], [bool; 3], bool);

const N: [bool; 3] = [false; 3];
/// A layer whose weights are a row for each output.
const B: [bool; 3] = [false, true, false];
/// The gradient of weights: terms are the samples.
const A: [bool; 3] = [true, false, false];

#[rustfmt::skip]
const CASES: &[Case] = &[
    ([128, 512, 784], N, false), ([128, 512, 784], B, false), ([784, 512, 128], A, false), ([784, 512, 128], A, true),
    ([128, 784, 512], N, false), ([128, 784, 512], B, false), ([512, 784, 128], A, false), ([128, 512, 784], [true, true, true], false),
    ([1024, 1024, 1024], N, false), ([1024, 1024, 1024], B, false), ([1024, 1024, 1024], A, false),
    ([1797, 32, 64], N, false), ([1797, 32, 64], B, false), ([64, 32, 1797], A, false), ([1797, 64, 32], N, false), ([1797, 64, 32], B, false),
    ([1797, 10, 32], N, false), ([1797, 10, 32], B, false), ([32, 10, 1797], A, false), ([1797, 32, 10], N, false),
    // The network 64-32-10 with blocks of 128 rows and with minibatches of 32.
    ([128, 32, 64], B, false), ([128, 10, 32], B, false), ([128, 32, 10], N, false), ([10, 32, 128], A, true), ([32, 64, 128], A, true),
    ([32, 32, 64], B, false), ([32, 10, 32], B, false), ([32, 32, 10], N, false), ([10, 32, 32], A, false), ([32, 64, 32], A, false),
    // One hundred steps of a recurrence with 64 states and rows of 32.
    ([32, 64, 64], B, false), ([32, 64, 64], N, false), ([64, 64, 32], A, true), ([64, 32, 32], A, true),
    ([128, 512, 10], N, false), ([128, 512, 10], B, false), ([128, 10, 512], N, false), ([128, 10, 512], B, false), ([512, 10, 128], A, false), 
    ([32, 100, 100], N, false), ([32, 100, 100], B, false), ([100, 100, 32], A, true), ([100, 100, 2], N, false), ([1797, 32, 2], N, false), ([1797, 2, 32], N, false),
    ([32, 32, 64], N, false), ([8, 8, 4], N, false), ([16, 16, 16], N, false), ([64, 64, 64], N, false), ([200, 200, 200], N, false),
    ([4, 512, 784], N, false), ([4, 512, 784], B, false),
    ([1, 512, 784], N, false), ([1, 512, 784], B, false), ([512, 1, 784], N, false), ([512, 1, 784], A, false), ([1, 2048, 2048], N, false), ([1, 2048, 2048], B, false), 
    ([1, 32, 64], N, false), ([1, 32, 64], B, false),
    ([784, 512, 1], N, true), ([32, 64, 1], N, true),
];

fn main() {
    let pick: Vec<usize> = std::env::args().skip(1).filter_map(|x| x.parse().ok()).collect();
    println!("{:<16} {:>5} {:>4}   {:>8} {:>8} {:>6}   {:>8} {:>8} {:>6}", "GFLOP/s", "order", "", "f64", "faer", "", "f32", "faer", "");
    for (i, &case) in CASES.iter().enumerate() {
        if !pick.is_empty() && !pick.contains(&i) {
            continue;
        }
        let ([m, n, k], order, add) = case;
        let order: String = order.iter().map(|t| if *t { 't' } else { '-' }).collect();
        let [x, y] = measure::<f64>(case);
        let [z, w] = measure::<f32>(case);
        println!(
            "{:<16} {order:>5} {:>4}   {x:>8.2} {y:>8.2} {:>5.0}%   {z:>8.2} {w:>8.2} {:>5.0}%",
            format!("{m} x {n} x {k}"),
            if add { "add" } else { "" },
            x / y * 100.0,
            z / w * 100.0,
        );
    }
}

/// GFLOP/s of both.
fn measure<T: Number>(([m, n, k], [a_turned, b_turned, c_turned], add): Case) -> [f64; 2] {
    let numbers = |n: usize| -> Vec<T> { (0..n).map(|i| Float::from_f64(((i * 7919) % 1000) as f64 / 500.0 - 1.0)).collect() };
    let (a, b, mut c) = (numbers(m * k), numbers(k * n), numbers(m * n));
    let strides = |rows: usize, columns: usize, turned: bool| if turned { [1, rows] } else { [columns, 1] };
    let [x, y, z] = [strides(m, k, a_turned), strides(k, n, b_turned), strides(m, n, c_turned)];
    let mut theirs = numbers(m * n);
    let one: T = Float::from_f64(1.0);
    let view = |slice, rows, columns, turned| {
        if turned { MatRef::from_column_major_slice(slice, rows, columns) } else { MatRef::from_row_major_slice(slice, rows, columns) }
    };
    let mut ours_once = || matmul([m, n, k], black_box(&a), x, black_box(&b), y, black_box(&mut c), z, add);
    let mut theirs_once = || {
        let to = black_box(&mut theirs[..]);
        let to = if c_turned { MatMut::from_column_major_slice_mut(to, m, n) } else { MatMut::from_row_major_slice_mut(to, m, n) };
        let accum = if add { Accum::Add } else { Accum::Replace };
        faer_matmul(to, accum, view(black_box(&a), m, k, a_turned), view(black_box(&b), k, n, b_turned), one, Par::Seq);
    };
    let work = 2.0 * (m * n * k) as f64;
    // The two in turn, so that what else the machine does meets both.
    let calls = ((2e6 / (work / 30.0)) as usize).max(1);
    let mut times = [vec![], vec![]];
    for _ in 0..21 {
        let start = ThreadTime::now();
        (0..calls).for_each(|_| ours_once());
        times[0].push(start.elapsed().as_nanos() as f64 / calls as f64);
        let start = ThreadTime::now();
        (0..calls).for_each(|_| theirs_once());
        times[1].push(start.elapsed().as_nanos() as f64 / calls as f64);
    }
    for (ours, theirs) in c.iter().zip(&theirs) {
        let (x, y) = (ours.to_f64(), theirs.to_f64());
        assert!(add || (x - y).abs() <= 1e-3 * (1.0 + y.abs()), "{x} is not {y}");
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        work / times[times.len() / 2]
    })
}
