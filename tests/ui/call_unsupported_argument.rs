#[chainrule::gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[chainrule::gradient]
fn loss(x: f64) -> f64 {
    square(0..3) + Helper::of(x)
}

struct Helper;

impl Helper {
    fn of(x: f64) -> f64 {
        x
    }
}

fn main() {
    println!("{}", loss_gradient(1.0));
}
