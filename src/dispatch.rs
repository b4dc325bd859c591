//! The same code, compiled for what the machine turns out to have.
//!
//! Programs are usually built for a processor of twenty years ago. The loops of generated code run in copies
//! compiled for wider vectors, picked at run time. The results are the same to the last bit: the compiler
//! neither reorders sums nor contracts a product and a sum into one operation.

// The only `unsafe` of the crate: calls of functions that require processor features.
#![allow(unsafe_code)]

/// Runs `f` compiled for the widest vectors that this processor has.
///
/// For `f` to be compiled so, it has to be inlined: a closure marked `#[inline(always)]` that does the work itself
/// or calls functions that are inlined.
#[inline(always)]
pub fn dispatch<R, F: FnOnce() -> R>(f: F) -> R {
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    {
        if !cfg!(target_feature = "avx512f")
            && std::is_x86_feature_detected!("avx512f")
            && std::is_x86_feature_detected!("avx512vl")
            && std::is_x86_feature_detected!("avx512dq")
        {
            // SAFETY: the features that `avx512` enables were just detected.
            return unsafe { avx512(f) };
        }
        if !cfg!(target_feature = "avx2") && std::is_x86_feature_detected!("avx2") {
            // SAFETY: the feature that `avx2` enables was just detected.
            return unsafe { avx2(f) };
        }
    }
    f()
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[target_feature(enable = "avx2")]
fn avx2<R, F: FnOnce() -> R>(f: F) -> R {
    f()
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[target_feature(enable = "avx512f,avx512vl,avx512dq")]
fn avx512<R, F: FnOnce() -> R>(f: F) -> R {
    f()
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::dispatch;
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
            || work(&x, &mut z),
        );
        assert_eq!(plain.to_bits(), picked.to_bits());
        assert_eq!(y.map(f64::to_bits), z.map(f64::to_bits));
    }
}
