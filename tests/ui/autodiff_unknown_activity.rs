use chainrule::autodiff::autodiff_forward;

#[autodiff_forward(df, Dul, Dual)]
fn f(x: f64) -> f64 {
    x * x
}

#[autodiff_forward]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {}
