#[chainrule::gradient]
fn f(x: f64, y: f64) -> f64 {
    match x.total_cmp(&y) {
        std::cmp::Ordering::Less => x,
        _ => y,
    }
}

fn main() {
    f_gradient(1.0, 2.0);
}
