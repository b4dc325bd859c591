//! Loops that write elements of arrays in the many ways in which one writes them. None keeps the array for each of its
//! passes: work and memory grow with the number of elements, and not with its square.

#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_core::program::Program;

/// Bodies of functions of `x: &[f64; N]` and `a: f64`.
const LINEAR: &[&str] = &[
    // One by one along a short axis.
    "let mut p = [[0.0; 3]; N];
    for i in 0..N { p[i][0] = a * x[i]; p[i][1] = x[i] * x[i]; p[i][2] = x[i].sin(); }
    let mut t = 0.0;
    for r in &p { t += r[0] * r[1] * r[2]; }
    t",
    // Rows.
    "let mut p = [[0.0; 2]; N];
    for i in 0..N { p[i] = [a * x[i], x[i] * x[i]]; }
    let mut t = 0.0;
    for i in 0..N { for j in 0..2 { t += (p[i][j] + p[N - 1 - i][1 - j]).sin(); } }
    t",
    // A row that was made before.
    "let mut p = [[0.0; 2]; N];
    for i in 0..N { let mut r = [0.0; 2]; r[0] = a * x[i]; r[1] = r[0] * x[i]; p[i] = r; }
    let mut t = 0.0;
    for i in 1..N { t += p[i][0] * p[i - 1][1]; }
    t",
    // Read again in the same pass, by numbers and in a loop.
    "let mut p = [[0.0; 3]; N];
    for i in 0..N {
        p[i][0] = a * x[i];
        p[i][1] = x[i] * x[i] + p[i][0];
        p[i][2] = 1.0;
        let norm = (p[i][0] * p[i][0] + p[i][1] * p[i][1] + p[i][2] * p[i][2]).sqrt();
        for k in 0..3 { p[i][k] /= norm; }
    }
    let mut t = 0.0;
    for i in 0..N { t += p[i][0] * p[i][1] + p[i][2]; }
    t",
    // States in time.
    "let mut s = [[0.0; 2]; N];
    s[0] = [1.0, a];
    for t in 1..N { s[t] = [s[t - 1][0] + 0.1 * s[t - 1][1], s[t - 1][1] - 0.1 * x[t] * s[t - 1][0].sin()]; }
    let mut e = 0.0;
    for t in 0..N { e += s[t][0] * s[t][1]; }
    e",
    "let mut p = [[0.0; 3]; N];
    let mut v = [[0.0; 3]; N];
    p[0] = [1.0, a, 0.5];
    for i in 1..N {
        for k in 0..3 {
            v[i][k] = v[i - 1][k] - 0.1 * p[i - 1][k] * x[i];
            p[i][k] = p[i - 1][k] + 0.1 * v[i][k];
        }
    }
    let mut t = 0.0;
    for i in 0..N { t += p[i][0] * p[i][1] + p[i][2]; }
    t",
    // Backwards.
    "let mut s = [[0.0; 2]; N];
    for t in (0..N - 1).rev() { s[t][0] = a * s[t + 1][1] + x[t]; s[t][1] = s[t + 1][0] * x[t + 1] + 0.3; }
    s[0][0] * s[0][1]",
    // An array of columns.
    "let mut p = [[0.0; N]; 2];
    for i in 0..N { p[0][i] = a * x[i]; p[1][i] = p[0][i] * x[i].sin(); }
    let mut t = 0.0;
    for i in 0..N { t += p[0][i] * p[1][N - 1 - i]; }
    t",
    // Matrices.
    "let mut m = [[[0.0; 2]; 2]; N];
    for i in 0..N { m[i][0][0] = a * x[i]; m[i][0][1] = -(x[i].sin()); m[i][1][0] = x[i].sin(); m[i][1][1] = a; }
    let mut t = 0.0;
    for i in 0..N { t += m[i][0][0] * m[i][1][1] - m[i][0][1] * m[i][1][0]; }
    t",
    "let turn = [[a.cos(), -a.sin()], [a.sin(), a.cos()]];
    let mut p = [[0.0; 2]; N];
    for i in 0..N {
        for j in 0..2 {
            let mut sum = 0.0;
            for k in 0..2 { sum += turn[j][k] * x[i] * (k as f64 + 1.0); }
            p[i][j] = sum;
        }
    }
    let mut t = 0.0;
    for r in &p { t += r[0] * r[1]; }
    t",
    // Some of the columns, in several loops.
    "let mut p = [[1.0; 4]; N];
    for i in 0..N { p[i][1] = a * x[i]; }
    for i in 0..N { p[i][3] = p[i][1] * x[i]; p[i][0] = p[i][3] + p[i][1]; }
    let mut t = 0.0;
    for i in 0..N { for k in 0..4 { t += p[i][k] * p[i][k]; } }
    t",
    // Part of the rows, and under conditions.
    "let mut p = [[0.5; 2]; N];
    for i in 1..N - 1 { if x[i] > 0.5 { p[i][0] = a * x[i]; } else { p[i][1] = x[i] * x[i]; } }
    let mut t = 0.0;
    for r in &p { t += r[0].sin() * r[1]; }
    t",
    "let mut p = [[0.1; 2]; N];
    if a > 0.0 { for i in 0..N { p[i][0] = a * x[i]; p[i][1] += x[i]; } }
    let mut t = 0.0;
    for r in &p { t += r[0] * r[1]; }
    t",
    // Sums for each row.
    "let mut p = [[0.0; 2]; N];
    for i in 0..N { for j in 0..3 { p[i][0] += x[i] * (j as f64 + a); p[i][1] += x[i] * x[i] * a; } }
    let mut t = 0.0;
    for r in &p { t += r[0].sin() * r[1]; }
    t",
    // Rows in one piece.
    "let mut v = vec![0.0; 3 * N];
    for i in 0..N { v[3 * i] = a * x[i]; v[3 * i + 1] = x[i] * x[i]; v[3 * i + 2] = v[3 * i] * v[3 * i + 1]; }
    let mut t = 0.0;
    for i in 0..N { t += v[3 * i] * v[3 * i + 1] + v[3 * i + 2].sin(); }
    t",
    "let mut v = vec![0.0; 4 * N];
    for i in 0..N { for j in 0..4 { v[i * 4 + j] = a * x[i] + (j as f64) * x[i] * x[i]; } }
    let mut t = 0.0;
    for i in 0..N { t += v[i * 4] * v[i * 4 + 1] * v[i * 4 + 3]; }
    t",
    "let mut v = vec![0.0; 2 * N];
    for i in 0..N { v[2 * i] = a * x[i]; v[2 * i + 1] = x[i] * x[i]; }
    let mut t = 0.0;
    for (k, e) in v.iter().enumerate() { t += e.sin() * (k as f64); }
    t",
    "let mut v = vec![0.0; 2 * N];
    v[0] = 1.0;
    v[1] = a;
    for i in 1..N {
        v[2 * i] = v[2 * i - 2] + 0.1 * v[2 * i - 1];
        v[2 * i + 1] = v[2 * i - 1] - 0.1 * x[i] * v[2 * i - 2];
    }
    v[2 * N - 2] * v[2 * N - 1]",
    // One element of each row, and an array that does not end with a whole row.
    "let mut v = vec![0.3; 2 * N + 1];
    for i in 0..N { v[2 * i + 1] = a * x[i]; }
    let mut t = 0.0;
    for k in 1..2 * N + 1 { t += v[k] * v[k - 1]; }
    t",
    // Rows that begin elsewhere than the array, with other elements around them.
    "let mut v = vec![0.0; 4 * N + 2];
    v[0] = a;
    v[4 * N + 1] = a * x[0];
    for i in 0..N { let mut y = x[i]; for j in 0..4 { y = y * a + 0.1 * (j as f64); v[1 + 4 * i + j] = y.sin(); } }
    let mut t = 0.0;
    for k in 1..4 * N + 2 { t += v[k] * v[k - 1]; }
    t",
    "let mut v = vec![[0.0; 2]; 3 * N + 3];
    for i in 0..N { for j in 2..5 { v[3 * i + j][0] = a * x[i]; v[3 * i + j][1] = v[3 * i + j][0] * (j as f64); } }
    let mut t = 0.0;
    for i in 0..N { t += v[3 * i + 4][1] * v[3 * i + 2][0]; }
    for e in &v { t += e[0].cos(); }
    t",
    // Added to in several places.
    "let mut g = [0.0; N];
    for i in 0..N - 1 { let d = x[i + 1] - x[i]; g[i] += a * d; g[i + 1] -= d * d; }
    let mut t = 0.0;
    for e in &g { t += e * e; }
    t",
    "let mut g = *x;
    for i in 1..N - 1 { g[i - 1] -= a * x[i]; g[i] += 2.0 * x[i] * x[i]; g[i + 1] -= a * x[i]; }
    let mut t = 0.0;
    for e in &g { t += e * e; }
    t",
    // From the end.
    "let mut y = *x;
    for i in 0..N { y[N - 1 - i] = a * x[i]; }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * x[i]; }
    t",
    "let mut y = [[0.3; 2]; N];
    for i in 1..N { y[N - i][0] = a * x[i]; y[N - i][1] = y[N - i][0].sin(); }
    let mut t = 0.0;
    for i in 0..N { t += y[i][0] * x[i] + y[i][1]; }
    t",
    // In places that are data.
    "let mut h = [0.0; N];
    for i in 0..N { h[(3 * i + 1) % N] += a * x[i] * x[i]; }
    let mut t = 0.0;
    for i in 0..N { t += h[i].sin() * x[i]; }
    t",
    "let mut h = *x;
    for i in 0..N { if x[i] > 0.3 { h[i / 2] += a * x[i]; h[(i * i) % N] -= x[i] * x[i]; } }
    let mut t = 0.0;
    for e in &h { t += e * e; }
    t",
    "let mut h = [[0.0; 2]; N];
    for i in 0..N { h[(i * 5) % N][i % 2] += a * x[i]; h[i][1] += x[i]; }
    let mut t = 0.0;
    for e in &h { t += e[0] * e[1]; }
    t",
    // In several places of a pass, which no other pass writes.
    "let mut y = [0.0; N];
    for i in 0..N / 2 { y[i] = a * x[i]; y[i + N / 2] = x[i] * x[i] + y[i]; }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * y[i] * x[N - 1 - i]; }
    t",
    // An element in one pass, and again in the next.
    "let mut y = *x;
    for i in 0..N - 1 { let m = 0.5 * a * (y[i] + y[i + 1]); y[i] = (y[i] - m).sin(); y[i + 1] += m; }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * y[i] * x[i]; }
    t",
    "let mut y = *x;
    for i in (0..N - 2).rev() { y[i] = a * y[i + 1]; y[i + 1] -= y[i + 2] * y[i]; y[i + 2] = y[i + 1].sin(); }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * x[i]; }
    t",
    "let mut y = [0.0; N];
    let mut z = [0.0; N];
    for i in 0..N { y[i] = a * x[i]; if i > 0 && x[i] > 0.1 { z[i] = y[i] - y[i - 1]; y[i - 1] *= 0.5; } }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * z[i]; }
    t",
    // Only where there is such an element.
    "let mut y = *x;
    for i in 0..N { if i > 0 && x[i] > 0.1 { y[i - 1] = 0.5 * a * x[i]; } }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * x[i]; }
    t",
    // As often as one likes, an element of its own.
    "let mut y = [1.0; N];
    for i in 0..N { for _ in 0..4 { y[i] = 0.5 * (y[i] + (a * a + x[i] * x[i] + 1.0) / y[i]); } }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * y[i] * x[i]; }
    t",
    "let mut y = *x;
    for i in (1..N - 1).rev() { for k in 0..3 { y[i] = (y[i] * x[i]).sin() + a * y[i + 1] * (k as f64); } }
    let mut t = 0.0;
    for i in 0..N { t += y[i] * x[i]; }
    t",
    // Two loops of a pass, each over its row.
    "let mut p = [[0.0; 3]; N];
    for j in 0..3 { p[0][j] = a; }
    let mut t = 0.0;
    for i in 1..N {
        let mut c = 1.0;
        for j in 0..3 { let mut s = 0.0; for k in 0..3 { s += p[i - 1][k] * x[i]; } p[i][j] = s.sin() + x[i]; c += p[i][j] * p[i][j]; }
        for j in 0..3 { p[i][j] /= c; }
        t += c.ln();
    }
    t",
];

/// The same, with work for each pair.
const SQUARE: &[&str] = &[
    "let mut f = [0.0; N];
    for i in 0..N { for j in i + 1..N { let d = a * (x[i] - x[j]); f[i] += d * d * d; f[j] -= d * d * d; } }
    let mut t = 0.0;
    for e in &f { t += e * e; }
    t",
    "let mut f = [[0.0; 2]; N];
    for i in 0..N {
        for j in 0..i {
            let d = [a * (x[i] - x[j]), x[i] * x[j]];
            for k in 0..2 { f[i][k] += d[k]; f[j][k] -= d[k]; }
        }
    }
    let mut t = 0.0;
    for e in &f { t += e[0] * e[1]; }
    t",
    "let mut m = vec![0.0; N * N];
    for i in 0..N { for j in 0..N { m[i * N + j] = a * x[i] + x[j] * x[j]; } }
    let mut t = 0.0;
    for i in 0..N { t += m[i * N + N - 1 - i] * m[i]; }
    t",
    // Both sides of a diagonal.
    "let mut m = [[0.0; N]; N];
    for i in 0..N { for j in 0..=i { let v = (a * (x[i] - x[j])).exp(); m[i][j] = v; m[j][i] = v; } }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += m[i][j] * x[i] * x[j] * x[j]; } }
    t",
    "let mut m = [[0.5; N]; N];
    for i in 0..N { for j in i + 1..N { m[i][j] = a * x[i] * x[j]; m[j][i] = -m[i][j].sin(); } }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += m[i][j] * x[i]; } }
    t",
    // The diagonal, and one element of each row.
    "let mut m = [[0.0; N]; N];
    for i in 0..N { for j in 0..N { m[i][j] = (a * (x[i] - x[j])).cos(); } m[i][i] += a; }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += m[i][j] * x[i] * x[j] * x[j]; } }
    t",
    "let mut m = [[0.0; N]; N];
    for i in 0..N { m[i][i] = a; }
    for i in 0..N { for j in 0..N { m[i][j] += x[i] * x[j]; } m[i][(2 * i) % N] = x[i].sin(); }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += m[i][j] * m[j][i]; } }
    t",
    "let mut h = [0.0; N];
    for i in 0..N { for j in 0..N { h[(i * j) % N] += a * x[i] * x[j].sin(); } }
    let mut t = 0.0;
    for e in &h { t += e * e * e; }
    t",
    // A row, or a part of it, and its diagonal.
    "let mut m = [[0.0; N]; N];
    for i in 0..N { m[i][i] = 1.0 + a; for j in 0..i { m[i][j] = (a * (x[i] - x[j])).exp(); m[j][i] = -m[i][j]; } }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += m[i][j] * x[i] * x[j] * x[j]; } }
    t",
    "let mut l = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..i { l[i][j] = (x[i] * a + l[j][j]) / (1.5 + l[j][j] * l[j][j]); }
        l[i][i] = (x[i] * x[i] + 1.5).sqrt();
    }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += l[i][j] * x[i] * x[j] * x[j]; } }
    t",
    "let mut l = vec![0.0; N * N];
    for i in 0..N {
        for j in 0..=i { let s = a * x[i] * x[j] + 0.5; if i == j { l[i * N + i] = s.sin(); } else { l[i * N + j] = s / (2.0 + l[j * N + j]); } }
    }
    let mut t = 0.0;
    for i in 0..N { for j in 0..=i { t += l[i * N + j] * x[i] * x[j] * x[j]; } }
    t",
];

/// Those of which each step of the outermost loop changes a matrix.
const CUBIC: &[&str] = &[
    // Both factors in the place of the matrix.
    "let mut m = [[0.0; N]; N];
    for i in 0..N { for j in 0..N { m[i][j] = (a * x[i] * x[j]).sin(); } m[i][i] += 4.0; }
    for k in 0..N {
        for i in k + 1..N { m[i][k] /= m[k][k]; for j in k + 1..N { m[i][j] -= m[i][k] * m[k][j]; } }
    }
    let mut t = 0.0;
    for i in 0..N { t += m[i][i].ln() * x[i] + m[i][0]; }
    t",
    // Rows, of which each is changed by those before.
    "let mut q = [[0.0; N]; N];
    for i in 0..N { for j in 0..N { q[i][j] = (a * x[i] * (j as f64 + 1.0)).sin(); } q[i][i] += 3.0; }
    for i in 0..N {
        for k in 0..i { let mut d = 0.0; for j in 0..N { d += q[i][j] * q[k][j]; } for j in 0..N { q[i][j] -= d * q[k][j]; } }
        let mut s = 0.0;
        for j in 0..N { s += q[i][j] * q[i][j]; }
        let s = s.sqrt();
        for j in 0..N { q[i][j] /= s; }
    }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += q[i][j] * x[j] * x[i]; } }
    t",
    // Columns, of which each is changed by those before.
    "let mut q = [[0.0; N]; N];
    for i in 0..N { for j in 0..N { q[i][j] = (a * x[i] * (j as f64 + 1.0)).sin(); } q[i][i] += 3.0; }
    for j in 0..N {
        for k in 0..j { let mut d = 0.0; for i in 0..N { d += q[i][k] * q[i][j]; } for i in 0..N { q[i][j] -= d * q[i][k]; } }
        let mut s = 0.0;
        for i in 0..N { s += q[i][j] * q[i][j]; }
        let s = s.sqrt();
        for i in 0..N { q[i][j] /= s; }
    }
    let mut t = 0.0;
    for i in 0..N { for j in 0..N { t += q[i][j] * x[j] * x[i]; } }
    t",
    "let mut l = [[0.0; N]; N];
    for i in 0..N { for j in 0..N { let d = x[i] - x[j]; l[i][j] = (-a * a * d * d).exp(); } l[i][i] += 1.0; }
    for j in 0..N {
        for k in 0..j { for i in j..N { l[i][j] -= l[i][k] * l[j][k]; } }
        let d = l[j][j].sqrt();
        for i in j..N { l[i][j] /= d; }
    }
    let mut t = 0.0;
    for i in 0..N { t += l[i][i].ln() + l[i][0] * x[i]; }
    t",
];

fn source(body: &str, n: usize) -> String {
    format!("fn f(x: &[f64; N], a: f64) -> f64 {{ {body} }}").replace('N', &n.to_string())
}

fn program(source: &str) -> Program {
    let function: syn::ItemFn = syn::parse_str(source).expect("a function");
    let options = chainrule_rust::Options { table: Some(|name| name != "g"), computes: Some(pipeline::computes), ..Default::default() };
    let parsed = chainrule_rust::parse_function(&function, &options);
    let parsed = parsed.unwrap_or_else(|refused| panic!("refused: {source}\n{:?}", refused.errors));
    pipeline::build(&parsed.ast, Output::Default, Wanted { value: true, gradient: true }).expect("it is built").program
}

/// How many numbers are kept, and how many operations are done.
fn sizes(body: &str, n: usize) -> [f64; 2] {
    let program = program(&source(body, n));
    let numbers: i64 = program.buffers.iter().map(|b| b.shape.iter().filter_map(|e| e.as_constant()).product::<i64>()).sum();
    [numbers as f64, program.cost().total() as f64]
}

#[test]
fn derivatives_are_right() {
    for (k, body) in LINEAR.iter().chain(SQUARE).chain(CUBIC).enumerate() {
        for n in [3, 5, 6] {
            rust_check::check(&source(body, n), k as u64 + 1).unwrap_or_else(|e| panic!("{e}"));
        }
    }
}

#[test]
fn work_and_memory_grow_with_the_elements() {
    for (bodies, most) in [(LINEAR, 2.2), (SQUARE, 4.4), (CUBIC, 8.8)] {
        for body in bodies {
            let (less, more) = (sizes(body, 40), sizes(body, 80));
            for (less, more) in less.into_iter().zip(more) {
                assert!(more <= most * less + 40.0, "{more} for 80 elements, {less} for 40:\n{body}");
            }
        }
    }
}
