//! Functions that return a struct with fields that an argument has, whatever these are.

use crate::close;
use chainrule::{Gradient, Parameters, gradient};

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Gripper {
    width: f64,
    force: [f64; 2],
}

#[derive(Clone, Debug, PartialEq, Gradient)]
struct Pose {
    at: [f64; 3],
    yaw: f64,
    scale: f64,
    gripper: Gripper,
    spare: Box<[f64; 2]>,
    #[gradient(skip)]
    id: usize,
}

fn pose() -> Pose {
    let gripper = Gripper { width: 1.0, force: [0.1, 0.2] };
    Pose { at: [1.0, 2.0, 3.0], yaw: 0.5, scale: 2.0, gripper, spare: Box::new([0.3, 0.4]), id: 7 }
}

/// One number for each number.
fn seed() -> PoseGradient {
    let mut seed = pose().zero_gradient();
    let mut k = 0.0;
    seed.visit_mut(&mut |x| {
        k += 1.0;
        *x = k;
    });
    seed
}

#[gradient]
fn moved(p: &Pose, by: f64) -> Pose {
    Pose { at: p.at, yaw: p.yaw + by * p.scale, scale: p.scale, gripper: p.gripper.clone(), spare: p.spare.clone(), id: p.id }
}

/// Fields of an argument of another type are numbers or structs that have a gradient.
#[gradient]
fn held(p: &Pose, by: f64) -> Gripper {
    Gripper { width: by * p.scale, force: p.gripper.force }
}

#[gradient]
fn scaled(p: &Pose, by: f64) -> Pose {
    Pose { yaw: p.yaw * by, id: 3, ..p.clone() }
}

/// The fields of an argument that is the function's own.
#[gradient]
fn closed(mut p: Pose, by: f64) -> Pose {
    p.yaw *= by;
    p.gripper.width = p.scale;
    p
}

#[gradient]
fn same(p: &Pose) -> Pose {
    p.clone()
}

#[gradient]
impl Pose {
    fn turned(&self, by: f64) -> Pose {
        Pose { yaw: self.yaw + by * self.scale, ..self.clone() }
    }

    fn size(&self) -> f64 {
        self.yaw * self.yaw + self.at[0] * self.scale + self.gripper.width
    }
}

#[gradient]
fn twice(p: &Pose, k: f64) -> f64 {
    let q = scaled(p, k);
    let base = Pose { at: [1.0, 2.0, 3.0], yaw: 0.1, scale: k, ..p.clone() };
    let changed = Pose { yaw: k * k, ..base };
    q.turned(k).size() + q.yaw * changed.yaw * changed.scale
}

#[test]
fn seeds_go_to_where_the_fields_come_from() {
    let (p, s) = (pose(), seed());
    let (by_p, by) = moved_vjp(&p, 0.5, s.clone());
    let mut expected = s.clone();
    expected.scale += 0.5 * s.yaw;
    assert_eq!((by_p, by), (expected, 2.0 * s.yaw));

    let (by_p, by) = held_vjp(&p, 0.5, GripperGradient { width: 3.0, force: [1.0, 2.0] });
    assert_eq!((by_p.scale, by_p.gripper.force, by_p.yaw, by), (1.5, [1.0, 2.0], 0.0, 6.0));

    let (by_p, by) = scaled_vjp(&p, 0.5, s.clone());
    let mut expected = s.clone();
    expected.yaw *= 0.5;
    assert_eq!((by_p, by), (expected, 0.5 * s.yaw));

    let (by_p, by) = closed_vjp(p.clone(), 0.5, s.clone());
    let mut expected = s.clone();
    expected.yaw *= 0.5;
    expected.scale += s.gripper.width;
    expected.gripper.width = 0.0;
    assert_eq!((by_p, by), (expected, 0.5 * s.yaw));

    assert_eq!(same_vjp(&p, s.clone()), s);
    let mut sum = s.clone();
    same_vjp_add(&p, s.clone(), &mut sum);
    assert_eq!(sum.spare[1], 2.0 * s.spare[1]);
}

#[test]
fn through_calls() {
    const H: f64 = 1e-6;
    let p = pose();
    let (value, (by_p, by_k)) = twice_value_and_gradient(&p, 0.5);
    close(value, twice(&p, 0.5));
    let near = |found: f64, f: &dyn Fn(f64) -> f64| assert!((found - (f(H) - f(-H)) / (2.0 * H)).abs() < 1e-8, "{found}");
    near(by_k, &|h| twice(&p, 0.5 + h));
    near(by_p.yaw, &|h| twice(&Pose { yaw: p.yaw + h, ..p.clone() }, 0.5));
    near(by_p.scale, &|h| twice(&Pose { scale: p.scale + h, ..p.clone() }, 0.5));
    near(by_p.at[0], &|h| twice(&Pose { at: [p.at[0] + h, 2.0, 3.0], ..p.clone() }, 0.5));
    assert_eq!((by_p.gripper.width, by_p.gripper.force, *by_p.spare), (1.0, [0.0; 2], [0.0; 2]));
}
