use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
fn polar(x: f64, y: f64) -> [f64; 2] {
    [x.hypot(y), y.atan2(x)]
}

#[chainrule::gradient]
fn length(x: f64, y: f64) -> f64 {
    x.hypot(y)
}

#[chainrule::gradient]
fn scaled(p: &Point, k: f64) -> Point {
    Point { x: k * p.x, y: k * p.y }
}

#[chainrule::gradient]
fn returned(p: &Point) -> Point {
    scaled(p, 2.0)
}

fn main() {
    let point = Point { x: 1.0, y: 2.0 };
    // Too few arguments.
    polar_jacobian(1.0);
    // Not the shape of the result.
    polar_jacobian_into(1.0, 2.0, &mut [0.0; 2], &mut [[0.0; 2]; 2]);
    // One number has a gradient.
    length_jacobian(1.0, 2.0);
    // A gradient by a number, where one by a struct is needed.
    scaled_jacobian_into(&point, 2.0, &mut PointJacobian { x: 0.0, y: 0.0 }, &mut PointJacobian { x: 0.0, y: 0.0 });
    // What another function returned has a product with seeds.
    returned_jacobian(&point);
}
