#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let squares: Vec<f64> = x[..i].iter().map(|v| v * v).collect();
        for v in &squares {
            s += v;
        }
    }
    s
}

fn main() {
    f_gradient(&[0.0; 4]);
}
