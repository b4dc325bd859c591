fn drag(v: f64) -> f64 {
    0.5 * v * v
}

mod springs {
    pub fn energy(x: f64, stiffness: f64) -> f64 {
        0.5 * stiffness * x * x
    }
}

#[chainrule::gradient]
fn loss(x: f64, v: f64) -> f64 {
    drag(v) + springs::energy(x, 2.0)
}

fn main() {
    fn local(x: f64) -> f64 {
        x
    }
    #[chainrule::gradient]
    fn inside(x: f64) -> f64 {
        local(x) * x
    }
    println!("{:?} {}", loss_gradient(1.0, 2.0), inside_gradient(1.0));
}
