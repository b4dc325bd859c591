//! Rust functions whose loops carry values, branch and fill arrays: value and gradient through the whole
//! engine agree with dual numbers on the function as it is written.

#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

macro_rules! agrees {
    ($($name:ident: $source:literal;)*) => { $(
        #[test]
        fn $name() {
            for seed in 1..4 {
                if let Err(error) = rust_check::check($source, seed) {
                    panic!("{error}");
                }
            }
        }
    )* };
}

agrees! {
    scalar: "fn f(w: f64, x: &[f64; 4]) -> f64 { let mut h = 0.1; for v in x { h = (w * h + v).tanh(); } h }";
    slice: "fn f(w: f64, x: &[f64]) -> f64 { let mut h = w; for i in 1..x.len() { h = (w * h + x[i] * x[i - 1]).sin(); } h * h }";
    const_generic: "fn f<const N: usize>(w: f64, x: &[f64; N]) -> f64 { let mut h = w; for i in 0..N { h = h * x[i] + w; } h }";
    argument_bound: "fn f(x: f64, n: usize) -> f64 { let mut y = x; for _ in 0..n { y = y - 0.1 * y * y; } y }";
    read_and_summed: "fn f(w: f64, x: &[f64; 4]) -> f64 { let mut h = 0.1; let mut s = 0.0; for v in x { h = (w * h + v).tanh(); s += h * h; } s + h }";
    two_variables: "fn f(x: f64, y: f64) -> f64 { let mut a = x; let mut b = y; for i in 0..5 { let t = a; a = a * b + 0.1 * i as f64; b = (t - b).cos(); } a + 2.0 * b }";
    swap: "fn f(x: f64, y: f64) -> f64 { let (mut a, mut b) = (x, y); for _ in 0..7 { (a, b) = (b, a * b + 0.3); } a - b }";
    backwards: "fn f(x: &[f64; 4]) -> f64 { let mut p = 0.0; for i in (0..4).rev() { p = p * 0.5 + x[i]; } p }";
    backwards_slice: "fn f(t: f64, x: &[f64]) -> f64 { let mut p = 0.0; for i in (0..x.len()).rev() { p = p * t + x[i]; } p }";
    iter_rev: "fn f(t: f64, x: &[f64]) -> f64 { let mut p = 0.0; for c in x.iter().rev() { p = p * t + c; } p }";
    fold_horner: "fn f(t: f64, x: &[f64]) -> f64 { let mut p = 0.0; for (k, c) in x.iter().rev().enumerate() { p = p * t + c * k as f64; } p }";
    step: "fn f(x: &[f64; 7]) -> f64 { let mut p = 1.0; for i in (1..7).step_by(2) { p = (p * x[i]).sin() + x[i - 1]; } p }";
    step_of_a_slice: "fn f(x: &[f64]) -> f64 { let mut p = 1.0; for i in (0..x.len()).step_by(2) { p = p * x[i] + 0.5; } p }";
    nested: "fn f(x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.1; for i in 0..4 { for j in 0..3 { s = (s + x[i][j]).sin(); } } s }";
    nested_outer_and_inner: "fn f(w: f64, x: &[[f64; 3]; 4]) -> f64 { let mut h = 0.1; for i in 0..4 { let mut z = h; for j in 0..3 { z = (z * w + x[i][j]).tanh(); } h = h * 0.5 + z; } h }";
    inner_only: "fn f(w: f64, x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.0; for i in 0..4 { let mut z = 0.0; for j in 0..3 { z = (z * w + x[i][j]).tanh(); } s += z * z; } s }";
    inner_only_from_one: "fn f(w: f64, x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.0; for i in 1..4 { let mut z = 0.0; for j in 0..3 { z = (z * w + x[i][j] * x[i - 1][j]).tanh(); } s += z * z; } s }";
    triangle: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; for i in 0..4 { for j in 0..i { s = (s + x[i] * x[j]).sin(); } } s }";
    sum_inside: "fn f(w: &[[f64; 3]; 3], x: &[f64; 3]) -> f64 { let mut h = [0.1; 3]; for t in 0..3 { let mut z = [0.0; 3]; for i in 0..3 { for j in 0..3 { z[i] += w[i][j] * h[j]; } z[i] = (z[i] + x[t]).tanh(); } h = z; } h[0] + 2.0 * h[1] + 3.0 * h[2] }";
    element_by_element: "fn f(w: f64, x: &[f64; 5]) -> f64 { let mut h = [0.0; 5]; h[0] = w; for t in 1..5 { h[t] = (h[t - 1] * w + x[t]).tanh(); } let mut s = 0.0; for t in 0..5 { s += h[t] * x[t]; } s }";
    element_forward: "fn f(w: f64, x: &[f64; 5]) -> f64 { let mut h = [0.2; 6]; for t in 0..5 { h[t + 1] = (h[t] * w + x[t]).tanh(); } h[5] + h[2] }";
    element_backwards: "fn f(w: f64, x: &[f64; 5]) -> f64 { let mut h = [0.2; 6]; for t in (0..5).rev() { h[t] = (h[t + 1] * w + x[t]).tanh(); } h[0] + h[2] }";
    element_again_and_again: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut b = [p; 4]; for i in 1..4 { for _ in 0..3 { b[i] += b[i].atan() * x[i]; } b[i] += b[i - 1]; } b[1] * b[3] }";
    prefix_sums: "fn f(x: &[f64; 5]) -> f64 { let mut a = *x; for i in 1..5 { a[i] += a[i - 1]; } let mut s = 0.0; for i in 0..5 { s += a[i] * a[i]; } s }";
    two_back: "fn f(x: f64) -> f64 { let mut a = [1.0; 8]; a[1] = x; for n in 2..8 { a[n] = 2.0 * x * a[n - 1] - a[n - 2]; } a[7] }";
    grid: "fn f(c: &[[f64; 4]; 4]) -> f64 { let mut d = [[0.0; 4]; 4]; d[0][0] = c[0][0]; for i in 1..4 { d[i][0] = d[i - 1][0] + c[i][0]; } for j in 1..4 { d[0][j] = d[0][j - 1] + c[0][j]; } for i in 1..4 { for j in 1..4 { d[i][j] = c[i][j] + d[i - 1][j].min(d[i][j - 1]).min(d[i - 1][j - 1]); } } d[3][3] }";
    state_of_numbers: "fn f(x: f64, v: f64) -> f64 { let mut s = [x, v]; for _ in 0..6 { let a = -s[0] - 0.1 * s[1]; s[0] = s[0] + 0.1 * s[1]; s[1] = s[1] + 0.1 * a; } s[0] * s[0] + s[1] }";
    runge_kutta: "fn f(x: f64, v: f64) -> f64 { let mut y = [x, v, 0.1]; let dt = 0.1; for _ in 0..4 { let k = [y[1], -y[0] * y[2], y[0] * y[1]]; for j in 0..3 { y[j] += dt * k[j]; } } y[0] + y[1] * y[2] }";
    computed_index: "fn f(x: &[f64; 5]) -> f64 { let mut a = [1.0; 3]; for i in 0..5 { a[i % 3] = a[i % 3] * x[i] + a[(i + 1) % 3]; } a[0] + 2.0 * a[1] + 3.0 * a[2] }";
    history: "fn f(w: f64, x: &[f64; 5]) -> f64 { let mut a = [0.0; 5]; for i in 0..5 { let mut s = x[i]; for j in 0..i { s += w * a[j]; } a[i] = s.sin(); } a[4] + a[3] }";
    branch_in_loop: "fn f(x: &[f64; 5]) -> f64 { let mut m = x[0]; let mut c = 0.0; for i in 1..5 { if x[i] > m { c += m; m = x[i]; } else { m = m * 0.9; } } m + c }";
    continues: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.3; for v in x { if *v < 0.0 { continue; } s = (s + v).sin(); } s }";
    breaks: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.3; for v in x { s = (s + v).cos(); if s < 0.4 { break; } s += 0.1 * v; } s }";
    breaks_a_sum: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.0; for v in x { if *v > 0.8 { break; } s += v * v; } s }";
    returns_in_a_loop: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.1; for i in 0..6 { s = (s + x[i]).sin(); if s > 0.7 { return s * x[0]; } } let q = s * s; q + x[1] }";
    returns_in_a_nest: "fn f(x: &[[f64; 3]; 3]) -> f64 { let mut s = 0.1; for i in 0..3 { for j in 0..3 { s = s + x[i][j]; if s > 0.7 { return s * x[0][0]; } } s *= 0.5; } s }";
    counter: "fn f(x: &[f64; 6]) -> f64 { let mut k = 0; let mut s = 0.2; for i in 0..3 { s = (s * x[k]).sin() + x[k + 1]; k += 2; } s + x[k - 1] }";
    conditional_counter: "fn f(x: &[f64; 6]) -> f64 { let mut k = 0; let mut s = 0.0; for i in 0..6 { if x[i] > 0.0 { s += x[i] * x[k]; k += 1; } } s + k as f64 * x[0] }";
    flags: "fn f(x: &[f64; 6]) -> f64 { let mut on = false; let mut s = 0.0; for v in x { if *v > 0.3 { on = !on; } if on { s += v * v; } } s }";
    sign_flips: "fn f(x: &[f64; 6]) -> f64 { let mut sign = 1.0; let mut s = 0.0; for v in x { s += sign * v * v; sign = -sign; } s }";
    power_series: "fn f(x: f64) -> f64 { let mut term = 1.0; let mut s = 1.0; for k in 1..12 { term *= x / k as f64; s += term; } s }";
    newton: "fn f(a: f64) -> f64 { let c = a * a + 1.0; let mut x = c; for _ in 0..6 { x = 0.5 * (x + c / x); } x }";
    matches: "fn f(x: f64, y: f64) -> f64 { let mut s = 0.0; for i in 0..6 { s += match i % 3 { 0 => x * y, 1 => x.sin(), _ => y * y }; } s }";
    match_statement: "fn f(x: f64, n: i32) -> f64 { let mut s = x; match n { 0 | 1 => s *= 2.0, 2..=5 => { let t = s * s; s += t; } _ => {} } s }";
    match_tuple: "fn f(x: f64, n: usize) -> f64 { match (n % 2, x > 0.3) { (0, true) => x * x, (0, false) => -x, (k, _) if k == 1 => 3.0 * x, _ => 0.0 } }";
    match_continue: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.1; for i in 0..6 { match i { 2 => continue, 4 => break, _ => {} } s = (s + x[i]).cos(); } s }";
    shadowed_after_a_branch: "fn f(x: f64, y: f64) -> f64 { let a = x; if y > 0.0 { let a = y; if a > 5.0 { return a; } } else { let a = 2.0; if y < -5.0 { return a; } } a * a }";
    shadowed_again: "fn f(x: f64, y: f64) -> f64 { if y > 7.0 { return y; } let x = x * 2.0; if y > 6.0 { return x; } let x = x + 1.0; x * y }";
    windows: "fn f(x: &[f64]) -> f64 { let mut s = 0.1; for w in x.windows(2) { s = (s + w[0] * w[1]).sin(); } s }";
    chunks: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.1; for c in x.chunks_exact(3) { s = s * c[0] + c[1] * c[2]; } s }";
    chunks_of_a_slice: "fn f(x: &[f64]) -> f64 { let mut s = 0.1; for c in x.chunks_exact(2) { s = s * c[0] + c[1]; } s }";
    parts: "fn f(x: &[f64]) -> f64 { let mut s = 0.1; for v in &x[1..4] { s = s * v + 1.0; } s + x[1..x.len()].len() as f64 * x[0] }";
    skip: "fn f(x: &[f64]) -> f64 { let mut s = x[0]; for v in x.iter().skip(1) { s = s.max(s * 0.5 + v); } s }";
    methods: "fn f(x: f64, y: f64) -> f64 { let (s, c) = x.sin_cos(); s.mul_add(y, c).clamp(-0.5, 0.5) + y.copysign(x) + x.rem_euclid(0.7) + (x * 3.0) % 0.8 + y.to_radians() + x.fract() }";
    integers: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.0; for i in 0..6 { let k = (i * 2 + 1) / 3; s += x[k] * ((i as i32 - 3).rem_euclid(4)) as f64; } s }";
    integer_powers: "fn f(x: f64) -> f64 { let mut s = 0.0; for i in 0..5 { s += x.powi(i as i32 - 1) / (i + 1) as f64; } s }";
    branch_on_index: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.2; for i in 0..6 { let p = if i > 0 { x[i - 1] } else { 0.0 }; s = (s * p + x[i]).sin(); } s }";
    loop_in_a_branch: "fn f(x: &[f64; 6], y: f64) -> f64 { let mut s = y; if y > 0.0 { for v in x { s = (s / v).sin(); } } else { s *= 2.0; } s }";
    loop_in_an_inner_branch: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.1; for i in 0..6 { if i > 1 { for j in 0..2 { s = (s + x[i - 1 - j]).cos(); } } } s }";
    array_in_a_branch: "fn f(x: &[f64; 4], y: f64) -> f64 { let mut a = [1.0; 4]; if y > 0.0 { for i in 0..4 { a[i] = x[i] * y; } } let mut s = 0.0; for i in 0..4 { s += a[i] * x[i]; } s }";
    lstm_like: "fn f(w: &[f64; 4], x: &[f64]) -> f64 { let (mut h, mut c) = (0.0, 0.0); for v in x { let i = 1.0 / (1.0 + (-(w[0] * v + w[1] * h)).exp()); c = (1.0 - i) * c + i * (w[2] * v + w[3] * h).tanh(); h = i * c.tanh(); } h }";
    tuple_state: "fn f(x: f64) -> f64 { let mut s = (x, 1.0); for _ in 0..4 { s = (s.0 * s.1, s.0 + 0.1 * s.1); } s.0 + s.1 }";
    empty: "fn f(x: f64) -> f64 { let mut s = x; for i in 3..3 { s = (s * i as f64).sin(); } s }";
}
