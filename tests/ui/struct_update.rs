#[derive(Clone, Default, chainrule::Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
fn default(x: f64) -> f64 {
    let p = Point { x, ..Default::default() };
    p.x * p.y
}

fn main() {}
