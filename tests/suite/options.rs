//! `Option`s and `Result`s that a body makes, finds and carries through loops, and those that are constants. Each function
//! has a test of its own beside it.

#![allow(
    clippy::needless_range_loop,
    clippy::get_first,
    clippy::unnecessary_map_or,
    clippy::manual_map,
    clippy::manual_find,
    reason = "as they are written in numerical code"
)]

use super::close;
use chainrule::gradient;

#[gradient(check)]
fn spread(x: &[f64]) -> f64 {
    let hi = x.iter().copied().reduce(f64::max).unwrap_or(0.0);
    let lo = x.iter().copied().reduce(f64::min).unwrap_or(0.0);
    hi - lo
}
#[gradient(check)]
fn biggest(x: &[f64]) -> f64 {
    let m = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let n = x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    m * n
}
#[gradient(check)]
fn ends(x: &[f64]) -> f64 {
    x.first().unwrap() * x.last().unwrap() + x.first().copied().unwrap_or(1.0)
}
#[gradient(check(i in [0, 2, 7]))]
fn maybe(x: &[f64], #[constant] i: usize) -> f64 {
    if let Some(v) = x.get(i) { v * v } else { 0.5 * x[0] }
}
#[gradient(check(i in [0, 2, 7]))]
fn or_else(x: &[f64], #[constant] i: usize) -> f64 {
    let Some(v) = x.get(i) else { return x[0] };
    v * v * x[0]
}
#[gradient(check)]
fn local_option(x: &[f64; 5], limit: f64) -> f64 {
    let mut best = None;
    for &v in x {
        if v > limit {
            best = Some(v);
        }
    }
    best.unwrap_or(0.0) * limit
}
#[gradient(check)]
fn best_so_far(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    for &v in x {
        best = match best {
            Some(b) if b >= v => Some(b),
            _ => Some(v),
        };
    }
    match best {
        Some(b) => b * b,
        None => 0.0,
    }
}
#[gradient(check)]
fn safe_div(a: f64, b: f64) -> f64 {
    fn div(a: f64, b: f64) -> Option<f64> {
        if b.abs() > 0.5 { Some(a / b) } else { None }
    }
    div(a, b).map(|v| v * v).unwrap_or(a)
}
#[gradient(check)]
fn quad_root(a: f64, b: f64, c: f64) -> f64 {
    fn roots(a: f64, b: f64, c: f64) -> Option<(f64, f64)> {
        let d = b * b - 4.0 * a * c;
        if d < 0.0 {
            return None;
        }
        let s = d.sqrt();
        Some(((-b - s) / (2.0 * a), (-b + s) / (2.0 * a)))
    }
    if let Some((r0, r1)) = roots(a, b, c) { (r1 - r0).abs() } else { 0.0 }
}
#[gradient(check)]
fn find_first(x: &[f64; 6], limit: f64) -> f64 {
    x.iter().find(|v| **v > limit).copied().unwrap_or(limit)
}
#[gradient(check)]
fn rev_mean(x: &[f64], d: f64) -> f64 {
    let w = x.iter().rev().fold(0.0, |acc, v| acc * d * 0.3 + v);
    w + x.iter().sum::<f64>() / x.len() as f64
}

#[gradient(check)]
fn argmax(x: &[f64], y: &[f64; 8]) -> f64 {
    let k = x.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(i, _)| i).unwrap();
    y[k % 8] * x[k]
}
#[gradient(check)]
fn argmin_arr(x: &[f64; 5]) -> f64 {
    let (k, v) = x.iter().enumerate().min_by(|a, b| a.1.partial_cmp(b.1).unwrap()).unwrap();
    v * (k as f64 + 1.0)
}
#[gradient(check)]
fn closest(x: &[f64; 5], t: f64) -> f64 {
    let n = x.iter().copied().min_by(|a, b| (a - t).abs().total_cmp(&(b - t).abs())).unwrap();
    n * t
}
#[gradient(check)]
fn crossing(x: &[f64; 7], level: f64) -> f64 {
    match x.windows(2).position(|w| (w[0] - level) * (w[1] - level) < 0.0) {
        Some(i) => i as f64 + (level - x[i]) / (x[i + 1] - x[i]),
        None => level,
    }
}
#[gradient(check)]
fn tried(a: f64, b: f64) -> f64 {
    fn ln(x: f64) -> Option<f64> {
        (x > 0.0).then(|| x.ln())
    }
    fn both(a: f64, b: f64) -> Option<f64> {
        let p = ln(a)?;
        let q = ln(b)?;
        Some(p * q)
    }
    both(a, b).unwrap_or(a * b)
}
#[gradient(check)]
fn result(a: f64, b: f64) -> f64 {
    let root = |x: f64| -> Result<f64, &'static str> { if x < 0.0 { Err("negative") } else { Ok(x.sqrt()) } };
    match root(a) {
        Ok(r) => r * b,
        Err(_) => b,
    }
}
#[gradient(check)]
fn range_of(x: &[f64], s: f64) -> f64 {
    let mut lo: Option<f64> = None;
    let mut hi: Option<f64> = None;
    for &v in x {
        if lo.is_none_or(|l| v < l) {
            lo = Some(v);
        }
        if hi.map_or(true, |h| v > h) {
            hi = Some(v * s);
        }
    }
    match (lo, hi) {
        (Some(l), Some(h)) => h - l,
        _ => 0.0,
    }
}
#[gradient(check)]
fn previous(x: &[f64; 6]) -> f64 {
    let mut prev = None;
    let mut s = 0.0;
    for &v in x {
        if let Some(p) = prev {
            s += (v - p) * (v - p);
        }
        prev = Some(v);
    }
    s
}
#[gradient(check)]
fn fold_opt(x: &[f64; 6]) -> f64 {
    x.iter().fold(None, |m: Option<f64>, v| Some(m.map_or(*v, |m| m.max(*v)))).unwrap()
}
#[gradient(check(i in [0, 3, 9]))]
fn chained(x: &[f64; 6], i: usize) -> f64 {
    x.get(i).copied().filter(|v| *v > 0.0).or(x.get(i + 1).copied()).map(f64::sqrt).unwrap_or_default()
}
#[gradient(check)]
fn ray_sphere(o: [f64; 3], d: [f64; 3], r: f64) -> f64 {
    #[derive(Clone, Copy)]
    struct Hit {
        t: f64,
        n: [f64; 3],
    }
    fn hit(o: &[f64; 3], d: &[f64; 3], r: f64) -> Option<Hit> {
        let b = o.iter().zip(d).map(|(a, b)| a * b).sum::<f64>();
        let c = o.iter().map(|v| v * v).sum::<f64>() - r * r;
        let disc = b * b - c;
        if disc < 0.0 {
            return None;
        }
        let t = -b - disc.sqrt();
        Some(Hit { t, n: [o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2]] })
    }
    let mut nearest: Option<Hit> = None;
    for k in 0..3 {
        if let Some(h) = hit(&[o[0] + k as f64, o[1], o[2]], &d, 2.0 + r)
            && (nearest.is_none() || h.t < nearest.as_ref().unwrap().t)
        {
            nearest = Some(h);
        }
    }
    nearest.map_or(0.0, |h| h.t + h.n[0] * h.n[1])
}
#[derive(Clone, Copy)]
struct Cfg {
    cap: Option<f64>,
    skip: Option<usize>,
}
#[gradient(check(cfg in [Cfg { cap: Some(0.3), skip: None }, Cfg { cap: None, skip: Some(1) }]))]
fn capped(x: &[f64; 4], #[constant] cfg: &Cfg) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        if cfg.skip == Some(i) {
            continue;
        }
        let v = x[i] * x[i];
        s += match cfg.cap {
            Some(c) if v > c => c + 0.1 * v,
            _ => v,
        };
    }
    s * cfg.cap.unwrap_or(2.0)
}
#[gradient(check(y in [None, Some(2.0)]))]
fn const_opt(x: f64, #[constant] y: Option<f64>) -> f64 {
    let Some(y) = y else { return x * 3.0 };
    x * y
}

#[gradient(check)]
fn of_some(x: &[f64], y: f64) -> f64 {
    fn root(x: &f64) -> Option<f64> {
        (*x > 0.0).then(|| x.sqrt())
    }
    let logs: f64 = x.iter().filter_map(|v| if *v > 0.0 { Some(v.ln() * y) } else { None }).sum();
    let mut sum = 0.0;
    for r in x.iter().filter_map(root) {
        sum += r * y;
    }
    logs + sum
}

#[test]
fn of_no_items_there_is_nothing() {
    assert_eq!(spread_value_and_gradient(&[]), (0.0, vec![]));
    assert_eq!(spread_value_and_gradient(&[3.0]), (0.0, vec![0.0]));
    assert_eq!(best_so_far_value_and_gradient(&[]), (0.0, vec![]));
    assert_eq!(range_of_value_and_gradient(&[], 2.0), (0.0, (vec![], 0.0)));
}

#[test]
fn equal_items() {
    // The last of the largest, the first of the smallest.
    let y = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let (value, (dx, dy)) = argmax_value_and_gradient(&[2.0, 5.0, 5.0], &y);
    assert_eq!((value, dx, dy[2]), (15.0, vec![0.0, 0.0, 3.0], 5.0));
    assert_eq!(argmin_arr_value_and_gradient(&[4.0, 3.0, 3.0, 9.0, 3.0]), (6.0, [0.0, 2.0, 0.0, 0.0, 0.0]));
}

/// Each panics where the function does.
#[test]
fn what_is_not_there() {
    fn panics<T>(run: impl FnOnce() -> T + std::panic::UnwindSafe) -> bool {
        std::panic::catch_unwind(run).is_err()
    }
    assert!(panics(|| biggest_gradient(&[])));
    assert!(panics(|| ends_gradient(&[])));
    assert!(panics(|| argmax_gradient(&[], &[1.0; 8])));
    assert!(panics(|| needed_gradient(-1.0, 2.0)));
    assert_eq!(needed_gradient(4.0, 3.0), (0.75, 2.0));
}

#[gradient]
fn needed(x: f64, y: f64) -> f64 {
    let root = (x > 0.0).then(|| x.sqrt());
    root.expect("positive") * y
}

/// The branch that is not taken has no finite slope.
#[gradient]
fn guarded(x: f64, y: f64) -> f64 {
    let inverse = if y == 0.0 { None } else { Some(x / y) };
    inverse.map(|v| v.ln()).unwrap_or(x)
}

#[test]
fn nothing_comes_out_of_what_is_not_there() {
    assert_eq!(guarded_value_and_gradient(5.0, 0.0), (5.0, (1.0, 0.0)));
    assert_eq!(guarded_gradient(4.0, 2.0), (0.25, -0.5));
}

#[gradient(check)]
fn chains(x: &[f64; 4], lim: f64) -> f64 {
    let best = x.iter().copied().reduce(f64::max);
    let mut s = 0.0;
    if lim > 0.0
        && let Some(b) = best
        && b > lim
    {
        s += b * lim;
    } else {
        s += lim;
    }
    if let Some(b) = best
        && b > 0.1
    {
        s *= b;
    }
    s
}

/// `?` inside expressions.
#[gradient(check)]
fn tried_inside(x: f64, y: f64) -> f64 {
    fn root(x: f64) -> Option<f64> {
        if x > 0.0 { Some(x.sqrt()) } else { None }
    }
    fn both(x: f64, y: f64) -> Option<f64> {
        let sum = root(x)? + 2.0 * root(y)?;
        root(sum - 0.5)?;
        Some(if x > y { sum * root(x - y)? } else { sum })
    }
    let product = |x: f64| -> Option<f64> { Some(root(x)? * root(x + 1.0)?) };
    both(x, y).unwrap_or(1.0) + product(y).unwrap_or(x)
}

/// What an `Err` holds.
#[gradient(check)]
fn failures(x: f64, y: f64) -> f64 {
    fn root(x: f64) -> Result<f64, f64> {
        if x > 0.0 { Ok(x.sqrt()) } else { Err(x * x) }
    }
    fn fourth(x: f64, k: f64) -> Result<f64, f64> {
        let v = root(x)?;
        let w = root(v - k).map_err(|e| 3.0 * e)?;
        Ok(w * v)
    }
    let first = match root(x - y) {
        Ok(v) => v,
        Err(e) => 2.0 * e,
    };
    let second = match fourth(y, x) {
        Err(e) if e > 1.0 => e.sin(),
        Err(e) => e,
        Ok(v) => v,
    };
    first + second * root(x).unwrap_or_else(|e| e + 1.0)
}

/// The item with the smallest and the largest key.
#[gradient(check)]
fn keyed(x: &[f64; 4], order: &[usize; 4]) -> f64 {
    let best = (0..4).min_by_key(|&i| order[i]).unwrap_or(0);
    let last = x.iter().enumerate().max_by_key(|(i, _)| order[*i]).map_or(0.0, |(_, v)| *v);
    let near = x.iter().min_by_key(|v| (v.abs() * 10.0) as i64).unwrap();
    x[best] * x[best] + last * near
}

#[derive(Clone, Copy, chainrule::Gradient)]
struct Site {
    x: f64,
    weight: f64,
}

#[gradient]
impl Site {
    fn distance(&self, x: f64) -> f64 {
        (self.x - x).abs() * self.weight
    }
}

/// Structs that are picked of an array.
#[gradient]
fn nearest(sites: &[Site], x: f64) -> f64 {
    let near = sites.iter().min_by(|a, b| a.distance(x).total_cmp(&b.distance(x)));
    let far = sites.iter().max_by(|a, b| (a.x - x).abs().partial_cmp(&(b.x - x).abs()).unwrap()).unwrap();
    let left = match sites.iter().find(|s| s.x < x) {
        Some(s) => s.x * s.weight,
        None => 1.0,
    };
    near.map_or(0.0, |s| s.distance(x)) + 10.0 * far.x * far.weight + 100.0 * left
}

#[test]
fn structs_are_picked() {
    let sites = [(0.3, 0.5), (0.7, 2.0), (1.4, 0.1), (0.1, 0.4)].map(|(x, weight)| Site { x, weight });
    let (value, (by_sites, by_x)) = nearest_value_and_gradient(&sites, 0.6);
    // The third is nearest by its distance times its weight, and farthest; the first is the first to the left.
    close(value, 0.8 * 0.1 + 10.0 * 1.4 * 0.1 + 100.0 * 0.3 * 0.5);
    close(by_x, -0.1);
    close(by_sites[0].x, 50.0);
    close(by_sites[0].weight, 30.0);
    close(by_sites[1].x, 0.0);
    close(by_sites[2].x, 0.1 + 1.0);
    close(by_sites[2].weight, 0.8 + 14.0);
    close(by_sites[3].weight, 0.0);
    let (value, (by_sites, by_x)) = nearest_value_and_gradient(&sites[1..2], 0.6);
    close(value, 0.1 * 2.0 + 10.0 * 0.7 * 2.0 + 100.0);
    close(by_x, -2.0);
    close(by_sites[0].weight, 0.1 + 7.0);
}
