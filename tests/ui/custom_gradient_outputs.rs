#![allow(unused)]

fn fill(x: &[f64; 3], y: &mut [f64; 3]) {
    *y = x.map(|v| v * v);
}

mod written {
    use super::fill;

    #[chainrule::custom_gradient(of = fill)]
    pub fn fill_vjp(x: &[f64; 3], y: &mut [f64; 3], seed_y: &[f64; 3]) -> ([f64; 3], [f64; 3]) {
        ([0, 1, 2].map(|i| 2.0 * x[i] * seed_y[i]), [y[0] * 0.0; 3])
    }
}

mod without_seed {
    use super::fill;

    #[chainrule::custom_gradient(of = fill)]
    pub fn fill_vjp(x: &[f64; 3], #[output] y: &[f64; 3]) -> ([f64; 3], [f64; 3]) {
        (*x, *y)
    }
}

fn main() {}
