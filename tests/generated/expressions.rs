// placeholder
pub const ALL: &[fn(&[f64], &mut [f64])] = &[];
