//! Loops over data that are computed in blocks, several turns at once: the numbers at lengths that are no multiple of a block,
//! angles and norms that need care, elements that are not there, and places that data choose.

use crate::{all_close, close, logistic};
use chainrule::{formula, gradient};

const LENGTHS: [usize; 8] = [0, 1, 7, 31, 32, 33, 64, 97];

formula! {
    fn curve(a: &[[f64; 2]], w; of: &[f64], t: &[f64], y: &[f64]) = "
        z[n] = a[of[n], 0]*exp(-a[of[n], 1]*t[n])*cos(w*t[n])
        loss = 1/2 * sum(n: (z[n] - y[n])^2)
    ";

    fn classes(w: &[[f64; 2]; 3], b: &[f64; 3]; x: &[[f64; 2]], label: &[f64]) = "
        z[n, k] = b[k] + sum(i: w[k, i]*x[n, i])
        loss = mean(n: logsumexp(k: z[n, k]) - z[n, label[n]])
    ";

    fn steps(x: &[f64], k; c: &[f64]) = "
        loss = sum(n: if(n > 0, c[n]*sigmoid(k*(x[n] - x[n-1])), exp(x[n])) * cosh(k*x[n]))
    ";
}

/// How far the path goes from where it starts, in a saturating measure.
#[gradient]
fn wander(path: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    for x in path {
        sum += (k * (x - path[0])).tanh() * (x * k).exp();
    }
    sum
}

/// The longest of the distances from a place, and the sum of all.
#[gradient]
fn distances(at: &[f64; 3], #[constant] points: &[[f64; 3]]) -> f64 {
    let (mut sum, mut longest) = (0.0, 0.0);
    for p in points {
        let r = ((p[0] - at[0]).powi(2) + (p[1] - at[1]).powi(2) + (p[2] - at[2]).powi(2)).sqrt();
        sum += r + (0.1 * r).sin();
        longest = f64::max(longest, r.tanh());
    }
    sum + longest
}

fn numbers(n: usize, from: f64, to: f64) -> Vec<f64> {
    (0..n).map(|i| from + (to - from) * ((i * 37 + 11) % 101) as f64 / 101.0).collect()
}

#[test]
fn a_curve_whose_parameters_data_choose() {
    // Angles of 1e7 are beyond those that are reduced in vectors.
    for (n, w) in LENGTHS.into_iter().flat_map(|n| [(n, 1.3), (n, 1e7)]) {
        let a = [[1.2, 0.3], [0.7, 0.9], [-0.4, 0.1]];
        let of: Vec<f64> = (0..n).map(|i| (i % 3) as f64).collect();
        let (t, y) = (numbers(n, 0.0, 3.0), numbers(n, -1.0, 1.0));
        let (mut loss, mut da, mut dw) = (0.0, [[0.0; 2]; 3], 0.0);
        for i in 0..n {
            let [height, rate] = a[i % 3];
            let (decay, sin, cos) = ((-rate * t[i]).exp(), (w * t[i]).sin(), (w * t[i]).cos());
            let e = height * decay * cos - y[i];
            loss += 0.5 * e * e;
            da[i % 3][0] += e * decay * cos;
            da[i % 3][1] -= e * height * decay * cos * t[i];
            dw -= e * height * decay * sin * t[i];
        }
        let (value, (ga, gw)) = curve_value_and_gradient(&a, w, &of, &t, &y);
        close(value, loss);
        close(curve(&a, w, &of, &t, &y), loss);
        all_close(ga.as_flattened(), da.as_flattened());
        close(gw, dw);
    }
}

#[test]
#[should_panic(expected = "index")]
fn a_place_that_is_not_there() {
    let t = numbers(40, 0.0, 1.0);
    let mut of = vec![0.0; 40];
    of[35] = 3.0;
    curve(&[[1.0, 1.0]; 3], 1.0, &of, &t, &t);
}

#[test]
fn classes_of_rows() {
    for n in LENGTHS.into_iter().skip(1) {
        let (w, b) = ([[0.3, -0.2], [0.1, 0.5], [-0.7, 0.2]], [0.1, -0.3, 0.2]);
        let x: Vec<[f64; 2]> = numbers(2 * n, -2.0, 2.0).as_chunks().0.to_vec();
        let label: Vec<f64> = (0..n).map(|i| (i * i % 3) as f64).collect();
        let (mut loss, mut dw, mut db) = (0.0, [[0.0; 2]; 3], [0.0; 3]);
        for i in 0..n {
            let z: [f64; 3] = std::array::from_fn(|k| b[k] + w[k][0] * x[i][0] + w[k][1] * x[i][1]);
            let total: f64 = z.iter().map(|z| z.exp()).sum();
            loss += (total.ln() - z[i * i % 3]) / n as f64;
            for k in 0..3 {
                let d = (z[k].exp() / total - f64::from(u8::from(k == i * i % 3))) / n as f64;
                db[k] += d;
                (0..2).for_each(|j| dw[k][j] += d * x[i][j]);
            }
        }
        let (value, (gw, gb)) = classes_value_and_gradient(&w, &b, &x, &label);
        close(value, loss);
        all_close(gw.as_flattened(), dw.as_flattened());
        all_close(&gb, &db);
    }
}

#[test]
fn neighbours_that_are_not_there() {
    for n in LENGTHS {
        let (x, c, k) = (numbers(n, -1.0, 1.0), numbers(n, 0.5, 2.0), 0.8);
        let (mut loss, mut dx, mut dk) = (0.0, vec![0.0; n], 0.0);
        for i in 0..n {
            let (ch, sh) = ((k * x[i]).cosh(), (k * x[i]).sinh());
            let first = if i > 0 { c[i] * logistic(k * (x[i] - x[i - 1])) } else { x[i].exp() };
            loss += first * ch;
            dx[i] += first * sh * k;
            dk += first * sh * x[i];
            if i > 0 {
                let s = logistic(k * (x[i] - x[i - 1]));
                let d = c[i] * s * (1.0 - s) * ch;
                dx[i] += d * k;
                dx[i - 1] -= d * k;
                dk += d * (x[i] - x[i - 1]);
            } else {
                dx[i] += x[i].exp() * ch;
            }
        }
        let (value, (gx, gk)) = steps_value_and_gradient(&x, k, &c);
        close(value, loss);
        all_close(&gx, &dx);
        close(gk, dk);
    }
}

#[test]
fn a_first_element_that_all_turns_read() {
    close(wander(&[], 0.7), 0.0);
    for n in LENGTHS.into_iter().skip(1) {
        let (path, k) = (numbers(n, -1.0, 1.0), 0.7);
        let (mut sum, mut dx, mut dk) = (0.0, vec![0.0; n], 0.0);
        for (i, x) in path.iter().enumerate() {
            let (t, e) = ((k * (x - path[0])).tanh(), (x * k).exp());
            sum += t * e;
            dx[i] += (1.0 - t * t) * e * k + t * e * k;
            dx[0] -= (1.0 - t * t) * e * k;
            dk += (1.0 - t * t) * e * (x - path[0]) + t * e * x;
        }
        let (value, (gx, gk)) = wander_value_and_gradient(&path, k);
        close(value, sum);
        all_close(&gx, &dx);
        close(gk, dk);
    }
}

#[test]
fn norms_of_any_size() {
    for (n, scale) in LENGTHS.into_iter().flat_map(|n| [(n, 1.0), (n, 1e-170), (n, 1e170)]) {
        let at = [0.1 * scale, -0.2 * scale, 0.3 * scale];
        let points: Vec<[f64; 3]> = numbers(3 * n, -2.0, 2.0).as_chunks().0.iter().map(|p: &[f64; 3]| p.map(|p| p * scale)).collect();
        let (mut value, mut longest, mut d, mut of_longest) = (0.0, 0.0, [0.0; 3], [0.0; 3]);
        for p in &points {
            let e: [f64; 3] = std::array::from_fn(|k| (at[k] - p[k]) / scale);
            let r = (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]).sqrt();
            value += r * scale + (0.1 * (r * scale)).sin();
            let slope = 1.0 + 0.1 * (0.1 * (r * scale)).cos();
            (0..3).for_each(|k| d[k] += slope * e[k] / r);
            if (r * scale).tanh() > longest {
                longest = (r * scale).tanh();
                of_longest = std::array::from_fn(|k| (1.0 - longest * longest) * e[k] / r);
            }
        }
        let (v, g) = distances_value_and_gradient(&at, &points);
        close(v / scale.max(1.0), (value + longest) / scale.max(1.0));
        // The sine of an angle of 1e170 has nothing to do with that of the next number.
        if scale <= 1.0 {
            all_close(&g, &[0, 1, 2].map(|k| d[k] + of_longest[k]));
        }
    }
}
