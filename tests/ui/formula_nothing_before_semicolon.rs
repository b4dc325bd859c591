chainrule::formula! {
    fn cost(; x, t) = "(x - t)^2";
}

fn main() {}
