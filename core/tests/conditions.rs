//! Conditions on positions: however they are combined, nested and summed over, the value and the gradient are those of
//! the terms for which they hold.

#[path = "support/random.rs"]
mod random;

use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_model::{Array, Model};
use random::Random;
use std::collections::BTreeMap;

const N: i64 = 4;

/// A condition on i and j.
enum Condition {
    Compare(Position, &'static str, Position),
    And(Box<[Condition; 2]>),
    Or(Box<[Condition; 2]>),
    Not(Box<Condition>),
}

/// `i`, `j` or 0, plus a number.
#[derive(Clone, Copy)]
struct Position(&'static str, i64);

impl Position {
    fn random(r: &mut Random) -> Position {
        Position(r.pick(&["i", "j", "i", "j", ""]), r.below(4) as i64 - 1)
    }

    fn text(self) -> String {
        match self {
            Position("", n) => n.to_string(),
            Position(name, 0) => name.to_owned(),
            Position(name, n) => format!("{name} + ({n})"),
        }
    }

    fn at(self, i: i64, j: i64) -> i64 {
        self.1
            + match self.0 {
                "i" => i,
                "j" => j,
                _ => 0,
            }
    }
}

impl Condition {
    fn random(r: &mut Random, depth: usize) -> Condition {
        match if depth == 0 { 0 } else { r.below(6) } {
            0 | 1 => Condition::Compare(Position::random(r), r.pick(&["<", "<=", "==", "!=", ">", ">="]), Position::random(r)),
            2 | 3 => Condition::And(Box::new([Condition::random(r, depth - 1), Condition::random(r, depth - 1)])),
            4 => Condition::Or(Box::new([Condition::random(r, depth - 1), Condition::random(r, depth - 1)])),
            _ => Condition::Not(Box::new(Condition::random(r, depth - 1))),
        }
    }

    fn text(&self) -> String {
        match self {
            Condition::Compare(a, op, b) => format!("{} {op} {}", a.text(), b.text()),
            Condition::And(both) => format!("({}) and ({})", both[0].text(), both[1].text()),
            Condition::Or(both) => format!("({}) or ({})", both[0].text(), both[1].text()),
            Condition::Not(one) => format!("not ({})", one.text()),
        }
    }

    fn holds(&self, i: i64, j: i64) -> bool {
        match self {
            Condition::Compare(a, op, b) => {
                let (a, b) = (a.at(i, j), b.at(i, j));
                match *op {
                    "<" => a < b,
                    "<=" => a <= b,
                    "==" => a == b,
                    "!=" => a != b,
                    ">" => a > b,
                    _ => a >= b,
                }
            }
            Condition::And(both) => both[0].holds(i, j) && both[1].holds(i, j),
            Condition::Or(both) => both[0].holds(i, j) || both[1].holds(i, j),
            Condition::Not(one) => !one.holds(i, j),
        }
    }
}

#[test]
fn combined_conditions_hold_where_all_of_them_say() {
    let mut r = Random(7);
    for _ in 0..600 {
        let (c, d) = (Condition::random(&mut r, 2), Condition::random(&mut r, 1));
        let text = format!(
            "param x[{N}], y[{N}]\nloss = sum(i: sum(j: if({}, if({}, x[i]*y[j], 0), x[i]*x[j]))) + sum(i: x[i]*sum(j: y[j]*if({}, x[j], 0)))",
            c.text(),
            d.text(),
            d.text()
        );
        let [x, y] = [(); 2].map(|()| (0..N).map(|_| r.unit()).collect::<Vec<f64>>());
        let (mut value, mut dx, mut dy) = (0.0, vec![0.0; N as usize], vec![0.0; N as usize]);
        for (i, j) in (0..N).flat_map(|i| (0..N).map(move |j| (i, j))) {
            let (a, b) = (i as usize, j as usize);
            if c.holds(i, j) {
                if d.holds(i, j) {
                    value += x[a] * y[b];
                    dx[a] += y[b];
                    dy[b] += x[a];
                }
            } else {
                value += x[a] * x[b];
                dx[a] += x[b];
                dx[b] += x[a];
            }
            if d.holds(i, j) {
                value += x[a] * y[b] * x[b];
                dx[a] += y[b] * x[b];
                dx[b] += x[a] * y[b];
                dy[b] += x[a] * x[b];
            }
        }
        let model = Model::parse(&text).unwrap_or_else(|e| panic!("{text}\n{e}"));
        let array = |values: &[f64]| Array { shape: vec![values.len()], values: values.to_vec() };
        let inputs = BTreeMap::from([("x".to_owned(), array(&x)), ("y".to_owned(), array(&y))]);
        let got =
            model.compile(None, true).unwrap_or_else(|e| panic!("{text}\n{e}")).run(&inputs).unwrap_or_else(|e| panic!("{text}\n{e}"));
        let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-13);
        assert!(close(&got.value.values, &[value]), "{text}\n{:?}, not {value}", got.value);
        for ((name, got), want) in got.gradient.iter().zip([&dx, &dy]) {
            assert!(close(&got.values, want), "{text}\nd{name} is {got:?}, not {want:?}");
        }
    }
}

fn program(text: &str) -> String {
    let ast = chainrule_parser::parse_model(text).expect("a model");
    pipeline::build(&ast, Output::Name("loss"), Wanted { value: true, gradient: false }).expect("it is built").program.to_string()
}

#[test]
fn what_follows_is_not_asked() {
    for condition in ["j <= i and j != i", "j < i and j <= i", "j < i + 1 and not i == j", "j < i and j != i + 2"] {
        let text = program(&format!("param x[9]\nloss = sum(i: sum(j: if({condition}, x[i]*x[j]^2, 0)))"));
        assert!(!text.contains("if "), "{condition}\n{text}");
    }
    // A sum over what is equal to a position is one term.
    let text = program("param x[9], y[9]\nloss = sum(i: x[i]*sum(j: y[j]*if(j == i and j <= i, x[j], 0)))");
    assert!(!text.contains("if ") && text.matches("for ").count() == 1, "{text}");
}

/// An element under a condition is read before the condition is known only where it is sure to be there.
#[test]
fn only_what_is_there_is_read_ahead_of_a_condition() {
    let emitted = |text: &str| {
        let model = chainrule_model::Model::parse(text).expect("a model");
        chainrule_model::file::rust_file(&model, None, "f").expect("a file")
    };
    let is_eager = |text: &str| emitted(text).contains("::select(");
    // A loop over the axis; another array of the same shape, in the same place.
    assert!(is_eager("param a[6], b[6]\nloss = sum(i: if(a[i] > 0, b[i], 0))"));
    assert!(is_eager("param a[6]\ninput n[6], b[9]\nloss = sum(i in 0..6: if(n[i] > 0, a[i], 0))"));
    assert!(is_eager("param a[5, 8], b[5, 8]\nloss = sum(i in 0..4, j in 0..7: if(a[i + 1, j + 1] > 0, 2*b[i + 1, j + 1], 0))"));
    // Padding, an axis of another extent, and an element that only the left side of `and` makes sure of.
    assert!(!is_eager("param a[6]\nloss = sum(i in 0..7: if(i > 0, a[i - 1], 0)^2)"));
    assert!(!is_eager("param a[6], b[9]\nloss = sum(i in 0..9: if(i < 6 and b[i] > 0, a[i], 0)^2)"));
    assert!(!is_eager("param a[6], b[6]\nloss = sum(i in 0..9: if(i < 6 and a[i] > 0, b[i], 0)^2)"));
}
