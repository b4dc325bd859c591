chainrule::formula! {
    fn cost(w, x; x) = "w*x";
}

fn main() {}
