//! The code that is emitted for calls, for a reader to review: arrays and results, places that are written, structs.

use chainrule_core::emit::rust as emit;
use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_rust::{Options, parse_function};

/// The body of the gradient of a function, or of its vector-Jacobian product.
fn emitted(source: &str) -> String {
    let function: syn::ItemFn = syn::parse_str(source).expect("the test is Rust");
    let options = Options { table: Some(|name| name == "sin"), several: true, outputs: true, ..Options::default() };
    let Ok(f) = parse_function(&function, &options) else { panic!("refused") };
    let wanted = Wanted { value: f.seeds.is_empty(), gradient: true };
    let output = Output::Expr(f.ast.output.expect("a function has a value"));
    let built = pipeline::build(&f.ast, output, wanted).expect("it is differentiated");
    let place = |name: &str| f.parts.iter().find(|p| p.name == name).map_or(name.to_owned(), |p| p.place.template.replace('@', ""));
    let opaque = built.program.targets.iter().any(|t| t.opaque);
    let options = emit::Options {
        scalar: "f64",
        rt: "rt",
        input: &|name| f.seeds.iter().find(|s| s.name == name).map_or_else(|| place(name), |s| format!("seed{}", s.place)),
        gradient: &|name| format!("d_{}", place(name)),
        dim: &str::to_owned,
        accumulate: opaque,
        reserved: &[],
        pause: None,
        prefix: "",
    };
    emit::body(&built.program, &options)
}

#[test]
fn an_array_is_passed_and_another_returned() {
    insta::assert_snapshot!(emitted(
        "fn f(x: &[f64; 3], angle: f64) -> f64 {
            let y = geometry::rotated(x, 2.0 * angle);
            y[0] * y[1] + y[2]
        }"
    ));
}

#[test]
fn a_place_is_written() {
    insta::assert_snapshot!(emitted(
        "fn f(x: &[f64; 3], state: &mut [f64; 3]) {
            step(x, state);
            step(x, &mut *state);
        }"
    ));
}

#[test]
fn a_struct_is_passed_and_a_method_called() {
    insta::assert_snapshot!(emitted(
        "fn f(net: &Net, x: f64) -> f64 {
            let mut y = x;
            if x > 0.0 {
                y = net.layers[1].respond(y);
            }
            y * energy(&net.layers) * net.scale
        }"
    ));
}
