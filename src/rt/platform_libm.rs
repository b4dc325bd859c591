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
    platform_floor() = floorf, floor;
    platform_ceil() = ceilf, ceil;
    platform_round() = roundf, round;
    platform_sqrt() = sqrtf, sqrt;
    platform_cbrt() = cbrtf, cbrt;
    platform_sin() = sinf, sin;
    platform_cos() = cosf, cos;
    platform_tan() = tanf, tan;
    platform_asin() = asinf, asin;
    platform_acos() = acosf, acos;
    platform_atan() = atanf, atan;
    platform_atan2(x) = atan2f, atan2;
    platform_pow(y) = powf, pow;
}
