#[chainrule::gradient]
fn array(x: &[f64]) -> f64 {
    let a: [f64; 3] = x[0..3].try_into().unwrap();
    a[0] * a[1] * a[2]
}

#[chainrule::gradient]
fn path(x: &[f64]) -> f64 {
    let a = <[f64; 2]>::try_from(&x[0..2]).unwrap();
    a[0] * a[1]
}

fn main() {
    array_gradient(&[1.0; 3]);
}
