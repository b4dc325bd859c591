struct Series {
    values: Vec<Vec<f64>>,
}

#[chainrule::gradient]
fn total(scale: f64, #[constant] series: &[Series]) -> f64 {
    let mut sum = 0.0;
    for s in series {
        for row in &s.values {
            for v in row {
                sum += scale * v;
            }
        }
    }
    sum
}

fn main() {}
