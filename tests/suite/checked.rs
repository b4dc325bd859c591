//! `#[gradient(check)]`: each of these functions has a test of its own beside it.

use chainrule::functions::{sigmoid, softplus};

#[chainrule::gradient(check)]
fn scalar(x: f64) -> f64 {
    x.sin() * (1.0 + x * x).ln()
}

#[chainrule::gradient(check)]
fn of_a_domain(x: f64, y: f64) -> f64 {
    (1.0 - x * x).sqrt() * y.ln()
}

#[chainrule::gradient(check)]
fn single(w: &[f32; 3], b: f32, #[constant] x: &[f32; 3]) -> f32 {
    sigmoid(w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b)
}

#[chainrule::gradient(check)]
fn slices<const N: usize>(w: &[[f64; N]], v: &[f64], #[constant] x: &[f64; N], steps: usize, #[constant] negative: bool) -> f64 {
    assert!(w.len() == v.len(), "as many weights as rows");
    let mut total = 0.0;
    for (row, v) in w.iter().zip(v) {
        let mut z = 0.0;
        for i in 0..N {
            z += row[i] * x[i];
        }
        for _ in 0..steps {
            z = z.tanh() + 0.1;
        }
        total += v * softplus(if negative { -z } else { z });
    }
    total
}

#[chainrule::gradient(check, wrt(p))]
fn labelled(p: &[f64; 2], #[constant] label: f64) -> f64 {
    let e = label - p[0];
    if e > 0.5 { e * e * p[1] } else { p[1].abs() }
}

#[test]
fn the_tests_are_there() {
    scalar_gradient_check();
    slices_gradient_check();
}

/// ... of what is assigned, and of a closure.
#[chainrule::gradient(check(n = 3))]
fn made_again<const N: usize>(x: &[f64; N], w: f64, n: usize) -> f64 {
    let shifted = |by: f64| -> [[f64; N]; 2] { core::array::from_fn(|i| core::array::from_fn(|j| x[j] * by + i as f64 * w)) };
    let mut y = *x;
    let mut rows = shifted(w);
    for k in 0..n {
        y = core::array::from_fn(|i| (y[i] + rows[1][i]).sin() * w);
        rows[0] = core::array::from_fn(|i| y[i] * k as f64);
    }
    y.iter().zip(&rows[0]).map(|(a, b)| a * (1.0 + b)).sum()
}

/// Letters of a word are integers.
#[chainrule::gradient(check(word in [&b"acb"[..], b"", b"c"]))]
fn scored(costs: &[f64; 3], gap: f64, #[constant] word: &[u8]) -> f64 {
    let mut score = gap;
    for &letter in word {
        score = score * gap + costs[(letter - b'a') as usize] * if letter == b'c' { gap } else { 1.0 };
    }
    score
}

/// How many elements `from_fn` makes stands in a type: of a `let`, of a function, of the call.
#[chainrule::gradient(check)]
fn made<const N: usize>(x: &[f64; N], w: f64) -> f64 {
    fn scaled(x: &[f64; 3], w: f64) -> [f64; 3] {
        core::array::from_fn(|i| x[i] * w + i as f64)
    }
    let y: [f64; N] = std::array::from_fn(|i| x[i].sin() * (i + 1) as f64);
    let table: [[f64; 3]; N] = core::array::from_fn(|i| std::array::from_fn(|j| y[i] * w + (i * j) as f64));
    let z = scaled(&table[0], w);
    let pairs = std::array::from_fn::<_, 2, _>(|k| (z[k], z[k + 1] * w));
    let mut total = pairs[0].0 * pairs[1].1;
    for i in 0..N {
        total += table[i][2] * y[N - 1 - i];
    }
    total
}

#[chainrule::gradient]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3])
}

#[chainrule::gradient(check)]
fn of_a_cross_product(a: [f64; 3], b: [f64; 3]) -> f64 {
    let c = cross(a, b);
    c[0] * c[1] - 2.0 * c[2]
}

/// Arrays of integers and conditions, and tuples with them, are made up.
#[chainrule::gradient(check)]
fn picked(x: &[f64], at: &[usize], signs: [i8; 3], rows: &[[bool; 2]], #[constant] pairs: &[(usize, f64)], narrow: i8) -> f64 {
    let mut total = 0.0;
    for (k, i) in at.iter().enumerate() {
        total += x[*i] * x[*i] * signs[k % 3] as f64;
    }
    for row in rows {
        if row[0] && !row[1] {
            total *= x[0];
        }
    }
    for pair in pairs {
        total += x[pair.0] * pair.1;
    }
    total * narrow as f64
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Linear,
    Square,
}

#[derive(Clone, chainrule::Gradient)]
struct Line {
    slope: [f64; 2],
    offset: f64,
    #[gradient(skip)]
    rounds: usize,
}

/// What cannot be made up is stated.
#[chainrule::gradient(check(kind in [Kind::Linear, Kind::Square], line = Line { slope: [0.0; 2], offset: 0.0, rounds: 3 }, name = "line", n = 2))]
fn stated(line: &Line, x: f64, #[constant] kind: Kind, name: &str, n: usize) -> f64 {
    assert!(name == "line" && n == 2, "as they are stated");
    let mut y = x;
    for _ in 0..line.rounds {
        y = line.slope[0] * y + line.slope[1] * x + line.offset;
    }
    match kind {
        Kind::Linear => y,
        Kind::Square => y * y,
    }
}

#[test]
fn tests_with_stated_values_are_there() {
    picked_gradient_check();
    stated_gradient_check();
}

/// Far out nothing is left of a tail, and of its slope a tiny number: no difference can tell.
#[chainrule::gradient(check(x in [-30.0, -40.0]))]
fn tail(x: f64, scale: f64) -> f64 {
    scale * (1.0 + chainrule::functions::erf(x - 10.0))
}

/// A branch that has no value.
#[chainrule::gradient(check)]
fn kelvin(t: f64, from: u8) -> f64 {
    let kelvin = match from {
        0 => t + 273.15,
        1 => (t - 32.0) * 5.0 / 9.0 + 273.15,
        2 => t,
        _ => return f64::NAN,
    };
    (kelvin / 300.0).powf(1.5)
}

/// Numbers of a range: where the others are, the function panics.
#[chainrule::gradient(check(x in 0.1..0.9, w in -0.5..=0.5, n in 2..4, k in 3..=3))]
fn between(x: f64, w: &[f64; 2], n: usize, k: i32) -> f64 {
    assert!((0.1..0.9).contains(&x) && w.iter().all(|w| w.abs() <= 0.5) && (n == 2 || n == 3) && k == 3, "in the ranges");
    (w[0] * x + w[1]).sin() * x.ln() * (n as i32 + k) as f64
}

/// An array is stated for a slice.
#[chainrule::gradient(check(lines = [Line { slope: [0.0; 2], offset: 0.0, rounds: 1 }], at in [[0], [0, 1]], x = [0.5, 1.5, 2.5]))]
fn for_slices(lines: &[Line], at: &[usize], x: &[f64]) -> f64 {
    assert!(lines.len() == 1 && x.len() == 3, "as they are stated");
    let mut total = 0.0;
    for line in lines {
        for i in at {
            total += line.slope[0] * x[*i] * x[*i] + line.offset * line.slope[1];
        }
    }
    total
}
