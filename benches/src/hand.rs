//! Gradients derived by hand: the yardstick. `o` holds the values, then the Jacobian row by row.
use chainrule::functions::erf;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

pub fn rosen(x: &[f64; 10], _: &[f64; 0], o: &mut [f64; 11]) {
    let (mut f, mut prev) = (0.0, 0.0);
    for i in 0..9 {
        let (a, b) = (x[i + 1] - x[i] * x[i], 1.0 - x[i]);
        f += 100.0 * a * a + b * b;
        let t = 200.0 * a;
        o[1 + i] = prev - 2.0 * (t * x[i] + b);
        prev = t;
    }
    o[10] = prev;
    o[0] = f;
}
pub fn logistic8(w: &[f64; 9], c: &[f64; 9], o: &mut [f64; 10]) {
    let (mut z0, mut z1) = (w[8], 0.0);
    for i in 0..4 {
        z0 += w[i] * c[i];
        z1 += w[4 + i] * c[4 + i];
    }
    let z = z0 + z1;
    let e = (-z).exp();
    let (p, y) = (1.0 + e, c[8]);
    o[0] = p.ln() + (1.0 - y) * z; // -ln s = ln(1+e), -ln(1-s) = ln(1+e) + z
    let g = 1.0 / p - y;
    for i in 0..8 {
        o[1 + i] = g * c[i];
    }
    o[9] = g;
}
pub fn mlp483(w: &[f64; 67], c: &[f64; 7], o: &mut [f64; 68]) {
    let mut h = [0.0; 8];
    for j in 0..8 {
        let r = &w[4 * j..4 * j + 4];
        h[j] = 1.0 / (1.0 + (-(r[0] * c[0] + r[1] * c[1] + (r[2] * c[2] + r[3] * c[3]) + w[32 + j])).exp());
    }
    let mut dh = [0.0; 8];
    let mut f = 0.0;
    for j in 0..3 {
        let r: &[f64; 8] = w[40 + 8 * j..48 + 8 * j].try_into().unwrap();
        let mut a = [0.0; 4];
        for k in 0..4 {
            a[k] = r[k] * h[k] + r[k + 4] * h[k + 4];
        }
        let s = 1.0 / (1.0 + (-((a[0] + a[1]) + (a[2] + a[3]) + w[64 + j])).exp());
        let e = s - c[4 + j];
        f += e * e;
        let d = (2.0 / 3.0) * e * s * (1.0 - s);
        for k in 0..8 {
            o[41 + 8 * j + k] = d * h[k];
            dh[k] += d * r[k];
        }
        o[65 + j] = d;
    }
    for j in 0..8 {
        let d = dh[j] * h[j] * (1.0 - h[j]);
        for k in 0..4 {
            o[1 + 4 * j + k] = d * c[k];
        }
        o[33 + j] = d;
    }
    o[0] = f / 3.0;
}
pub fn arm2(x: &[f64; 4], c: &[f64; 2], o: &mut [f64; 5]) {
    let (sa, ca) = x[0].sin_cos();
    let (sb, cb) = (x[0] + x[1]).sin_cos();
    let (bc, bs) = (x[3] * cb, x[3] * sb);
    let u = x[2] * ca + bc - c[0];
    let v = x[2] * sa + bs - c[1];
    o[0] = 0.5 * (u * u + v * v);
    o[2] = v * bc - u * bs;
    o[3] = u * ca + v * sa;
    o[1] = o[2] + x[2] * (v * ca - u * sa);
    o[4] = u * cb + v * sb;
}
pub fn quat(x: &[f64; 7], c: &[f64; 6], o: &mut [f64; 8]) {
    let n2 = x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3];
    let i = 1.0 / n2.sqrt();
    let (w, v) = (x[0] * i, [x[1] * i, x[2] * i, x[3] * i]);
    let p = [c[0], c[1], c[2]];
    // R p = p + 2 w (v x p) + 2 v x (v x p)
    let k = cross(v, p);
    let m = cross(v, k);
    let e: [f64; 3] = std::array::from_fn(|j| p[j] + 2.0 * (w * k[j] + m[j]) + x[4 + j] - c[3 + j]);
    o[0] = 0.5 * dot(e, e);
    // gradient w.r.t. the unit quaternion of e . (2 w k + 2 v x k), then projected
    let ek = cross(e, v);
    let t = [w * e[0] + ek[0], w * e[1] + ek[1], w * e[2] + ek[2]];
    let pt = cross(p, t);
    let ke = cross(k, e);
    let gw = 2.0 * dot(e, k);
    let gv = [2.0 * (pt[0] + ke[0]), 2.0 * (pt[1] + ke[1]), 2.0 * (pt[2] + ke[2])];
    let s = w * gw + dot(v, gv);
    o[1] = i * (gw - s * w);
    for j in 0..3 {
        o[2 + j] = i * (gv[j] - s * v[j]);
        o[5 + j] = e[j];
    }
}
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub fn ba(x: &[f64; 15], ob: &[f64; 2], o: &mut [f64; 32]) {
    let r = [x[0], x[1], x[2]];
    let d = [x[11] - x[3], x[12] - x[4], x[13] - x[5]];
    let th2 = dot(r, r);
    let (s, c) = th2.sqrt().sin_cos();
    let i2 = 1.0 / th2;
    let (a, b) = (s * i2.sqrt(), (1.0 - c) * i2);
    let (rd, rxd) = (dot(r, d), cross(r, d));
    let p: [f64; 3] = std::array::from_fn(|j| c * d[j] + a * rxd[j] + b * rd * r[j]);
    let iz = 1.0 / p[2];
    let q = [p[0] * iz, p[1] * iz];
    let r2 = q[0] * q[0] + q[1] * q[1];
    let (f, w) = (x[6], x[14]);
    let l = 1.0 + r2 * (x[9] + x[10] * r2);
    let l2 = 2.0 * (x[9] + 2.0 * x[10] * r2);
    let (da, db) = ((c - a) * i2, (a - 2.0 * b) * i2);
    let vv: [f64; 3] = std::array::from_fn(|j| da * rxd[j] - a * d[j] + db * rd * r[j]);
    let wf = w * f;
    for n in 0..2 {
        let e = q[n] * l * f + x[7 + n] - ob[n];
        o[n] = w * e;
        let g = &mut o[2 + 15 * n..17 + 15 * n];
        let k = wf * q[n];
        let (mut g0, mut g1) = (k * l2 * q[0], k * l2 * q[1]);
        if n == 0 {
            g0 += wf * l
        } else {
            g1 += wf * l
        }
        let h = [g0 * iz, g1 * iz, -(g0 * q[0] + g1 * q[1]) * iz]; // d residual / d P
        let (hv, hr) = (dot(h, vv), dot(h, r));
        let (dxh, hxr) = (cross(d, h), cross(h, r));
        for j in 0..3 {
            g[j] = r[j] * hv + a * dxh[j] + b * (rd * h[j] + d[j] * hr);
            let t = c * h[j] + a * hxr[j] + b * hr * r[j];
            g[11 + j] = t;
            g[3 + j] = -t;
        }
        g[6] = w * q[n] * l;
        g[7] = 0.0;
        g[8] = 0.0;
        g[7 + n] = w;
        g[9] = k * r2;
        g[10] = k * r2 * r2;
        g[14] = e;
    }
}
pub fn bs(x: &[f64; 5], _: &[f64; 0], o: &mut [f64; 6]) {
    let [s, k, v, r, t] = *x;
    let st = t.sqrt();
    let sq = v * st;
    let d1 = ((s / k).ln() + (r + 0.5 * v * v) * t) / sq;
    let d2 = d1 - sq;
    let n1 = 0.5 * (1.0 + erf(d1 * FRAC_1_SQRT_2));
    let n2 = 0.5 * (1.0 + erf(d2 * FRAC_1_SQRT_2));
    let ke = (-r * t).exp();
    let kn = k * ke * n2;
    let sp = s * (-0.5 * d1 * d1).exp() * (1.0 / (2.0 * PI).sqrt());
    o[0] = s * n1 - kn;
    o[1] = n1;
    o[2] = -ke * n2;
    o[3] = sp * st;
    o[4] = t * kn;
    o[5] = 0.5 * sp * v / st + r * kn;
}
pub fn gmm(x: &[f64; 30], c: &[f64; 40], o: &mut [f64; 31]) {
    let mut e = [[0.0; 2]; 5];
    let mut w = [0.0; 5];
    for k in 0..5 {
        let q = 15 + 3 * k;
        e[k] = [x[q].exp(), x[q + 1].exp()];
        w[k] = x[k] + x[q] + x[q + 1];
    }
    let mut g = [[0.0; 6]; 5]; // sums over points of resp * [1, y0, y1, y0 a, y1 b, y1 a]
    let mut f = 0.0;
    for n in 0..20 {
        let mut t = [[0.0; 6]; 5];
        let mut s = 0.0;
        for k in 0..5 {
            let (a, b) = (c[2 * n] - x[5 + 2 * k], c[2 * n + 1] - x[6 + 2 * k]);
            let (y0, y1) = (e[k][0] * a, x[17 + 3 * k] * a + e[k][1] * b);
            let p = (w[k] - 0.5 * (y0 * y0 + y1 * y1)).exp();
            s += p;
            t[k] = [p, p * y0, p * y1, p * y0 * a, p * y1 * b, p * y1 * a];
        }
        f += s.ln();
        let i = 1.0 / s;
        for k in 0..5 {
            for j in 0..6 {
                g[k][j] += i * t[k][j];
            }
        }
    }
    let mut z = 0.0;
    let ea: [f64; 5] = std::array::from_fn(|k| {
        let v = x[k].exp();
        z += v;
        v
    });
    o[0] = f - 20.0 * z.ln();
    let i = 20.0 / z;
    for k in 0..5 {
        let m = &g[k];
        o[1 + k] = m[0] - i * ea[k];
        o[6 + 2 * k] = m[1] * e[k][0] + m[2] * x[17 + 3 * k];
        o[7 + 2 * k] = m[2] * e[k][1];
        o[16 + 3 * k] = m[0] - m[3] * e[k][0];
        o[17 + 3 * k] = m[0] - m[4] * e[k][1];
        o[18 + 3 * k] = -m[5];
    }
}
pub fn lj4(x: &[f64; 12], _: &[f64; 0], o: &mut [f64; 13]) {
    let mut f = 0.0;
    let mut g = [0.0; 12];
    for i in 1..4 {
        for j in 0..i {
            let d = [x[3 * i] - x[3 * j], x[3 * i + 1] - x[3 * j + 1], x[3 * i + 2] - x[3 * j + 2]];
            let ir = 1.0 / dot(d, d);
            let s6 = ir * ir * ir;
            f += s6 * (s6 - 1.0);
            let t = s6 * ir * (24.0 - 48.0 * s6);
            for k in 0..3 {
                g[3 * i + k] += t * d[k];
                g[3 * j + k] -= t * d[k];
            }
        }
    }
    o[0] = 4.0 * f;
    o[1..].copy_from_slice(&g);
}
