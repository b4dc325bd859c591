//! Arrays that a Rust function changes in place, at places that a turn of a loop computes: the gradient takes a small multiple
//! of the function's time, whatever the length, and agrees with dual numbers.

#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_core::program::{Program, Statement};

/// What is done in loops over an array of `N` numbers.
const CHANGES: &[(&str, &str)] = &[
    (
        "a smoothing of neighbours",
        "for i in 0..N { let mut m = 0.0; for k in 0..3 { m += u[(i * (k + 2) + 1) % N]; } u[i] = (0.3 * m).sin(); }",
    ),
    ("a sum of neighbours", "for i in 0..N { let mut m = 0.0; for k in 0..3 { m += u[(i * (k + 2) + 1) % N]; } u[i] = 0.3 * m; }"),
    ("sweeps", "for _ in 0..3 { for i in 0..N { u[i] += 0.3 * (u[(i * 2 + 1) % N] * u[(i + 2) % N] - u[i]); } }"),
    ("an addition at a place", "for i in 0..N { let t = u[(i * 2) % N] * u[(i * 3 + 1) % N]; u[(i * 2 + 1) % N] += 0.5 * t.sin(); }"),
    ("a place that is data", "for i in 0..N { let p = (x[i].abs() * 3.9) as usize % N; u[p] = (u[p] * x[i] + u[i]).cos(); }"),
    ("a factor at a place", "for i in 0..N { u[(i * 3 + 2) % N] *= u[i].cos() + 0.4; }"),
    ("the other end", "for i in 0..N { u[N - 1 - i] = (u[i] * 0.9 + u[(i * 3) % N]).sin(); }"),
    ("an exchange", "for i in 0..N { u.swap(i, (i * 2 + 1) % N); u[i] *= u[(i + 2) % N].cos(); }"),
    (
        "two places",
        "for i in 0..N { let (p, q) = ((i * 2) % N, (i * 3 + 1) % N); let (a, b) = (u[p], u[q]); u[p] = (a + b).sin(); u[q] = a * b; }",
    ),
    ("a sum along the way", "for i in 0..N { let d = u[(i * 2 + 1) % N] - u[i]; s += d * d; u[i] += 0.7 * d; s += u[(i * 3) % N].sin(); }"),
    ("a sum of what was there", "for i in 0..N { s += u[(i * 2) % N] * u[i]; u[(i * 2 + 1) % N] = (u[i] + s).sin(); }"),
    (
        "a stride that grows",
        "let mut d = 1; for _ in 0..2 { for i in 0..N { let p = (i * d) % N; let q = (i * d + d) % N; let t = u[p]; u[p] = (t + u[q]) * 0.7; u[q] = (t - u[q]) * 0.7; } d *= 2; }",
    ),
];

/// The function that does something to a copy of its argument.
fn function(length: &str, argument: &str, changes: &str) -> String {
    let changes = changes.replace('N', length);
    format!(
        "fn f(x: &[f64{argument}]) -> f64 {{ let mut u = vec![0.0; {length}]; for i in 0..{length} {{ u[i] = x[i]; }} let mut s = 0.0; {changes} \
         for i in 0..{length} {{ s += u[i] * u[i] * x[i]; }} s }}"
    )
}

#[test]
fn gradients_are_those_of_dual_numbers() {
    for (name, changes) in CHANGES {
        for (length, argument) in [("x.len()", ""), ("6", "; 6"), ("11", "; 11")] {
            for seed in 1..5 {
                if let Err(error) = rust_check::check(&function(length, argument, changes), seed) {
                    panic!("{name}, {length} elements: {error}");
                }
            }
        }
    }
}

/// How many statements a program runs.
fn turns(program: &Program, body: &[Statement]) -> u64 {
    let one = |statement: &Statement| match statement {
        Statement::Loop { id, body, .. } => {
            let extent = program.loops[id.0 as usize].extent.as_constant().expect("all lengths are numbers");
            extent as u64 * turns(program, body)
        }
        Statement::When { body, .. } => turns(program, body),
        _ => 1,
    };
    body.iter().map(one).sum()
}

/// The statements that run for the gradient at a length, and the numbers that are stored.
fn work(changes: &str, n: usize) -> (u64, u64) {
    let source = function(&n.to_string(), &format!("; {n}"), changes);
    let function: syn::ItemFn = syn::parse_str(&source).expect("a function");
    let options = chainrule_rust::Options { computes: Some(pipeline::computes), ..chainrule_rust::Options::default() };
    let Ok(parsed) = chainrule_rust::parse_function(&function, &options) else { panic!("refused: {source}") };
    let output = Output::Expr(parsed.ast.output.expect("a value"));
    let built = pipeline::build(&parsed.ast, output, Wanted { value: true, gradient: true }).expect("it is built");
    let program = built.program;
    let size = |shape: &[chainrule_core::affine::Affine]| -> i64 { shape.iter().map(|e| e.as_constant().expect("a number")).product() };
    // Arrays that are left out have no axes.
    let stored: i64 = program.buffers.iter().filter(|b| !b.shape.is_empty()).map(|b| size(&b.shape)).sum();
    (turns(&program, &program.body), stored as u64)
}

#[test]
fn work_and_memory_grow_as_the_length_does() {
    let mut wrong = Vec::new();
    for (name, changes) in CHANGES {
        let (small, large) = (work(changes, 32), work(changes, 128));
        // Four times as many elements, and what does not depend on their number.
        if large.0 > 4 * small.0 || large.1 > 4 * small.1 {
            wrong.push(format!("{name}: {} statements become {}, {} numbers {}", small.0, large.0, small.1, large.1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
