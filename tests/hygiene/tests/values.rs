//! The derivatives are right, whatever the names.

use chainrule_hygiene::{constants, names, strict};

fn slope(f: impl Fn(f64) -> f64) -> f64 {
    (f(1e-6) - f(-1e-6)) / 2e-6
}

#[test]
fn names_do_not_matter() {
    let all = names::arguments_gradient(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);
    // ((1*2 + 3*4)*5 + 6)*7 = 532
    assert_eq!(
        all,
        (
            2.0 * 532.0 * 70.0,
            2.0 * 532.0 * 35.0,
            2.0 * 532.0 * 140.0,
            2.0 * 532.0 * 105.0,
            2.0 * 532.0 * 98.0,
            2.0 * 532.0 * 7.0,
            2.0 * 532.0 * 76.0
        )
    );
    let x = [0.3, 0.5, 0.7];
    let g = names::variables_gradient(&x, 2);
    let expected = slope(|e| names::variables(&[0.3 + e, 0.5, 0.7], 2));
    assert!((g[0] - expected).abs() < 1e-8);
    assert_eq!(names::gradient_gradient(2.0, 3.0, 4.0), (3.0, 2.0, 1.0));
    assert_eq!(names::match_gradient(2.0, 3.0), (3.0, 2.0));
    let plane = strict::Plane { slopes: [1.0, 2.0], height: 0.5 };
    assert_eq!(strict::distance_gradient(&plane, &[1.0, 1.0], 0.5).height, 3.0);
    assert_eq!(plane.steepness_gradient().slopes, [2.0, 4.0]);
    assert_eq!(strict::lifted_jacobian(&plane, &[3.0, 4.0]).1.height, [1.0, 2.0]);
    assert_eq!(strict::ranges_gradient(&[1.0; 8], &[2, 3, 3, 5]), [1.0, 1.0, 1.0, 3.0, 1.0, 0.0, 0.0, 0.0]);
}

#[test]
fn constants_do_not_matter() {
    let x = [0.1, 0.2, 0.3];
    let (dw, dx) = constants::scaled_gradient(0.01, &x);
    let by_w = slope(|e| constants::scaled(0.01 + e, &x));
    let by_x = slope(|e| constants::scaled(0.01, &[0.1, 0.2 + e, 0.3]));
    assert!((dw - by_w).abs() < 1e-3 * by_w.abs() && (dx[1] - by_x).abs() < 1e-4 * by_x.abs().max(1.0), "{dw} {by_w} {} {by_x}", dx[1]);
    let by_x = slope(|e| constants::calls(1e-4 + e)) * 1e-6;
    assert!((constants::calls_gradient(1e-4) * 1e-6 - by_x).abs() < 1e-4 * by_x.abs());
    let g = constants::formula_gradient(&[0.1, 0.2, 0.3], &[1.0; 3]);
    let y: f64 = 0.6;
    assert!((g[0] - (y.exp() * y + y.exp() + 2.0 * y)).abs() < 1e-12);
}

/// Calls functions of another crate, by a path and by an import, in a loop whose passes are counted.
#[chainrule::gradient]
fn calls(x: f64) -> f64 {
    let mut y = x;
    while y < 10.0 {
        y = names::gradient(y, 3.0, x);
    }
    chainrule_hygiene::names::gradient(y, y, 0.0)
}

#[test]
fn functions_of_other_crates_are_called_through_their_own_derivatives() {
    // 1 -> 4 -> 13 with slopes 1 -> 3 + 1 -> 12 + 1
    assert_eq!(calls(1.0), 169.0);
    assert_eq!(calls_gradient(1.0), 2.0 * 13.0 * 13.0);
}
