//! Loops that fill arrays over ranges that only the run knows: such as end before they begin, and such as have passes whose place
//! is not there. Against central differences.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

use chainrule::gradient;

#[gradient]
fn beyond_the_end_of_numbers(p: f64) -> f64 {
    let mut y = [[p; 4]; 4];
    for i in 0..4 {
        for j in i + 3..4 {
            y[i][j] = y[i][j - 1].sin() * i as f64 + p * p * j as f64;
        }
    }
    let mut s = 0.0;
    for i in 0..4 {
        for j in 0..4 {
            s += y[i][j] * (i * 4 + j) as f64;
        }
    }
    s
}
#[gradient]
fn triangle_in_a_square(p: f64, n: usize) -> f64 {
    let mut y = [[p; 4]; 4];
    for i in 0..n {
        for j in i + 3..n {
            y[i][j] = y[i][j - 1].sin() * i as f64 + p * p * j as f64;
        }
    }
    let mut s = 0.0;
    for i in 0..4 {
        for j in 0..4 {
            s += y[i][j] * (i * 4 + j) as f64;
        }
    }
    s
}
#[gradient]
fn triangle_of_its_length(p: f64, n: usize) -> f64 {
    let mut y = vec![vec![p; n]; n];
    for i in 0..n {
        for j in i + 3..n {
            y[i][j] = y[i][j - 1].sin() * i as f64 + p * p * j as f64;
        }
    }
    let mut s = 0.0;
    for i in 0..n {
        for j in 0..n {
            s += y[i][j] * (i * 4 + j) as f64;
        }
    }
    s
}
#[gradient]
fn sums_from_the_second_on(p: f64, n: usize) -> f64 {
    let mut y = [p; 4];
    for i in 0..n {
        for j in i + 2..n {
            y[j] += y[j - 1].sin() * i as f64 + p * p * j as f64;
        }
    }
    y[0] + y[1] * 2.0 + y[2] * y[3]
}
#[gradient]
fn up_to_two(p: f64, n: usize) -> f64 {
    let mut y = [p; 4];
    for j in n..2 {
        y[j] = y[j].sin() * p + p * p * j as f64;
    }
    y[0] + y[1] * 2.0 + y[2] * y[3]
}
#[gradient]
fn backwards_and_forwards(p: f64, n: usize) -> f64 {
    let mut y = [p; 4];
    for j in (2..n).rev() {
        y[j] = y[j].sin() * p + p * p * j as f64;
    }
    for j in 2..n {
        y[j] = p * y[j];
    }
    y[0] + y[1] * 2.0 + y[2] * y[3]
}
#[gradient]
fn two_arrays(p: f64, n: usize) -> f64 {
    let mut y = [p; 4];
    let mut z = [p * p; 4];
    for j in 2..n {
        z[j - 2] = p * j as f64;
        z[1] += p.sin();
        y[j] = z[j - 1] * p;
    }
    y[0] + y[1] * 2.0 + y[2] * y[3] + z[0] * z[1] + z[2] * z[3]
}
#[gradient]
fn of_another_length(p: f64, n: usize, x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    for j in 2..n {
        y[j] = p * y[j] + y[j - 1];
    }
    y.iter().map(|v| v * v).sum()
}
#[gradient]
fn rows_from_the_second_on(p: f64, n: usize) -> f64 {
    let mut y = [[p; 4]; 4];
    for i in 2..n {
        for j in 0..i {
            y[i][j] = p * y[i - 1][j] + j as f64;
        }
    }
    let mut s = 0.0;
    for i in 0..4 {
        for j in 0..4 {
            s += y[i][j] * (i * 4 + j) as f64;
        }
    }
    s
}
#[gradient]
fn two_places(p: f64, n: usize) -> f64 {
    let mut y = [p; 4];
    for j in 2..n {
        let z = y[j] * p;
        y[j] = z;
        y[j - 1] += z;
    }
    y[0] + y[1] * 2.0 + y[2] * y[3]
}
#[gradient]
fn of_what_is_carried(p: f64, n: usize) -> f64 {
    let mut s = p;
    let mut y = [p; 4];
    for j in 3..n {
        s = s * p + j as f64;
        y[j] = s;
    }
    let z: f64 = (2..n).map(|k| y[k] * k as f64).sum();
    for j in (1..n).step_by(2) {
        s = s * p + j as f64;
        y[j] = s * y[j];
    }
    y[0] + y[1] * 2.0 + y[2] * y[3] + z + s
}
#[gradient]
fn of_an_empty_slice(p: f64, x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    for j in 1..x.len() {
        y[j] = p * y[j] + y[j - 1];
    }
    y.iter().map(|v| v * v).sum()
}

#[gradient]
fn in_the_first_pass(p: f64, n: usize) -> f64 {
    let mut s = p;
    let mut b = [s.powi(2); 4];
    for _ in 0..n {
        for i in 0..n {
            if i == 0 {
                b[2] = s.tanh();
                s += (s).tanh();
            }
        }
    }
    s + b[2]
}
#[gradient]
fn while_there_is_a_next(p: f64, n: usize) -> f64 {
    let mut b = [p * p, 2.0 * p, p, 1.0];
    for i in 0..n {
        if i + 1 < 4 {
            b[i + 1] = b[i] * p + i as f64;
        }
    }
    b[3] * b[2] + b[0]
}
#[gradient]
fn while_there_is_a_next_inside(p: f64, n: usize) -> f64 {
    let mut b = [p * p, 2.0 * p, p, 1.0];
    for i in 0..n {
        for j in 0..i {
            if j + 1 < 4 {
                b[j + 1] += b[j] * p + i as f64;
            }
        }
    }
    b[3] * b[2] + b[0]
}
#[gradient]
fn from_a_pass_on(p: f64, n: usize, h: usize) -> f64 {
    let mut b = [p * p, 2.0 * p, p, 1.0];
    for i in 0..n {
        if i >= h {
            b[i - h] = b[i - h].sin() * p + i as f64;
        }
    }
    b[3] * b[2] + b[0]
}
#[gradient]
fn from_the_third_on(p: f64, n: usize) -> f64 {
    let mut b = [p * p, 2.0 * p, p, 1.0];
    for i in 3..n {
        b[i] = b[i - 1] * p + i as f64;
    }
    b[3] * b[2] + b[0]
}
#[gradient]
fn as_long_as_the_slice(p: f64, n: usize, x: &[f64]) -> f64 {
    let mut b = vec![p; x.len()];
    for i in 3..n {
        if i < x.len() {
            b[i] = b[i - 1] * p + x[i];
        }
    }
    b[3] * b[2] + b[0] + b[x.len() - 1]
}
#[gradient]
fn at_numbers(p: f64, n: usize) -> f64 {
    let mut b = [p * p, 2.0 * p, p, 1.0];
    for i in 0..n {
        if i == 2 {
            b[0] += p * i as f64;
        }
        if i == n - 1 {
            b[1] = p.sin();
        }
    }
    b[3] * b[2] + b[0] * b[1]
}
#[gradient]
fn at_an_argument(p: f64, n: usize, k: usize) -> f64 {
    let mut b = [p * p, 2.0 * p, p, 1.0];
    for i in 0..n {
        for j in 0..n {
            if j == k {
                b[i % 4] += p * i as f64 * b[3];
            }
            if i == k {
                b[j % 4] *= p.sin();
            }
        }
    }
    b[3] * b[2] + b[0] * b[1]
}

/// Compares with a central difference at 0.7.
#[track_caller]
fn agrees(f: &dyn Fn(f64) -> f64, (value, slope): (f64, f64)) {
    let (p, h) = (0.7, 1e-6);
    let expected = (f(p + h) - f(p - h)) / (2.0 * h);
    assert!((value - f(p)).abs() < 1e-12, "the value is {value}, expected {}", f(p));
    assert!((slope - expected).abs() < 1e-6 * (1.0 + expected.abs()), "the slope is {slope}, expected {expected}");
}

#[test]
fn ranges_that_end_before_they_begin() {
    let x = [0.3, 0.2, 0.5, 0.9];
    agrees(&beyond_the_end_of_numbers, beyond_the_end_of_numbers_value_and_gradient(0.7));
    for n in 0..5 {
        macro_rules! by_length {
            ($($f:ident, $gradient:ident;)*) => { $(agrees(&|p| $f(p, n), $gradient(0.7, n));)* };
        }
        by_length! {
            triangle_in_a_square, triangle_in_a_square_value_and_gradient;
            triangle_of_its_length, triangle_of_its_length_value_and_gradient;
            sums_from_the_second_on, sums_from_the_second_on_value_and_gradient;
            up_to_two, up_to_two_value_and_gradient;
            backwards_and_forwards, backwards_and_forwards_value_and_gradient;
            two_arrays, two_arrays_value_and_gradient;
            rows_from_the_second_on, rows_from_the_second_on_value_and_gradient;
            two_places, two_places_value_and_gradient;
            of_what_is_carried, of_what_is_carried_value_and_gradient;
            from_the_third_on, from_the_third_on_value_and_gradient;
        }
        let (value, (slope, _)) = of_another_length_value_and_gradient(0.7, n, &x);
        agrees(&|p| of_another_length(p, n, &x), (value, slope));
        let (value, (slope, _)) = of_an_empty_slice_value_and_gradient(0.7, &x[..n]);
        agrees(&|p| of_an_empty_slice(p, &x[..n]), (value, slope));
    }
    let (value, (slope, _)) = of_another_length_value_and_gradient(0.7, 0, &[]);
    assert_eq!((value, slope), (0.0, 0.0));
}

#[test]
fn places_that_are_not_there() {
    let x = [0.3, 0.2, 0.5, 0.9];
    for n in 0..8 {
        agrees(&|p| in_the_first_pass(p, n), in_the_first_pass_value_and_gradient(0.7, n));
        agrees(&|p| while_there_is_a_next(p, n), while_there_is_a_next_value_and_gradient(0.7, n));
        agrees(&|p| while_there_is_a_next_inside(p, n), while_there_is_a_next_inside_value_and_gradient(0.7, n));
        agrees(&|p| at_an_argument(p, n, 1), at_an_argument_value_and_gradient(0.7, n, 1));
        let (value, (slope, _)) = as_long_as_the_slice_value_and_gradient(0.7, n, &x);
        agrees(&|p| as_long_as_the_slice(p, n, &x), (value, slope));
        if n > 0 {
            agrees(&|p| at_numbers(p, n), at_numbers_value_and_gradient(0.7, n));
        }
        for (n, h) in [(n.min(4) + 2, 2), (n.min(4), 5)] {
            agrees(&|p| from_a_pass_on(p, n, h), from_a_pass_on_value_and_gradient(0.7, n, h));
        }
    }
}
