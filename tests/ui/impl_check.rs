#[derive(chainrule::Gradient)]
struct Point {
    x: f64,
}

impl Point {
    #[chainrule::gradient(check)]
    fn f(&self) -> f64 {
        self.x * self.x
    }
}

fn main() {}
