chainrule::formula! {
    fn scaled(w: [f64; 3]; x) -> f64 = "w*x";
}

fn main() {
    let _ = scaled(&[0.0; 3], 1.0);
}
