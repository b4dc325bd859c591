#![allow(non_snake_case)]

struct RGB(f64, f64, f64);

/// Not a struct, as its name lets expect.
fn SC(x: f64, y: f64) -> (f64, f64) {
    (x.sin() * y, x.cos() * y)
}

#[chainrule::gradient]
fn luma(r: f64, g: f64, b: f64) -> f64 {
    let c = RGB(r, g, b);
    0.2 * c.0 + 0.7 * c.1 + 0.1 * c.2
}

#[chainrule::gradient]
fn turned(x: f64, y: f64) -> f64 {
    let (s, c) = SC(x, y);
    s * c
}

fn main() {
    luma_gradient(0.1, 0.2, 0.3);
    turned_gradient(1.0, 2.0);
}
