//! Local arrays that nothing reads before it is written.

use super::float::Float;
use core::mem::MaybeUninit;

/// Numbers, or arrays of them: whatever bytes there are mean some.
pub trait Numbers {}
impl<T: Float> Numbers for T {}
impl<A: Numbers, const N: usize> Numbers for [A; N] {}

/// An array with whatever is in it: to clear one takes as long as to compute a few rows of it.
#[inline(always)]
pub fn unset<A: Numbers>(array: &mut MaybeUninit<A>) -> &mut A {
    #[cfg(any(miri, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
    {
        *array = MaybeUninit::zeroed();
    }
    // SAFETY: these are no instructions, but ones that may have written any bytes to the array, for all that the compiler is told;
    // and any bytes are numbers.
    #[cfg(all(not(miri), any(target_arch = "x86_64", target_arch = "aarch64")))]
    unsafe {
        core::arch::asm!("/* {0} */", in(reg) array.as_mut_ptr(), options(nostack, preserves_flags));
    }
    // SAFETY: as above, or there are zeros.
    unsafe { array.assume_init_mut() }
}
