struct Point {
    x: f64,
}

#[chainrule::gradient]
fn f(p: &Point) -> f64 {
    p.x * p.x
}

fn main() {}
