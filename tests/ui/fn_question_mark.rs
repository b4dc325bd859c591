#[chainrule::gradient]
fn f(x: f64) -> f64 {
    fn root(x: f64) -> Option<f64> {
        (x >= 0.0).then(|| x.sqrt())
    }
    let twice = || -> Option<f64> { if x > 0.5 && root(x)? > 1.0 { Some(x) } else { None } };
    x * twice().unwrap_or(1.0)
}

fn main() {
    f_gradient(1.0);
}
