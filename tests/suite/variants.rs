//! Enums as the state of a loop.

use super::adaptors::agree;

mod functions {
    use chainrule::gradient;

    #[derive(Clone, Copy, PartialEq)]
    enum Mode {
        Idle,
        Up,
        Down,
    }

    #[gradient]
    pub fn machine(x: &[f64], a: f64) -> f64 {
        let mut mode = Mode::Idle;
        let mut out = 0.0;
        for &v in x {
            mode = match mode {
                Mode::Idle if v > 0.5 => Mode::Up,
                Mode::Up if v < 0.3 => Mode::Down,
                Mode::Down => Mode::Idle,
                other => other,
            };
            out += match mode {
                Mode::Idle => 0.1 * v,
                Mode::Up => a * v,
                Mode::Down => -v * v,
            };
        }
        out + if mode == Mode::Up { a } else { 0.0 }
    }

    /// One that is defined inside, in a struct.
    #[gradient]
    pub fn gears(x: &[f64], a: f64) -> f64 {
        #[derive(Clone, Copy, PartialEq)]
        enum Gear {
            First,
            Second,
            Third,
        }
        struct Car {
            v: f64,
            gear: Gear,
        }
        let mut car = Car { v: 0.1, gear: Gear::First };
        let mut way = 0.0;
        for t in x {
            let pull = match car.gear {
                Gear::First => 2.0,
                Gear::Second => 1.2,
                Gear::Third => 0.8,
            };
            car.v += 0.3 * (pull * t - a * car.v * car.v);
            if car.v > 0.9 && car.gear == Gear::Second {
                car.gear = Gear::Third;
            }
            if car.v > 0.5 && car.gear != Gear::Third {
                car.gear = Gear::Second;
            }
            way += car.v;
        }
        match car.gear {
            Gear::Third => way * 2.0,
            _ => way,
        }
    }
}

#[test]
fn machine() {
    agree(functions::machine, functions::machine_value_and_gradient, &[0, 1, 9]);
}

#[test]
fn gears() {
    agree(functions::gears, functions::gears_value_and_gradient, &[0, 1, 9]);
}

/// What is in the variants of an argument.
mod held {
    use chainrule::{Gradient, gradient};

    #[derive(Clone, Copy)]
    pub enum Law {
        Linear(f64),
        Quadratic { a: f64, b: f64 },
        Power(usize),
        Turned(bool),
        Pair(f64, i32),
        Polynomial([f64; 3]),
        Off,
    }

    #[gradient]
    pub fn one(#[constant] law: Law, x: f64) -> f64 {
        match law {
            Law::Linear(s) => s * x,
            Law::Quadratic { a, b: c } => a * x * x + c,
            Law::Power(n) => {
                let mut p = 1.0;
                for _ in 0..n {
                    p *= x;
                }
                p
            }
            Law::Turned(false) => x,
            Law::Turned(yes) => {
                if yes {
                    x.sin()
                } else {
                    x.cos()
                }
            }
            Law::Pair(a, n) if n > 2 => a * x.powi(n),
            Law::Pair(a, _) => a - x,
            Law::Polynomial(c) => c[0] + c[1] * x + c[2] * x * x,
            Law::Off => 0.0,
        }
    }

    #[gradient]
    pub fn each(#[constant] laws: &[Law], x: f64, w: &[f64]) -> f64 {
        let mut h = x;
        for (law, w) in laws.iter().zip(w) {
            h = match law {
                Law::Linear(s) => s * h * w,
                Law::Quadratic { a, .. } => a * h * h + w,
                Law::Pair(a, n) => {
                    let mut t = *a;
                    for i in 0..*n {
                        t += h * i as f64;
                    }
                    t
                }
                _ => h + w,
            };
        }
        h
    }

    #[derive(Clone, Gradient)]
    pub struct Spring {
        pub k: f64,
        #[gradient(skip)]
        pub law: Law,
    }

    #[gradient]
    impl Spring {
        pub fn force(&self, x: f64) -> f64 {
            if let Law::Pair(a, _) = self.law {
                return a * self.k;
            }
            self.k
                * match self.law {
                    Law::Linear(s) => -s * x,
                    Law::Quadratic { a, .. } => -a * x.powi(3),
                    _ => x,
                }
        }
    }
}

#[test]
fn what_is_in_variants_is_bound() {
    use held::{Law, Spring};
    let difference = |f: &dyn Fn(f64) -> f64| {
        let h = 1e-5;
        (f(h) - f(-h)) / (2.0 * h)
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
    let laws = [
        Law::Linear(2.0),
        Law::Quadratic { a: 0.3, b: 0.1 },
        Law::Power(3),
        Law::Turned(true),
        Law::Turned(false),
        Law::Pair(0.4, 3),
        Law::Pair(0.4, 1),
        Law::Polynomial([0.1, 0.2, 0.3]),
        Law::Off,
    ];
    for law in laws {
        let (value, by_x) = held::one_value_and_gradient(law, 0.6);
        near(value, held::one(law, 0.6));
        near(by_x, difference(&|d| held::one(law, 0.6 + d)));
        let spring = Spring { k: 1.2, law };
        let (value, (by_spring, by_x)) = spring.force_value_and_gradient(0.7);
        near(value, spring.force(0.7));
        near(by_x, difference(&|d| spring.force(0.7 + d)));
        near(by_spring.k, difference(&|d| Spring { k: 1.2 + d, law }.force(0.7)));
    }
    let w = [0.5, 0.7, 0.2, 0.9, 0.4, 0.8, 0.1, 0.3, 0.6];
    let (value, (by_x, by_w)) = held::each_value_and_gradient(&laws, 0.6, &w);
    near(value, held::each(&laws, 0.6, &w));
    near(by_x, difference(&|d| held::each(&laws, 0.6 + d, &w)));
    for i in 0..w.len() {
        let moved = |d: f64| {
            let mut w = w;
            w[i] += d;
            w
        };
        near(by_w[i], difference(&|d| held::each(&laws, 0.6, &moved(d))));
    }
}
