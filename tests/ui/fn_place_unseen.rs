#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let (mut a, mut b) = (x[0], x[1]);
    let larger = if a > b { &mut a } else { &mut b };
    *larger *= 2.0;
    a * b
}

#[chainrule::gradient]
fn g(x: &[f64; 3]) -> f64 {
    let mut count = [0usize; 4];
    for k in 0..3 {
        count[k] += 1;
        count[k] = 2;
    }
    x[0] * count[0] as f64
}

#[chainrule::gradient]
fn h(x: &[f64; 3]) -> f64 {
    let mut p = (x[0], x[1]);
    let (a, _) = &mut p;
    *a *= 2.0;
    match Some(x[2]) {
        Some(ref mut c) => p.0 * *c,
        None => 0.0,
    }
}

fn main() {
    f_gradient(&[0.0; 3]);
    g_gradient(&[0.0; 3]);
    h_gradient(&[0.0; 3]);
}
