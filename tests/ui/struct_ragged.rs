struct Series {
    values: Vec<f64>,
}

#[chainrule::gradient]
fn total(scale: f64, #[constant] series: &[Series]) -> f64 {
    let mut sum = 0.0;
    for s in series {
        for v in &s.values {
            sum += scale * v;
        }
    }
    sum
}

fn main() {}
