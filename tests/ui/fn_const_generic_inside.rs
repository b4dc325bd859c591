#[chainrule::gradient]
fn cube(x: f64) -> f64 {
    fn filled<const N: usize>(x: f64) -> [f64; N] {
        [x; N]
    }
    let [a, b, c]: [f64; 3] = filled(x);
    a * b * c
}

fn main() {
    println!("{}", cube_gradient(1.0));
}
