#[chainrule::gradient]
fn f(x: &[f64]) -> f64 {
    let mut squares = Vec::new();
    for v in x {
        if *v < 0.0 {
            break;
        }
        squares.push(v * v);
    }
    squares.iter().sum()
}

fn main() {
    f_gradient(&[1.0; 3]);
}
