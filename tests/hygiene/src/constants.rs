//! Constants whose names generated variables have, too.
#![allow(non_upper_case_globals, dead_code)]

/// Like the first intermediate value.
pub const t0: f64 = 2.0;
const t1: f64 = 3.0;
const t2: f64 = 5.0;
const t3: f64 = 5.0;
const dw: f64 = 7.0;
const dx: f64 = 7.0;
const adj: f64 = 11.0;
const value: f64 = 13.0;
const sum: f64 = 17.0;
const h: f64 = 19.0;
const z: f64 = 21.0;
const i: usize = 1;
const n_x: usize = 3;
static workspace: f64 = 23.0;
const a0: f64 = 29.0;
const seed: f64 = 31.0;
const seed_y: f64 = 31.0;
const place_0: f64 = 37.0;

/// Reads some of them.
#[chainrule::gradient]
#[must_use]
pub fn scaled(w: f64, x: &[f64; 3]) -> f64 {
    let e = w * x[0] * t2 + dw;
    let g = e * e * value + x[i] * adj;
    let mut s = g * sum;
    for k in 0..3 {
        let p = s * w + x[k] * t0;
        s = p.sin();
    }
    s.exp() * workspace
}

/// Writes to a place, and has an argument with the name of a generated one.
#[chainrule::gradient]
pub fn written(x: f64, y: &mut [f64; 2]) {
    y[0] += seed * x;
    y[1] = a0 * y[0] * seed_y * place_0;
}

/// Has it written.
#[chainrule::gradient]
#[must_use]
pub fn calls(x: f64) -> f64 {
    let mut y = [x, 1.0];
    written(2.0 * x, &mut y);
    if x > 0.0 {
        written(x, &mut y);
    }
    y[0] * y[1]
}

chainrule::formula! {
    /// In formulas names are those of the formula.
    pub fn formula(w: [f64; 3]; x: [f64; 3]) = "
        y = sum(k: w[k]*x[k])
        loss = exp(y)*y + y^2";
}
