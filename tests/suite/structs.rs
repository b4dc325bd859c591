//! `#[gradient]` on functions of structs, tuples and arrays of them.
#![allow(clippy::needless_range_loop, clippy::ptr_arg, clippy::manual_memcpy)]

use crate::{all_close, close, logistic};
use chainrule::functions::sigmoid;
use chainrule::{Gradient, Parameters};

/// Central differences of every number of `p`, in order.
fn differences<P: Parameters<Scalar = f64>>(p: &mut P, f: impl Fn(&P) -> f64) -> Vec<f64> {
    let n = p.parameter_count();
    let mut flat = vec![0.0; n];
    p.to_flat(&mut flat);
    (0..n)
        .map(|k| {
            let h = 1e-6 * (1.0 + flat[k].abs());
            let mut at = |by: f64| {
                let mut moved = flat.clone();
                moved[k] += by;
                p.from_flat(&moved);
                f(p)
            };
            let slope = (at(h) - at(-h)) / (2.0 * h);
            p.from_flat(&flat);
            slope
        })
        .collect()
}

/// A gradient agrees with central differences.
#[track_caller]
pub fn agrees<P: Parameters<Scalar = f64>>(p: &mut P, gradient: &P::Gradient, f: impl Fn(&P) -> f64) {
    let mut flat = vec![0.0; gradient.parameter_count()];
    gradient.to_flat(&mut flat);
    let expected = differences(p, f);
    assert_eq!(flat.len(), expected.len());
    for (k, (g, d)) in flat.iter().zip(&expected).enumerate() {
        assert!((g - d).abs() <= 1e-7 * (1.0 + d.abs()), "number {k}: {g} is not {d}");
    }
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Neuron {
    w: f64,
    b: f64,
    #[gradient(skip)]
    id: u32,
}

#[chainrule::gradient]
fn neuron(p: &Neuron, #[constant] x: f64, #[constant] t: f64) -> f64 {
    let e = sigmoid(p.w * x + p.b) - t;
    0.5 * e * e
}

#[test]
fn a_struct_of_numbers() {
    let p = Neuron { w: 0.3, b: -0.2, id: 7 };
    let (x, t) = (1.5, 1.0);
    let s = logistic(p.w * x + p.b);
    let slope = (s - t) * s * (1.0 - s);
    let (value, g): (f64, NeuronGradient) = neuron_value_and_gradient(&p, x, t);
    close(value, 0.5 * (s - t) * (s - t));
    close(g.w, slope * x);
    close(g.b, slope);
    let mut into = NeuronGradient { w: 9.0, b: 9.0 };
    neuron_gradient_into(&p, x, t, &mut into);
    assert_eq!(into, g);
    neuron_gradient_add(&p, x, t, &mut into);
    close(into.w, 2.0 * g.w);
    assert_eq!(p.id, 7);
}

#[chainrule::gradient]
fn only_one_field(p: Neuron) -> f64 {
    p.w * p.w
}

#[test]
fn a_field_that_is_not_read_has_gradient_zero() {
    let p = Neuron { w: 3.0, b: 1.0, id: 0 };
    assert_eq!(only_one_field_gradient(p.clone()), NeuronGradient { w: 6.0, b: 0.0 });
    let mut into = NeuronGradient { w: 1.0, b: 1.0 };
    only_one_field_gradient_into(p, &mut into);
    assert_eq!(into, NeuronGradient { w: 6.0, b: 0.0 });
}

#[derive(Clone, Gradient)]
struct Layer {
    w: [[f64; 3]; 2],
    b: [f64; 2],
}

#[derive(Clone, Gradient)]
struct Net {
    hidden: Layer,
    out: Box<[f64; 2]>,
    bias: Box<f64>,
    #[gradient(skip)]
    rounds: usize,
}

fn net() -> Net {
    Net {
        hidden: Layer { w: [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], b: [0.05, -0.1] },
        out: Box::new([0.7, -0.8]),
        bias: Box::new(0.2),
        rounds: 3,
    }
}

#[chainrule::gradient]
fn forward(net: &Net, #[constant] x: &[f64; 3]) -> f64 {
    let mut y = *net.bias;
    for i in 0..2 {
        let mut z = net.hidden.b[i];
        for j in 0..3 {
            z += net.hidden.w[i][j] * x[j];
        }
        y += net.out[i] * z.tanh();
    }
    y * y
}

#[chainrule::gradient]
fn forward_by_iterators(net: &Net, #[constant] x: &[f64; 3]) -> f64 {
    let Net { hidden: Layer { w, b }, out, .. } = net;
    let mut y = *net.bias;
    for ((row, b), out) in w.iter().zip(b).zip(out.iter()) {
        let z: f64 = row.iter().zip(x).map(|(w, x)| w * x).sum();
        y += out * (z + *b).tanh();
    }
    y * y
}

#[chainrule::gradient]
fn rounds(net: &Net, #[constant] x: f64) -> f64 {
    let mut y = x;
    for _ in 0..net.rounds {
        y = (net.hidden.b[0] * y + net.out[1]).sin();
    }
    y / net.rounds as f64
}

#[test]
fn nested_and_boxed_fields() {
    let x = [1.0, -0.5, 0.25];
    let mut p = net();
    let g: NetGradient = forward_gradient(&p, &x);
    agrees(&mut p, &g, |p| forward(p, &x));
    let other = forward_by_iterators_gradient(&p, &x);
    let (mut a, mut b) = ([0.0; 11], [0.0; 11]);
    g.to_flat(&mut a);
    other.to_flat(&mut b);
    all_close(&a, &b);
    let g = rounds_gradient(&p, 0.3);
    agrees(&mut p, &g, |p| rounds(p, 0.3));
}

// Methods.

#[chainrule::gradient]
impl Neuron {
    fn new(w: f64, b: f64) -> Self {
        Neuron { w, b, id: 1 }
    }

    /// The squared error.
    fn loss(&self, #[constant] x: &[f64; 3], t: f64) -> f64 {
        let mut z = self.b;
        for i in 0..3 {
            z += self.w.powi(i as i32) * x[i];
        }
        (z - t) * (z - t)
    }

    #[gradient(wrt(x))]
    fn response(&self, x: f64) -> f64 {
        sigmoid(self.w * x + self.b)
    }

    #[gradient(skip)]
    fn logarithm_of_id(&self) -> f64 {
        f64::from(self.id.ilog2())
    }

    fn is_new(&self) -> bool {
        self.id == 0
    }

    fn distance(a: &Self, #[constant] b: &Neuron) -> f64 {
        assert!(a.id != b.id, "the same neuron");
        let (dw, db) = (a.w - b.w, a.b - b.b);
        (dw * dw + db * db).sqrt()
    }

    fn rename(&mut self, id: u32) -> f64 {
        self.id = id;
        self.w
    }
}

impl Neuron {
    #[chainrule::gradient]
    pub(crate) fn energy(&self, x: f64) -> f64 {
        let e = self.w * x - self.b;
        assert!(e.is_finite(), "an energy without bounds");
        e * e
    }

    #[chainrule::gradient]
    fn consumed(self, #[constant] scale: f64) -> f64 {
        assert!(self.w < 100.0);
        self.w * self.b * scale
    }
}

#[test]
fn methods_of_a_block() {
    let p = Neuron::new(0.5, 0.25);
    let x = [1.0, -2.0, 3.0];
    let z = p.b + 1.0 - 2.0 * p.w + 3.0 * p.w * p.w;
    let (value, (g, dt)) = p.loss_value_and_gradient(&x, 1.0);
    close(value, (z - 1.0) * (z - 1.0));
    close(g.w, 2.0 * (z - 1.0) * (-2.0 + 6.0 * p.w));
    close(g.b, 2.0 * (z - 1.0));
    close(dt, -2.0 * (z - 1.0));
    let (mut into, mut dt_into) = (NeuronGradient::zero(), 5.0);
    p.loss_gradient_into(&x, 1.0, &mut into, &mut dt_into);
    assert_eq!((into.clone(), dt_into), (g.clone(), dt));
    p.loss_gradient_add(&x, 1.0, &mut into, &mut dt_into);
    close(into.b, 2.0 * g.b);
    close(dt_into, 2.0 * dt);
    let s = logistic(p.w * 2.0 + p.b);
    close(p.response_gradient(2.0), s * (1.0 - s) * p.w);
    close(p.logarithm_of_id(), 0.0);
    assert!(!p.is_new());
    let mut q = Neuron::new(0.5, 1.25);
    close(q.rename(3), 0.5);
    assert_eq!(Neuron::distance_gradient(&p, &q), NeuronGradient { w: 0.0, b: -1.0 });
}

#[test]
fn methods_one_by_one() {
    let p = Neuron::new(0.5, 0.25);
    let (g, dx) = p.energy_gradient(3.0);
    close(g.w, 2.0 * 1.25 * 3.0);
    close(g.b, -2.0 * 1.25);
    close(dx, 2.0 * 1.25 * 0.5);
    let g = p.clone().consumed_gradient(2.0);
    assert_eq!(g, NeuronGradient { w: 0.5, b: 1.0 });
}

#[test]
#[should_panic(expected = "the same neuron")]
fn assertions_about_fields_are_kept() {
    let p = Neuron::new(0.5, 0.25);
    let _ = Neuron::distance_gradient(&p, &p);
}

#[test]
#[should_panic(expected = "an energy without bounds")]
fn assertions_in_methods_are_kept() {
    let _ = Neuron::new(f64::INFINITY, 0.0).energy_gradient(1.0);
}

// Generic structs.

#[derive(Clone, Gradient)]
struct Mlp<const I: usize, const H: usize> {
    w: [[f64; I]; H],
    b: [f64; H],
    v: Box<[f64; H]>,
    slope: f64,
}

#[chainrule::gradient]
impl<const I: usize, const H: usize> Mlp<I, H> {
    fn loss(&self, #[constant] xs: &[[f64; I]], #[constant] ts: &[f64]) -> f64 {
        let mut loss = 0.0;
        for (x, t) in xs.iter().zip(ts) {
            let mut y = 0.0;
            for h in 0..H {
                let mut z = self.b[h];
                for i in 0..I {
                    z += self.w[h][i] * x[i];
                }
                y += self.v[h] * z.tanh();
            }
            let e = self.slope * y - t;
            loss += e * e;
        }
        loss / xs.len() as f64
    }

    fn hidden(&self, #[constant] x: &[f64; I]) -> f64 {
        let mut h = [0.0; H];
        for k in 0..self.b.len() {
            h[k] = self.b[k];
            for (i, w) in self.w[k].iter().enumerate() {
                h[k] += w * x[i];
            }
            h[k] = h[k].max(0.0);
        }
        h.iter().zip(self.v.iter()).map(|(h, v)| h * v).sum()
    }
}

#[chainrule::gradient]
fn of_generic<const H: usize>(net: &Mlp<2, H>, #[constant] x: [f64; 2]) -> f64 {
    let mut s = 0.0;
    for (row, b) in net.w.iter().zip(&net.b) {
        s += (row[0] * x[0] + row[1] * x[1] + b).sin();
    }
    s
}

#[test]
fn generic_structs() {
    let mut p = Mlp::<2, 3> { w: [[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]], b: [0.01, 0.02, 0.03], v: Box::new([1.0, -1.0, 0.5]), slope: 1.5 };
    let (xs, ts) = ([[1.0, 2.0], [0.5, -1.0], [0.0, 0.25], [2.0, 2.0]], [0.1, 0.2, 0.3, 0.4]);
    let g: MlpGradient<2, 3> = p.loss_gradient(&xs, &ts);
    agrees(&mut p, &g, |p| p.loss(&xs, &ts));
    let g = p.hidden_gradient(&[1.0, 0.8]);
    agrees(&mut p, &g, |p| p.hidden(&[1.0, 0.8]));
    let g = of_generic_gradient(&p, [0.3, 0.8]);
    agrees(&mut p, &g, |p| of_generic(p, [0.3, 0.8]));
}

// Arrays of structs.

#[derive(Clone, Copy, Debug, PartialEq, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[chainrule::gradient]
fn length_of_path(points: &[Point]) -> f64 {
    let mut sum = 0.0;
    for i in 1..points.len() {
        let (dx, dy) = (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        sum += dx.hypot(dy);
    }
    sum
}

#[chainrule::gradient]
fn moment(points: &Vec<Point>, #[constant] about: Point) -> f64 {
    let mut sum = 0.0;
    for p in points {
        let Point { x, y } = p;
        sum += (x - about.x).powi(2) + (y - about.y) * (y - about.y) * x;
    }
    sum
}

#[chainrule::gradient]
fn area([a, b, c]: [Point; 3]) -> f64 {
    0.5 * ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y))
}

#[test]
fn slices_of_structs() {
    let mut points: Vec<Point> = [(0.0, 0.0), (1.0, 0.5), (1.5, 2.0), (-1.0, 0.25)].map(|(x, y)| Point { x, y }).to_vec();
    let g: Vec<PointGradient> = length_of_path_gradient(&points);
    agrees(&mut points, &g, |p| length_of_path(p));
    let about = Point { x: 0.5, y: -0.5 };
    let g = moment_gradient(&points, about);
    agrees(&mut points, &g, |p| moment(p, about));
    let mut into = vec![PointGradient { x: 1.0, y: 1.0 }; 4];
    moment_gradient_into(&points, about, &mut into);
    assert_eq!(into, g);
    moment_gradient_add(&points, about, &mut into);
    for (a, b) in into.iter().zip(&g) {
        all_close(&[a.x, a.y], &[2.0 * b.x, 2.0 * b.y]);
    }
    let mut triangle = [points[0], points[1], points[2]];
    let g: [PointGradient; 3] = area_gradient(triangle);
    agrees(&mut triangle, &g, |t| area(*t));
    assert!(length_of_path_gradient(&[]).is_empty());
}

#[test]
#[should_panic(expected = "the gradient of `points` has 1 elements, but `points` has 2")]
fn gradients_of_slices_have_their_length() {
    let mut short = [PointGradient { x: 0.0, y: 0.0 }];
    length_of_path_gradient_into(&[Point { x: 0.0, y: 0.0 }; 2], &mut short);
}

#[derive(Clone, Gradient)]
struct Deep {
    layers: [Square; 3],
    readout: (f64, [f64; 2]),
}

#[derive(Clone, Gradient)]
struct Square {
    w: [[f64; 2]; 2],
    b: [f64; 2],
}

#[chainrule::gradient]
fn deep(net: &Deep, #[constant] x: [f64; 2]) -> f64 {
    let mut a = x;
    for l in 0..net.layers.len() {
        let mut next = [0.0; 2];
        for i in 0..2 {
            let mut z = net.layers[l].b[i];
            for j in 0..2 {
                z += net.layers[l].w[i][j] * a[j];
            }
            next[i] = z.tanh();
        }
        a = next;
    }
    net.readout.0 + net.readout.1[0] * a[0] + net.readout.1[1] * a[1]
}

#[chainrule::gradient]
fn deep_by_iterators(net: &Deep, #[constant] x: [f64; 2]) -> f64 {
    let mut a = x;
    for layer in &net.layers {
        let mut next = layer.b;
        for i in 0..2 {
            next[i] += layer.w[i].iter().zip(&a).map(|(w, a)| w * a).sum::<f64>();
        }
        a = [next[0].tanh(), next[1].tanh()];
    }
    let (c, [u, v]) = net.readout;
    c + u * a[0] + v * a[1]
}

#[test]
fn structs_with_arrays_of_structs() {
    let layer = |s: f64| Square { w: [[0.5 * s, -0.2], [0.1, 0.3 + s]], b: [0.05, s] };
    let mut net = Deep { layers: [layer(0.3), layer(-0.4), layer(0.9)], readout: (0.1, [0.7, -0.6]) };
    let g: DeepGradient = deep_gradient(&net, [0.4, -0.9]);
    agrees(&mut net, &g, |p| deep(p, [0.4, -0.9]));
    let g = deep_by_iterators_gradient(&net, [0.4, -0.9]);
    agrees(&mut net, &g, |p| deep_by_iterators(p, [0.4, -0.9]));
}

// Tuples and patterns.

#[chainrule::gradient]
fn line(p: (f64, f64), #[constant] data: &[(f64, f64)]) -> f64 {
    let mut loss = 0.0;
    for &(x, y) in data {
        let e = p.0 * x + p.1 - y;
        loss += e * e;
    }
    loss
}

#[chainrule::gradient]
fn patterns((a, b): (f64, f64), [x, y, z]: [f64; 3], &[u, v]: &[f64; 2], Point { x: px, .. }: &Point) -> f64 {
    a * x + b * y * u + z * v * v + px * a
}

#[chainrule::gradient]
fn mixed(p: &(f64, [f64; 2], Point), #[constant] (n, on): (usize, bool)) -> f64 {
    let mut s = p.0;
    for _ in 0..n {
        s = s * p.1[0] + p.2.x;
    }
    if on { s * p.1[1] } else { s }
}

#[chainrule::gradient]
fn pairs(pairs: &[(f64, Point)]) -> f64 {
    pairs.iter().map(|(w, p)| w * (p.x * p.x - p.y)).sum()
}

#[test]
fn tuples() {
    let data = [(0.0, 1.0), (1.0, 2.5), (2.0, 3.5)];
    let mut p = (1.0, 0.5);
    let g: (f64, f64) = line_gradient(p, &data);
    agrees(&mut p, &g, |p| line(*p, &data));
    let (da, dx, du, dp) = patterns_gradient((2.0, 3.0), [5.0, 7.0, 11.0], &[13.0, 17.0], &Point { x: 19.0, y: 0.0 });
    assert_eq!(da, (5.0 + 19.0, 7.0 * 13.0));
    assert_eq!(dx, [2.0, 3.0 * 13.0, 17.0 * 17.0]);
    assert_eq!(du, [3.0 * 7.0, 11.0 * 2.0 * 17.0]);
    assert_eq!(dp, PointGradient { x: 2.0, y: 0.0 });
    let mut p = (0.5, [0.8, 1.5], Point { x: 0.2, y: 0.0 });
    for which in [(3, true), (0, false)] {
        let g = mixed_gradient(&p, which);
        agrees(&mut p, &g, |p| mixed(p, which));
    }
    let mut list = vec![(0.5, Point { x: 1.0, y: 2.0 }), (-1.5, Point { x: 0.3, y: 0.1 })];
    let g: Vec<(f64, PointGradient)> = pairs_gradient(&list);
    agrees(&mut list, &g, |l| pairs(l));
}

#[derive(Clone, Gradient)]
struct Boxed {
    rows: [Box<[f64; 2]>; 2],
    inner: Box<[Square; 2]>,
}

#[chainrule::gradient]
fn by_value(layers: [Square; 2], boxed: Boxed, #[constant] n: usize) -> f64 {
    let mut s = 0.0;
    for (k, l) in layers.iter().enumerate() {
        for i in 0..2 {
            s += (l.w[i][k] * l.b[i]).sin() * boxed.inner[k].w[i][0];
        }
    }
    for i in 0..n {
        s += boxed.inner[i].b[1 - i] * s;
    }
    s
}

#[test]
fn arrays_of_structs_by_value_and_in_boxes() {
    let square = |s: f64| Square { w: [[0.5 * s, -0.2], [0.1, 0.3 + s]], b: [0.05, s] };
    let boxed = Boxed { rows: [Box::new([0.0; 2]), Box::new([1.0; 2])], inner: Box::new([square(0.4), square(-0.8)]) };
    let mut both = ([square(0.3), square(-0.6)], boxed);
    let g = by_value_gradient(both.0.clone(), both.1.clone(), 2);
    agrees(&mut both, &g, |b| by_value(b.0.clone(), b.1.clone(), 2));
}

mod elsewhere {
    use chainrule::Gradient;

    #[derive(Clone, Debug, Gradient)]
    pub struct Layer<const N: usize> {
        pub w: [f64; N],
        pub b: f64,
    }
}

/// Only the struct is imported, under another name, and a number has one of its own.
mod imported {
    use super::elsewhere::Layer as Imported;
    use chainrule::{Gradient, gradient};

    type Number = f64;

    #[derive(Clone, Debug, Gradient)]
    pub struct Net<const N: usize> {
        pub layers: [Imported<N>; 2],
        pub both: (Number, Box<Imported<1>>),
        pub scale: Number,
    }

    #[gradient]
    pub fn output<const N: usize>(net: &Net<N>, #[constant] x: &[f64; N]) -> f64 {
        let mut sum = net.both.0 * net.both.1.b;
        for layer in &net.layers {
            let mut z = layer.b;
            for i in 0..N {
                z += layer.w[i] * x[i];
            }
            sum += z * z;
        }
        sum * net.scale
    }
}

#[test]
fn structs_are_parameters_under_any_name() {
    use elsewhere::{Layer, LayerGradient};
    let layer = |b: f64| Layer { w: [0.5, -0.25], b };
    let net = imported::Net { layers: [layer(1.0), layer(2.0)], both: (3.0, Box::new(Layer { w: [0.0], b: 4.0 })), scale: 0.5 };
    let gradient: imported::NetGradient<2> = imported::output_gradient(&net, &[2.0, 4.0]);
    // z is b, as w x is 0; the derivative by b is 2 b, by w that times x, all times the scale.
    let [first, second]: [LayerGradient<2>; 2] = gradient.layers;
    assert_eq!((first.b, first.w), (1.0, [2.0, 4.0]));
    assert_eq!((second.b, second.w), (2.0, [4.0, 8.0]));
    assert_eq!((gradient.both.0, gradient.both.1.b, gradient.both.1.w), (2.0, 1.5, [0.0]));
    assert_eq!(gradient.scale, 12.0 + 1.0 + 4.0);
}
