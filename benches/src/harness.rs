//! Timing, test points and comparison.

use cpu_time::ThreadTime;
use std::hint::black_box;

const BATCHES: usize = 31;
const BATCH_NANOSECONDS: f64 = 3e6;

/// Nanoseconds of `f` per item: see [`side_by_side`].
#[allow(dead_code)]
pub fn nanoseconds(items: usize, mut f: impl FnMut()) -> f64 {
    side_by_side(items, &mut [&mut f])[0]
}

/// Nanoseconds of each of some functions per item, where a call of one handles `items` items: the medians of 31
/// batches of at least 3 ms of this thread's processor time. The functions take turns, so that what slows the machine
/// down for a while slows down all of them.
pub fn side_by_side(items: usize, functions: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    fn run(f: &mut dyn FnMut(), calls: u64) -> f64 {
        let start = ThreadTime::now();
        for _ in 0..calls {
            f();
        }
        start.elapsed().as_nanos() as f64
    }
    let enough = |f: &mut &mut dyn FnMut()| (0..).map(|n| 1 << n).find(|calls| run(*f, *calls) >= BATCH_NANOSECONDS);
    let calls: Vec<u64> = functions.iter_mut().map(|f| enough(f).expect("some number is large enough")).collect();
    let mut times = vec![Vec::new(); functions.len()];
    for _ in 0..BATCHES {
        for ((f, calls), times) in functions.iter_mut().zip(&calls).zip(&mut times) {
            times.push(run(*f, *calls) / (*calls as f64 * items as f64));
        }
    }
    times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    times.iter().map(|times| times[BATCHES / 2]).collect()
}

/// A function that calls `f` for each point, which writes its results to an array.
#[allow(dead_code)]
pub fn over_points<P, const O: usize>(points: &[P], mut f: impl FnMut(&P, &mut [f64; O])) -> impl FnMut() {
    let mut out = [0.0; O];
    move || {
        for p in points {
            f(black_box(p), &mut out);
            black_box(&mut out);
        }
    }
}

/// The number of results that differ by more than 1e-12, relatively where they are large.
pub fn differences<P, const O: usize>(
    points: &[P],
    mut f: impl FnMut(&P, &mut [f64; O]),
    mut reference: impl FnMut(&P, &mut [f64; O]),
) -> usize {
    let mut count = 0;
    for p in points {
        let (mut a, mut b) = ([f64::NAN; O], [f64::NAN; O]);
        f(p, &mut a);
        reference(p, &mut b);
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * (1.0 + b.abs());
        count += a.iter().zip(&b).filter(|(a, b)| !close(**a, **b)).count();
    }
    count
}

/// Uniform numbers by xorshift64*.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Random(0x9e37_79b9_7f4a_7c15)
    }

    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// `N` numbers, the i-th from the i-th range; the last range serves all that follow.
    pub fn array<const N: usize>(&mut self, ranges: &[(f64, f64)]) -> [f64; N] {
        std::array::from_fn(|i| {
            let (low, high) = ranges[i.min(ranges.len() - 1)];
            self.between(low, high)
        })
    }
}

/// The processor, in one line.
pub fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|l| l.starts_with("model name")).and_then(|l| l.split(':').nth(1));
    model.unwrap_or("unknown processor").trim().to_owned()
}
