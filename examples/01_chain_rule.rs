//! The chain rule in one variable: the derivative of sin(x^2) is cos(x^2) times the derivative of x^2.
//!
//! `cargo run --example 01_chain_rule`

use chainrule::derivative;

fn main() -> Result<(), chainrule::Error> {
    // At compile time: the macro puts the derivative here, as ordinary Rust.
    let x: f64 = 1.5;
    let slope = derivative!("sin(x^2)", x);

    // By hand: outer derivative times inner derivative.
    let outer = (x * x).cos();
    let inner = 2.0 * x;
    println!("sin(x^2)' at {x}: {slope:.15}");
    println!("by hand:         {:.15}", outer * inner);
    assert!((slope - outer * inner).abs() < 1e-14);

    // At run time: the same engine works on a string and prints what it derived.
    println!();
    for text in ["sin(x^2)", "exp(sin(x))", "ln(1 + x^2)", "sqrt(1 + tanh(x))", "sin(cos(tan(x)))"] {
        let f = chainrule::parse(text)?;
        println!("d/dx {text:<18} = {}", f.derivative("x")?);
    }

    // A derivative is a formula too: derive it again, or write it as LaTeX.
    let second = chainrule::parse("sin(x^2)")?.derivative("x")?.derivative("x")?;
    println!("\nd2/dx2 sin(x^2)      = {second}");
    println!("in LaTeX             = {}", second.to_latex());
    Ok(())
}
