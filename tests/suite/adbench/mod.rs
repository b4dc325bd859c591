//! The four problems of the ADBench suite (github.com/microsoft/ADBench), written as functions in Rust as an engineer would:
//! values and derivatives must be those of `tests/cases/adbench.json`. `cli/tests/adbench.rs` has them as models.

mod bundle;
mod data;
mod hand;
mod mixture;
mod text;

use data::{Bundle, Hand, Mixture, Text};
use serde_json::Value;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

/// Allowed difference, relative to the largest entry of what is compared.
const TOLERANCE: f64 = 1e-11;

fn case(id: &str) -> (Value, String) {
    let text = std::fs::read_to_string(format!("{CASES}/adbench.json")).expect("the cases");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let case = all["cases"].as_array().expect("a list").iter().find(|c| c["id"] == id).expect("the case").clone();
    let file = case["file"].as_str().expect("a name").to_owned();
    (case, file)
}

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// `scale`: of the numbers of which what is compared is the difference.
#[track_caller]
fn near(computed: &[f64], reference: &Value, scale: f64) {
    let reference: Vec<f64> = match reference {
        Value::Array(items) => items.iter().map(|x| x.as_f64().expect("a number")).collect(),
        one => vec![one.as_f64().expect("a number")],
    };
    assert_eq!(computed.len(), reference.len());
    let largest = reference.iter().fold(scale, |m, x| m.max(x.abs()));
    for (computed, reference) in computed.iter().zip(&reference) {
        assert!((computed - reference).abs() <= TOLERANCE * largest, "{computed} is not {reference}");
    }
}

#[track_caller]
fn is_the_gradient(case: &Value, value: f64, gradient: &[f64]) {
    near(&[value], &case["value"], 0.0);
    assert_eq!(gradient.len() as u64, case["n_params"]);
    let some = gradient.len().min(20);
    near(&gradient[..some], &case["jacobian_row0_first20"], 0.0);
    near(&gradient[gradient.len() - some..], &case["jacobian_last_row_last20"], 0.0);
    near(&[norm(gradient)], &case["jacobian_frobenius_norm"], 0.0);
}

fn is_the_likelihood<const D: usize, const E: usize>(id: &str) {
    let (case, file) = case(id);
    let m = Mixture::<D, E>::read(&file);
    let value = mixture::log_likelihood(&m.alpha, &m.mean, &m.icf, &m.x, &m.prior);
    let (same, (alpha, mean, icf)) = mixture::log_likelihood_value_and_gradient(&m.alpha, &m.mean, &m.icf, &m.x, &m.prior);
    super::close(value, same);
    is_the_gradient(&case, value, &[&alpha[..], mean.as_flattened(), icf.as_flattened()].concat());
}

#[test]
fn mixtures_of_gaussians() {
    is_the_likelihood::<2, 3>("adbench-gmm-gmm_test");
    is_the_likelihood::<2, 3>("adbench-gmm-gmm_d2_K5_1k");
    is_the_likelihood::<10, 55>("adbench-gmm-gmm_d10_K5_1k");
}

#[test]
fn a_text_through_two_layers_of_long_short_term_memory() {
    let (case, file) = case("adbench-lstm-lstm_l2_c1024");
    let t = Text::<2, 14>::read(&file);
    let value = text::loss(&t.layers, &t.ends, &t.start, &t.text);
    let (same, (layers, ends)) = text::loss_value_and_gradient(&t.layers, &t.ends, &t.start, &t.text);
    super::close(value, same);
    let layers = layers.iter().flat_map(|l| [l.weight, l.bias]).flatten().flatten();
    let gradient: Vec<f64> = layers.chain(ends.input).chain(ends.output).chain(ends.bias).collect();
    is_the_gradient(&case, value, &gradient);
}

fn numbers((camera, point, weight): &(bundle::CameraGradient, [f64; 3], f64)) -> Vec<f64> {
    let c = camera;
    [&c.rotation[..], &c.centre, &[c.focal], &c.principal, &c.radial, point, &[*weight]].concat()
}

#[test]
fn bundle_adjustment() {
    for id in ["adbench-ba-ba_test", "adbench-ba-ba1_n49_m7776_p31843"] {
        let (case, file) = case(id);
        let b = Bundle::read(&file);
        let (camera, point, weight, seen) = (&b.cameras[0], &b.points[0], b.weights[0], &b.seen[0]);
        let [x, y] = bundle::reprojection_error(camera, point, weight, seen);
        let values = [x, y, 1.0 - weight * weight];
        let row = |seed: [f64; 2]| numbers(&bundle::reprojection_error_vjp(camera, point, weight, seen, seed));
        let mut last = [0.0; 15];
        last[14] = -2.0 * weight;
        let jacobian = [row([1.0, 0.0]), row([0.0, 1.0]), last.to_vec()];
        // What is left of numbers near 500.
        near(&values, &case["value"], 100.0);
        near(&jacobian[0], &case["jacobian_row0_first20"], 0.0);
        near(&[norm(&jacobian.concat())], &case["jacobian_frobenius_norm"], 0.0);

        // All observations are the same: what of each camera and each point depends on how often it is seen.
        let (loss, (cameras, points, weights)) = bundle::loss_value_and_gradient(&b.cameras, &b.points, &b.weights, &b.of, &b.seen);
        let half: f64 = values.iter().map(|v| v * v / 2.0).sum();
        near(&[loss], &Value::from(half * b.weights.len() as f64), 0.0);
        let one: Vec<f64> = (0..15).map(|k| (0..3).map(|r| values[r] * jacobian[r][k]).sum()).collect();
        near(&[norm(&one)], &case["gradient_of_half_sum_of_squares_norm"], 0.0);
        for n in [0, b.weights.len() - 1] {
            let [camera, point] = b.of[n];
            let (often, met) =
                b.of.iter()
                    .fold((0.0, 0.0), |(c, p), of| (c + f64::from(u8::from(of[0] == camera)), p + f64::from(u8::from(of[1] == point))));
            let times = |k: usize| match k {
                0..11 => often,
                11..14 => met,
                _ => 1.0,
            };
            let expected: Vec<f64> = one.iter().enumerate().map(|(k, g)| g * times(k)).collect();
            let c = &cameras[camera];
            let c =
                bundle::CameraGradient { rotation: c.rotation, centre: c.centre, focal: c.focal, principal: c.principal, radial: c.radial };
            near(&numbers(&(c, points[point], weights[n])), &Value::from(expected), 0.0);
        }
    }
}

#[test]
fn tracking_of_a_hand() {
    for id in ["adbench-hand-hand_test", "adbench-hand-hand1_t26_c100"] {
        let (case, file) = case(id);
        let h = Hand::<22>::read(&file);
        let mut values = vec![[0.0; 3]; h.found.vertex.len()];
        hand::residuals(&h.rotation, &h.translation, &h.fingers, &h.model, &h.found, &mut values);
        let values = values;
        near(&values.as_flattened()[..6], &case["value_first6"], 0.0);
        near(&[norm(values.as_flattened())], &case["value_norm"], 0.0);
        let row = |n: usize, i: usize| {
            let mut seed = vec![[0.0; 3]; values.len()];
            seed[n][i] = 1.0;
            let (rotation, translation, fingers) =
                hand::residuals_vjp(&h.rotation, &h.translation, &h.fingers, &h.model, &h.found, &values, &seed);
            [&rotation[..], &translation, fingers.as_flattened()].concat()
        };
        near(&row(0, 0)[..20], &case["jacobian_row0_first20"], 0.0);
        near(&row(values.len() - 1, 2)[6..], &case["jacobian_last_row_last20"], 0.0);
        let all: Vec<f64> = (0..values.len()).flat_map(|n| (0..3).flat_map(move |i| row(n, i))).collect();
        near(&[norm(&all)], &case["jacobian_frobenius_norm"], 0.0);
        let (loss, (rotation, translation, fingers)) =
            hand::loss_value_and_gradient(&h.rotation, &h.translation, &h.fingers, &h.model, &h.found);
        super::close(loss, 0.5 * norm(values.as_flattened()).powi(2));
        let gradient = [&rotation[..], &translation, fingers.as_flattened()].concat();
        near(&[norm(&gradient)], &case["gradient_of_half_sum_of_squares_norm"], 0.0);
    }
}
