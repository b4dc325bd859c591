// Variables in scope that are no numbers of type f64: one message for a formula.

use chainrule::{derivative, formula};

fn singles(w: f32, x: f32) -> f32 {
    formula!("w*x + 1")
}

fn one_single(w: f64, x: f32) -> f64 {
    formula!(w * x)
}

fn slopes(w: f32, x: f32) -> (f32, f32) {
    derivative!("w*x", w, x)
}

fn integer(n: i32) -> f64 {
    derivative!("n^2", n)
}

fn another_result(w: f64) -> f32 {
    formula!("2*w")
}

fn main() {
    println!("{} {} {:?} {} {}", singles(1.0, 2.0), one_single(1.0, 2.0), slopes(1.0, 2.0), integer(1), another_result(1.0));
}
