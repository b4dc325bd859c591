use chainrule::autodiff::autodiff_reverse;

#[autodiff_reverse(df, Active, Duplicated, Active)]
fn f(x: &[f64; 2], y: f64) -> f64 {
    x[0] * y
}

fn main() {}
