#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let a = x % 2.0;
    let b = x.fract();
    let c = a + b;
    loop {
        break;
    }
    c
}

fn main() {
    f_gradient(3.0);
}
