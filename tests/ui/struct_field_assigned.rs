#[derive(Clone, chainrule::Gradient)]
struct Point {
    x: [f64; 2],
    y: f64,
}

#[chainrule::gradient]
fn moved(p: &Point) -> f64 {
    let mut q = p.clone();
    let x = &mut q.x;
    x[0] += 1.0;
    q.x[0] * q.y
}

#[chainrule::gradient]
fn raised(points: &[Point; 2]) -> f64 {
    let mut q = points.clone();
    q[0].y += 1.0;
    q[0].y * q[1].y
}

fn main() {}
