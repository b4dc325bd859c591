//! The elementary functions of the standard library that this crate does not compute itself.
//!
//! Of sine and cosine it computes those of large angles.

macro_rules! platform {
    ($($name:ident($($arg:ident),*) = $method:ident;)*) => {
        /// What the platform computes; the methods are those of `f32` and `f64`.
        pub trait Platform: Sized {
            $(#[doc(hidden)] fn $name(self $(, $arg: Self)*) -> Self;)*
        }
        platform!(@impl f32 $($name($($arg),*) = $method;)*);
        platform!(@impl f64 $($name($($arg),*) = $method;)*);
    };
    (@impl $t:ident $($name:ident($($arg:ident),*) = $method:ident;)*) => {
        impl Platform for $t {
            $(#[inline(always)] fn $name(self $(, $arg: Self)*) -> Self { $t::$method(self $(, $arg)*) })*
        }
    };
}

platform! {
    platform_floor() = floor;
    platform_ceil() = ceil;
    platform_round() = round;
    platform_sqrt() = sqrt;
    platform_cbrt() = cbrt;
    platform_sin() = sin;
    platform_cos() = cos;
    platform_tan() = tan;
    platform_asin() = asin;
    platform_acos() = acos;
    platform_atan() = atan;
    platform_atan2(x) = atan2;
    platform_pow(y) = powf;
}
