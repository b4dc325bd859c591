use chainrule::Gradient;

#[derive(Gradient)]
#[objective(loss() = "w*v")]
struct Mixed {
    w: f64,
    v: f32,
}

fn main() {
    Mixed { w: 1.0, v: 2.0 }.loss_gradient();
}
