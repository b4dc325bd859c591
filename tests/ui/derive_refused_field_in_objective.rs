use chainrule::Gradient;

#[derive(Gradient)]
#[objective(loss(x: f64) = "w*x + bias")]
struct Line {
    w: f64,
    bias: Option<f64>,
}

fn main() {
    Line { w: 1.0, bias: None }.loss(3.0);
}
