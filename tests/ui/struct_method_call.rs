#[derive(chainrule::Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
impl Point {
    fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }

    fn energy(&self) -> f64 {
        let r = self.norm();
        r * r
    }
}

fn main() {}
