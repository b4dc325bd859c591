chainrule::formula! {
    fn product(w: [f64; 3]; x: [f64; 4]) = "sum(i: w[i]*x[i])";
}

fn main() {
    product(&[0.0; 3], &[0.0; 4]);
}
