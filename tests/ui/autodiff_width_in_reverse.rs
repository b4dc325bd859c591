use chainrule::autodiff::autodiff_reverse;

#[autodiff_reverse(df, 4, Active, Active)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
