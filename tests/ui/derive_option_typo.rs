use chainrule::Gradient;

#[derive(Gradient)]
struct Counted {
    w: f64,
    #[gradient(skp)]
    n: usize,
}

#[derive(Gradient)]
struct Named {
    w: f64,
    #[skip]
    name: String,
}

fn main() {}
