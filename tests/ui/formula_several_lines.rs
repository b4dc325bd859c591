chainrule::formula! {
    fn cost(w, b; x, t) = "
        z = w*x + b
        loss = (z - tt)^2
    ";
}

fn main() {
    cost(1.0, 2.0, 3.0, 4.0);
}
