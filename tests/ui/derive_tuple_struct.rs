#[derive(chainrule::Gradient)]
struct Pair(f64, f64);

fn main() {
    let _ = Pair(0.0, 1.0);
}
