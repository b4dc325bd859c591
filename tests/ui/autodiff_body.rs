use chainrule::autodiff::{autodiff_forward, autodiff_reverse};

#[autodiff_reverse(df, Active, Active)]
fn f(x: f64) -> f64 {
    let z = async { x };
    x * x
}

#[autodiff_forward(dg, Dual, Dual)]
fn g(x: &[f64; 2]) -> f64 {
    x[0] * x[2]
}

fn main() {
    let (_, _) = df(1.0, 1.0);
    let (_, _) = dg(&[1.0; 2], &[1.0; 2]);
}
