#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..(x * 3.0) as usize {
        s += x * i as f64;
    }
    s
}

fn main() {
    f_gradient(1.0);
}
