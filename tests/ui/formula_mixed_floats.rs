chainrule::formula! {
    fn cost(w: f32; x: f64) = "w*x";
}

fn main() {}
