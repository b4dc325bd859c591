#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let mut y = x;
    'whole: {
        if x > 1.0 {
            break 'whole;
        }
        y *= 2.0;
    }
    y
}

fn main() {
    f_gradient(3.0);
}
