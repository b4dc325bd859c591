//! Structs that are passed to functions and returned by them, and methods that are called.

use super::close;
use chainrule::{Gradient, Parameters, gradient};

#[derive(Clone, Copy, Gradient)]
struct Layer {
    w: [[f64; 2]; 2],
    b: [f64; 2],
    gain: f64,
}

#[derive(Clone, Gradient)]
struct Net {
    layers: [Layer; 3],
    scale: f64,
    #[gradient(skip)]
    rounds: usize,
}

#[gradient]
#[allow(clippy::needless_range_loop)]
fn forward(layer: &Layer, x: &[f64; 2]) -> [f64; 2] {
    let mut out = layer.b;
    for i in 0..2 {
        for j in 0..2 {
            out[i] += layer.w[i][j] * x[j];
        }
        out[i] = (out[i] * layer.gain).tanh();
    }
    out
}

#[gradient]
fn total_gain(layers: &[Layer], factor: f64) -> f64 {
    layers.iter().map(|l| l.gain * factor).sum()
}

#[gradient]
fn square(x: f64) -> f64 {
    x * x
}

#[gradient]
fn dot(a: &[f64], b: &[f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

#[gradient]
fn by_value(layer: Layer, x: f64) -> f64 {
    layer.gain * layer.b[1] * x
}

#[gradient]
fn by_functions(net: &Net, x: &[f64; 2]) -> f64 {
    let mut h = *x;
    for layer in &net.layers {
        h = forward(layer, &h);
    }
    let ends = by_value(net.layers[2], h[0]) + square(net.layers[1].gain) + dot(&net.layers[0].b, x);
    net.scale * h[0] + h[1] + total_gain(&net.layers, net.scale) + ends
}

#[gradient]
impl Layer {
    fn energy(&self) -> f64 {
        let mut sum = self.gain * self.gain;
        for row in &self.w {
            for v in row {
                sum += v * v;
            }
        }
        sum
    }

    #[gradient]
    fn forward(&self, x: &[f64; 2]) -> [f64; 2] {
        forward(self, x)
    }

    fn half(x: f64) -> f64 {
        0.5 * x
    }

    fn weighted(self, x: f64, #[constant] power: i32) -> f64 {
        Self::half(x.powi(power)) * self.energy()
    }
}

#[gradient]
impl Net {
    fn respond(&self, x: &[f64; 2]) -> f64 {
        let mut h = *x;
        for layer in self.layers.iter() {
            h = layer.forward(&h);
        }
        self.scale * h[0] * h[1]
    }

    fn total(&self, x: &[f64; 2]) -> f64 {
        let y = self.layers[1].forward(x);
        let mut sum = self.respond(x) + by_functions(self, x);
        for v in y.iter() {
            sum += v * v;
        }
        if sum > 0.0 {
            sum += self.layers[0].weighted(x[0], 3);
        }
        sum
    }
}

fn net() -> Net {
    let layer = |s: f64| Layer { w: [[0.3 * s, -0.2], [0.5, 0.7 * s]], b: [0.1, -0.3 * s], gain: 0.8 + 0.1 * s };
    Net { layers: [layer(1.0), layer(-0.5), layer(0.3)], scale: 1.7, rounds: 3 }
}

/// Compares with central differences.
fn check(f: impl Fn(&Net, &[f64; 2]) -> f64, (value, (by_net, by_x)): (f64, (NetGradient, [f64; 2])), x: [f64; 2]) {
    let net = net();
    close(value, f(&net, &x));
    let mut flat = [0.0; 22];
    by_net.to_flat(&mut flat);
    let h = 1e-6;
    let near = |found: f64, up: f64, down: f64| {
        let expected = (up - down) / (2.0 * h);
        assert!((found - expected).abs() < 1e-7, "{found} is not {expected}");
    };
    for (k, found) in flat.into_iter().enumerate() {
        let at = |d: f64| {
            let mut moved = [0.0; 22];
            net.to_flat(&mut moved);
            moved[k] += d;
            let mut net = net.clone();
            net.from_flat(&moved);
            f(&net, &x)
        };
        near(found, at(h), at(-h));
    }
    near(by_x[0], f(&net, &[x[0] + h, x[1]]), f(&net, &[x[0] - h, x[1]]));
    near(by_x[1], f(&net, &[x[0], x[1] + h]), f(&net, &[x[0], x[1] - h]));
}

#[test]
fn structs_are_passed_to_functions() {
    let x = [0.4, -0.9];
    check(by_functions, by_functions_value_and_gradient(&net(), &x), x);
}

#[test]
fn methods_call_methods() {
    for x in [[0.4, -0.9], [-3.0, 2.0]] {
        check(Net::respond, net().respond_value_and_gradient(&x), x);
        check(Net::total, net().total_value_and_gradient(&x), x);
    }
    assert_eq!(net().rounds, 3);
}

#[test]
fn what_was_there_is_overwritten_or_added_to() {
    let (net, x) = (net(), [0.4, -0.9]);
    let (by_net, by_x) = net.total_gradient(&x);
    let (mut out, mut dx) = (by_net.clone(), [7.0; 2]);
    net.total_gradient_into(&x, &mut out, &mut dx);
    assert!(dx == by_x && out.scale == by_net.scale && out.layers[2].w == by_net.layers[2].w);
    net.total_gradient_add(&x, &mut out, &mut dx);
    close(dx[1], 2.0 * by_x[1]);
    close(out.layers[0].gain, 2.0 * by_net.layers[0].gain);
    close(out.scale, 2.0 * by_net.scale);
}

#[derive(Clone, Gradient)]
struct Pair {
    first: Layer,
    rest: (f64, [f64; 2]),
    #[gradient(skip)]
    count: usize,
}

#[gradient]
fn made(x: &[f64; 2], gain: f64) -> Layer {
    Layer { w: [[x[0], x[1]], [x[1] * x[0], 1.0]], b: *x, gain: gain * gain }
}

#[gradient]
fn paired(layer: &Layer, x: f64, count: usize) -> Pair {
    let first = Layer { gain: x * layer.gain, w: layer.w, b: [x; 2] };
    Pair { first, rest: (x.sin(), [layer.w[0][0], x]), count }
}

#[gradient]
impl Pair {
    #[gradient]
    fn scaled(&self, by: f64) -> Self {
        let first = if by > 0.0 {
            Layer { w: [[by; 2]; 2], b: [by * self.first.b[0], 1.0], gain: by * self.first.gain }
        } else {
            Layer { w: [[0.0; 2]; 2], b: [0.0; 2], gain: self.first.gain }
        };
        Pair { first, rest: (by * self.rest.0, [self.rest.1[0], 2.0 * self.rest.1[1]]), count: 0 }
    }

    fn sum(&self) -> f64 {
        self.rest.0 * self.rest.1[0] + self.rest.1[1] * self.first.energy() + self.first.b[0]
    }
}

#[gradient]
fn through(x: &[f64; 2], gain: f64) -> f64 {
    let layer = made(x, gain);
    let y = layer.forward(x);
    let mut sum = 0.0;
    for v in forward(&layer, &y).iter() {
        sum += v * v;
    }
    let pair = paired(&layer, sum, 2);
    let scaled = pair.scaled(2.0 * gain);
    sum + scaled.sum() * layer.gain + pair.rest.0 + pair.first.w[0][1] + made(x, sum).energy()
}

#[test]
fn functions_return_structs() {
    let h = 1e-6;
    let near = |found: f64, up: f64, down: f64| assert!((found - (up - down) / (2.0 * h)).abs() < 1e-7, "{found}");
    for gain in [0.7, -0.7] {
        let x = [0.4, -0.9];
        let (value, (dx, dg)) = through_value_and_gradient(&x, gain);
        close(value, through(&x, gain));
        near(dg, through(&x, gain + h), through(&x, gain - h));
        near(dx[0], through(&[x[0] + h, x[1]], gain), through(&[x[0] - h, x[1]], gain));
        near(dx[1], through(&[x[0], x[1] + h], gain), through(&[x[0], x[1] - h], gain));
    }
    // The seed of a struct is its gradient.
    let seed = LayerGradient { w: [[1.0, 0.0], [0.0, 100.0]], b: [10.0, 0.0], gain: 0.5 };
    assert_eq!(made_vjp(&[2.0, 3.0], 4.0, seed), ([11.0, 0.0], 4.0));
    assert_eq!(paired(&net().layers[0], 0.5, 2).count, 2);
}

mod elsewhere {
    #[derive(Clone, chainrule::Gradient)]
    pub struct Spring {
        stiffness: f64,
    }

    #[chainrule::gradient]
    impl Spring {
        pub fn new(stiffness: f64) -> Self {
            Spring { stiffness }
        }

        pub fn energy(&self, x: f64) -> f64 {
            0.5 * self.stiffness * x * x
        }

        #[gradient(wrt(self))]
        pub fn force(&self, x: f64) -> f64 {
            self.stiffness * x
        }
    }
}

#[gradient]
fn chain(springs: &[elsewhere::Spring], x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..springs.len() {
        sum += springs[i].energy(x[i]) + springs[i].force(2.0);
    }
    sum
}

#[test]
fn lists_of_structs_with_private_fields() {
    let springs = [elsewhere::Spring::new(2.0), elsewhere::Spring::new(3.0)];
    let (ds, dx) = chain_gradient(&springs, &[1.0, 4.0]);
    assert_eq!(dx, [2.0, 12.0]);
    let mut flat = [0.0; 2];
    for (d, out) in ds.iter().zip(&mut flat) {
        d.to_flat(std::slice::from_mut(out));
    }
    assert_eq!(flat, [0.5 + 2.0, 8.0 + 2.0]);
}

#[derive(Clone, Copy, Gradient)]
struct Complex {
    re: f64,
    im: f64,
}

#[gradient]
impl Complex {
    fn at_angle(r: f64, angle: f64) -> Complex {
        Complex { re: r * angle.cos(), im: r * angle.sin() }
    }

    fn turned_by(self, other: Complex) -> Complex {
        Complex { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }

    /// Of the name of a method of numbers.
    fn exp(self) -> Complex {
        Complex::at_angle(self.re.exp(), self.im)
    }

    /// Of the name of a method of arrays.
    fn len(self) -> f64 {
        self.re.hypot(self.im)
    }
}

#[gradient]
fn in_chains(r: f64, angle: f64, #[constant] n: usize) -> f64 {
    let mut z = Complex::at_angle(1.0, 0.0);
    for _ in 0..n {
        z = z.turned_by(Complex::at_angle(r, angle).exp());
    }
    z.re + z.turned_by(z).len()
}

/// e to the power of n times a number, and its square's length.
#[test]
fn what_methods_return_has_methods() {
    let f = |r: f64, angle: f64| {
        let (length, turn) = ((3.0 * r * angle.cos()).exp(), 3.0 * r * angle.sin());
        length * turn.cos() + length * length
    };
    let (value, (r, angle)) = in_chains_value_and_gradient(0.4, 0.7, 3);
    close(value, f(0.4, 0.7));
    let h = 1e-5;
    assert!((r - (f(0.4 + h, 0.7) - f(0.4 - h, 0.7)) / (2.0 * h)).abs() < 1e-7);
    assert!((angle - (f(0.4, 0.7 + h) - f(0.4, 0.7 - h)) / (2.0 * h)).abs() < 1e-7);
}

#[gradient]
impl Complex {
    /// Without arguments: a constant.
    fn one_real() -> Self {
        Complex { re: 1.0, im: 0.0 }
    }

    fn sum_with(self, other: &Complex) -> Complex {
        Complex { re: self.re + other.re, im: self.im + other.im }
    }
}

#[gradient]
fn from_constants(z: &[f64], angle: f64) -> f64 {
    let mut sum = Complex::one_real();
    let mut product = Complex::one_real();
    for &r in z {
        let turned = Complex::at_angle(r, angle);
        sum = sum.sum_with(&turned);
        product = product.turned_by(turned);
    }
    let start = Complex::one_real().sum_with(&Complex::one_real());
    sum.re * product.im + start.re * product.re + sum.sum_with(&Complex::one_real()).re
}

#[test]
fn functions_without_arguments_are_constants() {
    let z = [0.7, -0.4, 1.2];
    let f = |z: [f64; 3], angle: f64| {
        let (mut sum, mut product) = ((1.0, 0.0), (1.0, 0.0));
        for r in z {
            let (re, im) = (r * angle.cos(), r * angle.sin());
            sum = (sum.0 + re, sum.1 + im);
            product = (product.0 * re - product.1 * im, product.0 * im + product.1 * re);
        }
        sum.0 * product.1 + 2.0 * product.0 + sum.0 + 1.0
    };
    let (value, (by_z, by_angle)) = from_constants_value_and_gradient(&z, 0.6);
    close(value, f(z, 0.6));
    let h = 1e-5;
    assert!((by_angle - (f(z, 0.6 + h) - f(z, 0.6 - h)) / (2.0 * h)).abs() < 1e-7);
    for k in 0..3 {
        let at = |d: f64| {
            let mut z = z;
            z[k] += d;
            f(z, 0.6)
        };
        assert!((by_z[k] - (at(h) - at(-h)) / (2.0 * h)).abs() < 1e-7);
    }
}
