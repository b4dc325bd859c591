fn main() {
    let x = 1.0;
    let _: f64 = chainrule::derivative!("x*y", x);
}
