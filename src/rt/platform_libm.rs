//! What `platform.rs` has, of the `libm` crate, where there is no standard library.

macro_rules! platform {
    ($($name:ident($($arg:ident),*) = $single:ident, $double:ident;)*) => {
        /// What the platform computes.
        pub trait Platform: Sized {
            $(#[doc(hidden)] fn $name(self $(, $arg: Self)*) -> Self;)*
        }
        impl Platform for f32 {
            $(#[inline(always)] fn $name(self $(, $arg: Self)*) -> Self { libm::$single(self $(, $arg)*) })*
        }
        impl Platform for f64 {
            $(#[inline(always)] fn $name(self $(, $arg: Self)*) -> Self { libm::$double(self $(, $arg)*) })*
        }
    };
}

platform! {
    floor_() = floorf, floor;
    ceil_() = ceilf, ceil;
    round_() = roundf, round;
    sqrt_() = sqrtf, sqrt;
    cbrt_() = cbrtf, cbrt;
    sin_() = sinf, sin;
    cos_() = cosf, cos;
    tan_() = tanf, tan;
    asin_() = asinf, asin;
    acos_() = acosf, acos;
    atan_() = atanf, atan;
    atan2_(x) = atan2f, atan2;
    pow_(y) = powf, pow;
}
