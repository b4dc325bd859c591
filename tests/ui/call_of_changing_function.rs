#[derive(Clone, chainrule::Gradient)]
struct State {
    x: f64,
}

mod plain {
    pub fn by_path(state: &mut super::State, by: f64) {
        state.x += by;
    }
}

fn by_name(state: &mut State, by: f64) -> f64 {
    state.x += by;
    by
}

#[chainrule::gradient]
fn without_derivative(mut state: State, by: f64) -> f64 {
    plain::by_path(&mut state, by);
    state.x + by_name(&mut state, by)
}

#[chainrule::gradient]
fn grows(state: &mut State, by: f64) {
    state.x += by;
}

#[chainrule::gradient]
fn of_too_few(mut state: State, by: f64) -> f64 {
    grows(&mut state);
    state.x * by
}

fn main() {}
