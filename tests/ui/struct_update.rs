#[derive(Clone, Default, chainrule::Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
fn length(p: &Point) -> f64 {
    p.x.hypot(p.y)
}

#[chainrule::gradient]
fn passed(x: f64, origin: &Point) -> f64 {
    let p = Point { x, ..origin.clone() };
    length(&p)
}

#[chainrule::gradient]
fn chosen(x: f64, a: &Point, b: &Point) -> Point {
    if x > 0.0 { Point { x, ..a.clone() } } else { Point { x, ..b.clone() } }
}

#[chainrule::gradient]
fn default(x: f64) -> f64 {
    let p = Point { x, ..Default::default() };
    p.x * p.y
}

fn main() {}
