#[chainrule::gradient]
fn f<const N: i32>(x: f64) -> f64 {
    x.powi(N) * N as f64
}

fn main() {
    f_gradient::<3>(2.0);
}
