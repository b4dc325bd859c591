fn main() {
    let x = 1.0;
    let _ = chainrule::derivative!("x^2");
}
