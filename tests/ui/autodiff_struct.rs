use chainrule::autodiff::autodiff_reverse;

#[derive(chainrule::Gradient)]
struct Point {
    x: f64,
}

#[autodiff_reverse(df, Duplicated, Active)]
fn f(p: &Point) -> f64 {
    p.x * p.x
}

impl Point {
    #[autodiff_reverse(dg, Duplicated, Active, Active)]
    fn g(&self, x: f64) -> f64 {
        self.x * x
    }
}

fn main() {}
