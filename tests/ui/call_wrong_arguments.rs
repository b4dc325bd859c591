#[chainrule::gradient]
fn product(x: &[f64; 2]) -> f64 {
    x[0] * x[1]
}

#[chainrule::gradient]
fn power(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..n {
        y *= x;
    }
    y
}

#[chainrule::gradient]
fn twice(x: f64) -> [f64; 2] {
    [x, x]
}

#[chainrule::gradient]
fn a_number_for_an_array(x: f64) -> f64 {
    product(x) * x
}

#[chainrule::gradient]
fn in_another_order(x: f64) -> f64 {
    power(3, x)
}

#[chainrule::gradient]
fn an_array_as_a_number(x: f64) -> f64 {
    twice(x) * x
}

fn main() {
    println!("{}", in_another_order_gradient(1.0));
}
