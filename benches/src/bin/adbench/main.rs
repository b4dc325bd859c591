//! Derivatives of the four problems of the ADBench suite, in milliseconds of processor time.
//!
//! `cargo run --release -p chainrule-benches --bin adbench [NAME]`. The suite (github.com/microsoft/ADBench, MIT licence)
//! times each problem beside derivatives that were written by hand; so does this. The Rust functions are those of
//! `tests/suite/adbench`, the model files those of `examples/models`, as they are generated in `tests/generated`; tests
//! compare both with the suite's own values. All that compute the same are called in turn, and what is printed is the
//! median of the rounds; the last column is the time measured by that of the derivatives by hand. A row whose derivatives
//! differ from those is marked WRONG.
//!
//! Mixtures: 1000 points, the gradient by all parameters. Bundle: the two rows of the Jacobian of each of 31843
//! observations, and the gradient of the loss. Text: a network of two layers over 1024 letters. Hand: the gradient of half
//! the sum of the squares of 300 residuals.

#[path = "../../../../tests/suite/adbench/bundle.rs"]
mod bundle;
mod by_hand;
#[allow(dead_code)] // What reads mixtures is for the tests.
#[path = "../../../../tests/suite/adbench/data.rs"]
mod data;
#[rustfmt::skip]
#[allow(warnings, clippy::all)]
#[path = "../../../../tests/generated/models.rs"]
mod generated;
#[allow(dead_code)] // The residuals are for the tests.
#[path = "../../../../tests/suite/adbench/hand.rs"]
mod hand;
#[allow(dead_code)] // The other benches use the rest of these.
#[path = "../../hand.rs"]
mod hand_small;
#[allow(dead_code)]
#[path = "../../harness.rs"]
mod harness;
#[path = "../../../../tests/suite/adbench/mixture.rs"]
mod mixture;
mod observations;
#[allow(dead_code)]
#[path = "../../plain.rs"]
mod plain;
#[path = "../../../../tests/suite/adbench/text.rs"]
mod text;

use chainrule::formula;
use cpu_time::ThreadTime;
use data::{Bundle, Hand, Mixture, Text};
use std::hint::black_box;

/// Where `data` finds its files.
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases");

/// One of those that compute the same. Called with `true`, it returns its results.
struct Engine<'a> {
    name: &'static str,
    call: Box<dyn FnMut(bool) -> Vec<f64> + 'a>,
}

/// An engine that writes to `results`, which `flat` makes a list of numbers.
fn engine<'a, G: 'a>(
    name: &'static str,
    mut results: G,
    mut run: impl FnMut(&mut G) + 'a,
    flat: impl Fn(&G) -> Vec<f64> + 'a,
) -> Engine<'a> {
    let call = move |asked| {
        run(black_box(&mut results));
        if asked { flat(&results) } else { Vec::new() }
    };
    Engine { name, call: Box::new(call) }
}

/// Milliseconds of this thread for so many calls.
fn milliseconds(engine: &mut Engine<'_>, calls: u32) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..calls {
        (engine.call)(false);
    }
    start.elapsed().as_secs_f64() * 1e3
}

/// Times engines in turn; the first is by hand.
fn compare(problem: &str, only: &str, engines: impl FnOnce() -> Vec<Engine<'static>>) {
    // Of so many milliseconds, for an engine to find its own arrays near, and not those of the others.
    const BATCH: f64 = 30.0;
    const ROUNDS: usize = 31;
    const SLOW: f64 = 80.0;
    if !problem.contains(only) {
        return;
    }
    let mut engines = engines();
    let reference = (engines[0].call)(true);
    let scale = reference.iter().fold(1.0f64, |m, x| m.max(x.abs()));
    let (mut wrong, mut calls, mut slow) = (Vec::new(), Vec::new(), false);
    for engine in &mut engines {
        let results = (engine.call)(true);
        assert_eq!(results.len(), reference.len());
        wrong.push(results.iter().zip(&reference).filter(|(a, b)| (*a - *b).abs().is_nan() || (*a - *b).abs() > 1e-9 * scale).count());
        let mut count = 1;
        let mut time = milliseconds(engine, count);
        while time < BATCH {
            count *= 2;
            time = milliseconds(engine, count);
        }
        slow |= time > SLOW;
        calls.push(count);
    }
    let rounds = if slow { ROUNDS / 4 } else { ROUNDS };
    let mut times = vec![Vec::new(); engines.len()];
    for _ in 0..rounds {
        for ((engine, calls), times) in engines.iter_mut().zip(&calls).zip(&mut times) {
            times.push(milliseconds(engine, *calls) / f64::from(*calls));
        }
    }
    let mut by_hand = None;
    for ((engine, mut times), wrong) in engines.iter().zip(times).zip(wrong) {
        times.sort_by(f64::total_cmp);
        let time = times[times.len() / 2];
        let mark = if wrong == 0 { String::new() } else { format!("  WRONG in {wrong} results") };
        println!("{problem:<16} {:<16} {time:>10.4} {:>8.2}{mark}", engine.name, time / *by_hand.get_or_insert(time));
    }
}

formula! {
    /// A mixture in 10 dimensions; the triangular matrices are arrays, so that multiplying by them is a matrix product.
    fn arrays10(alpha: [f64; 25], mean: [[f64; 10]; 25], icf: [[f64; 55]; 25]; x: &[[f64; 10]], gamma, m) = "
        L[k, i: 10, j: 10] = if(j < i, icf[k, 10 + j*10 - j*(j+1)/2 + i - j - 1], if(i == j, exp(icf[k, i]), 0))
        y[n, k, i] = sum(j: L[k, i, j]*(x[n, j] - mean[k, j]))
        s[k] = sum(i in 0..10: icf[k, i])
        data = sum(n: logsumexp(k: alpha[k] + s[k] - sum(i: y[n, k, i]^2)/2) - logsumexp(k: alpha[k]))
        prior = sum(k: gamma^2/2*(sum(i in 0..10: exp(2*icf[k, i])) + sum(e in 10..55: icf[k, e]^2)) - m*s[k])
        loss = data + prior";
}
formula! {
    /// The same in 64 dimensions.
    fn arrays64(alpha: [f64; 50], mean: [[f64; 64]; 50], icf: [[f64; 2080]; 50]; x: &[[f64; 64]], gamma, m) = "
        L[k, i: 64, j: 64] = if(j < i, icf[k, 64 + j*64 - j*(j+1)/2 + i - j - 1], if(i == j, exp(icf[k, i]), 0))
        y[n, k, i] = sum(j: L[k, i, j]*(x[n, j] - mean[k, j]))
        s[k] = sum(i in 0..64: icf[k, i])
        data = sum(n: logsumexp(k: alpha[k] + s[k] - sum(i: y[n, k, i]^2)/2) - logsumexp(k: alpha[k]))
        prior = sum(k: gamma^2/2*(sum(i in 0..64: exp(2*icf[k, i])) + sum(e in 64..2080: icf[k, e]^2)) - m*s[k])
        loss = data + prior";
}

/// A gradient of a mixture.
type OfMixture<const D: usize, const E: usize> = (Vec<f64>, Vec<[f64; D]>, Vec<[f64; E]>);

fn mixtures<const D: usize, const E: usize>(components: usize, arrays: fn(&Mixture<D, E>, &mut OfMixture<D, E>)) -> Vec<Engine<'static>> {
    let mut n = 0;
    let mut next = |scale: f64| {
        n += 1;
        scale * (f64::from(n) * 12.9898).sin()
    };
    let alpha = (0..components).map(|_| next(0.3)).collect();
    let mean = (0..components).map(|_| std::array::from_fn(|_| next(0.3))).collect();
    let icf = (0..components).map(|_| std::array::from_fn(|_| next(0.3))).collect();
    let x = (0..1000).map(|_| std::array::from_fn(|_| next(1.0))).collect();
    let m: &Mixture<D, E> = Box::leak(Box::new(Mixture { alpha, mean, icf, x, prior: mixture::Wishart { gamma: 1.0, m: 0.5 } }));
    let zeros = || -> OfMixture<D, E> { (vec![0.0; components], vec![[0.0; D]; components], vec![[0.0; E]; components]) };
    let flat = |g: &OfMixture<D, E>| [&g.0[..], g.1.as_flattened(), g.2.as_flattened()].concat();
    let mut by_hand = by_hand::OfMixture::new(components);
    vec![
        engine("by hand", zeros(), move |g| by_hand.gradient(m, &mut g.0, &mut g.1, &mut g.2), flat),
        engine("formula", zeros(), move |g| arrays(m, g), flat),
        engine(
            "model file",
            zeros(),
            move |(a, b, c)| {
                generated::gmm::f_value_and_gradient_into(&m.alpha, &m.mean, &m.icf, &m.x, m.prior.gamma, m.prior.m, a, b, c);
            },
            // The model's loss is the opposite.
            move |g| flat(g).iter().map(|x| -x).collect(),
        ),
        engine(
            "Rust function",
            zeros(),
            move |(a, b, c)| {
                mixture::log_likelihood_value_and_gradient_into(&m.alpha, &m.mean, &m.icf, &m.x, &m.prior, a, b, c);
            },
            flat,
        ),
    ]
}

/// Numbers of the mixture as arrays of constant length.
macro_rules! arrays {
    ($name:ident, $d:literal, $e:literal, $k:literal) => {
        |m: &Mixture<$d, $e>, g: &mut OfMixture<$d, $e>| {
            const LENGTH: &str = "as many as there are components";
            let (alpha, mean, icf): (&[f64; $k], &[[f64; $d]; $k], &[[f64; $e]; $k]) =
                (m.alpha[..].try_into().expect(LENGTH), m.mean[..].try_into().expect(LENGTH), m.icf[..].try_into().expect(LENGTH));
            let (a, b, c) = (&mut g.0[..], &mut g.1[..], &mut g.2[..]);
            let (a, b, c) = (a.try_into().expect(LENGTH), b.try_into().expect(LENGTH), c.try_into().expect(LENGTH));
            $name(alpha, mean, icf, &m.x, m.prior.gamma, m.prior.m, a, b, c);
        }
    };
}

fn bundle_of_the_suite() -> &'static Bundle {
    Box::leak(Box::new(Bundle::read("adbench/ba1_n49_m7776_p31843.txt")))
}

fn jacobian() -> Vec<Engine<'static>> {
    let b = bundle_of_the_suite();
    let zeros = || vec![[0.0; 32]; b.weights.len()];
    let flat = |g: &Vec<[f64; 32]>| g.as_flattened().to_vec();
    let by_function = |g: &mut Vec<[f64; 32]>| {
        for (n, out) in g.iter_mut().enumerate() {
            let [camera, point] = b.of[n];
            let (camera, point, weight, seen) = (&b.cameras[camera], &b.points[point], b.weights[n], &b.seen[n]);
            out[..2].copy_from_slice(&bundle::reprojection_error(camera, point, weight, seen));
            for (k, row) in out[2..].chunks_exact_mut(15).enumerate() {
                let mut seed = [0.0; 2];
                seed[k] = 1.0;
                let (c, p, w) = bundle::reprojection_error_vjp(camera, point, weight, seen, seed);
                let parts = [&c.rotation[..], &c.centre, &[c.focal], &c.principal, &c.radial, &p, &[w]];
                row.iter_mut().zip(parts.into_iter().flatten()).for_each(|(o, p)| *o = *p);
            }
        }
    };
    let cameras: &Vec<[f64; 11]> = Box::leak(Box::new(b.cameras.iter().map(by_hand::flat).collect()));
    let in_one_pass = |g: &mut Vec<[f64; 32]>| by_hand::observations(b, cameras, g, plain::ba);
    vec![
        engine("by hand", zeros(), |g| by_hand::observations(b, cameras, g, hand_small::ba), flat),
        // One function of plain arrays has its Jacobian; those that call others and take structs have one row at a time.
        engine("in one pass", zeros(), in_one_pass, flat),
        // Of all observations, whose errors it adds up.
        engine(
            "all at once",
            (vec![[0.0; 15]; b.weights.len()], [(); 2].map(|()| vec![[0.0; 15]; b.weights.len()])),
            |(of, rows)| {
                of.iter_mut().enumerate().for_each(|(n, of)| *of = by_hand::observation(b, cameras, n));
                observations::residuals_jacobian_into(of, &b.seen, rows);
            },
            |(of, rows)| {
                let mut out = Vec::new();
                for (n, of) in of.iter().enumerate() {
                    let mut own = [0.0; 32];
                    hand_small::ba(of, &b.seen[n], &mut own);
                    out.extend([&own[..2], &rows[0][n], &rows[1][n]].concat());
                }
                out
            },
        ),
        engine("Rust functions", zeros(), by_function, flat),
    ]
}

fn bundles() -> Vec<Engine<'static>> {
    let b = bundle_of_the_suite();
    let cameras: &Vec<[f64; 11]> = Box::leak(Box::new(b.cameras.iter().map(by_hand::flat).collect()));
    let of: Vec<[f64; 2]> = b.of.iter().map(|of| of.map(|k| k as f64)).collect();
    type Arrays = (Vec<[f64; 11]>, Vec<[f64; 3]>, Vec<f64>);
    let zeros = || -> Arrays { (vec![[0.0; 11]; b.cameras.len()], vec![[0.0; 3]; b.points.len()], vec![0.0; b.weights.len()]) };
    let flat = |g: &Arrays| [g.0.as_flattened(), g.1.as_flattened(), &g.2].concat();
    let structs = bundle::loss_gradient(&b.cameras, &b.points, &b.weights, &b.of, &b.seen);
    vec![
        engine("by hand", zeros(), |g| by_hand::of_bundle(b, cameras, &mut g.0, &mut g.1, &mut g.2), flat),
        engine(
            "model file",
            zeros(),
            move |(c, p, w)| {
                generated::bundle::f_value_and_gradient_into(cameras, &b.points, &b.weights, &of, &b.seen, c, p, w);
            },
            flat,
        ),
        engine(
            "Rust function",
            structs,
            |(c, p, w)| {
                bundle::loss_value_and_gradient_into(&b.cameras, &b.points, &b.weights, &b.of, &b.seen, c, p, w);
            },
            |(c, p, w)| {
                let camera = |c: &bundle::CameraGradient| [&c.rotation[..], &c.centre, &[c.focal], &c.principal, &c.radial].concat();
                [&c.iter().flat_map(camera).collect::<Vec<f64>>()[..], p.as_flattened(), w].concat()
            },
        ),
    ]
}

fn texts() -> Vec<Engine<'static>> {
    let t: &Text<2, 14> = Box::leak(Box::new(Text::read("adbench/lstm_l2_c1024.txt")));
    type Arrays = ([[[f64; 14]; 8]; 2], [[f64; 14]; 3]);
    let zeros: Arrays = ([[[0.0; 14]; 8]; 2], [[0.0; 14]; 3]);
    let flat = |g: &Arrays| [g.0.as_flattened().as_flattened(), g.1.as_flattened()].concat();
    let weights = t.layers.map(|l| std::array::from_fn(|k| if k < 4 { l.weight[k] } else { l.bias[k - 4] }));
    let ends = [t.ends.input, t.ends.output, t.ends.bias];
    let (hidden, cell) = (t.start.map(|s| s.hidden), t.start.map(|s| s.cell));
    let structs = text::loss_gradient(&t.layers, &t.ends, &t.start, &t.text);
    let mut by_hand = by_hand::ThroughTime::new(t.text.len());
    vec![
        engine("by hand", zeros, move |g| by_hand.gradient(t, &mut g.0, &mut g.1), flat),
        engine(
            "model file",
            zeros,
            move |(w, e)| {
                generated::lstm_text::f_value_and_gradient_into(&weights, &ends, &t.text, &hidden, &cell, w, e);
            },
            flat,
        ),
        engine(
            "Rust function",
            structs,
            |(layers, ends)| {
                text::loss_value_and_gradient_into(&t.layers, &t.ends, &t.start, &t.text, layers, ends);
            },
            |(layers, ends)| {
                let layers = layers.iter().flat_map(|l| [l.weight, l.bias]).flatten().flatten();
                layers.chain(ends.input).chain(ends.output).chain(ends.bias).collect()
            },
        ),
    ]
}

fn hands() -> Vec<Engine<'static>> {
    let h: &Hand<22> = Box::leak(Box::new(Hand::read("adbench/hand1_t26_c100.txt")));
    type Arrays = ([f64; 3], [f64; 3], [[f64; 4]; 5]);
    let zeros: Arrays = ([0.0; 3], [0.0; 3], [[0.0; 4]; 5]);
    let flat = |g: &Arrays| [&g.0[..], &g.1, g.2.as_flattened()].concat();
    let vertex: Vec<f64> = h.found.vertex.iter().map(|v| *v as f64).collect();
    let m = &h.model;
    vec![
        engine("by hand", zeros, |g| *g = by_hand::of_hand(h), flat),
        engine(
            "model file",
            zeros,
            move |(r, t, f)| {
                let (bones, skin) = ((&m.relative, &m.inverse), (&m.skin, &m.weight));
                generated::hand::f_value_and_gradient_into(
                    &h.rotation,
                    &h.translation,
                    &h.fingers,
                    bones.0,
                    bones.1,
                    skin.0,
                    skin.1,
                    &vertex,
                    &h.found.place,
                    r,
                    t,
                    f,
                );
            },
            flat,
        ),
        engine(
            "Rust function",
            zeros,
            |(r, t, f)| {
                hand::loss_value_and_gradient_into(&h.rotation, &h.translation, &h.fingers, m, &h.found, r, t, f);
            },
            flat,
        ),
    ]
}

fn hand_jacobian() -> Vec<Engine<'static>> {
    let h: &Hand<22> = Box::leak(Box::new(Hand::read("adbench/hand1_t26_c100.txt")));
    type Rows<G> = Vec<[G; 3]>;
    type Arrays = (Rows<[f64; 3]>, Rows<[f64; 3]>, Rows<[[f64; 4]; 5]>);
    let count = h.found.vertex.len();
    let zeros = || -> Arrays { (vec![[[0.0; 3]; 3]; count], vec![[[0.0; 3]; 3]; count], vec![[[[0.0; 4]; 5]; 3]; count]) };
    let flat = |g: &Arrays| {
        let (rotation, translation) = (g.0.as_flattened().as_flattened(), g.1.as_flattened().as_flattened());
        [rotation, translation, g.2.as_flattened().as_flattened().as_flattened()].concat()
    };
    let vertex: Vec<f64> = h.found.vertex.iter().map(|v| *v as f64).collect();
    let (m, out) = (&h.model, vec![[0.0; 3]; count]);
    vec![
        engine(
            "model file",
            zeros(),
            move |(r, t, f)| {
                let (bones, skin) = ((&m.relative, &m.inverse), (&m.skin, &m.weight));
                generated::hand_residual::f_jacobian_into(
                    &h.rotation,
                    &h.translation,
                    &h.fingers,
                    bones.0,
                    bones.1,
                    skin.0,
                    skin.1,
                    &vertex,
                    &h.found.place,
                    r,
                    t,
                    f,
                );
            },
            flat,
        ),
        engine(
            "Rust functions",
            zeros(),
            move |(r, t, f)| {
                hand::residuals_jacobian_into(&h.rotation, &h.translation, &h.fingers, &h.model, &h.found, &out, r, t, f);
            },
            flat,
        ),
    ]
}

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    println!("# {}, milliseconds", harness::machine());
    println!("{:<16} {:<16} {:>10} {:>8}", "# problem", "engine", "time", "by hand");
    compare("gmm-10-25", &only, || mixtures(25, arrays!(arrays10_value_and_gradient_into, 10, 55, 25)));
    compare("gmm-64-50", &only, || mixtures(50, arrays!(arrays64_value_and_gradient_into, 64, 2080, 50)));
    compare("bundle-jacobian", &only, jacobian);
    compare("bundle-gradient", &only, bundles);
    compare("text-2-1024", &only, texts);
    compare("hand-100", &only, hands);
    compare("hand-jacobian", &only, hand_jacobian);
}
