//! Functions that call each other.

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
