#[derive(chainrule::Gradient)]
enum Shape {
    Round(f64),
}

fn main() {
    let Shape::Round(_) = Shape::Round(1.0);
}
