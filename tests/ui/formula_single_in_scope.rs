fn main() {
    let (x, y) = (1.0f32, 2.0f32);
    let _: f32 = chainrule::formula!("sin(x)*y");
    let _: f32 = chainrule::derivative!("sin(x)*y", x);
}
