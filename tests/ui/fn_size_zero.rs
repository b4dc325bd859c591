#[chainrule::gradient]
fn rows(x: &[f64]) -> f64 {
    x.chunks_exact(0).map(|row| row[0] * row[0]).sum()
}

#[chainrule::gradient]
fn steps(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in (0..x.len()).step_by(0) {
        sum += x[i] * x[i];
    }
    sum
}

fn main() {
    rows_gradient(&[1.0; 3]);
}
