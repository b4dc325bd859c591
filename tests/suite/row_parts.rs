//! Rows of flat arrays: parts of a length that an argument or another array gives, `&x[i * n..(i + 1) * n]` and `chunks_exact(n)`.

use crate::close;
use chainrule::gradient;

#[track_caller]
fn differ(slopes: &[f64], at: &[f64], f: impl Fn(&[f64]) -> f64) {
    assert_eq!(slopes.len(), at.len());
    for (k, slope) in slopes.iter().enumerate() {
        let h = 1e-5;
        let moved = |d: f64| {
            let mut x = at.to_vec();
            x[k] += d;
            f(&x)
        };
        let difference = (moved(h) - moved(-h)) / (2.0 * h);
        assert!((slope - difference).abs() < 1e-8 * (1.0 + difference.abs()), "{k}: {slope} is not {difference}");
    }
}

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| (0.3 + 1.37 * i as f64).sin()).collect()
}

#[gradient]
fn by_ranges(x: &[f64], n: usize) -> f64 {
    let mut y = x.to_vec();
    for i in 1..x.len() / n {
        let above = y[(i - 1) * n..i * n].to_vec();
        for (v, p) in y[i * n..i * n + n].iter_mut().zip(&above) {
            *v += 0.5 * p * p;
        }
    }
    let mut total = 0.0;
    for i in 0..x.len() / n {
        total += y[i * n..(i + 1) * n].iter().sum::<f64>().powi(2);
    }
    total
}

#[gradient]
fn by_chunks(x: &[f64], n: usize) -> f64 {
    let mut state = vec![0.0; n];
    for row in x.chunks_exact(n) {
        for i in 0..n {
            state[i] = (state[i] * 0.5 + row[i]).sin();
        }
    }
    let shorter: f64 = x.chunks(n).map(|part| part.iter().product::<f64>()).sum();
    let near: f64 = x.windows(n).map(|part| part[0] * part[n - 1]).sum();
    state.iter().sum::<f64>() + shorter + near
}

#[gradient]
fn in_place(x: &[f64; 12], n: usize) -> f64 {
    let mut y = *x;
    for row in y.chunks_exact_mut(n) {
        let total: f64 = row.iter().map(|v| v * v).sum();
        for v in row.iter_mut() {
            *v /= total;
        }
    }
    y[0] * y[1] + y[11] * y[7] * y[4]
}

#[test]
fn rows_have_the_length_of_an_argument() {
    for n in 1..=4 {
        for len in [0, 1, 6, 7, 12] {
            let x = numbers(len);
            let (value, slope) = by_ranges_value_and_gradient(&x, n);
            close(value, by_ranges(&x, n));
            differ(&slope, &x, |x| by_ranges(x, n));
            let (value, slope) = by_chunks_value_and_gradient(&x, n);
            close(value, by_chunks(&x, n));
            differ(&slope, &x, |x| by_chunks(x, n));
        }
        let x: [f64; 12] = numbers(12).try_into().unwrap();
        let (value, slope) = in_place_value_and_gradient(&x, n + 1);
        close(value, in_place(&x, n + 1));
        differ(&slope, &x, |x| in_place(x.try_into().unwrap(), n + 1));
    }
}

/// A layer whose weights stand row after row.
#[gradient]
fn dense(w: &[f64], x: &[f64], b: &[f64]) -> f64 {
    let z: Vec<f64> = w.chunks_exact(x.len()).zip(b).map(|(row, b)| row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + b).collect();
    z.iter().map(|z| z.tanh()).sum()
}

#[test]
fn rows_have_the_length_of_another_array() {
    let (w, x, b) = (numbers(6), numbers(3), numbers(2));
    let (value, (dw, dx, db)) = dense_value_and_gradient(&w, &x, &b);
    close(value, dense(&w, &x, &b));
    differ(&dw, &w, |w| dense(w, &x, &b));
    differ(&dx, &x, |x| dense(&w, x, &b));
    differ(&db, &b, |b| dense(&w, &x, b));
}

/// Blocks of rows.
#[gradient]
fn blocks(x: &[f64], rows: usize, columns: usize) -> f64 {
    let mut total = 0.0;
    for block in x.chunks_exact(rows * columns) {
        for row in block.chunks_exact(columns) {
            total += row.iter().fold(1.0, |a, v| a * (v + 1.0));
        }
    }
    total
}

#[test]
fn rows_stand_in_blocks() {
    let x = numbers(13);
    let (value, slope) = blocks_value_and_gradient(&x, 2, 3);
    close(value, blocks(&x, 2, 3));
    differ(&slope, &x, |x| blocks(x, 2, 3));
}

#[gradient]
fn by_size(x: &[f64], size: usize, kind: u32) -> f64 {
    match kind {
        0 => x.chunks_exact(size).map(|c| c[0] * c[0]).sum(),
        1 => x.chunks(size).map(|c| c[0] * c[0]).sum(),
        2 => x.windows(size).map(|c| c[0] * c[0]).sum(),
        _ => (0..x.len()).step_by(size).map(|i| x[i] * x[i]).sum(),
    }
}

#[gradient]
fn in_chunks(x: &[f64], size: usize) -> f64 {
    x.chunks_exact(size).map(|c| c[0] * c[0]).sum()
}

#[gradient]
fn in_steps(x: &[f64], size: usize) -> f64 {
    (0..x.len()).step_by(size).map(|i| x[i] * x[i]).sum()
}

#[test]
fn sizes_of_nothing_panic_as_the_function_does() {
    let x = numbers(5);
    let panics = |f: &dyn Fn() -> Vec<f64>| std::panic::catch_unwind(std::panic::AssertUnwindSafe(f)).is_err();
    for kind in 0..4 {
        assert!(panics(&|| vec![by_size(&x, 0, kind)]));
        assert!(panics(&|| by_size_gradient(&x, 0, kind)) || !cfg!(debug_assertions));
        differ(&by_size_gradient(&x, 2, kind), &x, |x| by_size(x, 2, kind));
    }
    assert!(panics(&|| in_chunks_gradient(&x, 0)) && panics(&|| in_steps_gradient(&x, 0)));
    differ(&in_chunks_gradient(&x, 2), &x, |x| in_chunks(x, 2));
    differ(&in_steps_gradient(&x, 2), &x, |x| in_steps(x, 2));
}
