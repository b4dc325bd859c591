//! `dispatch` without the standard library, which knows what the processor has: the code as it was compiled.

use super::vectors::{Baseline, Fma, Vectors};

/// Something to be done, in code that depends on the vectors at hand.
pub trait Work {
    /// What comes of it.
    type Output;
    /// Does it.
    fn run<V: Vectors>(self) -> Self::Output;
}

/// Runs `f`.
#[inline(always)]
pub fn dispatch<R, F: FnOnce(Fma) -> R>(f: F) -> R {
    f(Baseline::FMA)
}

/// Runs `f`.
#[inline(always)]
pub fn fuse<R, F: FnOnce(Fma) -> R>(f: F) -> R {
    f(Baseline::FMA)
}

/// Runs `f`.
#[inline]
#[allow(dead_code)]
pub fn fuse_as<R, F: FnOnce(Fma) -> R>(fma: Fma, f: F) -> R {
    f(fma)
}

/// Runs `f` with what it is lent.
#[inline(always)]
pub fn dispatch_with<L, R, F: FnOnce(Fma, L) -> R>(lent: L, f: F) -> R {
    f(Baseline::FMA, lent)
}

/// Runs `f` with what it is lent.
#[inline(always)]
pub fn fuse_with<L, R, F: FnOnce(Fma, L) -> R>(lent: L, f: F) -> R {
    f(Baseline::FMA, lent)
}

/// Does `work`.
#[inline(always)]
pub fn dispatch_work<W: Work>(work: W) -> W::Output {
    work.run::<Baseline>()
}
