use chainrule::Gradient;

#[chainrule::gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[chainrule::gradient]
fn cross(x: &[f64; 3], y: &[f64; 3]) -> [f64; 3] {
    [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]
}

#[chainrule::gradient]
fn write(x: f64, y: &mut [f64; 2]) -> f64 {
    y[0] = x;
    x * y[1]
}

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[chainrule::gradient]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }

    fn half(x: f64) -> f64 {
        0.5 * x
    }
}

#[chainrule::gradient]
fn loss(x: f64) -> f64 {
    square(x, 2.0)
}

#[chainrule::gradient]
fn of_arrays(x: &[f64; 3]) -> f64 {
    cross(x)[0] * x[1]
}

#[chainrule::gradient]
fn of_places(x: f64) -> f64 {
    let mut y = [x, 2.0 * x];
    write(&mut y) + y[0]
}

#[chainrule::gradient]
fn of_methods(spring: &Spring, x: f64) -> f64 {
    spring.energy(x, 2.0 * x) * spring.stiffness
}

#[chainrule::gradient]
fn of_types(x: f64) -> f64 {
    Spring::half()
}

#[chainrule::gradient]
fn of_made_structs(x: f64) -> f64 {
    Spring { stiffness: x * x }.energy()
}

fn main() {
    println!("{}", loss_gradient(1.0));
}
