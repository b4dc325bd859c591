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
    left_with_a_value_in_a_loop_that_goes_down: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [s; 4]; for (i, e) in x.iter().enumerate().rev() { b[i] = (x[i] * e).sin(); s = b[i].sin(); let mut k = 0; let a = loop { k += 1; if k > 3 { break b[i].sin(); } k += 1; b[i] += (i as f64).sin(); if x[i] <= 0.4 * k as f64 { break x[i].sin(); } }; s += (a + e).tanh(); } s + b[1] * b[3] }";
    swap: "fn f(x: f64, y: f64) -> f64 { let (mut a, mut b) = (x, y); for _ in 0..7 { (a, b) = (b, a * b + 0.3); } a - b }";
    backwards: "fn f(x: &[f64; 4]) -> f64 { let mut p = 0.0; for i in (0..4).rev() { p = p * 0.5 + x[i]; } p }";
    backwards_slice: "fn f(t: f64, x: &[f64]) -> f64 { let mut p = 0.0; for i in (0..x.len()).rev() { p = p * t + x[i]; } p }";
    iter_rev: "fn f(t: f64, x: &[f64]) -> f64 { let mut p = 0.0; for c in x.iter().rev() { p = p * t + c; } p }";
    fold_horner: "fn f(t: f64, x: &[f64]) -> f64 { let mut p = 0.0; for (k, c) in x.iter().rev().enumerate() { p = p * t + c * k as f64; } p }";
    step: "fn f(x: &[f64; 7]) -> f64 { let mut p = 1.0; for i in (1..7).step_by(2) { p = (p * x[i]).sin() + x[i - 1]; } p }";
    step_of_a_slice: "fn f(x: &[f64]) -> f64 { let mut p = 1.0; for i in (0..x.len()).step_by(2) { p = p * x[i] + 0.5; } p }";
    backwards_while_carrying: "fn f(p: f64, a: &[[f64; 3]; 3]) -> f64 { let mut s = p; let mut m = *a; let mut v = a[0]; for i in (0..3).rev() { for j in (i..3).rev() { for k in j..3 { v[(k + 1) % 3] = v[j]; m[j][i] += s.sin() * v[i]; } } s *= (s * v[i] + p).cos(); v.swap(i, (i + 1) % 3); } s + v[0] - 2.0 * v[1] + m[0][1] * m[1][2] + m[2][0] * v[2] }";
    nested: "fn f(x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.1; for i in 0..4 { for j in 0..3 { s = (s + x[i][j]).sin(); } } s }";
    nested_outer_and_inner: "fn f(w: f64, x: &[[f64; 3]; 4]) -> f64 { let mut h = 0.1; for i in 0..4 { let mut z = h; for j in 0..3 { z = (z * w + x[i][j]).tanh(); } h = h * 0.5 + z; } h }";
    inner_only: "fn f(w: f64, x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.0; for i in 0..4 { let mut z = 0.0; for j in 0..3 { z = (z * w + x[i][j]).tanh(); } s += z * z; } s }";
    inner_only_from_one: "fn f(w: f64, x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.0; for i in 1..4 { let mut z = 0.0; for j in 0..3 { z = (z * w + x[i][j] * x[i - 1][j]).tanh(); } s += z * z; } s }";
    rows_that_a_loop_does_not_reach: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 0..4 { for i in k + 1..4 { let t = m[i][k] / (m[k][k] + 9.0); for j in k..4 { m[i][j] -= t * m[k][j]; } } } m[3][3] * m[1][2] + m[2][0] }";
    rows_that_a_loop_does_not_reach_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 0..9 { for i in k + 1..9 { let t = m[i][k] / (m[k][k] + 9.0); for j in k..9 { m[i][j] -= t * m[k][j]; } } } m[3][3] * m[1][2] + m[2][0] }";
    rows_above_and_below: "fn f(a: &[[f64; 4]; 4], b: &[f64; 4]) -> f64 { let mut m = *a; let mut x = *b; for k in 0..4 { let d = m[k][k] + 9.0; for j in 0..4 { m[k][j] /= d; } x[k] /= d; for i in 0..4 { if i != k { let t = m[i][k]; for j in 0..4 { m[i][j] -= t * m[k][j]; } x[i] -= t * x[k]; } } } x[0] * x[1] + x[2] - x[3] * m[0][1] }";
    rows_above_and_below_of_nine: "fn f(a: &[[f64; 9]; 9], b: &[f64; 9]) -> f64 { let mut m = *a; let mut x = *b; for k in 0..9 { let d = m[k][k] + 9.0; for j in 0..9 { m[k][j] /= d; } x[k] /= d; for i in 0..9 { if i != k { let t = m[i][k]; for j in 0..9 { m[i][j] -= t * m[k][j]; } x[i] -= t * x[k]; } } } x[0] * x[1] + x[2] - x[3] * m[0][1] }";
    a_column_of_each_pass: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 0..4 { for i in k + 1..4 { m[i][k] = m[i][k].sin() + m[k][k]; } for j in k + 1..4 { for i in j..4 { m[i][j] -= m[i][k] * m[j][k]; } } } m[3][3] + m[3][1] * m[2][2] }";
    a_column_of_each_pass_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 0..9 { for i in k + 1..9 { m[i][k] = m[i][k].sin() + m[k][k]; } for j in k + 1..9 { for i in j..9 { m[i][j] -= m[i][k] * m[j][k]; } } } m[3][3] + m[3][1] * m[2][2] }";
    a_row_and_the_next: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 0..3 { for j in 0..4 { m[k + 1][j] += m[k][j].sin() * m[k][0]; } } m[3][3] + m[3][1] * m[2][2] }";
    a_row_and_the_next_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 0..8 { for j in 0..9 { m[k + 1][j] += m[k][j].sin() * m[k][0]; } } m[3][3] + m[3][1] * m[2][2] }";
    a_fixed_column_is_read_beside: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 1..4 { for i in 0..4 { m[i][k] = m[i][k] * m[i][k - 1].cos() + m[i][0]; } } m[3][3] + m[0][1] * m[2][2] }";
    a_fixed_column_is_read_beside_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 1..9 { for i in 0..9 { m[i][k] = m[i][k] * m[i][k - 1].cos() + m[i][0]; } } m[3][3] + m[0][1] * m[2][2] }";
    a_column_that_needs_itself: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 0..4 { for i in 1..4 { m[i][k] = (m[i][k] + m[i - 1][k]).sin(); } } m[3][3] + m[3][1] * m[2][2] }";
    a_column_that_needs_itself_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 0..9 { for i in 1..9 { m[i][k] = (m[i][k] + m[i - 1][k]).sin(); } } m[3][3] + m[3][1] * m[2][2] }";
    orthogonal_columns: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut q = *a; let mut s = 0.0; for j in 0..4 { for k in 0..j { let mut d = 0.0; for i in 0..4 { d += q[i][k] * q[i][j]; } for i in 0..4 { q[i][j] -= d * q[i][k]; } } let mut n = 2.0; for i in 0..4 { n += q[i][j] * q[i][j]; } s += n.ln(); for i in 0..4 { q[i][j] /= n; } } s + q[1][2] }";
    orthogonal_columns_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut q = *a; let mut s = 0.0; for j in 0..9 { for k in 0..j { let mut d = 0.0; for i in 0..9 { d += q[i][k] * q[i][j]; } for i in 0..9 { q[i][j] -= d * q[i][k]; } } let mut n = 2.0; for i in 0..9 { n += q[i][j] * q[i][j]; } s += n.ln(); for i in 0..9 { q[i][j] /= n; } } s + q[1][2] }";
    an_early_row_under_a_condition: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 0..3 { for i in k + 1..4 { if a[i][k] > 0.0 { for j in k..4 { m[i][j] -= m[k][j] * 0.3; } } else { for j in 0..4 { m[i][j] *= 0.9; } } } } m[3][3] + m[3][1] * m[2][2] }";
    an_early_row_under_a_condition_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 0..8 { for i in k + 1..9 { if a[i][k] > 0.0 { for j in k..9 { m[i][j] -= m[k][j] * 0.3; } } else { for j in 0..9 { m[i][j] *= 0.9; } } } } m[3][3] + m[3][1] * m[2][2] }";
    a_loop_before_the_one_that_writes: "fn f(a: &[[f64; 4]; 4]) -> f64 { let mut m = *a; for k in 0..3 { for i in k + 1..4 { let mut t = 0.0; for j in 0..4 { t += m[i][j] * m[k][j]; } for j in 0..4 { m[i][j] -= 0.01 * t * m[k][j]; } let u = m[i][0] * m[i][k]; for j in 0..4 { m[i][j] += 0.01 * u; } } } m[3][3] + m[3][1] * m[2][2] }";
    a_loop_before_the_one_that_writes_of_nine: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut m = *a; for k in 0..8 { for i in k + 1..9 { let mut t = 0.0; for j in 0..9 { t += m[i][j] * m[k][j]; } for j in 0..9 { m[i][j] -= 0.01 * t * m[k][j]; } let u = m[i][0] * m[i][k]; for j in 0..9 { m[i][j] += 0.01 * u; } } } m[3][3] + m[3][1] * m[2][2] }";
    a_row_is_read_in_another_loop: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut u = *a; let mut y = [0.0; 9]; for i in 1..9 { for k in 0..9 { u[i][k] = u[i - 1][k].sin() + a[i][k]; } for k in 1..9 { y[k] += u[i][0] * u[i][k - 1]; } } y[8] + y[3] * u[8][2] }";
    a_row_is_read_before_its_loop: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut u = *a; let mut y = [0.0; 9]; for i in 1..9 { for k in 1..9 { y[k] += u[i][0] * u[i][k - 1] * u[i - 1][k]; } for k in 0..9 { u[i][k] = u[i - 1][k].sin() + a[i][k] * y[3]; } } y[8] + y[3] * u[8][2] }";
    rows_and_columns_by_turns: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut l = [[0.0; 9]; 9]; let mut u = [[0.0; 9]; 9]; for i in 0..9 { for k in i..9 { let mut s = a[i][k] + if i == k { 9.0 } else { 0.0 }; for j in 0..i { s -= l[i][j] * u[j][k]; } u[i][k] = s; } l[i][i] = 1.0; for k in i + 1..9 { let mut s = a[k][i]; for j in 0..i { s -= l[k][j] * u[j][i]; } l[k][i] = s / u[i][i]; } } u[8][8] * l[5][2] + u[3][4] }";
    two_loops_write_a_row: "fn f(a: &[[f64; 9]; 9]) -> f64 { let mut u = *a; for i in 1..9 { for k in 0..9 { u[i][k] += 0.3 * u[i - 1][k]; } for k in 1..9 { u[i][k] += 0.2 * u[i - 1][k - 1].sin(); } } u[8][8] + u[3][4] * u[1][2] }";
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

// Loops whose number of passes the data decides.
agrees! {
    while_counts: "fn f(x: f64) -> f64 { let mut y = x; let mut i = 0; while i < 5 { y = (y * x + i as f64).sin(); i += 1; } y }";
    while_converges: "fn f(a: f64) -> f64 { let c = a * a + 1.0; let mut x = c; while (x * x - c).abs() > 1e-12 * c { x = 0.5 * (x + c / x); } x }";
    loop_converges: "fn f(a: f64) -> f64 { let mut e = a; loop { let next = e - (e - 0.3 * e.sin() - a) / (1.0 - 0.3 * e.cos()); let step = (next - e).abs(); e = next; if step < 1e-13 { break; } } e }";
    while_never: "fn f(x: f64) -> f64 { let mut y = x; while y > 100.0 { y *= 0.5; } y * y }";
    loop_returns: "fn f(x: f64) -> f64 { let mut s = 1.0; let mut k = 0; loop { s = s * 0.7 + x.sin() * 0.1; if s < 0.4 { return s * x; } k += 1; if k > 3 { return s + x; } } }";
    loop_with_a_value: "fn f(x: f64, y: f64) -> f64 { let mut s = x; let r = loop { s = s * 0.5 + 0.1 * y; if s.abs() < 0.3 { break s * y; } }; r + s }";
    loop_as_the_value: "fn f(x: f64, y: f64) -> f64 { let mut s = x; loop { s = s * 0.5 + 0.1 * y; if s.abs() < 0.3 { break s * y; } } }";
    loop_value_or_return: "fn f(x: f64, y: f64) -> f64 { let mut s = x; loop { s = s * 0.5 + 0.1 * y; if s < 0.1 { return s * s * x; } if s.abs() < 0.3 { break s * y; } } }";
    while_after_a_return: "fn f(x: f64) -> f64 { if x < 0.0 { return x * x; } let mut y = x + 0.1; while y < 3.0 { y *= 1.5 + x; } y }";
    while_in_a_branch: "fn f(x: f64, z: f64) -> f64 { let mut y = x.abs() + 0.1; if z > 0.0 { while y < 3.0 { y *= 1.5 + z; } } else { y += z; } y }";
    while_in_a_for: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; for v in x { let mut y = v.abs() + 0.2; while y < 2.0 { y = y * 1.4 + s * 0.01; } s += y * v; } s }";
    while_in_a_while: "fn f(x: f64) -> f64 { let mut s = 0.2; let mut i = 0; while i < 3 { let mut y = x.abs() + 0.3; while y < 1.0 + i as f64 { y = y * 1.3 + s * 0.1; } s = (s + y).sin(); i += 1; } s }";
    loop_in_a_for_breaks: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; for v in x { let mut y = v.abs() + 0.2; loop { y = y * 1.4 + 0.01 * s; if y > 2.0 { break; } s += 0.1 * y; } s += y * v; } s }";
    loop_in_a_for_continues: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; for v in x { let mut k = 0; while k < 5 { k += 1; if k % 2 == 0 { continue; } s = (s + v * k as f64).sin(); } } s }";
    sum_in_a_while: "fn f(x: &[f64]) -> f64 { let mut i = 0; let mut s = 0.0; while i < x.len() && x[i] < 0.9 { s += x[i] * x[i]; i += 1; } s + i as f64 * x[0] }";
    two_whiles: "fn f(x: f64) -> f64 { let mut a = x.abs() + 0.1; while a < 2.0 { a *= 1.7; } let mut b = a; while b > 0.5 { b = b * 0.6 + 0.01 * a; } a * b }";
    while_on_an_index: "fn f(x: f64, y: f64) -> f64 { let mut s = 0.0; for k in 0..3 { let mut v = x.abs() + 0.1 * k as f64 + 0.1; while v < 2.0 { v = v * 1.5 + 0.1 * y; } s += v * y; } s }";
    while_in_a_loop_read_pass_by_pass: "fn f(p: f64) -> f64 { let mut s = p; for i in 0..3 { let mut v = 0.1 * p * p; while v < 3.0 { v += 1.0; for j in 0..i { v += 0.1 * p * j as f64 + 0.5; } } s += v * v; } s }";
    count_in_a_loop_read_pass_by_pass: "fn f(p: f64) -> f64 { let mut s = p; for i in 0..4 { let mut k = 0; while k < 4 { k += 1; for _ in (0..i).rev() { k += 2; } s = s * 0.5 + k as f64; } } s }";
    running_element: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 0..3 { b[i] += 0.1; s += b[i]; } } s }";
    running_element_carried: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 0..3 { b[i] += 0.1; s = s.sin() + b[i]; } } s }";
    running_element_from_one: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 1..4 { b[i] += 0.1; s = s.sin() + b[i]; } } s }";
    running_element_assigned: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 0..3 { b[i] += 0.1; s = b[i]; } } s }";
    element_read_first: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 0..3 { s += b[i]; b[i] += 0.1; } } s }";
    running_element_rewritten: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 0..3 { b[i] = b[i] + 0.1; s += b[i]; } } s }";
    running_element_scaled: "fn f(p: f64) -> f64 { let mut s = p; let mut b = [p; 4]; for i in 0..4 { for k in 0..3 { b[i] *= 1.1; s += b[i]; } } s }";
    running_element_of_an_argument: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 0..4 { for k in 0..3 { b[i] -= 0.1 * k as f64; s += b[i] * b[i]; } } s }";
    element_read_inside: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 0..4 { b[i] = (x[i] * p).sin(); for k in 0..3 { s += b[i] * k as f64; } } s }";
    element_of_a_recurrence_read_inside: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 1..4 { b[i] = (b[i - 1] * p).sin(); for k in 0..3 { s += b[i] * k as f64; } } s + b[3] }";
    running_element_of_a_recurrence: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 1..4 { b[i] = (b[i - 1] * p).sin(); for k in 0..3 { b[i] += b[i - 1] * k as f64; s += b[i]; } } s + b[3] }";
    running_element_of_a_matrix: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [[0.0; 3]; 4]; for i in 0..4 { for j in 0..3 { for k in 0..2 { b[i][j] += x[i] * k as f64 + p; s = s.sin() * b[i][j]; } } } s + b[3][1] }";
    passes_over_an_array: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [0.0; 4]; for k in 0..3 { for i in 0..4 { b[i] += x[i] * k as f64 + p; s += b[i] * b[i]; } } s + b[3] }";
    passes_over_an_array_twice: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [0.0; 4]; for k in 0..3 { for i in 0..4 { b[i] += x[i] * k as f64 + p; } for i in 0..4 { s += b[i] * b[i]; } } s + b[3] }";
    element_read_and_added_to_inside: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 0..4 { b[i] = (x[i] * p).sin(); for k in 0..3 { s += b[i]; b[i] += k as f64; } } s + b[1] * b[2] }";
    element_set_and_added_to_inside: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 0..4 { b[i] = (x[i] * p).sin(); for k in 0..3 { b[i] += k as f64; s += b[i]; } } s + b[1] * b[2] }";
    element_beside_others: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 0..4 { b[i] = (x[i] * p).sin(); for k in 0..3 { s += b[i] * b[k]; } } s + b[1] * b[2] }";
    element_replaced_inside: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = *x; for i in 0..4 { b[i] += (x[i] * p).sin(); for k in 0..3 { s += b[i]; for l in 0..2 { s = s.sin() * b[i]; } b[i] = s; } } s + b[1] * b[2] }";
    element_of_a_matrix_read_inside: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [[0.1; 3]; 4]; for i in 0..4 { for j in 0..3 { b[i][j] = p * x[i]; for k in 0..3 { s += b[i][j] * x[k]; } } for j in 0..3 { s = s.sin() + b[i][j]; } } s + b[3][1] }";
    element_in_a_triangle: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [0.0; 4]; for i in 0..4 { let mut z = 0.0; for k in 0..4 { z += x[k] * (i * k) as f64; } b[i] = z.tanh(); for k in 0..i { s += b[i] * b[k]; } } s + b[1] * b[2] }";
    element_in_branches: "fn f(p: f64, x: &[f64; 4]) -> f64 { let mut s = p; let mut b = [0.0; 4]; for i in 0..4 { b[i] = p * i as f64; if x[i] > 0.0 { for k in 0..3 { s += b[i] * x[k]; b[i] *= 1.1; } } else { b[i] += 2.0; for k in 0..3 { s += b[i] * x[k]; } } s += b[i]; } s + b[1] * b[2] }";
    rows_swapped: "fn f(a: &[[f64; 3]; 3]) -> f64 { let mut m = *a; let mut d = 1.0; for c in 0..3 { let mut p = c; for r in c + 1..3 { if m[r][c].abs() > m[p][c].abs() { p = r; } } if p != c { m.swap(p, c); d = -d; } d *= m[c][c]; for r in c + 1..3 { let f = m[r][c] / m[c][c]; for k in c..3 { m[r][k] -= f * m[c][k]; } } } d }";
    rows_swapped_of_any_length: "fn f<const N: usize>(a: &[[f64; N]; N]) -> f64 { let mut m = *a; let mut s = 0.0; for c in 0..N { let mut p = c; for r in c + 1..N { if m[r][c] > m[p][c] { p = r; } } m.swap(p, c); for k in 0..N { s += m[c][k] * (c * k + 1) as f64; } } s }";
    row_assigned: "fn f(a: &[[f64; 3]; 4], k: usize) -> f64 { let mut m = *a; m[k % 3] = [a[0][1], a[1][0], 2.0]; let row = m[(k + 1) % 4]; m[k % 2] = row; let mut s = 0.0; for i in 0..4 { for j in 0..3 { s += m[i][j] * m[i][j] * (i + j) as f64; } } s }";
    mapped: "fn f(x: &[f64; 4], w: f64) -> f64 { let g = |v: f64| if v > 0.3 { v * w } else { v.sin() }; let y = x.map(g); let z = y.map(|v| v * v + w); let mut s = 0.0; for i in 0..4 { s += z[i] * y[3 - i]; } s }";
    mapped_in_a_loop: "fn f(x: &[f64; 4], w: f64) -> f64 { let mut h = *x; for _ in 0..3 { let n = h.iter().map(|v| v * v).sum::<f64>().sqrt() + 0.1; h = h.map(|v| (v / n + w).sin()); } h[0] + 2.0 * h[3] }";
    mapped_rows: "fn f(a: &[[f64; 3]; 4]) -> f64 { let n = a.map(|r| r[0] * r[1] - r[2]); let t = a.map(|r| r.map(|v| v.tanh())); let mut s = 0.0; for i in 0..4 { for j in 0..3 { s += n[i] * t[i][j]; } } s }";
    mapped_to_tuples: "fn f(x: &[f64; 3], w: f64) -> f64 { let t = x.map(|v| (v * w, v.cos())); let mut s = 0.0; for i in 0..3 { s += t[i].0 * t[2 - i].1; } s }";
    running_sums_collected: "fn f(x: &[f64; 5]) -> f64 { let mut acc = 0.0; let c: Vec<f64> = x.iter().map(|v| { acc += v; acc * acc }).collect(); let mut s = 0.0; for i in 0..5 { s += c[i] * x[4 - i]; } s }";
    skipped_parts: "fn f(x: &[f64; 12]) -> f64 { let mut e = 0.0; for (i, a) in x.chunks_exact(3).enumerate() { for b in x.chunks_exact(3).skip(i + 1) { e += (a[0] - b[0]) * (a[1] - b[2]); } } e }";
    bits: "fn f(x: &[f64; 8], w: f64) -> f64 { let mut s = 0.0; for i in 0..8usize { let mut r = 0; for b in 0..3 { if i >> b & 1 == 1 { r += 1 << (2 - b); } } s += x[r] * w * i as f64 + ((i & 5) + (i << 1 & 8)) as f64 * x[i]; } s }";
    bits_of_an_argument: "fn f(x: f64, n: usize) -> f64 { let mut y = 1.0; let mut b = x; let mut k = n; while k > 0 { if k & 1 == 1 { y *= b; } b *= b; k >>= 1; } y }";
    flags_with_operators: "fn f(x: &[f64; 5]) -> f64 { let mut any = false; let mut all = true; let mut odd = false; let mut s = 0.1; for v in x { any |= *v > 0.5; all &= *v > -0.9; odd ^= *v > 0.0; if any && !odd { s = s * v + 0.3; } } if all { s * s } else { s } }";
    remainder_assigned: "fn f(x: &[f64; 5]) -> f64 { let mut k = 3; let mut s = x[0] * 7.3; s %= 2.0; for v in x { k = k * 5 + 1; k %= 4; s += v * x[k]; } s }";
    reversed: "fn f(x: &[f64; 5], m: &[[f64; 3]; 2]) -> f64 { let mut y = *x; y.reverse(); let mut n = *m; n[1].reverse(); let mut s = 0.0; for i in 0..5 { s += y[i] * i as f64; } for t in 0..3 { n.reverse(); s += n[0][0] * n[1][t]; } s }";
    conditions_of_items: "fn f(x: &[f64; 5], y: &[f64; 3]) -> f64 { let a = x.iter().any(|v| *v > 0.8); let b = y.iter().all(|v| *v > -0.2); let n = x.iter().filter(|v| **v > 0.0).count(); let s = if a { x[0] * x[1] } else { x[2] }; if b { s * s + n as f64 * y[0] } else { s } }";
    items_by_number: "fn f(x: &[f64; 5]) -> f64 { let a = x.iter().map(|v| v * v).last().unwrap(); let b = x.iter().zip(x.iter().rev()).map(|(a, b)| a - 2.0 * b).nth(1).unwrap(); a * b }";
    largest_of_each_row: "fn f(x: &[[f64; 4]; 3]) -> f64 { let mut m = [f64::NEG_INFINITY; 3]; for i in 0..3 { for j in 0..4 { m[i] = m[i].max(x[i][j]); } } m[0] + 2.0 * m[1] * m[2] }";
    pooled: "fn f(x: &[[f64; 6]; 6]) -> f64 { let mut out = [[-1.0f64; 3]; 3]; for y in 0..3 { for z in 0..3 { for dy in 0..2 { for dz in 0..2 { out[y][z] = out[y][z].max(x[2 * y + dy][2 * z + dz]); } } } } let mut s = 0.0; for y in 0..3 { for z in 0..3 { s += out[y][z] * out[y][z] * (y + z) as f64; } } s }";
    iterated_elements: "fn f(x: &[f64; 4], c: f64) -> f64 { let mut y = *x; for i in 0..4 { for _ in 0..5 { let g = y[i] * y[i] - c * c - 1.0; y[i] = y[i] - g / (2.0 * y[i] + 5.0); if y[i] > 3.0 { y[i] *= 0.5; } } } y[0] * y[1] + y[2] - y[3] }";
    element_that_may_not_be: "fn f(x: &[f64; 4], p: f64) -> f64 { let mut y = *x; for i in 0..5 { for k in 0..3 { if i < 4 { y[i] = y[i] * p + k as f64; } } } for i in 0..4 { let last = 3 - i; for k in 0..i { y[last] = y[last] * 0.5 + y[last].sin() * k as f64; } } y[0] * y[1] + y[2] * y[3] }";
    element_after_a_continue: "fn f(x: &[f64; 4], p: f64) -> f64 { let mut y = *x; for i in 0..6 { for k in 0..3 { if i + k > 3 { continue; } y[i] = (y[i] * p + k as f64).sin(); } } y[0] * y[1] + y[2] * y[3] }";
    element_shadowed: "fn f(x: &[f64; 4], p: f64) -> f64 { let mut y = *x; for i in 0..4 { for k in 0..3 { y[i] = y[i] * p; let i = (i + k) % 4; y[i] = y[i].sin() + 0.1; } } y[0] * y[1] + y[2] * y[3] }";
    substitution: "fn f<const N: usize>(a: &[[f64; N]; N], b: &[f64; N]) -> f64 { let mut x = *b; for i in 0..N { for j in 0..i { x[i] -= a[i][j] * x[j]; } x[i] /= a[i][i] + 5.0; } let mut t = 0.0; for i in 0..N { t += x[i] * x[i]; } t }";
    substitution_backwards: "fn f<const N: usize>(a: &[[f64; N]; N], b: &[f64; N]) -> f64 { let mut x = *b; for i in (0..N).rev() { for j in i + 1..N { x[i] -= a[i][j] * x[j]; } x[i] /= a[i][i] + 5.0; } let mut t = 0.0; for i in 0..N { t += x[i] * x[i]; } t }";
    cholesky: "fn f<const N: usize>(m: &[[f64; N]; N]) -> f64 { let mut l = [[0.0; N]; N]; for i in 0..N { for j in 0..=i { let mut s = m[i][j]; for k in 0..j { s -= l[i][k] * l[j][k]; } if i == j { l[i][j] = (s + 9.0).sqrt(); } else { l[i][j] = s / l[j][j]; } } } let mut t = 0.0; for i in 0..N { t += l[i][i].ln(); } t }";
    cholesky_in_place: "fn f<const N: usize>(m: &[[f64; N]; N]) -> f64 { let mut k = *m; for j in 0..N { for p in 0..j { for i in j..N { k[i][j] -= k[i][p] * k[j][p]; } } let d = (k[j][j] + 9.0).sqrt(); for i in j..N { k[i][j] /= d; } } let mut t = 0.0; for i in 0..N { t += k[i][i].ln(); } t }";
    all_before: "fn f(w: f64, x: &[f64; 20]) -> f64 { let mut a = [0.0; 20]; for i in 0..20 { let mut s = x[i]; for j in 0..i { s += w * a[j]; } a[i] = s.sin(); } a[19] + a[3] }";
    before_and_after: "fn f<const N: usize>(x: &[f64; N], w: f64) -> f64 { let mut d = *x; for i in 0..N { for j in 0..N { if j < i { d[i] += d[j] * w; } else if j > i { d[i] -= d[j] * 0.1; } } } let mut t = 0.0; for i in 0..N { t += d[i] * d[i]; } t }";
    longest_path: "fn f<const N: usize>(x: &[f64; N], w: f64) -> f64 { let mut d = [0.0; N]; for i in 0..N { d[i] = x[i]; for j in 0..i { d[i] = d[i].max(d[j] * w + x[i]); } } let mut t = 0.0; for i in 0..N { t += d[i] * d[i]; } t }";
    array_in_a_while: "fn f(x: &[f64; 3]) -> f64 { let mut a = *x; let mut n = 0; while a[0].abs() + a[1].abs() > 0.05 && n < 20 { let t = a[0]; a[0] = 0.5 * a[1]; a[1] = 0.5 * t * a[2]; n += 1; } a[0] + 2.0 * a[1] }";
    bisection: "fn f(c: f64) -> f64 { let (mut lo, mut hi) = (0.0, 4.0 + c); while hi - lo > 0.01 { let m = 0.5 * (lo + hi); if m * m > 2.0 + c { hi = m; } else { lo = m; } } 0.5 * (lo + hi) }";
    power_series_to_the_end: "fn f(x: f64) -> f64 { let mut term = 1.0; let mut s = 1.0; let mut k = 1; while term.abs() > 1e-10 { term *= x / k as f64; s += term; k += 1; } s }";
    continued_fraction: "fn f(x: f64) -> f64 { let mut b = x * x + 2.0; let mut h = 1.0 / b; let mut d = h; for i in 1..200 { let an = -(i as f64) * (i as f64 - 0.5); b += 2.0; d = 1.0 / (an * d + b); h *= d * b; if (d * b - 1.0).abs() < 1e-6 { break; } } h }";
}

// Labels.
agrees! {
    label_continue: "fn f(x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.1; 'rows: for row in x { for v in row { if *v > 0.8 { continue 'rows; } s = (s + v).sin(); } s *= 1.1; } s }";
    label_break: "fn f(x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.1; 'rows: for row in x { for v in row { if *v > 0.9 { break 'rows; } s = (s + v).sin(); } s *= 1.1; } s }";
    label_own: "fn f(x: &[f64; 6]) -> f64 { let mut s = 0.1; 'a: for v in x { if *v > 0.9 { break 'a; } if *v < -0.5 { continue 'a; } s = (s + v).sin(); } s }";
    label_three_deep: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; 'a: for i in 0..4 { 'b: for j in 0..3 { for k in 0..3 { s = (s + x[(i + j + k) % 4]).sin(); if s > 0.9 { continue 'a; } if s < -0.2 { continue 'b; } if s > 0.8 { break 'a; } } s += 0.1; } s *= 1.2; } s }";
    label_and_return: "fn f(x: &[[f64; 3]; 4]) -> f64 { let mut s = 0.1; 'rows: for row in x { for v in row { if *v > 1.2 { return s * v; } if *v > 0.8 { continue 'rows; } s = (s + v).sin(); } s *= 1.1; } s * s }";
    label_of_a_loop: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; let mut n = 0; 'out: loop { n += 1; for v in x { s = (s + v).sin() + 0.2; if s > 1.0 && n > 2 { break 'out; } if n > 4 { break 'out; } } s *= 0.9; } s }";
    label_with_a_value: "fn f(x: &[f64; 4]) -> f64 { let mut s = 0.1; let mut n = 0; let r = 'out: loop { n += 1; for v in x { s = (s + v).sin() + 0.2; if s > 1.0 || n > 3 { break 'out s * v; } } s *= 0.9; }; r + s }";
}
