//! Programs in text form, compared with `programs/*.txt`; `UPDATE=1` writes these files.

use chainrule_core::affine::{Affine, AxisId};
use chainrule_core::functions::Function;
use chainrule_core::graph::{ArrayId, Graph, Index, NodeId, ReduceOp};
use chainrule_core::number::Number;
use chainrule_core::schedule::{Options, schedule};
use chainrule_core::target::{Target, TargetKind, Write};

fn n(k: i64) -> Affine {
    Affine::constant(k)
}

fn at(g: &mut Graph, a: ArrayId, axes: &[AxisId]) -> NodeId {
    g.element(a, axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect(), false)
}

fn value(v: NodeId) -> Target {
    Target {
        name: "value".into(),
        kind: TargetKind::Value,
        shape: vec![],
        writes: vec![Write { indices: vec![], axes: vec![], value: v, guarded: false }],
    }
}

fn gradient(g: &Graph, a: ArrayId, axes: &[AxisId], v: NodeId) -> Target {
    let array = g.array(a);
    Target {
        name: array.name.clone(),
        kind: TargetKind::Gradient(a),
        shape: array.shape.clone(),
        writes: vec![Write {
            indices: axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect(),
            axes: axes.to_vec(),
            value: v,
            guarded: false,
        }],
    }
}

fn check(name: &str, g: &Graph, targets: &[Target]) {
    let text = schedule(g.clone(), targets, &Options::default()).to_string();
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &text).expect("written");
    }
    let want = std::fs::read_to_string(&file).expect("a snapshot");
    assert_eq!(text, want, "{name}");
}

#[test]
fn neuron() {
    let mut g = Graph::new();
    let (w, b) = (g.declare("w", vec![], true), g.declare("b", vec![], true));
    let (x, t) = (g.declare("x", vec![], false), g.declare("t", vec![], false));
    let [wn, bn, xn, tn] = [w, b, x, t].map(|a| at(&mut g, a, &[]));
    let p = g.mul(wn, xn);
    let z = g.add(p, bn);
    let s = g.apply(Function::Sigmoid, &[z]);
    let e = g.sub(s, tn);
    let e2 = g.powi(e, 2);
    let v = g.scale(Number::ratio(1, 2), e2);
    let d = g.partial_sigmoid(s);
    let d = g.mul(e, d);
    let dw = g.mul(d, xn);
    let targets = [value(v), gradient(&g, w, &[], dw), gradient(&g, b, &[], d)];
    check("neuron", &g, &targets);
}

trait More {
    fn partial_sigmoid(&mut self, s: NodeId) -> NodeId;
}
impl More for Graph {
    fn partial_sigmoid(&mut self, s: NodeId) -> NodeId {
        let m = self.neg(s);
        let c = self.offset(Number::ONE, m);
        self.mul(s, c)
    }
}

#[test]
fn layer() {
    let mut g = Graph::new();
    let (w, b) = (g.declare("W", vec![n(32), n(64)], true), g.declare("b", vec![n(32)], true));
    let (x, t) = (g.declare("x", vec![n(64)], false), g.declare("t", vec![n(32)], false));
    let (i, j) = (g.free_axis(n(32), Some("i")), g.free_axis(n(64), Some("j")));
    let (wn, bn, xn, tn) = (at(&mut g, w, &[i, j]), at(&mut g, b, &[i]), at(&mut g, x, &[j]), at(&mut g, t, &[i]));
    let p = g.mul(wn, xn);
    let z = g.reduce(ReduceOp::Sum, j, p);
    let z = g.add(z, bn);
    let s = g.apply(Function::Sigmoid, &[z]);
    let e = g.sub(s, tn);
    let e2 = g.powi(e, 2);
    let v = g.reduce(ReduceOp::Sum, i, e2);
    let v = g.scale(Number::ratio(1, 2), v);
    let d = g.partial_sigmoid(s);
    let d = g.mul(e, d);
    let dw = g.mul(d, xn);
    let targets = [value(v), gradient(&g, w, &[i, j], dw), gradient(&g, b, &[i], d)];
    check("layer", &g, &targets);
}

#[test]
fn batch_net() {
    let mut g = Graph::new();
    let dim = g.dimension("N");
    let nn = Affine::dim(dim);
    let w1 = g.declare("W1", vec![n(16), n(13)], true);
    let w2 = g.declare("W2", vec![n(10), n(16)], true);
    let b1 = g.declare("b1", vec![n(16)], true);
    let x = g.declare("x", vec![nn.clone(), n(13)], false);
    let t = g.declare("label", vec![nn.clone()], false);
    let (a, i, j, k) =
        (g.free_axis(nn.clone(), Some("n")), g.free_axis(n(16), Some("i")), g.free_axis(n(13), Some("j")), g.free_axis(n(10), Some("k")));
    let (w1n, w2n, b1n, xn, tn) =
        (at(&mut g, w1, &[i, j]), at(&mut g, w2, &[k, i]), at(&mut g, b1, &[i]), at(&mut g, x, &[a, j]), at(&mut g, t, &[a]));
    let p = g.mul(w1n, xn);
    let z1 = g.reduce(ReduceOp::Sum, j, p);
    let z1 = g.add(z1, b1n);
    let h = g.apply(Function::Tanh, &[z1]);
    g.set_label(h, "h");
    let p = g.mul(w2n, h);
    let z2 = g.reduce(ReduceOp::Sum, i, p);
    g.set_label(z2, "z");
    let lse = g.reduce(ReduceOp::LogSumExp, k, z2);
    let kn = g.position(Affine::axis(k));
    let hit = g.indicator(chainrule_core::graph::Comparison::Eq, kn, tn);
    let own = g.mul(hit, z2);
    let own = g.reduce(ReduceOp::Sum, k, own);
    let loss = g.sub(lse, own);
    let total = g.reduce(ReduceOp::Sum, a, loss);
    let count = g.position(nn);
    let mean = g.div(total, count);
    let d = g.sub(z2, lse);
    let p = g.apply(Function::Exp, &[d]);
    let d2 = g.sub(p, hit);
    let d2 = g.div(d2, count);
    g.set_label(d2, "d2");
    let dw2 = g.mul(d2, h);
    let dw2 = g.reduce(ReduceOp::Sum, a, dw2);
    let hb = g.mul(w2n, d2);
    let hb = g.reduce(ReduceOp::Sum, k, hb);
    let hh = g.powi(h, 2);
    let hh = g.neg(hh);
    let hh = g.offset(Number::ONE, hh);
    let d1 = g.mul(hb, hh);
    let dw1 = g.mul(d1, xn);
    let dw1 = g.reduce(ReduceOp::Sum, a, dw1);
    let db1 = g.reduce(ReduceOp::Sum, a, d1);
    let targets = [value(mean), gradient(&g, w1, &[i, j], dw1), gradient(&g, w2, &[k, i], dw2), gradient(&g, b1, &[i], db1)];
    check("batch_net", &g, &targets);
}

#[test]
fn convolution() {
    let mut g = Graph::new();
    let kern = g.declare("K", vec![n(3), n(3)], true);
    let x = g.declare("x", vec![n(28), n(28)], false);
    let (i, j) = (g.free_axis(n(26), Some("i")), g.free_axis(n(26), Some("j")));
    let (u, v) = (g.free_axis(n(3), Some("u")), g.free_axis(n(3), Some("v")));
    let kn = at(&mut g, kern, &[u, v]);
    let row = Affine::axis(i).add_scaled(1, &Affine::axis(u));
    let col = Affine::axis(j).add_scaled(1, &Affine::axis(v));
    let xn = g.element(x, vec![Index::Affine(row), Index::Affine(col)], false);
    let p = g.mul(kn, xn);
    let z = g.reduce(ReduceOp::Sum, v, p);
    let z = g.reduce(ReduceOp::Sum, u, z);
    let y = g.apply(Function::Tanh, &[z]);
    let y2 = g.powi(y, 2);
    let l = g.reduce(ReduceOp::Sum, j, y2);
    let l = g.reduce(ReduceOp::Sum, i, l);
    let m = g.neg(y2);
    let m = g.offset(Number::ONE, m);
    let d = g.mul(y, m);
    let d = g.scale(Number::integer(2), d);
    let q = g.mul(d, xn);
    let q = g.reduce(ReduceOp::Sum, j, q);
    let q = g.reduce(ReduceOp::Sum, i, q);
    let targets = [value(l), gradient(&g, kern, &[u, v], q)];
    check("convolution", &g, &targets);
}

/// What the error function takes and its derivative is; of a number whose error function is not there, the exponential.
#[test]
fn error_function() {
    let mut g = Graph::new();
    let (x, y) = (g.declare("x", vec![], true), g.declare("y", vec![], true));
    let (xn, yn) = (at(&mut g, x, &[]), at(&mut g, y, &[]));
    let opposite = g.neg(xn);
    let erfc = g.apply(Function::Erfc, &[opposite]);
    let other = g.gaussian(Number::ONE, yn);
    let sum = g.add(erfc, other);
    let gradient = chainrule_core::differentiate::gradient(&mut g, sum, &[x, y], chainrule_core::differentiate::Domain::Kept);
    let mut targets = vec![value(sum)];
    targets.extend(chainrule_core::differentiate::gradient_targets(&g, gradient, &[x, y]));
    check("error_function", &g, &targets);
}

/// A product that is multiplied by the same number wherever it is used is computed with it, up to the sign.
#[test]
fn scale() {
    let mut g = Graph::new();
    let (x, d) = (g.declare("x", vec![n(5)], true), g.declare("d", vec![n(5), n(3)], true));
    let y = g.declare("y", vec![n(5), n(3)], false);
    let (i, k) = (g.free_axis(n(5), Some("i")), g.free_axis(n(3), Some("k")));
    let (dn, yn) = (at(&mut g, d, &[i, k]), at(&mut g, y, &[i, k]));
    let product = g.mul(dn, yn);
    let (below, above) = (g.scale(Number::integer(24), product), g.scale(Number::integer(-24), product));
    let mut sums = gradient(&g, x, &[i], above);
    sums.writes[0].axes.push(k);
    check("scale", &g, &[gradient(&g, d, &[i, k], below), sums]);
}
