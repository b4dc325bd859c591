//! The files of ADBench as arguments of the functions beside this file.

use super::bundle::Camera;
use super::hand::{Found, Model};
use super::mixture::Wishart;
use super::text::{Ends, Layer, State};
use std::array::from_fn;

fn read(name: &str) -> String {
    let path = format!("{}/{name}", super::CASES);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Numbers in order.
struct Numbers(std::vec::IntoIter<f64>);

impl Numbers {
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Numbers {
        Numbers(words.map(|x| x.parse().expect("a number")).collect::<Vec<f64>>().into_iter())
    }

    fn read(name: &str) -> Numbers {
        Numbers::of(read(name).split_whitespace())
    }

    fn one(&mut self) -> f64 {
        self.0.next().expect("a number")
    }

    fn count(&mut self) -> usize {
        self.one() as usize
    }

    fn row<const N: usize>(&mut self) -> [f64; N] {
        from_fn(|_| self.one())
    }

    fn rows<const N: usize>(&mut self, count: usize) -> Vec<[f64; N]> {
        (0..count).map(|_| self.row()).collect()
    }
}

/// A mixture in `D` dimensions; a row of `icf` has `E` = D(D + 1)/2 numbers.
pub struct Mixture<const D: usize, const E: usize> {
    pub alpha: Vec<f64>,
    pub mean: Vec<[f64; D]>,
    pub icf: Vec<[f64; E]>,
    pub x: Vec<[f64; D]>,
    pub prior: Wishart,
}

impl<const D: usize, const E: usize> Mixture<D, E> {
    pub fn read(name: &str) -> Self {
        let mut from = Numbers::read(name);
        let (d, k, n) = (from.count(), from.count(), from.count());
        assert_eq!((d, d * (d + 1) / 2), (D, E), "{name}");
        let alpha = (0..k).map(|_| from.one()).collect();
        let (mean, icf, x) = (from.rows(k), from.rows(k), from.rows(n));
        Mixture { alpha, mean, icf, x, prior: Wishart { gamma: from.one(), m: from.one() } }
    }
}

/// Observations of a bundle.
pub struct Bundle {
    pub cameras: Vec<Camera>,
    pub points: Vec<[f64; 3]>,
    pub weights: Vec<f64>,
    pub of: Vec<[usize; 2]>,
    pub seen: Vec<[f64; 2]>,
}

impl Bundle {
    /// One of each stands for all; camera and point of an observation go round.
    pub fn read(name: &str) -> Bundle {
        let mut from = Numbers::read(name);
        let (cameras, points, observations) = (from.count(), from.count(), from.count());
        let camera = Camera { rotation: from.row(), centre: from.row(), focal: from.one(), principal: from.row(), radial: from.row() };
        Bundle {
            cameras: vec![camera; cameras],
            points: vec![from.row(); points],
            weights: vec![from.one(); observations],
            seen: vec![from.row(); observations],
            of: (0..observations).map(|n| [n % cameras, n % points]).collect(),
        }
    }
}

/// A text and a network of `L` layers.
pub struct Text<const L: usize, const B: usize> {
    pub layers: [Layer<B>; L],
    pub ends: Ends<B>,
    pub start: [State<B>; L],
    pub text: Vec<[f64; B]>,
}

impl<const L: usize, const B: usize> Text<L, B> {
    pub fn read(name: &str) -> Self {
        let mut from = Numbers::read(name);
        let (layers, steps, width) = (from.count(), from.count(), from.count());
        assert_eq!((layers, width), (L, B), "{name}");
        Text {
            layers: from_fn(|_| Layer { weight: from_fn(|_| from.row()), bias: from_fn(|_| from.row()) }),
            ends: Ends { input: from.row(), output: from.row(), bias: from.row() },
            start: from_fn(|_| State { hidden: from.row(), cell: from.row() }),
            text: from.rows(steps),
        }
    }
}

/// A hand, what was found of it, and a guess of its pose.
pub struct Hand<const B: usize> {
    pub model: Model<B>,
    pub found: Found,
    pub rotation: [f64; 3],
    pub translation: [f64; 3],
    pub fingers: [[f64; 4]; 5],
}

impl<const B: usize> Hand<B> {
    pub fn read(name: &str) -> Self {
        let (bones, vertices) = (read("adbench/hand_model/bones.txt"), read("adbench/hand_model/vertices.txt"));
        let lines = |text: &str| -> Vec<Vec<String>> { text.lines().map(|l| l.split(':').map(str::to_owned).collect()).collect() };
        let (bones, vertices) = (lines(&bones), lines(&vertices));
        assert_eq!(bones.len(), B);
        // A name and the bone that it is fixed to, two matrices.
        let matrix = |words: &[String]| {
            let mut from = Numbers::of(words.iter().map(String::as_str));
            from_fn(|_| from.row())
        };
        let mut model = Model {
            relative: from_fn(|b| matrix(&bones[b][2..18])),
            inverse: from_fn(|b| matrix(&bones[b][18..34])),
            skin: Vec::new(),
            weight: Vec::new(),
        };
        for vertex in &vertices {
            // A place, six numbers that are not needed, then pairs of a bone and a weight.
            let mut numbers = Numbers::of(vertex.iter().map(String::as_str));
            model.skin.push(numbers.row());
            numbers.row::<6>();
            let mut weight = [0.0; B];
            while let Some(bone) = numbers.0.next() {
                weight[bone as usize] = numbers.one();
            }
            model.weight.push(weight);
        }
        let mut from = Numbers::read(name);
        let (count, _) = (from.count(), from.count());
        let mut found = Found { vertex: Vec::new(), place: Vec::new() };
        for _ in 0..count {
            found.vertex.push(from.count());
            found.place.push(from.row());
        }
        Hand { model, found, rotation: from.row(), translation: from.row(), fingers: from_fn(|_| from.row()) }
    }
}
