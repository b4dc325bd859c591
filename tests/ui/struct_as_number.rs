#[derive(Clone, Copy, chainrule::Gradient)]
struct Point {
    x: f64,
    y: f64,
}

impl std::ops::Mul<f64> for Point {
    type Output = f64;
    fn mul(self, factor: f64) -> f64 {
        (self.x + self.y) * factor
    }
}

#[chainrule::gradient]
fn scaled(p: Point) -> f64 {
    p * 2.0
}

fn main() {}
