#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut s = 0.0;
    for v in x {
        let root = if *v > 0.0 { v.sqrt() } else { continue };
        s += root;
    }
    s
}

fn main() {
    f_gradient(&[0.0; 3]);
}
