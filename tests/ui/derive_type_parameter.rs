use chainrule::Gradient;

#[derive(Gradient)]
#[objective(loss(x: f64) = "w*x + b")]
struct Line<T> {
    w: T,
    b: f64,
}

fn main() {
    Line { w: 1.0, b: 2.0 }.loss(3.0);
}
