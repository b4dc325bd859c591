enum Loss {
    Square,
    Absolute,
}

#[chainrule::gradient]
fn loss(x: f64, kind: Loss) -> f64 {
    match kind {
        Loss::Square => x * x,
        Loss::Absolute => x.abs(),
    }
}

fn main() {}
