//! Copies of struct arguments, whose fields loops assign and methods write to.

use chainrule::{Gradient, gradient};

#[derive(Clone, Copy, Debug, Gradient)]
struct State {
    x: [f64; 2],
    v: [f64; 2],
    t: f64,
}

#[derive(Clone, Copy, Debug, Gradient)]
struct World {
    body: State,
    g: f64,
    #[gradient(skip)]
    hits: usize,
}

#[derive(Clone, Debug, Gradient)]
struct Layer {
    w: [[f64; 2]; 3],
    b: [f64; 3],
    scale: Box<[f64; 2]>,
}

const START: State = State { x: [0.4, -0.7], v: [0.3, 0.9], t: 1.7 };
const WORLD: World = World { body: START, g: 0.2, hits: 4 };

fn layer() -> Layer {
    Layer { w: [[0.4, -0.7], [0.3, 0.9], [1.7, 0.6]], b: [0.2, 0.33, -0.45], scale: Box::new([0.8, 0.21]) }
}

/// As one writes the steps of a simulation.
#[gradient(check(start = START))]
fn swing(start: &State, k: f64, #[constant] steps: usize) -> f64 {
    let mut s = *start;
    for _ in 0..steps {
        for d in 0..2 {
            s.v[d] -= k * s.x[d];
        }
        for d in 0..2 {
            s.x[d] += s.v[d];
        }
        s.t += 0.5;
    }
    s.x[0] * s.x[1] * s.t
}

#[gradient(check(s = START))]
fn own(mut s: State, k: f64) -> f64 {
    for d in 0..2 {
        s.v[d] -= k * s.x[d];
        s.x[d] *= s.v[d];
    }
    s.x[0] * s.x[1] + s.v[1] + s.t
}

/// In a field of a field, under a condition, and an integer.
#[gradient(check(world = WORLD))]
fn nested(world: &World, k: f64) -> f64 {
    let mut w = *world;
    for i in 0..3 {
        if i % 2 == 0 {
            w.body.v[0] -= k * w.g;
        }
        w.body.x[0] += w.body.v[0];
        w.body.t *= 0.9;
        w.hits += 1;
    }
    w.body.x[0] * w.body.t + w.hits as f64 * w.g + w.body.x[1]
}

#[gradient(check(world = WORLD))]
fn until(world: &World, k: f64) -> f64 {
    let mut s = world.body;
    let mut i = 0;
    while s.x[0] < 5.0 && i < 20 {
        s.x[0] += s.v[0].abs() * k + 0.3;
        i += 1;
        if s.t > 3.0 {
            s.t -= s.x[0];
        }
    }
    s.x[0] * s.x[1] + s.t
}

#[gradient]
fn kicked(s: &State, k: f64) -> State {
    let mut s = *s;
    for d in 0..2 {
        s.v[d] -= k * s.x[d];
        s.x[d] += s.v[d];
    }
    s
}

/// A field is assigned, and then all of the struct.
#[gradient(check(start = START))]
fn both(start: &State, k: f64) -> f64 {
    let mut s = *start;
    for _ in 0..3 {
        s.v[0] *= k;
        s = kicked(&s, k);
        s.x[1] += s.t;
    }
    s.x[0] * s.x[1] + s.t
}

#[gradient]
fn grown(l: &Layer, k: f64) -> Layer {
    let mut l = l.clone();
    l.scale[1] += k * l.w[1][0];
    l.b[2] *= l.scale[1];
    l
}

/// Fields of two axes, and in a box.
#[gradient(check(start = layer()))]
fn of_layers(start: &Layer, k: f64, #[constant] n: usize) -> f64 {
    let mut l = start.clone();
    for i in 0..n {
        l.w[i % 3][0] *= k;
        l = grown(&l, k);
        l.scale[0] += l.b[2];
    }
    l.scale[0] * l.w[0][0] + l.b[1]
}

#[gradient(check(l = layer()))]
fn written_one_by_one(l: &Layer, k: f64) -> f64 {
    let mut l = l.clone();
    for i in 0..3 {
        for j in 0..2 {
            l.w[i][j] += k * l.b[i];
        }
    }
    let mut t = 0.0;
    for row in &l.w {
        for v in row {
            t += v * v;
        }
    }
    t
}

/// A layer of a network, whose sums begin with the biases.
#[gradient(check(l = layer()))]
fn forward(l: &Layer, x: &[f64; 2]) -> f64 {
    let mut y = l.b;
    for (y, row) in y.iter_mut().zip(&l.w) {
        for (w, x) in row.iter().zip(x) {
            *y += w * x;
        }
        *y = y.tanh();
    }
    y.iter().map(|v| v * v).sum()
}

#[gradient(check(l = layer()))]
fn rows_of_a_copy(l: &Layer) -> f64 {
    let mut w = l.w;
    for row in w.iter_mut() {
        for v in row.iter_mut() {
            *v = v.sin();
        }
    }
    for row in &mut w {
        row.reverse();
        row[0] *= 2.0;
    }
    w[0][1] * w[2][0] + w[1][1]
}

#[gradient(check(l = layer()))]
fn whole_copies(l: &Layer) -> f64 {
    let mut b = l.b;
    b.reverse();
    b.swap(0, 1);
    b[1..].fill(0.5);
    let mut c = l.b;
    for pair in c.chunks_mut(2) {
        pair[0] *= 3.0;
    }
    b[0] * b[1] + c[0] * c[1] + c[2]
}

#[gradient(check(l = layer()))]
fn fields_written_by_methods(l: &Layer, k: f64) -> f64 {
    let mut l = l.clone();
    for v in l.b.iter_mut() {
        if *v > 10.0 {
            break;
        }
        *v = v.exp();
    }
    for v in &mut l.b {
        *v += 1.0;
    }
    for _ in 0..2 {
        l.b.iter_mut().for_each(|v| *v *= k);
        l.w[0] = [k, 2.0];
        l.scale[1] += l.b[0];
    }
    l.b[0] * l.b[2] + l.w[0][0] * l.w[1][1] + l.scale[1] * l.scale[0]
}

#[gradient]
fn doubled(x: &mut [f64; 2], k: f64) {
    x[0] *= k;
    x[1] += x[0];
}

#[gradient(check(start = START))]
fn fields_written_by_functions(start: &State, k: f64) -> f64 {
    let mut s = State { x: [k, start.t], ..*start };
    for _ in 0..2 {
        doubled(&mut s.x, k);
        std::mem::swap(&mut s.x, &mut s.v);
        for (a, b) in s.x.iter_mut().zip(s.v.iter_mut()) {
            *a += *b;
            *b *= k;
        }
        s.x.swap(0, 1);
    }
    s.x[0] * s.x[1] + s.v[0] * s.t
}
