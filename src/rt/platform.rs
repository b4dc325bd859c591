//! The elementary functions of the standard library.

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
    floor_() = floor;
    ceil_() = ceil;
    round_() = round;
    sqrt_() = sqrt;
    cbrt_() = cbrt;
    exp_() = exp;
    exp2_() = exp2;
    expm1_() = exp_m1;
    ln_() = ln;
    log2_() = log2;
    log10_() = log10;
    log1p_() = ln_1p;
    sin_() = sin;
    cos_() = cos;
    tan_() = tan;
    asin_() = asin;
    acos_() = acos;
    atan_() = atan;
    atan2_(x) = atan2;
    sinh_() = sinh;
    cosh_() = cosh;
    tanh_() = tanh;
    pow_(y) = powf;
}
