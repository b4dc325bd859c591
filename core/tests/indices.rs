//! Ranges, lengths, computed indices and rows in blocks, against values worked out by hand.

use chainrule_model::{Array, Model};
use std::collections::BTreeMap;

fn array(shape: &[usize], values: &[f64]) -> Array {
    Array { shape: shape.to_vec(), values: values.to_vec() }
}

/// The value of `loss` and the gradient of the first parameter.
fn run(text: &str, values: &[(&str, Array)]) -> (f64, Vec<f64>) {
    let model = Model::parse(text).unwrap();
    let values: BTreeMap<String, Array> = values.iter().map(|(n, a)| ((*n).to_owned(), a.clone())).collect();
    let outcome = model.compile(None, true).unwrap().run(&values).unwrap();
    (outcome.value.values[0], outcome.gradient[0].1.values.clone())
}

#[test]
fn an_element_outside_under_a_condition_receives_nothing() {
    let text = "param w[3]\ninput x[n]\nloss = sum(i: if(x[i] < 3, w[i]^2, 0))";
    let got = run(text, &[("w", array(&[3], &[1.0, 2.0, 3.0])), ("x", array(&[5], &[0.0, 5.0, 1.0, 9.0, 9.0]))]);
    assert_eq!(got, (10.0, vec![2.0, 0.0, 6.0]));
}

#[test]
fn triangles() {
    let w = ("w", array(&[3], &[1.0, 2.0, 3.0]));
    // Row i has the elements 0 to i: sums 1, 3, 6; means 1, 1.5, 2; largest 1, 2, 3.
    assert_eq!(run("param w[3]\nloss = sum(i in 0..3: sum(j in 0..i+1: w[j]))", std::slice::from_ref(&w)), (10.0, vec![3.0, 2.0, 1.0]));
    let (value, gradient) = run("param w[3]\nloss = sum(i in 0..3: mean(j in 0..i+1: w[j]))", std::slice::from_ref(&w));
    assert_eq!(value, 4.5);
    for (got, expected) in gradient.iter().zip([11.0 / 6.0, 5.0 / 6.0, 1.0 / 3.0]) {
        assert!((got - expected).abs() < 1e-15);
    }
    assert_eq!(run("param w[3]\nloss = sum(i in 0..3: max(j in 0..i+1: w[j]))", std::slice::from_ref(&w)), (6.0, vec![1.0; 3]));
    // The first row is empty.
    assert_eq!(run("param w[3]\nloss = sum(i in 0..3: prod(j in 0..i: w[j]))", &[w]), (4.0, vec![3.0, 1.0, 0.0]));
}

#[test]
fn lengths() {
    let w = ("w", array(&[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
    assert_eq!(run("param w[m, n]\nloss = w[len(w) - 1, len(w, 1) - 1] * len(w, 1)", &[w]), (18.0, vec![0.0, 0.0, 0.0, 0.0, 0.0, 3.0]));
    for text in ["param w\nloss = len(w)", "param w[2]\nloss = len(w, 1)", "param w[2]\nloss = len(w, 0.5)"] {
        let error = Model::parse(text).unwrap().compile(None, true).unwrap_err();
        assert!(error.to_string().contains("`len` takes an array"), "{error}");
    }
}

#[test]
fn blocks_of_rows_that_are_not_full() {
    // 300 rows are two full blocks and a part; the gradient of each weight is a sum over all rows.
    let text = "param w[i: 16, j: 16]\ninput x[n, 16]\nh[n, i] = sum(j: w[i, j]*x[n, j])\nloss = sum(n, i: (i + 1)*h[n, i])";
    for rows in [1, 63, 128, 129, 300] {
        let x: Vec<f64> = (0..rows * 16).map(|k| f64::from(u8::from(k % 7 == 0)) + f64::from(k as u32 % 16)).collect();
        let (_, gradient) = run(text, &[("w", array(&[16, 16], &[1.0; 256])), ("x", array(&[rows, 16], &x))]);
        for (k, got) in gradient.iter().enumerate() {
            let column: f64 = x.iter().skip(k % 16).step_by(16).sum();
            assert_eq!(*got, (k / 16 + 1) as f64 * column, "{rows} rows, weight {k}");
        }
    }
}

#[test]
fn a_row_may_be_used_by_all_rows() {
    // The mean over the data stands inside a sum over the data.
    let text = "param w\ninput x[n]\nmiddle = mean(n: w*x[n])\nloss = sum(n: (w*x[n] - middle)^2)";
    let x: Vec<f64> = (0..200).map(f64::from).collect();
    let spread: f64 = x.iter().map(|x| (x - 99.5).powi(2)).sum();
    let (value, gradient) = run(text, &[("w", array(&[], &[0.5])), ("x", array(&[200], &x))]);
    assert!((value / (0.25 * spread) - 1.0).abs() < 1e-12);
    assert!((gradient[0] / spread - 1.0).abs() < 1e-12);
}

#[test]
fn a_reduction_over_an_index_that_its_body_lacks() {
    let p = ("p", array(&[], &[3.0]));
    let run = |text: &str| run(text, std::slice::from_ref(&p));
    // p^2 + p^2, and p + p^2, each by its derivative.
    assert_eq!(run("param p\nloss = prod(i in 0..2: p) + p*p"), (18.0, vec![12.0]));
    assert_eq!(run("param p\nloss = max(i in 0..3: p) + p*p"), (12.0, vec![7.0]));
    assert_eq!(run("param p\nloss = min(i in 0..3: p) + p*p"), (12.0, vec![7.0]));
    let (value, gradient) = run("param p\nloss = logsumexp(i in 0..4: p) + p*p");
    assert!((value - 12.0 - 4f64.ln()).abs() < 1e-14 && (gradient[0] - 7.0).abs() < 1e-14);
    // The length is known only when it runs.
    let text = "param p\ninput x[n]\nloss = sum(i: x[i])*prod(i in 0..len(x): p) + p*p";
    assert_eq!(self::run(text, &[p.clone(), ("x", array(&[2], &[1.0, 4.0]))]), (5.0 * 9.0 + 9.0, vec![5.0 * 6.0 + 6.0]));
}

#[test]
fn an_array_that_only_decides_has_no_gradient() {
    let text = "param v[n], p\nt[0] = 0\nt[i] = cos(v[i-1])\nloss = if(p < t[n], p, 0)";
    let values = |p: f64| [("v", array(&[2], &[1.0, 0.0])), ("p", array(&[], &[p]))];
    assert_eq!(run(text, &values(0.5)), (0.5, vec![0.0, 0.0]));
    assert_eq!(run(text, &values(1.5)), (0.0, vec![0.0, 0.0]));
}

#[test]
fn a_condition_outlives_the_sum_of_another() {
    // The outer condition is over steps, the inner one keeps x[k-1] inside; the slope of atan is the same at all steps.
    let text = "param p, b0\ninput x[n]\nb[0, k: 4] = b0\n\
        b[i: 4, k] = if(i >= 2, if(k >= 1, atan(x[k-1] + p), b[i-1, k]), 0)\nloss = sum(k: b[3, k])";
    let x = [0.1, 0.2, 0.3, 0.4];
    let (value, gradient) = run(text, &[("p", array(&[], &[0.5])), ("b0", array(&[], &[1.0])), ("x", array(&[4], &x))]);
    let terms = || x[..3].iter().map(|x| x + 0.5);
    assert!((value - terms().map(f64::atan).sum::<f64>()).abs() < 1e-14);
    assert!((gradient[0] - terms().map(|t| 1.0 / (1.0 + t * t)).sum::<f64>()).abs() < 1e-14, "{gradient:?}");
}

#[test]
fn extents_of_definitions_are_sums() {
    // p[t] = x₀ + ... + x[t-1] and q[t] = x[t] + ... with one element more than x has.
    let text = "param x[T]
p[t: T + 1] = if(t == 0, 0, sum(s in 0..t: x[s]))
q[t: len(x) + 1] = if(t < T, sum(s in t..T: x[s]), 0)
loss = sum(t: p[t]^2*t) + sum(t: q[t]) + 100*len(p)";
    let x = [1.0, 2.0, 4.0];
    let (value, gradient) = run(text, &[("x", array(&[3], &x))]);
    // p = 0, 1, 3, 7 and q = 7, 6, 4, 0
    assert_eq!(value, 1.0 + 2.0 * 9.0 + 3.0 * 49.0 + 17.0 + 400.0);
    // dx[k] = sum(t > k: 2 t p[t]) + k + 1
    assert_eq!(gradient, [2.0 + 12.0 + 42.0 + 1.0, 12.0 + 42.0 + 2.0, 42.0 + 3.0]);
    let error = Model::parse("param x[n]\ny[i: 2*k + 1] = x[i]\nloss = y[0]").unwrap().compile(None, true).unwrap_err();
    assert!(error.to_string().contains("an extent is a whole number, a dimension, or a sum of these"), "{error}");
}

#[test]
fn an_element_of_a_softmax_says_the_range() {
    let text = "param w[3]\np[c] = softmax(k: w[k])[c]\nloss = sum(c: p[c]*c)";
    let w = [0.0, 2f64.ln(), 5f64.ln()];
    let (value, gradient) = run(text, &[("w", array(&[3], &w))]);
    // p = 1/8, 2/8, 5/8; the mean is 1.5, and the slope p (c - 1.5).
    assert!((value - 1.5).abs() < 1e-15);
    for (got, expected) in gradient.iter().zip([-1.5 / 8.0, -1.0 / 8.0, 2.5 / 8.0]) {
        assert!((got - expected).abs() < 1e-15, "{got} is not {expected}");
    }
}

/// A class that is not there makes the value and the gradient NaN, whatever is picked from.
#[test]
fn what_is_picked_outside_is_no_number() {
    let z = ("z", array(&[3], &[1.0, 1.5, 0.5]));
    for text in [
        "param z[3]\ninput label[n]\nq[k] = z[k]^2 + sum(j: sin(z[j] + k))\nloss = sum(n: q[label[n]])",
        "param z[3]\ninput label[n]\nloss = -sum(n: log(softmax(k: z[k])[label[n]]))",
        "param z[3]\ninput label[n]\nq[k] = z[k]^2\nloss = sum(n: if(label[n] > -5, q[label[n]], 0))",
    ] {
        let (value, gradient) = run(text, &[z.clone(), ("label", array(&[2], &[0.0, 2.0]))]);
        assert!(value.is_finite() && gradient.iter().all(|g| g.is_finite()), "{text}");
        for wrong in [3.0, -1.0, 0.5, f64::NAN, 1e30] {
            let (value, gradient) = run(text, &[z.clone(), ("label", array(&[2], &[0.0, wrong]))]);
            let nan = wrong.is_nan() && text.contains("if");
            assert!(value.is_nan() != nan && gradient.iter().any(|g| g.is_nan()) != nan, "{text} at {wrong}: {value}, {gradient:?}");
        }
    }
    // Where a condition keeps it out it counts nothing.
    let text = "param z[3]\ninput label[n]\nq[k] = z[k]^2\nl[n] = q[label[n]] + 0*z[0]\nloss = sum(n: if(label[n] >= 0, l[n], 0))";
    let got = run(text, &[z, ("label", array(&[2], &[1.0, -1.0]))]);
    assert_eq!(got, (2.25, vec![0.0, 3.0, 0.0]));
}

/// Parameters of functions and indices hide definitions of the same name: nothing depends on itself because of them.
#[test]
fn names_of_parameters_and_indices_hide_definitions() {
    let text = "param a = 1\nf(u, v) = a*u - u*v\nu[0] = 1\nv[0] = 0.5\n\
        u[t: 3] = u[t-1] + f(u[t-1], v[t-1])\nv[t: 3] = v[t-1] + u[t-1]\nloss = u[2]";
    // u[1] = 1/2 + a and v[1] = 3/2, so that u[2] = (1/2 + a)(a - 1/2).
    assert_eq!(run(text, &[("a", array(&[], &[1.0]))]), (0.75, vec![2.0]));
    let text = "param a[2]\ns[i] = sum(s: a[s])*a[i]\nk = sum(i: s[i])\nloss = sum(k: a[k])*k";
    // (a0 + a1)^3
    assert_eq!(run(text, &[("a", array(&[2], &[1.0, 2.0]))]), (27.0, vec![27.0; 2]));
}

/// Each function calls the one before twice: 2^30 calls are refused, not made.
#[test]
fn calls_without_end_in_sight_are_refused() {
    use std::fmt::Write as _;
    let mut text = String::from("param w = 1\nf0(x) = x*x + 1\n");
    for k in 0..30 {
        let _ = writeln!(text, "f{}(x) = f{k}(f{k}(x))", k + 1);
    }
    let error = Model::parse(&(text + "loss = f30(w)")).unwrap().compile(None, true).unwrap_err();
    assert!(error.message().contains("1000000 operations more than are written"), "{error}");
}

#[test]
fn an_index_runs_where_all_that_it_reads_is_there() {
    let x = ("x", array(&[4], &[1.0, 4.0, 9.0, 16.0]));
    // Differences 3, 5, 7.
    let expected = (83.0, vec![-6.0, -4.0, -4.0, 14.0]);
    for text in [
        "param x[n]\nd[i] = x[i+1] - x[i]\nloss = sum(i: d[i]^2)",
        "param x[n]\nloss = sum(i: (x[i+1] - x[i])^2)",
        "param x[4]\nloss = sum(i: (x[i] - x[i+1])^2)",
    ] {
        assert_eq!(run(text, std::slice::from_ref(&x)), expected, "{text}");
    }
    // Under a condition an element need not be there.
    let text = "param x[n]\nloss = sum(i: if(i < 2, x[i+1], 0)*x[i])";
    assert_eq!(run(text, &[x]), (40.0, vec![4.0, 10.0, 4.0, 0.0]));
    // What is before the first element is there for no length.
    for text in ["param x[n]\nd[i] = x[i] - x[i-1]\nloss = sum(i: d[i])", "param x[n]\nloss = sum(i: x[i]*x[i-1])"] {
        let error = Model::parse(text).unwrap().compile(None, true).unwrap_err().to_string();
        assert!(error.contains("this index reaches -1") && error.contains("write a range"), "{error}");
    }
    // Nor is what is beyond the last one.
    for text in ["param x[n]\np[t: n+1] = x[t]\nloss = sum(t: p[t])", "param x[n]\na[t] = x[t]^2\np[t: len(x)+1] = a[t]\nloss = sum(p)"] {
        let error = Model::parse(text).unwrap().compile(None, true).unwrap_err().to_string();
        assert!(error.contains("this index reaches n, outside 0..n") && error.contains("a condition"), "{error}");
    }
    // Under a condition it need not be there.
    let text = "param x[n]\np[t: n+1] = if(t < n, x[t], 1)\nloss = sum(t: p[t]^2)";
    assert_eq!(run(text, &[("x", array(&[2], &[2.0, 3.0]))]), (14.0, vec![4.0, 6.0]));
}

#[test]
fn a_row_of_an_array_of_rows_is_read_at_a_shifted_index() {
    let (a, x) = (("a", array(&[2], &[2.0, 3.0])), ("x", array(&[2], &[0.0, 0.0])));
    // z = [[1, 1], [1.5, 1.5]]: the loss is z[1][0] + 10*z[0][1].
    let text = "param a[m]\ninput x[k]\nz[n] = a[n]*softmax(i: x[i])\nloss = sum(n in 0..m-1: z[n+1, 0]) + 10*z[0, 1]";
    assert_eq!(run(text, &[a, x]), (11.5, vec![5.0, 0.5]));
}

#[test]
fn no_number_among_the_data_is_no_slope() {
    let nan = f64::NAN;
    let (w, y) = (("w", array(&[3], &[2.0, nan, -1.0])), ("y", array(&[3], &[1.0, 5.0, nan])));
    for (body, slopes) in [("relu(w[i])", [4.0, nan, 0.0]), ("max(w[i], y[i])", [4.0, nan, nan]), ("min(w[i], y[i])", [0.0, nan, nan])] {
        let (value, gradient) = run(&format!("param w[n]\ninput y[n]\nloss = sum(i: ({body})^2) + 0*sum(y)"), &[w.clone(), y.clone()]);
        assert!(value.is_nan(), "{body}: {value}");
        let same = |(got, expected): (&f64, &f64)| got == expected || got.is_nan() && expected.is_nan();
        assert!(gradient.iter().zip(&slopes).all(same), "{body}: {gradient:?}, not {slopes:?}");
    }
}

#[test]
fn definitions_read_others_at_exchanged_indices() {
    let text = "param w[3, 3]
input p[3]
a[i, j] = (i + 1)*w[i, j]^2 + j
b[i, j] = a[j, i] - 2*a[i, j]
c[i, j] = sum(k: b[k, i]*b[j, k]) + b[p[j], i]
d[i, j] = sum(a[j]*w[i, j]) + sum(j: a[j, i])*c[2-j, i]
loss = sum(i, j: (i + 2*j + 1)*d[i, j])";
    let p = [2usize, 0, 1];
    let by_hand = |w: &[f64]| {
        let a = |i: usize, j: usize| (i + 1) as f64 * w[3 * i + j] * w[3 * i + j] + j as f64;
        let b = |i: usize, j: usize| a(j, i) - 2.0 * a(i, j);
        let c = |i: usize, j: usize| (0..3).map(|k| b(k, i) * b(j, k)).sum::<f64>() + b(p[j], i);
        let row = |i: usize, j: usize| (0..3).map(|k| a(j, k) * w[3 * i + j]).sum::<f64>();
        let d = |i: usize, j: usize| row(i, j) + (0..3).map(|k| a(k, i)).sum::<f64>() * c(2 - j, i);
        (0..9).map(|at| (at / 3 + 2 * (at % 3) + 1) as f64 * d(at / 3, at % 3)).sum::<f64>()
    };
    let w: Vec<f64> = (0..9).map(|k| 0.3 + 0.1 * f64::from(k * k % 7)).collect();
    let (value, gradient) = run(text, &[("w", array(&[3, 3], &w)), ("p", array(&[3], &p.map(|p| p as f64)))]);
    let expected = by_hand(&w);
    assert!((value - expected).abs() < 1e-12 * expected.abs(), "{value} instead of {expected}");
    for (k, slope) in gradient.iter().enumerate() {
        let at = |by: f64| by_hand(&w.iter().enumerate().map(|(i, w)| if i == k { w + by } else { *w }).collect::<Vec<_>>());
        let expected = (at(1e-5) - at(-1e-5)) / 2e-5;
        assert!((slope - expected).abs() < 1e-7 * expected.abs().max(1.0), "{k}: {slope} instead of {expected}");
    }
}

/// A gradient would have terms of elements that nothing needs and that cannot be computed.
#[test]
fn a_condition_on_another_index_keeps_none_inside() {
    let text = "param k, y0
input x[n]
y[0, i: 2] = y0
a[t: len(x)] = k*y[t, 0]
p[t, i: 2] = y[t, i] + if(i == 0, a[t], 1)
b[t] = k*p[t, 0]*p[t, 1]
y[t: len(x)+1, i] = y[t-1, i] + if(i == 0, b[t-1], 1)
loss = sum(t: sum(i: y[t+1, i]^2*x[t]))";
    let loss = |k: f64| {
        let (mut y, mut loss) = ([0.5, 0.5], 0.0);
        for x in [1.0, 0.5, 2.0] {
            y = [y[0] + k * (y[0] + k * y[0]) * (y[1] + 1.0), y[1] + 1.0];
            loss += (y[0] * y[0] + y[1] * y[1]) * x;
        }
        loss
    };
    let (value, slope) = (loss(0.1), (loss(0.1 + 1e-5) - loss(0.1 - 1e-5)) / 2e-5);
    // As it stands, and with a condition that asks about the index.
    for text in [text, &text.replace("i == 0, a[t]", "i == 0 and t < len(x), a[t]")] {
        let (got, gradient) = run(text, &[("k", array(&[], &[0.1])), ("y0", array(&[], &[0.5])), ("x", array(&[3], &[1.0, 0.5, 2.0]))]);
        assert!((got - value).abs() < 1e-12 * value, "{got} instead of {value}");
        assert!((gradient[0] - slope).abs() < 1e-7 * slope, "{} instead of {slope}", gradient[0]);
    }
}
