use chainrule::autodiff::autodiff_reverse;

#[autodiff_reverse(df, Const, Active)]
fn f(x: f64) -> f64 {
    x * x
}

#[autodiff_reverse(dg, Const)]
struct G;

fn main() {}
