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
