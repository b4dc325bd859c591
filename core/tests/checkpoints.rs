//! Recurrences that keep only some of their states: the same gradients from less memory.

use chainrule_core::pipeline::{Options, Output, Wanted, build_with};
use chainrule_model::{Array, Extent, Model};
use std::collections::BTreeMap;

type Values = BTreeMap<String, Array>;

fn array(shape: &[usize], seed: usize) -> Array {
    let value = |k: usize| (0.7 + (k * 31 + seed * 17) as f64 * 0.37).sin() * 0.6;
    Array { shape: shape.to_vec(), values: (0..shape.iter().product()).map(value).collect() }
}

fn values(list: &[(&str, &[usize])]) -> Values {
    list.iter().enumerate().map(|(seed, (name, shape))| ((*name).to_owned(), array(shape, seed))).collect()
}

/// The value and the gradient with all states and with some, and the bytes of both.
#[allow(clippy::type_complexity)]
fn both(text: &str, values: &Values) -> ((f64, Vec<(String, Array)>, usize), (f64, Vec<(String, Array)>, usize)) {
    let model = Model::parse(text).unwrap_or_else(|e| panic!("{e}"));
    let mut all = model.compile(None, true).unwrap_or_else(|e| panic!("{e}"));
    let mut some = model.compile_checkpointed(None).unwrap_or_else(|e| panic!("{e}"));
    let [a, b] = [&mut all, &mut some].map(|c| c.run(values).unwrap_or_else(|e| panic!("{e}")));
    ((a.value.values[0], a.gradient, all.bytes()), (b.value.values[0], b.gradient, some.bytes()))
}

/// Compares; sums over steps are taken in another order.
#[track_caller]
fn same(text: &str, values: &Values) {
    let ((value, gradient, _), (other, other_gradient, _)) = both(text, values);
    assert!((value - other).abs() <= 1e-14 * value.abs(), "the value is {other:e}, not {value:e}");
    for ((name, a), (_, b)) in gradient.iter().zip(&other_gradient) {
        assert_eq!(a.shape, b.shape);
        let scale = a.values.iter().fold(1e-300f64, |m, x| m.max(x.abs()));
        for (k, (x, y)) in a.values.iter().zip(&b.values).enumerate() {
            assert!((x - y).abs() <= 1e-13 * scale, "{name}[{k}] is {y:e}, not {x:e}");
        }
    }
}

/// The bits of the value and of the gradient with segments of so many steps.
fn bits(text: &str, values: &Values, segment: u32) -> Vec<Vec<u64>> {
    let ast = chainrule_parser::parse_model(text).unwrap_or_else(|e| panic!("{e}"));
    let options = Options { checkpoint: true, segment: Some(segment), ..Options::default() };
    let built = build_with(&ast, Output::Default, Wanted { value: true, gradient: true }, options).unwrap_or_else(|e| panic!("{e}"));
    let inputs: Vec<&[f64]> = built.program.inputs.iter().map(|i| &values[&i.name].values[..]).collect();
    let mut results = vec![Vec::new(); built.program.targets.len()];
    chainrule_run::eval::run(&built.program, &inputs, &[], &mut results).expect("it runs");
    results.into_iter().map(|list| list.into_iter().map(f64::to_bits).collect()).collect()
}

const RNN: &str = "param U[4, 3], W[4, 4], b[4], V[2, 4], h0[4]
param x[T, 3]
input y[T, 2]
h[0, i] = h0[i]
h[t, i] = tanh(sum(j: U[i, j]*x[t-1, j]) + sum(j: W[i, j]*h[t-1, j]) + b[i])
loss = sum(t: sum(k: (sum(i: V[k, i]*h[t+1, i]) - y[t, k])^2))";

const LSTM: &str = "param A[4, 4, 3], B[4, 4, 4], b[4, 4], c0[4]
param x[T, 3]
input y[4]
c[0, i] = c0[i]
h[0, i] = 0
z[t, g, i] = sum(j: A[g, i, j]*x[t, j]) + sum(j: B[g, i, j]*h[t, j]) + b[g, i]
c[t, i] = sigmoid(z[t-1, 0, i])*c[t-1, i] + sigmoid(z[t-1, 1, i])*tanh(z[t-1, 2, i])
h[t, i] = sigmoid(z[t-1, 3, i])*tanh(c[t, i])
loss = sum(i: (h[T, i] - y[i])^2)";

const SECOND: &str = "param a, b, f[T], s0, s1
s[0] = s0
s[1] = s1
s[t] = a*s[t-1] + b*s[t-2] + sin(s[t-2])*f[t-2]
loss = s[T+1] + sum(t in 0..T: s[t]*s[t+2])";

/// Lengths that are squares, just above and below, and the smallest.
const LENGTHS: [usize; 13] = [0, 1, 2, 3, 4, 5, 8, 9, 10, 16, 17, 30, 101];

fn rnn(steps: usize) -> Values {
    values(&[("U", &[4, 3]), ("W", &[4, 4]), ("b", &[4]), ("V", &[2, 4]), ("h0", &[4]), ("x", &[steps, 3]), ("y", &[steps, 2])])
}

#[test]
fn a_recurrent_network() {
    for steps in LENGTHS {
        same(RNN, &rnn(steps));
    }
}

#[test]
fn a_long_short_term_memory_that_is_read_at_its_end() {
    for steps in LENGTHS {
        let values = values(&[("A", &[4, 4, 3]), ("B", &[4, 4, 4]), ("b", &[4, 4]), ("c0", &[4]), ("x", &[steps, 3]), ("y", &[4])]);
        same(LSTM, &values);
    }
}

#[test]
fn a_recurrence_of_second_order() {
    for steps in LENGTHS {
        same(SECOND, &values(&[("a", &[]), ("b", &[]), ("f", &[steps]), ("s0", &[]), ("s1", &[])]));
    }
}

#[test]
fn lengths_that_have_to_be_equal_are_checked() {
    let text = RNN.replace("y[T, 2]", "y[N, 2]");
    same(&text, &rnn(12));
    let mut values = rnn(12);
    values.insert("y".to_owned(), array(&[11, 2], 1));
    let error = Model::parse(&text).unwrap().compile_checkpointed(None).unwrap().run(&values).unwrap_err();
    assert_eq!(error.message(), "the formula takes the extents `N` and `T` to be equal, but they are 11 and 12");
}

#[test]
fn a_constant_number_of_steps() {
    for steps in [1usize, 2, 7, 16] {
        let text = RNN.replace("x[T, 3]", &format!("x[{steps}, 3]")).replace("y[T, 2]", &format!("y[{steps}, 2]"));
        same(&text, &rnn(steps));
    }
}

/// A model of the examples.
fn example(name: &str) -> String {
    let path = format!("{}/../examples/models/{name}.cr", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("an example")
}

#[test]
fn layers_inside_steps() {
    // What layer l is given at step t is what the layer below shows at step t + 1: the turns of layers are apart.
    for (steps, layers) in [(2, 1), (5, 3), (10, 2), (26, 2)] {
        let shapes: [(&str, &[usize]); 5] =
            [("W", &[layers, 8, 6]), ("extra", &[3, 6]), ("x", &[steps, 6]), ("h0", &[layers, 6]), ("c0", &[layers, 6])];
        same(&example("lstm_text"), &values(&shapes));
    }
}

#[test]
fn gated_units() {
    let text = example("gru");
    let model = Model::parse(&text).expect("it parses");
    for steps in LENGTHS.into_iter().filter(|n| *n > 0) {
        let mut all = model.initial_values(&BTreeMap::new()).expect("they are there").values;
        for input in model.inputs() {
            let shape: Vec<usize> = input.shape.iter().map(|e| if let Extent::Number(n) = e { *n } else { steps }).collect();
            let mut given = array(&shape, 3);
            if input.name == "label" {
                given.values.iter_mut().enumerate().for_each(|(k, x)| *x = (k % 3) as f64);
            }
            all.insert(input.name.clone(), given);
        }
        same(&text, &all);
    }
}

#[test]
fn the_layers_of_a_network() {
    let text = "param W[6, 4, 4], b[6, 4]
input x[n, 4], y[n]
a[0, n, i] = x[n, i]
a[l, n, i] = tanh(sum(j: W[l-1, i, j]*a[l-1, n, j]) + b[l-1, i])
loss = mean(n: (a[6, n, 0] - y[n])^2)";
    same(text, &values(&[("W", &[6, 4, 4]), ("b", &[6, 4]), ("x", &[9, 4]), ("y", &[9])]));
}

#[test]
fn recomputation_changes_no_bit() {
    for steps in [1usize, 2, 7, 16] {
        let fixed = |text: &str| {
            text.replace("x[T, ", &format!("x[{steps}, ")).replace("y[T, ", &format!("y[{steps}, ")).replace("[T, ", &format!("[{steps}, "))
        };
        let lstm = values(&[("A", &[4, 4, 3]), ("B", &[4, 4, 4]), ("b", &[4, 4]), ("c0", &[4]), ("x", &[steps, 3]), ("y", &[4])]);
        for (text, values) in [(RNN, rnn(steps)), (LSTM, lstm)] {
            let text = fixed(text);
            // One segment: all states are kept.
            let want = bits(&text, &values, steps as u32);
            for segment in [1, 2, 3, 5, 100] {
                assert_eq!(bits(&text, &values, segment), want, "{steps} steps in segments of {segment}");
            }
        }
    }
}

#[test]
fn single_steps_are_read() {
    let text = "param a, f[T]
s[0] = a
s[t] = sin(s[t-1] + f[t-1])
m = mean(t in 0..T: s[t+1])
loss = s[T]*s[3] + s[0]*s[7]^2 + sum(t in 0..T: (s[t] - m)^2)";
    for steps in [7, 8, 20] {
        same(text, &values(&[("a", &[]), ("f", &[steps])]));
    }
}

#[test]
fn memory_grows_like_the_root() {
    // The state is 4 numbers wide, and kept once for each segment; state and adjoint of a segment are kept.
    for steps in [100usize, 400, 2500, 10_000] {
        let (_, (.., bytes)) = both(RNN, &rnn(steps));
        let segment = (steps as f64).sqrt().ceil() as usize;
        let bound = 8 * 4 * (segment + 2 * (segment + 1));
        let rest = 8 * 512;
        assert!(bytes <= bound + rest, "{bytes} bytes for {steps} steps, more than {bound} and {rest}");
        let ((.., all), _) = both(RNN, &rnn(steps));
        assert!(all > 8 * 8 * steps);
    }
}

#[test]
fn what_cannot_be_checkpointed_is_refused() {
    let refused = |text: &str| Model::parse(text).unwrap().compile_checkpointed(None).unwrap_err().message().to_owned();
    assert_eq!(refused("param w[3]\nloss = sum(i: w[i]^2)"), "it cannot be checkpointed: there is no recurrence");
    let head = "param w\ninput x[T]\ns[0] = 0\ns[t] = tanh(w*s[t-1] + x[t-1])\n";
    let message = refused(&format!("{head}loss = max(t in 0..T: s[t])"));
    assert_eq!(message, "it cannot be checkpointed: something other than a sum is taken over all steps");
    let message = refused(&format!("{head}loss = sum(t in 0..T: sum(u in 0..T: s[t]*s[u]*x[t]^u))"));
    assert!(message.starts_with("it cannot be checkpointed: "), "{message}");
    let message = refused(&format!("{head}loss = sum(t in 0..T: s[T - t])"));
    assert_eq!(message, "it cannot be checkpointed: `s` is read at steps that are not at a fixed distance");
    let down = "param w\ninput x[T]\ns[t: T] = if(t < T - 1, tanh(w*s[t+1] + x[t]), 0)\nloss = s[0]";
    assert_eq!(refused(down), "it cannot be checkpointed: `s` goes from its last step to its first");
}
