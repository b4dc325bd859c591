//! Functions that call each other.

use crate::{all_close, close};
use chainrule::{custom_gradient, gradient};

mod shapes {
    pub mod inner {
        /// x^2 * y
        #[chainrule::gradient]
        pub fn product(x: f64, y: f64) -> f64 {
            x * x * y
        }
    }

    #[chainrule::gradient]
    pub fn cube(x: f64) -> f64 {
        x * x * x
    }
}

use shapes::inner::product;

#[gradient]
fn by_name(x: f64, y: f64) -> f64 {
    product(x.sin(), y) + shapes::cube(x * y)
}

#[gradient]
fn by_path(x: f64) -> f64 {
    self::shapes::inner::product(x, crate::calls::shapes::cube(x))
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} is not {b}");
}

#[test]
fn a_vector_jacobian_product_is_the_gradient_times_the_seed() {
    assert_eq!(shapes::inner::product_vjp(3.0, 2.0, 0.5), (6.0, 4.5));
    assert_eq!(shapes::cube_vjp(2.0, -1.0), -12.0);
}

#[test]
fn calls_by_name_and_by_path() {
    let (x, y) = (0.7f64, 1.3f64);
    let (value, (dx, dy)) = by_name_value_and_gradient(x, y);
    near(value, x.sin().powi(2) * y + (x * y).powi(3));
    near(dx, 2.0 * x.sin() * x.cos() * y + 3.0 * (x * y).powi(2) * y);
    near(dy, x.sin().powi(2) + 3.0 * (x * y).powi(2) * x);
    // x^2 * x^3
    near(by_path_gradient(1.5), 5.0 * 1.5f64.powi(4));
}

/// The sum of x^(2^depth) and all that is between.
#[gradient]
fn tree(x: f64, depth: usize) -> f64 {
    if depth == 0 { x } else { x + 0.5 * tree(x * x, depth - 1) * tree(2.0 * x, depth - 1) }
}

fn tree_dual(x: f64, dx: f64, depth: usize) -> (f64, f64) {
    if depth == 0 {
        return (x, dx);
    }
    let (a, da) = tree_dual(x * x, 2.0 * x * dx, depth - 1);
    let (b, db) = tree_dual(2.0 * x, 2.0 * dx, depth - 1);
    (x + 0.5 * a * b, dx + 0.5 * (da * b + a * db))
}

#[test]
fn a_function_that_calls_itself() {
    for depth in 0..5 {
        let (value, slope) = tree_dual(0.9, 1.0, depth);
        let (v, g) = tree_value_and_gradient(0.9, depth);
        near(v, value);
        near(g, slope);
    }
}

#[gradient]
fn countdown(x: f64, steps: i32) -> f64 {
    if steps <= 0 {
        return x;
    }
    countdown(x.sin(), steps - 1)
}

#[test]
fn a_signed_bound_may_be_negative() {
    near(countdown_gradient(0.3, -2), 1.0);
    near(countdown_gradient(0.3, 2), 0.3f64.sin().cos() * 0.3f64.cos());
}

#[gradient]
fn in_loops(w: &[f64; 4], #[constant] x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        for w in w {
            sum += product(w * v, *w);
        }
    }
    sum
}

#[test]
fn calls_inside_loops() {
    let w = [0.5, -1.0, 2.0, 0.25];
    let x = [1.0, 3.0, -2.0];
    let g = in_loops_gradient(&w, &x);
    let squares: f64 = x.iter().map(|v| v * v).sum();
    for k in 0..4 {
        near(g[k], 3.0 * w[k] * w[k] * squares);
    }
}

#[gradient]
fn carried(x: f64, n: usize) -> f64 {
    let mut state = x;
    for _ in 0..n {
        state = shapes::cube(state) * 0.5;
    }
    state
}

#[test]
fn calls_in_a_recurrence() {
    let (mut state, mut slope) = (1.1f64, 1.0f64);
    for _ in 0..3 {
        slope *= 1.5 * state * state;
        state = 0.5 * state.powi(3);
    }
    let (v, g) = carried_value_and_gradient(1.1, 3);
    near(v, state);
    near(g, slope);
}

/// Chainrule does not see into it; it must not be called below 0.
fn root(x: f64) -> f64 {
    assert!(x > 0.0, "called outside its domain");
    x.sqrt()
}

#[custom_gradient(of = root)]
fn root_vjp(x: f64, seed: f64) -> f64 {
    assert!(x > 0.0, "called outside its domain");
    seed / (2.0 * x.sqrt())
}

#[gradient]
fn guarded(x: f64, y: f64) -> f64 {
    let r = if x > 0.0 { root(x) * y } else { y };
    r * r
}

#[test]
fn a_branch_that_is_not_taken_is_not_called() {
    assert_eq!(guarded_value_and_gradient(-4.0, 3.0), (9.0, (0.0, 6.0)));
    assert_eq!(guarded_value_and_gradient(4.0, 3.0), (36.0, (9.0, 24.0)));
}

#[gradient]
fn mapped(w: &[f64; 3]) -> f64 {
    w.iter().map(|x| shapes::cube(*x)).sum::<f64>()
}

#[gradient]
fn references(w: &[f64; 3], scale: &f64) -> f64 {
    let mut out = 0.0;
    for x in w {
        out += by_reference(x, scale) + by_reference(&(2.0 * x), scale);
    }
    out
}

#[gradient]
fn by_reference(x: &f64, y: &f64) -> f64 {
    x * x * y
}

#[test]
fn numbers_by_reference() {
    assert_eq!(mapped_gradient(&[1.0, 2.0, -1.0]), [3.0, 12.0, 3.0]);
    assert_eq!(references_gradient(&[1.0, 2.0, 3.0], &0.5), ([5.0, 10.0, 15.0], 70.0));
}

#[test]
fn functions_inside_functions() {
    #[gradient]
    fn square(x: f64) -> f64 {
        x * x
    }
    #[gradient]
    fn fourth(x: f64) -> f64 {
        square(square(x))
    }
    near(fourth_gradient(1.5), 4.0 * 1.5f64.powi(3));
}

#[gradient]
fn single(x: f32) -> f32 {
    half(x) * x
}

#[gradient]
fn half(x: f32) -> f32 {
    0.5 * x
}

#[gradient]
fn any<T: chainrule::Float>(x: T) -> T {
    any_half(x) * x
}

#[gradient]
fn any_half<T: chainrule::Float>(x: T) -> T {
    T::HALF * x
}

#[test]
fn float_types() {
    assert_eq!(single_gradient(3.0), 3.0);
    assert_eq!(any_gradient(3.0f32), 3.0);
    assert_eq!(any_gradient(3.0f64), 3.0);
}

#[gradient]
fn stopped(x: f64, y: f64) -> f64 {
    chainrule::stop_gradient(x * y) * y
}

#[test]
fn what_is_stopped_counts_as_constant() {
    assert_eq!(stopped_value_and_gradient(2.0, 3.0), (18.0, (0.0, 6.0)));
}

#[gradient]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += a[i] * b[i];
    }
    sum
}

#[gradient]
#[allow(clippy::needless_range_loop)]
fn rows(w: &[[f64; 3]; 2], #[constant] x: &[f64; 3]) -> f64 {
    let mut out = 0.0;
    for i in 0..2 {
        let y = dot(&w[i], x);
        out += y * y;
    }
    out
}

#[gradient]
fn sum_of<const N: usize>(v: [f64; N]) -> f64 {
    v.iter().map(|x| x * x).sum()
}

#[gradient]
fn slices(v: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, x) in v.iter().enumerate() {
        s += x * i as f64;
    }
    s * s
}

#[gradient]
fn computed(w: &[f64; 3], b: f64) -> f64 {
    let z = w.map(|x| (x * b).sin());
    sum_of(z) + slices(&z) + slices(w) + sum_of([b, 2.0 * b])
}

#[test]
fn arrays_as_arguments() {
    let w = [[1.0, 2.0, 3.0], [0.5, -1.0, 2.0]];
    let x = [0.1, -0.2, 0.3];
    let g = rows_gradient(&w, &x);
    for i in 0..2 {
        let y: f64 = (0..3).map(|j| w[i][j] * x[j]).sum();
        for j in 0..3 {
            near(g[i][j], 2.0 * y * x[j]);
        }
    }
    let (w, b) = ([0.3, 0.7, -0.4], 1.2);
    let (dw, db) = computed_gradient(&w, b);
    let z: Vec<f64> = w.iter().map(|x| (x * b).sin()).collect();
    let s: f64 = z[1] + 2.0 * z[2];
    let t: f64 = w[1] + 2.0 * w[2];
    let mut expected = 10.0 * b;
    for k in 0..3 {
        let dz = 2.0 * z[k] + 2.0 * s * k as f64;
        near(dw[k], dz * b * (w[k] * b).cos() + 2.0 * t * k as f64);
        expected += dz * w[k] * (w[k] * b).cos();
    }
    near(db, expected);
}

/// A rotation, by a rule of its own.
fn rotate(x: [f64; 2], angle: f64) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [c * x[0] - s * x[1], s * x[0] + c * x[1]]
}

#[custom_gradient(of = rotate)]
fn rotate_vjp(x: [f64; 2], angle: f64, seed: [f64; 2]) -> ([f64; 2], f64) {
    let (s, c) = angle.sin_cos();
    let dx = [c * seed[0] + s * seed[1], -s * seed[0] + c * seed[1]];
    let [y0, y1] = rotate(x, angle);
    (dx, -y1 * seed[0] + y0 * seed[1])
}

fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[custom_gradient(of = polar)]
fn polar_vjp(x: f64, y: f64, (r, phi): (f64, f64)) -> (f64, f64) {
    let n = x.hypot(y);
    ((x * r - y * phi / n) / n, (y * r + x * phi / n) / n)
}

#[gradient]
fn turned(x: [f64; 2], angle: f64) -> f64 {
    let y = rotate(x, angle);
    let z = rotate(y, angle);
    z[0] * z[0] * y[1] + z[1]
}

#[gradient]
fn destructured(x: f64, y: f64) -> f64 {
    let (r, phi) = polar(x, y);
    r * r + 0.5 * phi
}

#[gradient]
fn one_part(x: f64, y: f64) -> f64 {
    polar(x, y).0
}

#[gradient]
fn all_of_them(x: &[f64; 2], steps: usize) -> f64 {
    let mut state = *x;
    for _ in 0..steps {
        state = rotate(state, 0.3 * x[0]);
    }
    let mut out = 0.0;
    for v in state.iter() {
        out += v * v * v;
    }
    out
}

#[test]
fn arrays_and_tuples_as_results() {
    // Two rotations are one by twice the angle.
    let f = |x: [f64; 2], a: f64| {
        let (y, z) = (rotate(x, a), rotate(x, 2.0 * a));
        z[0] * z[0] * y[1] + z[1]
    };
    let (x, a, h) = ([0.7, -0.3], 0.4, 1e-5);
    let (dx, da) = turned_gradient(x, a);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} is not {b}");
    close(da, (f(x, a + h) - f(x, a - h)) / (2.0 * h));
    close(dx[0], (f([x[0] + h, x[1]], a) - f([x[0] - h, x[1]], a)) / (2.0 * h));
    close(dx[1], (f([x[0], x[1] + h], a) - f([x[0], x[1] - h], a)) / (2.0 * h));
    let (x, y) = (0.6f64, 0.8f64);
    let (dx, dy) = destructured_gradient(x, y);
    near(dx, 2.0 * x - 0.5 * y);
    near(dy, 2.0 * y + 0.5 * x);
    assert_eq!(one_part_gradient(3.0, 4.0), (0.6, 0.8));
    let g = |x: [f64; 2]| {
        let z = rotate(x, 4.0 * 0.3 * x[0]);
        z[0].powi(3) + z[1].powi(3)
    };
    let x = [0.7, -0.3];
    let dx = all_of_them_gradient(&x, 4);
    close(dx[0], (g([x[0] + h, x[1]]) - g([x[0] - h, x[1]])) / (2.0 * h));
    close(dx[1], (g([x[0], x[1] + h]) - g([x[0], x[1] - h])) / (2.0 * h));
}

#[gradient]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[gradient]
fn softened<const N: usize>(x: &[f64; N], by: f64) -> (f64, [f64; N]) {
    let mut out = [0.0; N];
    let mut total = 0.0;
    for i in 0..N {
        out[i] = (by * x[i]).tanh();
        total += out[i];
    }
    (total, out)
}

#[gradient]
fn volume(a: &[f64; 3], b: &[f64; 3], c: &[f64; 3]) -> f64 {
    let (total, s) = softened(&cross(a, b), 0.5);
    total + dot(&s, c)
}

#[test]
fn functions_that_return_arrays_and_tuples() {
    let (a, b, c) = ([1.0, 2.0, 3.0], [-0.5, 0.4, 0.1], [0.3, 0.2, -1.0]);
    // The seed picks a row of the Jacobian.
    assert_eq!(cross_vjp(&a, &b, [1.0, 0.0, 0.0]), ([0.0, 0.1, -0.4], [0.0, -3.0, 2.0]));
    let f = |a: &[f64; 3], b: &[f64; 3], c: &[f64; 3]| {
        let s = cross(a, b).map(|x| (0.5 * x).tanh());
        s.iter().sum::<f64>() + dot(&s, c)
    };
    let (value, (da, db, dc)) = volume_value_and_gradient(&a, &b, &c);
    near(value, f(&a, &b, &c));
    let h = 1e-5;
    for k in 0..3 {
        let at = |x: &[f64; 3], d: f64| {
            let mut x = *x;
            x[k] += d;
            x
        };
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} is not {b}");
        close(da[k], (f(&at(&a, h), &b, &c) - f(&at(&a, -h), &b, &c)) / (2.0 * h));
        close(db[k], (f(&a, &at(&b, h), &c) - f(&a, &at(&b, -h), &c)) / (2.0 * h));
        close(dc[k], (f(&a, &b, &at(&c, h)) - f(&a, &b, &at(&c, -h))) / (2.0 * h));
    }
}

/// Squares beside half of what was there before.
fn squares(x: &[f64; 3], y: &mut [f64; 3]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = x * x + 0.5 * *y;
    }
}

#[custom_gradient(of = squares)]
fn squares_vjp(x: &[f64; 3], #[output] _y: &[f64; 3], seed_y: &[f64; 3]) -> ([f64; 3], [f64; 3]) {
    (std::array::from_fn(|i| 2.0 * x[i] * seed_y[i]), seed_y.map(|s| 0.5 * s))
}

/// Returns the square of the sum, scales into a slice, and adds the sum to a number.
fn totals(x: &[f64], k: f64, scaled: &mut [f64], sum: &mut f64) -> f64 {
    let total: f64 = x.iter().sum();
    for (s, x) in scaled.iter_mut().zip(x) {
        *s = k * x;
    }
    *sum += total;
    total * total
}

#[custom_gradient(of = totals)]
fn totals_rule(
    x: &[f64],
    k: f64,
    #[output]
    #[constant]
    scaled: &[f64],
    #[output] _sum: &f64,
    seed: f64,
    seed_scaled: &[f64],
    seed_sum: &f64,
) -> (Vec<f64>, f64, f64) {
    assert_eq!(scaled, [7.0, 7.0, 7.0]);
    let total: f64 = x.iter().sum();
    let by_x = seed_scaled.iter().map(|s| 2.0 * total * seed + k * s + seed_sum).collect();
    (by_x, x.iter().zip(seed_scaled).map(|(x, s)| x * s).sum(), *seed_sum)
}

#[gradient]
fn by_rules(x: &[f64; 3], k: f64) -> f64 {
    let mut y = [k, 0.0, 2.0];
    squares(x, &mut y);
    let (mut scaled, mut sum) = ([7.0; 3], k * k);
    let square = totals(&y, k, &mut scaled, &mut sum);
    square + scaled[0] * sum
}

#[test]
fn rules_of_functions_that_write_to_places() {
    let (x, k) = ([1.0, -2.0, 3.0], 0.5f64);
    // y = (x0^2 + k/2, x1^2, x2^2 + 1), s = y0 + y1 + y2 = 15.25: s^2 + k y0 (k^2 + s)
    let (value, (by_x, by_k)) = by_rules_value_and_gradient(&x, k);
    let (y0, s) = (1.25, 15.25);
    close(value, s * s + k * y0 * (k * k + s));
    let by_s = 2.0 * s + k * y0;
    all_close(&by_x, &[2.0 * x[0] * (by_s + k * (k * k + s)), 2.0 * x[1] * by_s, 2.0 * x[2] * by_s]);
    close(by_k, 0.5 * (by_s + k * (k * k + s)) + y0 * (k * k + s) + 2.0 * k * k * y0);
}

#[derive(Clone, chainrule::Gradient)]
struct Stiff {
    k: f64,
}

#[gradient]
impl Stiff {
    fn energy(&self, x: f64) -> f64 {
        self.k * x * x
    }

    fn twice(&self, x: f64) -> f64 {
        2.0 * Self::energy(self, x)
    }
}

#[gradient]
fn by_path_of_type(s: &Stiff, x: f64) -> f64 {
    Stiff::energy(s, x * x) + x
}

/// A module whose function has no derivative beside a function of the same name that has one, and the other way round.
mod deep {
    pub mod deeper {
        #[chainrule::gradient]
        pub fn energy<const N: usize>(x: &[f64; N]) -> f64 {
            x.iter().map(|v| v * v * v).sum()
        }
    }
}

#[gradient]
fn energy(x: f64) -> f64 {
    7.0 * x
}

#[gradient]
fn by_many_paths(x: f64) -> f64 {
    use deep::deeper;
    energy(x) + deep::deeper::energy(&[x, x]) + deeper::energy::<1>(&[2.0 * x]) + self::energy(x) + crate::calls::energy(x)
}

#[gradient]
fn power<const N: i32>(x: f64) -> f64 {
    x.powi(N)
}

/// Constants of the body as type arguments, in places of their own.
#[gradient]
fn with_constants_of_its_own(x: f64) -> f64 {
    const TWO: i32 = 2;
    const THREE: i32 = TWO + 1;
    let mut s = power::<THREE>(x) * power::<{ TWO }>(x);
    for _ in 0..2 {
        const AGAIN: i32 = 2;
        s = power::<AGAIN>(s);
    }
    s
}

#[test]
fn constants_of_the_body_are_type_arguments() {
    // x^20.
    assert_eq!(with_constants_of_its_own_value_and_gradient(2.0), (1_048_576.0, 10_485_760.0));
}

#[test]
fn functions_are_called_by_any_path() {
    // k x^2 doubled, and k x^4 + x.
    let s = Stiff { k: 3.0 };
    let (g, dx) = s.twice_gradient(2.0);
    assert_eq!((g.k, dx), (8.0, 24.0));
    let (g, dx) = by_path_of_type_gradient(&s, 2.0);
    assert_eq!((g.k, dx), (16.0, 97.0));
    // 21 x + 2 x^3 + 8 x^3.
    assert_eq!(by_many_paths_value_and_gradient(2.0), (122.0, 141.0));
}

/// Of the user's own, with another number of arguments than the one of the table.
#[gradient]
fn sigmoid(x: f64, k: f64) -> f64 {
    1.0 / (1.0 + (-k * x).exp())
}

#[gradient]
fn of_its_own(x: f64, k: f64) -> f64 {
    sigmoid(x, k) * x
}

#[test]
fn functions_may_have_names_of_the_table() {
    let (x, k) = (0.3, 2.0);
    let s = 1.0 / (1.0 + f64::exp(-k * x));
    let (value, (by_x, by_k)) = of_its_own_value_and_gradient(x, k);
    close(value, s * x);
    close(by_x, s + x * k * s * (1.0 - s));
    close(by_k, x * x * s * (1.0 - s));
}
