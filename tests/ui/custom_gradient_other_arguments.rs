fn fill(x: &[f64; 3], y: &mut [f64; 3]) {
    *y = x.map(|v| v * v);
}

#[chainrule::custom_gradient(of = fill)]
fn fill_vjp(x: &[f64; 3], _y: &[f64; 3], seed: &[f64; 3]) -> ([f64; 3], [f64; 3]) {
    ([0, 1, 2].map(|i| 2.0 * x[i] * seed[i]), [0.0; 3])
}

#[chainrule::gradient]
fn loss(x: &[f64; 3]) -> f64 {
    let mut y = [0.0; 3];
    fill(x, &mut y);
    y[0] * y[1]
}

fn table(x: f64) -> f64 {
    x.floor()
}

#[chainrule::custom_gradient(of = table)]
fn table_vjp(_x: f64, k: f64, seed: f64) -> (f64, f64) {
    (k, seed)
}

#[chainrule::gradient]
fn of_table(x: f64) -> f64 {
    table(x * x)
}

fn main() {}
