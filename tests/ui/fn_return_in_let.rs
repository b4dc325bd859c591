#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let y = {
        if x > 0.0 {
            return x;
        }
        -x
    };
    y * y
}

fn main() {
    f_gradient(1.0);
}
