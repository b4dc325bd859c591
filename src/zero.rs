//! Results that start at zero.

/// A number, or an array, tuple or box of such, that can be made all zeros.
pub trait Zero: Sized {
    /// All zeros.
    fn zero() -> Self;

    /// All zeros, without a detour over the stack where that can be had.
    #[cfg(feature = "std")]
    fn boxed_zero() -> std::boxed::Box<Self> {
        std::boxed::Box::new(Self::zero())
    }
}

/// A boxed array, made element by element on the heap.
#[cfg(feature = "std")]
pub(crate) fn boxed_array<T, const N: usize>(element: impl FnMut(usize) -> T) -> std::boxed::Box<[T; N]> {
    let elements: std::vec::Vec<T> = (0..N).map(element).collect();
    match elements.into_boxed_slice().try_into() {
        Ok(array) => array,
        Err(_) => unreachable!("there are N elements"),
    }
}

/// What a function returns that only writes.
impl Zero for () {
    #[inline(always)]
    fn zero() {}
}

macro_rules! constants {
    ($($t:ty = $zero:literal)*) => { $(
        /// In a struct, beside numbers.
        impl Zero for $t {
            #[inline(always)]
            fn zero() -> Self {
                $zero
            }
        }
    )* };
}
constants!(bool = false u8 = 0 u16 = 0 u32 = 0 u64 = 0 u128 = 0 usize = 0 i8 = 0 i16 = 0 i32 = 0 i64 = 0 i128 = 0 isize = 0);

impl Zero for f32 {
    #[inline(always)]
    fn zero() -> Self {
        0.0
    }
}

impl Zero for f64 {
    #[inline(always)]
    fn zero() -> Self {
        0.0
    }
}

impl<T: Zero, const N: usize> Zero for [T; N] {
    #[inline(always)]
    fn zero() -> Self {
        core::array::from_fn(|_| T::zero())
    }
    #[cfg(feature = "std")]
    fn boxed_zero() -> std::boxed::Box<Self> {
        boxed_array(|_| T::zero())
    }
}

#[cfg(feature = "std")]
impl<T: Zero> Zero for std::boxed::Box<T> {
    #[inline]
    fn zero() -> Self {
        T::boxed_zero()
    }
}

/// Of no elements: the length is not known from the type.
#[cfg(feature = "std")]
impl<T> Zero for std::vec::Vec<T> {
    #[inline]
    fn zero() -> Self {
        std::vec::Vec::new()
    }
}

/// Calls a macro for each length of tuples, with a type and an index for each item.
macro_rules! for_tuples {
    ($tuple:ident) => {
        $tuple!(A 0);
        $tuple!(A 0 B 1);
        $tuple!(A 0 B 1 C 2);
        $tuple!(A 0 B 1 C 2 D 3);
        $tuple!(A 0 B 1 C 2 D 3 E 4);
        $tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
        $tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
        $tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
    };
}
pub(crate) use for_tuples;

macro_rules! tuple {
    ($($t:ident $at:tt)+) => {
        impl<$($t: Zero),+> Zero for ($($t,)+) {
            #[inline(always)]
            fn zero() -> Self {
                ($($t::zero(),)+)
            }
        }
    };
}
for_tuples!(tuple);
