#[derive(Clone, chainrule::Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
fn moved(p: &Point) -> f64 {
    let mut q = p.clone();
    q.x += 1.0;
    q.x * q.y
}

fn main() {}
