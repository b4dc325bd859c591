// What is computed with and is no number is no Rust either: the compiler says so, once.

#[chainrule::gradient]
fn array(x: f64, v: &[f64]) -> f64 {
    x * v
}

#[chainrule::gradient]
fn arrays(v: &[f64; 3], w: &[f64; 3]) -> f64 {
    let u = v + w;
    u[0]
}

#[chainrule::gradient]
fn tuple(x: f64) -> f64 {
    let pair = (x, x);
    x * pair
}

#[chainrule::gradient]
fn closure(x: f64) -> f64 {
    let scale = |a: f64| a * x;
    x * scale
}

#[chainrule::gradient]
fn condition(x: f64) -> f64 {
    x * (x > 0.0)
}

#[chainrule::gradient]
fn option(x: &[f64]) -> f64 {
    2.0 * x.first()
}

#[chainrule::gradient]
fn number_as_condition(x: f64) -> f64 {
    if x { 1.0 } else { x }
}

#[chainrule::gradient]
fn number_as_index(x: f64, v: &[f64]) -> f64 {
    v[x] * x
}

#[chainrule::gradient]
fn element_of_number(x: f64) -> f64 {
    x[0] * x
}

#[chainrule::gradient]
fn field_of_number(x: f64) -> f64 {
    x.k * x
}

#[chainrule::gradient]
fn loop_over_number(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for _ in n {
        sum += x;
    }
    sum
}

#[chainrule::gradient]
fn place(x: f64, y: &mut f64) {
    y = x;
}

fn main() {}
