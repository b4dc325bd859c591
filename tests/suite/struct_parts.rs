//! What the fields of structs may be used for in a differentiated function, and the names they may have.
#![allow(clippy::needless_range_loop, clippy::ptr_arg, clippy::manual_memcpy)]

use crate::structs::agrees;
use crate::{all_close, close};
use chainrule::{Gradient, Parameters, stop_gradient};

// Constants in structs.

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Kind {
    Square,
    Absolute,
    Other(u8),
}

struct Settings {
    kind: Kind,
    other: Kind,
    label: &'static str,
    strict: bool,
    steps: i32,
    from: usize,
    rate: f64,
    limits: Vec<f64>,
    counts: [u16; 3],
    rows: Vec<[f64; 2]>,
}

fn settings() -> Settings {
    Settings {
        kind: Kind::Square,
        other: Kind::Absolute,
        label: "a",
        strict: true,
        steps: 3,
        from: 1,
        rate: 0.25,
        limits: vec![0.5, 1.5, 2.5],
        counts: [2, 0, 1],
        rows: vec![[1.0, 2.0], [3.0, 4.0]],
    }
}

#[chainrule::gradient]
fn settled(x: f64, #[constant] s: &Settings, #[constant] kind: Kind) -> f64 {
    let mut y = match s.kind {
        Kind::Square => x * x,
        Kind::Absolute => x.abs(),
        Kind::Other(_) => 0.0,
    };
    if kind == Kind::Absolute || s.kind == s.other {
        y *= 3.0;
    }
    if s.label == "a" && s.strict {
        y += x;
    }
    for i in s.from..s.limits.len() {
        y += (s.limits[i] * x).sin();
    }
    for _ in 0..s.steps {
        y = y * s.rate + x;
    }
    for [a, b] in &s.rows {
        y += a * x.powi(2) - b * x;
    }
    y += s.limits[s.counts[0] as usize] * x;
    for (i, limit) in s.limits.iter().enumerate() {
        y += x.powi(s.counts[i] as i32) * limit / s.steps as f64;
    }
    match (kind, s.strict) {
        (Kind::Other(7), true) => -y,
        (_, false) => 0.0,
        _ => y,
    }
}

#[test]
fn constants_of_any_type() {
    let mut s = settings();
    for kind in [Kind::Square, Kind::Absolute, Kind::Other(7), Kind::Other(8)] {
        for own in [Kind::Square, Kind::Absolute, Kind::Other(1)] {
            for strict in [true, false] {
                (s.kind, s.strict) = (own, strict);
                let g = settled_gradient(0.7, &s, kind);
                agrees(&mut 0.7, &g, |x| settled(*x, &s, kind));
            }
        }
    }
}

#[test]
#[should_panic(expected = "`s.steps` is -2, but it bounds a loop or an index and must not be negative")]
fn bounds_must_not_be_negative() {
    let mut s = settings();
    s.steps = -2;
    let _ = settled_gradient(0.7, &s, Kind::Square);
}

#[chainrule::gradient]
fn shifted(x: f64, #[constant] s: &Settings) -> f64 {
    x * (s.steps as f64) + if s.steps < 0 { x * x } else { 0.0 }
}

#[test]
fn numbers_may_be_negative() {
    let mut s = settings();
    s.steps = -2;
    close(shifted_gradient(0.5, &s), -2.0 + 1.0);
}

#[chainrule::gradient]
fn labelled(w: &[f64; 3], #[constant] labels: &[usize], #[constant] signs: [bool; 2]) -> f64 {
    let mut loss = 0.0;
    for (n, label) in labels.iter().enumerate() {
        loss += w[*label] * w[*label] * (n as f64 + 1.0);
    }
    if signs[0] && !signs[1] { loss } else { -loss }
}

#[test]
fn arrays_of_integers_and_conditions() {
    let mut w = [0.5, -1.5, 2.0];
    for signs in [[true, false], [true, true]] {
        let g = labelled_gradient(&w, &[2, 0, 2, 1], signs);
        agrees(&mut w, &g, |w| labelled(w, &[2, 0, 2, 1], signs));
    }
}

// Fields that are no parameters.

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Spring {
    stiffness: f64,
    #[gradient(skip)]
    length: f64,
    #[gradient(skip)]
    turns: usize,
    #[gradient(skip)]
    on: bool,
}

#[chainrule::gradient]
fn energy(s: &Spring, x: f64) -> f64 {
    let e = x - stop_gradient(s.length);
    let mut sum = 0.0;
    for i in 0..s.turns {
        sum += 0.5 * s.stiffness * e * e / (i as f64 + s.turns as f64);
    }
    if s.on { sum } else { 0.0 }
}

#[test]
fn skipped_fields() {
    let s = Spring { stiffness: 2.0, length: 1.0, turns: 2, on: true };
    let (g, dx) = energy_gradient(&s, 3.0);
    let weights = 1.0 / 2.0 + 1.0 / 3.0;
    close(g.stiffness, 0.5 * 4.0 * weights);
    close(dx, 2.0 * 2.0 * weights);
}

// f32, and structs known by another name only.

mod inner {
    use chainrule::Gradient;

    #[derive(Clone, Debug, PartialEq, Gradient)]
    pub struct Unit<const N: usize> {
        pub w: [f32; N],
        pub b: f32,
    }
}

type Three = inner::Unit<3>;

#[chainrule::gradient]
fn unit(units: &[Three; 2], #[constant] x: &[f32; 3]) -> f32 {
    let mut sum = 0.0;
    for u in units {
        let z: f32 = u.w.iter().zip(x).map(|(w, x)| w * x).sum::<f32>() + u.b;
        sum += z * z;
    }
    sum
}

#[test]
fn single_precision() {
    let units = [Three { w: [1.0, 2.0, 3.0], b: 0.5 }, Three { w: [0.0, -1.0, 0.5], b: 0.0 }];
    let g = unit_gradient(&units, &[1.0, 0.5, -1.0]);
    let (z0, z1) = (1.0 + 1.0 - 3.0 + 0.5, -0.5 - 0.5);
    assert_eq!(g[0].w, [2.0 * z0, z0, -2.0 * z0]);
    assert_eq!(g[0].b, 2.0 * z0);
    assert_eq!(g[1].w, [2.0 * z1, z1, -2.0 * z1]);
}

// Names.

#[derive(Clone, Copy, Gradient)]
struct Odd {
    t2: f64,
    sum: f64,
    core: f64,
    __at: [f64; 2],
    dp: f64,
    r#type: f64,
    sin: f64,
    len: f64,
    i: [f64; 2],
}

#[chainrule::gradient]
fn odd(p: &Odd, dp: f64, i: &Odd, at: Odd) -> f64 {
    let (t2, sum) = (p.t2 * dp, p.sum + i.t2);
    let len = p.len * at.len;
    let mut core = p.core * t2 + sum * sum * len;
    for k in 0..2 {
        core += p.__at[k] * p.i[k] * i.i[k] + at.__at[k];
    }
    let r#type = p.r#type;
    (core * p.dp + r#type * at.sin).sin()
}

#[test]
fn fields_may_have_any_name() {
    let value = |s: f64| Odd {
        t2: 0.1 * s,
        sum: 0.2,
        core: 0.3 * s,
        __at: [0.4, 0.5 * s],
        dp: 0.6,
        r#type: 0.7,
        sin: 0.8 * s,
        len: 0.9,
        i: [s, 1.1],
    };
    let mut all = (value(1.0), 0.5, value(-0.7), value(0.3));
    let g = odd_gradient(&all.0, all.1, &all.2, all.3);
    agrees(&mut all, &g, |a| odd(&a.0, a.1, &a.2, a.3));
}

// Structs that are made, copies of fields that are changed, and branches.

#[derive(Clone, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Clone, Gradient)]
struct Cell {
    a: [[f64; 2]; 2],
    start: [f64; 2],
    pole: Point,
    bias: f64,
}

#[chainrule::gradient]
impl Cell {
    fn run(&self, #[constant] xs: &[f64]) -> f64 {
        let mut h = self.start;
        let mut total = self.bias;
        for x in xs {
            let mut next = [0.0; 2];
            for i in 0..2 {
                next[i] = (self.a[i][0] * h[0] + self.a[i][1] * h[1] + x).tanh();
            }
            h = next;
            total += h[0] * h[1] * self.bias;
        }
        total
    }

    fn change(&self, x: f64) -> f64 {
        let mut s = self.start;
        s[0] += x;
        for i in 0..2 {
            s[i] *= self.bias;
        }
        let mut z = self.bias;
        for row in self.a.iter() {
            z = (z * row[0] + row[1]).sin();
        }
        let p = if x > 0.0 { Point { x: z, y: self.pole.y } } else { Point { x: self.pole.x, y: x } };
        let Point { x: px, y } = p;
        let w = if z > self.bias { self.bias } else { self.pole.x };
        let best = self.start.iter().fold(f64::NEG_INFINITY, |m, v| m.max(*v));
        s[0] * px + s[1] * y.cos() + w * best
    }

    fn nearest(&self, #[constant] others: &[Point]) -> f64 {
        let here = &self.pole;
        let mut best = f64::INFINITY;
        for o in others {
            let (dx, dy) = (o.x - here.x, o.y - here.y);
            best = best.min(dx * dx + dy * dy);
        }
        others.iter().map(|o| (o.x * here.y).exp()).sum::<f64>() + best
    }
}

fn cell() -> Cell {
    Cell { a: [[0.3, -0.4], [0.5, 0.2]], start: [0.1, -0.2], pole: Point { x: 0.6, y: -0.3 }, bias: 0.7 }
}

#[test]
fn fields_start_what_loops_carry() {
    let mut c = cell();
    let xs = [0.2, -0.1, 0.5];
    let g = c.run_gradient(&xs);
    agrees(&mut c, &g, |c| c.run(&xs));
    for x in [0.4, -0.4] {
        let mut both = (cell(), x);
        let g = both.0.change_gradient(x);
        agrees(&mut both, &g, |b| b.0.change(b.1));
    }
    let others = [Point { x: 0.5, y: 0.5 }, Point { x: -1.0, y: 0.1 }];
    let g = c.nearest_gradient(&others);
    agrees(&mut c, &g, |c| c.nearest(&others));
}

// Products of matrices, some of them scattered over structs in an array.

#[derive(Clone, Gradient)]
struct Wide {
    w: Box<[[f64; 40]; 30]>,
    v: [[f64; 30]; 20],
}

#[chainrule::gradient]
fn wide(net: &Wide, #[constant] xs: &[[f64; 40]]) -> f64 {
    let mut loss = 0.0;
    for x in xs {
        let mut h = [0.0; 30];
        for i in 0..30 {
            let mut z = 0.0;
            for j in 0..40 {
                z += net.w[i][j] * x[j];
            }
            h[i] = z.tanh();
        }
        for row in &net.v {
            let y: f64 = row.iter().zip(&h).map(|(v, h)| v * h).sum();
            loss += y * y;
        }
    }
    loss
}

#[derive(Clone, Gradient)]
struct Row {
    c: f64,
    w: [f64; 24],
}

#[chainrule::gradient]
fn scattered(rows: &[Row; 24], xs: &[[f64; 24]; 24]) -> f64 {
    let mut loss = 0.0;
    for x in xs {
        for row in rows {
            let mut z = row.c;
            for j in 0..24 {
                z += row.w[j] * x[j];
            }
            loss += z.sin();
        }
    }
    loss
}

fn number(k: usize) -> f64 {
    ((k * 37 + 11) % 101) as f64 / 101.0 - 0.5
}

#[test]
fn matrices_in_structs() {
    let mut net = Wide {
        w: Box::new(std::array::from_fn(|i| std::array::from_fn(|j| 0.2 * number(40 * i + j)))),
        v: std::array::from_fn(|i| std::array::from_fn(|j| number(30 * i + j + 5))),
    };
    let xs: Vec<[f64; 40]> = (0..5).map(|n| std::array::from_fn(|j| number(n * 17 + j * j))).collect();
    let g = wide_gradient(&net, &xs);
    agrees(&mut net, &g, |net| wide(net, &xs));
    let mut add = g.clone();
    wide_gradient_add(&net, &xs, &mut add);
    all_close(&[add.norm_squared()], &[4.0 * g.norm_squared()]);

    let rows = std::array::from_fn(|i| Row { c: number(i), w: std::array::from_fn(|j| number(i * j + i)) });
    let xs: [[f64; 24]; 24] = std::array::from_fn(|n| std::array::from_fn(|j| number(n * 7 + j * 3)));
    let mut both = (rows, xs);
    let g = scattered_gradient(&both.0, &both.1);
    agrees(&mut both, &g, |b| scattered(&b.0, &b.1));
}

#[chainrule::gradient]
fn too_wide(net: &Wide, #[constant] xs: &[[f64; 50]], #[constant] n: usize) -> f64 {
    let mut loss = 0.0;
    for x in xs {
        for i in 0..30 {
            let mut z = 0.0;
            for j in 0..n {
                z += net.w[i][j] * x[j];
            }
            loss += z.sin();
        }
    }
    loss
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn products_do_not_leave_a_row() {
    let net = Wide { w: Box::new([[0.1; 40]; 30]), v: [[0.0; 30]; 20] };
    let _ = too_wide_gradient(&net, &[[0.1; 50]; 4], 41);
}

// Iterators over structs, and arguments that are not read.

#[chainrule::gradient]
fn walks(points: &[Point], #[constant] s: &Settings) -> f64 {
    let square = |p: &Point, factor: f64| factor * p.x * p.x + p.y;
    let mut sum = 0.0;
    for pair in points.windows(2) {
        sum += (pair[1].x - pair[0].x) * pair[1].y;
    }
    for (k, (a, b)) in points.iter().zip(points.iter().rev()).enumerate() {
        sum += a.x * b.y * k as f64;
    }
    for p in points.iter().skip(2) {
        sum += p.x.exp();
    }
    for p in points.iter().rev().filter(|p| p.x > p.y) {
        sum = sum * 0.5 + square(p, 3.0);
    }
    let last = &points[points.len() - 1];
    if matches!(s.kind, Kind::Square | Kind::Other(_)) && matches!(s.steps, 1..=3 if !points.is_empty()) {
        sum += last.x;
    }
    sum
}

#[chainrule::gradient]
#[expect(unused_variables)]
fn unread(p: &Point, q: (f64, f64), many: &[Point]) -> f64 {
    1.5
}

#[chainrule::gradient(wrt(p))]
fn chosen(p: &Point, q: &Point, x: f64) -> f64 {
    p.x * q.x * x
}

#[test]
fn iterators_over_structs() {
    let mut points: Vec<Point> = (0..6).map(|k| Point { x: number(k), y: number(k * k + 3) }).collect();
    let mut s = settings();
    for kind in [Kind::Other(1), Kind::Absolute] {
        s.kind = kind;
        let g = walks_gradient(&points, &s);
        agrees(&mut points, &g, |p| walks(p, &s));
    }
}

#[test]
fn arguments_that_are_not_read() {
    let p = Point { x: 2.0, y: 3.0 };
    let (value, (dp, dq, dmany)) = unread_value_and_gradient(&p, (1.0, 2.0), &[p.clone(), p.clone()]);
    close(value, 1.5);
    assert_eq!((dp.x, dp.y, dq, dmany.norm_squared()), (0.0, 0.0, (0.0, 0.0), 0.0));
    let g: PointGradient = chosen_gradient(&p, &Point { x: 5.0, y: 0.0 }, 0.5);
    assert_eq!((g.x, g.y), (2.5, 0.0));
}

#[chainrule::gradient]
fn hardly(cells: &[Cell; 2], points: &[Point], c: &Cell) -> f64 {
    let mut sum = 0.0 * cells[0].bias;
    for p in points.iter().skip(1) {
        sum += if p.x > 10.0 { p.y } else { p.x * c.bias };
    }
    sum + c.start[1] + c.a[0][0] * (c.pole.x + c.pole.y)
}

#[test]
fn what_was_in_a_gradient_is_overwritten() {
    let nines = || CellGradient { a: [[9.0; 2]; 2], start: [9.0; 2], pole: PointGradient { x: 9.0, y: 9.0 }, bias: 9.0 };
    let points: Vec<Point> = (0..4).map(|k| Point { x: number(k), y: number(k + 9) }).collect();
    let (cells, c) = ([cell(), cell()], cell());
    let (mut dcells, mut dpoints, mut dc) = ([nines(), nines()], vec![PointGradient { x: 9.0, y: 9.0 }; 4], nines());
    hardly_gradient_into(&cells, &points, &c, &mut dcells, &mut dpoints, &mut dc);
    assert_eq!(dcells[0].norm_squared() + dcells[1].norm_squared(), 0.0);
    assert_eq!((dpoints[0].x, dpoints[0].y, dpoints[1].x, dpoints[1].y), (0.0, 0.0, c.bias, 0.0));
    assert_eq!(dc.a, [[c.pole.x + c.pole.y, 0.0], [0.0, 0.0]]);
    assert_eq!(dc.start, [0.0, 1.0]);
    assert_eq!(dc.pole, PointGradient { x: c.a[0][0], y: c.a[0][0] });
    close(dc.bias, points[1].x + points[2].x + points[3].x);
}

#[derive(Clone, Gradient)]
struct Turns {
    w: f64,
    #[gradient(skip)]
    n: usize,
}

#[chainrule::gradient]
fn turned(all: &[Turns], x: f64) -> f64 {
    let mut a = x;
    for t in all {
        for _ in 0..t.n.min(2) {
            a = (a * t.w).sin() + 0.1;
        }
    }
    a
}

#[test]
fn turns_that_differ_from_struct_to_struct() {
    let mut both = (vec![Turns { w: 1.1, n: 1 }, Turns { w: 0.7, n: 2 }, Turns { w: 0.9, n: 0 }], 0.4);
    let g = turned_gradient(&both.0, both.1);
    agrees(&mut both, &g, |b| turned(&b.0, b.1));
    for order in [[1, 2, 0], [0, 7, 1], [5, 0, 3]] {
        for (t, n) in both.0.iter_mut().zip(order) {
            t.n = n;
        }
        let g = turned_gradient(&both.0, both.1);
        agrees(&mut both, &g, |b| turned(&b.0, b.1));
    }
}

// Fields that are assigned.

#[chainrule::gradient]
fn orbit(start: &Point, v: (f64, f64), #[constant] steps: usize) -> f64 {
    let mut p = Point { y: start.y, x: start.x };
    let mut v = v;
    let mut energy = 0.0;
    for k in 0..steps {
        let r = p.x.hypot(p.y);
        v.0 -= 0.1 * p.x / r.powi(3);
        v.1 -= 0.1 * p.y / r.powi(3);
        p.x += 0.1 * v.0;
        p.y += 0.1 * v.1;
        if k % 2 == 1 {
            p.x *= 0.99;
            p.y = p.y / 1.01 + 0.001;
        }
        energy += v.0 * v.0 + v.1 * v.1;
    }
    p.x + energy * p.y
}

#[chainrule::gradient]
fn straight(a: f64, b: f64) -> f64 {
    let mut pair = (Point { x: a, y: 2.0 }, [b, 1.0]);
    pair.0.x += b;
    if a > b {
        pair.0.y = a * b;
    }
    let mut t = (0.0, 1);
    t.0 = pair.0.x * pair.0.y;
    t.1 += 2;
    t.0 * pair.1[0] + t.1 as f64 * a
}

#[test]
fn fields_of_own_values_are_assigned() {
    let mut both = (Point { x: 1.0, y: 0.2 }, (0.1, 0.9));
    let g = orbit_gradient(&both.0, both.1, 6);
    agrees(&mut both, &g, |b| orbit(&b.0, b.1, 6));
    for mut at in [(0.7, 0.3), (0.3, 0.7)] {
        let g = straight_gradient(at.0, at.1);
        agrees(&mut at, &g, |p| straight(p.0, p.1));
    }
}

// Aliases of arrays.

type Vector = [f64; 3];
type Matrix = [Vector; 3];

#[chainrule::gradient]
fn form(m: &Matrix, v: &Vector, #[constant] w: Vector) -> f64 {
    let mut sum = 0.0;
    for (row, v) in m.iter().zip(v) {
        sum += v * row.iter().zip(&w).map(|(m, w)| m * w).sum::<f64>();
    }
    let mut u = *v;
    for i in 0..3 {
        u[i] += m[i][i];
    }
    sum + u[0] * u[1] * u[2] + v.len() as f64 * m[0][2]
}

#[test]
fn aliases_of_arrays() {
    let mut both = ([[0.1, -0.2, 0.3], [0.4, 0.5, 0.6], [-0.7, 0.8, 0.9]], [0.5, -1.0, 2.0]);
    let w = [1.0, 2.0, -1.5];
    let (dm, dv): ([[f64; 3]; 3], [f64; 3]) = form_gradient(&both.0, &both.1, w);
    agrees(&mut both, &(dm, dv), |b| form(&b.0, &b.1, w));
}

// The attributes of `std::autodiff` with a struct as constant.

#[chainrule::autodiff::autodiff_reverse(d_scaled, Const, Active, Active)]
#[chainrule::autodiff::autodiff_forward(t_scaled, Const, Dual, Dual)]
fn scaled(points: &[Point], x: f64) -> f64 {
    let mut sum = 0.0;
    for p in points {
        sum += (p.x * x + p.y).sin();
    }
    sum
}

#[test]
fn constants_of_autodiff() {
    let points = [Point { x: 0.5, y: 0.1 }, Point { x: -1.5, y: 0.7 }];
    let (value, dx) = d_scaled(&points, 0.3, 1.0);
    let slope: f64 = points.iter().map(|p| p.x * (p.x * 0.3 + p.y).cos()).sum();
    close(value, scaled(&points, 0.3));
    close(dx, slope);
    let (value, tangent) = t_scaled(&points, 0.3, 2.0);
    all_close(&[value, tangent], &[scaled(&points, 0.3), 2.0 * slope]);
}
