//! Gradients whose elements are reached once are stored; others are added up from zero. Whichever it is, the numbers
//! are those of central differences.

use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_model::{Array, CompiledModel, Model};
use std::collections::BTreeMap;

fn program(text: &str) -> String {
    let ast = chainrule_parser::parse_model(text).expect("a model");
    pipeline::build(&ast, Output::Name("loss"), Wanted { value: true, gradient: true }).expect("it is built").program.to_string()
}

/// The gradient by `w`, of which there are `n`, is right.
fn check(text: &str, n: usize) {
    check_all(text, &[("w", &[n])]);
}

/// The gradients by these parameters are right.
fn check_all(text: &str, parameters: &[(&str, &[usize])]) {
    let model = Model::parse(text).expect("a model");
    let mut compiled = model.compile(None, true).expect("it compiles");
    let start: BTreeMap<String, Array> = parameters
        .iter()
        .map(|(name, shape)| {
            let values = (0..shape.iter().product()).map(|i: usize| (1.3 * i as f64).sin()).collect();
            ((*name).to_owned(), Array { shape: shape.to_vec(), values })
        })
        .collect();
    let (_, gradients) = run(&mut compiled, &start);
    for (name, gradient) in gradients {
        for (i, gradient) in gradient.into_iter().enumerate() {
            let h = 1e-5;
            let mut moved = |by: f64| {
                let mut at = start.clone();
                at.get_mut(&name).expect("a parameter").values[i] += by;
                run(&mut compiled, &at).0
            };
            let difference = (moved(h) - moved(-h)) / (2.0 * h);
            assert!((difference - gradient).abs() < 1e-8, "{text}\nelement {i} of {name}: {gradient} is not {difference}");
        }
    }
}

/// The value and the gradients.
fn run(compiled: &mut CompiledModel, at: &BTreeMap<String, Array>) -> (f64, Vec<(String, Vec<f64>)>) {
    let outcome = compiled.run(at).expect("it runs");
    (outcome.value.values[0], outcome.gradient.into_iter().map(|(name, array)| (name, array.values)).collect())
}

#[test]
fn parts_of_a_flat_array_are_stored() {
    for (text, n) in [
        ("param w[10]\nloss = sum(i in 0..4: w[i]^2) + sum(i in 0..6: w[i + 4]^3)", 10),
        ("param w[12]\nloss = sum(i in 0..6: w[2*i]^2*w[2*i + 1])", 12),
        ("param w[12]\nloss = sum(i in 0..4: tanh(w[3*i])*w[3*i + 1] + w[3*i + 2]^2)", 12),
        (
            "param w[23]
            h[j: 4] = tanh(sum(i in 0..3: w[3*j + i]*(i + 1)) + w[12 + j])
            loss = (sum(j: w[16 + j]*h[j]) + w[20])^2 + w[21]*w[22]",
            23,
        ),
        ("param w[6]\nloss = sum(i in 0..6: (i + 1)*w[5 - i]^2)", 6),
    ] {
        let program = program(text);
        assert!(!program.contains("w = 0") && !program.contains("] +="), "{text}\n{program}");
        check(text, n);
    }
}

#[test]
fn what_is_reached_twice_or_not_at_all_starts_at_zero() {
    for (text, n) in [
        ("param w[10]\nloss = sum(i in 0..4: sum(j in 0..4: w[2*i + j]^2))", 10),
        ("param w[10]\nloss = sum(i in 0..4: w[2*i]^2) + sum(i in 0..3: w[3*i]^2)", 10),
        ("param w[10]\nloss = sum(i in 0..4: w[2*i]^2)", 10),
        ("param w[10]\nloss = sum(i in 0..10: sum(j in 0..i: w[j]))", 10),
    ] {
        let program = program(text);
        assert!(program.contains("w = 0") || program.contains("array total[10]"), "{text}\n{program}");
        check(text, n);
    }
}

#[test]
fn neighbours_are_in_the_innermost_loop() {
    let program = program("param w[12]\ninput x[3]\nloss = sum(j in 0..4: sum(i in 0..3: w[3*j + i]*x[i])^2)");
    let store = program.lines().find(|l| l.contains("w[") && l.contains("] = ")).expect("it is stored");
    let inner = program.lines().take_while(|l| *l != store).filter(|l| l.contains("for ")).last().expect("in a loop");
    assert!(inner.contains("0..3"), "{program}");
}

/// A loop over five elements fills no vectors; one over twenty does, and sums in lanes.
#[test]
fn functions_of_few_elements_for_each_of_many_are_computed_along_the_many() {
    for text in [
        "param w[10]
        loss = sum(n in 0..20: log(sum(k in 0..5: exp(w[k] - (0.1*n - w[5 + k])^2))))",
        "param w[10]
        h[n: 20, k: 5] = tanh(w[k]*n/20 + w[5 + k])
        loss = 0.001*sum(n: sum(k: h[n, k]*(k + 1))^2)",
    ] {
        let program = program(text);
        let mut loops: Vec<(usize, &str)> = Vec::new();
        let mut functions = 0;
        for line in program.lines() {
            let depth = line.len() - line.trim_start().len();
            loops.retain(|(around, _)| *around < depth);
            if line.contains("exp(") || line.contains("tanh(") {
                functions += 1;
                assert!(loops.last().is_some_and(|(_, line)| line.contains("0..20")), "{program}");
            }
            if line.trim_start().starts_with("for ") {
                loops.push((depth, line));
            }
        }
        assert!(functions > 0 && !program.contains("w = 0") && !program.contains("] +="), "{program}");
        check(text, 10);
    }
    // As many as fill vectors stay as they lie.
    let program = program("param w[8]\nloss = sum(n in 0..20: log(sum(k in 0..8: exp(w[k]*n))))");
    assert!(!program.contains("[8, 20]"), "{program}");
}

#[test]
fn an_array_takes_the_place_of_the_last_that_it_is_computed_from() {
    let layer = "param w[8]\nz[i: 8] = sum(j in 0..8: w[j]*atan(i + j))\n";
    for (rest, arrays) in [
        // The sums are of use to nothing but the activations.
        ("h[i: 8] = tanh(z[i])\nloss = sum(i in 0..8: h[i]*h[7 - i])", 1),
        // They are read once more, or after they would be overwritten.
        ("h[i: 8] = tanh(z[i])\nloss = sum(i in 0..8: h[i]*h[7 - i])*sum(i in 0..8: z[i]*h[7 - i])", 2),
        ("h[i: 8] = tanh(z[7 - i])\nloss = sum(i in 0..8: h[i]*h[7 - i])", 2),
        ("h[i: 8] = tanh(z[i])*z[7 - i]\nloss = sum(i in 0..8: h[i]*h[7 - i])", 2),
        // The largest is known before the first element is written.
        ("h[i: 8] = exp(z[i] - max(k: z[k]))\nloss = sum(i in 0..8: h[i]*h[7 - i])", 1),
    ] {
        let text = format!("{layer}{rest}");
        let ast = chainrule_parser::parse_model(&text).expect("a model");
        let value =
            pipeline::build(&ast, Output::Name("loss"), Wanted { value: true, gradient: false }).expect("it is built").program.to_string();
        assert_eq!(value.matches("array ").count(), arrays, "{text}\n{value}");
        check(&text, 8);
    }
}

#[test]
fn a_large_array_is_declared_before_the_loop_that_fills_it() {
    let text = "param w[16, 40]
        input x[n, 40]
        h[k, i] = tanh(sum(j: w[i, j]*x[k, j]))
        loss = sum(k: sum(i: h[k, i]^2))";
    let program = program(text);
    let (array, rows) = (program.find("[128, 16]"), program.find("for k0 in 0..n by 128"));
    assert!(array.is_some() && array < rows, "{program}");
}

/// Both gradients of a force between two bodies are added up where it is computed: no array over pairs.
#[test]
fn what_two_gradients_take_of_a_pair_is_computed_once() {
    for (text, n, functions) in [
        ("param w[10]\nloss = sum(i in 0..6: sum(j in 0..4: 1/sqrt((w[i] - w[6 + j])^2 + 0.1)))", 10, 1),
        ("param w[6]\nloss = sum(i in 0..6: sum(j in 0..i: sqrt((w[i] - w[j])^2 + 1)*w[i]^2))", 6, 1),
        (
            "param w[18]
            r[i: 6, j: 6] = sum(k in 0..3: (w[3*i + k] - w[3*j + k])^2) + 1
            loss = sum(i in 0..6: sum(j in 0..i: (r[i, j] + 1)^(1/2)*w[i]))",
            18,
            1,
        ),
    ] {
        let program = program(text);
        let calls = ["sqrt(", "norm("].iter().map(|f| program.matches(f).count()).sum::<usize>();
        assert!(calls == functions && !program.contains(", 6]") && !program.contains(", 4]"), "{calls} functions\n{program}");
        check(text, n);
    }
}

/// Terms that the value and a gradient take are stored by neither, but added up.
#[test]
fn terms_are_added_to_their_sums_as_they_are_computed() {
    let text = "param w[18]
        c[k: 3] = sum(i in 0..6: w[3*i + k]*abs(w[3*i + k] + 2))
        loss = sum(i in 0..6: sum(k: (w[3*i + k]*abs(w[3*i + k] + 2) - c[k]/6)^2))";
    let program = program(text);
    assert!(!program.contains("[6, 3]") && program.contains("] += "), "{program}");
    check(text, 18);
}

#[test]
fn a_power_that_a_sum_takes_is_a_factor_of_its_product() {
    let text = "param w[4]\nloss = sum(i in 0..4: (w[i]^2 - 1)*w[i]^3)";
    assert!(program(text).contains("w[i]*t*(t - 1)"), "{}", program(text));
    check(text, 4);
    // Not next to what may be small where the power is large.
    let text = "param w[4]\nloss = sum(i in 0..4: (w[i]^2 - 1)*w[i]^3*exp(w[i]))";
    assert!(!program(text).contains("t*(t - 1)"), "{}", program(text));
    check(text, 4);
}

/// What neighbouring turns add to an element is carried, and each element written once.
#[test]
fn neighbours_are_carried() {
    for (text, n, zeros) in [
        ("param w[10]\nloss = sum(i in 0..9: (w[i + 1] - w[i]^2)^2 + (1 - w[i])^2)", 10, false),
        ("param w[12]\nloss = sum(i in 0..9: (w[i] - 2*w[i + 1] + w[i + 3])^2*w[i])", 12, false),
        ("param w[12]\nloss = sum(i in 0..8: (w[i + 1] - w[i + 2])^4)", 12, true),
        ("param w[10]\nloss = sum(i in 0..9: w[i]*w[i + 1]) + w[4]^2", 10, false),
    ] {
        let program = program(text);
        let first = program.lines().any(|l| l == "w = 0");
        assert!(program.contains("carried") && first == zeros, "{program}");
        check(text, n);
    }
    for (text, rows, columns) in [
        ("loss = sum(i in 0..9: (sqrt(sum(k: (p[i + 1, k] - p[i, k] + w[k])^2) + 0.1) - 1)^2)", 10, 3),
        ("loss = sum(i in 0..4, j in 0..5: (w[1]*p[i + 1, j] - p[i, j + 1] + p[i + 2, j + 1] + p[i + 1, j + 2])^2*w[0]*w[2])", 6, 7),
        ("loss = sum(i in 0..8: sin(p[i, 0]*p[i + 1, 1])*w[2]*p[i + 1, 0]*p[i, 1])", 9, 2),
    ] {
        let text = format!("param p[{rows}, {columns}]\nparam w[3]\n{text}");
        assert!(program(&text).contains("carried"), "{}", program(&text));
        check_all(&text, &[("p", &[rows, columns]), ("w", &[3])]);
    }
}
