//! The same code, compiled for what the machine turns out to have.
//!
//! Programs are usually built for a processor of twenty years ago. The loops of generated code run in copies
//! compiled for wider vectors, picked at run time. The compiler neither reorders sums nor contracts a product and a
//! sum into one operation, so that all copies give the same bits but for what asks for fused operations: the
//! elementary functions and the matrix product, which are told whether they are there ([`Fma`]). On one processor
//! the answer is always the same.

use super::float::Float;
use super::vectors::{Baseline, Fma, Vectors};
use core::sync::atomic::{AtomicU8, Ordering};

/// Something to be done, in code that depends on the vectors at hand.
pub trait Work {
    /// What comes of it.
    type Output;
    /// Does it. Implementations have to be `#[inline(always)]`, as has all that is to be compiled for these vectors.
    fn run<V: Vectors>(self) -> Self::Output;
}

/// Runs `f` compiled for the widest vectors that this processor has.
///
/// For `f` to be compiled so, it has to be inlined: a closure marked `#[inline(always)]` that does the work itself
/// or calls functions that are inlined.
#[inline(always)]
pub fn dispatch<R, F: FnOnce(Fma) -> R>(f: F) -> R {
    dispatch_work(Closure(f))
}

struct Closure<F>(F);

impl<R, F: FnOnce(Fma) -> R> Work for Closure<F> {
    type Output = R;
    #[inline(always)]
    fn run<V: Vectors>(self) -> R {
        (self.0)(V::FMA)
    }
}

/// Runs `f` compiled for what it is told this processor has; vectors are those of the smaller set, so that the code is
/// compiled twice rather than three times.
///
/// For work that is short: see [`dispatch`].
#[inline(always)]
pub fn fuse<R, F: FnOnce(Fma) -> R>(f: F) -> R {
    #[cfg(target_arch = "x86_64")]
    if level() >= Level::Avx2 {
        // SAFETY: this level is only there where the features that the function enables were detected.
        return unsafe { avx2(Closure(f)) };
    }
    Closure(f).run::<Baseline>()
}

/// Runs `f` as code that was told `fma` has to: in a function that has the instruction, if there is one. It is a
/// function of its own unless the compiler inlines it.
#[inline]
#[allow(dead_code)]
pub fn fuse_as<R, F: FnOnce(Fma) -> R>(fma: Fma, f: F) -> R {
    #[cfg(all(target_arch = "x86_64", not(target_feature = "fma")))]
    if fma.is_there() {
        // SAFETY: of a program that is not compiled for it, only what `avx2` and `avx512` call is told that there is one,
        // where the features were detected.
        return unsafe { avx2(Closure(f)) };
    }
    f(fma)
}

/// [`dispatch`] of what works on arrays that are passed on as arguments, so that the compiler knows that nothing else
/// leads to them.
///
/// What a closure captures is read from memory, where any two arrays may be one. A loop that stores into one of them is
/// then not vectorised, or only after a look at all the addresses.
#[inline(always)]
pub fn dispatch_with<L: Lent, R, F: FnOnce(Fma, L) -> R>(lent: L, f: F) -> R {
    lent.run::<true, R, F>(f)
}

/// [`fuse`] of what works on arrays, as [`dispatch_with`] has them.
#[inline(always)]
pub fn fuse_with<L: Lent, R, F: FnOnce(Fma, L) -> R>(lent: L, f: F) -> R {
    lent.run::<false, R, F>(f)
}

/// Arrays that are lent, as a tuple of one to sixteen.
pub trait Lent: Sized {
    /// Calls `f` compiled for the widest vectors that this processor has, or for the narrower ones.
    fn run<const WIDEST: bool, R, F: FnOnce(Fma, Self) -> R>(self, f: F) -> R;
}

macro_rules! lent {
    () => {};
    ($a:ident: $A:ident $(, $b:ident: $B:ident)*) => {
        impl<'a, $A: ?Sized $(, $B: ?Sized)*> Lent for (&'a mut $A, $(&'a mut $B,)*) {
            #[inline(always)]
            fn run<const WIDEST: bool, R, F: FnOnce(Fma, Self) -> R>(self, f: F) -> R {
                let ($a, $($b,)*) = self;
                #[cfg(target_arch = "x86_64")]
                {
                    // A function that is called by another one that was compiled for as much may become part of it.
                    #[inline]
                    #[allow(clippy::too_many_arguments)]
                    #[target_feature(enable = "avx2,fma")]
                    fn avx2<'a, $A: ?Sized, $($B: ?Sized,)* R, F>($a: &'a mut $A, $($b: &'a mut $B,)* f: F) -> R
                    where
                        F: FnOnce(Fma, (&'a mut $A, $(&'a mut $B,)*)) -> R,
                    {
                        f(Avx2::FMA, ($a, $($b,)*))
                    }
                    #[allow(clippy::too_many_arguments)]
                    #[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512dq")]
                    fn avx512<'a, $A: ?Sized, $($B: ?Sized,)* R, F>($a: &'a mut $A, $($b: &'a mut $B,)* f: F) -> R
                    where
                        F: FnOnce(Fma, (&'a mut $A, $(&'a mut $B,)*)) -> R,
                    {
                        f(Avx512::FMA, ($a, $($b,)*))
                    }
                    match level() {
                        // SAFETY: `level` is the higher of these only where the features that the function enables were detected.
                        Level::Avx512 if WIDEST => return unsafe { avx512($a, $($b,)* f) },
                        // SAFETY: as above.
                        Level::Avx512 | Level::Avx2 => return unsafe { avx2($a, $($b,)* f) },
                        Level::Baseline => {}
                    }
                }
                f(Baseline::FMA, ($a, $($b,)*))
            }
        }
        lent!($($b: $B),*);
    };
}
lent!(a: A, b: B, c: C, d: D, e: E, g: G, h: H, i: I, j: J, k: K, l: L, m: M, n: N, o: O, p: P, q: Q);

/// Does `work` compiled for the widest vectors that this processor has.
#[inline(always)]
pub fn dispatch_work<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    match level() {
        // SAFETY: `level` is the higher of these only where the features that the function enables were detected.
        Level::Avx512 => return unsafe { avx512(work) },
        // SAFETY: as above.
        Level::Avx2 => return unsafe { avx2(work) },
        Level::Baseline => {}
    }
    work.run::<Baseline>()
}

/// A set of vector instructions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// What the program was compiled for.
    Baseline = 1,
    /// 32 bytes and fused multiply-add.
    Avx2 = 2,
    /// 64 bytes and fused multiply-add.
    Avx512 = 3,
}

/// The best level that this processor has.
///
/// It is looked up with every call of generated code, so it costs one load once it is known.
#[inline(always)]
pub fn level() -> Level {
    static KNOWN: AtomicU8 = AtomicU8::new(0);

    #[cold]
    #[inline(never)]
    fn find() -> Level {
        let level = detect();
        KNOWN.store(level as u8, Ordering::Relaxed);
        level
    }

    match KNOWN.load(Ordering::Relaxed) {
        1 => Level::Baseline,
        2 => Level::Avx2,
        3 => Level::Avx512,
        _ => find(),
    }
}

#[cfg(target_arch = "x86_64")]
fn detect() -> Level {
    macro_rules! all {
        ($($feature:tt)*) => { true $(&& std::is_x86_feature_detected!($feature))* };
    }
    if !all!("avx2" "fma") {
        Level::Baseline
    } else if all!("avx512f" "avx512vl" "avx512dq") {
        Level::Avx512
    } else {
        Level::Avx2
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detect() -> Level {
    Level::Baseline
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<W: Work>(work: W) -> W::Output {
    work.run::<Avx2>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512dq")]
fn avx512<W: Work>(work: W) -> W::Output {
    work.run::<Avx512>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
#[inline(never)]
fn avx2_apart<W: Work>(work: W) -> W::Output {
    work.run::<Avx2>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512dq")]
#[inline(never)]
fn avx512_apart<W: Work>(work: W) -> W::Output {
    work.run::<Avx512>()
}

/// 16 registers of 32 bytes.
#[cfg(target_arch = "x86_64")]
struct Avx2;

#[cfg(target_arch = "x86_64")]
impl Vectors for Avx2 {
    const BYTES: usize = 32;
    const FMA: Fma = Fma(true);

    #[inline(always)]
    fn apart<W: Work>(work: W) -> W::Output {
        // SAFETY: this type is private, and only `avx2` and what it calls get it: so the features are there.
        unsafe { avx2_apart(work) }
    }

    #[inline(always)]
    fn transposed<T: Float>(square: [[T; 4]; 4]) -> [[T; 4]; 4] {
        // SAFETY: as above.
        unsafe { transposed(square) }
    }
}

/// 32 registers of 64 bytes.
#[cfg(target_arch = "x86_64")]
struct Avx512;

#[cfg(target_arch = "x86_64")]
impl Vectors for Avx512 {
    const BYTES: usize = 64;
    const FMA: Fma = Fma(true);

    #[inline(always)]
    fn apart<W: Work>(work: W) -> W::Output {
        // SAFETY: this type is private, and only `avx512` and what it calls get it: so the features are there.
        unsafe { avx512_apart(work) }
    }

    #[inline(always)]
    fn transposed<T: Float>(square: [[T; 4]; 4]) -> [[T; 4]; 4] {
        // SAFETY: as above.
        unsafe { transposed(square) }
    }
}

/// By shuffles: the compiler makes single moves of the plain loops.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn transposed<T: Float>(square: [[T; 4]; 4]) -> [[T; 4]; 4] {
    use core::arch::x86_64::*;
    use core::mem::transmute_copy;
    match const { size_of::<T>() } {
        8 => {
            // SAFETY: 16 numbers of 8 bytes are as long as 4 vectors of 32, and either is any bits.
            let [a, b, c, d]: [__m256i; 4] = unsafe { transmute_copy(&square) };
            let (ab, ab_odd) = (_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
            let (cd, cd_odd) = (_mm256_unpacklo_epi64(c, d), _mm256_unpackhi_epi64(c, d));
            let out = [
                _mm256_permute2x128_si256::<0x20>(ab, cd),
                _mm256_permute2x128_si256::<0x20>(ab_odd, cd_odd),
                _mm256_permute2x128_si256::<0x31>(ab, cd),
                _mm256_permute2x128_si256::<0x31>(ab_odd, cd_odd),
            ];
            // SAFETY: as above.
            unsafe { transmute_copy(&out) }
        }
        4 => {
            // SAFETY: 16 numbers of 4 bytes are as long as 4 vectors of 16, and either is any bits.
            let [a, b, c, d]: [__m128i; 4] = unsafe { transmute_copy(&square) };
            let (ab, ab_high) = (_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
            let (cd, cd_high) = (_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
            let out = [
                _mm_unpacklo_epi64(ab, cd),
                _mm_unpackhi_epi64(ab, cd),
                _mm_unpacklo_epi64(ab_high, cd_high),
                _mm_unpackhi_epi64(ab_high, cd_high),
            ];
            // SAFETY: as above.
            unsafe { transmute_copy(&out) }
        }
        _ => Baseline::transposed(square),
    }
}

/// Does `work` at one level, if this processor has it.
#[cfg(test)]
#[allow(dead_code)]
pub fn dispatch_at<W: Work>(at: Level, work: W) -> Option<W::Output> {
    if at > level() {
        return None;
    }
    #[cfg(target_arch = "x86_64")]
    match at {
        // SAFETY: the processor has at least the level `at`.
        Level::Avx512 => return Some(unsafe { avx512(work) }),
        // SAFETY: as above.
        Level::Avx2 => return Some(unsafe { avx2(work) }),
        Level::Baseline => {}
    }
    Some(work.run::<Baseline>())
}

#[cfg(test)]
mod tests {
    use super::{Level, dispatch, level};
    use std::hint::black_box;

    #[inline(always)]
    fn work(x: &[f64; 64], y: &mut [f64; 64]) -> f64 {
        let mut lanes = [0.0; 8];
        for (x, y) in x.chunks_exact(8).zip(y.chunks_exact_mut(8)) {
            for i in 0..8 {
                y[i] = x[i] * 1.1 + 0.3;
                lanes[i] += y[i] * x[i];
            }
        }
        lanes.iter().sum()
    }

    #[test]
    fn results_are_bit_identical() {
        let x = black_box(std::array::from_fn(|i| (i as f64 * 0.37).sin()));
        let (mut y, mut z) = ([0.0; 64], [0.0; 64]);
        let plain = work(&x, &mut y);
        let picked = dispatch(
            #[inline(always)]
            |_| work(&x, &mut z),
        );
        assert_eq!(plain.to_bits(), picked.to_bits());
        assert_eq!(y.map(f64::to_bits), z.map(f64::to_bits));
    }

    #[test]
    fn the_level_stays() {
        let first = level();
        assert_eq!(first, level());
        assert!(first >= Level::Baseline);
    }
}
