use chainrule::autodiff::{autodiff_forward, autodiff_reverse};

#[autodiff_reverse(df, Dual, Active)]
#[autodiff_forward(ef, Dual, Active)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
