chainrule::formula! {
    fn cost(w; x) = "2*(w*x + 1";
}

fn main() {
    cost(1.0, 2.0);
}
