//! Code of thousands of statements, which is written as several functions.

use chainrule::gradient;

/// A function with one step for each number, of which there are as many as the list doubled for each word.
macro_rules! doubled {
    ([] $($k:literal)*) => {
        #[gradient]
        fn long(x: f64, y: &[f64; 3], #[constant] first: bool) -> f64 {
            let mut t = x;
            let mut other = 0.1;
            $(
                t = (t * y[0] + $k).tanh();
                other = if t > $k && first { other - t * y[1] } else { (other * $k).sin() - y[2] };
            )*
            t * other
        }

        /// Values with their derivatives by x and the elements of y.
        fn by_hand(x: f64, y: &[f64; 3], first: bool) -> [f64; 5] {
            let [mut t, mut other] = [[x, 1.0, 0.0, 0.0, 0.0], [0.1, 0.0, 0.0, 0.0, 0.0]];
            for k in [$($k),*] {
                let value = f64::tanh(t[0] * y[0] + k);
                let along = |d: usize| (1.0 - value * value) * (t[d] * y[0] + if d == 2 { t[0] } else { 0.0 });
                t = [value, along(1), along(2), along(3), along(4)];
                other = if value > k && first {
                    let along = |d: usize| other[d] - t[d] * y[1] - if d == 3 { t[0] } else { 0.0 };
                    [along(0), along(1), along(2), along(3), along(4)]
                } else {
                    let (sine, cosine) = f64::sin_cos(other[0] * k);
                    let along = |d: usize| cosine * k * other[d] - if d == 4 { 1.0 } else { 0.0 };
                    [sine - y[2], along(1), along(2), along(3), along(4)]
                };
            }
            let along = |d: usize| t[d] * other[0] + t[0] * other[d];
            [t[0] * other[0], along(1), along(2), along(3), along(4)]
        }
    };
    ([$once:tt $($more:tt)*] $($k:literal)*) => { doubled! { [$($more)*] $($k)* $($k)* } };
}
doubled! { [twice twice twice twice twice twice] 0.1 -0.3 0.2 -0.5 0.7 -0.4 0.9 0.6 }

#[test]
fn long_functions_are_differentiated() {
    for (x, y, first) in [(0.3, [0.8, 0.01, 0.4], true), (0.3, [0.8, 0.01, 0.4], false), (-1.2, [1.1, -0.02, 0.2], true)] {
        let (value, (dx, dy)) = long_value_and_gradient(x, &y, first);
        let expected = by_hand(x, &y, first);
        for (one, other) in [value, dx, dy[0], dy[1], dy[2]].into_iter().zip(expected) {
            assert!((one - other).abs() <= 1e-11 * (1.0 + other.abs()), "{one} is not {other}");
        }
        assert!((long(x, &y, first) - expected[0]).abs() <= 1e-11 * (1.0 + expected[0].abs()));
    }
}
