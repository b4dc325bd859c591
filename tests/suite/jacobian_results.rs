//! Jacobians of functions that return structs, or write to slices, against differences and known values.

#![allow(clippy::needless_range_loop, reason = "loops as they are written in numerical code")]

use super::all_close;
use chainrule::{Gradient, gradient};

/// Central differences of one function of one number.
fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    const H: f64 = 1e-5;
    (f(x + H) - f(x - H)) / (2.0 * H)
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-8 * (1.0 + b.abs()), "{a} and {b}");
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Pose<const N: usize> {
    at: Point,
    joints: [f64; N],
    #[gradient(skip)]
    steps: usize,
}

#[gradient]
fn polar(r: f64, angle: f64) -> Point {
    Point { x: r * angle.cos(), y: r * angle.sin() }
}

#[test]
fn a_struct_has_a_gradient_for_each_of_its_numbers() {
    let (value, (by_r, by_angle)) = polar_value_and_jacobian(2.0, 0.3);
    assert_eq!(value, polar(2.0, 0.3));
    let expected: PointJacobian<f64> = PointJacobian { x: 0.3f64.cos(), y: 0.3f64.sin() };
    assert_eq!(by_r, expected);
    all_close(&[by_angle.x, by_angle.y], &[-2.0 * 0.3f64.sin(), 2.0 * 0.3f64.cos()]);
    let mut into = (PointJacobian { x: 7.0, y: 7.0 }, PointJacobian { x: 7.0, y: 7.0 });
    polar_jacobian_into(2.0, 0.3, &mut into.0, &mut into.1);
    assert_eq!(into, (by_r, by_angle));
    assert_eq!(polar_value_and_jacobian_into(2.0, 0.3, &mut into.0, &mut into.1), value);
    assert_eq!(polar_jacobian(2.0, 0.3), into);
}

/// Structs in structs, arrays, an integer, and an argument by value.
#[gradient]
fn advanced<const N: usize>(pose: Pose<N>, speed: &[f64; 2], time: f64) -> Pose<N> {
    let mut joints = pose.joints;
    for k in 0..N {
        joints[k] += time * speed[0] * pose.joints[k].sin();
    }
    let at = Point { x: pose.at.x + time * speed[0] * joints[0].cos(), y: pose.at.y * speed[1] };
    Pose { at, joints, steps: pose.steps + 1 }
}

#[test]
fn structs_in_structs_and_by_structs() {
    let pose = Pose { at: Point { x: 0.4, y: -0.3 }, joints: [0.2, 0.7, 1.1], steps: 3 };
    let (speed, time) = ([0.9, -1.4], 0.25);
    let (value, (by_pose, by_speed, by_time)) = advanced_value_and_jacobian(pose.clone(), &speed, time);
    assert_eq!(value, advanced(pose.clone(), &speed, time));
    assert_eq!(value.steps, 4);
    let _: &PoseJacobian<[f64; 2], 3> = &by_speed;
    let _: &PoseJacobian<PoseGradient<3>, 3> = &by_pose;
    for k in 0..3 {
        near(by_time.joints[k], slope(|t| advanced(pose.clone(), &speed, t).joints[k], time));
        near(by_speed.joints[k][0], slope(|s| advanced(pose.clone(), &[s, speed[1]], time).joints[k], speed[0]));
        assert_eq!(by_speed.joints[k][1], 0.0);
        for j in 0..3 {
            let at = |x: f64| {
                let mut joints = pose.joints;
                joints[j] = x;
                advanced(Pose { joints, ..pose.clone() }, &speed, time)
            };
            near(by_pose.joints[k].joints[j], slope(|x| at(x).joints[k], pose.joints[j]));
            near(by_pose.at.x.joints[j], slope(|x| at(x).at.x, pose.joints[j]));
        }
        assert_eq!(by_pose.joints[k].at, PointGradient { x: 0.0, y: 0.0 });
    }
    assert_eq!((by_pose.at.x.at.x, by_pose.at.x.at.y, by_pose.at.y.at.y), (1.0, 0.0, -1.4));
    near(by_time.at.x, slope(|t| advanced(pose.clone(), &speed, t).at.x, time));
    assert_eq!((by_time.at.y, by_speed.at.y), (0.0, [0.0, -0.3]));
}

/// What is in the result as it is in an argument.
#[gradient]
fn lifted(pose: &Pose<2>, height: f64) -> Pose<2> {
    Pose { at: Point { y: pose.at.y + height * pose.at.x, ..pose.at.clone() }, ..pose.clone() }
}

#[gradient]
fn same(p: &Point, k: f64) -> (f64, Point) {
    (k * p.x, p.clone())
}

#[test]
fn what_is_copied_has_rows_of_the_identity() {
    let pose = Pose { at: Point { x: 0.4, y: -0.3 }, joints: [0.2, 0.7], steps: 3 };
    let mut by_pose = lifted_jacobian(&pose, 5.0).0;
    for _ in 0..2 {
        let of = |x: f64, y: f64, joints: [f64; 2]| PoseGradient { at: PointGradient { x, y }, joints };
        assert_eq!(by_pose.at, PointJacobian { x: of(1.0, 0.0, [0.0; 2]), y: of(5.0, 1.0, [0.0; 2]) });
        assert_eq!(by_pose.joints, [of(0.0, 0.0, [1.0, 0.0]), of(0.0, 0.0, [0.0, 1.0])]);
        // What was there before does not matter.
        lifted_jacobian_into(&pose, 5.0, &mut by_pose, &mut lifted_jacobian(&pose, 1.0).1);
    }
    let mut by_height = lifted_jacobian(&pose, 5.0).1;
    by_height.joints = [7.0; 2];
    assert_eq!(lifted_value_and_jacobian_into(&pose, 5.0, &mut by_pose, &mut by_height), lifted(&pose, 5.0));
    assert_eq!(by_height, PoseJacobian { at: PointJacobian { x: 0.0, y: 0.4 }, joints: [0.0; 2] });
    let (value, (by_p, by_k)) = same_value_and_jacobian(&pose.at, 2.0);
    assert_eq!(value, (0.8, pose.at));
    let row = |x: f64, y: f64| PointGradient { x, y };
    assert_eq!(by_p, (row(2.0, 0.0), PointJacobian { x: row(1.0, 0.0), y: row(0.0, 1.0) }));
    assert_eq!(by_k, (0.4, PointJacobian { x: 0.0, y: 0.0 }));
}

#[gradient]
impl Point {
    fn turned(&self, angle: f64) -> Point {
        Point { x: self.x * angle.cos() - self.y * angle.sin(), y: self.x * angle.sin() + self.y * angle.cos() }
    }
    fn moved(self, by: &[f64]) -> Self {
        let mut x = self.x;
        for b in by {
            x += b * self.y;
        }
        Self { x, y: self.y }
    }
}

#[test]
fn methods() {
    let p = Point { x: 0.4, y: -0.3 };
    let (value, (by_self, by_angle)) = p.turned_value_and_jacobian(0.5);
    assert_eq!(value, p.turned(0.5));
    let (s, c) = 0.5f64.sin_cos();
    assert_eq!((by_self.x.x, by_self.x.y, by_self.y.x, by_self.y.y), (c, -s, s, c));
    all_close(&[by_angle.x, by_angle.y], &[-value.y, value.x]);
    let (value, (by_self, by)) = p.clone().moved_value_and_jacobian(&[1.0, 2.0, 4.0]);
    assert_eq!(value, p.moved(&[1.0, 2.0, 4.0]));
    assert_eq!((by_self.x, by_self.y), (PointGradient { x: 1.0, y: 7.0 }, PointGradient { x: 0.0, y: 1.0 }));
    assert_eq!((by.x, by.y), (vec![-0.3; 3], vec![0.0; 3]));
}

/// A scan, and what it returns.
#[gradient]
fn smoothed(x: &[f64], out: &mut [f64], keep: f64) -> f64 {
    let mut state = 0.0;
    for i in 0..x.len() {
        state = keep * state + (1.0 - keep) * x[i];
        out[i] = state * state;
    }
    state
}

#[gradient]
fn scaled(#[constant] x: &[f64], out: &mut [f64], k: f64) {
    for i in 0..x.len() {
        out[i] *= k * x[i];
    }
}

#[test]
fn results_in_slices() {
    let (x, keep) = ([0.5, -0.3, 0.9], 0.7);
    let run = |x: &[f64], keep: f64| {
        let mut out = vec![0.0; 3];
        let last = smoothed(x, &mut out, keep);
        (last, out)
    };
    let held = [7.0; 3];
    let (value, (by_x, by_out, by_keep)) = smoothed_value_and_jacobian(&x, &held, keep);
    assert_eq!(value, run(&x, keep));
    for i in 0..3 {
        near(by_keep.1[i], slope(|k| run(&x, k).1[i], keep));
        for j in 0..3 {
            let at = |v: f64| {
                let mut x = x;
                x[j] = v;
                run(&x, keep)
            };
            near(by_x.1[i][j], slope(|v| at(v).1[i], x[j]));
            near(by_x.0[j], slope(|v| at(v).0, x[j]));
        }
        assert_eq!(by_out.1[i], [0.0; 3]);
    }
    let (value, (by_out, by_k)) = scaled_value_and_jacobian(&[1.0, 2.0], &[3.0, 5.0], 10.0);
    assert_eq!((value, by_k), (vec![30.0, 100.0], vec![3.0, 10.0]));
    assert_eq!(by_out, [vec![10.0, 0.0], vec![0.0, 20.0]]);
    let mut rows = vec![vec![7.0; 2]; 2];
    let mut column = [7.0; 2];
    scaled_jacobian_into(&[1.0, 2.0], &[3.0, 5.0], 10.0, &mut rows, &mut column);
    assert_eq!((rows, column), (by_out, [3.0, 10.0]));
}

#[test]
#[should_panic(expected = "the Jacobian by `k` has 1 rows of `out`, but `out` has 2 elements")]
fn results_in_slices_of_other_lengths() {
    scaled_jacobian_into(&[1.0, 2.0], &[3.0, 5.0], 10.0, &mut [vec![0.0; 2], vec![0.0; 2]], &mut [0.0; 1]);
}

/// A struct, and what is left in an argument.
#[gradient]
fn kicked(p: &Point, v: &mut [f64; 2], force: f64) -> Point {
    v[0] += force * p.x;
    v[1] *= force;
    Point { x: p.x + v[0], y: p.y * v[1] }
}

#[test]
fn structs_beside_what_is_left() {
    let (p, v) = (Point { x: 0.4, y: -0.3 }, [1.5, 2.0]);
    let ((value, left), (by_p, by_v, by_force)) = kicked_value_and_jacobian(&p, &v, 0.5);
    let mut expected = v;
    assert_eq!((value, left), (kicked(&p, &mut expected, 0.5), expected));
    assert_eq!(by_p.0, PointJacobian { x: PointGradient { x: 1.5, y: 0.0 }, y: PointGradient { x: 0.0, y: 1.0 } });
    assert_eq!(by_p.1, [PointGradient { x: 0.5, y: 0.0 }, PointGradient { x: 0.0, y: 0.0 }]);
    assert_eq!((by_v.0.x, by_v.0.y, by_v.1), ([1.0, 0.0], [0.0, -0.15], [[1.0, 0.0], [0.0, 0.5]]));
    all_close(&[by_force.0.x, by_force.0.y, by_force.1[0], by_force.1[1]], &[0.4, -0.6, 0.4, 2.0]);
}

mod named_like_generics {
    use chainrule::{Gradient, gradient};

    type Pair = [f64; 2];

    #[derive(Clone, Debug, Gradient)]
    pub struct R<const N: usize> {
        pub held: Box<[f64; N]>,
        pub pair: (f64, f64),
    }

    /// An alias of an array is none of a struct.
    #[gradient]
    fn doubled(x: Pair) -> Pair {
        [2.0 * x[0], x[1]]
    }

    #[test]
    fn aliases_are_arrays() {
        assert_eq!(doubled_jacobian([1.0, 2.0]), [[2.0, 0.0], [0.0, 1.0]]);
        let rows: RJacobian<u8, 2> = RJacobian { held: Box::new([1, 2]), pair: (3, 4) };
        assert_eq!(rows.clone(), rows);
    }
}
