#[chainrule::gradient]
fn f(x: f64) -> f64 {
    let a = x.next_up();
    let b = x.to_bits() as f64;
    let c = a + b;
    let d = unsafe { std::mem::zeroed::<f64>() };
    c + d
}

fn main() {
    f_gradient(3.0);
}
