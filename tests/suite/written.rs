//! Arrays that loops write in the ways of a program: rows, columns, pieces, and places that are added to. Each is compared
//! with differences and forward mode; that none is kept for each pass of its loop is tested in `core/tests/writes.rs`.

use super::all_close;
use chainrule::gradient;

#[gradient(check)]
fn by_places(x: &[f64; 5], a: f64) -> f64 {
    let mut p = [[0.0; 2]; 5];
    for (o, e) in p.iter_mut().zip(x) {
        o[0] = a * e;
        o[1] = e * e + o[0];
    }
    p.iter().map(|r| r[0].sin() * r[1]).sum()
}

#[gradient(check)]
fn by_chunks(x: &[f64; 5], a: f64) -> f64 {
    let mut v = vec![0.0; 2 * x.len()];
    for (o, e) in v.chunks_exact_mut(2).zip(x) {
        o[0] = a * e;
        o[1] = e * e;
    }
    let mut t = 0.0;
    for c in v.chunks_exact(2) {
        t += c[0].sin() * c[1];
    }
    t
}

#[gradient(check)]
fn pushed_in_pairs(x: &[f64; 5], a: f64) -> f64 {
    let mut v = Vec::new();
    for e in x {
        v.push(a * e);
        v.push(e * e);
    }
    let mut t = 0.0;
    for i in 0..x.len() {
        t += v[2 * i].sin() * v[2 * i + 1];
    }
    t
}

#[gradient]
fn turned(x: &[[f64; 2]], angle: f64, #[constant] out: &mut [[f64; 2]]) {
    let (s, c) = angle.sin_cos();
    for n in 0..x.len() {
        out[n][0] = c * x[n][0] - s * x[n][1];
        out[n][1] = s * x[n][0] + c * x[n][1];
    }
}

#[gradient]
fn turned_in_one_piece(x: &[f64], angle: f64, #[constant] out: &mut [f64]) {
    let (s, c) = angle.sin_cos();
    for n in 0..x.len() / 2 {
        out[2 * n] = c * x[2 * n] - s * x[2 * n + 1];
        out[2 * n + 1] = s * x[2 * n] + c * x[2 * n + 1];
    }
}

#[test]
fn results_are_written_by_numbers() {
    // A turn is orthogonal: its vector-Jacobian product turns back.
    let (x, seed, angle) = ([[0.3, -1.2], [2.0, 0.7], [-0.4, 0.1]], [[1.0, 0.5], [-0.3, 2.0], [0.0, 1.0]], 0.6f64);
    let (s, c) = angle.sin_cos();
    let back = seed.map(|[u, v]| [c * u + s * v, -s * u + c * v]);
    let along: f64 = x.iter().zip(&seed).map(|(x, w)| w[0] * (-s * x[0] - c * x[1]) + w[1] * (c * x[0] - s * x[1])).sum();
    let (dx, da) = turned_vjp(&x, angle, &[[0.0; 2]; 3], &seed);
    all_close(dx.as_flattened(), back.as_flattened());
    all_close(&[da], &[along]);
    let (dx, da) = turned_in_one_piece_vjp(x.as_flattened(), angle, &[0.0; 6], seed.as_flattened());
    all_close(&dx, back.as_flattened());
    all_close(&[da], &[along]);
    // What is behind the last whole row stays what it was.
    let (dx, _) = turned_in_one_piece_vjp(&x.as_flattened()[..5], angle, &[0.0; 5], &seed.as_flattened()[..5]);
    all_close(&dx, &[back[0][0], back[0][1], back[1][0], back[1][1], 0.0]);
    let (jacobian, _) = turned_jacobian(&x, angle, &[[0.0; 2]; 3]);
    all_close(jacobian[1][0].as_flattened(), &[0.0, 0.0, c, -s, 0.0, 0.0]);
}

/// A spring from each point to the next: the force on both.
#[gradient(check)]
fn springs(x: &[[f64; 2]; 4], k: f64) -> f64 {
    let mut force = [[0.0; 2]; 4];
    for i in 0..3 {
        let d = [x[i + 1][0] - x[i][0], x[i + 1][1] - x[i][1]];
        let stretch = k * ((d[0] * d[0] + d[1] * d[1]).sqrt() - 1.0);
        for j in 0..2 {
            force[i][j] += stretch * d[j];
            force[i + 1][j] -= stretch * d[j];
        }
    }
    force.iter().flatten().map(|f| f * f).sum()
}

#[gradient]
fn into_twice(x: &[f64], #[constant] out: &mut [f64]) {
    for i in 0..x.len() {
        out[2 * i] = x[i].exp();
        out[2 * i + 1] = out[2 * i] * out[2 * i];
    }
}

/// The length of what is handed on is an expression.
#[gradient(check)]
fn through_a_call(x: &[f64; 3]) -> f64 {
    let mut out = vec![0.0; 2 * x.len()];
    into_twice(x, &mut out);
    out.iter().map(|v| v.sqrt()).sum()
}

#[gradient(check)]
fn pushed_rows(x: &[f64; 4], a: f64) -> f64 {
    let mut v = vec![[0.5, a]];
    for e in x {
        let row = [a * e, e * e];
        v.push(row);
        v.push([0.0; 2]);
    }
    let mut t = 0.0;
    for k in 1..v.len() {
        t += v[k][0].sin() * v[k - 1][1] + v[k][1];
    }
    t
}

/// Cells of a grid get a share of each point, as in a histogram whose bins overlap.
#[gradient(check(bin in [[0, 1, 2, 0], [2, 2, 2, 2]]))]
fn binned(x: &[f64; 4], bin: &[usize; 4]) -> f64 {
    let mut cells = [0.1; 4];
    for i in 0..4 {
        cells[bin[i]] += 0.7 * x[i];
        cells[bin[i] + 1] += 0.3 * x[i] * x[i];
    }
    cells.iter().map(|c| c * c).sum()
}
