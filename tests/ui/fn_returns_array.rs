#[chainrule::gradient]
fn of_unknown_length(x: f64) -> Vec<f64> {
    vec![x, x]
}

#[chainrule::gradient]
fn with_integers(x: f64) -> (f64, usize) {
    (x, 2)
}

fn main() {}
