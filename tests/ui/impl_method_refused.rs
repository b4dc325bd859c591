use chainrule::Gradient;

#[derive(Clone, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
impl Point {
    fn sorted(&self) -> [f64; 2] {
        let mut out = [self.x, self.y];
        out.sort_by(f64::total_cmp);
        out
    }

    #[gradient(skip)]
    fn ordered(&self) -> [f64; 2] {
        self.sorted()
    }

    fn length(&self) -> f64 {
        self.x.hypot(self.y)
    }
}

fn main() {
    println!("{:?}", Point { x: 1.0, y: 2.0 }.length_gradient());
}
