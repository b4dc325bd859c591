// The family is there although the body is refused: only the mistake itself is reported.
#[chainrule::gradient]
fn f(x: f64, y: &[f64]) -> f64 {
    x * y.iter().try_fold(0.0, |s, v| Some(s + v)).unwrap()
}

fn descend(x: &mut f64, y: &[f64]) -> f64 {
    let (value, (dx, _)) = f_value_and_gradient(*x, y);
    let mut gradients = (0.0, vec![0.0; y.len()]);
    f_gradient_into(*x, y, &mut gradients.0, &mut gradients.1);
    f_gradient_add(*x, y, &mut gradients.0, &mut gradients.1);
    *x -= 0.1 * dx;
    value
}

fn main() {
    descend(&mut 1.0, &[2.0]);
}
