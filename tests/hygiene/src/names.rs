//! Arguments, variables, modules and types with names that generated code uses or that the prelude has.
#![allow(dead_code, non_camel_case_types, non_snake_case, clippy::many_single_char_names, clippy::similar_names)]
#![allow(clippy::module_name_repetitions, clippy::items_after_statements)]

mod core {}
mod std {}
mod chainrule_ {}
type usize_ = usize;

struct Vec;
struct Option;
struct Result;
struct Some;
struct Box;
struct Default;
trait Clone {}
trait Float {}
trait Parameters {}

/// A macro of a common name.
macro_rules! assert {
    ($($t:tt)*) => {};
}

macro_rules! debug_assert {
    ($($t:tt)*) => {};
}

/// Arguments like generated names.
#[::chainrule::gradient]
#[must_use]
pub fn arguments(adj: f64, t0: f64, __chainrule: f64, value: f64, __value: f64, grad_adj: f64, workspace: f64) -> f64 {
    let t1 = adj * t0;
    let t2 = t1 + __chainrule * value;
    let dadj = t2 * __value + grad_adj;
    let __t0 = dadj * workspace;
    __t0 * __t0
}

/// Variables with the names of types and crates.
#[::chainrule::gradient]
#[must_use]
pub fn variables(x: &[f64; 3], n: usize) -> f64 {
    assert!(n > 0);
    debug_assert!(n > 1);
    let f64 = x[0] * x[1];
    let core = f64 + x[2];
    let std = core * core;
    let chainrule = std.sin();
    let usize = chainrule + f64;
    let mut sum = 0.0;
    for i in 0..n {
        sum += usize * x[i];
    }
    sum
}

/// Functions with names of the family's own words.
#[::chainrule::gradient]
#[must_use]
pub fn gradient(gradient: f64, sum: f64, max: f64) -> f64 {
    gradient * sum + max
}

/// A raw identifier.
#[::chainrule::gradient]
#[must_use]
pub fn r#match(r#type: f64, r#fn: f64) -> f64 {
    r#type * r#fn
}
