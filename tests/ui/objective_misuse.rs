// What an objective cannot have, and how it is not written.

use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Layer {
    w: f64,
}

#[derive(Gradient)]
#[objective(of_skipped(x: f64) = "w*x*id")]
#[objective(of_struct(x: f64) = "w*x*layer")]
#[objective(of_field(x: f64) = "layer.w*x")]
#[objective(descend(x: f64) = "w*x")]
#[objective(bare = "w^2")]
#[objective(loss(x: f64) = "w*x")]
#[objective(loss_gradient(x: f64) = "w*x")]
#[objective(two(x: f64) = "w*x", more(x: f64) = "w*x^2")]
struct Model {
    w: f64,
    layer: Layer,
    #[gradient(skip)]
    id: u32,
}

fn main() {}
