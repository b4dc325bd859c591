macro_rules! square {
    ($x:expr) => {
        $x * $x
    };
}

#[chainrule::gradient]
fn f(x: f64) -> f64 {
    square!(x)
}

fn main() {
    f_gradient(1.0);
}
