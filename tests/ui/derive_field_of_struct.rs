use chainrule::Gradient;

struct Layer {
    w: f64,
}

struct Row<const N: usize> {
    w: [f64; N],
}

#[derive(Clone, Gradient)]
struct Single {
    w: f32,
}

#[derive(Gradient)]
#[objective(loss(x: f64) = "scale*x")]
struct First {
    layer: Layer,
    scale: f64,
}

#[derive(Gradient)]
struct AllOfThem<const N: usize> {
    first: [Row<N>; 2],
    second: Box<Row<N>>,
}

#[derive(Gradient)]
struct Outer {
    inner: First,
}

#[derive(Gradient)]
struct Mixed {
    inner: Single,
    scale: f64,
}

#[chainrule::gradient]
fn loss(net: &First, x: f64) -> f64 {
    net.scale * x
}

#[chainrule::gradient]
fn of_a_layer(layer: &Layer, x: f64) -> f64 {
    layer.w * x
}

#[chainrule::gradient]
fn of_rows(rows: &[Row<2>], x: f64) -> f64 {
    let mut sum = 0.0;
    for row in rows {
        sum += row.w[0] * x;
    }
    sum
}

fn main() {
    let net = First { layer: Layer { w: 1.0 }, scale: 2.0 };
    println!("{:?} {:?}", net.loss_gradient(1.0), loss_gradient(&net, 1.0));
}
