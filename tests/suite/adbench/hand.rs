//! Tracking of a hand: its skin should lie on points that were measured.
#![allow(clippy::needless_range_loop)]

use chainrule::gradient;

pub type Matrix = [[f64; 4]; 4];

/// A hand of `B` bones. Bone 0 is the wrist, to which the last bone, the forearm, is fixed; finger f has bones 1 + 4*f to
/// 4 + 4*f, each fixed to the one before it.
pub struct Model<const B: usize> {
    /// How a bone stands at the one that it is fixed to, at rest.
    pub relative: [Matrix; B],
    /// From where a bone is at rest back to the origin.
    pub inverse: [Matrix; B],
    /// The skin at rest.
    pub skin: Vec<[f64; 3]>,
    /// How much each bone moves a point of the skin.
    pub weight: Vec<[f64; B]>,
}

/// The points of the skin that were found, and where.
pub struct Found {
    pub vertex: Vec<usize>,
    pub place: Vec<[f64; 3]>,
}

#[gradient]
fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let mut out = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                out[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    out
}

/// A turn by the flexion about x, then by the abduction about z.
#[gradient]
fn bend(flexion: f64, abduction: f64) -> Matrix {
    let (sx, cx) = flexion.sin_cos();
    let (sz, cz) = abduction.sin_cos();
    [[cz, -sz * cx, sz * sx, 0.0], [sz, cz * cx, -cz * sx, 0.0], [0.0, sx, cx, 0.0], [0.0, 0.0, 0.0, 1.0]]
}

/// From where each bone is at rest to where it is when the fingers are bent: each has the flexion and the abduction of its
/// second bone, and the flexions of the last two.
#[gradient]
fn moved_bones<const B: usize>(fingers: &[[f64; 4]; 5], #[constant] model: &Model<B>) -> [[[f64; 4]; 4]; B] {
    let wrist = model.relative[0];
    let mut out = [[[0.0; 4]; 4]; B];
    out[0] = product(&wrist, &model.inverse[0]);
    out[B - 1] = product(&product(&wrist, &model.relative[B - 1]), &model.inverse[B - 1]);
    for f in 0..5 {
        let mut absolute: [[f64; 4]; 4] = wrist;
        for s in 0..4 {
            let b = 1 + 4 * f + s;
            let (flexion, abduction) = match s {
                0 => (0.0, 0.0),
                1 => (fingers[f][0], fingers[f][1]),
                _ => (fingers[f][s], 0.0),
            };
            absolute = product(&absolute, &product(&model.relative[b], &bend(flexion, abduction)));
            out[b] = product(&absolute, &model.inverse[b]);
        }
    }
    out
}

/// The matrix of a turn about an axis that is as long as the angle.
#[gradient]
fn turn(rotation: &[f64; 3]) -> [[f64; 3]; 3] {
    let angle = (rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2]).sqrt();
    if angle < 0.0001 {
        return [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    }
    let (x, y, z) = (rotation[0] / angle, rotation[1] / angle, rotation[2] / angle);
    let (s, c) = angle.sin_cos();
    [
        [x * x + (1.0 - x * x) * c, x * y * (1.0 - c) - z * s, x * z * (1.0 - c) + y * s],
        [x * y * (1.0 - c) + z * s, y * y + (1.0 - y * y) * c, y * z * (1.0 - c) - x * s],
        [x * z * (1.0 - c) - y * s, y * z * (1.0 - c) + x * s, z * z + (1.0 - z * z) * c],
    ]
}

/// From where each point of the skin is to where it was found.
#[gradient]
pub fn residuals<const B: usize>(
    rotation: &[f64; 3],
    translation: &[f64; 3],
    fingers: &[[f64; 4]; 5],
    #[constant] model: &Model<B>,
    #[constant] found: &Found,
    #[constant] out: &mut [[f64; 3]],
) {
    let bones: [[[f64; 4]; 4]; B] = moved_bones(fingers, model);
    let turn = turn(rotation);
    for n in 0..out.len() {
        let v = found.vertex[n];
        let mut place = [0.0; 3];
        for b in 0..B {
            for i in 0..3 {
                let mut moved = bones[b][i][3];
                for j in 0..3 {
                    moved += bones[b][i][j] * model.skin[v][j];
                }
                place[i] += model.weight[v][b] * moved;
            }
        }
        for i in 0..3 {
            let mut turned = translation[i];
            for j in 0..3 {
                turned += turn[i][j] * place[j];
            }
            out[n][i] = found.place[n][i] - turned;
        }
    }
}

/// Half the sum of the squares of all residuals.
#[gradient]
pub fn loss<const B: usize>(
    rotation: &[f64; 3],
    translation: &[f64; 3],
    fingers: &[[f64; 4]; 5],
    #[constant] model: &Model<B>,
    #[constant] found: &Found,
) -> f64 {
    let mut out = vec![[0.0; 3]; found.vertex.len()];
    residuals(rotation, translation, fingers, model, found, &mut out);
    let mut loss = 0.0;
    for r in &out {
        loss += 0.5 * (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    }
    loss
}
