//! What derivatives cost: a small multiple of the function, whatever its size, and nothing is computed in every turn of
//! a loop that is the same in all of them.

#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_core::program::{Cost, Program};

/// The negative logarithm of a Gaussian process's likelihood, with the Cholesky factorisation as one writes it.
const LIKELIHOOD: &str = "fn f(ls: f64, noise: f64, x: &[f64; N], y: &[f64; N]) -> f64 {
    let mut l = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let d = x[i] - x[j];
            let mut s = (-0.5 * d * d * (-2.0 * ls).exp()).exp();
            if i == j { s += noise.exp() + 0.1; }
            for k in 0..j { s -= l[i][k] * l[j][k]; }
            if i == j { l[i][j] = s.sqrt(); } else { l[i][j] = s / l[j][j]; }
        }
    }
    let mut z = *y;
    let mut nll = 0.0;
    for i in 0..N {
        for j in 0..i { z[i] -= l[i][j] * z[j]; }
        z[i] /= l[i][i];
        nll += 0.5 * z[i] * z[i] + l[i][i].ln();
    }
    nll
}";

/// Elimination and back substitution, in place.
const ELIMINATION: &str = "fn f(a: &[[f64; N]; N], b: &[f64; N]) -> f64 {
    let mut m = *a;
    let mut x = *b;
    for i in 0..N { m[i][i] += 10.0; }
    for k in 0..N {
        for i in k + 1..N {
            let f = m[i][k] / m[k][k];
            for j in k..N { m[i][j] -= f * m[k][j]; }
            x[i] -= f * x[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N { x[i] -= m[i][j] * x[j]; }
        x[i] /= m[i][i];
    }
    let mut s = 0.0;
    for i in 0..N { s += x[i] * x[i]; }
    s
}";

/// Doolittle's factorisation: rows and columns by turns.
const LU: &str = "fn f(a: &[[f64; N]; N], b: &[f64; N]) -> f64 {
    let mut l = [[0.0; N]; N];
    let mut u = [[0.0; N]; N];
    for i in 0..N {
        for k in i..N {
            let mut s = a[i][k] + if i == k { 10.0 } else { 0.0 };
            for j in 0..i { s -= l[i][j] * u[j][k]; }
            u[i][k] = s;
        }
        l[i][i] = 1.0;
        for k in i + 1..N {
            let mut s = a[k][i];
            for j in 0..i { s -= l[k][j] * u[j][i]; }
            l[k][i] = s / u[i][i];
        }
    }
    let mut out = 0.0;
    for i in 0..N { out += u[i][i].abs().ln() + b[i] * l[i][0]; }
    out
}";

/// Cholesky's factorisation that updates all that is left after each column.
const RIGHT_LOOKING: &str = "fn f(a: &[[f64; N]; N]) -> f64 {
    let mut l = *a;
    for i in 0..N { l[i][i] += 10.0; }
    let mut logdet = 0.0;
    for k in 0..N {
        l[k][k] = l[k][k].sqrt();
        logdet += l[k][k].ln();
        for i in k + 1..N { l[i][k] /= l[k][k]; }
        for j in k + 1..N {
            for i in j..N { l[i][j] -= l[i][k] * l[j][k]; }
        }
    }
    2.0 * logdet
}";

/// Householder's reflections: all columns that are left, by sums over their rows.
const REFLECTIONS: &str = "fn f(a0: &[[f64; N]; N]) -> f64 {
    let mut a = *a0;
    let mut out = 0.0;
    for k in 0..N - 1 {
        let mut norm = 0.1;
        for i in k..N { norm += a[i][k] * a[i][k]; }
        let norm = norm.sqrt();
        let mut v = [0.0; N];
        for i in k..N { v[i] = a[i][k]; }
        v[k] += norm;
        let mut vv = 0.0;
        for i in k..N { vv += v[i] * v[i]; }
        for j in k..N {
            let mut s = 0.0;
            for i in k..N { s += v[i] * a[i][j]; }
            for i in k..N { a[i][j] -= 2.0 * v[i] * s / vv; }
        }
        out += (a[k][k] * a[k][k] + 0.1).ln();
    }
    out
}";

fn of_function(source: &str, gradient: bool) -> Program {
    let function: syn::ItemFn = syn::parse_str(source).expect("a function");
    let options = chainrule_rust::Options { table: Some(|name| name != "g"), computes: Some(pipeline::computes), ..Default::default() };
    let Ok(parsed) = chainrule_rust::parse_function(&function, &options) else { panic!("refused: {source}") };
    pipeline::build(&parsed.ast, Output::Default, Wanted { value: true, gradient }).expect("it is built").program
}

fn of_model(text: &str, gradient: bool) -> Program {
    let ast = chainrule_parser::parse_model(text).expect("a model");
    pipeline::build(&ast, Output::Name("loss"), Wanted { value: true, gradient }).expect("it is built").program
}

fn calls(text: &str, gradient: bool) -> u64 {
    of_model(text, gradient).cost().calls
}

#[test]
fn the_gradient_of_a_factorisation_is_cubic_like_the_factorisation() {
    for n in [10, 20, 40] {
        let [value, both] = [false, true].map(|gradient| of_function(&LIKELIHOOD.replace('N', &n.to_string()), gradient).cost());
        let ratio = both.total() as f64 / value.total() as f64;
        assert!(ratio < 6.0, "{n}: {ratio}, {both:?} for {value:?}");
        // n(n + 1)/2 exponentials of the kernel, twice, and few others.
        assert!(value.calls < n * n + 2 * n + 10, "{n}: {value:?}");
        let Cost { muls, .. } = value;
        assert!(muls < 2 * (n * n * n / 3 + 4 * n * n), "{n}: {muls}");
    }
}

#[test]
fn factorisations_in_place_are_cubic() {
    for source in [ELIMINATION, LU, RIGHT_LOOKING, REFLECTIONS] {
        for (seed, n) in [(1, "5"), (2, "5"), (3, "10"), (4, "10")] {
            rust_check::check(&source.replace('N', n), seed).unwrap_or_else(|e| panic!("{e}"));
        }
        for n in [8, 12, 24] {
            let [value, both] = [false, true].map(|gradient| of_function(&source.replace('N', &n.to_string()), gradient));
            let cubes = |p: &Program| p.cost().total() as f64 / (n * n * n) as f64;
            assert!(cubes(&value) < 6.0, "{source}\n{n}: {}", cubes(&value));
            assert!(cubes(&both) < 16.0, "{source}\n{n}: {} for {}", cubes(&both), cubes(&value));
            // A state for each of the steps, and no more.
            let numbers: i64 = both.buffers.iter().map(|b| b.shape.iter().filter_map(|e| e.as_constant()).product::<i64>()).sum();
            assert!(numbers < 24 * n * n * n, "{source}\n{n}: {numbers}");
        }
    }
}

#[test]
fn what_all_turns_share_is_computed_before_them() {
    // One function of a parameter, one of each of ten, and a sum of those.
    let model = |turns: usize| {
        format!(
            "param q, w[10]
            h[0] = 0.3
            h[t: {}] = h[t-1]*exp(q) + sum(k: exp(w[k]*q)*w[k])
            loss = h[{turns}]",
            turns + 1
        )
    };
    assert_eq!([5, 50].map(|turns| calls(&model(turns), false)), [11, 11]);
    assert_eq!(calls(&model(5), true), calls(&model(50), true));
    // Under a condition, too, and in the inner of two loops.
    let branch = |n: usize| format!("param q, x[{n}]\nh[0] = 1\nh[t] = if(x[t-1] > 0, h[t-1]*exp(q), h[t-1])\nloss = h[{n}]");
    assert_eq!([5, 50].map(|turns| calls(&branch(turns), false)), [1, 1]);
    let nested = "param q, x[6]\na[0, j] = 1\na[i: 7, 0] = x[i-1]\na[i, j: 5] = a[i-1, j] + a[i, j-1]*exp(x[i-1])\nloss = a[6, 4]";
    let cost = calls(nested, false);
    assert!(cost <= 6, "{cost}\n{}", of_model(nested, false));
}

/// A layer without an activation function: the adjoint of its bias is summed over the rows before it meets the weights.
#[test]
fn a_sum_over_the_data_is_taken_before_the_weights() {
    let terms = ["W[j, k]*(z[n, j] + b[j])", "if(j < k, W[j, k], 0)*(z[n, j] + b[j])", "if(j < k, W[j, k]*(z[n, k] + b[j]), 0)"];
    for term in terms {
        let text = format!(
            "param b[30]
            input W[30, 30], z[100, 30]
            y[n, k: 30] = sum(j: {term})
            loss = sum(n, k: y[n, k]^3)"
        );
        let ast = chainrule_parser::parse_model(&text).expect("a model");
        let build = |gradient| pipeline::build(&ast, Output::Name("loss"), Wanted { value: true, gradient }).expect("it is built").program;
        let (value, gradient) = (build(false).cost().muls, build(true).cost().muls);
        assert!(gradient * 10 < value * 13, "{gradient} multiplications after {value}\n{}", build(true));

        let mut model = chainrule_model::Model::parse(&text).expect("a model").compile(None, true).expect("it is built");
        let mut run = |moved: f64| {
            let fill = |shape: &[usize]| {
                let values = (0..shape.iter().product()).map(|k| ((k * 7919) % 101) as f64 / 101.0 - 0.4).collect();
                chainrule_model::Array { values, shape: shape.to_vec() }
            };
            let mut b = fill(&[30]);
            b.values[11] += moved;
            let values = [("b", b), ("W", fill(&[30, 30])), ("z", fill(&[100, 30]))];
            model.run(&values.into_iter().map(|(name, array)| (name.to_owned(), array)).collect()).expect("it runs")
        };
        let difference = (run(1e-5).value.values[0] - run(-1e-5).value.values[0]) / 2e-5;
        let (_, gradient) = &run(0.0).gradient[0];
        assert!((gradient.values[11] - difference).abs() < 1e-6 * difference.abs(), "{} is not {difference}", gradient.values[11]);
    }
}

/// What a helper takes is computed once for its value and its derivative.
#[test]
fn what_two_calls_take_is_computed_once() {
    let source = "fn f(w: &[f64; 16], x: &[f64]) -> f64 {
        let mut total = 0.0;
        for p in x {
            let mut v = [0.0; 16];
            for i in 0..16 {
                let mut s = 0.0;
                for j in 0..16 { s += (p * w[i] * w[j]).sin(); }
                v[i] = 1.0 - 0.5 * s;
            }
            total += g(&v);
        }
        total
    }";
    let functions = |gradient: bool| of_function(source, gradient).cost().calls;
    // A cosine for each sine, and one more call of `g`.
    assert!(functions(true) <= 2 * functions(false) + 1, "{} after {}", functions(true), functions(false));
}

/// The chain rule multiplies into every term; what it multiplies by comes out again.
#[test]
fn common_factors_are_multiplied_by_once() {
    let muls = |text: &str| of_model(text, false).cost().muls;
    assert_eq!(muls("param x, y, z, p, q\nloss = x*p*q + y*p*q - z*p*q"), 2);
    // Two groups: p*(x + y + r) and r*q*(x + y).
    assert_eq!(muls("param x, y, p, q, r\nloss = x*p + y*p + x*r*q + y*r*q + p*r"), 3);
    // The lower of two powers, and one coefficient of two.
    assert_eq!(muls("param x, y, p\nloss = 3*x*p^2 + 3*y*p^3"), 4);
    // A sum that is there already: (x + y)^2, and p*x + p*y.
    assert_eq!(muls("param x, y, p\nloss = (x + y)^2*exp(p*x + p*y)"), 3);
    // Products of thousands of factors are left alone.
    let long = |last: &str| (0..2000).map(|k| format!("x[{k}]")).chain([last.to_owned()]).collect::<Vec<_>>().join("*");
    assert_eq!(muls(&format!("param x[2000], y, z\nloss = {} + {}", long("y"), long("z"))), 2001);
    // What is computed anyway is no more work.
    assert_eq!(muls("param x, y, p\ns = x*p\nloss = s + y*p + exp(s)"), 2);
}

#[test]
fn common_factors_leave_the_numbers_as_they_are() {
    for (seed, body) in [
        (1, "a * c * d + b * c * d - a * d"),
        (2, "a * c / d + b * c / d - c * (a * b).sin() / d"),
        (3, "a * a * c + a * b * c + a * a * a * d - a * c"),
        (4, "let s = a * c; (s + b * c) * (s * d + b * c * d) + s.exp()"),
        (5, "let n = (a * a + b * b + c * c).sqrt(); let u = [a / n, b / n, c / n]; u[0] * u[1] * d - u[2] * d * d + u[0] * d"),
        (6, "let mut s = 0.0; for i in 0..3 { let k = i as f64; s += a * k * d + b * k * d - c * k; } s * s"),
    ] {
        let source = format!("fn f(a: f64, b: f64, c: f64, d: f64) -> f64 {{ {body} }}");
        rust_check::check(&source, seed).unwrap_or_else(|e| panic!("{e}"));
    }
}

/// The force between two particles is (48 s - 24)*s over the square of their distance, with s from the energy.
#[test]
fn powers_of_a_sum_are_factors() {
    let text = "param x[3], y[4, 3]
        square[j] = sum(k: (x[k] - y[j, k])^2)
        s[j] = 1/(square[j]*square[j]*square[j])
        loss = sum(j: 4*s[j]*(s[j] - 1))";
    let gradient = of_model(text, true);
    let [value, both] = [of_model(text, false), gradient.clone()].map(|program| program.cost().muls);
    // For each of four pairs four multiplications, and one for each of three coordinates.
    assert!(both - value <= 4 * (4 + 3), "{both} after {value}\n{gradient}");
}

/// The derivative of an error function takes the exponential that the function takes, whatever its argument is.
#[test]
fn error_functions_share_their_exponential() {
    for z in ["x/sqrt(2)", "x*y/sqrt(2)", "-x", "sum(i in 0..3: x*y^i)"] {
        let program = of_model(&format!("param x, y\nloss = y*erf({z}) - erfc({z})"), true).to_string();
        assert!(program.contains("gaussian("), "{z}\n{program}");
        assert!(!program.contains("exp("), "{z}\n{program}");
    }
}

/// The adjoints of a layer's neurons are the gradient by its biases, and are summed up once for that and for the weights.
#[test]
fn a_sum_that_several_gradients_take_is_summed_up_once() {
    let text = "param W1[8, 4], b1[8], W2[3, 8], b2[3]
        input x[4], t[3]
        h[j] = sigmoid(sum(i: W1[j, i]*x[i]) + b1[j])
        y[k] = sigmoid(sum(j: W2[k, j]*h[j]) + b2[k])
        loss = mean(k: (y[k] - t[k])^2)";
    let [value, both] = [false, true].map(|gradient| of_model(text, gradient));
    let (value, gradient) = (value.cost().muls, both.cost().muls);
    assert!(gradient < 3 * value + 8, "{gradient} after {value}\n{both}");
}

/// Causal attention reads its scores again in the backward sweep, and little else of what the schedule might have kept.
#[test]
fn nothing_is_kept_that_nothing_reads() {
    let layers = "param W[8, 4], V[3, 8]
        input x[4], t[3]
        h[j] = sigmoid(sum(i: W[j, i]*x[i]))
        loss = mean(k: (sigmoid(sum(j: V[k, j]*h[j])) - t[k])^2)";
    let attention = "param Q[3, 4], K[3, 4], V[3, 4]
        input x[T, 4], y[T, 3]
        q[t, c] = sum(k: Q[c, k]*x[t, k])
        s[t, c] = sum(k: K[c, k]*x[t, k])
        v[t, c] = sum(k: V[c, k]*x[t, k])
        a[t, u: T] = sum(c: q[t, c]*s[u, c])
        m[t] = logsumexp(u in 0..t+1: a[t, u])
        o[t, c] = sum(u in 0..t+1: exp(a[t, u] - m[t])*v[u, c])
        loss = mean(t, c: (o[t, c] - y[t, c])^2)";
    for model in [layers, attention] {
        let text = of_model(model, true).to_string();
        for array in text.lines().filter_map(|l| l.trim().strip_prefix("array ")?.split('[').next()) {
            let read = |line: &str| line.split_once('=').is_some_and(|(_, value)| value.contains(&format!("{array}[")));
            assert!(text.lines().any(read), "`{array}` is not read\n{text}");
        }
    }
}

#[test]
fn copies_are_read_where_they_were_copied_from() {
    // What a step passes on is copied once, twice or not at all.
    let function = |copies: &str, passed: &str| {
        format!(
            "fn f(w: &[f64; 3], x: &[[f64; 3]; 20]) -> f64 {{
                let mut h = [0.1, 0.2, 0.3];
                let mut sum = 0.0;
                for t in 0..20 {{
                    let mut next = [0.0; 3];
                    for i in 0..3 {{ next[i] = (w[i] * h[i] + x[t][i]).tanh(); }}
                    {copies}
                    for i in 0..3 {{ h[i] = {passed}[i]; sum += {passed}[i] * {passed}[i]; }}
                }}
                sum
            }}"
        )
    };
    let copy = |from: &str, to: &str| format!("let mut {to} = [0.0; 3]; for i in 0..3 {{ {to}[i] = {from}[i]; }}");
    let sources = [
        function("", "next"),
        function(&copy("next", "once"), "once"),
        function(&(copy("next", "once") + &copy("once", "twice")), "twice"),
    ];
    for source in &sources {
        rust_check::check(source, 1).unwrap_or_else(|e| panic!("{e}"));
    }
    let numbers = |source: &String| -> i64 {
        let program = of_function(source, true);
        program.buffers.iter().map(|b| b.shape.iter().filter_map(|e| e.as_constant()).product::<i64>()).sum()
    };
    let [none, once, twice] = sources.each_ref().map(numbers);
    assert_eq!([once, twice], [none; 2]);
}

#[test]
fn what_a_pass_leaves_lies_where_the_next_one_finds_it() {
    let tree = "fn f(x: &[f64; 5]) -> f64 {
        let mut v = [0.0; N];
        for i in 0..N { v[i] = (x[3] - x[4] * (i as f64)).max(0.1 * x[2]); }
        for step in (0..N - 1).rev() { for i in 0..=step { v[i] = x[1] * (x[0] * v[i + 1] + (1.0 - x[0]) * v[i]); } }
        v[0]
    }";
    let swapped = "fn f(x: &[f64; N]) -> f64 {
        let mut a = *x;
        let mut b = [0.0; N];
        for _ in 0..N - 1 {
            for i in 0..N { b[i] = a[i] * a[(i + 1) % N] + 0.2 * a[i]; }
            a = b;
        }
        let mut s = 0.0;
        for i in 0..N { s += a[i] * a[i]; }
        s
    }";
    let moved = "fn f(x: &[f64; N], n: usize) -> f64 {
        let mut u = *x;
        for i in 0..N - 1 { u[i] += 0.3 * (0.5 * u[(i * n) % N] - u[i]) * u[i + 1]; }
        let mut s = 0.0;
        for i in 0..N { s += u[i] * u[i] * u[i]; }
        s
    }";
    for source in [tree, swapped, moved] {
        let source = |n: usize| source.replace('N', &n.to_string());
        for (seed, n) in [(1, 5), (2, 6), (3, 9)] {
            rust_check::check(&source(n), seed).unwrap_or_else(|e| panic!("{e}"));
        }
        let n = 20;
        let program = of_function(&source(n), true);
        let numbers: i64 = program.buffers.iter().map(|b| b.shape.iter().filter_map(|e| e.as_constant()).product::<i64>()).sum();
        // A state for each pass, and its adjoint.
        assert!(numbers <= (2 * n * n + 10 * n) as i64, "{source}: {numbers}", source = source(n));
    }
}

#[test]
fn of_a_choice_by_an_index_each_derivative_is_one_element() {
    // Each of the three is chosen for one j only.
    let text = "param a, b, c\ninput s[3]\nloss = sum(j: s[j]*if(j == 0, a, if(j == 1, b, c^2)))";
    let ast = chainrule_parser::parse_model(text).expect("a model");
    let wanted = Wanted { value: false, gradient: true };
    let program = pipeline::build(&ast, Output::Name("loss"), wanted).expect("it is built").program;
    let text = format!("{program:?}");
    assert!(!text.contains("Select") && !text.contains("Branch"), "{text}");
    assert!(program.cost().total() <= 2, "{:?}", program.cost());
}

#[test]
fn pieces_of_an_array_share_what_they_are_made_of() {
    // A cross product: each number of the first array is in two of the second.
    let model = "param w[3, 4]\ninput x[n, 4]\n\
        e[n, i: 3] = exp(sum(j: w[i, j]*x[n, j]))\n\
        c[n, 0] = e[n, 1] - x[n, 1]*e[n, 2]\nc[n, 1] = e[n, 2] - x[n, 2]*e[n, 0]\nc[n, 2] = e[n, 0] - x[n, 0]*e[n, 1]\n\
        loss = sum(n: sum(k: c[n, k]^2))";
    assert_eq!(calls(model, false), 3);
}

#[test]
fn elements_that_are_read_by_number_and_by_index_are_computed_once() {
    let model = "param w[3, 4]\ninput x[n, 4]\n\
        e[n, i: 3] = exp(sum(j: w[i, j]*x[n, j]))\n\
        loss = sum(n: e[n, 0]*sum(i: e[n, i]*w[i, 0]))";
    assert_eq!(calls(model, false), 3);
}

#[test]
fn an_array_for_each_index_is_computed_once_too() {
    let model = "param v[3]\ninput x[n, 4]\nz[n] = exp(v)*sum(j: x[n, j])\nloss = sum(n: z[n, 0] + sum(k: z[n, k]^2)) + z[0, 1]";
    assert_eq!(calls(model, false), 3);
}

/// What a step does with the forces, and an energy.
const MOVE: &str = "let mut e = 0.0;
    for i in 0..N { let y = x[i] + 0.1 * f[i]; e += y * y * y; }
    e";

/// Forces between all pairs of bodies, which are added to one and taken from the other.
fn forces() -> Vec<String> {
    let line = |loops: &str, force: &str| {
        format!("fn f(x: &[f64; N]) -> f64 {{ let mut f = vec![0.0; N]; {loops} {{ let d = x[i] - x[j]; {force} }} }} {MOVE} }}")
    };
    let space = |start: &str, force: &str| {
        format!(
            "fn f(p: &[[f64; 3]; N]) -> f64 {{
                let mut f = vec![[0.0; 3]; N];
                for i in 0..N {{ for j in 0..i {{ {start} let g = 1.0 / (r * r.sqrt()); {force} }} }}
                let mut e = 0.0;
                for i in 0..N {{ for k in 0..3 {{ let y = p[i][k] + 0.01 * f[i][k]; e += y * y * y; }} }}
                e
            }}"
        )
    };
    vec![
        line("for i in 0..N { for j in 0..i", "let g = d / (1.0 + d * d).sqrt(); f[i] += g; f[j] -= g;"),
        line("for i in 0..N { for j in i + 1..N", "let g = (-d * d).exp() * d; f[i] += g; f[j] -= g;"),
        line("for i in 1..N { for j in 0..i", "let g = 1.0 / (1.0 + d * d).sqrt(); f[i] += g * x[j]; f[j] += g * d * x[i];"),
        space(
            "let mut r = 0.1; for k in 0..3 { let d = p[i][k] - p[j][k]; r += d * d; }",
            "for k in 0..3 { let d = g * (p[i][k] - p[j][k]); f[i][k] += d; f[j][k] -= d; }",
        ),
        space(
            "let mut r = 0.1; let mut d = [0.0; 3]; for k in 0..3 { d[k] = p[i][k] - p[j][k]; r += d[k] * d[k]; }",
            "for k in 0..3 { f[i][k] += g * d[k]; f[j][k] -= g * d[k]; }",
        ),
        space(
            "let (x, y, z) = (p[i][0] - p[j][0], p[i][1] - p[j][1], p[i][2] - p[j][2]); let r = 0.1 + x * x + y * y + z * z;",
            "f[i][0] += g * x; f[i][1] += g * y; f[i][2] += g * z; f[j][0] -= g * x; f[j][1] -= g * y; f[j][2] -= g * z;",
        ),
        // Rows in one piece.
        "fn f(p: &[f64; 3 * N]) -> f64 {
            let mut f = vec![0.0; 3 * N];
            for i in 0..N { for j in 0..i {
                let mut r = 0.1;
                for k in 0..3 { let d = p[3 * i + k] - p[3 * j + k]; r += d * d; }
                let g = 1.0 / (r * r.sqrt());
                for k in 0..3 { let d = g * (p[3 * i + k] - p[3 * j + k]); f[3 * i + k] += d; f[3 * j + k] -= d; }
            } }
            let mut e = 0.0;
            for i in 0..3 * N { let y = p[i] + 0.01 * f[i]; e += y * y * y; }
            e
        }"
        .to_owned(),
        // Several steps.
        "fn f(x: &[[f64; 3]; N]) -> f64 {
            let mut p = *x;
            let mut v = vec![[0.0; 3]; N];
            for _ in 0..3 {
                let mut f = vec![[0.0; 3]; N];
                for i in 0..N { for j in 0..i {
                    let mut r = 0.1;
                    let mut d = [0.0; 3];
                    for k in 0..3 { d[k] = p[i][k] - p[j][k]; r += d[k] * d[k]; }
                    let g = 1.0 / (r * r.sqrt());
                    for k in 0..3 { f[i][k] += g * d[k]; f[j][k] -= g * d[k]; }
                } }
                for i in 0..N { for k in 0..3 { v[i][k] += 0.1 * f[i][k]; p[i][k] += 0.1 * v[i][k]; } }
            }
            let mut e = 0.0;
            for i in 0..N { for k in 0..3 { e += p[i][k] * p[i][k] * p[i][k]; } }
            e
        }"
        .to_owned(),
    ]
}

#[test]
fn forces_between_pairs_are_computed_once() {
    for source in forces() {
        let source = |n: usize| source.replace("3 * N]", &format!("{}]", 3 * n)).replace('N', &n.to_string());
        for (seed, n) in [(1, 2), (2, 3), (3, 5)] {
            rust_check::check(&source(n), seed).unwrap_or_else(|e| panic!("{e}"));
        }
        for n in [20, 40] {
            let [value, both] = [false, true].map(|gradient| of_function(&source(n), gradient));
            let (less, more) = (value.cost(), both.cost());
            // Forward, and again backward, where nothing is kept of a pair; the derivatives have divisions of their own.
            assert!(more.divs + more.calls <= 4 * (less.divs + less.calls), "{}\n{less:?} {more:?}", source(n));
            assert!(more.total() <= 6 * less.total(), "{}\n{less:?} {more:?}", source(n));
            let numbers: i64 = both.buffers.iter().map(|b| b.shape.iter().filter_map(|e| e.as_constant()).product::<i64>()).sum();
            assert!(numbers <= 150 * n as i64, "{}\n{numbers}", source(n));
        }
    }
}
