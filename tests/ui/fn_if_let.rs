enum Shape {
    Disc(f64),
    Point,
}

#[chainrule::gradient]
fn f(x: f64, #[constant] shape: &Shape) -> f64 {
    if let Shape::Disc(radius @ 0.0..=1.0) = shape {
        return x * radius;
    }
    x
}

fn main() {
    f_gradient(1.0, &Shape::Disc(2.0));
    f_gradient(1.0, &Shape::Point);
}
