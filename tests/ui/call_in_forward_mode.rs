use chainrule::autodiff::autodiff_forward;

// Forward mode goes through calls of what has a vector-Jacobian product.
fn square(x: f64) -> f64 {
    x * x
}

#[autodiff_forward(df, Dual, Dual)]
fn f(x: f64) -> f64 {
    square(x) + x
}

fn main() {
    println!("{:?}", df(1.0, 1.0));
}
