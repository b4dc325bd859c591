//! The logistic function s(x) = 1/(1 + exp(-x)), and why its derivative is s(1 - s).
//!
//! `cargo run --example 02_logistic`

use chainrule::formula;

formula! {
    /// Written as in the textbook.
    pub fn logistic(x) = "1/(1 + exp(-x))";
}

formula! {
    /// The negative logarithm of a probability: what logistic regression minimises.
    pub fn surprise(x; t) = "-(t*ln(sigmoid(x)) + (1 - t)*ln(1 - sigmoid(x)))";
}

fn main() -> Result<(), chainrule::Error> {
    // The engine recognises the textbook form. Its derivative uses the value, which is computed once.
    let f = chainrule::parse("1/(1 + exp(-x))")?;
    println!("s(x)  = {f}");
    println!("s'(x) = {}\n", f.derivative("x")?);

    // Far out, exp(800) is infinite in f64, and infinity/infinity^2 would be NaN. The true derivative rounds to 0.
    println!("     x                 s(x)                s'(x)");
    for x in [-800.0, -40.0, -1.0, 0.0, 1.0, 800.0] {
        let (s, ds) = logistic_value_and_gradient(x);
        println!("{x:6} {s:20.12e} {ds:20.12e}");
        assert!(ds == s * (1.0 - s) && ds.is_finite());
    }

    // The cross-entropy of a logistic output: the derivative is just s - t.
    println!("\n     x  t   surprise   derivative");
    for (x, t) in [(-800.0, 1.0), (-800.0, 0.0), (0.0, 1.0), (800.0, 0.0), (800.0, 1.0)] {
        let (value, slope) = surprise_value_and_gradient(x, t);
        println!("{x:6}  {t}   {value:8.4}   {slope:10.4}");
        assert_eq!(slope, logistic(x) - t);
    }
    Ok(())
}
