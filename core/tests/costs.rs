//! What derivatives cost: a small multiple of the function, whatever its size, and nothing is computed in every turn of
//! a loop that is the same in all of them.

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

fn of_function(source: &str, gradient: bool) -> Program {
    let function: syn::ItemFn = syn::parse_str(source).expect("a function");
    let options = chainrule_rust::Options { computes: Some(pipeline::computes), ..Default::default() };
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
        assert!(ratio < 5.0, "{n}: {ratio}, {both:?} for {value:?}");
        // n(n + 1)/2 exponentials of the kernel, twice, and few others.
        assert!(value.calls < n * n + 2 * n + 10, "{n}: {value:?}");
        let Cost { muls, .. } = value;
        assert!(muls < 2 * (n * n * n / 3 + 4 * n * n), "{n}: {muls}");
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
