#[chainrule::gradient]
fn of_integer(count: &mut usize, by: f64) -> f64 {
    *count += 1;
    by
}

#[chainrule::gradient]
fn of_list(states: &mut [State], by: f64) {
    states[0].x += by;
}

struct State {
    x: f64,
}

fn main() {}
