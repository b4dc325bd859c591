#[chainrule::gradient]
fn f(x: f64) -> f64 {
    x.next_down()
}

fn main() {
    f_gradient(3.0);
}
