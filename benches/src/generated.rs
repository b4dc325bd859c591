//! The same functions as formulas, with the gradients that chainrule generates. Arguments are flat, as in `hand.rs`.

use chainrule::formula;

formula! {
    fn mlp(w: [f64; 67]; c: [f64; 7]) = "
        h[j: 8] = sigmoid(sum(i in 0..4: w[4*j + i]*c[i]) + w[32 + j])
        y[k: 3] = sigmoid(sum(j: w[40 + 8*k + j]*h[j]) + w[64 + k])
        loss = mean(k: (y[k] - c[4 + k])^2)";
}
formula! {
    fn layers(w1: [[f64; 4]; 8], b1: [f64; 8], w2: [[f64; 8]; 3], b2: [f64; 3]; x: [f64; 4], t: [f64; 3]) = "
        h[j] = sigmoid(sum(i: w1[j, i]*x[i]) + b1[j])
        y[k] = sigmoid(sum(j: w2[k, j]*h[j]) + b2[k])
        loss = mean(k: (y[k] - t[k])^2)";
}
formula! {
    fn bce(w: [f64; 9]; c: [f64; 9]) = "
        z = sum(i in 0..8: w[i]*c[i]) + w[8]
        loss = -(c[8]*ln(sigmoid(z)) + (1 - c[8])*ln(1 - sigmoid(z)))";
}
formula! {
    fn rosenbrock(x: [f64; 10]) = "sum(i in 0..9: 100*(x[i + 1] - x[i]^2)^2 + (1 - x[i])^2)";
}
formula! {
    fn arm(x: [f64; 4]; c: [f64; 2]) = "
        u = x[2]*cos(x[0]) + x[3]*cos(x[0] + x[1]) - c[0]
        v = x[2]*sin(x[0]) + x[3]*sin(x[0] + x[1]) - c[1]
        loss = (u^2 + v^2)/2";
}
formula! {
    fn option(s, k, v, r, t) = "
        sq = v*sqrt(t)
        d1 = (ln(s/k) + (r + v^2/2)*t)/sq
        d2 = d1 - sq
        loss = s*(1 + erf(d1/sqrt(2)))/2 - k*exp(-r*t)*(1 + erf(d2/sqrt(2)))/2";
}

/// Splits `[value, gradient...]`.
fn parts<const N: usize, const O: usize>(out: &mut [f64; O]) -> (&mut f64, &mut [f64; N]) {
    let (value, gradient) = out.split_first_mut().expect("a value and a gradient");
    (value, gradient.try_into().expect("the gradient has N elements"))
}

pub fn mlp483(x: &[f64; 67], c: &[f64; 7], out: &mut [f64; 68]) {
    let (value, gradient) = parts::<67, 68>(out);
    *value = mlp_value_and_gradient_into(x, c, gradient);
}

/// The parameters as arrays, which is how a user would hold them.
pub struct Layers {
    pub w1: [[f64; 4]; 8],
    pub b1: [f64; 8],
    pub w2: [[f64; 8]; 3],
    pub b2: [f64; 3],
}

pub fn mlp_layers(p: &Layers, c: &[f64; 7], g: &mut Layers) -> f64 {
    let x: &[f64; 4] = c[..4].try_into().expect("four inputs");
    let t: &[f64; 3] = c[4..].try_into().expect("three targets");
    layers_value_and_gradient_into(&p.w1, &p.b1, &p.w2, &p.b2, x, t, &mut g.w1, &mut g.b1, &mut g.w2, &mut g.b2)
}

pub fn logistic8(x: &[f64; 9], c: &[f64; 9], out: &mut [f64; 10]) {
    let (value, gradient) = parts::<9, 10>(out);
    *value = bce_value_and_gradient_into(x, c, gradient);
}

pub fn rosen(x: &[f64; 10], _: &[f64; 0], out: &mut [f64; 11]) {
    let (value, gradient) = parts::<10, 11>(out);
    *value = rosenbrock_value_and_gradient_into(x, gradient);
}

pub fn arm2(x: &[f64; 4], c: &[f64; 2], out: &mut [f64; 5]) {
    let (value, gradient) = parts::<4, 5>(out);
    *value = arm_value_and_gradient_into(x, c, gradient);
}

pub fn bs(x: &[f64; 5], _: &[f64; 0], out: &mut [f64; 6]) {
    let [value, s, k, v, r, t] = out;
    *value = option_value_and_gradient_into(x[0], x[1], x[2], x[3], x[4], s, k, v, r, t);
}
