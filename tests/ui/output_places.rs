#[allow(unused_assignments)]
#[chainrule::gradient]
fn anew<'a>(x: f64, mut y: &'a mut f64, z: &'a mut f64) {
    y = z;
    *y = x;
}

#[chainrule::gradient]
fn constant_state(x: f64, #[constant] y: &mut [f64; 2]) {
    y[0] *= x;
}

#[chainrule::gradient]
fn moves(x: f64) -> f64 {
    let mut y = [x; 2];
    constant_state(2.0, &mut y);
    y[0] + y[1]
}

fn main() {}
