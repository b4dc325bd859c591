//! What the front doors generate, against derivatives made by hand.
#![deny(warnings, missing_docs, clippy::all, nonstandard_style)]

mod adaptors;
mod adbench;
mod allocation;
mod angles;
mod array_parts;
mod assembled;
mod assigned_fields;
mod attribute;
mod autodiff;
mod borrowed_parts;
mod calls;
mod carried_structs;
mod changing;
mod checked;
mod checkpoints;
mod copied_fields;
mod curves;
mod depth;
mod derive;
mod elements;
mod emitted;
mod empty_ranges;
mod engineering;
mod formula;
#[rustfmt::skip]
#[allow(warnings, clippy::all)]
#[path = "../generated/models.rs"]
mod generated_models;
mod generic;
mod hygiene;
mod in_vectors;
mod inner_functions;
mod jacobian;
mod jacobian_calls;
mod jacobian_results;
mod kept;
mod leaving;
mod list_fields;
mod lists;
mod lists_of_rows;
mod long;
mod made_structs;
mod methods;
mod models;
mod nested_calls;
mod not_there;
mod open_loops;
mod options;
mod outputs;
mod places;
mod ranges;
mod records;
mod row_parts;
mod rows;
mod rows_and_columns;
mod rows_at_once;
mod rust_loops;
mod rust_statements;
mod slice_patterns;
mod snapshots;
mod struct_calls;
mod struct_parts;
mod structs;
mod surroundings;
mod variants;
mod whole_elements;
mod written;

/// Equal up to rounding.
#[track_caller]
fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * (1.0 + a.abs().max(b.abs())), "{a} is not {b}");
}

/// Equal element by element, up to rounding.
#[track_caller]
fn all_close(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        close(*a, *b);
    }
}

fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
