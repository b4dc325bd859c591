#[chainrule::gradient]
fn f(x: f64) -> f64 {
    static mut CALLS: u32 = 0;
    unsafe { CALLS += 1 };
    x * x
}

fn main() {
    f_gradient(1.0);
}
