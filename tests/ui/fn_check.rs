#[chainrule::gradient(check)]
fn f(x: f64, name: &str) -> f64 {
    x * x
}

#[chainrule::gradient(check(kind = 3))]
fn misnamed(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[chainrule::gradient(check(n))]
fn unstated(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[chainrule::gradient(check(n in 3..))]
fn without_an_end(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[chainrule::gradient(check(up in 0.0..1.0))]
fn no_number(x: f64, #[constant] up: bool) -> f64 {
    if up { x } else { -x }
}

#[chainrule::gradient(chek)]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    f_gradient(1.0, "");
    g_gradient(1.0);
}
