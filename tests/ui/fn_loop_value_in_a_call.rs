#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let mut y = x;
    y.max(loop {
        y *= 2.0;
        if y > 8.0 {
            return y;
        }
        if y < 0.0 {
            break y;
        }
    })
}

fn main() {
    f_gradient(3.0);
}
