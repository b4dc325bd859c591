chainrule::formula! {
    pub fn cost(w, b; x) = sigmod(w*x + b)^2;
}

fn main() {
    cost_gradient(1.0, 2.0, 3.0);
}
