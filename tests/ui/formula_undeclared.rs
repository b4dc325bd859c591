chainrule::formula! {
    fn cost(w; x) = "(w*x - target)^2";
}

fn main() {
    cost(1.0, 2.0);
}
