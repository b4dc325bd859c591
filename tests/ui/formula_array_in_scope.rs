fn main() {
    let x = [1.0, 2.0];
    let _ = chainrule::formula!("x[0] + x[1]");
}
