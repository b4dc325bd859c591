use chainrule::Gradient;

mod springs {
    #[chainrule::gradient]
    pub fn energy(x: f64) -> f64 {
        x * x
    }

    pub mod inner {}
}

#[derive(Clone, Gradient)]
struct Spring {
    stiffness: f64,
}

#[chainrule::gradient]
impl Spring {
    fn energy(x: f64) -> f64 {
        x * x
    }
}

#[chainrule::gradient]
fn by_name(x: f64) -> f64 {
    let sigmo = 2.0 * x;
    sigmod(sigmo) * x
}

#[chainrule::gradient]
fn not_imported(x: f64) -> f64 {
    sigmoid(x) * x
}

#[chainrule::gradient]
fn of_arrays(x: &[f64]) -> f64 {
    let y = squares(x);
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

#[chainrule::gradient]
fn in_a_module(x: f64) -> f64 {
    springs::energi(x)
}

#[chainrule::gradient]
fn by_a_long_path(x: f64) -> f64 {
    crate::springs::inner::energy(x)
}

#[chainrule::gradient]
fn in_no_module(x: f64) -> f64 {
    spring::energy(x)
}

#[chainrule::gradient]
fn of_a_type(x: f64) -> f64 {
    Spring::enrgy(x)
}

#[chainrule::gradient]
fn of_no_type(x: f64) -> f64 {
    Spruce::energy(x)
}

mod hidden {
    #[chainrule::gradient]
    fn energy(x: f64) -> f64 {
        x * x
    }
}

#[chainrule::gradient]
fn private(x: f64) -> f64 {
    hidden::energy(x)
}

fn main() {
    println!("{}", by_name_gradient(1.0));
}
