#[chainrule::gradient]
fn f(x: f64, n: u32) -> f64 {
    fn power(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * power(x, n - 1) }
    }
    power(x, n)
}

#[chainrule::gradient]
fn both(x: f64, n: u32) -> f64 {
    fn doubled(x: f64, n: u32) -> f64 {
        if n == 0 {
            return x;
        }
        let a = doubled(x, n - 1);
        let b = doubled(a, n - 1);
        a + b
    }
    doubled(x, n)
}

fn main() {
    f_gradient(1.0, 3);
    both_gradient(1.0, 3);
}
