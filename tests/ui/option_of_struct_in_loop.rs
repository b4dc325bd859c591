use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Gradient)]
struct Site {
    x: f64,
    weight: f64,
}

#[gradient]
fn lightest(sites: &[Site], k: f64) -> f64 {
    let mut best: Option<&Site> = None;
    for site in sites {
        if best.map_or(true, |b| site.weight < b.weight) {
            best = Some(site);
        }
    }
    best.map_or(0.0, |b| b.x * k)
}

fn main() {
    lightest_gradient(&[Site { x: 1.0, weight: 2.0 }], 0.5);
}
