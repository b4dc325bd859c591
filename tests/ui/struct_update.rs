struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
fn diagonal(x: f64, #[constant] origin: Point) -> f64 {
    let p = Point { x, ..origin };
    p.x * p.y
}

fn main() {}
