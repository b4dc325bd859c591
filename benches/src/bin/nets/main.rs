//! Networks: the value, and the value with the gradient by every parameter, in milliseconds of processor time.
//!
//! `cargo run --release -p chainrule-benches --bin nets [NAME]`; `benches/nets.sh` puts NumPy and JAX beside it.
//! The last columns, the loss and the Euclidean length of the gradient, are the same for all who compute the same
//! work; ours end with the bytes of the workspace that the gradient takes. The rows by hand are compared with ours in
//! each element of the gradient; a row that differs is marked WRONG.
//!
//! An epoch of minibatches has the steps of gradient descent in it; its value is the sum of the losses along the way,
//! its gradient the last one, and the value alone is timed without steps.

mod hand;
#[allow(dead_code)] // The other benches use the rest of it.
#[path = "../../harness.rs"]
mod harness;
mod models;

use chainrule::Workspace;
use hand::{Layers, Loss, Network, Number};
use harness::{machine, nanoseconds, side_by_side};
use std::fmt::Debug;
use std::hint::black_box;

const RATE: f64 = 0.1;
const ROWS: usize = 32;

/// `N` rows on the heap, without an array of them on the stack.
fn boxed<R: Clone + Debug, const N: usize>(row: R) -> Box<[R; N]> {
    vec![row; N].into_boxed_slice().try_into().expect("N rows")
}

/// Numbers that every language computes alike: sines of multiples, counted from 1.
struct Numbers(usize);

impl Numbers {
    fn fill<T: Number>(&mut self, scale: f64, to: &mut [T]) {
        for v in to {
            self.0 += 1;
            *v = T::of(scale * (self.0 as f64 * 12.9898).sin());
        }
    }
}

fn labels<T: Number>(count: usize) -> Vec<T> {
    (0..count).map(|i| T::of((i % 10) as f64)).collect()
}

/// The images of examples/data and the digits that they show.
fn digits<T: Number>() -> (Vec<[T; 64]>, Vec<T>) {
    let text = include_str!("../../../../examples/data/digits.csv");
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.split(',').map(|v| v.trim().parse::<f64>().expect("a number"));
        let x = std::array::from_fn(|_| T::of(cells.next().expect("64 pixels") / 16.0));
        (x, T::of(cells.next().expect("a label")))
    });
    rows.unzip()
}

fn start<T: Number, const I: usize, const H: usize, const O: usize>(scale: f64) -> Layers<T, I, H, O> {
    let mut p = Layers::new();
    Numbers(0).fill(scale, p.w1.as_flattened_mut());
    Numbers(0).fill(scale, p.w2.as_flattened_mut());
    p
}

/// A gradient, of arrays in arrays.
trait Squares {
    fn squares(&self) -> f64;
}

impl Squares for f64 {
    fn squares(&self) -> f64 {
        self * self
    }
}

impl Squares for f32 {
    fn squares(&self) -> f64 {
        f64::from(*self).squares()
    }
}

impl<A: Squares, const N: usize> Squares for [A; N] {
    fn squares(&self) -> f64 {
        self.iter().map(A::squares).sum()
    }
}

macro_rules! squares_of_tuples {
    ($($name:ident)*) => {
        impl<$($name: Squares),*> Squares for ($(Box<$name>,)*) {
            #[allow(non_snake_case)]
            fn squares(&self) -> f64 {
                let ($($name,)*) = self;
                [$($name.squares()),*].iter().sum()
            }
        }
    };
}
squares_of_tuples!(A B C D);
squares_of_tuples!(A B C D E);

impl<T: Number + Squares, const I: usize, const H: usize, const O: usize> Squares for Layers<T, I, H, O> {
    fn squares(&self) -> f64 {
        self.w1.squares() + self.b1.squares() + self.w2.squares() + self.b2.squares()
    }
}

/// What a row is printed for.
struct Row {
    name: &'static str,
    precision: &'static str,
}

impl Row {
    fn print<T: Number>(&self, engine: &str, value: Option<f64>, gradient: f64, (loss, g): (T, &impl Squares), end: &str) {
        let (value, ratio) = value.map_or(("-".into(), "-".into()), |v| (format!("{:.4}", v * 1e-6), format!("{:.2}", gradient / v)));
        let (Row { name, precision }, loss, length) = (self, loss.wide(), g.squares().sqrt());
        println!("{name:<14} {precision} {engine:<10} {value:>10} {:>10.4} {ratio:>6}  {loss:.12e} {length:.12e}{end}", gradient * 1e-6);
    }

    fn ours<T: Number, G: Squares>(&self, mut value: impl FnMut() -> T, g: &mut G, mut gradient: impl FnMut(&mut G) -> T) -> T {
        let mut workspace = Workspace::new();
        let loss = workspace.lend(|| gradient(g));
        let mut value = || {
            black_box(value());
        };
        let mut both = || {
            black_box(gradient(g));
        };
        let times = side_by_side(1, &mut [&mut value, &mut both]);
        self.print("chainrule", Some(times[0]), times[1], (loss, g), &format!("  {} bytes", workspace.bytes()));
        loss
    }

    /// The same by hand, and the results that differ from ours.
    fn by_hand<T: Number + Squares, const I: usize, const H: usize, const O: usize>(
        &self,
        mut run: impl FnMut(&mut Layers<T, I, H, O>) -> T,
        ours: (T, &mut Layers<T, I, H, O>),
    ) {
        let mut g = Layers::new();
        let loss = run(&mut g);
        let tolerance = if self.precision == "f64" { 1e-9 } else { 1e-4 };
        let far = |(a, b): (T, T)| usize::from((a.wide() - b.wide()).abs() > tolerance * (1.0 + b.wide().abs()));
        let all = g.parts_mut().into_iter().zip(ours.1.parts_mut()).flat_map(|(a, b)| a.iter().copied().zip(b.iter().copied()));
        let wrong: usize = all.chain([(loss, ours.0)]).map(far).sum();
        let time = nanoseconds(1, || {
            black_box(run(&mut g));
        });
        let mark = if wrong == 0 { String::new() } else { format!("  WRONG in {wrong} results") };
        self.print("by hand", None, time, (loss, &g), &mark);
    }
}

/// An epoch of gradient descent in minibatches from `p`, by way of `q`; the sum of the losses.
fn epoch<T: Number, const I: usize, const H: usize, const O: usize>(
    p: &Layers<T, I, H, O>,
    q: &mut Layers<T, I, H, O>,
    g: &mut Layers<T, I, H, O>,
    (x, label): (&[[T; I]], &[T]),
    mut gradient: impl FnMut(&Layers<T, I, H, O>, &[[T; I]], &[T], &mut Layers<T, I, H, O>) -> T,
) -> T {
    q.copy_from(p);
    let mut sum = T::ZERO;
    for (x, label) in x.chunks(ROWS).zip(label.chunks(ROWS)) {
        sum += gradient(q, x, label, g);
        q.step(T::of(RATE), g);
    }
    sum
}

/// All networks over one number type, with the models of its module.
macro_rules! nets {
    ($t:ident, $models:ident, $only:expr) => {{
        use models::$models::*;
        let wanted = |name: &'static str| name.contains($only).then_some(Row { name, precision: stringify!($t) });
        let (x, label) = self::digits::<$t>();
        type Digits = Layers<$t, 64, 32, 10>;
        let p: Digits = start(0.5);
        let mut g = p.clone();
        let value = |p: &Digits, x: &[_], label: &[_]| digits(&p.w1, &p.b1, &p.w2, &p.b2, x, label);
        let gradient = |p: &Digits, x: &[_], label: &[_], g: &mut Digits| {
            digits_value_and_gradient_into(&p.w1, &p.b1, &p.w2, &p.b2, x, label, &mut g.w1, &mut g.b1, &mut g.w2, &mut g.b2)
        };
        let mut by_hand = Network::new(Loss::Squares);
        if let Some(row) = wanted("digits-full") {
            let loss = row.ours(|| value(&p, &x, &label), &mut g, |g| gradient(&p, &x, &label, g));
            row.by_hand(|g| by_hand.value_and_gradient(&p, &x, &label, g), (loss, &mut g));
        }
        if let Some(row) = wanted("digits-epoch") {
            let mut q = p.clone();
            let values = || x.chunks(ROWS).zip(label.chunks(ROWS)).map(|(x, label)| value(&p, x, label)).sum::<$t>();
            let loss = row.ours(values, &mut g, |g| epoch(&p, &mut q, g, (&x, &label), gradient));
            row.by_hand(
                |g| epoch(&p, &mut q, g, (&x, &label), |p, x, label, g| by_hand.value_and_gradient(p, x, label, g)),
                (loss, &mut g),
            );
        }
        if let Some(row) = wanted("784-512-10") {
            type Wide = Layers<$t, 784, 512, 10>;
            let p: Wide = start(0.05);
            let (mut g, mut x, label) = (p.clone(), vec![[0.0; 784]; 128], labels(128));
            Numbers(0).fill(1.0, x.as_flattened_mut());
            let gradient = |g: &mut Wide| {
                wide_value_and_gradient_into(&p.w1, &p.b1, &p.w2, &p.b2, &x, &label, &mut g.w1, &mut g.b1, &mut g.w2, &mut g.b2)
            };
            let loss = row.ours(|| wide(&p.w1, &p.b1, &p.w2, &p.b2, &x, &label), &mut g, gradient);
            let mut by_hand = Network::new(Loss::CrossEntropy);
            row.by_hand(|g| by_hand.value_and_gradient(&p, &x, &label, g), (loss, &mut g));
        }
        if let Some(row) = wanted("rnn") {
            let (mut u, mut w, b, mut v, d) = ([[0.0; 16]; 64], [[0.0; 64]; 64], [0.0; 64], [[0.0; 64]; 10], [0.0; 10]);
            let (mut x, label) = (vec![[[0.0; 16]; 100]; ROWS], labels(ROWS));
            for part in [u.as_flattened_mut(), w.as_flattened_mut(), v.as_flattened_mut()] {
                Numbers(0).fill(0.2, part);
            }
            Numbers(0).fill(1.0, x.as_flattened_mut().as_flattened_mut());
            let mut g = (Box::new(u), Box::new(w), Box::new(b), Box::new(v), Box::new(d));
            row.ours(
                || rnn(&u, &w, &b, &v, &d, &x, &label),
                &mut g,
                |g| rnn_value_and_gradient_into(&u, &w, &b, &v, &d, &x, &label, &mut g.0, &mut g.1, &mut g.2, &mut g.3, &mut g.4),
            );
        }
        if let Some(row) = wanted("cnn") {
            let (mut k, c, mut w, d) = ([[[0.0; 3]; 3]; 8], [0.0; 8], [[[[0.0; 13]; 13]; 8]; 10], [0.0; 10]);
            let (mut x, label) = (vec![[[0.0; 28]; 28]; ROWS], labels(ROWS));
            let w_flat = w.as_flattened_mut().as_flattened_mut().as_flattened_mut();
            for part in [k.as_flattened_mut().as_flattened_mut(), w_flat] {
                Numbers(0).fill(0.2, part);
            }
            Numbers(0).fill(1.0, x.as_flattened_mut().as_flattened_mut());
            let mut g = (Box::new(k), Box::new(c), Box::new(w), Box::new(d));
            row.ours(
                || cnn(&k, &c, &w, &d, &x, &label),
                &mut g,
                |g| cnn_value_and_gradient_into(&k, &c, &w, &d, &x, &label, &mut g.0, &mut g.1, &mut g.2, &mut g.3),
            );
        }
        mixture!($t, wanted("gmm-10-25"), 10, 25, gmm10, gmm10_value_and_gradient_into);
        mixture!($t, wanted("gmm-64-50"), 64, 50, gmm64, gmm64_value_and_gradient_into);
    }};
}

/// 1000 points in `$d` dimensions and `$k` components.
macro_rules! mixture {
    ($t:ident, $row:expr, $d:literal, $k:literal, $value:ident, $gradient:ident) => {
        if let Some(row) = $row {
            const LOW: usize = $d * ($d - 1) / 2;
            let rows = || (boxed::<$t, $k>(0.0), boxed::<_, $k>([0.0; $d]), boxed::<_, $k>([0.0; $d]), boxed::<_, $k>([0.0; LOW]));
            let (mut p, mut g) = (rows(), rows());
            let mut x = vec![[0.0; $d]; 1000];
            Numbers(0).fill(0.3, &mut p.0[..]);
            for part in [p.1.as_flattened_mut(), p.2.as_flattened_mut(), p.3.as_flattened_mut()] {
                Numbers(0).fill(0.3, part);
            }
            Numbers(0).fill(1.0, x.as_flattened_mut());
            row.ours(
                || $value(&p.0, &p.1, &p.2, &p.3, &x),
                &mut g,
                |g| $gradient(&p.0, &p.1, &p.2, &p.3, &x, &mut g.0, &mut g.1, &mut g.2, &mut g.3),
            );
        }
    };
}

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    println!("# {}, milliseconds", machine());
    println!(
        "{:<14} {:<3} {:<10} {:>10} {:>10} {:>6}  loss and length of the gradient, workspace",
        "# name", "", "engine", "value", "gradient", "ratio"
    );
    nets!(f64, double, only.as_str());
    nets!(f32, single, only.as_str());
}
