#[chainrule::gradient(check)]
fn f(x: f64, name: &str) -> f64 {
    x * x
}

#[chainrule::gradient(chek)]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    f_gradient(1.0, "");
    g_gradient(1.0);
}
