use chainrule::autodiff::autodiff_reverse;

#[autodiff_reverse(df, Active)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
