#[derive(Clone, chainrule::Gradient)]
struct State {
    x: f64,
}

#[chainrule::gradient]
fn of_struct(state: &mut State, by: f64) {
    state.x += by;
}

#[chainrule::gradient]
fn of_integer(count: &mut usize, by: f64) -> f64 {
    *count += 1;
    by
}

#[chainrule::gradient]
fn of_a_call(mut state: State, by: f64) -> f64 {
    of_struct(&mut state, by);
    state.x
}

fn main() {}
