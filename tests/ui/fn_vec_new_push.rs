#[chainrule::gradient]
fn f(x: &[f64; 3]) -> f64 {
    let mut squares = vec![0.0; 2];
    squares.push(x[0]);
    squares[2] * x[1]
}

fn main() {
    f_gradient(&[1.0; 3]);
}
