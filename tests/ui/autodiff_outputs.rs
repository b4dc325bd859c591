use chainrule::autodiff::{autodiff_forward, autodiff_reverse};

#[autodiff_reverse(d_active, Active, Active)]
fn active(x: f64, y: &mut f64) {
    *y = x;
}

#[autodiff_reverse(d_result, Active, Duplicated, Active)]
fn result(x: f64, y: &mut f64) {
    *y = x;
}

#[autodiff_forward(d_integer, Dual, Const)]
fn integer(x: f64, count: &mut usize) -> f64 {
    *count += 1;
    x
}

fn main() {}
