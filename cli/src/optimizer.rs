//! From a gradient to a step.

use crate::args;
use crate::report::Failure;
use chainrule_model::Array;

/// What is remembered between steps, for each number of each parameter.
type Memory = Vec<Vec<f64>>;

/// A rule for steps, and what it remembers.
pub struct Optimizer {
    rate: f64,
    rule: Rule,
}

enum Rule {
    Descent,
    Momentum { decay: f64, velocity: Memory },
    Adam { beta1: f64, beta2: f64, epsilon: f64, steps: i32, mean: Memory, square: Memory },
}

impl Optimizer {
    /// The rule that the command line asks for.
    ///
    /// # Errors
    /// Options of a rule other than the one that is chosen: they would do nothing.
    pub fn new(args: &args::Train, parameters: &[Array]) -> Result<Optimizer, Failure> {
        let zeros = || -> Memory { parameters.iter().map(|p| vec![0.0; p.values.len()]).collect() };
        let rule = match args.optimizer {
            args::Optimizer::Descent => Rule::Descent,
            args::Optimizer::Momentum => Rule::Momentum { decay: args.momentum.unwrap_or(0.9), velocity: zeros() },
            args::Optimizer::Adam => Rule::Adam {
                beta1: args.beta1.unwrap_or(0.9),
                beta2: args.beta2.unwrap_or(0.999),
                epsilon: args.epsilon.unwrap_or(1e-8),
                steps: 0,
                mean: zeros(),
                square: zeros(),
            },
        };
        let adam = args::Optimizer::Adam;
        let options = [
            ("momentum", args.momentum, args::Optimizer::Momentum, "momentum"),
            ("beta1", args.beta1, adam, "adam"),
            ("beta2", args.beta2, adam, "adam"),
            ("epsilon", args.epsilon, adam, "adam"),
        ];
        for (option, given, needs, name) in options {
            if given.is_some() && args.optimizer != needs {
                let message = format!("`--{option}` belongs to `--optimizer {name}`");
                return Err(Failure::with_hint(message, format!("add `--optimizer {name}`, or leave out `--{option}`")));
            }
        }
        let rate = args.rate.unwrap_or(if args.optimizer == adam { 0.001 } else { 0.1 });
        Ok(Optimizer { rate, rule })
    }

    /// Takes one step. The gradient has the parameters' order and shapes.
    pub fn step(&mut self, parameters: &mut [Array], gradient: &[(String, Array)]) {
        let rate = self.rate;
        let pairs = parameters.iter_mut().zip(gradient).map(|(w, (_, g))| (&mut w.values, &g.values));
        match &mut self.rule {
            Rule::Descent => {
                for (w, g) in pairs {
                    w.iter_mut().zip(g).for_each(|(w, g)| *w -= rate * g);
                }
            }
            Rule::Momentum { decay, velocity } => {
                for ((w, g), velocity) in pairs.zip(velocity) {
                    for ((w, g), v) in w.iter_mut().zip(g).zip(velocity) {
                        *v = *decay * *v + g;
                        *w -= rate * *v;
                    }
                }
            }
            Rule::Adam { beta1, beta2, epsilon, steps, mean, square } => {
                *steps = steps.saturating_add(1);
                // The means start at 0; this takes out how much of that is left in them.
                let (left1, left2) = (1.0 - beta1.powi(*steps), 1.0 - beta2.powi(*steps));
                for (((w, g), mean), square) in pairs.zip(mean).zip(square) {
                    for (((w, g), m), s) in w.iter_mut().zip(g).zip(mean).zip(square) {
                        *m = *beta1 * *m + (1.0 - *beta1) * g;
                        *s = *beta2 * *s + (1.0 - *beta2) * g * g;
                        *w -= rate * (*m / left1) / ((*s / left2).sqrt() + *epsilon);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two steps from 1 along w^2, whose gradient is 2w.
    fn two_steps(rule: Rule) -> [f64; 2] {
        let mut optimizer = Optimizer { rate: 0.25, rule };
        let mut w = [Array::scalar(1.0)];
        [0; 2].map(|_| {
            let gradient = [("w".to_owned(), Array::scalar(2.0 * w[0].values[0]))];
            optimizer.step(&mut w, &gradient);
            w[0].values[0]
        })
    }

    #[test]
    fn steps_worked_out_by_hand() {
        assert_eq!(two_steps(Rule::Descent), [0.5, 0.25]);
        // v = 2, then 0.5*2 + 1 = 2.
        assert_eq!(two_steps(Rule::Momentum { decay: 0.5, velocity: vec![vec![0.0]] }), [0.5, 0.0]);
        let memory = || vec![vec![0.0]];
        let adam = Rule::Adam { beta1: 0.5, beta2: 0.75, epsilon: 0.0, steps: 0, mean: memory(), square: memory() };
        let [first, second] = two_steps(adam);
        // The first step is the rate: m = 2, s = 4. Then m = (0.5*1 + 0.5*1.5)/0.75, s = (0.75*1 + 0.25*2.25)/0.4375.
        assert_eq!(first, 0.75);
        let wanted = 0.75 - 0.25 * (1.25 / 0.75) / (1.3125f64 / 0.4375).sqrt();
        assert!((second - wanted).abs() < 1e-15, "{second} {wanted}");
    }
}
